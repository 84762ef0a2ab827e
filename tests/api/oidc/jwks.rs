//! `/oidc/jwks`

use avouch_domain::configs::oidc;
use avouch_model::configs::{KeyType, SigningKeyAlgorithm};
use avouch_testkit::{Client, on_both};

async fn kids(client: &Client) -> Vec<String> {
    let keys = client.get("/oidc/jwks").await.expect(200).json();
    keys["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

on_both!(publishes_public_keys_only, server, {
    let answer = server.anonymous().get("/oidc/jwks").await.expect(200);
    assert_eq!(answer.header("content-type"), "application/jwk-set+json; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-cache, max-age=0, must-revalidate");
    let key = answer.json()["keys"][0].clone();
    let members: Vec<&String> = key.as_object().unwrap().keys().collect();
    assert_eq!(members, ["kty", "use", "kid", "alg", "crv", "x", "y"]);
});

on_both!(a_rotation_keeps_tokens_valid_until_the_key_is_gone, server, {
    let api = server.management().await;
    let tenant = server.tenant("default");
    let first = kids(&api).await;
    oidc::rotate(&tenant, KeyType::PrivateKeys, None, None).await.unwrap();
    let second = kids(&api).await;
    assert_eq!((second.len(), &second[1]), (2, &first[0]), "the new key first, the old one behind it");
    api.get("/api/roles").await.expect(200);
    let fresh = server.management().await;
    fresh.get("/api/roles").await.expect(200);
    oidc::rotate(&tenant, KeyType::PrivateKeys, None, None).await.unwrap();
    let third = kids(&api).await;
    assert!(!third.contains(&first[0]), "two rotations later the key is gone");
    api.get("/api/roles").await.refuses(401, "auth.unauthorized");
    fresh.get("/api/roles").await.expect(200);
});

on_both!(a_next_key_waits_for_its_time, server, {
    let tenant = server.tenant("default");
    let before = kids(&server.anonymous()).await;
    oidc::rotate(&tenant, KeyType::PrivateKeys, None, Some(3600)).await.unwrap();
    let published = kids(&server.anonymous()).await;
    assert_eq!((published.len(), &published[0]), (2, &before[0]), "it is published behind the current one");
    let refused = oidc::rotate(&tenant, KeyType::PrivateKeys, None, None).await.unwrap_err();
    assert_eq!(refused.problem().unwrap().code, "oidc.invalid_request");
});

on_both!(keys_that_are_needed_cannot_be_deleted, server, {
    let tenant = server.tenant("default");
    let code = |outcome: Result<(), avouch_domain::Error>| {
        outcome.unwrap_err().problem().map(|problem| (problem.status, problem.code))
    };
    let keys = oidc::list(&tenant, KeyType::PrivateKeys).await.unwrap();
    let only = keys[0].id.to_string();
    assert_eq!(code(oidc::delete(&tenant, KeyType::PrivateKeys, &only).await), Some((422, "oidc.key_required")));
    let keys = oidc::rotate(&tenant, KeyType::PrivateKeys, None, None).await.unwrap();
    let current = keys[0].id.to_string();
    assert_eq!(
        code(oidc::delete(&tenant, KeyType::PrivateKeys, &current).await),
        Some((422, "oidc.only_previous_key_can_be_deleted"))
    );
    assert_eq!(code(oidc::delete(&tenant, KeyType::PrivateKeys, "nope").await), Some((404, "oidc.key_not_found")));
    oidc::delete(&tenant, KeyType::PrivateKeys, &only).await.unwrap();
    assert_eq!(kids(&server.anonymous()).await.len(), 1);
    let cookies = oidc::rotate(&tenant, KeyType::CookieKeys, None, None).await.unwrap();
    assert_eq!(oidc::rotate(&tenant, KeyType::CookieKeys, None, None).await.unwrap().len(), 2, "two at most");
    assert_eq!(cookies.len(), 2);
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_rsa_key_signs_with_rs256() {
    let server = avouch_testkit::Server::start(avouch_testkit::Database::Sqlite).await;
    oidc::rotate(&server.tenant("default"), KeyType::PrivateKeys, Some(SigningKeyAlgorithm::Rsa), None).await.unwrap();
    let key = server.anonymous().get("/oidc/jwks").await.json()["keys"][0].clone();
    assert_eq!((key["kty"].as_str(), key["alg"].as_str()), (Some("RSA"), Some("RS256")));
    server.management().await.get("/api/roles").await.expect(200);
    let document = server.anonymous().get("/oidc/.well-known/openid-configuration").await.json();
    assert_eq!(document["id_token_signing_alg_values_supported"], serde_json::json!(["PS256", "RS256", "ES384"]));
}
