//! `/oidc/token`: claims that a tenant's script adds

use avouch_testkit::{Client, Database, Receiver, Server, on_both};
use serde_json::{Value, json};

use crate::experience::{PASSWORD, at_sign_in, identify, post};
use crate::flow::{Flow, parameter};

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
    assert_eq!((&told["name"], &told["gty"]), (&json!("Ada"), &json!("authorization_code refresh_token")));
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

/// The claim that a script makes of what it fetched, and how that ended.
async fn fetched(server: &Server, script: &str) -> (Value, Value) {
    let api = server.management().await;
    set(&api, "client-credentials", script, &[]).await;
    let (id, secret) = server.credential();
    let token = server.anonymous().token(id, secret, "https://default.logto.app/api", "all").await;
    let logs = server.logs().await;
    let run = logs.into_iter().rev().find(|entry| entry["key"] == "JwtCustomizer.ClientCredentials").unwrap();
    (Client::claims(&token)["got"].clone(), run["error"]["message"].clone())
}

async fn fetches(kind: Database) {
    let receiver = Receiver::answering(|request| match request.line.as_str() {
        "POST /plan" => (200, json!({ "plan": request.headers["x-key"], "sent": request.body }).to_string()),
        "GET /large" => (200, json!("x".repeat(70_000)).to_string()),
        _ => (404, "{}".to_owned()),
    })
    .await;
    let base = &receiver.base;
    let script = |body: &str| format!("const getCustomJwtClaims = async () => {{ {body} }};");
    let asks = script(&format!(
        "const answer = await fetch('{base}/plan', {{ method: 'post', headers: {{ 'X-Key': 'gold' }}, body: 'hi' }}); \
         const none = await fetch('{base}/nothing'); \
         return {{ got: [await answer.json(), answer.ok, answer.headers.get('Content-Type'), none.status] }};"
    ));
    let closed = Server::start(kind).await;
    let (claim, why) = fetched(&closed, &asks).await;
    assert!(claim.is_null() && why.as_str().unwrap().contains("fetch"), "{claim} {why}");
    assert!(receiver.so_far().is_empty());

    let open = Server::with(kind, &[("SCRIPT_NETWORK", "true")]).await;
    let (claim, _) = fetched(&open, &asks).await;
    assert_eq!(
        (&claim[0], &claim[1], &claim[3]),
        (&json!({ "plan": "gold", "sent": "hi" }), &json!(true), &json!(404))
    );
    assert!(claim[2].as_str().unwrap().starts_with("application/json"), "{claim}");
    // Bounds: how often, how much, and what is no address.
    let often = format!("for (let i = 0; i < 6; i += 1) await fetch('{base}/nothing'); return {{ got: 1 }};");
    for (body, part) in [
        (often.as_str(), "5 requests at most"),
        (&format!("await fetch('{base}/large'); return {{ got: 1 }};"), "fetch"),
        ("await fetch('file:///etc/passwd'); return { got: 1 };", "fetch"),
    ] {
        let (claim, why) = fetched(&open, &script(body)).await;
        assert!(claim.is_null() && why.as_str().unwrap().contains(part), "{body} {claim} {why}");
    }
    // With the guard on, scripts reach no private address either.
    let guarded = Server::with(kind, &[("SCRIPT_NETWORK", "true"), ("OUTBOUND_PUBLIC_ONLY", "true")]).await;
    let before = receiver.so_far().len();
    let (claim, why) = fetched(&guarded, &asks).await;
    assert!(claim.is_null() && why.as_str().unwrap().contains("fetch"), "{claim} {why}");
    assert_eq!(receiver.so_far().len(), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_script_fetches_where_it_may_sqlite() {
    fetches(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_script_fetches_where_it_may_postgres() {
    fetches(Database::Postgres).await;
}

on_both!(scripts_see_how_the_user_signed_in_and_no_more, server, {
    let flow = at_sign_in(&server).await;
    let (_, scope) = flow.api.resource("https://api.test", "read").await;
    let role = flow.api.role("reader", "User").await;
    flow.api.post(&format!("/api/roles/{role}/scopes"), json!({ "scopeIds": [scope] })).await.expect(201);
    flow.api.post(&format!("/api/users/{}/roles", flow.user), json!({ "roleIds": [role] })).await.expect(201);
    let script = "const getCustomJwtClaims = async ({ context }) => ({ \
        interaction: Object.keys(context.interaction), granted: Object.keys(context.user.roles[0].scopes[0]) });";
    set(&flow.api, "access-token", script, &[]).await;
    let more = [("resource", "https://api.test"), ("scope", "openid read"), ("prompt", "consent")];
    flow.browser.get(&flow.request(&more)).await.expect(303);
    identify(&flow.browser, "ada", PASSWORD).await;
    let next = post(&flow.browser, "/submit", json!({})).await.expect(200).text_of("redirectTo");
    let callback = flow.follow(&next).await;
    let code = parameter(&callback, "code").unwrap();
    let token = flow.exchange(&code, &[("resource", "https://api.test")]).await.expect(200).text_of("access_token");
    let claims = Client::claims(&token);
    let told = json!(["interactionEvent", "userId", "verificationRecords", "signInContext"]);
    assert_eq!(claims["interaction"], told);
    assert_eq!(claims["granted"], json!(["id", "name", "description", "resourceId", "resource"]));
});
