//! `/api/my-account/sessions`

use avouch_testkit::{Client, on_both};
use serde_json::{Value, json};

use crate::experience::{PASSWORD, identify, post};
use crate::flow::{Flow, parameter};
use crate::my_account::own::Own;

const PATH: &str = "/api/my-account/sessions";

async fn list(me: &Client) -> Vec<Value> {
    me.get(PATH).await.expect(200).json()["sessions"].as_array().unwrap().clone()
}

on_both!(sessions_are_shown_and_ended, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    let sessions = list(&me).await;
    assert_eq!((sessions.len(), &sessions[0]["isCurrent"]), (1, &json!(true)));
    let payload = &sessions[0]["payload"];
    assert_eq!((&payload["kind"], &payload["accountId"]), (&json!("Session"), &json!(own.flow.user)));
    assert!(payload["authorizations"][&own.flow.client]["grantId"].is_string(), "{payload}");
    assert_eq!((sessions[0].get("lastSubmission"), sessions[0]["expiresAt"].is_i64()), (Some(&json!(null)), true));
    // Another browser, which is sent away.
    let other = Flow { browser: server.browser(), ..Flow::new_again(&own.flow) };
    other.browser.get(&other.request(&[])).await.expect(303);
    identify(&other.browser, "ada", PASSWORD).await;
    let go_on = post(&other.browser, "/submit", json!({})).await.expect(200).text_of("redirectTo");
    other.follow(&go_on).await;
    let sessions = list(&me).await;
    let far = sessions.iter().find(|session| session["isCurrent"] == false).unwrap();
    let submission = &far["lastSubmission"];
    assert_eq!((&submission["interactionEvent"], &submission["userId"]), (&json!("SignIn"), &json!(own.flow.user)));
    assert_eq!(submission["verificationRecords"][0]["type"], "Password");
    assert_eq!(far["clientId"], json!(own.flow.client));
    me.delete(&format!("{PATH}/{}", far["payload"]["uid"].as_str().unwrap())).await.expect(204);
    let silent = other.browser.get(&other.request(&[("prompt", "none")])).await.expect(303);
    assert_eq!(parameter(silent.header("location"), "error").as_deref(), Some("login_required"));
    // Someone else's.
    let eve = Flow { user: own.flow.api.user("eve").await, browser: server.browser(), ..Flow::new_again(&own.flow) };
    eve.code(&[]).await;
    let of_eve = own.flow.api.get(&eve.path("/sessions")).await.json();
    let uid = of_eve["sessions"][0]["payload"]["uid"].as_str().unwrap();
    let refused = me.delete(&format!("{PATH}/{uid}")).await.refuses(400, "oidc.invalid_session_account_id").json();
    assert_eq!(refused["data"], json!({ "status": 404 }));
    let refused = me.delete(&format!("{PATH}/nope")).await.refuses(400, "oidc.session_not_found").json();
    assert_eq!(refused["data"], json!({ "status": 404 }));
    let current = list(&me).await[0]["payload"]["uid"].as_str().unwrap().to_owned();
    me.delete(&format!("{PATH}/{current}?revokeGrantsTarget=x")).await.refuses(400, "guard.invalid_input");
});

on_both!(the_session_at_hand_is_ended_with_its_grants, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    let current = list(&me).await[0]["payload"]["uid"].as_str().unwrap().to_owned();
    me.delete(&format!("{PATH}/{current}?revokeGrantsTarget=firstParty")).await.expect(204);
    own.me.get("/api/my-account").await.refuses(401, "auth.unauthorized");
    let refresh = own.tokens["refresh_token"].as_str().unwrap();
    own.flow.refresh(refresh, &[]).await.refuses(400, "oidc.invalid_grant");
});

on_both!(the_other_sessions_are_ended_at_once, server, {
    let own = Own::new(&server).await;
    let me = own.proved().await;
    let mut others = Vec::new();
    for _ in 0..2 {
        let other = Flow { browser: server.browser(), ..Flow::new_again(&own.flow) };
        other.code(&[]).await;
        others.push(other);
    }
    assert_eq!(list(&me).await.len(), 3);
    me.delete(PATH).await.expect(204);
    let left = list(&me).await;
    assert_eq!((left.len(), &left[0]["isCurrent"]), (1, &json!(true)));
    for other in others {
        let silent = other.browser.get(&other.request(&[("prompt", "none")])).await.expect(303);
        assert_eq!(parameter(silent.header("location"), "error").as_deref(), Some("login_required"));
    }
    own.me.get("/api/my-account").await.expect(200);
});
