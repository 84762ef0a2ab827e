//! Keys of SAML applications, with the certificates that service providers check signatures with.

use avouch_crypto::jose::{KeyKind, SigningKey};
use avouch_crypto::sha256;
use avouch_model::Timestamp;
use avouch_model::saml_applications::{
    CreateSamlSecret, Fingerprint, Fingerprints, SamlSecret, ShownSecret, UpdateSamlSecret,
};
use avouch_saml::Certificate;
use avouch_store::Tenant;
use avouch_store::saml_applications::secrets as stored;
use base64::prelude::{BASE64_STANDARD, Engine as _};

use crate::{Error, Result, ids};

/// An application's certificates, newest first.
pub async fn list(tenant: &Tenant, application: &str) -> Result<Vec<ShownSecret>> {
    super::existing(tenant, application).await?;
    Ok(stored::list(tenant, application).await?.into_iter().map(shown).collect())
}

pub(crate) fn shown(secret: SamlSecret) -> ShownSecret {
    let der = Certificate::parse(&secret.certificate).and_then(|read| BASE64_STANDARD.decode(read.text).ok());
    let digest = sha256(&der.unwrap_or_default());
    let pairs: Vec<String> = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    ShownSecret {
        id: secret.id,
        certificate: secret.certificate,
        created_at: secret.created_at,
        expires_at: secret.expires_at,
        active: secret.active,
        fingerprints: Fingerprints { sha256: Fingerprint { formatted: pairs.join(":"), unformatted: pairs.concat() } },
    }
}

/// Makes a key of RSA with its certificate. It does not sign yet.
pub(crate) async fn generate(now: Timestamp, years: i64) -> Result<SamlSecret> {
    let failed = |details: String| Error::InvalidRotation { details };
    let made = tokio::task::spawn_blocking(move || {
        let key = SigningKey::generate(KeyKind::Rsa).map_err(|error| error.to_string())?;
        let certificate = avouch_saml::idp::issue(&key, now.seconds(), years)?;
        Ok::<_, String>((key, certificate))
    });
    let (private_key, certificate) = made.await.map_err(|error| failed(error.to_string()))?.map_err(failed)?;
    Ok(SamlSecret {
        id: ids::standard(),
        private_key,
        certificate: certificate.pem,
        created_at: now,
        expires_at: Timestamp::from_millis(certificate.expires_at.saturating_mul(1000)),
        active: false,
    })
}

/// Adds a certificate.
pub async fn create(tenant: &Tenant, application: &str, input: CreateSamlSecret) -> Result<ShownSecret> {
    super::existing(tenant, application).await?;
    let secret = generate(tenant.now(), input.life_span_in_years.get()).await?;
    let tx = tenant.begin().await?;
    super::existing(&tx, application).await?;
    stored::create(&tx, application, &secret).await?;
    tx.commit().await?;
    Ok(shown(secret))
}

/// Makes a certificate's key the one that signs, or no longer.
pub async fn update(tenant: &Tenant, application: &str, id: &str, input: UpdateSamlSecret) -> Result<ShownSecret> {
    let tx = tenant.begin().await?;
    super::existing(&tx, application).await?;
    let mut secret = stored::get(&tx, application, id).await?.ok_or(Error::NotFound)?;
    if secret.active != input.active {
        stored::set_active(&tx, application, id, input.active).await?;
        secret.active = input.active;
    }
    tx.commit().await?;
    Ok(shown(secret))
}

/// Removes a certificate that does not sign.
pub async fn delete(tenant: &Tenant, application: &str, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    super::existing(&tx, application).await?;
    let secret = stored::get(&tx, application, id).await?.ok_or(Error::NotFound)?;
    if secret.active {
        return Err(Error::SamlActiveSecret);
    }
    stored::delete(&tx, application, id).await?;
    tx.commit().await?;
    Ok(())
}
