//! `/api/my-account/mfa-verifications/backup-codes`

mod generate;

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, identify, post};
use crate::flow::Flow;
use crate::my_account::mfa_verifications::{PATH, codes, offer, secret};
use crate::my_account::own::Own;

on_both!(codes_are_shown_with_their_use, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    let path = format!("{PATH}/backup-codes");
    me.get(&path).await.refuses(404, "verification_record.not_found");
    offer(&own.flow.api, json!(["Totp", "BackupCode"])).await;
    me.post(PATH, json!({ "type": "Totp", "secret": secret(&own.me).await })).await.expect(204);
    let made = codes(&own.me).await;
    me.post(PATH, json!({ "type": "BackupCode", "codes": made })).await.expect(204);
    let fresh = Flow { browser: server.browser(), ..Flow::new_again(&own.flow) };
    fresh.browser.get(&fresh.request(&[])).await.expect(303);
    identify(&fresh.browser, "ada", PASSWORD).await;
    post(&fresh.browser, "/verification/backup-code/verify", json!({ "code": made[1] })).await.expect(200);
    let listed = me.get(&path).await.expect(200).json();
    assert_eq!((&listed["codes"][0], listed["codes"].as_array().unwrap().len()), (&json!({ "code": made[0] }), 10));
    assert!(listed["codes"][1]["usedAt"].as_str().unwrap().ends_with('Z'), "{listed}");
});
