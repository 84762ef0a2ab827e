//! `/api/authn/single-sign-on/saml/{connectorId}`

use avouch_store::params;
use avouch_testkit::{Answer, Server, on_both};
use serde_json::json;

use super::idp::{Idp, Says, Signed, request};
use crate::authn::forged::{cut, forged};
use crate::experience::verification::sso::{back, depart};
use crate::experience::{at_sign_in, post, put, shown, start};
use crate::flow::{Flow, parameter};

/// Someone on the way to an identity provider.
pub(super) struct Away<'a> {
    pub(super) flow: Flow<'a>,
    pub(super) idp: Idp,
    pub(super) connector: String,
    pub(super) verification: String,
    pub(super) relay_state: String,
    /// Where the browser was sent last.
    pub(super) address: String,
    pub(super) good: Says,
}

impl<'a> Away<'a> {
    pub(super) async fn new(server: &'a Server) -> Self {
        let flow = at_sign_in(server).await;
        let idp = Idp::new();
        let body = json!({ "providerName": "SAML", "connectorName": "saml", "config": { "metadata": idp.metadata },
            "domains": ["acme.test"] });
        let connector = flow.api.post("/api/sso-connectors", body).await.expect(200).text_of("id");
        flow.api.patch("/api/sign-in-exp", json!({ "singleSignOnEnabled": true })).await.expect(200);
        start(&flow.browser, "SignIn").await;
        let mut away = Self {
            good: Says::to("", "", ""),
            verification: String::new(),
            relay_state: String::new(),
            address: String::new(),
            flow,
            idp,
            connector,
        };
        away.depart().await;
        away
    }

    /// Goes to the provider, again.
    pub(super) async fn depart(&mut self) {
        let body = json!({ "state": "xyz", "redirectUri": "https://ours.test/callback" });
        let path = format!("/verification/sso/{}/authorization-uri", self.connector);
        let answer = post(&self.flow.browser, &path, body).await.expect(200);
        let address = answer.text_of("authorizationUri");
        assert!(address.starts_with("https://idp.test/sso?"), "{address}");
        self.address.clone_from(&address);
        let sent = request(&parameter(&address, "SAMLRequest").unwrap());
        let id = sent.split(" ID=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        self.good = Says::to(&self.flow.api.base, &self.connector, id);
        for part in [self.good.audience.as_str(), &self.good.recipient, "https://idp.test/sso"] {
            assert!(sent.contains(part), "{part} in {sent}");
        }
        self.relay_state = parameter(&address, "RelayState").unwrap();
        self.verification = answer.text_of("verificationId");
    }

    pub(super) async fn bring(&self, response: &str) -> Answer {
        self.bring_to(&self.connector, &[("SAMLResponse", response), ("RelayState", &self.relay_state)]).await
    }

    pub(super) async fn bring_to(&self, connector: &str, form: &[(&str, &str)]) -> Answer {
        let path = format!("/api/authn/single-sign-on/saml/{connector}");
        self.flow.browser.form(&path, form).await
    }

    pub(super) async fn verify(&self) -> Answer {
        back(&self.flow.browser, &self.connector, &self.verification, json!({ "state": "xyz" })).await
    }
}

on_both!(people_come_back_from_an_identity_provider, server, {
    let mut away = Away::new(&server).await;
    away.verify().await.refuses(400, "session.connector_validation_session_not_found");
    let response = away.idp.response(&away.good, Signed::Assertion);
    let accepted = away.bring(&response).await.expect(302);
    assert_eq!(accepted.header("location"), "https://ours.test/callback?state=xyz");
    // A response is good once.
    away.bring(&response).await.refuses(400, "connector.invalid_response");
    away.verify().await.expect(200);
    away.bring(&response).await.refuses(404, "session.connector_validation_session_not_found");
    let info = shown(&away.flow.browser).await["verificationRecords"][0].clone();
    assert_eq!(info["enterpriseSsoUserInfo"], json!({ "id": "7", "email": "grace@acme.test", "name": "Grace" }));
    assert_eq!(info["issuer"], "https://idp.test");
    let browser = &away.flow.browser;
    let identification = json!({ "verificationId": away.verification });
    post(browser, "/identification", identification.clone()).await.refuses(404, "user.sso_identity_not_exist");
    put(browser, "/interaction-event", json!({ "interactionEvent": "Register" })).await.expect(204);
    post(browser, "/identification", identification).await.expect(201);
    post(browser, "/submit", json!({})).await.expect(200);
    let found = away.flow.api.get("/api/users?search=grace%25").await.expect(200).json();
    assert_eq!(found[0]["primaryEmail"], "grace@acme.test");

    // The response may be signed as a whole, and the connector may look elsewhere for who it is.
    away.flow.browser.get(&away.flow.request(&[("prompt", "login")])).await.expect(303);
    let mapping = json!({ "config": { "metadata": away.idp.metadata, "attributeMapping": { "id": "email" } } });
    let path = format!("/api/sso-connectors/{}", away.connector);
    away.flow.api.patch(&path, mapping).await.expect(200);
    start(&away.flow.browser, "SignIn").await;
    away.depart().await;
    away.bring(&away.idp.response(&away.good, Signed::Response)).await.expect(302);
    away.verify().await.expect(200);
    let info = shown(&away.flow.browser).await["verificationRecords"][0]["enterpriseSsoUserInfo"].clone();
    assert_eq!(info["id"], "grace@acme.test");
});

on_both!(responses_that_prove_nothing_are_refused, server, {
    let away = Away::new(&server).await;
    let (idp, good) = (&away.idp, &away.good);
    for (what, response) in forged(idp, good) {
        let answer = away.bring(&response).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "connector.invalid_response"), "{what}");
    }
    away.verify().await.refuses(400, "session.connector_validation_session_not_found");
    // A comment ends no text: what is read is what was signed.
    away.bring(&cut(idp, good)).await.expect(302);
    away.verify().await.expect(200);
    let info = shown(&away.flow.browser).await["verificationRecords"][0]["enterpriseSsoUserInfo"].clone();
    assert_eq!((&info["id"], &info["email"]), (&json!("7-of-evil"), &json!("grace@acme.test.evil.test")));
});

on_both!(responses_belong_to_a_sign_in, server, {
    let away = Away::new(&server).await;
    let response = away.idp.response(&away.good, Signed::Assertion);
    let (relay_state, connector) = (away.relay_state.as_str(), away.connector.as_str());
    for form in [
        vec![("SAMLResponse", response.as_str())],
        vec![("SAMLResponse", &response), ("RelayState", "")],
        vec![("SAMLResponse", &response), ("RelayState", "nope")],
    ] {
        let answer = away.bring_to(connector, &form).await;
        answer.refuses(404, "session.connector_validation_session_not_found");
    }
    let form = [("SAMLResponse", response.as_str()), ("RelayState", relay_state)];
    away.bring_to("nope", &form).await.refuses(404, "session.connector_validation_session_not_found");
    away.bring_to(connector, &[("RelayState", relay_state)]).await.refuses(400, "guard.invalid_input");
    let path = format!("/api/sso-connectors/{connector}");
    let tx = server.tenant("default").begin().await.unwrap();
    let set = "update sso_connectors set config = $3 where tenant_id = $1 and id = $2";
    let bad = json!({ "metadata": "<EntityDescriptor/>" });
    tx.execute(set.into(), params![connector, &bad]).await.unwrap();
    tx.commit().await.unwrap();
    away.bring(&response).await.refuses(400, "connector.invalid_metadata");
    away.flow.api.delete(&path).await.expect(204);
    away.bring(&response).await.refuses(404, "entity.not_exists_with_id");
});

on_both!(what_cannot_be_asked_is_said, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "SignIn").await;
    let idp = Idp::new();
    let tx = server.tenant("default").begin().await.unwrap();
    let sql = "insert into sso_connectors (tenant_id, id, provider_name, connector_name, config) values ($1, $2, 'SAML', $2, $3)";
    for (id, config) in [
        ("signs", json!({ "metadata": idp.metadata, "signAuthnRequest": true })),
        ("odd", json!({ "metadata": "<EntityDescriptor/>" })),
    ] {
        tx.execute(sql.into(), params![id, &config]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let ask = json!({ "state": "xyz", "redirectUri": "https://ours.test/callback" });
    for (id, code) in [("signs", "single_sign_on.sso_signing_unavailable"), ("odd", "connector.invalid_metadata")] {
        let path = format!("/verification/sso/{id}/authorization-uri");
        post(&flow.browser, &path, ask.clone()).await.refuses(500, code);
    }
    // Whoever speaks OpenID Connect posts nothing here.
    let oidc = crate::experience::verification::sso::Idp::start().await;
    let connector = crate::experience::verification::sso::connect(&flow.api, &oidc, "OIDC", json!({})).await;
    depart(&flow.browser, &connector).await;
    let uid = flow.browser.cookie("_interaction_resume").unwrap();
    let form = [("SAMLResponse", "eA=="), ("RelayState", uid.as_str())];
    let path = format!("/api/authn/single-sign-on/saml/{connector}");
    server.anonymous().form(&path, &form).await.refuses(400, "connector.invalid_response");
});

on_both!(who_sends_another_one_to_an_enterprise_gets_nothing, server, {
    let away = Away::new(&server).await;
    let response = away.idp.response(&away.good, Signed::Assertion);
    let path = format!("/api/authn/single-sign-on/saml/{}", away.connector);
    let form = [("SAMLResponse", response.as_str()), ("RelayState", away.relay_state.as_str())];
    server.browser().form(&path, &form).await.expect(302);
    away.verify().await.refuses(400, "session.connector_validation_session_not_found");
});
