//! `/api/authn/hasura`

use avouch_testkit::on_both;
use serde_json::json;

use crate::flow::Flow;

on_both!(hasura_is_told_who_someone_is, server, {
    let flow = Flow::new(&server, "SPA").await;
    let resource = json!({ "name": "API", "indicator": "https://api.shop.test" });
    flow.api.post("/api/resources", resource).await.expect(201);
    let role =
        flow.api.post("/api/roles", json!({ "name": "editor", "description": "d" })).await.expect(200).text_of("id");
    flow.api.post(&format!("/api/users/{}/roles", flow.user), json!({ "roleIds": [role] })).await.expect(201);
    let token = async |more: &[(&str, &str)]| {
        let code = flow.code(more).await;
        flow.exchange(&code, &more.iter().copied().filter(|(name, _)| *name == "resource").collect::<Vec<_>>())
            .await
            .expect(200)
            .text_of("access_token")
    };
    let right = token(&[("scope", "openid"), ("resource", "https://api.shop.test")]).await;
    let ask = async |token: Option<&str>, expected: Option<&str>, other: &str| {
        let mut client = server.anonymous();
        if let Some(token) = token {
            client = client.with_token(token);
        }
        if let Some(expected) = expected {
            client = client.with("expected-role", expected);
        }
        client.get(&format!("/api/authn/hasura?resource=https%3A%2F%2Fapi.shop.test{other}")).await
    };
    let user = json!(flow.user);
    let told = ask(Some(&right), Some("editor"), "").await.expect(200).json();
    assert_eq!(told, json!({ "X-Hasura-User-Id": user, "X-Hasura-Role": "editor" }));
    assert_eq!(ask(Some(&right), None, "").await.expect(200).json(), json!({ "X-Hasura-User-Id": user }));
    ask(Some(&right), Some("owner"), "").await.refuses(401, "auth.expected_role_not_found");
    let guest = "&unauthorizedRole=guest";
    let told = ask(Some(&right), Some("owner"), guest).await.expect(200).json();
    assert_eq!(told, json!({ "X-Hasura-User-Id": user, "X-Hasura-Role": "guest" }));
    assert_eq!(ask(Some("nonsense"), None, guest).await.expect(200).json(), json!({ "X-Hasura-Role": "guest" }));
    assert_eq!(ask(None, None, guest).await.expect(200).json(), json!({ "X-Hasura-Role": "guest" }));
    assert_eq!(ask(None, None, "").await.expect(200).json(), json!({}));
    ask(None, Some("editor"), "").await.refuses(401, "auth.expected_role_not_found");
    server.anonymous().get("/api/authn/hasura").await.refuses(400, "guard.invalid_input");
    // A token for something else tells who it is, and nothing more.
    let client = server.anonymous().with_token(&right);
    let told = client.get("/api/authn/hasura?resource=https%3A%2F%2Fother.test&unauthorizedRole=guest").await;
    assert_eq!(told.expect(200).json(), json!({ "X-Hasura-User-Id": user, "X-Hasura-Role": "guest" }));
});
