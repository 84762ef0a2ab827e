//! What a user proves.

pub mod arrival;
pub mod backup_code;
pub mod mfa_verification_code;
pub mod new_password_identity;
pub mod one_time_token;
pub mod password;
pub mod sign_in_passkey;
pub mod social;
pub mod sso;
pub mod totp;
pub mod verification_code;
pub mod web_authn;

use avouch_crypto::{Alphabet, random_text};
use avouch_domain::users::identifiers;
use avouch_domain::{Error, Result};
use avouch_shape::Describe;
use avouch_store::Tenant;
use avouch_store::users::{self, Account};
use serde::Serialize;

use crate::{Identifier, IdentifierType, State};

/// A verification that was made.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Made {
    /// Its identifier.
    pub verification_id: String,
}

fn new_id() -> String {
    random_text(Alphabet::Lower, 21)
}

/// Who has an identifier.
pub(crate) async fn holder(tenant: &Tenant, identifier: &Identifier) -> Result<Option<Account>> {
    let value = identifier.value.as_str();
    Ok(match identifier.r#type {
        IdentifierType::Username => {
            let case_sensitive = identifiers::is_case_sensitive(tenant).await?;
            users::by_username(tenant, value, case_sensitive).await?
        }
        IdentifierType::Email => users::by_email(tenant, value).await?,
        IdentifierType::Phone => users::by_phone(tenant, &identifiers::phone_forms(value)).await?,
    })
}

/// The user who is identified.
pub(crate) async fn identified(tenant: &Tenant, state: &State) -> Result<Account> {
    let id = state.user_id.as_deref().ok_or(Error::IdentifierNotFound)?;
    users::account(tenant, id).await?.ok_or(Error::IdentifierNotFound)
}
