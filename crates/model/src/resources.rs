//! API resources (RFC 8707 resource indicators) and their scopes.

use avouch_shape::{Describe, Input, Int, Patch, Text};
use serde::Serialize;

use crate::{ResourceId, ScopeId, TenantId, Timestamp};

/// An API that tokens are issued for.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Resource {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: ResourceId,
    /// Name.
    pub name: String,
    /// Resource indicator: the audience of its tokens.
    pub indicator: String,
    /// Whether it is meant when a request names no resource.
    pub is_default: bool,
    /// Lifetime of its access tokens in seconds.
    pub access_token_ttl: i64,
}

impl Resource {
    /// Whether this is the Management API of some tenant, which cannot be changed.
    pub fn is_management_api(&self) -> bool {
        is_management_indicator(&self.indicator)
    }
}

/// Whether an indicator is that of a tenant's Management API.
pub fn is_management_indicator(indicator: &str) -> bool {
    indicator
        .strip_prefix("https://")
        .and_then(|rest| rest.strip_suffix(".logto.app/api"))
        .is_some_and(|tenant| !tenant.is_empty() && !tenant.contains(['.', '/']))
}

/// The indicator of a tenant's Management API.
pub fn management_indicator(tenant: &TenantId) -> String {
    format!("https://{tenant}.logto.app/api")
}

/// A resource with its scopes.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct ResourceWithScopes {
    /// The resource.
    #[serde(flatten)]
    pub resource: Resource,
    /// Its scopes; only where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<Scope>>,
}

/// A permission on a resource.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct Scope {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: ScopeId,
    /// The resource it is a permission on.
    pub resource_id: ResourceId,
    /// Name: the value in `scope`.
    pub name: String,
    /// Description.
    pub description: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A scope with the resource it belongs to.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct ScopeWithResource {
    /// The scope.
    #[serde(flatten)]
    pub scope: Scope,
    /// Its resource.
    pub resource: Resource,
}

/// Lifetime of access tokens in seconds.
pub type AccessTokenTtl = Int<1, 315_360_000>;

/// What to make a resource of.
#[derive(Debug, Input)]
pub struct CreateResource {
    /// Accepted and without effect: a resource belongs to the tenant of the request.
    pub tenant_id: Option<Text<0, 21>>,
    /// Name.
    pub name: Text<1, 4096>,
    /// Resource indicator; it cannot be changed later.
    pub indicator: Text<1, 4096>,
    /// Lifetime of its access tokens in seconds; 3600 unless set.
    pub access_token_ttl: Option<AccessTokenTtl>,
}

/// What to change of a resource.
#[derive(Debug, Input)]
pub struct UpdateResource {
    /// Accepted and without effect: a resource stays in its tenant.
    pub tenant_id: Option<Text<0, 21>>,
    /// Name.
    pub name: Option<Text<1, 4096>>,
    /// Lifetime of its access tokens in seconds.
    pub access_token_ttl: Option<AccessTokenTtl>,
}

/// Whether a resource is the default.
#[derive(Debug, Input)]
pub struct SetDefault {
    /// Makes it the only default, or takes that away.
    pub is_default: bool,
}

/// What to make a scope of.
#[derive(Debug, Input)]
pub struct CreateScope {
    /// Name, without spaces and unique within the resource.
    pub name: Text<1, 256>,
    /// Description.
    pub description: Patch<String>,
}

/// What to change of a scope.
#[derive(Debug, Input)]
pub struct UpdateScope {
    /// Name, without spaces and unique within the resource.
    pub name: Option<Text<1, 256>>,
    /// Description.
    pub description: Patch<String>,
}

#[cfg(test)]
mod tests {
    use super::{is_management_indicator, management_indicator};
    use crate::TenantId;

    #[test]
    fn knows_management_indicators() {
        assert!(is_management_indicator(&management_indicator(&TenantId::default_tenant())));
        for other in [
            "https://logto.app/api",
            "https://.logto.app/api",
            "https://a/b.logto.app/api",
            "https://x.logto.app/api/y",
        ] {
            assert!(!is_management_indicator(other), "{other}");
        }
    }
}
