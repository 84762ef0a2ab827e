//! TLS that ends in the server.

use std::process::Command;

use avouch_testkit::{Database, Place};

use crate::process::{Process, complaint, free_port, run};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serves_https_with_a_certificate_from_files() {
    let place = Place::make(Database::Sqlite).await;
    let folder = place.url().replace("sqlite://", "").replace("/avouch.db", "");
    let (certificate, key) = (format!("{folder}/cert.pem"), format!("{folder}/key.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"])
        .args([
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-keyout",
            &key,
            "-out",
            &certificate,
        ])
        .output()
        .expect("openssl runs");
    assert!(made.status.success(), "{}", complaint(&made));
    let (url, port) = (place.url(), free_port());
    let port_text = port.to_string();
    let settings = [
        ("DB_URL", url.as_str()),
        ("PORT", port_text.as_str()),
        ("ADMIN_PORT", "0"),
        ("OBSERVE_ADDRESS", "off"),
        ("HTTPS_CERT_PATH", certificate.as_str()),
        ("HTTPS_KEY_PATH", key.as_str()),
    ];
    let child = crate::process::command(&settings).arg("serve").stderr(std::process::Stdio::null()).spawn().unwrap();
    let _guard = Process { child, port, observe: 0, took: std::time::Duration::ZERO };
    // A client of another make, which checks the certificate.
    let script = "const https = require('https'), fs = require('fs');\
                  const [ca, port] = process.argv.slice(1);\
                  const ask = (left) => https.get(`https://localhost:${port}/oidc/.well-known/openid-configuration`, { ca: fs.readFileSync(ca) }, (answer) => {\
                    let text = ''; answer.on('data', (part) => text += part).on('end', () => {\
                      console.log(JSON.parse(text).issuer, answer.headers['strict-transport-security']); }); })\
                    .on('error', (error) => left ? setTimeout(ask, 50, left - 1) : (console.error(error), process.exit(1)));\
                  ask(100);";
    let asked = Command::new("node").args(["-e", script, &certificate, &port_text]).output().expect("node runs");
    assert!(asked.status.success(), "{}", complaint(&asked));
    let told = String::from_utf8_lossy(&asked.stdout).into_owned();
    assert!(told.starts_with(&format!("https://localhost:{port}/oidc max-age=")), "{told}");
    std::fs::write(&key, "not a key").unwrap();
    let refused = run(&["serve"], &settings);
    assert_eq!(refused.status.code(), Some(78));
    assert!(complaint(&refused).contains("HTTPS_KEY_PATH"), "{}", complaint(&refused));
}
