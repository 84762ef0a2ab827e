//! Sign-ins that service providers asked for, until they are answered.

use avouch_model::saml_applications::SamlSession;

use crate::row::{Columns as _, columns};
use crate::{Read, Result, Tx, params};

columns!(SamlSession {
    id: "id",
    application_id: "application_id",
    saml_request_id: "saml_request_id",
    oidc_state: "oidc_state",
    relay_state: "relay_state",
    raw_auth_request: "raw_auth_request",
    created_at: "created_at",
    expires_at: "expires_at",
});

/// One of an application's.
pub async fn get(db: &impl Read, application: &str, id: &str) -> Result<Option<SamlSession>> {
    let sql = format!(
        "select {} from saml_application_sessions s where s.tenant_id = $1 and s.application_id = $2 and s.id = $3",
        SamlSession::columns("s")
    );
    db.first(sql.into(), params![application, id]).await
}

/// Adds one, and removes those of the application whose time is over.
pub async fn create(tx: &Tx, session: &SamlSession) -> Result<()> {
    let old = "delete from saml_application_sessions where tenant_id = $1 and application_id = $2 and expires_at < $3";
    tx.execute(old.into(), params![&session.application_id, session.created_at]).await?;
    let sql = "insert into saml_application_sessions (tenant_id, id, application_id, saml_request_id, oidc_state, \
               relay_state, raw_auth_request, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = params![
        &session.id,
        &session.application_id,
        &session.saml_request_id,
        session.oidc_state.as_ref(),
        session.relay_state.as_ref(),
        &session.raw_auth_request,
        session.created_at,
        session.expires_at,
    ];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Removes one; answers whether it was there.
pub async fn delete(tx: &Tx, application: &str, id: &str) -> Result<bool> {
    let sql = "delete from saml_application_sessions where tenant_id = $1 and application_id = $2 and id = $3";
    Ok(tx.execute(sql.into(), params![application, id]).await? > 0)
}
