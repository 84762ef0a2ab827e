//! What is proved elsewhere: by a link, at a provider, with a passkey.

use avouch_testkit::{Answer, Browser};
use serde_json::{Value, json};

use super::{SAM, Walker};
use crate::experience::post;
use crate::experience::verification::{social, sso, web_authn};
use crate::experience::walks::moves::PEOPLE;
use crate::passkey::Authenticator;

impl Walker<'_> {
    pub(super) async fn link(&mut self, email: &str, event: &str) -> Answer {
        let new = json!({ "email": email, "context": { "interactionEvent": event } });
        let token = self.world.api().await.post("/api/one-time-tokens", new).await.expect(201).text_of("token");
        let body = json!({ "identifier": { "type": "email", "value": email }, "token": token });
        let answer = post(&self.browser, "/verification/one-time-token/verify", body).await;
        self.note("link", &answer, Some(email));
        answer
    }

    pub(super) async fn social(&mut self, right: bool) -> Answer {
        let way = json!({ "state": "xyz", "redirectUri": "https://ours.test/callback" });
        let path = format!("/verification/social/{}/authorization-uri", self.world.social);
        let away = post(&self.browser, &path, way).await;
        if !away.status.is_success() {
            return away;
        }
        let data = json!({ "code": if right { "fine" } else { "used" }, "state": "xyz" });
        let id = away.text_of("verificationId");
        let answer = social::back(&self.browser, &self.world.social, &id, data).await;
        self.note("social", &answer, Some("social"));
        answer
    }

    pub(super) async fn enterprise(&mut self, right: bool) -> Answer {
        let way = json!({ "state": "xyz", "redirectUri": "https://ours.test/callback" });
        let path = format!("/verification/sso/{}/authorization-uri", self.world.enterprise);
        let away = post(&self.browser, &path, way).await;
        if !away.status.is_success() {
            return away;
        }
        let address = away.text_of("authorizationUri");
        let nonce = crate::flow::parameter(&address, "nonce").unwrap_or_default();
        let nonce = if right { nonce } else { "of another".to_owned() };
        let person = json!({ "sub": "sam", "email": SAM, "email_verified": true });
        let now = self.world.server.clock.now().seconds();
        let token = json!({ "iat": now, "exp": now + 300 });
        let data = json!({ "code": self.world.idp.code(&nonce, &token, &person), "state": "xyz" });
        let answer = sso::back(&self.browser, &self.world.enterprise, &away.text_of("verificationId"), data).await;
        // What is wrong with an enterprise's answer is said with a 500, as the API has it.
        if answer.status == 500 && !right {
            return self.browser.get("/api/experience/interaction").await;
        }
        self.note("enterprise", &answer, Some(SAM));
        answer
    }

    pub(super) async fn sign_in_passkey(&mut self, right: bool) -> Answer {
        let ask = json!({ "identifier": { "type": "username", "value": "bob" } });
        let asked = post(&self.browser, "/verification/sign-in-passkey/authentication", ask).await;
        if !asked.status.is_success() {
            return asked;
        }
        let asked = asked.json();
        let payload = self.payload(&asked["authenticationOptions"], right);
        let proof = json!({ "verificationId": asked["verificationId"], "payload": payload });
        let answer = post(&self.browser, "/verification/sign-in-passkey/authentication/verify", proof).await;
        self.note("signInPasskey", &answer, Some(PEOPLE[1]));
        if answer.status.is_success() {
            // It is two factors in one.
            self.factors.insert(self.world.bob.clone());
        }
        answer
    }

    fn payload(&self, options: &Value, right: bool) -> Value {
        if right {
            self.world.authenticator.borrow_mut().get(options, Some(&self.world.bob))
        } else {
            Authenticator::new(&self.world.flow.api.base).get(options, Some(&self.world.bob))
        }
    }

    pub(super) async fn new_passkey(&mut self, browser: &Browser) -> Answer {
        let asked = post(browser, "/verification/web-authn/registration", json!({})).await;
        if !asked.status.is_success() {
            return asked;
        }
        let asked = asked.json();
        let payload = Authenticator::new(&self.world.flow.api.base).create(&asked["registrationOptions"]);
        let proof = json!({ "verificationId": asked["verificationId"], "payload": payload });
        let answer = post(browser, "/verification/web-authn/registration/verify", proof).await;
        self.note("passkey", &answer, None);
        answer
    }

    pub(super) async fn own_passkey(&mut self, browser: &Browser, right: bool) -> Answer {
        let asked = post(browser, "/verification/web-authn/authentication", json!({})).await;
        if !asked.status.is_success() {
            return asked;
        }
        let asked = asked.json();
        let payload = self.payload(&asked["authenticationOptions"], right);
        let answer = web_authn::show(browser, &asked, payload).await;
        self.factor(&answer).await;
        answer
    }
}
