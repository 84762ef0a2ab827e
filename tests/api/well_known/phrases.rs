//! `/api/.well-known/phrases`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(texts_come_in_the_wanted_language, server, {
    let anyone = server.anonymous();
    let phrases = anyone.get("/api/.well-known/phrases?lng=en").await.expect(200);
    assert_eq!(phrases.header("content-language"), "en");
    assert!(phrases.json()["translation"]["action"]["sign_in"].is_string());
    let api = server.management().await;
    api.put("/api/custom-phrases/zz-TR", json!({ "action": { "sign_in": "zz" } })).await.expect(201);
    let detected = anyone.with("accept-language", "zz;q=0.9, xx").get("/api/.well-known/phrases").await.expect(200);
    assert_eq!(
        (detected.header("content-language"), &detected.json()["translation"]["action"]["sign_in"]),
        ("zz-TR", &json!("zz"))
    );
    let off = json!({ "languageInfo": { "autoDetect": false, "fallbackLanguage": "en" } });
    api.patch("/api/sign-in-exp", off).await.expect(200);
    let fallback = anyone.with("accept-language", "zz").get("/api/.well-known/phrases").await.expect(200);
    assert_eq!(fallback.header("content-language"), "en");
});
