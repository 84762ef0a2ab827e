//! Connections to mail servers that are encrypted.

use avouch_shape::{Issue, Issues, JsonObject, Path};
use lettre::transport::smtp::client::{Certificate, TlsParameters, TlsVersion};
use serde_json::Value;

use super::unusable;
use crate::Error;
use crate::config::text;

/// Versions of TLS that may be the oldest; those before 1.2 are never spoken.
const VERSIONS: [&str; 4] = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

/// What `tls` may say: `ca`, `rejectUnauthorized`, `servername` and `minVersion`, each as Node.js has it.
pub(super) fn rule(config: &JsonObject, issues: &mut Issues) {
    let Some(options) = config.get("tls").and_then(Value::as_object) else { return };
    let at = Path::Key(&Path::Root, "tls");
    for (name, value) in options {
        let at = Path::Key(&at, name);
        let is_pem = |value: &Value| {
            let pem = value.as_str().filter(|pem| pem.contains("BEGIN CERTIFICATE"));
            pem.is_some_and(|pem| Certificate::from_pem(pem.as_bytes()).is_ok())
        };
        match name.as_str() {
            "rejectUnauthorized" if !value.is_boolean() => {
                issues.push(Issue::wrong_type("boolean", Some(value), &at));
            }
            "servername" if !value.is_string() => issues.push(Issue::wrong_type("string", Some(value), &at)),
            "minVersion" if !value.as_str().is_some_and(|version| VERSIONS.contains(&version)) => {
                issues.push(Issue::unknown_option(&VERSIONS, value.as_str().unwrap_or_default(), &at));
            }
            "ca" if !authorities(value).is_some_and(|mut all| all.all(is_pem)) => {
                issues.push(Issue::custom("must be certificates in PEM form", &at));
            }
            _ => {}
        }
    }
}

/// Certificates of authorities: one text, or several.
fn authorities(value: &Value) -> Option<impl Iterator<Item = &Value>> {
    match value {
        Value::Array(all) => Some(all.iter()),
        Value::String(_) => Some(std::slice::from_ref(value).iter()),
        _ => None,
    }
}

/// Whom the server must be, and who says so.
pub(super) fn parameters(config: &JsonObject) -> Result<TlsParameters, Error> {
    let options = config.get("tls").and_then(Value::as_object);
    let of = |name: &str| options.and_then(|options| options.get(name));
    let named = [text(config, "servername"), options.map_or("", |options| text(options, "servername"))];
    let name = named.into_iter().find(|name| !name.is_empty()).unwrap_or_else(|| text(config, "host"));
    let is_unverified = of("rejectUnauthorized").and_then(Value::as_bool) == Some(false);
    let mut builder = TlsParameters::builder(name.to_owned()).dangerous_accept_invalid_certs(is_unverified);
    if of("minVersion").and_then(Value::as_str) == Some("TLSv1.3") {
        builder = builder.set_min_tls_version(TlsVersion::Tlsv13);
    }
    for authority in of("ca").and_then(authorities).into_iter().flatten() {
        let pem = authority.as_str().unwrap_or_default();
        builder = builder.add_root_certificate(Certificate::from_pem(pem.as_bytes()).map_err(unusable)?);
    }
    builder.build().map_err(unusable)
}
