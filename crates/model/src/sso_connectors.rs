//! Connectors to providers of enterprises.

use avouch_shape::Describe;
use serde::Serialize;

use crate::{Json, TenantId, Timestamp};

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
