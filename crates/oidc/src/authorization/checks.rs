//! What an authorization request must be like; each check has its error, in this order.

use avouch_model::applications::ApplicationType;
use avouch_store::applications::Client;

use crate::resources::{self, Target};
use crate::{Issuer, OidcError, Params, Provider, cimd, scopes};

/// A request that passed.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) scope: String,
    pub(super) resources: Vec<Target>,
    pub(super) prompts: Vec<String>,
    pub(super) max_age: Option<i64>,
}

impl Request {
    pub(super) fn prompts(&self, name: &str) -> bool {
        self.prompts.iter().any(|own| own == name)
    }
}

/// Machines and devices are not sent here, and others must know where to be sent back to.
pub(super) fn signs_users_in(client: &Client) -> Result<(), OidcError> {
    let application = &client.application;
    let is_device = application.custom_client_metadata.is_device_flow.unwrap_or(false);
    if application.r#type == ApplicationType::MachineToMachine
        || is_device
        || application.oidc_client_metadata.redirect_uris.is_empty()
    {
        return Err(OidcError::no_redirect_uri());
    }
    Ok(())
}

/// Runs the checks.
pub(super) async fn check(
    provider: &Provider,
    issuer: &Issuer,
    client: &Client,
    params: &Params,
) -> Result<Request, OidcError> {
    for parameter in ["request", "request_uri", "registration"] {
        if params.get(parameter).is_some() {
            return Err(OidcError::not_supported(parameter));
        }
    }
    match params.get("response_type") {
        Some("code") => {}
        // Discovery names these, as compatible software does, though no client has them.
        Some("code id_token" | "id_token code" | "id_token" | "none") => {
            return Err(OidcError::invalid_request("requested response_type is not allowed for this client"));
        }
        Some(_) => return Err(OidcError::unsupported_response_type()),
        None => return Err(OidcError::missing("response_type")),
    }
    provider.check_response_mode(params)?;
    check_pkce(client, params, provider.is_fapi(client))?;
    let mut prompts = prompts(params)?;
    let max_age = max_age(params)?;
    let keeps_offline = prompts.iter().any(|prompt| prompt == "consent");
    let scope = scope(issuer, client, params, keeps_offline).await?;
    let resources = targets(issuer, params).await?;
    if max_age == Some(0) {
        // No sign-in is that fresh but one that is made for the request (OpenID Connect Core 1.0 section 3.1.2.1).
        prompts.push("login".to_owned());
    }
    Ok(Request { scope, resources, prompts, max_age })
}

/// Runs those checks that concern a device too. Its user has always confirmed, so `offline_access` needs no prompt, and
/// `prompt` is no parameter of its.
pub(super) async fn check_device(issuer: &Issuer, client: &Client, params: &Params) -> Result<Request, OidcError> {
    let max_age = max_age(params)?;
    let scope = scope(issuer, client, params, true).await?;
    let resources = targets(issuer, params).await?;
    let prompts = max_age.filter(|seconds| *seconds == 0).map(|_| "login".to_owned()).into_iter().collect();
    Ok(Request { scope, resources, prompts, max_age })
}

/// Public clients prove that the code is theirs (RFC 7636, RFC 9700 section 2.1.1).
fn check_pkce(client: &Client, params: &Params, always: bool) -> Result<(), OidcError> {
    let is_public = !client.application.r#type.has_secrets() && client.application.r#type != ApplicationType::Saml;
    let is_needed = is_public || always;
    match (params.get("code_challenge"), params.get("code_challenge_method")) {
        (None, Some(_)) => {
            Err(OidcError::invalid_request("code_challenge must be provided with code_challenge_method"))
        }
        (None, None) if is_needed => {
            Err(OidcError::invalid_request("Authorization Server policy requires PKCE to be used for this request"))
        }
        (None, None) => Ok(()),
        (Some(challenge), Some("S256")) => {
            let fine = challenge.len() == 43
                && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
            if fine { Ok(()) } else { Err(OidcError::invalid_request("code_challenge must be a SHA-256 in base64url")) }
        }
        (Some(_), _) => Err(OidcError::invalid_request("not supported value of code_challenge_method")),
    }
}

fn prompts(params: &Params) -> Result<Vec<String>, OidcError> {
    let prompts: Vec<String> =
        scopes::values(params.get("prompt").unwrap_or_default()).into_iter().map(ToOwned::to_owned).collect();
    if prompts.iter().any(|prompt| !matches!(prompt.as_str(), "none" | "login" | "consent")) {
        return Err(OidcError::invalid_request("unsupported prompt value requested"));
    }
    if prompts.len() > 1 && prompts.iter().any(|prompt| prompt == "none") {
        return Err(OidcError::invalid_request("prompt none must only be used alone"));
    }
    Ok(prompts)
}

fn max_age(params: &Params) -> Result<Option<i64>, OidcError> {
    let Some(text) = params.get("max_age") else { return Ok(None) };
    match text.parse::<i64>() {
        Ok(seconds) if seconds >= 0 => Ok(Some(seconds)),
        _ => Err(OidcError::invalid_request("invalid max_age parameter value")),
    }
}

/// The scope without what cannot be had; a third party is refused what it may not ask for.
async fn scope(issuer: &Issuer, client: &Client, params: &Params, keeps_offline: bool) -> Result<String, OidcError> {
    let wanted = params.get("scope").unwrap_or_default();
    let scope = scopes::filter(wanted, |value| value != scopes::OFFLINE || keeps_offline);
    if client.application.is_third_party {
        let allowed = cimd::ceiling(&issuer.tenant, client).await?.user_scopes;
        let allowed = |value: &str| {
            matches!(value, scopes::OPENID | scopes::OFFLINE) || allowed.iter().any(|scope| scope.as_str() == value)
        };
        if let Some(refused) = scopes::values(&scopes::openid(&scope)).into_iter().find(|value| !allowed(value)) {
            return Err(OidcError::invalid_scope("requested scope is not allowed", refused));
        }
    }
    Ok(scope)
}

/// The resources of the request; the default one where it names none.
async fn targets(issuer: &Issuer, params: &Params) -> Result<Vec<Target>, OidcError> {
    let named = resources::named(params);
    if named.is_empty() {
        return Ok(resources::default_api(&issuer.tenant).await?.map(Target::Api).into_iter().collect());
    }
    let mut targets = Vec::new();
    for indicator in named {
        targets.push(resources::find(&issuer.tenant, &indicator).await?);
    }
    Ok(targets)
}
