//! `/api/one-time-tokens/verify`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(held a_token_is_used_once, server, {
    let api = server.management().await;
    let make = async |seconds: i64| {
        let body = json!({ "email": "a@b.test", "expiresIn": seconds });
        api.post("/api/one-time-tokens", body).await.expect(201).text_of("token")
    };
    let verify = async |token: &str, email: &str| {
        api.post("/api/one-time-tokens/verify", json!({ "token": token, "email": email })).await
    };
    let (long, short) = (make(3000).await, make(5).await);
    verify("nope", "a@b.test").await.refuses(404, "one_time_token.token_not_found");
    verify(&long, "A@b.test").await.refuses(400, "one_time_token.email_mismatch");
    server.clock.advance(6_000);
    verify(&short, "a@b.test").await.refuses(400, "one_time_token.token_expired");
    assert_eq!(verify(&long, "a@b.test").await.expect(200).json()["status"], "consumed");
    verify(&long, "a@b.test").await.refuses(400, "one_time_token.token_consumed");
    server.clock.advance(3_000_000);
    let api = server.management().await;
    let late = json!({ "token": long, "email": "a@b.test" });
    api.post("/api/one-time-tokens/verify", late).await.refuses(400, "one_time_token.token_expired");
});
