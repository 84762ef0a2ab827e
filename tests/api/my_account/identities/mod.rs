//! `/api/my-account/identities`

pub(crate) mod access_token;

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::verification::social::{connect, provider};
use crate::my_account::own::{Own, listen};
use crate::verifications::social::prove;

const PATH: &str = "/api/my-account/identities/github";

on_both!(an_identity_is_removed_unless_it_is_the_last, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    let link = async || own.flow.api.put(&own.flow.path("/identities/github"), json!({ "userId": "1" })).await;
    me.delete(PATH).await.refuses(404, "user.identity_not_exist");
    link().await.expect(201);
    assert_eq!(own.me.get("/api/my-account").await.json()["identities"], json!({ "github": { "userId": "1" } }));
    let told = listen(&own.flow.api).await;
    me.delete(PATH).await.expect(204);
    assert_eq!(told.wait(1).await[0].json()["data"]["identities"], json!({}));
    // Whoever else may link it now.
    let other = own.flow.api.user("eve").await;
    let path = format!("/api/users/{other}/identities/github");
    own.flow.api.put(&path, json!({ "userId": "1" })).await.expect(201);
    own.flow.api.delete(&path).await.expect(200);
    link().await.expect(201);
    own.flow.api.patch(&own.flow.path(""), json!({ "primaryEmail": null, "username": null })).await.expect(200);
    me.delete(PATH).await.refuses(400, "user.last_sign_in_method_required");
});

on_both!(an_identity_that_was_proved_is_linked, server, {
    const IDENTITIES: &str = "/api/my-account/identities";
    let own = Own::new(&server).await;
    let me = own.proved().await;
    let seven = provider(json!({ "sub": "7", "mail": "ada@ours.test", "name": "A. L." })).await;
    let connector = connect(&own.flow.api, &seven, "ours", json!({})).await;
    let body = |id: &str| json!({ "newIdentifierVerificationRecordId": id });
    let begun = crate::verifications::social::depart(&own.me, &connector).await;
    for other in [begun.as_str(), "nope", &own.proof().await] {
        me.post(IDENTITIES, body(other)).await.refuses(400, "verification_record.not_found");
    }
    me.post(IDENTITIES, json!({})).await.refuses(400, "guard.invalid_input");
    let told = listen(&own.flow.api).await;
    let proved = prove(&own.me, &connector).await;
    me.post(IDENTITIES, body(&proved)).await.expect(204);
    let linked = &told.wait(1).await[0].json()["data"]["identities"]["ours"];
    assert_eq!((&linked["userId"], &linked["details"]["email"]), (&json!("7"), &json!("ada@ours.test")));
    assert_eq!(linked["details"]["rawData"]["sub"], "7");
    let account = own.me.get("/api/my-account").await.json();
    assert_eq!((&account["name"], &account["primaryEmail"]), (&json!("Ada"), &json!("ada@example.test")));
    me.post(IDENTITIES, body(&proved)).await.refuses(400, "user.identity_already_in_use");

    // Another identity at the same provider takes its place only where that is asked for.
    let eight = provider(json!({ "sub": "8" })).await;
    let path = format!("/api/connectors/{connector}");
    let mut config = own.flow.api.get(&path).await.expect(200).json()["config"].clone();
    config["userInfoEndpoint"] = format!("{}/me", eight.base).into();
    own.flow.api.patch(&path, json!({ "config": config })).await.expect(200);
    let proved = prove(&own.me, &connector).await;
    me.post(IDENTITIES, body(&proved)).await.refuses(400, "user.identity_already_in_use");
    me.put(IDENTITIES, body(&proved)).await.expect(204);
    let account = own.me.get("/api/my-account").await.json();
    assert_eq!(account["identities"]["ours"]["userId"], "8");

    // What is someone else's stays so.
    let path = format!("/api/users/{}/identities/ours", own.flow.api.user("eve").await);
    own.flow.api.delete(&own.flow.path("/identities/ours")).await.expect(200);
    own.flow.api.put(&path, json!({ "userId": "8" })).await.expect(201);
    for answer in [me.post(IDENTITIES, body(&proved)).await, me.put(IDENTITIES, body(&proved)).await] {
        answer.refuses(422, "user.identity_already_in_use");
    }
});

on_both!(held what_was_proved_lasts_ten_minutes, server, {
    const IDENTITIES: &str = "/api/my-account/identities";
    let own = Own::new(&server).await;
    let me = own.proved().await;
    let provider = provider(json!({ "sub": "7" })).await;
    let connector = connect(&own.flow.api, &provider, "ours", json!({})).await;
    let body = |id: &str| json!({ "newIdentifierVerificationRecordId": id });
    let proved = prove(&own.me, &connector).await;
    server.clock.advance(10 * 60_000 + 1);
    me.post(IDENTITIES, body(&proved)).await.refuses(401, "verification_record.permission_denied");
    own.proved().await.post(IDENTITIES, body(&proved)).await.refuses(400, "verification_record.not_found");
});
