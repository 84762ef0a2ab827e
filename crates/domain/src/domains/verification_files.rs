//! Files that a custom domain serves to prove to another service whose it is.

use avouch_model::domains::{NewVerificationFile, ProofType, SetVerificationFiles, VerificationFile};
use avouch_shape::JsonObject;
use avouch_store::{Store, Tenant, domains as stored};

use crate::{Error, Result};

fn file(members: &JsonObject) -> VerificationFile {
    let text = |name: &str| members.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    VerificationFile { path: text("path"), content: text("content"), content_type: text("contentType") }
}

/// The files of a domain.
pub async fn list(tenant: &Tenant, id: &str) -> Result<Vec<VerificationFile>> {
    let files = stored::verification_files(tenant, id).await?;
    Ok(files.ok_or_else(|| unknown(id))?.iter().map(file).collect())
}

fn unknown(id: &str) -> Error {
    Error::NotExistsWithId { name: "domains", id: id.to_owned() }
}

/// Makes these the files of a domain.
pub async fn replace(tenant: &Tenant, id: &str, input: SetVerificationFiles) -> Result<Vec<VerificationFile>> {
    let mut files: Vec<VerificationFile> = Vec::new();
    for NewVerificationFile { path, content, content_type } in input.verification_files {
        let (path, content) = (path.into_inner(), content.into_inner());
        let wrong = if !is_allowed(&path) {
            Some("is neither a file in the root with an extension nor beneath `/.well-known/`")
        } else if files.iter().any(|other| other.path == path) {
            Some("is there twice")
        } else if content_type == ProofType::Json && serde_json::from_str::<serde::de::IgnoredAny>(&content).is_err() {
            Some("is not JSON")
        } else {
            None
        };
        if let Some(wrong) = wrong {
            return Err(Error::InvalidInput { details: format!("`{path}` {wrong}.") });
        }
        files.push(VerificationFile { path, content, content_type: content_type.as_str().to_owned() });
    }
    let tx = tenant.begin().await?;
    if !stored::set_verification_files(&tx, id, &files).await? {
        return Err(unknown(id));
    }
    tx.commit().await?;
    Ok(files)
}

/// The provider's own documents cannot be replaced.
const OWN: [&str; 2] = ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"];

fn is_allowed(path: &str) -> bool {
    let fine = |name: &str| {
        !name.is_empty()
            && name != "."
            && name != ".."
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'~'))
    };
    let Some(rest) = path.strip_prefix('/') else { return false };
    if let Some(beneath) = rest.strip_prefix(".well-known/") {
        return beneath.split('/').all(fine) && !OWN.contains(&path);
    }
    let has_extension =
        rest.rsplit_once('.').is_some_and(|(name, extension)| !name.is_empty() && !extension.is_empty());
    fine(rest) && has_extension
}

/// The file at a path of a host.
pub async fn at(store: &Store, host: &str, path: &str) -> Result<Option<VerificationFile>> {
    if !is_allowed(path) {
        return Ok(None);
    }
    let files = stored::verification_files_at(store, host).await?;
    Ok(files.iter().map(file).find(|file| file.path == path))
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn only_proofs_have_a_place() {
        for path in ["/a.txt", "/google123.html", "/.well-known/acme", "/.well-known/a/b.json"] {
            assert!(is_allowed(path), "{path}");
        }
        for path in [
            "",
            "/",
            "a.txt",
            "/a",
            "/a/b.txt",
            "/../a.txt",
            "/.well-known/",
            "/.well-known/../x.txt",
            "/a.",
            "/.a",
            "/.well-known/openid-configuration",
            "/a b.txt",
            "//a.txt",
            "/a.txt?x",
        ] {
            assert!(!is_allowed(path), "{path}");
        }
    }
}
