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
    let port = json!({ "type": "Number", "key": "port", "label": "Port", "placeholder": "25", "required": true });
    assert_eq!(smtp["formItems"][1], port);
    assert_eq!(smtp["formItems"][2]["defaultValue"], json!({ "type": "login", "user": "", "pass": "" }));
    assert_eq!(smtp["name"], json!({ "en": "SMTP", "zh-CN": "SMTP", "tr-TR": "SMTP", "ko": "SMTP" }));
    let alipay = api.get("/api/connector-factories/alipay-web").await.expect(200).json();
    assert_eq!((&alipay["name"]["en"], &alipay["name"]["zh-CN"]), (&json!("Alipay"), &json!("支付宝")));
    api.get("/api/connector-factories/nope").await.refuses(404, "entity.not_found");
});
