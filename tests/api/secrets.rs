//! `/api/secrets/{id}`, and how the tokens get there.

use avouch_testkit::{Client, Receiver, on_both};
use serde_json::{Value, json};

use crate::experience::verification::social::{back, connect, depart};
use crate::experience::{PASSWORD, identify, post};
use crate::my_account::own::Own;

/// A key of 32 bytes in base64.
pub(crate) const VAULT: &[(&str, &str)] = &[("SECRET_VAULT_KEK", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")];

const NONE: &str = "secrets.third_party_token_set.token_not_found";

/// A provider whose codes are names of token sets, and whose refresh token is good once.
pub(crate) async fn provider() -> Receiver {
    Receiver::answering(|request| {
        let form: Value = form_urlencoded::parse(request.body.as_bytes())
            .map(|(name, value)| (name.into_owned(), json!(value)))
            .collect::<serde_json::Map<_, _>>()
            .into();
        let tokens = match (form["code"].as_str(), form["refresh_token"].as_str()) {
            (Some("whole"), _) => json!({ "access_token": "first", "refresh_token": "r1", "expires_in": 600,
                "scope": "read write", "token_type": "Bearer", "id_token": "i" }),
            (Some("short"), _) => json!({ "access_token": "short", "expires_in": 60 }),
            (Some("endless"), _) => json!({ "access_token": "endless" }),
            (_, Some("r1")) => json!({ "access_token": "second", "refresh_token": "r2", "expires_in": 60 }),
            (Some("dying"), _) => json!({ "access_token": "dying", "refresh_token": "gone", "expires_in": 60 }),
            (Some("falling"), _) => json!({ "access_token": "falling", "refresh_token": "down", "expires_in": 60 }),
            (_, Some("gone")) => return (400, json!({ "error": "invalid_grant" }).to_string()),
            (_, Some("down")) => return (500, json!({ "error": "server_error" }).to_string()),
            (_, Some("r2")) => json!({ "access_token": "third", "expires_in": 60 }),
            _ => json!({ "sub": "7", "name": "Ada" }),
        };
        (200, tokens.to_string())
    })
    .await
}

/// Signs a user in who is there, and links the identity that a code stands for.
async fn link(own: &Own<'_>, connector: &str, code: &str) {
    let browser = &own.flow.browser;
    browser.get(&own.flow.request(&[("prompt", "login")])).await.expect(303);
    identify(browser, "ada", PASSWORD).await;
    let id = depart(browser, connector).await;
    back(browser, connector, &id, json!({ "code": code })).await.expect(200);
    post(browser, "/profile", json!({ "type": "social", "verificationId": id })).await.expect(204);
    post(browser, "/submit", json!({})).await.expect(200);
}

/// What the Management API tells of the tokens of a user's provider.
async fn told(api: &Client, user: &str) -> Value {
    let path = format!("/api/users/{user}/identities/ours?includeTokenSecret=true");
    let identity = api.get(&path).await.expect(200).json();
    identity.get("tokenSecret").cloned().unwrap_or_default()
}

const PATH: &str = "/api/my-account/identities/ours/access-token";

on_both!(with VAULT, tokens_of_a_provider_are_kept_and_renewed, server, {
    let own = Own::new(&server).await;
    let (api, user, provider) = (&own.flow.api, &own.flow.user, provider().await);
    let connector = connect(api, &provider, "ours", json!({ "enableTokenStorage": true })).await;
    link(&own, &connector, "whole").await;
    let secret = told(api, user).await;
    let expiry = server.clock.now().seconds() + 600;
    assert_eq!(
        secret["metadata"],
        json!({ "scope": "read write", "expiresAt": expiry, "tokenType": "Bearer", "hasRefreshToken": true })
    );
    for (name, value) in [
        ("type", "federated_token_set"),
        ("userId", user),
        ("connectorId", &connector),
        ("target", "ours"),
        ("identityId", "7"),
    ] {
        assert_eq!(secret[name], value, "{name} of {secret}");
    }
    assert_eq!(secret["id"].as_str().unwrap().len(), 21);
    assert!(!secret.to_string().contains("first"), "{secret}");
    let all = api.get(&format!("/api/users/{user}/all-identities?includeTokenSecret=true")).await.expect(200).json();
    assert_eq!(all["socialIdentities"][0]["tokenSecret"], secret);
    let token = own.me.get(PATH).await.expect(200).json();
    let first = json!({ "access_token": "first", "scope": "read write", "token_type": "Bearer", "expires_in": 600 });
    assert_eq!(token, first);
    own.scoped("openid").await.get(PATH).await.refuses(403, "auth.forbidden");

    // Once its time is over it is renewed; what the provider does not say again stays.
    server.clock.advance(600_000);
    let token = own.me.get(PATH).await.expect(200).json();
    assert_eq!(token, json!({ "access_token": "second", "scope": "read write", "expires_in": 60 }));
    let renewed = told(api, user).await;
    assert_eq!((&renewed["id"], &renewed["metadata"]["hasRefreshToken"]), (&secret["id"], &json!(true)));
    server.clock.advance(60_000);
    assert_eq!(own.me.get(PATH).await.expect(200).json()["access_token"], "third");
    // A sign-in by the same identity brings new tokens into the same place.
    link(&own, &connector, "short").await;
    assert_eq!((&told(api, user).await["id"], told(api, user).await["metadata"]["hasRefreshToken"].as_bool()), (&secret["id"], Some(false)));
    server.clock.advance(59_000);
    assert_eq!(own.me.get(PATH).await.expect(200).json()["expires_in"], 1);
    server.clock.advance(1_000);
    own.me.get(PATH).await.refuses(401, "secrets.third_party_token_set.access_token_expired");
    own.me.get(PATH).await.refuses(404, NONE);
    link(&own, &connector, "endless").await;
    server.clock.advance(1_200_000);
    assert_eq!(told(api, user).await["metadata"], json!({ "hasRefreshToken": false }));
});

on_both!(with VAULT, tokens_go_with_what_they_belong_to, server, {
    let own = Own::new(&server).await;
    let (api, user, provider) = (&own.flow.api, &own.flow.user, provider().await);
    let connector = connect(api, &provider, "ours", json!({ "enableTokenStorage": true })).await;
    let at = format!("/api/connectors/{connector}");
    let secret = async || {
        link(&own, &connector, "endless").await;
        told(api, user).await["id"].as_str().unwrap().to_owned()
    };
    api.delete(&format!("/api/secrets/{}", secret().await)).await.expect(204);
    own.me.get(PATH).await.refuses(404, NONE);
    let identity = format!("/api/users/{user}/identities/ours");
    secret().await;
    // Another account there, or none.
    api.put(&identity, json!({ "userId": "7", "details": { "name": "A" } })).await.expect(200);
    assert!(told(api, user).await.is_object(), "the identity is the same");
    api.put(&identity, json!({ "userId": "8" })).await.expect(200);
    assert_eq!(told(api, user).await, Value::Null);
    secret().await;
    api.delete(&identity).await.expect(200);
    own.me.get(PATH).await.refuses(404, NONE);
    secret().await;
    own.proved().await.delete("/api/my-account/identities/ours").await.expect(204);
    own.me.get(PATH).await.refuses(404, NONE);
    secret().await;
    assert_eq!(api.patch(&at, json!({ "enableTokenStorage": false })).await.expect(200).json()["enableTokenStorage"], false);
    own.me.get(PATH).await.refuses(404, NONE);
    link(&own, &connector, "endless").await;
    own.me.get(PATH).await.refuses(404, NONE);
    api.patch(&at, json!({ "enableTokenStorage": true })).await.expect(200);
    let kept = secret().await;
    api.delete(&at).await.expect(204);
    own.me.get(PATH).await.refuses(404, NONE);
    api.delete(&format!("/api/secrets/{kept}")).await.refuses(404, "entity.not_found");
});

on_both!(with VAULT, nobody_sees_tokens_on_the_way, server, {
    let own = Own::new(&server).await;
    let (api, browser, provider) = (&own.flow.api, &own.flow.browser, provider().await);
    let connector = connect(api, &provider, "ours", json!({ "enableTokenStorage": true })).await;
    browser.get(&own.flow.request(&[("prompt", "login")])).await.expect(303);
    identify(browser, "ada", PASSWORD).await;
    let id = depart(browser, &connector).await;
    back(browser, &connector, &id, json!({ "code": "whole" })).await.expect(200);
    let seen = crate::experience::shown(browser).await.to_string();
    assert!(!seen.contains("encryptedTokenSet") && seen.contains("socialUserInfo"), "{seen}");
    let logs = json!(server.logs().await).to_string();
    assert!(!logs.contains("encryptedTokenSetBase64") && !logs.contains("first"), "{logs}");
});

on_both!(a_secret_that_is_not_there_cannot_be_deleted, server, {
    server.management().await.delete("/api/secrets/nope").await.refuses(404, "entity.not_found");
});
