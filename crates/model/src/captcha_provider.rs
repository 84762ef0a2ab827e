//! Who checks that a person is a person.

use avouch_shape::{Components, Describe, Input, Issue, Issues, Path};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Json, TenantId, Timestamp};

/// Access to Turnstile.
#[derive(Clone, Debug, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct Turnstile {
    /// The page's key.
    pub site_key: String,
    /// The server's key.
    pub secret_key: String,
}

/// How reCAPTCHA Enterprise shows itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum RecaptchaMode {
    /// Not at all: a score decides.
    #[shape(name = "invisible")]
    Invisible,
    /// As a box to tick.
    #[shape(name = "checkbox")]
    Checkbox,
}

/// Access to reCAPTCHA Enterprise.
#[derive(Clone, Debug, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct RecaptchaEnterprise {
    /// The page's key.
    pub site_key: String,
    /// The server's key.
    pub secret_key: String,
    /// Project.
    pub project_id: String,
    /// Host of the page's script, where Google's own is out of reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// How it shows itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<RecaptchaMode>,
}

/// Access to a provider.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum CaptchaConfig {
    /// Cloudflare Turnstile.
    Turnstile(Turnstile),
    /// Google reCAPTCHA Enterprise.
    RecaptchaEnterprise(RecaptchaEnterprise),
}

impl Describe for CaptchaConfig {
    fn describe(components: &mut Components) -> Value {
        json!({ "oneOf": [Turnstile::describe(components), RecaptchaEnterprise::describe(components)] })
    }
}

impl Input for CaptchaConfig {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let kind = value.as_ref().and_then(|config| config.get("type")).and_then(Value::as_str).map(ToOwned::to_owned);
        match kind.as_deref() {
            Some("Turnstile") => Turnstile::read(value, at, issues).map(Self::Turnstile),
            Some("RecaptchaEnterprise") => RecaptchaEnterprise::read(value, at, issues).map(Self::RecaptchaEnterprise),
            _ => {
                issues.push(Issue::custom("`type` must be Turnstile or RecaptchaEnterprise", at));
                None
            }
        }
    }
}

/// The provider of a tenant.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct CaptchaProvider {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: String,
    /// Access.
    pub config: Json,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

/// The provider that there shall be.
#[derive(Debug, Input)]
pub struct SetCaptchaProvider {
    /// Access.
    pub config: CaptchaConfig,
}
