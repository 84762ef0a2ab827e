//! Client assertions that are not meant for us, or not by the client

use avouch_crypto::jose::SigningKey;
use avouch_testkit::{Receiver, on_both};
use serde_json::{Value, json};

use super::ORDERS;
use crate::jwt;

const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

async fn ask(server: &avouch_testkit::Server, assertion: &str) -> avouch_testkit::Answer {
    let pairs = [
        ("grant_type", "client_credentials"),
        ("resource", ORDERS),
        ("client_assertion_type", TYPE),
        ("client_assertion", assertion),
    ];
    server.anonymous().form("/oidc/token", &pairs).await
}

async fn signer(server: &avouch_testkit::Server, key: &SigningKey) -> String {
    let api = server.management().await;
    api.resource(ORDERS, "read").await;
    let keys = json!({ "jwks": { "keys": [key.verifying().jwk()] } });
    let body = json!({ "name": "Signer", "type": "MachineToMachine", "customClientMetadata": keys });
    api.post("/api/applications", body).await.expect(200).text_of("id")
}

on_both!(cve_2025_27370_an_assertion_for_another_server_is_refused, server, {
    let key = jwt::key();
    let client = signer(&server, &key).await;
    let now = server.clock.now().seconds();
    let issuer = format!("{}/oidc", server.anonymous().base);
    let elsewhere = format!("{}/oidc", server.anonymous_admin().base);
    for audience in [
        json!("https://evil.test"),
        json!(elsewhere),
        json!([issuer, elsewhere]),
        json!(format!("{issuer}/token/")),
        json!(format!("{issuer}.evil.test")),
        json!(server.anonymous().base),
        json!("/token"),
        json!(""),
        json!({ "0": issuer }),
    ] {
        let assertion = jwt::assertion(&key, &client, &issuer, now, &json!({ "aud": audience }));
        ask(&server, &assertion).await.refuses(401, "oidc.invalid_client");
    }
    ask(&server, &jwt::assertion(&key, &client, &issuer, now, &json!({}))).await.expect(200);
});

on_both!(cwe_347_an_assertion_does_not_bring_its_key, server, {
    let (key, stranger) = (jwt::key(), jwt::key());
    let client = signer(&server, &key).await;
    let receiver = Receiver::answering({
        let jwks = json!({ "keys": [stranger.verifying().jwk()] }).to_string();
        move |_| (200, jwks.clone())
    })
    .await;
    let now = server.clock.now().seconds();
    let issuer = format!("{}/oidc", server.anonymous().base);
    let claims = |jti: &str| json!({ "iss": client, "sub": client, "aud": issuer, "exp": now + 60, "jti": jti });
    let own = key.verifying().kid();
    let heads: Vec<Value> = vec![
        json!({ "alg": "ES256", "kid": own }),
        json!({ "alg": "ES256", "jwk": stranger.verifying().jwk() }),
        json!({ "alg": "ES256", "kid": own, "jku": format!("{}/keys", receiver.base) }),
        json!({ "alg": "ES384", "kid": own }),
        json!({ "alg": "none", "kid": own }),
    ];
    for head in heads {
        let forged = jwt::sign(&stranger, &head, &claims("a"));
        ask(&server, &forged).await.refuses(401, "oidc.invalid_client");
    }
    assert!(receiver.so_far().is_empty(), "nobody fetches what a header names");
    // The client's key used for another client, and an assertion that the client signed as someone else.
    let other = signer_again(&server).await;
    let foreign = json!({ "iss": other, "sub": other, "aud": issuer, "exp": now + 60, "jti": "b" });
    let forged = jwt::sign(&key, &json!({ "alg": "ES256", "kid": own }), &foreign);
    ask(&server, &forged).await.refuses(401, "oidc.invalid_client");
});

async fn signer_again(server: &avouch_testkit::Server) -> String {
    let keys = json!({ "jwks": { "keys": [jwt::key().verifying().jwk()] } });
    let body = json!({ "name": "Other", "type": "MachineToMachine", "customClientMetadata": keys });
    server.management().await.post("/api/applications", body).await.expect(200).text_of("id")
}

on_both!(rfc7523_3_twenty_at_once_are_let_in_once, server, {
    let key = jwt::key();
    let client = signer(&server, &key).await;
    let issuer = format!("{}/oidc", server.anonymous().base);
    let assertion = jwt::assertion(&key, &client, &issuer, server.clock.now().seconds(), &json!({}));
    let answers = futures_util::future::join_all((0..20).map(|_| ask(&server, &assertion))).await;
    let let_in = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(let_in, 1);
    assert!(answers.iter().all(|answer| matches!(answer.status.as_u16(), 200 | 401)));
});
