//! `/api/experience/verification/sso`

mod authorization_uri;
pub(crate) mod idp;
mod people;
mod verify;

use avouch_testkit::{Answer, Browser, Client};
use serde_json::{Value, json};

pub(crate) use idp::Idp;

use crate::experience::post;
use crate::flow::parameter;

/// A connector to a provider for a domain, where the tenant wants it; answers its identifier.
pub(crate) async fn connect(api: &Client, idp: &Idp, provider: &str, more: Value) -> String {
    let mut config = json!({ "clientId": "ours", "clientSecret": "s", "issuer": idp.base });
    for (name, value) in more.as_object().unwrap() {
        config[name.as_str()] = value.clone();
    }
    let body =
        json!({ "providerName": provider, "connectorName": provider, "config": config, "domains": ["acme.test"] });
    let id = api.post("/api/sso-connectors", body).await.expect(200).text_of("id");
    api.patch("/api/sign-in-exp", json!({ "singleSignOnEnabled": true })).await.expect(200);
    id
}

/// Someone on the way to a provider.
pub(crate) struct Away {
    /// The verification.
    pub(crate) id: String,
    /// What the ID token must name.
    pub(crate) nonce: String,
}

/// Goes to a provider.
pub(crate) async fn depart(browser: &Browser, connector: &str) -> Away {
    let body = json!({ "state": "xyz", "redirectUri": "https://ours.test/callback" });
    let path = format!("/verification/sso/{connector}/authorization-uri");
    let answer = post(browser, &path, body).await.expect(200);
    let address = answer.text_of("authorizationUri");
    Away { id: answer.text_of("verificationId"), nonce: parameter(&address, "nonce").unwrap_or_default() }
}

/// Comes back with what the provider sent along.
pub(crate) async fn back(browser: &Browser, connector: &str, id: &str, data: Value) -> Answer {
    let body = json!({ "connectorData": data, "verificationId": id });
    post(browser, &format!("/verification/sso/{connector}/verify"), body).await
}

/// Goes to a provider and comes back as someone; answers the verification's identifier.
pub(crate) async fn prove_sso(browser: &Browser, idp: &Idp, connector: &str, person: Value) -> String {
    let away = depart(browser, connector).await;
    let code = idp.code(&away.nonce, &json!({}), &person);
    back(browser, connector, &away.id, json!({ "code": code, "state": "xyz" })).await.expect(200);
    away.id
}
