//! `/api/my-account/mfa-verifications/totp-secret/generate`

use avouch_testkit::on_both;
use serde_json::json;

use crate::my_account::mfa_verifications::{PATH, secret};
use crate::my_account::own::Own;

on_both!(a_secret_is_made_and_not_kept, server, {
    let own = Own::new(&server).await;
    let (one, other) = (secret(&own.me).await, secret(&own.me).await);
    assert_eq!((one.len(), one == other), (32, false));
    assert_eq!(own.me.get(PATH).await.json(), json!([]));
});
