//! `/api/authn/saml/{connectorId}`

use avouch_testkit::{Answer, Client, Server, on_both};
use serde_json::{Value, json};

use super::forged::{cut, forged};
use super::single_sign_on::idp::{Ciphers, Idp, Says, Signed, request};
use crate::experience::verification::social::back;
use crate::experience::{at_sign_in, post, put, shown, start};
use crate::flow::{Flow, parameter};
use crate::my_account::own::Own;

/// The connector's identifier, so that its address is known before it is made.
const CONNECTOR: &str = "saml-of-ours";

/// Someone on the way to a provider.
struct Away<'a> {
    flow: Flow<'a>,
    idp: Idp,
    verification: String,
    relay_state: String,
    good: Says,
}

fn config(base: &str, idp: &Idp) -> Value {
    json!({ "entityID": "https://ours.test/saml", "x509Certificate": "unused", "idpMetadataXml": idp.metadata,
        "assertionConsumerServiceUrl": format!("{base}/api/authn/saml/{CONNECTOR}"),
        "profileMap": { "id": "nameID", "name": "name" } })
}

/// The connector, at a server.
async fn connect(api: &Client, idp: &Idp) {
    let body = json!({ "connectorId": "saml", "id": CONNECTOR, "config": config(&api.base, idp),
        "metadata": { "target": "ours" } });
    api.post("/api/connectors", body).await.expect(200);
}

/// What is right to say to someone who comes with an address.
fn asked(base: &str, address: &str) -> Says {
    assert!(address.starts_with("https://idp.test/sso?"), "{address}");
    let sent = request(&parameter(address, "SAMLRequest").unwrap());
    let id = sent.split(" ID=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let here = format!("{base}/api/authn/saml/{CONNECTOR}");
    let good = Says::to("", "", id);
    let good = Says { destination: here.clone(), recipient: here, audience: "https://ours.test/saml".into(), ..good };
    for part in [good.audience.as_str(), &good.recipient, "https://idp.test/sso"] {
        assert!(sent.contains(part), "{part} in {sent}");
    }
    good
}

impl<'a> Away<'a> {
    async fn new(server: &'a Server) -> Self {
        let flow = at_sign_in(server).await;
        let idp = Idp::new();
        connect(&flow.api, &idp).await;
        start(&flow.browser, "SignIn").await;
        let (verification, relay_state) = (String::new(), String::new());
        let mut away = Self { good: Says::to("", "", ""), flow, idp, verification, relay_state };
        away.depart().await;
        away
    }

    /// Goes to the provider; answers the address.
    async fn depart(&mut self) -> String {
        let body = json!({ "state": "xyz", "redirectUri": "https://ours.test/callback" });
        let path = format!("/verification/social/{CONNECTOR}/authorization-uri");
        let answer = post(&self.flow.browser, &path, body).await.expect(200);
        let address = answer.text_of("authorizationUri");
        self.good = asked(&self.flow.api.base, &address);
        self.relay_state = parameter(&address, "RelayState").unwrap();
        self.verification = answer.text_of("verificationId");
        address
    }

    async fn bring(&self, response: &str) -> Answer {
        let form = [("SAMLResponse", response), ("RelayState", self.relay_state.as_str())];
        self.flow.browser.form(&format!("/api/authn/saml/{CONNECTOR}"), &form).await
    }

    async fn verify(&self) -> Answer {
        back(&self.flow.browser, CONNECTOR, &self.verification, json!({ "state": "xyz" })).await
    }
}

on_both!(people_come_back_from_a_provider_that_speaks_saml, server, {
    let mut away = Away::new(&server).await;
    away.verify().await.refuses(400, "connector.general");
    let response = away.idp.response(&away.good, Signed::Assertion);
    let accepted = away.bring(&response).await.expect(302);
    assert_eq!(accepted.header("location"), "https://ours.test/callback?state=xyz");
    // A response is good once.
    away.bring(&response).await.refuses(400, "connector.invalid_response");
    let other = json!({ "state": "another" });
    back(&away.flow.browser, CONNECTOR, &away.verification, other).await.refuses(401, "connector.authorization_failed");
    away.verify().await.expect(200);
    away.bring(&response).await.refuses(404, "session.connector_validation_session_not_found");
    let info = shown(&away.flow.browser).await["verificationRecords"][0]["socialUserInfo"].clone();
    let raw = json!({ "nameID": "7", "email": "grace@acme.test", "name": "Grace" });
    assert_eq!(info, json!({ "id": "7", "email": "grace@acme.test", "name": "Grace", "rawData": raw }));
    let browser = &away.flow.browser;
    put(browser, "/interaction-event", json!({ "interactionEvent": "Register" })).await.expect(204);
    post(browser, "/profile", json!({ "type": "username", "value": "grace" })).await.expect(204);
    post(browser, "/identification", json!({ "verificationId": away.verification })).await.expect(201);
    post(browser, "/submit", json!({})).await.expect(200);
    let found = away.flow.api.get("/api/users?search=grace%25").await.expect(200).json();
    assert_eq!(found[0]["identities"]["ours"]["userId"], "7");

    // Requests are signed where the provider wants that.
    let path = format!("/api/connectors/{CONNECTOR}");
    let mut signing = config(&away.flow.api.base, &away.idp);
    signing["signAuthnRequest"] = json!(true);
    away.flow.api.patch(&path, json!({ "config": signing })).await.refuses(400, "connector.invalid_config");
    signing["privateKey"] = json!(crate::sso_connectors::key_pair().0);
    away.flow.api.patch(&path, json!({ "config": signing })).await.expect(200);
    away.flow.browser.get(&away.flow.request(&[("prompt", "login")])).await.expect(303);
    start(&away.flow.browser, "SignIn").await;
    let address = away.depart().await;
    assert_eq!(parameter(&address, "SigAlg").unwrap(), "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");
    assert!(parameter(&address, "Signature").is_some_and(|signature| signature.len() > 300), "{address}");
    away.bring(&away.idp.response(&away.good, Signed::Response)).await.expect(302);
});

on_both!(what_proves_nothing_is_refused, server, {
    let away = Away::new(&server).await;
    let (idp, good) = (&away.idp, &away.good);
    for (what, response) in forged(idp, good) {
        let answer = away.bring(&response).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "connector.invalid_response"), "{what}");
    }
    // A comment ends no text: what is read is what was signed.
    away.bring(&cut(idp, good)).await.expect(302);
    away.verify().await.expect(200);
    let info = shown(&away.flow.browser).await["verificationRecords"][0]["socialUserInfo"].clone();
    assert_eq!((&info["id"], &info["email"]), (&json!("7-of-evil"), &json!("grace@acme.test.evil.test")));
});

on_both!(answers_belong_to_a_sign_in, server, {
    let away = Away::new(&server).await;
    let (idp, good) = (&away.idp, &away.good);
    let response = idp.response(good, Signed::Assertion);
    let anyone = server.anonymous();
    let form = [("SAMLResponse", response.as_str()), ("RelayState", away.relay_state.as_str())];
    anyone.form("/api/authn/saml/nope", &form).await.refuses(422, "session.invalid_connector_id");
    let body = json!({ "connectorId": "github-universal", "config": { "clientId": "a", "clientSecret": "b" } });
    let github = away.flow.api.post("/api/connectors", body).await.expect(200).text_of("id");
    anyone.form(&format!("/api/authn/saml/{github}"), &form).await.refuses(400, "connector.unexpected_type");
    let path = format!("/api/authn/saml/{CONNECTOR}");
    for form in [&[("SAMLResponse", response.as_str())][..], &[("SAMLResponse", &response), ("RelayState", "nope")]] {
        anyone.form(&path, form).await.refuses(404, "session.connector_validation_session_not_found");
    }
    anyone.form(&path, &[("RelayState", "x")]).await.refuses(400, "guard.invalid_input");
    // Nobody is sent there who keeps nothing in between.
    let ask = json!({ "state": "s", "redirectUri": "https://a.test" });
    let asked = away.flow.api.post(&format!("/api/connectors/{CONNECTOR}/authorization-uri"), ask).await;
    asked.refuses(501, "connector.not_implemented");
});

on_both!(held people_link_an_identity_of_a_provider_that_speaks_saml, server, {
    let (own, idp) = (Own::new(&server).await, Idp::new());
    connect(&own.flow.api, &idp).await;
    let depart = async || {
        let way = json!({ "connectorId": CONNECTOR, "state": "xyz", "redirectUri": "https://ours.test/callback?a=1" });
        own.me.post("/api/verifications/social", way).await.expect(201)
    };
    let verify = async |id: &str, data: Value| {
        let body = json!({ "verificationRecordId": id, "connectorData": data });
        own.me.post("/api/verifications/social/verify", body).await
    };
    let bring = async |address: &str, response: &str| {
        let relay_state = parameter(address, "RelayState").unwrap();
        let form = [("SAMLResponse", response), ("RelayState", relay_state.as_str())];
        server.anonymous().form(&format!("/api/authn/saml/{CONNECTOR}"), &form).await
    };
    let away = depart().await;
    let (address, id) = (away.text_of("authorizationUri"), away.text_of("verificationRecordId"));
    verify(&id, json!({ "state": "xyz" })).await.refuses(400, "connector.general");
    let response = idp.response(&asked(&own.flow.api.base, &address), Signed::Assertion);
    let accepted = bring(&address, &response).await.expect(302);
    let location = accepted.header("location").to_owned();
    assert!(location.starts_with("https://ours.test/callback?a=1&state=xyz&ticket="), "{location}");
    let ticket = parameter(&location, "ticket").unwrap();
    bring(&address, &response).await.refuses(400, "connector.invalid_response");
    // Whoever sent another one there gets nothing.
    let nobody = "session.connector_validation_session_not_found";
    verify(&id, json!({ "state": "xyz" })).await.refuses(400, nobody);
    verify(&id, json!({ "state": "xyz", "ticket": "guess" })).await.refuses(400, nobody);
    let other = json!({ "state": "another", "ticket": ticket });
    verify(&id, other).await.refuses(401, "connector.authorization_failed");
    verify(&id, json!({ "state": "xyz", "ticket": ticket })).await.expect(200);
    let me = own.proved().await;
    me.post("/api/my-account/identities", json!({ "newIdentifierVerificationRecordId": id })).await.expect(204);
    assert_eq!(me.get("/api/my-account").await.expect(200).json()["identities"]["ours"]["userId"], "7");
    // A response to another request is none, and what is over takes none.
    let away = depart().await;
    let address = away.text_of("authorizationUri");
    bring(&address, &response).await.refuses(400, "connector.invalid_response");
    let response = idp.response(&asked(&own.flow.api.base, &address), Signed::Assertion);
    server.clock.advance(10 * 60_000 + 1);
    bring(&address, &response).await.refuses(404, "session.connector_validation_session_not_found");
});

on_both!(who_sends_another_one_to_a_provider_gets_nothing, server, {
    let away = Away::new(&server).await;
    let response = away.idp.response(&away.good, Signed::Assertion);
    let form = [("SAMLResponse", response.as_str()), ("RelayState", away.relay_state.as_str())];
    let victim = server.browser();
    let accepted = victim.form(&format!("/api/authn/saml/{CONNECTOR}"), &form).await.expect(302);
    for part in ["; path=/", "; httponly", "; samesite=lax", "; max-age=600"] {
        assert!(accepted.header("set-cookie").contains(part), "{}", accepted.header("set-cookie"));
    }
    let nobody = "session.connector_validation_session_not_found";
    away.verify().await.refuses(400, nobody);
    away.flow.browser.plant("_avouch_saml_arrival", "guess");
    away.verify().await.refuses(400, nobody);
    // The one who brought it has it.
    away.flow.browser.plant("_avouch_saml_arrival", &victim.cookie("_avouch_saml_arrival").unwrap());
    away.verify().await.expect(200);
});

on_both!(clocks_differ_by_as_much_as_is_said, server, {
    let mut away = Away::new(&server).await;
    let path = format!("/api/connectors/{CONNECTOR}");
    let late = |away: &Away<'_>, seconds: i64| {
        let says = Says { ends: -seconds, bearer_ends: -seconds, starts: -100, ..away.good.clone() };
        away.idp.response(&says, Signed::Assertion)
    };
    // Ten seconds unless the configuration says otherwise.
    away.bring(&late(&away, 30)).await.refuses(400, "connector.invalid_response");
    away.bring(&late(&away, 2)).await.expect(302);
    for (timeout, seconds) in [(60_000, 30), (0, -30)] {
        let mut config = config(&away.flow.api.base, &away.idp);
        config["timeout"] = json!(timeout);
        away.flow.api.patch(&path, json!({ "config": config })).await.expect(200);
        away.depart().await;
        away.bring(&late(&away, seconds + 60)).await.refuses(400, "connector.invalid_response");
        away.bring(&late(&away, seconds)).await.expect(302);
    }
    for timeout in [json!(-1), json!(1.5), json!(600_001), json!("10")] {
        let mut config = config(&away.flow.api.base, &away.idp);
        config["timeout"] = timeout;
        away.flow.api.patch(&path, json!({ "config": config })).await.refuses(400, "connector.invalid_config");
    }
});

on_both!(keys_may_have_a_passphrase, server, {
    let mut away = Away::new(&server).await;
    let path = format!("/api/connectors/{CONNECTOR}");
    let (key, certificate) = crate::sso_connectors::locked_key_pair("secret");
    assert!(key.contains("BEGIN ENCRYPTED PRIVATE KEY"), "{key}");
    let mut config = config(&away.flow.api.base, &away.idp);
    let locked = json!({ "signAuthnRequest": true, "privateKey": key, "privateKeyPass": "secret",
        "encryptAssertion": true, "encPrivateKey": key, "encPrivateKeyPass": "secret" });
    config.as_object_mut().unwrap().extend(locked.as_object().unwrap().clone());
    away.flow.api.patch(&path, json!({ "config": config })).await.expect(200);
    let address = away.depart().await;
    assert!(parameter(&address, "Signature").is_some_and(|signature| signature.len() > 300), "{address}");
    let pem = format!("-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----");
    let response = away.idp.encrypted(&away.good, Signed::Assertion, &pem, Ciphers::USUAL);
    config["encPrivateKeyPass"] = json!("wrong");
    away.flow.api.patch(&path, json!({ "config": config })).await.expect(200);
    away.bring(&response).await.refuses(400, "connector.invalid_config");
    config["encPrivateKeyPass"] = json!("secret");
    away.flow.api.patch(&path, json!({ "config": config })).await.expect(200);
    away.bring(&response).await.expect(302);
    away.verify().await.expect(200);
    config["privateKeyPass"] = json!("wrong");
    away.flow.api.patch(&path, json!({ "config": config })).await.expect(200);
    let body = json!({ "state": "xyz", "redirectUri": "https://ours.test/callback" });
    let path = format!("/verification/social/{CONNECTOR}/authorization-uri");
    post(&away.flow.browser, &path, body).await.refuses(400, "connector.invalid_config");
});
