//! Tokens that are put in place of others at token exchange (RFC 8693)

use avouch_testkit::{Answer, on_both};
use serde_json::json;

use super::{ORDERS, operator};
use crate::flow::Flow;

const ACCESS: &str = "urn:ietf:params:oauth:token-type:access_token";
const PERSONAL: &str = "urn:logto:token-type:personal_access_token";
const IMPERSONATION: &str = "urn:logto:token-type:impersonation_token";

async fn exchange(flow: &Flow<'_>, token: &str, kind: &str, more: &[(&str, &str)]) -> Answer {
    let pairs = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("client_id", flow.client.as_str()),
        ("subject_token", token),
        ("subject_token_type", kind),
    ];
    let all: Vec<_> = pairs.into_iter().chain(more.iter().copied()).collect();
    flow.server.anonymous().form("/oidc/token", &all).await
}

async fn exchanger(server: &avouch_testkit::Server) -> Flow<'_> {
    Flow::with(server, json!({ "type": "SPA", "customClientMetadata": { "allowTokenExchange": true } })).await
}

on_both!(rfc8693_5_a_token_is_what_its_type_says, server, {
    let flow = exchanger(&server).await;
    let tokens = flow.tokens(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
    let path = format!("/api/users/{}/personal-access-tokens", flow.user);
    let personal = flow.api.post(&path, json!({ "name": "cli" }));
    let personal = personal.await.expect(201).text_of("value");
    let subject = flow.api.post("/api/subject-tokens", json!({ "userId": flow.user })).await.expect(201);
    let subject = subject.text_of("subjectToken");
    let code = flow.code(&[]).await;
    let [access, refresh, id] =
        ["access_token", "refresh_token", "id_token"].map(|name| tokens[name].as_str().unwrap());
    for (token, kind) in [
        (refresh, ACCESS),
        (id, ACCESS),
        (personal.as_str(), ACCESS),
        (code.as_str(), ACCESS),
        (access, PERSONAL),
        (subject.as_str(), PERSONAL),
        (access, IMPERSONATION),
        (personal.as_str(), IMPERSONATION),
        (flow.user.as_str(), IMPERSONATION),
    ] {
        exchange(&flow, token, kind, &[]).await.refuses(400, "oidc.invalid_grant");
    }
    for kind in ["urn:ietf:params:oauth:token-type:id_token", "urn:ietf:params:oauth:token-type:jwt", "x"] {
        exchange(&flow, access, kind, &[]).await.refuses(400, "oidc.invalid_grant");
    }
    // The subject token was not used up by those who misused it.
    exchange(&flow, &subject, IMPERSONATION, &[]).await.expect(200);
});

on_both!(rfc8693_1_1_an_application_is_not_a_user, server, {
    let flow = exchanger(&server).await;
    let (id, secret) = server.credential();
    let machine = server.anonymous().token(id, secret, "https://default.logto.app/api", "all").await;
    exchange(&flow, &machine, ACCESS, &[]).await.refuses(400, "oidc.invalid_grant");
    // Nor does an application act for anyone.
    let access = flow.tokens(&[]).await["access_token"].as_str().unwrap().to_owned();
    let acting = [("actor_token", machine.as_str()), ("actor_token_type", ACCESS)];
    exchange(&flow, &access, ACCESS, &acting).await.refuses(400, "oidc.invalid_grant");
    let unnamed = [("actor_token", access.as_str())];
    exchange(&flow, &access, ACCESS, &unnamed).await.refuses(400, "oidc.invalid_grant");
});

on_both!(cwe_863_a_third_partys_token_gives_nothing_more, server, {
    let flow = exchanger(&server).await;
    let body = json!({
        "name": "Stranger", "type": "SPA", "isThirdParty": true,
        "oidcClientMetadata": { "redirectUris": [crate::flow::CALLBACK], "postLogoutRedirectUris": [] },
    });
    let stranger = flow.api.post("/api/applications", body).await.expect(200).text_of("id");
    let allows = json!({ "customClientMetadata": { "allowTokenExchange": true } });
    let refused = flow.api.patch(&format!("/api/applications/{stranger}"), allows).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    // An application without the grant has it not by asking.
    let plain = Flow { client: Flow::another_client(&flow).await, ..Flow::new_again(&flow) };
    let access = flow.tokens(&[]).await["access_token"].as_str().unwrap().to_owned();
    exchange(&plain, &access, ACCESS, &[]).await.refuses(400, "oidc.invalid_request");
    // What the user may not do, the exchanged token does not say.
    flow.api.resource(ORDERS, "read").await;
    let more = [("resource", ORDERS), ("scope", "read all openid")];
    let issued = exchange(&flow, &access, ACCESS, &more).await.expect(200).json();
    assert_eq!(issued["scope"], "");
    let foreign = flow.api.organization("Foreign").await;
    let more = [("organization_id", foreign.as_str())];
    exchange(&flow, &access, ACCESS, &more).await.refuses(403, "oidc.access_denied");
});

on_both!(cwe_639_another_tenants_subject_is_nobody, server, {
    let flow = exchanger(&server).await;
    let operator = operator(&server).await;
    let foreign = operator.post("/api/users", json!({ "username": "root" })).await.expect(200).text_of("id");
    let token = operator.post("/api/subject-tokens", json!({ "userId": foreign })).await.expect(201);
    exchange(&flow, &token.text_of("subjectToken"), IMPERSONATION, &[]).await.refuses(400, "oidc.invalid_grant");
    flow.api
        .post("/api/subject-tokens", json!({ "userId": foreign }))
        .await
        .refuses(404, "entity.relation_foreign_key_not_found");
});
