//! `/api/experience/verification/social/{connectorId}/authorization-uri`

use avouch_testkit::on_both;
use serde_json::json;

use super::{connect, provider};
use crate::experience::{at_sign_in, post, start};

on_both!(people_go_to_a_provider, server, {
    let flow = at_sign_in(&server).await;
    let provider = provider(json!({ "sub": "1" })).await;
    let connector = connect(&flow.api, &provider, "ours", json!({})).await;
    let path = format!("/verification/social/{connector}/authorization-uri");
    let ask = json!({ "state": "x y", "redirectUri": "https://ours.test/callback" });
    post(&flow.browser, &path, ask.clone()).await.refuses(404, "session.interaction_not_found");
    start(&flow.browser, "SignIn").await;
    let departure = post(&flow.browser, &path, ask.clone()).await.expect(200).json();
    let url = departure["authorizationUri"].as_str().unwrap();
    assert!(url.starts_with(&format!("{}/authorize?", provider.base)), "{url}");
    for part in ["client_id=ours", "response_type=code", "state=x+y", "redirect_uri=https%3A%2F%2Fours.test%2Fcallback"]
    {
        assert!(url.contains(part), "{part} in {url}");
    }
    for empty in [json!({ "state": "", "redirectUri": "https://a.test" }), json!({ "state": "s", "redirectUri": "" })] {
        post(&flow.browser, &path, empty).await.refuses(400, "session.insufficient_info");
    }
    post(&flow.browser, &path, json!({ "state": "s" })).await.refuses(400, "guard.invalid_input");
    post(&flow.browser, "/verification/social/nope/authorization-uri", ask.clone())
        .await
        .refuses(404, "entity.not_found");
    let mail = json!({ "connectorId": "http-email", "config": { "endpoint": provider.base } });
    let mail = flow.api.post("/api/connectors", mail).await.expect(200).text_of("id");
    post(&flow.browser, &format!("/verification/social/{mail}/authorization-uri"), ask)
        .await
        .refuses(400, "connector.unexpected_type");
    let shown = crate::experience::shown(&flow.browser).await;
    assert_eq!(shown["verificationRecords"][0]["type"], "Social");
    assert!(shown["verificationRecords"][0].get("connectorSession").is_none(), "{shown}");
});

on_both!(a_connector_that_cannot_be_used_sends_nobody, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "SignIn").await;
    let tx = server.tenant("default").begin().await.unwrap();
    let sql = "insert into connectors (tenant_id, id, connector_id, config) values ($1, $2, $3, $4)";
    let demo = json!({ "provider": "github", "clientId": "c", "redirectUri": "https://demo.test" });
    for (id, factory, config) in [("bare", "oauth2", json!({})), ("demo", "logto-social-demo", demo)] {
        tx.execute(sql.into(), avouch_store::params![id, factory, &config]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let ask = json!({ "state": "s", "redirectUri": "https://ours.test/callback" });
    let at = |id: &str, what: &str| format!("/verification/social/{id}/{what}");
    post(&flow.browser, &at("bare", "authorization-uri"), ask.clone()).await.refuses(400, "connector.invalid_config");
    // Where people are sent from demonstrations, they do not come back from.
    post(&flow.browser, &at("demo", "authorization-uri"), ask).await.expect(200);
    let credential = json!({ "connectorData": { "credential": "x", "g_csrf_token": "t" } });
    flow.browser.plant("g_csrf_token", "t");
    post(&flow.browser, &at("demo", "verify"), credential).await.refuses(501, "connector.not_implemented");
});
