//! A token that may be used once, and was.

use avouch_crypto::sha256;
use avouch_model::Timestamp;
use avouch_store::{Tenant, oidc_model_instances as stored};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde::{Deserialize, Serialize};

use crate::OidcError;

const MODEL: &str = "ReplayDetection";

#[derive(Debug, Serialize, Deserialize)]
struct ReplayDetection<'a> {
    exp: i64,
    iss: &'a str,
    kind: &'a str,
    jti: String,
}

/// Notes that someone used a token; answers whether it is the first time. It has to be noted until the token's own time
/// is over, `exp` in seconds.
pub(crate) async fn is_first_use(tenant: &Tenant, issuer: &str, jti: &str, exp: i64) -> Result<bool, OidcError> {
    // Whatever stands in the token has a place in the table.
    let id = BASE64_URL_SAFE_NO_PAD.encode(sha256(format!("{issuer}\n{jti}").as_bytes()));
    let record = ReplayDetection { exp, iss: issuer, kind: MODEL, jti: id.clone() };
    let tx = tenant.begin().await?;
    let is_first = stored::put_new(&tx, MODEL, &id, &record, Timestamp::from_millis(exp.saturating_mul(1000))).await?;
    tx.commit().await?;
    Ok(is_first)
}
