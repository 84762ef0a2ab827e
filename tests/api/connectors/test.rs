//! `/api/connectors/{factoryId}/test`

mod mail_server;
mod smtp;

use avouch_testkit::{Receiver, on_both};
use serde_json::json;

on_both!(a_configuration_is_tried, server, {
    let (api, receiver) = (server.management().await, Receiver::start().await);
    let path = "/api/connectors/http-email/test";
    let config = json!({ "endpoint": receiver.base });
    api.post(path, json!({ "email": "a@b.test", "config": config, "locale": "fr" })).await.expect(204);
    let body = receiver.wait(1).await[0].json();
    assert_eq!((&body["type"], &body["payload"]), (&json!("Generic"), &json!({ "code": "000000", "locale": "fr" })));
    for nobody in [path, "/api/connectors/nope/test"] {
        api.post(nobody, json!({ "config": config })).await.refuses(400, "guard.invalid_input");
    }
    let both = json!({ "email": "a@b.test", "phone": "14155552671", "config": config });
    api.post(path, both).await.refuses(400, "connector.unexpected_type");
    api.post(path, json!({ "phone": "+14155552671", "config": config })).await.refuses(400, "guard.invalid_input");
    api.post(path, json!({ "phone": "14155552671", "config": config })).await.refuses(400, "connector.unexpected_type");
    api.post(path, json!({ "email": "a@b.test", "config": {} })).await.refuses(400, "connector.invalid_config");
    api.post("/api/connectors/nope/test", json!({ "email": "a@b.test", "config": config }))
        .await
        .refuses(400, "connector.not_found");
    api.post("/api/connectors/github-universal/test", json!({ "email": "a@b.test", "config": config }))
        .await
        .refuses(400, "connector.unexpected_type");
    for (status, code, expected) in [(500, "connector.general", 400), (429, "connector.rate_limit_exceeded", 429)] {
        let grumpy = Receiver::answering(move |_| (status, "{}".to_owned())).await;
        let body = json!({ "email": "a@b.test", "config": { "endpoint": grumpy.base } });
        api.post(path, body).await.refuses(expected, code);
    }
    let text = |usage: &str| json!({ "usageType": usage, "templateCode": "T" });
    let usages = [
        "SignIn",
        "Register",
        "ForgotPassword",
        "OrganizationInvitation",
        "Generic",
        "UserPermissionValidation",
        "BindNewIdentifier",
        "MfaVerification",
        "BindMfa",
    ];
    let config = json!({ "accessKeyId": "k", "accessKeySecret": "s", "signName": "Us", "templates": usages.map(text) });
    let abroad = json!({ "phone": "14155552671", "config": config });
    api.post("/api/connectors/aliyun-short-message-auth-service/test", abroad)
        .await
        .refuses(400, "connector.invalid_request_parameters");
    let config = json!({ "endpoint": "https://api.mailgun.net", "domain": "d", "apiKey": "k", "from": "a@b.test", "deliveries": {} });
    api.post("/api/connectors/mailgun-email/test", json!({ "email": "a@b.test", "config": config }))
        .await
        .refuses(400, "connector.template_not_found");
});
