//! `/api/users/{userId}/grants`

use avouch_testkit::on_both;
use serde_json::json;

use crate::flow::Flow;

on_both!(a_grant_is_shown_and_revoked, server, {
    let flow = Flow::new(&server, "SPA").await;
    let path = format!("/api/users/{}/grants", flow.user);
    assert_eq!(flow.api.get(&path).await.expect(200).json(), json!({ "grants": [] }));
    let tokens = flow.tokens(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
    let listed = flow.api.get(&format!("{path}?appType=firstParty")).await.expect(200).json();
    let grant = &listed["grants"][0];
    assert_eq!(grant["application"], json!({ "id": flow.client, "name": "App" }));
    assert_eq!((&grant["payload"]["kind"], &grant["payload"]["accountId"]), (&json!("Grant"), &json!(flow.user)));
    assert_eq!(flow.api.get(&format!("{path}?appType=thirdParty")).await.expect(200).json(), json!({ "grants": [] }));
    let id = grant["id"].as_str().unwrap();
    let other = flow.api.user("eve").await;
    flow.api.delete(&format!("/api/users/{other}/grants/{id}")).await.refuses(404, "oidc.invalid_grant");
    flow.api.delete(&format!("{path}/{id}")).await.expect(204);
    flow.api.delete(&format!("{path}/{id}")).await.refuses(404, "oidc.invalid_grant");
    flow.refresh(tokens["refresh_token"].as_str().unwrap(), &[]).await.refuses(400, "oidc.invalid_grant");
    flow.code(&[]).await;
});
