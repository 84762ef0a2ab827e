//! Sign-in at every social provider.

use avouch_crypto::sha256;
use avouch_testkit::{Answer, Database, STAND_IN, Server, on_both};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde_json::{Value, json};

use super::stage::{Stage, differences, pairs};
use super::{fixtures, list, with};
use crate::experience::{at_sign_in, post, shown, start};
use crate::flow::Flow;

const STATE: &str = "xyz";
const REDIRECT: &str = "https://ours.test/callback";

/// A connector with its fixture.
struct Case<'a> {
    name: &'a str,
    fixture: &'a Value,
    connector: String,
    flow: &'a Flow<'a>,
    stage: &'a Stage,
}

/// What is different in a variant: the answer to one step, what the person comes back with, claims of the ID token.
fn exchanges(fixture: &Value, variant: &Value) -> Vec<Value> {
    let mut exchanges = list(&fixture["exchanges"]);
    if let Some(step) = variant["at"].as_u64().and_then(|step| usize::try_from(step).ok()) {
        let exchange = exchanges[step].as_object_mut().unwrap();
        exchange.shift_remove("text");
        for name in ["answer", "answerStatus"] {
            exchange.extend(variant.get(name).map(|value| (name.to_owned(), value.clone())));
        }
    }
    exchanges
}

impl Case<'_> {
    /// Goes to the provider and comes back.
    async fn run(&self, variant: &Value) -> Answer {
        let browser = &self.flow.browser;
        start(browser, "SignIn").await;
        let ask = json!({ "state": STATE, "redirectUri": REDIRECT });
        let path = format!("/verification/social/{}/authorization-uri", self.connector);
        let departure = post(browser, &path, ask).await.expect(200);
        let address = departure.text_of("authorizationUri");
        let (base, query) = address.split_once('?').unwrap();
        let query = pairs(query.split('#').next().unwrap());
        assert_eq!(base, self.fixture["authorization"], "{}", self.name);
        assert_eq!(differences("address", &self.fixture["query"], &query), Vec::<String>::new(), "{}", self.name);
        let nonce = query["nonce"].as_str().unwrap_or_default();
        let token = with(&self.fixture["idToken"], &variant["idToken"]);
        self.stage.set(&exchanges(self.fixture, variant), &token, nonce);
        let data = variant.get("callback").unwrap_or(&self.fixture["callback"]);
        let data = self.stage.filled(&with(&json!({ "state": STATE, "redirectUri": REDIRECT }), data), &token, nonce);
        let body = json!({ "connectorData": data, "verificationId": departure.text_of("verificationId") });
        let answer = post(browser, &format!("/verification/social/{}/verify", self.connector), body).await;
        if let (Some(challenge), Some(verifier)) =
            (query["code_challenge"].as_str(), self.stage.form()["code_verifier"].as_str())
        {
            assert_eq!(challenge, BASE64_URL_SAFE_NO_PAD.encode(sha256(verifier.as_bytes())), "{}", self.name);
        }
        answer
    }

    /// Who came back.
    async fn person(&self, variant: &Value) {
        let answer = self.run(variant).await;
        let context = format!("{} with {variant}: {}; {:?}", self.name, answer.text(), self.stage.problems());
        assert_eq!(answer.status.as_u16(), 200, "{context}");
        assert!(self.stage.problems().is_empty(), "{context}");
        let seen = shown(&self.flow.browser).await;
        let mut person = seen["verificationRecords"][0]["socialUserInfo"].clone();
        let raw = person.as_object_mut().unwrap().shift_remove("rawData").unwrap();
        assert!(raw.as_object().is_some_and(|raw| !raw.is_empty()), "{context}");
        let wanted = variant.get("person").unwrap_or(&self.fixture["person"]);
        if self.fixture["more"] == true {
            person.as_object_mut().unwrap().retain(|name, _| wanted.get(name).is_some());
        }
        assert_eq!(&person, wanted, "{}", self.name);
    }

    /// What is asked besides where the provider's tokens are to be kept.
    async fn keeps_tokens(&self) {
        let path = format!("/api/connectors/{}", self.connector);
        self.flow.api.patch(&path, json!({ "enableTokenStorage": true })).await.expect(200);
        let more = [list(&self.fixture["exchanges"]), list(&self.fixture["keeps"])].concat();
        let fixture = with(self.fixture, &json!({ "exchanges": more }));
        let Self { name, connector, flow, stage, .. } = self;
        let case = Case { name, fixture: &fixture, connector: connector.clone(), flow, stage };
        case.person(&json!({})).await;
        assert_eq!(stage.asked().len(), more.len(), "{name}: {:?}", stage.asked());
    }

    async fn fails(&self, variant: &Value, status: u64, code: &str) {
        let answer = self.run(variant).await;
        let found = (u64::from(answer.status.as_u16()), answer.code());
        assert_eq!(found, (status, code.to_owned()), "{} with {variant}: {}", self.name, answer.text());
    }

    /// What goes wrong with every provider in the same way.
    async fn usual_failures(&self) {
        let denied = json!({ "callback": { "error": "access_denied", "error_description": "no" } });
        self.fails(&denied, 401, "connector.authorization_failed").await;
        let other = json!({ "callback": { "error": "server_error" } });
        self.fails(&other, 400, "connector.general").await;
        for (step, exchange) in list(&self.fixture["exchanges"]).iter().enumerate() {
            let answer = |status: u16| json!({ "at": step, "answer": {}, "answerStatus": status });
            match exchange["role"].as_str() {
                Some("token") => {
                    self.fails(&answer(500), 400, "connector.general").await;
                    self.fails(&answer(200), 401, "connector.social_auth_code_invalid").await;
                }
                Some("user") => {
                    self.fails(&answer(500), 400, "connector.general").await;
                    self.fails(&answer(401), 401, "connector.social_invalid_access_token").await;
                    if self.fixture["lenient"] != true {
                        self.fails(&answer(200), 400, "connector.invalid_response").await;
                    }
                }
                _ => {}
            }
        }
    }
}

async fn with_stage(database: Database) -> (Server, Stage) {
    let stage = Stage::start().await;
    let settings = [&[(STAND_IN, stage.address.as_str())][..], crate::secrets::VAULT].concat();
    (Server::with(database, &settings).await, stage)
}

on_both!(of every_provider_is_spoken_to_in_its_own_way, database, {
    let (server, stage) = with_stage(database).await;
    let flow = at_sign_in(&server).await;
    for (name, fixture) in &fixtures("social") {
        let config = stage.filled(&fixture["config"], &json!({}), "");
        let mut body = json!({ "connectorId": name, "config": config });
        if let Some(metadata) = fixture.get("metadata") {
            body["metadata"] = metadata.clone();
        }
        let connector = flow.api.post("/api/connectors", body).await.expect(200).text_of("id");
        let case = Case { name, fixture, connector, flow: &flow, stage: &stage };
        case.person(&json!({})).await;
        let all: Vec<usize> = (0..list(&fixture["exchanges"]).len()).collect();
        assert!(all.iter().all(|step| stage.asked().contains(step) || fixture["exchanges"][step]["answer"] == "$JWKS"), "{name}: {:?}", stage.asked());
        for variant in list(&fixture["variants"]) {
            case.person(&variant).await;
        }
        for failure in list(&fixture["failures"]) {
            case.fails(&failure, failure["status"].as_u64().unwrap(), failure["code"].as_str().unwrap()).await;
        }
        case.usual_failures().await;
        if !list(&fixture["keeps"]).is_empty() {
            case.keeps_tokens().await;
        }
        flow.api.delete(&format!("/api/connectors/{}", case.connector)).await.expect(204);
    }
});

on_both!(of id_tokens_are_held_against_what_the_tenant_says, database, {
    let (server, stage) = with_stage(database).await;
    let flow = at_sign_in(&server).await;
    let (_, fixture) = fixtures("social").into_iter().find(|(name, _)| name == "oidc").unwrap();
    let config = stage.filled(&fixture["config"], &json!({}), "");
    let of = |rules: &Value| with(&config, &json!({ "idTokenVerificationConfig": with(&config["idTokenVerificationConfig"], rules) }));
    let body = json!({ "connectorId": "oidc", "config": config, "metadata": fixture["metadata"] });
    let connector = flow.api.post("/api/connectors", body).await.expect(200).text_of("id");
    let path = format!("/api/connectors/{connector}");
    let case = Case { name: "oidc", fixture: &fixture, connector, flow: &flow, stage: &stage };
    let old = json!({ "idToken": { "iat": server.clock.now().seconds() - 120 } });
    for (rules, variant, fits) in [
        (json!({ "subject": "7", "typ": "JWT", "crit": { "ours": true }, "audience": "other" }), json!({}), true),
        (json!({ "subject": "8" }), json!({}), false),
        (json!({ "typ": "at+jwt" }), json!({}), false),
        (json!({ "algorithms": ["RS256"] }), json!({}), false),
        (json!({ "issuer": ["https://p.test", "https://q.test"] }), json!({}), true),
        (json!({ "issuer": [ "https://q.test"] }), json!({}), false),
        (json!({ "maxTokenAge": "1 minute" }), old.clone(), false),
        (json!({ "maxTokenAge": 60, "clockTolerance": "2 minutes" }), old.clone(), true),
        (json!({ "maxTokenAge": 600 }), old, true),
    ] {
        flow.api.patch(&path, json!({ "config": of(&rules) })).await.expect(200);
        if fits {
            case.person(&variant).await;
        } else {
            case.fails(&variant, 401, "connector.social_invalid_id_token").await;
        }
    }
    for wrong in [
        json!({ "jwksUri": 1 }),
        json!({ "issuer": 1 }),
        json!({ "audience": [1] }),
        json!({ "algorithms": "RS256" }),
        json!({ "clockTolerance": "soon" }),
        json!({ "maxTokenAge": -1 }),
        json!({ "subject": 1 }),
        json!({ "crit": ["ours"] }),
        json!({ "crit": { "ours": 1 } }),
        // With a clock that stands still no token is ever over.
        json!({ "currentDate": "2026-01-01T00:00:00Z" }),
    ] {
        let refused = flow.api.patch(&path, json!({ "config": of(&wrong) })).await;
        refused.refuses(400, "connector.invalid_config");
    }
});

on_both!(every_social_factory_has_a_fixture, server, {
    let factories = server.management().await.get("/api/connector-factories").await.expect(200).json();
    let own: Vec<String> = fixtures("social").into_iter().map(|(name, _)| name).collect();
    for factory in list(&factories).iter().filter(|factory| factory["type"] == "Social") {
        let id = factory["id"].as_str().unwrap();
        assert!(own.iter().any(|own| own == id) || id == "saml", "{id} has no fixture");
    }
});
