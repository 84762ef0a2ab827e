//! `/api/verifications/web-authn/registration`

mod verify;

use avouch_testkit::{Answer, Client, on_both};
use serde_json::{Value, json};

use crate::my_account::own::Own;
use crate::passkey::Authenticator;

const PATH: &str = "/api/verifications/web-authn/registration";

/// Asks for a new passkey.
pub(crate) async fn ask(me: &Client) -> Value {
    me.post(PATH, json!({})).await.expect(200).json()
}

/// Shows a new passkey.
pub(crate) async fn show(me: &Client, asked: &Value, payload: Value) -> Answer {
    let body = json!({ "verificationRecordId": asked["verificationRecordId"], "payload": payload });
    me.post(&format!("{PATH}/verify"), body).await
}

/// Makes a passkey; answers the verification's identifier.
pub(crate) async fn make(me: &Client, authenticator: &Authenticator) -> String {
    let asked = ask(me).await;
    show(me, &asked, authenticator.create(&asked["registrationOptions"])).await.expect(200);
    asked["verificationRecordId"].as_str().unwrap().to_owned()
}

on_both!(held a_browser_is_told_what_to_make, server, {
    let own = Own::new(&server).await;
    let asked = ask(&own.me).await;
    let options = &asked["registrationOptions"];
    assert_eq!((&options["rp"]["id"], &options["rp"]["name"]), (&json!("localhost"), &json!("localhost")));
    assert_eq!(
        (&options["user"]["name"], &options["user"]["displayName"]),
        (&json!("ada@example.test"), &json!("Ada"))
    );
    assert_eq!(options["excludeCredentials"], json!([]));
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    let expires = server.clock.now().plus_millis(600_000).iso();
    assert_eq!(asked["expiresAt"].as_str(), expires.as_deref());
    assert_ne!(ask(&own.me).await["registrationOptions"]["challenge"], options["challenge"]);
});
