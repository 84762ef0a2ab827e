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
    let nothing = revoke(&flow.client, "unknown").await.expect(200);
    assert_eq!(nothing.header("content-type"), "text/plain; charset=utf-8");
    let page = server.anonymous().with("origin", "https://app.test");
    let pairs = [("client_id", flow.client.as_str()), ("token", "unknown")];
    let nothing = page.form("/oidc/token/revocation", &pairs).await.expect(200);
    assert_eq!((nothing.header("content-type"), nothing.text().as_str()), ("", ""));
    revoke(&flow.client, access).await.expect(200);
    server.anonymous().with_token(access).get("/oidc/me").await.refuses(401, "oidc.invalid_token");
    flow.refresh(refresh, &[]).await.refuses(400, "oidc.invalid_grant");
});

on_both!(who_is_told_of_sign_outs_learns_the_session, server, {
    let flow = Flow::new(&server, "SPA").await;
    let metadata = json!({ "oidcClientMetadata": {
        "redirectUris": ["https://app.test/callback"], "postLogoutRedirectUris": [],
        "backchannelLogoutUri": "https://app.test/out", "backchannelLogoutSessionRequired": true,
    } });
    flow.api.patch(&format!("/api/applications/{}", flow.client), metadata).await.expect(200);
    let tokens = flow.tokens(&OFFLINE).await;
    let claims = avouch_testkit::Client::claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(claims["sid"].as_str().map(str::len), Some(21));
    let refreshed = flow.refresh(tokens["refresh_token"].as_str().unwrap(), &[]).await.expect(200).json();
    for token in [&tokens["access_token"], &refreshed["access_token"], &refreshed["refresh_token"]] {
        let pairs = [("client_id", flow.client.as_str()), ("token", token.as_str().unwrap())];
        let told = server.anonymous().form("/oidc/token/introspection", &pairs).await.expect(200).json();
        assert_eq!((&told["active"], &told["sid"]), (&json!(true), &claims["sid"]));
    }
});
