//! The vault: tokens of users at other providers, each set encrypted under a key of its own.

use avouch_connectors::social::TokenSet;
use avouch_crypto::{Envelope, Secret};
use avouch_model::Timestamp;
use avouch_model::secrets::{AccessToken, EncryptedTokenSet, TokenMetadata};
use avouch_outbound::Client;
use avouch_store::secrets::{self as stored, Kept};
use avouch_store::{Read, Tenant, Tx};
use serde::{Deserialize, Serialize};

pub use avouch_store::secrets::Origin;

use crate::{Error, Result, connectors, ids, sso_connectors};

/// What is in an envelope.
#[derive(Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the members' own names (RFC 6749 section 5.1)")]
struct Tokens {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    access_token: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
}

/// Whose tokens are asked for.
#[derive(Clone, Copy, Debug)]
pub enum Issuer<'a> {
    /// A social provider.
    Target(&'a str),
    /// The provider behind a connector of an enterprise.
    SsoConnector(&'a str),
}

/// Whether there is a key to keep tokens with.
pub fn is_open(db: &impl Read) -> bool {
    db.store().sealing().is_some()
}

fn now(db: &impl Read) -> Timestamp {
    db.store().clock().now()
}

/// An error where no tokens can be kept.
pub(crate) fn need_vault(db: &impl Read) -> Result<()> {
    if is_open(db) { Ok(()) } else { Err(Error::FeatureNotSupported) }
}

fn enclose(db: &impl Read, tokens: &TokenSet) -> Option<(Envelope, TokenMetadata)> {
    let TokenSet { access_token, refresh_token, id_token, token_type, scope, expires_in } = tokens;
    let text = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.expose().to_owned());
    let metadata = TokenMetadata {
        scope: scope.clone(),
        expires_at: expires_in.map(|seconds| now(db).seconds().saturating_add(seconds)),
        token_type: token_type.clone(),
        has_refresh_token: refresh_token.is_some(),
    };
    let (id_token, refresh_token) = (text(id_token), text(refresh_token));
    let tokens = Tokens { id_token, access_token: access_token.expose().to_owned(), refresh_token };
    let text = serde_json::to_string(&tokens).ok()?;
    let envelope = db.store().sealing()?.enclose(&text);
    envelope
        .inspect_err(|error| tracing::warn!(%error, "tokens of a provider cannot be encrypted"))
        .ok()
        .map(|envelope| (envelope, metadata))
}

/// Encrypts tokens for the time until it is known whose they are; nothing where there is no vault.
pub fn seal(db: &impl Read, tokens: &TokenSet) -> Option<EncryptedTokenSet> {
    let (envelope, metadata) = enclose(db, tokens)?;
    Some(EncryptedTokenSet { encrypted_token_set_base64: envelope.to_base64(), metadata })
}

/// Keeps tokens for a user, in place of those that were kept of the same identity.
pub async fn keep(tx: &Tx, user: &str, origin: Origin<'_>, tokens: &EncryptedTokenSet) -> Result<()> {
    let Ok(envelope) = Envelope::from_base64(&tokens.encrypted_token_set_base64) else {
        tracing::warn!("tokens of a provider cannot be kept: what was remembered of them is no envelope");
        return Ok(());
    };
    Ok(stored::put(tx, (&ids::standard(), user), origin, &envelope, &tokens.metadata).await?)
}

async fn find(db: &impl Read, user: &str, issuer: Issuer<'_>) -> Result<Option<Kept>> {
    Ok(match issuer {
        Issuer::Target(target) => stored::of_target(db, user, target).await?,
        Issuer::SsoConnector(connector) => stored::of_sso_connector(db, user, connector).await?,
    })
}

fn disclose(db: &impl Read, kept: &Kept) -> Result<Tokens> {
    let key = db.store().sealing().ok_or(Error::FeatureNotSupported)?;
    let text = key.disclose(&kept.envelope).map_err(|error| {
        tracing::warn!(id = kept.id, %error, "tokens of a provider cannot be decrypted");
        Error::FeatureNotSupported
    })?;
    serde_json::from_str(&text).map_err(|_| Error::FeatureNotSupported)
}

fn has_expired(db: &impl Read, kept: &Kept) -> bool {
    kept.metadata.expires_at.is_some_and(|expires_at| expires_at <= now(db).seconds())
}

fn shown(db: &impl Read, access_token: String, metadata: TokenMetadata) -> AccessToken {
    let TokenMetadata { scope, expires_at, token_type, has_refresh_token: _ } = metadata;
    let expires_in = expires_at.map(|expires_at| expires_at.saturating_sub(now(db).seconds()));
    AccessToken { access_token, scope, token_type, expires_in }
}

/// A user's access token of a provider, renewed where its time is over.
pub async fn access_token(tenant: &Tenant, http: &Client, user: &str, issuer: Issuer<'_>) -> Result<AccessToken> {
    let kept = find(tenant, user, issuer).await?.ok_or(Error::ThirdPartyTokenNotFound)?;
    let tokens = disclose(tenant, &kept)?;
    if !has_expired(tenant, &kept) {
        return Ok(shown(tenant, tokens.access_token, kept.metadata));
    }
    let Some(refresh_token) = tokens.refresh_token else {
        delete_if_there(tenant, &kept.id).await?;
        return Err(Error::ThirdPartyTokenExpired);
    };
    match renew(tenant, http, &kept.connector, issuer, &refresh_token).await {
        Ok(new) => store_renewed(tenant, &kept, new, refresh_token).await,
        Err(error) => {
            // Someone else may have used the refresh token a moment ago.
            let now = find(tenant, user, issuer).await?;
            match now.filter(|now| now.envelope != kept.envelope && !has_expired(tenant, now)) {
                Some(now) => Ok(shown(tenant, disclose(tenant, &now)?.access_token, now.metadata)),
                None => Err(error),
            }
        }
    }
}

async fn renew(
    tenant: &Tenant,
    http: &Client,
    connector: &str,
    issuer: Issuer<'_>,
    refresh_token: &str,
) -> Result<TokenSet> {
    match issuer {
        Issuer::Target(_) => connectors::social::refresh(tenant, http, connector, refresh_token).await,
        Issuer::SsoConnector(_) => sso_connectors::exchange::refresh(tenant, http, connector, refresh_token).await,
    }
}

async fn store_renewed(tenant: &Tenant, kept: &Kept, new: TokenSet, refresh_token: String) -> Result<AccessToken> {
    // What the provider does not say again stays as it was (RFC 6749 section 6).
    let refresh_token = new.refresh_token.clone().unwrap_or_else(|| Secret::new(refresh_token));
    let scope = new.scope.clone().or_else(|| kept.metadata.scope.clone());
    let new = TokenSet { refresh_token: Some(refresh_token), scope, ..new };
    let (envelope, metadata) = enclose(tenant, &new).ok_or(Error::FeatureNotSupported)?;
    let tx = tenant.begin().await?;
    stored::renew(&tx, &kept.id, &envelope, &metadata).await?;
    tx.commit().await?;
    Ok(shown(tenant, new.access_token.expose().to_owned(), metadata))
}

async fn delete_if_there(tenant: &Tenant, id: &str) -> Result<bool> {
    let tx = tenant.begin().await?;
    let was_there = stored::delete(&tx, id).await?;
    tx.commit().await?;
    Ok(was_there)
}

/// Removes a secret.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<()> {
    if delete_if_there(tenant, id).await? { Ok(()) } else { Err(Error::NotFound) }
}
