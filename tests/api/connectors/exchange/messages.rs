//! Messages through every service.

use avouch_testkit::{Answer, Client, STAND_IN, Server, on_both};
use serde_json::{Value, json};

use super::stage::Stage;
use super::{fixtures, list, with};

const USAGES: [&str; 9] = [
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

/// Services that send the texts of the tenant's own.
const OWN: Value = Value::Null;

/// A service with its fixture.
struct Case<'a> {
    kind: &'a str,
    name: &'a str,
    fixture: &'a Value,
    api: &'a Client,
    stage: &'a Stage,
}

impl Case<'_> {
    /// Sends a message; answers what came of it.
    async fn run(&self, variant: &Value) -> Answer {
        let part = |name: &str| variant.get(name).unwrap_or(&self.fixture[name]).clone();
        let mut config = with(&self.fixture["config"], &variant["config"]);
        if part("template").is_object() {
            let texts = USAGES.map(|usage| with(&part("template"), &json!({ "usageType": usage })));
            config["templates"] = json!(texts);
        }
        let mut exchange = part("exchange");
        for name in ["answer", "answerStatus", "text", "json", "form"] {
            exchange.as_object_mut().unwrap().extend(variant.get(name).map(|value| (name.to_owned(), value.clone())));
        }
        self.stage.set(&[exchange], &OWN, "");
        let to = if self.kind == "email" { "email" } else { "phone" };
        let body = json!({ to: part("to"), "config": config });
        let answer = self.api.post(&format!("/api/connectors/{}/test", self.name), body).await;
        let context = format!("{} with {variant}: {}", self.name, answer.text());
        assert_eq!(self.stage.problems(), Vec::<String>::new(), "{context}");
        let is_sent = !self.stage.asked().is_empty();
        assert_eq!(is_sent, variant["unsent"] != true, "{context}");
        answer
    }

    async fn sends(&self, variant: &Value) {
        let answer = self.run(variant).await;
        assert_eq!(answer.status.as_u16(), 204, "{} with {variant}: {}", self.name, answer.text());
    }

    async fn fails(&self, variant: &Value) {
        let answer = self.run(variant).await;
        let found = json!([answer.status.as_u16(), answer.code()]);
        assert_eq!(
            found,
            json!([variant["status"], variant["code"]]),
            "{} with {variant}: {}",
            self.name,
            answer.text()
        );
    }
}

on_both!(of every_service_is_handed_messages_in_its_own_way, database, {
    let stage = Stage::start().await;
    let server = Server::with(database, &[(STAND_IN, &stage.address)]).await;
    let api = server.management().await;
    for kind in ["email", "sms"] {
        for (name, fixture) in &fixtures(kind) {
            let case = Case { kind, name, fixture, api: &api, stage: &stage };
            case.sends(&json!({})).await;
            for variant in list(&fixture["variants"]) {
                case.sends(&variant).await;
            }
            for failure in list(&fixture["failures"]) {
                case.fails(&failure).await;
            }
            for (answered, status, code) in [(429, 429, "connector.rate_limit_exceeded"), (500, 400, "connector.general")] {
                case.fails(&json!({ "answerStatus": answered, "answer": {}, "status": status, "code": code })).await;
            }
        }
    }
});

on_both!(of mails_are_in_the_tenants_own_words_where_it_has_some, database, {
    let stage = Stage::start().await;
    let server = Server::with(database, &[(STAND_IN, &stage.address)]).await;
    let api = server.management().await;
    let details = json!({ "subject": "Own {{code}}", "content": "<b>{{code}}</b>", "contentType": "text/html",
        "sendFrom": "Us", "replyTo": "help@us.test" });
    let own = json!({ "languageTag": "en", "templateType": "Generic", "details": details });
    api.put("/api/email-templates", json!({ "templates": [own] })).await.expect(200);
    for (name, fixture) in &fixtures("email") {
        let case = Case { kind: "email", name, fixture, api: &api, stage: &stage };
        // Services that keep the texts themselves are sent what they always are.
        case.sends(fixture.get("own").unwrap_or(&json!({}))).await;
    }
});

on_both!(every_service_has_a_fixture, server, {
    let factories = server.management().await.get("/api/connector-factories").await.expect(200).json();
    let own: Vec<String> = ["email", "sms"].iter().flat_map(|kind| fixtures(kind)).map(|(name, _)| name).collect();
    for factory in list(&factories).iter().filter(|factory| factory["type"] != "Social") {
        let id = factory["id"].as_str().unwrap();
        assert!(own.iter().any(|own| own == id) || id == "simple-mail-transfer-protocol", "{id} has no fixture");
    }
});
