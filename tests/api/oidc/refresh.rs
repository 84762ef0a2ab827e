//! `/oidc/token`: the refresh token grant

use avouch_testkit::on_both;
use serde_json::{Value, json};

use crate::flow::Flow;

const OFFLINE: [(&str, &str); 2] = [("scope", "openid offline_access email"), ("prompt", "consent")];

fn refresh_token(tokens: &Value) -> &str {
    tokens["refresh_token"].as_str().unwrap_or_else(|| panic!("no refresh token in {tokens}"))
}

on_both!(held a_retry_gets_the_same_successor_and_a_thief_gets_nothing, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&OFFLINE).await;
    let first = refresh_token(&tokens);
    let second = flow.refresh(first, &[]).await.expect(200).json();
    assert_ne!(refresh_token(&second), first);
    assert!(second["id_token"].is_string() && second["access_token"] != tokens["access_token"]);
    server.clock.advance(2000);
    let retried = flow.refresh(first, &[]).await.expect(200).json();
    assert_eq!(refresh_token(&retried), refresh_token(&second));
    server.clock.advance(1500);
    flow.refresh(first, &[]).await.refuses(400, "oidc.invalid_grant");
    // The family is gone, with the tokens that came from it.
    flow.refresh(refresh_token(&second), &[]).await.refuses(400, "oidc.invalid_grant");
    let access = second["access_token"].as_str().unwrap();
    server.anonymous().with_token(access).get("/oidc/me").await.refuses(401, "oidc.invalid_token");
});

on_both!(fifty_at_once_end_with_one_successor, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&OFFLINE).await;
    let first = refresh_token(&tokens).to_owned();
    let answers = futures_util::future::join_all((0..50).map(|_| flow.refresh(&first, &[]))).await;
    let mut successors: Vec<String> =
        answers.into_iter().map(|answer| refresh_token(&answer.expect(200).json()).to_owned()).collect();
    successors.sort();
    successors.dedup();
    assert_eq!(successors.len(), 1);
    flow.refresh(&successors[0], &[]).await.expect(200);
});

on_both!(a_token_is_for_one_client_and_never_for_more, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&OFFLINE).await;
    let first = refresh_token(&tokens);
    let more = flow.refresh(first, &[("scope", "openid profile zzz")]).await.refuses(400, "oidc.invalid_scope").json();
    assert_eq!(more["scope"], "profile zzz");
    let unknown = flow.refresh("unknown", &[]).await.refuses(400, "oidc.invalid_grant").json();
    let members: Vec<_> = unknown.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["code", "message", "error_uri", "error", "error_description"]);
    let other = Flow { client: Flow::another_client(&flow).await, ..Flow::new_again(&flow) };
    other.refresh(first, &[]).await.refuses(400, "oidc.invalid_grant");
    let narrower = flow.refresh(first, &[("scope", "openid")]).await.expect(200).json();
    assert_eq!(narrower["scope"], "openid");
    let without = flow.refresh(refresh_token(&narrower), &[("scope", "email")]).await.expect(200).json();
    assert!(without.get("id_token").is_none(), "{without}");
    flow.api.patch(&format!("/api/users/{}/is-suspended", flow.user), json!({ "isSuspended": true })).await.expect(200);
    flow.refresh(refresh_token(&without), &[]).await.refuses(400, "oidc.invalid_grant");
});

on_both!(offline_access_needs_consent, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&[("scope", "openid offline_access")]).await;
    assert_eq!((tokens.get("refresh_token"), &tokens["scope"]), (None, &json!("openid")));
    let always = json!({ "customClientMetadata": { "alwaysIssueRefreshToken": true } });
    flow.api.patch(&format!("/api/applications/{}", flow.client), always).await.expect(200);
    let tokens = flow.tokens(&[]).await;
    flow.refresh(refresh_token(&tokens), &[]).await.expect(200);
});

on_both!(held confidential_clients_rotate_late, server, {
    let flow = Flow::new(&server, "Traditional").await;
    let secret = flow.api.first_secret(&flow.client).await;
    let own = [("client_secret", secret.as_str())];
    let code = flow.code(&OFFLINE).await;
    let tokens = flow.exchange(&code, &own).await.expect(200).json();
    let first = refresh_token(&tokens);
    let same = flow.refresh(first, &own).await.expect(200).json();
    assert_eq!(refresh_token(&same), first);
    server.clock.advance(10 * 86_400_000);
    let rotated = flow.refresh(first, &own).await.expect(200).json();
    assert_ne!(refresh_token(&rotated), first);
    server.clock.advance(14 * 86_400_000 + 1000);
    flow.refresh(refresh_token(&rotated), &own).await.refuses(400, "oidc.invalid_grant");
});

on_both!(an_api_gets_what_the_user_may_do_now, server, {
    let flow = Flow::new(&server, "SPA").await;
    let (resource, read) = flow.api.resource("https://orders.test", "read").await;
    let write = flow
        .api
        .post(&format!("/api/resources/{resource}/scopes"), json!({ "name": "write" }))
        .await
        .expect(201)
        .text_of("id");
    let role = flow.api.role("clerk", "User").await;
    flow.api.post(&format!("/api/roles/{role}/scopes"), json!({ "scopeIds": [read, write] })).await.expect(201);
    flow.api.post(&format!("/api/users/{}/roles", flow.user), json!({ "roleIds": [role] })).await.expect(201);
    let more = [
        ("scope", "openid offline_access read write nope"),
        ("prompt", "consent"),
        ("resource", "https://orders.test"),
    ];
    let tokens = flow.tokens(&more).await;
    assert_eq!(
        (&tokens["scope"], tokens["access_token"].as_str().unwrap().len()),
        (&json!("openid offline_access"), 43)
    );
    let for_api = flow.refresh(refresh_token(&tokens), &[("resource", "https://orders.test")]).await.expect(200).json();
    let claims = avouch_testkit::Client::claims(for_api["access_token"].as_str().unwrap());
    assert_eq!(
        (&claims["aud"], &claims["scope"], &claims["sub"]),
        (&json!("https://orders.test"), &json!("read write"), &json!(flow.user))
    );
    flow.refresh(refresh_token(&for_api), &[("resource", "https://default.logto.app/api")])
        .await
        .refuses(400, "oidc.invalid_target");
    flow.api.delete(&format!("/api/roles/{role}/scopes/{write}")).await.expect(204);
    let later = flow.refresh(refresh_token(&for_api), &[("resource", "https://orders.test")]).await.expect(200).json();
    assert_eq!(later["scope"], "read");
});

on_both!(organization_tokens_follow_membership, server, {
    let flow = Flow::new(&server, "SPA").await;
    let (organization, scope) = (flow.api.organization("Org").await, flow.api.organization_scope("invite").await);
    let role = flow.api.organization_role("admin").await;
    flow.api
        .post(&format!("/api/organization-roles/{role}/scopes"), json!({ "organizationScopeIds": [scope] }))
        .await
        .expect(201);
    let members = format!("/api/organizations/{organization}/users");
    flow.api.post(&members, json!({ "userIds": [flow.user] })).await.expect(201);
    flow.api.put(&format!("{members}/{}/roles", flow.user), json!({ "organizationRoleIds": [role] })).await.expect(204);
    let more = [
        ("scope", "openid offline_access urn:logto:scope:organizations invite"),
        ("prompt", "consent"),
        ("resource", "urn:logto:resource:organizations"),
    ];
    let tokens = flow.tokens(&more).await;
    let wanted = [("organization_id", organization.as_str())];
    let issued = flow.refresh(refresh_token(&tokens), &wanted).await.expect(200).json();
    let claims = avouch_testkit::Client::claims(issued["access_token"].as_str().unwrap());
    assert_eq!(
        (&claims["aud"], &claims["scope"]),
        (&json!(format!("urn:logto:organization:{organization}")), &json!("invite"))
    );
    flow.api.patch(&format!("/api/organizations/{organization}"), json!({ "isMfaRequired": true })).await.expect(200);
    flow.refresh(refresh_token(&issued), &wanted).await.refuses(403, "oidc.access_denied");
    flow.api.patch(&format!("/api/organizations/{organization}"), json!({ "isMfaRequired": false })).await.expect(200);
    flow.api.delete(&format!("{members}/{}", flow.user)).await.expect(204);
    flow.refresh(refresh_token(&issued), &wanted).await.refuses(403, "oidc.access_denied");
    let plain = flow.tokens(&OFFLINE).await;
    flow.refresh(refresh_token(&plain), &wanted).await.refuses(403, "oidc.insufficient_scope");
});
