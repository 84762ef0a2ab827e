//! `/api/connectors/{factoryId}/test`

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

/// A mail server that takes one message; answers it.
async fn mail_server() -> (u16, tokio::sync::oneshot::Receiver<String>) {
    use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (told, heard) = tokio::sync::oneshot::channel();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let (mut lines, mut all, mut data) = (BufReader::new(read).lines(), String::new(), false);
        write.write_all(b"220 ready\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            all.push_str(&line);
            all.push('\n');
            let answer = match line.as_str() {
                "." => {
                    data = false;
                    "250 kept\r\n"
                }
                _ if data => continue,
                "DATA" => {
                    data = true;
                    "354 go on\r\n"
                }
                "QUIT" => {
                    write.write_all(b"221 bye\r\n").await.unwrap();
                    break;
                }
                line if line.starts_with("EHLO") => "250-here\r\n250 AUTH PLAIN LOGIN\r\n",
                line if line.starts_with("AUTH") => "235 fine\r\n",
                _ => "250 fine\r\n",
            };
            if write.write_all(answer.as_bytes()).await.is_err() {
                break;
            }
        }
        let _ = told.send(all);
    });
    (port, heard)
}

on_both!(mail_goes_by_smtp_in_the_tenants_own_words, server, {
    let api = server.management().await;
    let (port, heard) = mail_server().await;
    let own = json!({ "languageTag": "en", "templateType": "Generic", "details": { "subject": "Hello {{code}}", "content": "<b>{{code}}</b>", "sendFrom": "Us", "replyTo": "help@us.test" } });
    api.put("/api/email-templates", json!({ "templates": [own] })).await.expect(200);
    let template =
        |usage: &str| json!({ "usageType": usage, "contentType": "text/plain", "subject": "s", "content": "c" });
    let templates: Vec<_> = ["SignIn", "Register", "ForgotPassword", "Generic"].map(template).into();
    let config = json!({ "host": "localhost", "port": port, "auth": { "user": "u", "pass": "p" }, "fromEmail": "no-reply@us.test",
        "templates": templates, "customHeaders": { "X-Ours": "1" } });
    let body = json!({ "email": "ada@example.test", "config": config });
    api.post("/api/connectors/simple-mail-transfer-protocol/test", body).await.expect(204);
    let mail = heard.await.unwrap();
    for part in [
        "MAIL FROM:<no-reply@us.test>",
        "RCPT TO:<ada@example.test>",
        "Subject: Hello 000000",
        "<b>000000</b>",
        "Us <no-reply@us.test>",
        "Reply-To: help@us.test",
        "X-Ours: 1",
        "text/html",
    ] {
        assert!(mail.contains(part), "{part} in {mail}");
    }
});
