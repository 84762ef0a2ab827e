//! `/api/my-account/mfa-verifications/backup-codes/generate`

use avouch_testkit::on_both;
use serde_json::json;

use crate::my_account::mfa_verifications::{PATH, codes};
use crate::my_account::own::Own;

on_both!(codes_are_made_and_not_kept, server, {
    let own = Own::new(&server).await;
    let made = codes(&own.me).await;
    assert!(made.as_array().unwrap().iter().all(|code| code.as_str().unwrap().len() == 10), "{made}");
    assert_eq!(made.as_array().unwrap().len(), 10);
    assert_eq!(own.me.get(PATH).await.json(), json!([]));
});
