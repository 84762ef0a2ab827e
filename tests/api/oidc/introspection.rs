//! `/oidc/token/introspection` and `/oidc/token/revocation`

use avouch_testkit::on_both;
use serde_json::json;

use crate::flow::Flow;

const OFFLINE: [(&str, &str); 2] = [("scope", "openid offline_access"), ("prompt", "consent")];

on_both!(a_client_learns_of_its_tokens, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&OFFLINE).await;
    let (access, refresh) = (tokens["access_token"].as_str().unwrap(), tokens["refresh_token"].as_str().unwrap());
    let ask = async |client: &str, token: &str| {
        let pairs = [("client_id", client), ("token", token)];
        server.anonymous().form("/oidc/token/introspection", &pairs).await
    };
    let told = ask(&flow.client, access).await.expect(200).json();
    let names: Vec<&String> = told.as_object().unwrap().keys().collect();
    assert_eq!(names, ["active", "sub", "client_id", "exp", "iat", "iss", "scope", "token_type"]);
    assert_eq!((&told["active"], &told["sub"]), (&json!(true), &json!(flow.user)));
    let told = ask(&flow.client, refresh).await.expect(200).json();
    assert_eq!((&told["active"], told.get("token_type")), (&json!(true), None));
    assert_eq!(ask(&flow.client, "unknown").await.expect(200).json(), json!({ "active": false }));
    let other = Flow::another_client(&flow).await;
    assert_eq!(ask(&other, access).await.expect(200).json(), json!({ "active": false }));
    let jwt = server
        .anonymous()
        .token(server.credential().0, server.credential().1, "https://default.logto.app/api", "all")
        .await;
    ask(&flow.client, &jwt).await.refuses(400, "oidc.unsupported_token_type");
    server
        .anonymous()
        .form("/oidc/token/introspection", &[("client_id", &flow.client)])
        .await
        .refuses(400, "oidc.invalid_request");
});

on_both!(revoking_one_token_ends_the_grant, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&OFFLINE).await;
    let (access, refresh) = (tokens["access_token"].as_str().unwrap(), tokens["refresh_token"].as_str().unwrap());
    let revoke = async |client: &str, token: &str| {
        server.anonymous().form("/oidc/token/revocation", &[("client_id", client), ("token", token)]).await
    };
    let other = Flow::another_client(&flow).await;
    assert_eq!(revoke(&other, access).await.expect(200).text(), "");
    server.anonymous().with_token(access).get("/oidc/me").await.expect(200);
    revoke(&flow.client, "unknown").await.expect(200);
    revoke(&flow.client, access).await.expect(200);
    server.anonymous().with_token(access).get("/oidc/me").await.refuses(401, "oidc.invalid_token");
    flow.refresh(refresh, &[]).await.refuses(400, "oidc.invalid_grant");
});
