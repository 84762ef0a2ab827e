//! `/oidc/token`: token exchange

use avouch_testkit::{Answer, Client, Server, on_both};
use serde_json::json;

use crate::flow::Flow;

const IMPERSONATION: &str = "urn:logto:token-type:impersonation_token";
const ACCESS: &str = "urn:ietf:params:oauth:token-type:access_token";
const PERSONAL: &str = "urn:logto:token-type:personal_access_token";

async fn exchange(server: &Server, client: &str, token: &str, kind: &str, more: &[(&str, &str)]) -> Answer {
    let pairs = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("client_id", client),
        ("subject_token", token),
        ("subject_token_type", kind),
    ];
    let all: Vec<_> = pairs.into_iter().chain(more.iter().copied()).collect();
    server.anonymous().form("/oidc/token", &all).await
}

async fn exchanger(server: &Server) -> Flow<'_> {
    Flow::with(server, json!({ "type": "SPA", "customClientMetadata": { "allowTokenExchange": true } })).await
}

on_both!(held a_subject_token_works_once, server, {
    let flow = exchanger(&server).await;
    let make = async || {
        let made = flow.api.post("/api/subject-tokens", json!({ "userId": flow.user, "context": { "why": "x" } })).await.expect(201).json();
        assert_eq!(made["expiresIn"], 600);
        made["subjectToken"].as_str().unwrap().to_owned()
    };
    let (_, read) = flow.api.resource("https://orders.test", "read").await;
    let role = flow.api.role("clerk", "User").await;
    flow.api.post(&format!("/api/roles/{role}/scopes"), json!({ "scopeIds": [read] })).await.expect(201);
    flow.api.post(&format!("/api/users/{}/roles", flow.user), json!({ "roleIds": [role] })).await.expect(201);
    let more = [("resource", "https://orders.test"), ("scope", "read write")];
    for kind in [IMPERSONATION, ACCESS] {
        let token = make().await;
        let issued = exchange(&server, &flow.client, &token, kind, &more).await.expect(200).json();
        let claims = Client::claims(issued["access_token"].as_str().unwrap());
        assert_eq!((&claims["sub"], &claims["scope"], &issued["scope"]), (&json!(flow.user), &json!("read"), &json!("read")));
        assert!(issued.get("refresh_token").is_none() && issued.get("id_token").is_none());
        exchange(&server, &flow.client, &token, kind, &more).await.refuses(400, "oidc.invalid_grant");
    }
    let late = make().await;
    server.clock.advance(601_000);
    exchange(&server, &flow.client, &late, IMPERSONATION, &more).await.refuses(400, "oidc.invalid_grant");
    let api = server.management().await;
    api.post("/api/subject-tokens", json!({ "userId": "nobody" })).await.refuses(404, "entity.relation_foreign_key_not_found");
    let own = flow.api.application("MachineToMachine").await;
    let secret = api.first_secret(&own).await;
    let refused = exchange(&server, &own, "sub_x", IMPERSONATION, &[("client_secret", &secret)]).await;
    refused.refuses(400, "oidc.invalid_request");
});

on_both!(a_personal_access_token_works_until_it_expires, server, {
    let flow = exchanger(&server).await;
    let path = format!("/api/users/{}/personal-access-tokens", flow.user);
    let token = flow.api.post(&path, json!({ "name": "cli" })).await.expect(201).text_of("value");
    for _ in 0..2 {
        let issued =
            exchange(&server, &flow.client, &token, PERSONAL, &[("scope", "openid profile")]).await.expect(200).json();
        let access = issued["access_token"].as_str().unwrap();
        let claims = server.anonymous().with_token(access).get("/oidc/me").await.expect(200).json();
        assert_eq!(claims["name"], "Ada");
    }
    flow.api.delete(&format!("{path}/cli")).await.expect(204);
    exchange(&server, &flow.client, &token, PERSONAL, &[]).await.refuses(400, "oidc.invalid_grant");
    exchange(&server, &flow.client, "x", "urn:x", &[]).await.refuses(400, "oidc.invalid_grant");
});

on_both!(an_access_token_is_exchanged_and_an_actor_is_named, server, {
    let flow = exchanger(&server).await;
    let tokens = flow.tokens(&[]).await;
    let access = tokens["access_token"].as_str().unwrap();
    flow.api.resource("https://orders.test", "read").await;
    let more = [("resource", "https://orders.test"), ("actor_token", access), ("actor_token_type", ACCESS)];
    let issued = exchange(&server, &flow.client, access, ACCESS, &more).await.expect(200).json();
    let claims = Client::claims(issued["access_token"].as_str().unwrap());
    assert_eq!((&claims["act"], &claims["scope"]), (&json!({ "sub": flow.user }), &json!("")));
    let again = exchange(&server, &flow.client, issued["access_token"].as_str().unwrap(), ACCESS, &[]).await;
    assert_eq!(again.expect(200).json()["access_token"].as_str().unwrap().len(), 43);
    exchange(&server, &flow.client, "unknown", ACCESS, &[]).await.refuses(400, "oidc.invalid_grant");
    let bad_actor = [("actor_token", "unknown"), ("actor_token_type", ACCESS)];
    exchange(&server, &flow.client, access, ACCESS, &bad_actor).await.refuses(400, "oidc.invalid_grant");
    let organization = flow.api.organization("Org").await;
    let foreign = [("organization_id", organization.as_str())];
    exchange(&server, &flow.client, access, ACCESS, &foreign).await.refuses(403, "oidc.access_denied");
});
