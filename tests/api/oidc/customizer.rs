//! `/oidc/token`: claims that a tenant's script adds

use avouch_testkit::{Client, on_both};
use serde_json::{Value, json};

use crate::flow::Flow;

async fn set(api: &Client, kind: &str, script: &str, more: &[(&str, Value)]) {
    let mut body = json!({ "script": script });
    for (name, value) in more {
        body[*name] = value.clone();
    }
    let path = format!("/api/configs/jwt-customizer/{kind}");
    let status = api.put(&path, body).await.status.as_u16();
    assert!(matches!(status, 200 | 201), "{status}");
}

on_both!(users_tokens_carry_what_the_script_adds, server, {
    let flow = Flow::new(&server, "SPA").await;
    let (resource, scope) = flow.api.resource("https://api.test", "read").await;
    let role = flow.api.role("reader", "User").await;
    flow.api.post(&format!("/api/roles/{role}/scopes"), json!({ "scopeIds": [scope] })).await.expect(201);
    flow.api.post(&format!("/api/users/{}/roles", flow.user), json!({ "roleIds": [role] })).await.expect(201);
    let script = "const getCustomJwtClaims = async ({ token, context }) => ({ \
        name: context.user.name, role: context.user.roles[0].name, scope_of: context.user.roles[0].scopes[0].resource.id, \
        app: context.application.name, secret: 'secret' in context.application, gty: token.gty, sub: 'someone else', \
        scope: 'everything', by: context.interaction?.interactionEvent });";
    set(&flow.api, "access-token", script, &[]).await;
    let more = [("resource", "https://api.test"), ("scope", "openid offline_access read"), ("prompt", "consent")];
    let code = flow.code(&more).await;
    let tokens = flow.exchange(&code, &[("resource", "https://api.test")]).await.expect(200).json();
    let claims = Client::claims(tokens["access_token"].as_str().unwrap());
    assert_eq!((&claims["name"], &claims["role"], &claims["app"]), (&json!("Ada"), &json!("reader"), &json!("App")));
    assert_eq!((&claims["secret"], &claims["scope_of"]), (&json!(false), &json!(resource)));
    // What only the provider sets is not the script's to say.
    assert_eq!((&claims["sub"], &claims["scope"]), (&json!(flow.user), &json!("read")));
    assert_eq!(claims["gty"], "authorization_code");
    let opaque = flow.refresh(tokens["refresh_token"].as_str().unwrap(), &[]).await.expect(200).json();
    let pairs = [("token", opaque["access_token"].as_str().unwrap()), ("client_id", flow.client.as_str())];
    let told = server.anonymous().form("/oidc/token/introspection", &pairs).await.expect(200).json();
    assert_eq!((&told["name"], &told["gty"]), (&json!("Ada"), &json!("refresh_token")));
    assert_eq!(told["sub"], json!(flow.user));
    let logs = server.logs().await;
    let entry = logs.iter().find(|entry| entry["key"] == "JwtCustomizer.AccessToken").unwrap();
    let asked = &entry["payload"];
    assert_eq!((&entry["userId"], &asked["tokenType"]), (&json!(flow.user), &json!("access-token")));
    assert_eq!(asked["token"], "******");
    assert_eq!(asked["context"]["user"]["username"], "ada");
    let entry = logs.iter().find(|entry| entry["customTokenClaims"].is_object()).unwrap();
    assert_eq!(entry["customTokenClaims"]["name"], "Ada");
    flow.api.delete("/api/configs/jwt-customizer/access-token").await.expect(204);
    let without = flow.refresh(opaque["refresh_token"].as_str().unwrap(), &[("resource", "https://api.test")]).await;
    assert!(Client::claims(&without.expect(200).text_of("access_token")).get("name").is_none());
});

on_both!(a_script_denies_fails_or_stops_a_token, server, {
    let flow = Flow::new(&server, "SPA").await;
    set(&flow.api, "access-token", "const getCustomJwtClaims = ({ api }) => api.denyAccess('not today');", &[]).await;
    let code = flow.code(&[]).await;
    let denied = flow.exchange(&code, &[]).await.refuses(400, "oidc.access_denied").json();
    assert_eq!(denied["error_description"], "not today");
    let failing = "const getCustomJwtClaims = () => { throw new Error('boom'); };";
    set(&flow.api, "access-token", failing, &[]).await;
    // The denied code was not used up.
    flow.exchange(&code, &[]).await.expect(200);
    set(&flow.api, "access-token", failing, &[("blockIssuanceOnError", json!(true))]).await;
    let code = flow.code(&[]).await;
    flow.exchange(&code, &[]).await.refuses(400, "oidc.invalid_request");
    let logs = server.logs().await;
    assert!(logs.iter().any(|entry| entry["customJwtError"] == "Error: boom"), "{logs:?}");
});

on_both!(tokens_of_applications_carry_what_their_script_adds, server, {
    let api = server.management().await;
    let machine = api.application("MachineToMachine").await;
    let secret = api.first_secret(&machine).await;
    api.resource("https://api.test", "read").await;
    let script = "const getCustomJwtClaims = async ({ token, context, environmentVariables }) => \
                  ({ app: context.application.name, kind: token.kind, at: environmentVariables.AT });";
    set(&api, "client-credentials", script, &[("environmentVariables", json!({ "AT": "noon" }))]).await;
    let token = server.anonymous().token(&machine, &secret, "https://api.test", "").await;
    let claims = Client::claims(&token);
    assert_eq!((&claims["kind"], &claims["at"]), (&json!("ClientCredentials"), &json!("noon")));
    assert_eq!((&claims["app"], &claims["sub"]), (&json!("A MachineToMachine"), &json!(machine)));
});
