//! `/api/connectors/{connectorId}/authorization-uri`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(the_address_at_a_provider_is_told, server, {
    let api = server.management().await;
    let config = json!({ "clientId": "c", "clientSecret": "s" });
    let create = async |factory: &str| {
        let body = json!({ "connectorId": factory, "config": config });
        api.post("/api/connectors", body).await.expect(200).text_of("id")
    };
    let ask = json!({ "state": "x", "redirectUri": "https://ours.test/callback" });
    let of = |id: &str| format!("/api/connectors/{id}/authorization-uri");
    let google = create("google-universal").await;
    let to = api.post(&of(&google), ask.clone()).await.expect(200).text_of("redirectTo");
    assert!(to.starts_with("https://accounts.google.com/o/oauth2/v2/auth?client_id=c"), "{to}");
    let empty = json!({ "state": "", "redirectUri": "https://ours.test/callback" });
    api.post(&of(&google), empty).await.refuses(400, "session.insufficient_info");
    api.post(&of("nope"), ask.clone()).await.refuses(404, "entity.not_found");
    let mail = json!({ "connectorId": "http-email", "config": { "endpoint": "https://mail.test" } });
    let mail = api.post("/api/connectors", mail).await.expect(200).text_of("id");
    api.post(&of(&mail), ask.clone()).await.refuses(400, "connector.unexpected_type");
});

on_both!(a_connector_that_remembers_needs_a_sign_in, server, {
    let api = server.management().await;
    let config = json!({ "authorizationEndpoint": "https://idp.test/a", "tokenEndpoint": "https://idp.test/t",
        "userInfoEndpoint": "https://idp.test/u", "clientId": "c", "clientSecret": "s" });
    let body = json!({ "connectorId": "oauth2", "config": config, "metadata": { "target": "ours" } });
    let id = api.post("/api/connectors", body).await.expect(200).text_of("id");
    let ask = json!({ "state": "x", "redirectUri": "https://ours.test/callback" });
    api.post(&format!("/api/connectors/{id}/authorization-uri"), ask).await.refuses(501, "connector.not_implemented");
});
