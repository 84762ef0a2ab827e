//! Tokens of links that sign someone in once.

use avouch_shape::{Checked, Describe, Input, Int, Problem, Text, TextRule};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{EmailAddress, EmailAddressRule, Json, TenantId, Timestamp};

/// What becomes of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum TokenStatus {
    /// Can be used.
    #[shape(name = "active")]
    Active,
    /// Was used.
    #[shape(name = "consumed")]
    Consumed,
    /// Was taken back.
    #[shape(name = "revoked")]
    Revoked,
    /// Was not used in time.
    #[shape(name = "expired")]
    Expired,
}

/// What a link may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum LinkEvent {
    /// Signing in.
    SignIn,
    /// Registering.
    Register,
    /// Recovering a password.
    ForgotPassword,
}

/// What comes with a token.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct TokenContext {
    /// Organizations that the user joins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jit_organization_ids: Option<Vec<String>>,
    /// The only thing that it may be used for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interaction_event: Option<LinkEvent>,
}

/// A token.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct OneTimeToken {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: String,
    /// The address that it stands for.
    pub email: String,
    /// The token.
    pub token: String,
    /// What comes with it.
    pub context: Json,
    /// What became of it.
    pub status: TokenStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its time is over.
    pub expires_at: Timestamp,
}

/// Which tokens to list.
#[derive(Debug, Default, Input)]
pub struct TokenFilter {
    /// Address.
    pub email: Option<EmailAddress>,
    /// What became of them.
    pub status: Option<TokenStatus>,
}

/// The rule of addresses that fit into the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShortEmailRule;

impl TextRule for ShortEmailRule {
    fn check(text: &str) -> Result<(), Problem> {
        const LONGEST: usize = 128;
        EmailAddressRule::check(text)?;
        if text.chars().count() > LONGEST { Err(Problem::TooLong(LONGEST)) } else { Ok(()) }
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "email", "minLength": 1, "maxLength": 128 })
    }
}

/// What to make a token of.
#[derive(Debug, Input)]
pub struct CreateOneTimeToken {
    /// The address that it stands for.
    pub email: Checked<ShortEmailRule>,
    /// What comes with it.
    pub context: Option<TokenContext>,
    /// Seconds it is good for; 600 unless set.
    pub expires_in: Option<Int<1, 3_153_600_000>>,
}

/// A token that someone shows.
#[derive(Debug, Input)]
pub struct ShownToken {
    /// The token.
    pub token: Text<1, 256>,
    /// The address that it stands for.
    pub email: Text<1, 128>,
}

/// What shall become of a token.
#[derive(Debug, Input)]
pub struct SetTokenStatus {
    /// What shall become of it.
    pub status: TokenStatus,
}
