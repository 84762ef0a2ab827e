//! `/api/my-account/primary-email`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::messages;
use crate::my_account::own::{Own, listen};

const PATH: &str = "/api/my-account/primary-email";

on_both!(an_address_is_changed_once_it_is_proved, server, {
    let own = Own::new(&server).await;
    let receiver = messages(&own.flow.api).await;
    let me = own.proved().await;
    let told = listen(&own.flow.api).await;
    let set = async |email: &str, record: &str| {
        me.post(PATH, json!({ "email": email, "newIdentifierVerificationRecordId": record })).await
    };
    set("new@example.test", "nope").await.refuses(400, "verification_record.not_found");
    let sent = own.send_code("email", "new@example.test").await;
    set("new@example.test", &sent).await.refuses(400, "verification_record.not_found");
    let proved = own.prove_code(&receiver, "email", "new@example.test").await;
    set("New@example.test", &proved).await.refuses(400, "verification_record.not_found");
    let phone = own.prove_code(&receiver, "phone", "14155552671").await;
    set("new@example.test", &phone).await.refuses(400, "verification_record.not_found");
    set("new@example.test", &proved).await.expect(204);
    assert_eq!(told.wait(1).await[0].json()["data"]["primaryEmail"], "new@example.test");
    assert_eq!(own.me.get("/api/my-account").await.json()["primaryEmail"], "new@example.test");
    // A verification lasts for its time, not for one use.
    set("new@example.test", &proved).await.expect(204);
    let taken = own.prove_code(&receiver, "email", "eve@example.test").await;
    own.flow.api.post("/api/users", json!({ "primaryEmail": "Eve@example.test" })).await.expect(200);
    set("eve@example.test", &taken).await.refuses(422, "user.email_already_in_use");
    let plus = own.prove_code(&receiver, "email", "a+b@example.test").await;
    let bad = own.prove_code(&receiver, "email", "a@bad.test").await;
    let policy = json!({ "emailBlocklistPolicy": { "blockSubaddressing": true, "customBlocklist": ["@bad.test"] } });
    own.flow.api.patch("/api/sign-in-exp", policy).await.expect(200);
    set("a+b@example.test", &plus).await.refuses(422, "session.email_blocklist.email_subaddressing_not_allowed");
    set("a@bad.test", &bad).await.refuses(422, "session.email_blocklist.email_not_allowed");
    set("x", &bad).await.refuses(400, "guard.invalid_input");
});

on_both!(held an_address_is_removed_unless_it_is_the_last, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    me.delete(PATH).await.expect(204);
    assert_eq!(own.me.get("/api/my-account").await.json()["primaryEmail"], json!(null));
    me.delete(PATH).await.expect(204);
    me.patch("/api/my-account", json!({ "username": null })).await.refuses(400, "user.last_sign_in_method_required");
    own.flow.api.patch(&own.flow.path(""), json!({ "primaryEmail": "a@b.co", "username": null })).await.expect(200);
    me.delete(PATH).await.refuses(400, "user.last_sign_in_method_required");
    own.flow.api.put(&own.flow.path("/identities/github"), json!({ "userId": "1" })).await.expect(201);
    me.delete(PATH).await.expect(204);
    // Ten minutes after the proof it counts no more.
    server.clock.advance(600_001);
    me.delete(PATH).await.refuses(401, "verification_record.permission_denied");
});
