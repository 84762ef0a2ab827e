//! A user name and a password for a new account.

use avouch_domain::Result;
use avouch_domain::passwords::Passwords;
use avouch_domain::users::identifiers::{self, Wanted};
use avouch_model::users::identifiers::Username;
use avouch_shape::{Input, Text};
use avouch_store::Tenant;

use super::{Made, new_id};
use crate::record::Record;
use crate::{Identifier, IdentifierType, State, settings};
use avouch_domain::password_policy::About;

/// Only user names make new password identities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum NewIdentifierType {
    /// User name.
    #[shape(name = "username")]
    Username,
}

/// The identifier of a new account.
#[derive(Debug, Input)]
pub struct NewIdentifier {
    /// Kind.
    pub r#type: NewIdentifierType,
    /// User name.
    pub value: Username,
}

/// An identifier with a password for a new account.
#[derive(Input)]
pub struct NewPasswordIdentity {
    /// Identifier.
    pub identifier: NewIdentifier,
    /// Password.
    pub password: Text<0, 4096>,
}

impl std::fmt::Debug for NewPasswordIdentity {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("NewPasswordIdentity").field("identifier", &self.identifier).finish_non_exhaustive()
    }
}

/// Takes them, if the name is free and the password keeps the rules.
pub async fn verify(
    tenant: &Tenant,
    passwords: &Passwords,
    state: &mut State,
    input: NewPasswordIdentity,
) -> Result<Made> {
    let settings = settings::load(tenant).await?;
    let username = input.identifier.value.into_inner();
    let wanted = Wanted { username: Some(username.clone()), ..Wanted::default() };
    identifiers::check_username(tenant, &wanted, None).await?;
    let password = input.password.into_inner();
    passwords
        .check(&settings.password_policy, &password, &About { texts: vec![&username], ..About::default() })
        .await?;
    let hashed = passwords.hash(password).await?;
    let id = new_id();
    state.record(Record::NewPasswordIdentity {
        id: id.clone(),
        identifier: Identifier { r#type: IdentifierType::Username, value: username },
        password_encrypted: Some(hashed.digest),
        password_encryption_method: Some(hashed.algorithm),
    });
    Ok(Made { verification_id: id })
}
