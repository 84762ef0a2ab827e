//! `/oidc/token`: clients that prove with a key who they are

use avouch_crypto::jose::SigningKey;
use avouch_testkit::{Answer, Client, Receiver, on_both};
use serde_json::{Value, json};

use crate::jwt;

const API: &str = "https://api.test";
const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

async fn machine(api: &Client, keys: Value) -> String {
    api.resource(API, "read").await;
    let body = json!({ "name": "Signer", "type": "MachineToMachine", "customClientMetadata": keys });
    api.post("/api/applications", body).await.expect(200).text_of("id")
}

async fn ask(anyone: &Client, assertion: &str, more: &[(&str, &str)]) -> Answer {
    let pairs = [
        ("grant_type", "client_credentials"),
        ("resource", API),
        ("client_assertion_type", TYPE),
        ("client_assertion", assertion),
    ];
    let kept: Vec<_> = pairs.into_iter().filter(|(name, _)| !more.iter().any(|(own, _)| own == name)).collect();
    anyone.form("/oidc/token", &[kept.as_slice(), more].concat()).await
}

fn jwks(key: &SigningKey) -> Value {
    json!({ "keys": [key.verifying().jwk()] })
}

on_both!(held a_client_proves_with_its_key_who_it_is, server, {
    let (api, anyone, key) = (server.management().await, server.anonymous(), jwt::key());
    let client = machine(&api, json!({ "jwks": jwks(&key) })).await;
    let (now, issuer) = (server.clock.now().seconds(), format!("{}/oidc", anyone.base));
    let made = |more: Value| jwt::assertion(&key, &client, &issuer, now, &more);
    let assertion = made(json!({}));
    let token = ask(&anyone, &assertion, &[]).await.expect(200).text_of("access_token");
    assert_eq!(Client::claims(&token)["sub"], json!(client));
    ask(&anyone, &made(json!({ "aud": [format!("{issuer}/token")] })), &[("client_id", &client)]).await.expect(200);
    // Once is all it is good for.
    ask(&anyone, &assertion, &[]).await.refuses(401, "oidc.invalid_client");
    for wrong in [
        json!({ "aud": "https://evil.test" }),
        json!({ "aud": [issuer, "https://evil.test"] }),
        json!({ "aud": [] }),
        json!({ "aud": null }),
        json!({ "iss": "someone-else" }),
        json!({ "exp": now - 61 }),
        json!({ "exp": now + 86_400 }),
        json!({ "exp": null }),
        json!({ "nbf": now + 120 }),
        json!({ "iat": now + 120 }),
        json!({ "jti": null }),
    ] {
        let refused = ask(&anyone, &made(wrong.clone()), &[]).await.refuses(401, "oidc.invalid_client").json();
        assert_eq!(refused["error_description"], "client authentication failed", "{wrong}");
    }
    let stranger = jwt::assertion(&jwt::key(), &client, &issuer, now, &json!({}));
    ask(&anyone, &stranger, &[]).await.refuses(401, "oidc.invalid_client");
    let unsigned = format!("{}.", made(json!({})).rsplit_once('.').unwrap().0);
    ask(&anyone, &unsigned, &[]).await.refuses(401, "oidc.invalid_client");
    ask(&anyone, "nonsense", &[]).await.refuses(401, "oidc.invalid_client");
    ask(&anyone, &made(json!({})), &[("client_assertion_type", "x")]).await.refuses(401, "oidc.invalid_client");
    ask(&anyone, &made(json!({})), &[("client_id", "other")]).await.refuses(400, "oidc.invalid_request");
    ask(&anyone, &made(json!({})), &[("client_secret", "x")]).await.refuses(400, "oidc.invalid_request");
    // A secret does not do in place of the key.
    let secret = api.first_secret(&client).await;
    let pairs = [("grant_type", "client_credentials"), ("resource", API)];
    anyone.with_basic(&client, &secret).form("/oidc/token", &pairs).await.refuses(401, "oidc.invalid_client");
});

on_both!(held a_client_may_publish_its_keys, server, {
    let (first, second) = (jwt::key(), jwt::key());
    let published = std::sync::Arc::new(std::sync::Mutex::new(jwks(&first).to_string()));
    let shown = std::sync::Arc::clone(&published);
    let receiver = Receiver::answering(move |_| (200, shown.lock().unwrap().clone())).await;
    let (api, anyone) = (server.management().await, server.anonymous());
    let client = machine(&api, json!({ "jwksUri": format!("{}/keys", receiver.base) })).await;
    let issuer = format!("{}/oidc", anyone.base);
    let signed = |key: &SigningKey| jwt::assertion(key, &client, &issuer, server.clock.now().seconds(), &json!({}));
    for _ in 0..3 {
        ask(&anyone, &signed(&first), &[]).await.expect(200);
    }
    assert_eq!(receiver.so_far().len(), 1, "the keys are kept for a while");
    *published.lock().unwrap() = jwks(&second).to_string();
    ask(&anyone, &signed(&second), &[]).await.refuses(401, "oidc.invalid_client");
    server.clock.advance(10_000);
    ask(&anyone, &signed(&second), &[]).await.expect(200);
    ask(&anyone, &signed(&first), &[]).await.refuses(401, "oidc.invalid_client");
    "nonsense".clone_into(&mut published.lock().unwrap());
    server.clock.advance(600_000);
    let before = receiver.so_far().len();
    for _ in 0..3 {
        ask(&anyone, &signed(&second), &[]).await.refuses(401, "oidc.invalid_client");
    }
    assert_eq!(receiver.so_far().len(), before + 1, "an address without keys is not asked for every request");
});
