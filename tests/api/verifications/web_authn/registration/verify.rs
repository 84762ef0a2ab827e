//! `/api/verifications/web-authn/registration/verify`

use avouch_testkit::on_both;
use serde_json::json;

use super::{ask, show};
use crate::flow::Flow;
use crate::my_account::own::{Own, SCOPES};
use crate::passkey::{Authenticator, Mood};

const NO_RECORD: &str = "verification_record.not_found";
const WRONG: &str = "session.mfa.webauthn_verification_failed";

on_both!(a_passkey_is_made_here_or_where_the_tenant_says, server, {
    let own = Own::new(&server).await;
    let asked = ask(&own.me).await;
    let options = &asked["registrationOptions"];
    let mut authenticator = Authenticator::new(&own.flow.api.base);
    let fine = authenticator.mood.clone();
    authenticator.mood = Mood { origin: "https://pages.test".to_owned(), ..fine.clone() };
    show(&own.me, &asked, authenticator.create(options)).await.refuses(400, WRONG);
    show(&own.me, &asked, authenticator.create(&json!({ "challenge": "AAAA" }))).await.refuses(400, WRONG);
    show(&own.me, &asked, json!({})).await.refuses(400, "guard.invalid_input");
    let unknown = json!({ "verificationRecordId": "nope" });
    show(&own.me, &unknown, authenticator.create(options)).await.refuses(400, NO_RECORD);
    let password = json!({ "verificationRecordId": own.proof().await });
    show(&own.me, &password, authenticator.create(options)).await.refuses(400, NO_RECORD);
    own.flow
        .api
        .patch("/api/account-center", json!({ "webauthnRelatedOrigins": ["https://pages.test"] }))
        .await
        .expect(200);
    let proved = show(&own.me, &asked, authenticator.create(options)).await.expect(200);
    assert_eq!(proved.json(), json!({ "verificationRecordId": asked["verificationRecordId"] }));
    show(&own.me, &asked, authenticator.create(options)).await.refuses(400, "session.mfa.pending_info_not_found");
});

on_both!(nobody_takes_the_passkey_that_another_was_asked_for, server, {
    let own = Own::new(&server).await;
    let mut eve = Flow { browser: server.browser(), ..Flow::new_again(&own.flow) };
    eve.user = eve.api.user("eve").await;
    let tokens = eve.tokens(&[("scope", SCOPES)]).await;
    let client = server.anonymous().with_token(tokens["access_token"].as_str().unwrap());
    let asked = ask(&own.me).await;
    let payload = Authenticator::new(&own.flow.api.base).create(&asked["registrationOptions"]);
    show(&client, &asked, payload).await.refuses(400, NO_RECORD);
});
