//! Whether a user's token may be for an organization.

use avouch_store::Tenant;
use avouch_store::applications::{Client, consent_organizations};
use avouch_store::organizations::{self, users};
use avouch_store::users::Account;

use crate::{OidcError, cimd};

/// The user is a member, the client may act for the organization, and the user has the second factor it wants.
pub(super) async fn check(
    tenant: &Tenant,
    (client, account): (&Client, &Account),
    grant: Option<&str>,
    organization: &str,
) -> Result<(), OidcError> {
    let user = account.user.id.as_str();
    if !users::is_member(tenant, organization, user).await? {
        return Err(OidcError::access_denied("user is not a member of the organization"));
    }
    let application = &client.application;
    if cimd::is_cimd(client) {
        let bound = match grant {
            Some(grant) => avouch_store::cimd::organization(tenant, grant).await?,
            None => None,
        };
        if bound.as_deref() != Some(organization) {
            return Err(OidcError::access_denied("organization access is not granted to the application"));
        }
    } else if application.is_third_party {
        let granted = consent_organizations::list(tenant, application.id.as_str(), user, None).await?;
        if !granted.rows.iter().any(|granted| granted.id.as_str() == organization) {
            return Err(OidcError::access_denied("organization access is not granted to the application"));
        }
    }
    let requires_mfa = organizations::get(tenant, organization).await?.is_some_and(|found| found.is_mfa_required);
    if requires_mfa && account.factors.is_empty() {
        return Err(OidcError::access_denied("organization requires MFA but user has no MFA configured"));
    }
    Ok(())
}
