//! `/api/connector-factories`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(kinds_of_connectors_are_told, server, {
    let api = server.management().await;
    let all = api.get("/api/connector-factories").await.expect(200).json();
    assert!(all.as_array().unwrap().len() > 45);
    let smtp = api.get("/api/connector-factories/simple-mail-transfer-protocol").await.expect(200).json();
    assert_eq!((&smtp["type"], &smtp["target"], &smtp["platform"]), (&json!("Email"), &json!("smtp"), &json!(null)));
    let host = json!({ "type": "Text", "key": "host", "label": "Host", "placeholder": "<host>", "required": true });
    assert_eq!(smtp["formItems"][0], host);
    api.get("/api/connector-factories/nope").await.refuses(404, "entity.not_found");
});
