//! `/api/experience/verification/web-authn`

mod authentication;
mod registration;

use avouch_testkit::{Answer, Browser};
use serde_json::{Value, json};

use crate::experience::post;
use crate::flow::Flow;
use crate::passkey::Authenticator;

/// Makes a passkey on the way; answers the verification's identifier.
pub(crate) async fn make(browser: &Browser, authenticator: &Authenticator) -> String {
    let asked = post(browser, "/verification/web-authn/registration", json!({})).await.expect(200).json();
    let id = asked["verificationId"].as_str().unwrap().to_owned();
    let payload = authenticator.create(&asked["registrationOptions"]);
    let proof = json!({ "verificationId": id, "payload": payload });
    post(browser, "/verification/web-authn/registration/verify", proof).await.expect(200);
    id
}

/// A user with a passkey, made at a sign-in that is over.
pub(crate) async fn with_passkey(flow: &Flow<'_>) -> Authenticator {
    let authenticator = Authenticator::new(&flow.api.base);
    crate::experience::identify(&flow.browser, "ada", crate::experience::PASSWORD).await;
    let id = make(&flow.browser, &authenticator).await;
    let bind = json!({ "type": "WebAuthn", "verificationId": id });
    post(&flow.browser, "/profile/mfa", bind).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    authenticator
}

/// Asks for the user's passkey.
pub(crate) async fn ask(browser: &Browser) -> Value {
    post(browser, "/verification/web-authn/authentication", json!({})).await.expect(200).json()
}

/// Shows the use of it.
pub(crate) async fn show(browser: &Browser, asked: &Value, payload: Value) -> Answer {
    let proof = json!({ "verificationId": asked["verificationId"], "payload": payload });
    post(browser, "/verification/web-authn/authentication/verify", proof).await
}
