//! `/oidc/.well-known/openid-configuration`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(says_what_the_provider_does, server, {
    let anyone = server.anonymous();
    let answer = anyone.get("/oidc/.well-known/openid-configuration").await.expect(200);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    let document = answer.json();
    let issuer = format!("{}/oidc", anyone.base);
    assert_eq!(document["issuer"], json!(issuer));
    assert_eq!(document["token_endpoint"], json!(format!("{issuer}/token")));
    assert_eq!(document["id_token_signing_alg_values_supported"], json!(["ES384"]));
    assert_eq!(document["code_challenge_methods_supported"], json!(["S256"]));
    let same = anyone.get("/oidc/.well-known/oauth-authorization-server").await.expect(200);
    assert_eq!(same.json(), document);
    let from = anyone.with("origin", "https://app.example").get("/oidc/.well-known/openid-configuration").await;
    assert_eq!(from.header("access-control-allow-origin"), "https://app.example");
    let tag = answer.header("etag").to_owned();
    anyone.with("if-none-match", &tag).get("/oidc/.well-known/openid-configuration").await.expect(304);
});
