//! Client metadata (RFC 7591 section 2) and the applications that it describes.

use avouch_model::applications::consent::UserScope;
use avouch_model::applications::{Application, ApplicationType, CustomClientMetadata, OidcClientMetadata};
use avouch_shape::Text;
use serde_json::{Map, Value, json};

use crate::cimd::{addresses, is_web, read};
use crate::{OidcError, scopes};

/// A client as it describes itself.
#[derive(Debug)]
pub(super) struct Metadata {
    pub(super) name: Text<1, 256>,
    pub(super) r#type: ApplicationType,
    pub(super) oidc: OidcClientMetadata,
    pub(super) custom: CustomClientMetadata,
    scope: String,
}

impl Metadata {
    /// Reads what a client says of itself. What it does not say is as the standard has it.
    pub(super) fn read(body: &Map<String, Value>, algorithm: &str) -> Result<Self, OidcError> {
        let bad = OidcError::client_metadata;
        let text = |name: &str| body.get(name).and_then(Value::as_str);
        let flag = |name: &str| body.get(name).and_then(Value::as_bool);
        if body.get("id_token_signed_response_alg").is_some_and(|wanted| *wanted != json!(algorithm)) {
            return Err(bad("id_token_signed_response_alg is not the algorithm of this provider"));
        }
        let custom = CustomClientMetadata {
            jwks: read(body.get("jwks")).map_err(|()| bad("jwks is not a key set"))?,
            jwks_uri: read(body.get("jwks_uri")).map_err(|()| bad("jwks_uri is not an address"))?,
            dpop_bound_access_tokens: flag("dpop_bound_access_tokens"),
            tls_client_certificate_bound_access_tokens: flag("tls_client_certificate_bound_access_tokens"),
            require_pushed_authorization_requests: flag("require_pushed_authorization_requests"),
            ..CustomClientMetadata::default()
        };
        let r#type = kind(body)?;
        let has_keys = custom.jwks.is_some() || custom.jwks_uri.is_some();
        match (text("token_endpoint_auth_method"), has_keys) {
            (Some("private_key_jwt"), false) => return Err(bad("private_key_jwt needs jwks or jwks_uri")),
            (Some("private_key_jwt"), true) | (_, false) => {}
            (_, true) => return Err(bad("a client with keys uses private_key_jwt")),
        }
        let redirect_uris = addresses(body.get("redirect_uris")).map_err(OidcError::redirect_uri)?;
        if r#type.signs_users_in() == redirect_uris.is_empty() {
            return Err(if redirect_uris.is_empty() {
                OidcError::no_redirect_uri()
            } else {
                OidcError::redirect_uri("a client without the authorization_code grant has no redirect_uris")
            });
        }
        let logo = text("logo_uri").filter(|logo| logo.len() <= 2048 && is_web(logo)).map(ToOwned::to_owned);
        if logo.is_none() && body.contains_key("logo_uri") {
            return Err(bad("logo_uri is not an address"));
        }
        let name = body.get("client_name").cloned().unwrap_or_else(|| json!("Registered application"));
        Ok(Self {
            name: avouch_shape::read(name).map_err(|_| bad("client_name must have 1 to 256 characters"))?,
            r#type,
            oidc: OidcClientMetadata {
                redirect_uris,
                post_logout_redirect_uris: addresses(body.get("post_logout_redirect_uris")).map_err(bad)?,
                backchannel_logout_uri: read(body.get("backchannel_logout_uri"))
                    .map_err(|()| bad("backchannel_logout_uri is not an address"))?,
                backchannel_logout_session_required: flag("backchannel_logout_session_required"),
                logo_uri: logo,
            },
            custom,
            scope: text("scope").unwrap_or_default().to_owned(),
        })
    }

    /// The scopes about users that the client means to ask for.
    pub(super) fn user_scopes(&self) -> Vec<UserScope> {
        scopes::values(&self.scope).into_iter().filter_map(UserScope::parse).collect()
    }
}

/// The kind of application that does what the client means to do.
fn kind(body: &Map<String, Value>) -> Result<ApplicationType, OidcError> {
    let bad = OidcError::client_metadata;
    let listed = |name: &str, usual: &str| match body.get(name) {
        None => Ok(vec![usual.to_owned()]),
        Some(value) => serde_json::from_value::<Vec<String>>(value.clone()).map_err(|_| bad("a list of texts is none")),
    };
    let grants = listed("grant_types", "authorization_code")?;
    let method = body
        .get("token_endpoint_auth_method")
        .map_or("client_secret_basic", |value| value.as_str().unwrap_or_default());
    let is_public = match method {
        "none" => true,
        "client_secret_basic" | "client_secret_post" | "private_key_jwt" => false,
        _ => return Err(bad("token_endpoint_auth_method is not one of this provider")),
    };
    let is_machine = grants == ["client_credentials"];
    if !is_machine {
        let known = |grant: &String| matches!(grant.as_str(), "authorization_code" | "refresh_token");
        if !grants.iter().all(known) || !grants.iter().any(|grant| grant == "authorization_code") {
            return Err(bad(
                "grant_types must be authorization_code, perhaps with refresh_token, or client_credentials",
            ));
        }
        if listed("response_types", "code")? != ["code"] {
            return Err(bad("response_types must be code"));
        }
    }
    let is_native = match body.get("application_type").map(Value::as_str) {
        None | Some(Some("web")) => false,
        Some(Some("native")) => true,
        Some(_) => return Err(bad("application_type must be web or native")),
    };
    match (is_machine, is_public, is_native) {
        (true, false, _) => Ok(ApplicationType::MachineToMachine),
        (true, true, _) => Err(bad("a client with client_credentials has a secret or a key")),
        (false, true, true) => Ok(ApplicationType::Native),
        (false, true, false) => Ok(ApplicationType::Spa),
        (false, false, false) => Ok(ApplicationType::Traditional),
        (false, false, true) => Err(bad("a native client keeps no secret: token_endpoint_auth_method must be none")),
    }
}

/// Whether an application proves with a secret who it is.
pub(super) fn uses_secret(application: &Application) -> bool {
    let custom = &application.custom_client_metadata;
    application.r#type.has_secrets() && custom.jwks.is_none() && custom.jwks_uri.is_none()
}

/// An application in the words of the standard.
pub(super) fn shown(application: &Application) -> Map<String, Value> {
    let Application { name, r#type, oidc_client_metadata: oidc, custom_client_metadata: custom, .. } = application;
    let method = if uses_secret(application) {
        "client_secret_basic"
    } else if r#type.has_secrets() {
        "private_key_jwt"
    } else {
        "none"
    };
    let signs_in = r#type.signs_users_in();
    let grants = if signs_in { json!(["authorization_code", "refresh_token"]) } else { json!(["client_credentials"]) };
    let kind = if *r#type == ApplicationType::Native { "native" } else { "web" };
    let mut shown = Map::new();
    for (member, value) in [
        ("client_name", json!(name)),
        ("application_type", json!(kind)),
        ("token_endpoint_auth_method", json!(method)),
        ("grant_types", grants),
        ("response_types", if signs_in { json!(["code"]) } else { json!([]) }),
        ("redirect_uris", json!(oidc.redirect_uris)),
        ("post_logout_redirect_uris", json!(oidc.post_logout_redirect_uris)),
        ("backchannel_logout_uri", json!(oidc.backchannel_logout_uri)),
        ("backchannel_logout_session_required", json!(oidc.backchannel_logout_session_required)),
        ("logo_uri", json!(oidc.logo_uri)),
        ("jwks", json!(custom.jwks)),
        ("jwks_uri", json!(custom.jwks_uri)),
        ("dpop_bound_access_tokens", json!(custom.dpop_bound_access_tokens)),
        ("tls_client_certificate_bound_access_tokens", json!(custom.tls_client_certificate_bound_access_tokens)),
        ("require_pushed_authorization_requests", json!(custom.require_pushed_authorization_requests)),
    ] {
        if !value.is_null() {
            shown.insert(member.to_owned(), value);
        }
    }
    shown
}
