//! `/api/connectors/simple-mail-transfer-protocol/test`

use avouch_testkit::on_both;
use serde_json::{Value, json};

use super::mail_server::{Door, MailServer, Offer};

const PATH: &str = "/api/connectors/simple-mail-transfer-protocol/test";

/// A request for a mail by a server, with more of a configuration.
fn by(port: u16, more: &Value) -> Value {
    let template =
        |usage: &str| json!({ "usageType": usage, "contentType": "text/plain", "subject": "s", "content": "{{code}}" });
    let templates = ["SignIn", "Register", "ForgotPassword", "Generic"].map(template);
    let mut config = json!({ "host": "localhost", "port": port, "auth": { "user": "u", "pass": "p" },
        "fromEmail": "no-reply@us.test", "templates": templates, "customHeaders": { "X-Ours": "1" } });
    config.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "email": "ada@example.test", "config": config })
}

on_both!(mail_goes_by_smtp_in_the_tenants_own_words, server, {
    let api = server.management().await;
    let mut mail_server = MailServer::start(Offer::USUAL).await;
    let own = json!({ "languageTag": "en", "templateType": "Generic", "details": { "subject": "Hello {{code}}", "content": "<b>{{code}}</b>", "sendFrom": "Us", "replyTo": "help@us.test" } });
    api.put("/api/email-templates", json!({ "templates": [own] })).await.expect(200);
    let body = by(mail_server.port, &json!({}));
    api.post(PATH, body.clone()).await.expect(204);
    let first = mail_server.next().await;
    for part in [
        "MAIL FROM:<no-reply@us.test>",
        "RCPT TO:<ada@example.test>",
        "Subject: Hello 000000",
        "<b>000000</b>",
        "Us <no-reply@us.test>",
        "Reply-To: help@us.test",
        "X-Ours: 1",
        "text/html",
        "text/plain",
        "multipart/alternative",
    ] {
        assert!(first.text.contains(part), "{part} in {}", first.text);
    }
    assert_eq!((first.login.as_str(), first.is_encrypted), ("PLAIN u p", false));
    // The next message goes by the same connection.
    api.post(PATH, body).await.expect(204);
    assert_eq!(mail_server.next().await.connection, first.connection);
});

on_both!(connections_are_encrypted, server, {
    let api = server.management().await;
    for (door, more) in [
        (Door::Tls, json!({ "secure": true })),
        (Door::StartTls, json!({ "requireTLS": true })),
        (Door::StartTls, json!({})),
    ] {
        let mut mail_server = MailServer::start(Offer { door, ..Offer::USUAL }).await;
        let port = mail_server.port;
        let with = |tls: Value| {
            let mut more = more.clone();
            more["tls"] = tls;
            by(port, &more)
        };
        // Nobody vouches for its certificate, unless the configuration does.
        api.post(PATH, with(json!({}))).await.refuses(400, "connector.general");
        let body = with(json!({ "ca": mail_server.authority, "minVersion": "TLSv1.3" }));
        api.post(PATH, body.clone()).await.expect(204);
        let first = mail_server.next().await;
        assert_eq!((first.login.as_str(), first.is_encrypted), ("PLAIN u p", true));
        assert!(first.text.contains("000000"), "{}", first.text);
        api.post(PATH, body).await.expect(204);
        assert_eq!(mail_server.next().await.connection, first.connection, "connections stay open");
        // The certificate is of another name.
        let elsewhere = with(json!({ "ca": [mail_server.authority], "servername": "other.test" }));
        api.post(PATH, elsewhere).await.refuses(400, "connector.general");
        api.post(PATH, with(json!({ "rejectUnauthorized": false }))).await.expect(204);
        assert!(mail_server.next().await.is_encrypted);
    }
    // Who does not want it is not upgraded; who must have it is not sent through an open door.
    let mut mail_server = MailServer::start(Offer { door: Door::StartTls, ..Offer::USUAL }).await;
    api.post(PATH, by(mail_server.port, &json!({ "ignoreTLS": true }))).await.expect(204);
    assert!(!mail_server.next().await.is_encrypted);
    let open = MailServer::start(Offer::USUAL).await;
    for more in [json!({ "requireTLS": true }), json!({ "secure": true, "connectionTimeout": 500 })] {
        api.post(PATH, by(open.port, &more)).await.refuses(400, "connector.general");
    }
});

on_both!(mail_leaves_by_the_address_that_is_said, server, {
    let api = server.management().await;
    let own = json!({ "localAddress": "127.0.0.2" });
    for (door, more) in [
        (Door::Plain, json!({})),
        (Door::StartTls, json!({ "requireTLS": true })),
        (Door::StartTls, json!({})),
        (Door::Tls, json!({ "secure": true })),
    ] {
        let mut mail_server = MailServer::start(Offer { door, ..Offer::USUAL }).await;
        let mut more = more;
        more["tls"] = json!({ "ca": mail_server.authority });
        api.post(PATH, by(mail_server.port, &more)).await.expect(204);
        let usual = mail_server.next().await;
        more["localAddress"] = own["localAddress"].clone();
        api.post(PATH, by(mail_server.port, &more)).await.expect(204);
        let mail = mail_server.next().await;
        assert_eq!((usual.from.to_string(), mail.from.to_string()), ("127.0.0.1".to_owned(), "127.0.0.2".to_owned()));
        assert_eq!((mail.login.as_str(), mail.is_encrypted), ("PLAIN u p", door != Door::Plain));
        assert!(mail.text.contains("RCPT TO:<ada@example.test>") && mail.text.contains("000000"), "{}", mail.text);
        more["auth"] = json!({ "user": "u", "pass": "wrong" });
        api.post(PATH, by(mail_server.port, &more)).await.refuses(400, "connector.general");
    }
    let open = MailServer::start(Offer::USUAL).await;
    let strict = json!({ "localAddress": "127.0.0.2", "requireTLS": true });
    api.post(PATH, by(open.port, &strict)).await.refuses(400, "connector.general");
    // An address of another machine cannot be sent from.
    api.post(PATH, by(open.port, &json!({ "localAddress": "192.0.2.1" }))).await.refuses(400, "connector.general");
    api.post(PATH, by(open.port, &json!({ "localAddress": "" }))).await.expect(204);
});

on_both!(servers_are_told_who_sends, server, {
    let api = server.management().await;
    let token = json!({ "auth": { "type": "oauth2", "user": "u", "accessToken": "p" } });
    for (mechanisms, more, login) in [
        ("PLAIN LOGIN", json!({}), "PLAIN u p"),
        ("LOGIN", json!({}), "LOGIN u p"),
        ("XOAUTH2", token, "XOAUTH2 user=u auth=Bearer p"),
        ("PLAIN", json!({ "auth": {} }), ""),
    ] {
        let mut mail_server = MailServer::start(Offer { mechanisms, ..Offer::USUAL }).await;
        api.post(PATH, by(mail_server.port, &more)).await.expect(204);
        assert_eq!(mail_server.next().await.login, login);
    }
    let mail_server = MailServer::start(Offer::USUAL).await;
    let wrong = json!({ "auth": { "user": "u", "pass": "wrong" } });
    let refused = api.post(PATH, by(mail_server.port, &wrong)).await.refuses(400, "connector.general");
    assert!(refused.text().contains("535"), "{}", refused.text());
    assert!(!refused.text().contains("wrong"), "nobody is told the password");
});

on_both!(what_a_mail_server_does_not_do_is_said, server, {
    let api = server.management().await;
    let full = MailServer::start(Offer { recipient: "452 4.2.2 mailbox full", ..Offer::USUAL }).await;
    let refused = api.post(PATH, by(full.port, &json!({}))).await.refuses(400, "connector.general");
    assert!(refused.text().contains("mailbox full"), "{}", refused.text());
    let silent = MailServer::start(Offer { door: Door::Silent, ..Offer::USUAL }).await;
    for name in ["connectionTimeout", "greetingTimeout", "socketTimeout"] {
        api.post(PATH, by(silent.port, &json!({ name: 100 }))).await.refuses(400, "connector.general");
    }
    api.post(PATH, by(1, &json!({}))).await.refuses(400, "connector.general");
    for wrong in [
        json!({ "port": 70_000 }),
        json!({ "fromEmail": "nobody" }),
        json!({ "tls": { "ca": "nothing" } }),
        json!({ "tls": { "ca": [] , "minVersion": "SSLv3" } }),
        json!({ "tls": { "rejectUnauthorized": "no" } }),
        json!({ "tls": { "servername": 1 } }),
        json!({ "auth": { "type": "magic" } }),
        json!({ "localAddress": "eth0" }),
    ] {
        api.post(PATH, by(full.port, &wrong)).await.refuses(400, "connector.invalid_config");
    }
});
