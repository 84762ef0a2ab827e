//! The authority's protocol (RFC 8555): account, order, proof, certificate.

use std::time::Duration;

use avouch_crypto::Secret;
use avouch_model::TenantId;
use avouch_outbound::Client;
use avouch_store::certificates::{Certificate, accounts, challenges};
use avouch_store::{Read as _, Tenant};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use instant_acme::{
    Account, AccountCredentials, AuthorizationStatus, ChallengeType, Error, ExternalAccountKey, Identifier, NewAccount,
    NewOrder, Order, OrderStatus, RetryPolicy,
};

use super::http::Http;
use super::{Authority, Way, plain};

/// How long the authority may take for one step.
const PATIENCE: RetryPolicy = RetryPolicy::new().timeout(Duration::from_secs(90));

/// What the authority says of an account that it does not know.
const UNKNOWN: &str = "urn:ietf:params:acme:error:accountDoesNotExist";

/// A new certificate for a host, with a new key.
pub(super) async fn get(
    tenant: &Tenant,
    http: &Client,
    authority: &Authority,
    way: Way,
    host: &str,
) -> Result<Certificate, String> {
    // Accounts are this server's, not a tenant's.
    let keeper = tenant.store().tenant(&TenantId::default_tenant());
    let account = account(&keeper, http, authority).await?;
    let got = order(tenant, &account, way, host).await;
    if let Err(Failed::Protocol(Error::Api(problem))) = &got
        && problem.r#type.as_deref() == Some(UNKNOWN)
    {
        let tx = keeper.begin().await.map_err(plain)?;
        accounts::delete(&tx, &authority.directory).await.map_err(plain)?;
        tx.commit().await.map_err(plain)?;
    }
    got.map_err(|failed| failed.to_string())
}

/// Why there is none.
enum Failed {
    Protocol(Error),
    Other(String),
}

impl std::fmt::Display for Failed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Protocol(error) => error.fmt(formatter),
            Self::Other(why) => formatter.write_str(why),
        }
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Protocol(error)
    }
}

/// The account, made where there is none.
async fn account(keeper: &Tenant, http: &Client, authority: &Authority) -> Result<Account, String> {
    let builder = || Account::builder_with_http(Box::new(Http(http.clone())));
    let restore = async |stored: String| {
        let credentials: AccountCredentials =
            serde_json::from_str(&stored).map_err(|_| "the account's credentials cannot be read".to_owned())?;
        builder().from_credentials(credentials).await.map_err(|error| error.to_string())
    };
    if let Some(stored) = accounts::get(keeper, &authority.directory).await.map_err(plain)? {
        return restore(stored).await;
    }
    let contact = authority.email.as_ref().map(|email| format!("mailto:{email}"));
    let contact: Vec<&str> = contact.as_deref().into_iter().collect();
    let wanted = NewAccount { contact: &contact, terms_of_service_agreed: true, only_return_existing: false };
    let external = authority.external.as_ref().map(external).transpose()?;
    let made = builder().create(&wanted, authority.directory.clone(), external.as_ref()).await;
    let (account, credentials) = made.map_err(|error| error.to_string())?;
    let text = serde_json::to_string(&credentials).map_err(|error| error.to_string())?;
    let tx = keeper.begin().await.map_err(plain)?;
    let is_first = accounts::create(&tx, &authority.directory, &text).await.map_err(plain)?;
    tx.commit().await.map_err(plain)?;
    if is_first {
        return Ok(account);
    }
    // Another node was faster; one account is enough.
    match accounts::get(keeper, &authority.directory).await.map_err(plain)? {
        Some(stored) => restore(stored).await,
        None => Ok(account),
    }
}

fn external((id, key): &(String, Secret)) -> Result<ExternalAccountKey, String> {
    let key = BASE64_URL_SAFE_NO_PAD.decode(key.expose().trim_end_matches('='));
    let key = key.map_err(|_| "ACME_EAB_HMAC_KEY is not base64url".to_owned())?;
    Ok(ExternalAccountKey::new(id.clone(), &key))
}

async fn order(tenant: &Tenant, account: &Account, way: Way, host: &str) -> Result<Certificate, Failed> {
    let identifiers = [Identifier::Dns(host.to_owned())];
    let mut order = account.new_order(&NewOrder::new(&identifiers)).await?;
    prove(tenant, &mut order, way, host).await?;
    if order.poll_ready(&PATIENCE).await? != OrderStatus::Ready {
        return Err(Failed::Other(refusal(&mut order).await));
    }
    let private_key = order.finalize().await?;
    let chain = order.poll_certificate(&PATIENCE).await?;
    Ok(Certificate { chain, private_key })
}

/// Lays out what the authority looks for, and tells it to look.
async fn prove(tenant: &Tenant, order: &mut Order, way: Way, host: &str) -> Result<(), Failed> {
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization?;
        if authorization.status == AuthorizationStatus::Valid {
            continue;
        }
        let kind = match way {
            Way::Http => ChallengeType::Http01,
            Way::Tls => ChallengeType::TlsAlpn01,
        };
        let missing = || Failed::Other("it cannot make sure of the domain in the way that is configured".to_owned());
        let mut challenge = authorization.challenge(kind).ok_or_else(missing)?;
        let answer = challenge.key_authorization();
        let lay_out = async {
            let tx = tenant.begin().await?;
            challenges::create(&tx, host, &challenge.token, answer.as_str()).await?;
            tx.commit().await
        };
        lay_out.await.map_err(|error| Failed::Other(error.to_string()))?;
        challenge.set_ready().await?;
    }
    Ok(())
}

/// What the authority found wrong.
async fn refusal(order: &mut Order) -> String {
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let Ok(mut authorization) = authorization else { continue };
        let Ok(state) = authorization.refresh().await else { continue };
        if let Some(problem) = state.challenges.iter().find_map(|challenge| challenge.error.as_ref()) {
            return problem.to_string();
        }
    }
    "it could not make sure of the domain".to_owned()
}
