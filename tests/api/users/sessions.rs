//! `/api/users/{userId}/sessions`

use avouch_testkit::on_both;
use serde_json::json;

use crate::flow::{Flow, parameter};

on_both!(a_session_is_shown_and_ended, server, {
    let flow = Flow::new(&server, "SPA").await;
    let path = format!("/api/users/{}/sessions", flow.user);
    assert_eq!(flow.api.get(&path).await.expect(200).json(), json!({ "sessions": [] }));
    let tokens = flow.tokens(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
    let listed = flow.api.get(&path).await.expect(200).json();
    let session = &listed["sessions"][0];
    assert_eq!((&session["accountId"], &session["payload"]["kind"]), (&json!(flow.user), &json!("Session")));
    assert!(session["payload"]["authorizations"][&flow.client]["grantId"].is_string(), "{session}");
    let one = format!("{path}/{}", session["payload"]["uid"].as_str().unwrap());
    assert_eq!(flow.api.get(&one).await.expect(200).json(), *session);
    let other = flow.api.user("eve").await;
    let foreign = one.replace(&flow.user, &other);
    flow.api.get(&foreign).await.refuses(404, "oidc.invalid_session_account_id");
    flow.api.delete(&foreign).await.refuses(404, "oidc.invalid_session_account_id");
    flow.api.delete(&format!("{one}?revokeGrantsTarget=nobody")).await.refuses(400, "guard.invalid_input");
    flow.api.delete(&one).await.expect(204);
    flow.api.get(&one).await.refuses(404, "oidc.session_not_found");
    let silent = flow.browser.get(&flow.request(&[("prompt", "none")])).await.expect(303);
    assert_eq!(parameter(silent.header("location"), "error").as_deref(), Some("login_required"));
    let refreshed = flow.refresh(tokens["refresh_token"].as_str().unwrap(), &[]).await.expect(200).json();
    flow.code(&[]).await;
    let again = flow.api.get(&path).await.json();
    let uid = again["sessions"][0]["payload"]["uid"].as_str().unwrap();
    flow.api.delete(&format!("{path}/{uid}?revokeGrantsTarget=all")).await.expect(204);
    flow.refresh(refreshed["refresh_token"].as_str().unwrap(), &[]).await.expect(200);
    flow.api.get("/api/users/nobody/sessions").await.refuses(404, "entity.not_found");
});
