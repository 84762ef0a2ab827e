//! What happens to people who come from their provider without having been sent there.

use avouch_model::sso_connectors::IdpInitiatedAuthConfig;

use crate::row::{Columns as _, columns};
use crate::{Read, Result, Tx, params};

columns!(IdpInitiatedAuthConfig {
    tenant_id: "tenant_id",
    connector_id: "connector_id",
    default_application_id: "default_application_id",
    redirect_uri: "redirect_uri",
    auth_parameters: "auth_parameters",
    auto_send_authorization_request: "auto_send_authorization_request",
    client_idp_initiated_auth_callback_uri: "client_idp_initiated_auth_callback_uri",
    created_at: "created_at",
});

/// What is set for a connector.
pub async fn get(db: &impl Read, connector: &str) -> Result<Option<IdpInitiatedAuthConfig>> {
    let columns = IdpInitiatedAuthConfig::columns("c");
    let sql = format!(
        "select {columns} from sso_connector_idp_initiated_auth_configs c where c.tenant_id = $1 and c.connector_id = $2"
    );
    db.first(sql.into(), params![connector]).await
}

/// Sets it.
pub async fn set(tx: &Tx, config: &IdpInitiatedAuthConfig) -> Result<()> {
    let sql = "insert into sso_connector_idp_initiated_auth_configs (tenant_id, connector_id, default_application_id, \
               redirect_uri, auth_parameters, auto_send_authorization_request, client_idp_initiated_auth_callback_uri, \
               created_at) values ($1, $2, $3, $4, $5, $6, $7, $8) \
               on conflict (tenant_id, connector_id) do update set \
               default_application_id = excluded.default_application_id, redirect_uri = excluded.redirect_uri, \
               auth_parameters = excluded.auth_parameters, \
               auto_send_authorization_request = excluded.auto_send_authorization_request, \
               client_idp_initiated_auth_callback_uri = excluded.client_idp_initiated_auth_callback_uri";
    let values = params![
        &config.connector_id,
        &config.default_application_id,
        config.redirect_uri.as_ref(),
        &config.auth_parameters,
        config.auto_send_authorization_request,
        config.client_idp_initiated_auth_callback_uri.as_ref(),
        config.created_at,
    ];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Removes what is set; answers whether there was something.
pub async fn delete(tx: &Tx, connector: &str) -> Result<bool> {
    let sql = "delete from sso_connector_idp_initiated_auth_configs where tenant_id = $1 and connector_id = $2";
    Ok(tx.execute(sql.into(), params![connector]).await? > 0)
}
