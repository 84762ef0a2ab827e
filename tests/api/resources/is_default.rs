//! `/api/resources/{id}/is-default`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(there_is_one_default_and_tokens_follow_it, server, {
    let api = server.management().await;
    let (one, _) = api.resource("https://one.test", "x").await;
    let (two, _) = api.resource("https://two.test", "x").await;
    let (id, secret) = server.credential();
    let client = server.anonymous().with_basic(id, secret);
    let audience = async || {
        let token = client
            .form("/oidc/token", &[("grant_type", "client_credentials")])
            .await
            .expect(200)
            .text_of("access_token");
        avouch_testkit::Client::claims(&token)["aud"].as_str().unwrap().to_owned()
    };
    client.form("/oidc/token", &[("grant_type", "client_credentials")]).await.refuses(400, "oidc.invalid_target");
    let set = async |id: &str, value: bool| {
        api.patch(&format!("/api/resources/{id}/is-default"), json!({ "isDefault": value })).await
    };
    assert_eq!(set(&one, true).await.expect(200).json()["isDefault"], true);
    assert_eq!(audience().await, "https://one.test");
    set(&two, true).await.expect(200);
    assert_eq!(audience().await, "https://two.test");
    assert_eq!(api.get(&format!("/api/resources/{one}")).await.json()["isDefault"], false);
    set(&two, false).await.expect(200);
    client.form("/oidc/token", &[("grant_type", "client_credentials")]).await.refuses(400, "oidc.invalid_target");
    set("nope", true).await.refuses(404, "entity.not_exists");
    api.patch(&format!("/api/resources/{one}/is-default"), json!({})).await.refuses(400, "guard.invalid_input");
});
