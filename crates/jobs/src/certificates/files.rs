//! Certificates in a folder, by host: `HOST.crt` with `HOST.key`, or as ACME clients lay them out,
//! `HOST/fullchain.pem` with `HOST/privkey.pem`.

use std::path::{Path, PathBuf};

/// The chain and the key of a host, if both are there.
pub async fn find(folder: &Path, host: &str) -> Option<(PathBuf, PathBuf)> {
    // The name comes from whoever connects: it names a file in the folder, and nothing else.
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    if !host.split('.').all(is_label) {
        return None;
    }
    let beneath = folder.join(host);
    let pairs = [
        (folder.join(format!("{host}.crt")), folder.join(format!("{host}.key"))),
        (beneath.join("fullchain.pem"), beneath.join("privkey.pem")),
    ];
    for (chain, key) in pairs {
        let there = async |path: &Path| tokio::fs::metadata(path).await.is_ok_and(|found| found.is_file());
        if there(&chain).await && there(&key).await {
            return Some((chain, key));
        }
    }
    None
}
