//! Records of the provider: sessions, grants, codes and tokens, in the payload shape of the API.

use crate::{Result, Tx, params};

/// Removes everything that was issued to a user: sessions, grants, codes and tokens.
pub async fn revoke_user(tx: &Tx, user: &str) -> Result<()> {
    let sql =
        "delete from oidc_model_instances where tenant_id = $1 and model_name = any($2) and payload->>'accountId' = $3";
    let models = ["Session", "Grant", "AuthorizationCode", "RefreshToken", "AccessToken", "DeviceCode"];
    tx.execute(sql.into(), vec![crate::texts(models), user.into()]).await?;
    let sql = "delete from oidc_session_extensions where tenant_id = $1 and account_id = $2";
    tx.execute(sql.into(), params![user]).await.map(drop)
}
