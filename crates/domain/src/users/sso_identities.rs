//! Identities of a user at enterprises' providers.

use avouch_model::users::answers::EnterpriseIdentity;
use avouch_store::Tenant;

use crate::Result;

/// The identity at the provider of a connector.
pub async fn get(tenant: &Tenant, user: &str, connector: &str, with_secret: bool) -> Result<EnterpriseIdentity> {
    super::identities::sso(tenant, user, connector, with_secret).await
}
