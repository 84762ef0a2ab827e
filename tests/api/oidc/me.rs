//! `/oidc/me`

use avouch_testkit::on_both;
use serde_json::json;

use crate::flow::Flow;

on_both!(claims_follow_the_scope, server, {
    let flow = Flow::new(&server, "SPA").await;
    let role = flow.api.role("clerk", "User").await;
    flow.api.post(&format!("/api/users/{}/roles", flow.user), json!({ "roleIds": [role] })).await.expect(201);
    let organization = flow.api.organization("Org").await;
    flow.api
        .post(&format!("/api/organizations/{organization}/users"), json!({ "userIds": [flow.user] }))
        .await
        .expect(201);
    let all = "openid profile email phone address custom_data identities roles urn:logto:scope:organizations urn:logto:scope:organization_roles";
    let tokens = flow.tokens(&[("scope", all)]).await;
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!((token.len(), &tokens["scope"]), (43, &json!(all)));
    let claims = server.anonymous().with_token(token).get("/oidc/me").await.expect(200).json();
    assert_eq!(
        (&claims["sub"], &claims["name"], &claims["username"]),
        (&json!(flow.user), &json!("Ada"), &json!("ada"))
    );
    assert_eq!((&claims["email"], &claims["email_verified"]), (&json!("ada@example.test"), &json!(true)));
    assert_eq!((&claims["phone_number"], &claims["phone_number_verified"]), (&json!(null), &json!(false)));
    assert_eq!((&claims["preferred_username"], &claims["roles"]), (&json!("ada"), &json!(["clerk"])));
    assert_eq!(claims["organizations"], json!([organization]));
    assert_eq!(claims["organization_data"], json!([{ "id": organization, "name": "Org", "description": null }]));
    assert!(claims["created_at"].as_i64().unwrap() > 1_000_000_000_000);
    let id = avouch_testkit::Client::claims(tokens["id_token"].as_str().unwrap());
    assert!(id.get("custom_data").is_none() && id["email"] == "ada@example.test", "{id}");

    let few = flow.tokens(&[]).await;
    let posted = server.anonymous().form("/oidc/me", &[("access_token", few["access_token"].as_str().unwrap())]).await;
    assert_eq!(posted.expect(200).json(), json!({ "sub": flow.user }));
});

on_both!(only_a_good_token_opens_it, server, {
    let flow = Flow::new(&server, "SPA").await;
    let anyone = server.anonymous();
    let none = anyone.get("/oidc/me").await;
    assert!(none.header("www-authenticate").starts_with("Bearer realm=\""));
    assert!(!none.header("www-authenticate").contains("error="));
    none.refuses(400, "oidc.invalid_request");
    let query = anyone.get("/oidc/me?access_token=x").await;
    assert!(query.header("www-authenticate").contains("error=\"invalid_request\""));
    query.refuses(400, "oidc.invalid_request");
    let unknown = anyone.with_token("x").get("/oidc/me").await;
    assert!(unknown.header("www-authenticate").contains("error=\"invalid_token\""));
    unknown.refuses(401, "oidc.invalid_token");
    let tokens = flow.tokens(&[]).await;
    let client = anyone.with_token(tokens["access_token"].as_str().unwrap());
    client.get("/oidc/me").await.expect(200);
    flow.api.patch(&format!("/api/users/{}/is-suspended", flow.user), json!({ "isSuspended": true })).await.expect(200);
    client.get("/oidc/me").await.refuses(401, "oidc.invalid_token");
});

on_both!(pages_of_others_do_not_read_it, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&[]).await;
    let me = server.anonymous().with_token(tokens["access_token"].as_str().unwrap());
    for origin in ["https://app.test", server.anonymous().base.as_str()] {
        let told = me.with("origin", origin).get("/oidc/me").await.expect(200);
        assert_eq!(told.header("access-control-allow-origin"), origin);
        assert_eq!(told.header("access-control-expose-headers"), "WWW-Authenticate");
    }
    assert_eq!(me.get("/oidc/me").await.expect(200).header("access-control-allow-origin"), "*");
    for origin in ["https://evil.test", "http://app.test", "null"] {
        let refused = me.with("origin", origin).get("/oidc/me").await;
        assert_eq!(refused.header("access-control-allow-origin"), "", "{origin}");
        let told = refused.refuses(400, "oidc.invalid_request").json();
        let expected = format!("origin {origin} not allowed for client: {}", flow.client);
        assert_eq!(told["error_description"], json!(expected));
    }
    // Whose token it is was not known yet: the page may read that there is none.
    let unknown = server.anonymous().with_token("x").with("origin", "https://evil.test").get("/oidc/me").await;
    assert_eq!(unknown.header("access-control-allow-origin"), "https://evil.test");
    let listed = json!({ "customClientMetadata": { "corsAllowedOrigins": ["https://evil.test"] } });
    flow.api.patch(&format!("/api/applications/{}", flow.client), listed).await.expect(200);
    me.with("origin", "https://evil.test").get("/oidc/me").await.expect(200);
});
