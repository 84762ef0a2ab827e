//! `/api/my-account/trusted-devices`

use avouch_testkit::{Client, on_both};
use serde_json::{Value, json};

use crate::experience::profile::mfa::trusted_device::{remember, remembering};
use crate::flow::Flow;
use crate::my_account::own::{SCOPES, allow, everything};

const PATH: &str = "/api/my-account/trusted-devices";

async fn list(me: &Client) -> Value {
    me.get(PATH).await.expect(200).json()
}

on_both!(held devices_are_shown_and_forgotten, server, {
    let (flow, secret) = remembering(&server).await;
    allow(&flow.api, everything()).await;
    let cookie = remember(&flow, &secret).await.header("set-cookie").split(';').next().unwrap().to_owned();
    let other = Flow { browser: server.browser().with("user-agent", "another browser"), ..Flow::new_again(&flow) };
    server.clock.advance(61_000);
    remember(&other, &secret).await;
    let page = Flow { browser: server.browser(), ..Flow::new_again(&flow) };
    let tokens = page.tokens(&[("scope", SCOPES), ("prompt", "consent")]).await;
    let me = server.anonymous().with_token(tokens["access_token"].as_str().unwrap());
    let proof = me.post("/api/verifications/password", json!({ "password": crate::experience::PASSWORD })).await;
    let me = me.with("logto-verification-id", &proof.expect(201).text_of("verificationRecordId"));
    let here = me.with("cookie", &cookie);
    let devices = list(&here).await;
    assert_eq!(devices.as_array().unwrap().len(), 2, "{devices}");
    // Last used first.
    assert_eq!((&devices[0]["isCurrent"], &devices[1]["isCurrent"]), (&json!(false), &json!(true)));
    assert_eq!(devices[0]["userAgent"], "another browser");
    assert_eq!(list(&me).await[1]["isCurrent"], false);
    let path = |at: usize| format!("{PATH}/{}", devices[at]["id"].as_str().unwrap());
    assert!(here.delete(&path(0)).await.expect(204).headers.get("set-cookie").is_none());
    let forgotten = here.delete(&path(1)).await.expect(204);
    assert!(forgotten.header("set-cookie").contains("max-age=0; samesite=lax; secure"), "the browser forgets it");
    here.delete(&path(1)).await.refuses(404, "entity.not_found");
    assert_eq!(list(&here).await, json!([]));
});
