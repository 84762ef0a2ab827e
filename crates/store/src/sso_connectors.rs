//! Connectors to providers of enterprises.

use avouch_model::sso_connectors::SsoConnector;

use crate::row::columns;

columns!(SsoConnector {
    tenant_id: "tenant_id",
    id: "id",
    provider_name: "provider_name",
    connector_name: "connector_name",
    config: "config",
    domains: "domains",
    branding: "branding",
    sync_profile: "sync_profile",
    enable_token_storage: "enable_token_storage",
    created_at: "created_at",
});
