//! `/api/authn/single-sign-on/saml/{connectorId}`: people who come from their provider without having been sent there.

use avouch_testkit::{Answer, Browser, Server, on_both};
use serde_json::{Value, json};

use super::idp::{Idp, Says, Signed};
use crate::experience::{post, put, shown, start};
use crate::flow::{CALLBACK, Flow, parameter};

/// A connector that people may come through unasked.
struct Open<'a> {
    flow: Flow<'a>,
    idp: Idp,
    connector: String,
}

impl<'a> Open<'a> {
    async fn new(server: &'a Server, kind: &str) -> Self {
        let flow = Flow::new(server, kind).await;
        let idp = Idp::new();
        let body = json!({ "providerName": "SAML", "connectorName": "saml", "config": { "metadata": idp.metadata },
            "domains": ["acme.test"] });
        let connector = flow.api.post("/api/sso-connectors", body).await.expect(200).text_of("id");
        flow.api.patch("/api/sign-in-exp", json!({ "singleSignOnEnabled": true })).await.expect(200);
        Self { flow, idp, connector }
    }

    async fn set(&self, more: Value) {
        let mut body = json!({ "autoSendAuthorizationRequest": true, "defaultApplicationId": self.flow.client });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        let path = format!("/api/sso-connectors/{}/idp-initiated-auth-config", self.connector);
        self.flow.api.put(&path, body).await.expect(200);
    }

    /// What the provider says, unasked.
    fn says(&self) -> Says {
        Says::to(&self.flow.api.base, &self.connector, "")
    }

    async fn post(&self, browser: &Browser, says: &Says) -> Answer {
        let response = self.idp.response(says, Signed::Assertion);
        let path = format!("/api/authn/single-sign-on/saml/{}", self.connector);
        browser.form(&path, &[("SAMLResponse", &response)]).await
    }
}

const TICKET: &str = "_logto_idp_saml_sso_session_id";

on_both!(people_come_straight_to_the_application, server, {
    let open = Open::new(&server, "Traditional").await;
    open.set(json!({ "authParameters": { "scope": "openid email", "ui_locales": "fr", "client_id": "evil" } })).await;
    let browser = &open.flow.browser;
    let came = open.post(browser, &open.says()).await.expect(302);
    let address = came.header("location").to_owned();
    assert!(address.starts_with(&format!("{}/oidc/auth?", open.flow.api.base)), "{address}");
    for (name, value) in [
        ("client_id", open.flow.client.as_str()),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid email"),
        ("ui_locales", "fr"),
        ("direct_sign_in", &format!("sso:{}", open.connector)),
    ] {
        assert_eq!(parameter(&address, name).as_deref(), Some(value), "{name}");
    }
    let cookie = came.header("set-cookie");
    for part in [TICKET, "httponly", "samesite=lax", "max-age=600"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    // The page of the direct sign-in asks where to go, and is sent back at once.
    let page = browser.get(&address).await.expect(303).header("location").to_owned();
    assert!(page.contains(&format!("/direct/sso/{}", open.connector)), "{page}");
    start(browser, "SignIn").await;
    let body = json!({ "state": "xyz", "redirectUri": "https://ours.test/callback" });
    let path = format!("/verification/sso/{}/authorization-uri", open.connector);
    let answer = post(browser, &path, body.clone()).await.expect(200);
    assert_eq!(answer.text_of("authorizationUri"), "https://ours.test/callback?state=xyz");
    let verification = answer.text_of("verificationId");
    let verify = json!({ "verificationId": verification, "connectorData": { "state": "xyz" } });
    post(browser, &format!("/verification/sso/{}/verify", open.connector), verify).await.expect(200);
    let info = shown(browser).await["verificationRecords"][0].clone();
    assert_eq!(info["enterpriseSsoUserInfo"], json!({ "id": "7", "email": "grace@acme.test", "name": "Grace" }));
    assert_eq!(info["issuer"], "https://idp.test");
    let identification = json!({ "verificationId": verification });
    post(browser, "/identification", identification.clone()).await.refuses(404, "user.sso_identity_not_exist");
    put(browser, "/interaction-event", json!({ "interactionEvent": "Register" })).await.expect(204);
    post(browser, "/identification", identification).await.expect(201);
    let back = post(browser, "/submit", json!({})).await.expect(200).text_of("redirectTo");
    let answered = open.flow.follow(back.strip_prefix(open.flow.api.base.as_str()).unwrap()).await;
    assert!(answered.starts_with(CALLBACK) && parameter(&answered, "code").is_some(), "{answered}");

    // What was brought is good once.
    browser.get(&address).await.expect(303);
    start(browser, "SignIn").await;
    let again = post(browser, &path, body).await.expect(200).text_of("authorizationUri");
    assert!(again.starts_with("https://idp.test/sso?"), "{again}");

    let logs = server.logs().await;
    let entry = logs.iter().find(|log| log["key"] == "Interaction.SignIn.Verification.IdpInitiatedSso.Create").unwrap();
    assert_eq!((&entry["result"], &entry["connectorId"]), (&json!("Success"), &json!(open.connector)));
    assert_eq!(entry["assertionContent"]["nameID"], "7");
    assert_eq!(entry["assertionContent"]["attributes"]["email"], "grace@acme.test");
    assert_eq!(entry["ssoSessionId"].as_str().unwrap().len(), 21);
    let ticket = cookie.split(['=', ';']).nth(1).unwrap();
    assert!(logs.iter().all(|log| !log.to_string().contains(ticket)), "the browser's cookie is nobody else's");
});

on_both!(applications_ask_by_themselves, server, {
    let open = Open::new(&server, "SPA").await;
    open.set(json!({ "autoSendAuthorizationRequest": false, "clientIdpInitiatedAuthCallbackUri": "https://app.test/start?a=b" })).await;
    let came = open.post(&open.flow.browser, &open.says()).await.expect(302);
    assert_eq!(came.header("location"), format!("https://app.test/start?a=b&ssoConnectorId={}", open.connector));
    assert!(open.flow.browser.cookie(TICKET).is_some());
});

on_both!(held what_was_brought_is_kept_for_a_moment, server, {
    let open = Open::new(&server, "SPA").await;
    open.set(json!({ "autoSendAuthorizationRequest": false, "clientIdpInitiatedAuthCallbackUri": "https://app.test/start" })).await;
    let browser = &open.flow.browser;
    open.post(browser, &open.says()).await.expect(302);
    server.clock.advance(601_000);
    browser.get(&open.flow.request(&[])).await.expect(303);
    start(browser, "SignIn").await;
    let body = json!({ "state": "xyz", "redirectUri": "https://ours.test/callback" });
    let path = format!("/verification/sso/{}/authorization-uri", open.connector);
    let address = post(browser, &path, body).await.expect(200).text_of("authorizationUri");
    assert!(address.starts_with("https://idp.test/sso?"), "{address}");
});

on_both!(what_nobody_asked_for_proves_no_less, server, {
    let open = Open::new(&server, "SPA").await;
    let browser = &open.flow.browser;
    // Where nobody may come unasked, what came belongs to no sign-in.
    open.post(browser, &open.says()).await.refuses(404, "session.connector_validation_session_not_found");
    open.set(
        json!({ "autoSendAuthorizationRequest": false, "clientIdpInitiatedAuthCallbackUri": "https://app.test/start" }),
    )
    .await;
    let with = |change: fn(&mut Says)| {
        let mut says = open.says();
        change(&mut says);
        says
    };
    for (what, says) in [
        ("an answer", with(|says| says.answers = "_some".into())),
        ("a bearer's answer", with(|says| says.bearer_answers = "_some".into())),
        ("destination", with(|says| says.destination = "https://other.test/acs".into())),
        ("issuer", with(|says| says.issuer = "https://other.test".into())),
        ("assertion's issuer", with(|says| says.assertion_issuer = "https://other.test".into())),
        ("audience", with(|says| says.audience = "https://other.test".into())),
        ("recipient", with(|says| says.recipient = "https://other.test/acs".into())),
        ("over", with(|says| says.bearer_ends = -120)),
    ] {
        let answer = open.post(browser, &says).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "connector.invalid_response"), "{what}");
    }
    let path = format!("/api/authn/single-sign-on/saml/{}", open.connector);
    let unsigned = open.idp.response(&open.says(), Signed::Nothing);
    browser.form(&path, &[("SAMLResponse", &unsigned)]).await.refuses(400, "connector.invalid_response");
    // The same assertion twice is somebody's who listened.
    open.post(browser, &open.says()).await.expect(302);
    open.post(&server.browser(), &open.says()).await.refuses(400, "connector.invalid_response");
    let refused = server.logs().await.into_iter().filter(|log| {
        log["key"] == "Interaction.SignIn.Verification.IdpInitiatedSso.Create" && log["result"] == "Error"
    });
    assert_eq!(refused.count(), 10);
    browser
        .form("/api/authn/single-sign-on/saml/nope", &[("SAMLResponse", &unsigned)])
        .await
        .refuses(404, "entity.not_exists_with_id");
});

on_both!(a_ticket_is_of_one_connector, server, {
    let open = Open::new(&server, "SPA").await;
    open.set(
        json!({ "autoSendAuthorizationRequest": false, "clientIdpInitiatedAuthCallbackUri": "https://app.test/start" }),
    )
    .await;
    let flow = at_sign_in_again(&open.flow).await;
    open.post(&flow.browser, &open.says()).await.expect(302);
    let body = json!({ "providerName": "SAML", "connectorName": "other", "config": { "metadata": open.idp.metadata } });
    let other = flow.api.post("/api/sso-connectors", body).await.expect(200).text_of("id");
    start(&flow.browser, "SignIn").await;
    let body = json!({ "state": "xyz", "redirectUri": "https://ours.test/callback" });
    let path = format!("/verification/sso/{other}/authorization-uri");
    let address = post(&flow.browser, &path, body).await.expect(200).text_of("authorizationUri");
    assert!(address.starts_with("https://idp.test/sso?"), "{address}");
});

/// The same client and browser, at the sign-in page.
async fn at_sign_in_again<'a>(flow: &Flow<'a>) -> Flow<'a> {
    let again = Flow::new_again(flow);
    again.browser.get(&again.request(&[])).await.expect(303);
    again
}
