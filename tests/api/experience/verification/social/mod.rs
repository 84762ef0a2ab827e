//! `/api/experience/verification/social`

mod authorization_uri;
mod verify;

use avouch_testkit::{Answer, Browser, Client, Receiver};
use serde_json::{Value, json};

use crate::experience::post;

/// A provider that knows one person, and codes that lead nowhere.
pub(crate) async fn provider(person: Value) -> Receiver {
    Receiver::answering(move |request| {
        let code = request.body.split('&').find_map(|pair| pair.strip_prefix("code=")).unwrap_or_default();
        match request.line.as_str() {
            "POST /token" if code == "used" => (200, json!({ "error": "invalid_grant" }).to_string()),
            "POST /token" if code == "broken" => (500, json!({ "error": "server_error" }).to_string()),
            "POST /token" if code == "html" => (200, "<html>".to_owned()),
            "POST /token" => (200, json!({ "access_token": code, "token_type": "Bearer" }).to_string()),
            _ if request.headers.get("authorization").is_some_and(|token| token.ends_with(" stale")) => {
                (401, "{}".to_owned())
            }
            _ if request.headers.get("authorization").is_some_and(|token| token.ends_with(" nobody")) => {
                (200, "{}".to_owned())
            }
            _ => (200, person.to_string()),
        }
    })
    .await
}

/// A connector to a provider; answers its identifier.
pub(crate) async fn connect(api: &Client, provider: &Receiver, target: &str, more: Value) -> String {
    let at = |path: &str| format!("{}/{path}", provider.base);
    let config = json!({ "authorizationEndpoint": at("authorize"), "tokenEndpoint": at("token"),
        "userInfoEndpoint": at("me"), "clientId": "ours", "clientSecret": "s", "tokenEndpointResponseType": "json",
        "tokenEndpointAuthMethod": "client_secret_post",
        "profileMap": { "id": "sub", "email": "mail", "phone": "phone", "name": "name", "avatar": "avatar" } });
    let mut body = json!({ "connectorId": "oauth2", "config": config, "metadata": { "target": target } });
    for (name, value) in more.as_object().into_iter().flatten() {
        body[name.as_str()] = value.clone();
    }
    api.post("/api/connectors", body).await.expect(200).text_of("id")
}

/// Goes to a provider; answers the verification's identifier.
pub(crate) async fn depart(browser: &Browser, connector: &str) -> String {
    let body = json!({ "state": "xyz", "redirectUri": "https://ours.test/callback" });
    let path = format!("/verification/social/{connector}/authorization-uri");
    post(browser, &path, body).await.expect(200).text_of("verificationId")
}

/// Comes back with a code.
pub(crate) async fn back(browser: &Browser, connector: &str, id: &str, data: Value) -> Answer {
    let body = json!({ "connectorData": data, "verificationId": id });
    post(browser, &format!("/verification/social/{connector}/verify"), body).await
}

/// Goes to a provider and comes back; answers the verification's identifier.
pub(crate) async fn prove_social(browser: &Browser, connector: &str) -> String {
    let id = depart(browser, connector).await;
    back(browser, connector, &id, json!({ "code": "fine", "state": "xyz" })).await.expect(200);
    id
}
