//! The user that a token is for.

use avouch_store::Tenant;
use avouch_store::applications::{Client, access_control};
use avouch_store::users::{self, Account};

use crate::OidcError;

/// The user, unless gone or suspended.
pub(super) async fn find(tenant: &Tenant, id: &str) -> Result<Account, OidcError> {
    let account = users::account(tenant, id).await?;
    let account = account.ok_or_else(|| OidcError::invalid_grant("the user does not exist"))?;
    if account.user.is_suspended {
        return Err(OidcError::invalid_grant("the user is suspended"));
    }
    Ok(account)
}

/// The application's own rules let the user in.
pub(crate) async fn check_access(tenant: &Tenant, client: &Client, user: &str) -> Result<(), OidcError> {
    let application = &client.application;
    if application.app_level_access_control_enabled
        && !access_control::admits(tenant, application.id.as_str(), user).await?
    {
        return Err(OidcError::access_denied_400("the user may not use this application"));
    }
    Ok(())
}
