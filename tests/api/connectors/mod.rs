//! `/api/connectors`

mod authorization_uri;
mod exchange;
mod test;

use avouch_testkit::on_both;
use serde_json::{Value, json};

fn github() -> Value {
    json!({ "connectorId": "github-universal", "config": { "clientId": "a", "clientSecret": "b", "other": 1 } })
}

fn oauth(target: Option<&str>) -> Value {
    let config = json!({ "authorizationEndpoint": "https://p.test/a", "tokenEndpoint": "https://p.test/t",
        "userInfoEndpoint": "https://p.test/u", "clientId": "a", "clientSecret": "b" });
    let mut metadata = json!({ "name": { "en": "Ours" } });
    if let Some(target) = target {
        metadata["target"] = json!(target);
    }
    json!({ "connectorId": "oauth2", "config": config, "metadata": metadata })
}

on_both!(social_connectors_are_made_changed_and_deleted, server, {
    let api = server.management().await;
    let made = api.post("/api/connectors", github()).await.expect(200).json();
    assert_eq!(
        (&made["target"], &made["type"], &made["config"]),
        (&json!("github"), &json!("Social"), &json!({ "clientId": "a", "clientSecret": "b" }))
    );
    assert_eq!((made["id"].as_str().unwrap().len(), &made["connectorId"]), (12, &json!("github-universal")));
    api.post("/api/connectors", github()).await.refuses(422, "connector.multiple_instances_not_supported");
    let empty = json!({ "connectorId": "github-universal", "config": {} });
    api.post("/api/connectors", empty).await.refuses(422, "connector.multiple_instances_not_supported");
    let invalid = api.post("/api/connectors", json!({ "connectorId": "gitlab-universal", "config": {} })).await;
    let invalid = invalid.refuses(400, "connector.invalid_config").json();
    assert_eq!((&invalid["data"]["name"], invalid["details"].is_string()), (&json!("ZodError"), true));
    api.post("/api/connectors", json!({ "connectorId": "nope" }))
        .await
        .refuses(422, "connector.not_found_with_connector_id");
    let mut named = github();
    named["metadata"] = json!({ "target": "x" });
    api.post("/api/connectors", named)
        .await
        .refuses(400, "connector.cannot_overwrite_metadata_for_non_standard_connector");
    let path = format!("/api/connectors/{}", made["id"].as_str().unwrap());
    assert_eq!(api.get(&path).await.expect(200).json(), made);
    api.get("/api/connectors/nope").await.refuses(404, "entity.not_found");
    let changed =
        api.patch(&path, json!({ "config": { "clientId": "c", "clientSecret": "d" }, "syncProfile": true })).await;
    let changed = changed.expect(200).json();
    assert_eq!((&changed["config"]["clientId"], &changed["syncProfile"]), (&json!("c"), &json!(true)));
    api.patch(&path, json!({ "config": { "clientId": 1 } })).await.refuses(400, "connector.invalid_config");
    api.patch(&path, json!({ "enableTokenStorage": true })).await.refuses(422, "request.feature_not_supported");
    api.patch("/api/connectors/nope", json!({ "syncProfile": true })).await.refuses(404, "entity.not_found");
    api.patch("/api/sign-in-exp", json!({ "socialSignInConnectorTargets": ["github"] })).await.expect(200);
    let public = server.anonymous().get("/api/.well-known/sign-in-exp").await.expect(200).json();
    assert_eq!(
        (&public["socialConnectors"][0]["id"], &public["socialConnectors"][0]["target"]),
        (&made["id"], &json!("github"))
    );
    assert!(public["socialConnectors"][0].get("config").is_none(), "nobody needs to know the secret");
    api.delete(&path).await.expect(204);
    assert_eq!(api.get("/api/sign-in-exp").await.expect(200).json()["socialSignInConnectorTargets"], json!([]));
    api.delete(&path).await.refuses(404, "entity.not_found");
});

on_both!(with crate::secrets::VAULT, tokens_can_be_kept_of_some_providers, server, {
    let api = server.management().await;
    let mut kept = github();
    kept["enableTokenStorage"] = json!(true);
    assert_eq!(api.post("/api/connectors", kept).await.expect(200).json()["enableTokenStorage"], true);
    let line = json!({ "connectorId": "line-universal", "enableTokenStorage": true, "config": { "clientId": "a", "clientSecret": "b" } });
    api.post("/api/connectors", line).await.refuses(422, "connector.token_storage_not_supported");
});

on_both!(standard_connectors_have_targets, server, {
    let api = server.management().await;
    api.post("/api/connectors", oauth(None)).await.refuses(400, "connector.should_specify_target");
    let made = api.post("/api/connectors", oauth(Some("ours"))).await.expect(200).json();
    assert_eq!(
        (&made["target"], &made["name"], &made["isStandard"]),
        (&json!("ours"), &json!({ "en": "Ours" }), &json!(true))
    );
    api.post("/api/connectors", oauth(Some("ours"))).await.refuses(422, "connector.multiple_target_with_same_platform");
    api.post("/api/connectors", oauth(Some("theirs"))).await.expect(200);
    let path = format!("/api/connectors/{}", made["id"].as_str().unwrap());
    api.patch(&path, json!({ "metadata": { "target": "x" } })).await.refuses(400, "connector.can_not_modify_target");
    let bare = json!({ "metadata": { "name": { "en": "New", "de": "" }, "logo": "", "logoDark": null } });
    let renamed = api.patch(&path, bare).await.expect(200).json();
    assert_eq!(renamed["metadata"], json!({ "name": { "en": "New" }, "target": "ours" }));
    assert_eq!((&renamed["name"], &renamed["target"]), (&json!({ "en": "New" }), &json!("ours")));
    assert_eq!(api.get("/api/connectors?target=theirs").await.expect(200).json().as_array().unwrap().len(), 1);
});

on_both!(there_is_one_mail_connector, server, {
    let api = server.management().await;
    let mail = |endpoint: &str| json!({ "connectorId": "http-email", "config": { "endpoint": endpoint } });
    let first = api.post("/api/connectors", mail("https://a.test")).await.expect(200).json();
    let second = api.post("/api/connectors", mail("https://b.test")).await.expect(200).json();
    assert_ne!(first["id"], second["id"]);
    assert_eq!(api.get("/api/connectors").await.expect(200).json(), json!([second]));
    let mut synced = mail("https://c.test");
    synced["syncProfile"] = json!(true);
    api.post("/api/connectors", synced).await.refuses(422, "connector.invalid_type_for_syncing_profile");
    let mut stored = mail("https://c.test");
    stored["enableTokenStorage"] = json!(true);
    api.post("/api/connectors", stored).await.refuses(422, "connector.token_storage_not_supported");
});
