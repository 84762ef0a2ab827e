//! How the settings of the provider and of its keys are read.

use avouch_crypto::{SealingKey, Secret};

use super::reader::Reader;
use crate::Failure;

impl Reader<'_> {
    /// What the provider does beyond what compatible software does.
    pub(super) fn extensions(&self) -> Result<avouch_oidc::Extensions, Failure> {
        avouch_oidc::Extensions::parse(self.get("OIDC_EXTENSIONS").unwrap_or_default()).map_err(|name| {
            let known = avouch_oidc::Extension::NAMES.map(|(name, _)| name).join(", ");
            Failure::config(format!("OIDC_EXTENSIONS: “{name}” is none; choose among {known}."))
        })
    }

    /// What opens the registration of clients.
    pub(super) fn registration_token(&self) -> Result<Option<Secret>, Failure> {
        let Some(token) = self.text("OIDC_REGISTRATION_TOKEN") else { return Ok(None) };
        if token.len() < 32 {
            return Err(Failure::config(
                "OIDC_REGISTRATION_TOKEN must have at least 32 characters; make one with `openssl rand -hex 32`.",
            ));
        }
        Ok(Some(Secret::new(token)))
    }

    /// The header that a trusted proxy writes certificates to.
    pub(super) fn certificate_header(&self) -> Result<Option<String>, Failure> {
        let Some(name) = self.text("MTLS_CERTIFICATE_HEADER") else { return Ok(None) };
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if name.is_empty() || !name.bytes().all(is_token) {
            return Err(Failure::config("MTLS_CERTIFICATE_HEADER must be the name of a header, such as Client-Cert."));
        }
        if !self.flag("TRUST_PROXY_HEADER")? {
            return Err(Failure::config("MTLS_CERTIFICATE_HEADER needs TRUST_PROXY_HEADER: only a proxy may set it."));
        }
        Ok(Some(name.to_ascii_lowercase()))
    }

    /// What keys are encrypted with in the database.
    pub(super) fn sealing(&self) -> Result<Option<SealingKey>, Failure> {
        let key = self.get("SECRET_VAULT_KEK").map(SealingKey::from_base64).transpose();
        key.map_err(|_| {
            Failure::config("SECRET_VAULT_KEK must be 32 bytes in base64; make one with `openssl rand -base64 32`.")
        })
    }
}
