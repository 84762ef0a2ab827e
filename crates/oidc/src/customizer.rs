//! What a tenant's scripts add to access tokens: the one place where they are asked.

use avouch_domain::configs::jwt_customizer;
use avouch_domain::logs::sanitized;
use avouch_domain::users;
use avouch_model::configs::jwt_customizer::CustomizedToken;
use avouch_script::Failure;
use avouch_store::applications::Client;
use avouch_store::configs::jwt_customizer as stored;
use avouch_store::users::Account;
use avouch_store::{Tenant, oidc_session_extensions, organizations};
use serde_json::{Map, Value, json};

use crate::token::{Request, Trail};
use crate::{OidcError, Provider, audit, cimd};

/// Claims that only the provider sets, whatever a script says.
const REGISTERED: [&str; 9] = ["jti", "sub", "iat", "exp", "scope", "client_id", "iss", "aud", "cnf"];

/// What a token is issued on, as scripts are told.
#[derive(Debug)]
pub(crate) struct About<'a> {
    pub(crate) client: &'a Client,
    /// The user, of a user's token.
    pub(crate) account: Option<&'a Account>,
    pub(crate) session_uid: Option<&'a str>,
    /// The organization that the request names.
    pub(crate) organization: Option<&'a str>,
    /// What came with a subject token.
    pub(crate) grant: Option<Value>,
}

impl Provider {
    /// The claims that the tenant's script adds to a token, which is told as it would be kept or signed. Without a
    /// script there are none; one that fails adds none, unless it is to stop the token.
    pub(crate) async fn custom_claims(
        &self,
        request: &Request<'_>,
        about: &About<'_>,
        token: impl FnOnce() -> Value + Send,
        trail: &mut Trail,
    ) -> Result<Map<String, Value>, OidcError> {
        let kind = match about.account {
            Some(_) => CustomizedToken::AccessToken,
            None => CustomizedToken::ClientCredentials,
        };
        let tenant = &request.issuer.tenant;
        let customizers = stored::cached(tenant).await?;
        let Some(customizer) = customizers.of(kind) else { return Ok(Map::new()) };
        let context = context(tenant, about).await?;
        let token = token();
        let outcome = jwt_customizer::run(&self.scripts, customizer, &token, &context).await;
        record(request, about, (kind, &token, &context), &outcome).await?;
        match outcome {
            Ok(mut claims) => {
                claims.retain(|name, _| !REGISTERED.contains(&name.as_str()));
                trail.custom_claims = Some(claims.clone());
                Ok(claims)
            }
            Err(Failure::Denied(message)) => Err(OidcError::script_denied(message)),
            Err(failure) if customizer.block_issuance_on_error == Some(true) => {
                trail.custom_error = Some(failure.to_string());
                Err(OidcError::script_failed(failure.to_string()))
            }
            Err(failure) => {
                trail.custom_error = Some(failure.to_string());
                Ok(Map::new())
            }
        }
    }
}

/// What a script is told beside the token.
async fn context(tenant: &Tenant, about: &About<'_>) -> Result<Value, OidcError> {
    let mut context = Map::new();
    if let Some(account) = about.account {
        context.insert("user".to_owned(), users::context::of(tenant, account).await?.into());
    }
    if let Some(grant) = &about.grant {
        context.insert("grant".to_owned(), grant.clone());
    }
    if let Some(session) = about.session_uid
        && let Some((kept, _)) = oidc_session_extensions::get(tenant, session).await?
        && let Some(submission) = users::sessions::submission(&kept)
    {
        context.insert("interaction".to_owned(), json!(submission));
    }
    let mut application = json!(about.client.application);
    if let Some(members) = application.as_object_mut() {
        members.shift_remove("secret");
    }
    if !cimd::is_cimd(about.client) {
        context.insert("application".to_owned(), application);
    }
    if let Some(id) = about.organization
        && let Some(organization) = organizations::get(tenant, id).await?
    {
        let shown = json!({
            "id": organization.id,
            "name": organization.name,
            "description": organization.description,
            "customData": organization.custom_data,
        });
        context.insert("organization".to_owned(), shown);
    }
    Ok(Value::Object(context))
}

/// Keeps the entry of a run: what the script was asked, without anything that is as good as the token.
async fn record(
    request: &Request<'_>,
    about: &About<'_>,
    (kind, token, context): (CustomizedToken, &Value, &Value),
    outcome: &Result<Map<String, Value>, Failure>,
) -> Result<(), OidcError> {
    let (key, kind) = match kind {
        CustomizedToken::AccessToken => ("JwtCustomizer.AccessToken", "access-token"),
        CustomizedToken::ClientCredentials => ("JwtCustomizer.ClientCredentials", "client-credentials"),
    };
    let mut payload = audit::begin(key, request.caller, None);
    let tenant = &request.issuer.tenant;
    if let Err(failure) = outcome {
        payload.insert("result".to_owned(), "Error".into());
        payload.insert("error".to_owned(), json!({ "message": audit::clean(&failure.to_string()) }));
    }
    payload.insert("tenantId".to_owned(), avouch_store::Read::id(tenant).as_str().into());
    let client = about.client.application.id.as_str();
    payload.insert(cimd::member(client).to_owned(), client.into());
    if let Some(account) = about.account {
        payload.insert("userId".to_owned(), account.user.id.as_str().into());
    }
    if let Some(session) = about.session_uid {
        payload.insert("sessionId".to_owned(), session.into());
    }
    let asked = json!({ "token": token, "context": context, "tokenType": kind });
    payload.insert("payload".to_owned(), sanitized(&asked));
    audit::write(tenant, key, payload).await
}
