//! Connectors to providers of enterprises.

use avouch_shape::{Describe, Input, Issues, JsonObject, List, Path, Text};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{ApplicationId, Json, TenantId, Timestamp};

/// A connector to an enterprise's provider, as it is stored.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct SsoConnector {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: String,
    /// Which provider.
    pub provider_name: String,
    /// Name, unique within the tenant.
    pub connector_name: String,
    /// Settings of the provider.
    pub config: Json,
    /// E-mail domains of the enterprise.
    pub domains: Json,
    /// Name and logos on the sign-in page.
    pub branding: Json,
    /// Whether name and picture are taken over at each sign-in.
    pub sync_profile: bool,
    /// Whether the provider's tokens are kept.
    pub enable_token_storage: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A connector with all that is known of its provider.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct SsoConnectorDetails {
    /// The connector.
    #[serde(flatten)]
    pub connector: SsoConnector,
    /// What people call the provider.
    pub name: &'static str,
    /// `oidc` or `saml`.
    pub provider_type: &'static str,
    /// Picture of the provider.
    pub provider_logo: String,
    /// The same in dark mode.
    pub provider_logo_dark: String,
    /// What the provider says of itself, where it can be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider_config: Option<Json>,
}

/// A provider that enterprises have.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct SsoProvider {
    /// Which.
    pub provider_name: &'static str,
    /// `oidc` or `saml`.
    pub provider_type: &'static str,
    /// Picture.
    pub logo: String,
    /// The same in dark mode.
    pub logo_dark: String,
    /// A line about it.
    pub description: &'static str,
    /// What people call it.
    pub name: &'static str,
}

/// Name and logos on the sign-in page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct SsoBranding {
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// Logo in dark mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dark_logo: Option<String>,
}

/// Domains of an enterprise.
pub type Domains = List<Text<1, 253>, 0, 1000>;

/// What to make a connector of.
#[derive(Debug, Input)]
pub struct CreateSsoConnector {
    /// Settings of the provider.
    pub config: Option<JsonObject>,
    /// E-mail domains of the enterprise.
    pub domains: Option<Domains>,
    /// Name and logos on the sign-in page.
    pub branding: Option<SsoBranding>,
    /// Whether name and picture are taken over at each sign-in.
    pub sync_profile: Option<bool>,
    /// Whether the provider's tokens are kept.
    pub enable_token_storage: Option<bool>,
    /// Which provider.
    pub provider_name: Text<1, 128>,
    /// Name, unique within the tenant.
    pub connector_name: Text<1, 128>,
}

/// What to change of a connector.
#[derive(Debug, Input)]
pub struct UpdateSsoConnector {
    /// Settings of the provider; replaced whole.
    pub config: Option<JsonObject>,
    /// E-mail domains of the enterprise; replaced whole.
    pub domains: Option<Domains>,
    /// Name and logos on the sign-in page; replaced whole.
    pub branding: Option<SsoBranding>,
    /// Whether name and picture are taken over at each sign-in.
    pub sync_profile: Option<bool>,
    /// Name, unique within the tenant.
    pub connector_name: Option<Text<1, 128>>,
    /// Whether the provider's tokens are kept.
    pub enable_token_storage: Option<bool>,
}

/// What to make a signing key of.
#[derive(Debug, Input)]
pub struct CreateSigningKey {
    /// Whether it signs from now on.
    pub active: Option<bool>,
}

/// What to change of a signing key.
#[derive(Debug, Input)]
pub struct UpdateSigningKey {
    /// Whether it signs.
    pub active: bool,
}

/// What happens to people who come from their provider without having been sent there.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct IdpInitiatedAuthConfig {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Connector.
    pub connector_id: String,
    /// The application that they come to.
    pub default_application_id: ApplicationId,
    /// Where the application is answered; its first address unless set.
    pub redirect_uri: Option<String>,
    /// Further parameters of the authorization request.
    pub auth_parameters: Json,
    /// Whether the authorization request is made here, not by the application.
    pub auto_send_authorization_request: bool,
    /// Where the application starts its own authorization request.
    pub client_idp_initiated_auth_callback_uri: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What shall happen to people who come from their provider without having been sent there.
#[derive(Debug)]
pub struct SetIdpInitiatedAuthConfig {
    /// The application that they come to.
    pub default_application_id: Text<1, 21>,
    /// The way it goes on.
    pub way: IdpInitiatedWay,
}

/// How a sign-in that began at the provider goes on.
#[derive(Debug)]
pub enum IdpInitiatedWay {
    /// The authorization request is made here.
    Here {
        /// Where the application is answered.
        redirect_uri: Option<String>,
        /// Further parameters; all are texts.
        parameters: JsonObject,
    },
    /// The application makes it.
    Application {
        /// Where.
        callback_uri: Option<String>,
    },
}

impl Describe for SetIdpInitiatedAuthConfig {
    fn describe(_: &mut avouch_shape::Components) -> Value {
        let text = || serde_json::json!({ "type": "string" });
        let way = |value: bool, required: &[&str], members: Value| {
            let mut properties = serde_json::json!({
                "autoSendAuthorizationRequest": { "type": "boolean", "enum": [value] },
                "defaultApplicationId": text(),
            });
            if let (Some(all), Value::Object(members)) = (properties.as_object_mut(), members) {
                all.extend(members);
            }
            serde_json::json!({ "type": "object", "required": required, "properties": properties })
        };
        let parameters = serde_json::json!({ "type": "object", "additionalProperties": text() });
        let here = serde_json::json!({ "redirectUri": text(), "authParameters": parameters });
        let application = serde_json::json!({ "clientIdpInitiatedAuthCallbackUri": text() });
        serde_json::json!({ "oneOf": [
            way(true, &["autoSendAuthorizationRequest", "defaultApplicationId"], here),
            way(false, &["autoSendAuthorizationRequest", "defaultApplicationId"], application),
        ] })
    }
}

impl Input for SetIdpInitiatedAuthConfig {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let mut members = avouch_shape::members(value, at, issues)?;
        let mut take = |name: &str| members.shift_remove(name);
        let application = Text::read(take("defaultApplicationId"), &Path::Key(at, "defaultApplicationId"), issues);
        let key = Path::Key(at, "autoSendAuthorizationRequest");
        let way = if bool::read(take("autoSendAuthorizationRequest"), &key, issues)? {
            let redirect_uri = Option::read(take("redirectUri"), &Path::Key(at, "redirectUri"), issues)?;
            let key = Path::Key(at, "authParameters");
            let parameters: Option<JsonObject> = Option::read(take("authParameters"), &key, issues)?;
            let parameters = parameters.unwrap_or_default();
            for (name, value) in parameters.iter().filter(|(_, value)| !value.is_string()) {
                issues.push(avouch_shape::Issue::wrong_type("string", Some(value), &Path::Key(&key, name)));
            }
            IdpInitiatedWay::Here { redirect_uri, parameters }
        } else {
            let key = Path::Key(at, "clientIdpInitiatedAuthCallbackUri");
            IdpInitiatedWay::Application {
                callback_uri: Option::read(take("clientIdpInitiatedAuthCallbackUri"), &key, issues)?,
            }
        };
        Some(Self { default_application_id: application?, way })
    }
}
