//! Clients that are known by the address of a document about them (OAuth Client ID Metadata Document).

use std::sync::Arc;

use avouch_model::applications::consent::ConsentScopes;
use avouch_model::applications::{Application, ApplicationType, CustomClientMetadata, OidcClientMetadata, is_document};
use avouch_model::{ApplicationId, Json, RedirectUri, RedirectUriRule, Timestamp};
use avouch_outbound::{Answer, Request};
use avouch_shape::TextRule as _;
use avouch_store::applications::{Client, user_consent_scopes};
use avouch_store::{Read as _, Tenant};
use serde_json::{Map, Value, json};
use url::Url;

use crate::{Issuer, OidcError, Provider};

/// Documents that are kept.
const REMEMBERED: u64 = 1000;

/// Largest document, in bytes.
const LARGEST: usize = 16 * 1024;

/// How long a document is kept unless it says so itself, and at least and at most, in seconds.
const USUAL: i64 = 600;
const LEAST: i64 = 60;
const MOST: i64 = 86_400;

/// How long it counts that there is none, in seconds.
const ABSENT: i64 = 30;

/// Longest name and longest address of a logo that are kept.
const NAME: usize = 256;
const LOGO: usize = 2048;

/// What only the owner of a tenant decides about a client.
const OURS: [&str; 12] = [
    "corsAllowedOrigins",
    "idTokenTtl",
    "refreshTokenTtl",
    "refreshTokenTtlInDays",
    "tenantId",
    "alwaysIssueRefreshToken",
    "rotateRefreshToken",
    "allowTokenExchange",
    "isDeviceFlow",
    "maxAllowedGrants",
    "appLevelAccessControlEnabled",
    "client_secret",
];

/// Schemes that a browser would run, or read a file with.
const FORBIDDEN: [&str; 6] = ["javascript:", "vbscript:", "data:", "blob:", "file:", "about:"];

/// A document, or why there is none.
#[derive(Debug)]
struct Kept {
    document: Result<Map<String, Value>, &'static str>,
    until: Timestamp,
}

/// Documents that were fetched, by address.
#[derive(Clone, Debug)]
pub(crate) struct Documents(moka::sync::Cache<String, Arc<Kept>>);

impl Default for Documents {
    fn default() -> Self {
        Self(moka::sync::Cache::new(REMEMBERED))
    }
}

/// Whether a client is one without a row.
pub(crate) fn is_cimd(client: &Client) -> bool {
    is_document(client.application.id.as_str())
}

/// The member that names a client to administrators.
pub(crate) fn member(client: &str) -> &'static str {
    if is_document(client) { "cimdClientId" } else { "applicationId" }
}

/// What a third party may ask users for.
pub(crate) async fn ceiling(tenant: &Tenant, client: &Client) -> Result<ConsentScopes, OidcError> {
    if is_cimd(client) {
        return Ok(avouch_store::cimd::user_consent_scopes::get(tenant).await?);
    }
    Ok(user_consent_scopes::get(tenant, client.application.id.as_str()).await?)
}

impl Provider {
    /// Whether the tenant knows clients by documents, and fetching them can do no harm.
    pub(crate) async fn knows_documents(&self, tenant: &Tenant) -> Result<bool, OidcError> {
        Ok(self.outbound.is_guarded() && self.keys(tenant).await?.knows_documents())
    }

    /// The client that the document at an address describes; nothing where clients are not known so.
    pub(crate) async fn documented(&self, issuer: &Issuer, id: &str) -> Result<Option<Arc<Client>>, OidcError> {
        if !self.knows_documents(&issuer.tenant).await? || !is_fit(id) {
            return Ok(None);
        }
        let now = issuer.tenant.now();
        let known = self.documents.0.get(id).filter(|kept| kept.until > now);
        let kept = if let Some(kept) = known {
            kept
        } else {
            let (document, seconds) = self.fetch_document(id).await;
            let until = Timestamp::from_millis(now.millis() + seconds * 1000);
            let kept = Arc::new(Kept { document, until });
            self.documents.0.insert(id.to_owned(), Arc::clone(&kept));
            kept
        };
        let own = self.keys(&issuer.tenant).await?.current().verifying().algorithm().name();
        let document = kept.document.as_ref().map_err(|why| OidcError::client_metadata(why))?;
        let client = described(&issuer.tenant, id, document, own).map_err(OidcError::client_metadata)?;
        Ok(Some(Arc::new(client)))
    }

    /// Fetches a document; answers how many seconds it may be kept.
    async fn fetch_document(&self, id: &str) -> (Result<Map<String, Value>, &'static str>, i64) {
        let request = Request::get(id).header("accept", "application/json").largest(LARGEST);
        match self.outbound.send(request).await {
            Ok(answer) if answer.status == 200 => {
                let lifetime = lifetime(&answer);
                match answer.json() {
                    Some(Value::Object(document)) => (Ok(document), lifetime),
                    _ => (Err("the client metadata document is not a JSON object"), ABSENT),
                }
            }
            // Which of the two it was is nobody's business: it would tell what is on our network.
            Ok(_) | Err(_) => (Err("the client metadata document could not be fetched"), ABSENT),
        }
    }
}

/// Whether an address may stand for a client: one that has a path and means one thing only.
fn is_fit(id: &str) -> bool {
    let Ok(url) = Url::parse(id) else { return false };
    // As it is written: the parser mends much of what other parsers read otherwise.
    let Some((host, path)) = id.split_once("://").and_then(|(_, rest)| rest.split_once('/')) else { return false };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let is_dot = |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    url.scheme() == "https"
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && is_written_so(&url, host)
        && !path.is_empty()
        && !path.split('/').any(is_dot)
        && !id.contains(|character: char| character == '\\' || character.is_control() || character.is_whitespace())
}

/// Whether a host is written as the parser reads it: numbers, percent signs and letters beyond ASCII can be another one's
/// name as well.
fn is_written_so(url: &Url, host: &str) -> bool {
    let Some(own) = url.host_str() else { return false };
    let own = url.port().map_or_else(|| own.to_owned(), |port| format!("{own}:{port}"));
    own.eq_ignore_ascii_case(host.strip_suffix(":443").unwrap_or(host))
}

/// How long an answer says that it may be kept, within bounds.
fn lifetime(answer: &Answer) -> i64 {
    let told = answer.headers.get("cache-control").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let told = told.to_ascii_lowercase();
    let mut directives = told.split(',').map(str::trim);
    if directives.clone().any(|directive| matches!(directive, "no-store" | "no-cache")) {
        return LEAST;
    }
    let age = directives.find_map(|directive| directive.strip_prefix("max-age=")?.trim_matches('"').parse().ok());
    age.unwrap_or(USUAL).clamp(LEAST, MOST)
}

/// The client of a document, or what is wrong with the document.
fn described(
    tenant: &Tenant,
    id: &str,
    document: &Map<String, Value>,
    algorithm: &str,
) -> Result<Client, &'static str> {
    let text = |name: &str| document.get(name).and_then(Value::as_str);
    if text("client_id") != Some(id) {
        return Err("client_id must be the address of the client metadata document");
    }
    if OURS.iter().any(|name| document.contains_key(*name)) {
        return Err("the client metadata document has a member that is not the client's to decide");
    }
    if document.get("id_token_signed_response_alg").is_some_and(|wanted| *wanted != json!(algorithm)) {
        return Err("id_token_signed_response_alg is not the algorithm of this provider");
    }
    let r#type = match text("token_endpoint_auth_method") {
        None | Some("none") => ApplicationType::Native,
        Some("private_key_jwt") => ApplicationType::Traditional,
        Some(_) => return Err("token_endpoint_auth_method must be none or private_key_jwt"),
    };
    let custom_client_metadata = CustomClientMetadata {
        jwks: read(document.get("jwks")).map_err(|()| "jwks is not a key set")?,
        jwks_uri: read(document.get("jwks_uri")).map_err(|()| "jwks_uri is not an address")?,
        ..CustomClientMetadata::default()
    };
    let has_keys = custom_client_metadata.jwks.is_some() || custom_client_metadata.jwks_uri.is_some();
    if r#type == ApplicationType::Traditional && !has_keys {
        return Err("private_key_jwt needs jwks or jwks_uri");
    }
    let redirect_uris = addresses(document.get("redirect_uris"))?;
    if redirect_uris.is_empty() {
        return Err("redirect_uris must contain members");
    }
    let logo = text("logo_uri").filter(|logo| logo.len() <= LOGO && is_web(logo));
    let name: String =
        text("client_name").unwrap_or(id).chars().filter(|letter| !letter.is_control()).take(NAME).collect();
    let application = Application {
        tenant_id: tenant.id().clone(),
        id: ApplicationId::new(id),
        name,
        secret: None,
        description: None,
        r#type,
        oidc_client_metadata: OidcClientMetadata {
            redirect_uris,
            post_logout_redirect_uris: addresses(document.get("post_logout_redirect_uris"))?,
            backchannel_logout_uri: read(document.get("backchannel_logout_uri"))
                .map_err(|()| "backchannel_logout_uri is not an address")?,
            backchannel_logout_session_required: document
                .get("backchannel_logout_session_required")
                .and_then(Value::as_bool),
            logo_uri: logo.map(ToOwned::to_owned),
        },
        custom_client_metadata,
        protected_app_metadata: None,
        custom_data: Json::from(&json!({})),
        is_third_party: true,
        app_level_access_control_enabled: false,
        created_at: tenant.now(),
    };
    Ok(Client { application, legacy_secret: None, secrets: Vec::new(), role_ids: Vec::new() })
}

pub(crate) fn is_web(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// A member that may be absent.
pub(crate) fn read<T: serde::de::DeserializeOwned>(value: Option<&Value>) -> Result<Option<T>, ()> {
    value.map(|value| serde_json::from_value(value.clone()).map_err(drop)).transpose()
}

pub(crate) fn addresses(value: Option<&Value>) -> Result<Vec<RedirectUri>, &'static str> {
    const BAD: &str = "a redirect URI of the client metadata document cannot be used";
    let all: Vec<RedirectUri> = read(value).map_err(|()| BAD)?.unwrap_or_default();
    let is_bad = |uri: &RedirectUri| {
        let uri = uri.to_ascii_lowercase();
        RedirectUriRule::check(&uri).is_err() || FORBIDDEN.iter().any(|scheme| uri.starts_with(scheme))
    };
    if all.iter().any(is_bad) { Err(BAD) } else { Ok(all) }
}

#[cfg(test)]
mod tests {
    use super::is_fit;

    #[test]
    fn an_address_means_one_thing() {
        for fit in [
            "https://app.test/client",
            "HTTPS://app.test/a/b.json?x=1",
            "https://app.test:8443/c",
            "https://APP.test:443/c",
        ] {
            assert!(is_fit(fit), "{fit}");
        }
        for unfit in [
            "http://app.test/client",
            "https://app.test",
            "https://app.test/",
            "https://app.test/a/../b",
            "https://app.test/%2E%2e/b",
            "https://app.test/client#x",
            "https://u:p@app.test/client",
            "https://app.test/a b",
            "https://app.test\\client/x",
            "https:///x",
            "https://0/a",
            "https://0x7f.1/a",
            "https://app%2etest/a",
            "https://app.test:/a",
            "https:app.test/x",
        ] {
            assert!(!is_fit(unfit), "{unfit}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_fit_is_an_address_of_one_host(id in "(https|HTTPS|http)://[a-z.@:/\\\\?#%0-9-]{0,30}") {
            if is_fit(&id) {
                let url = url::Url::parse(&id).unwrap();
                proptest::prop_assert!(url.scheme() == "https" && url.host_str().is_some_and(|host| id.contains(host)));
                proptest::prop_assert!(url.username().is_empty() && url.fragment().is_none() && url.path().len() > 1);
            }
        }
    }
}
