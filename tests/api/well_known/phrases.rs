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
    let asked = anyone.with("accept-language", "zz").get("/api/.well-known/phrases?locale=ja&locale=de").await;
    assert_eq!(asked.expect(200).header("content-language"), "ja");
    let off = json!({ "languageInfo": { "autoDetect": false, "fallbackLanguage": "en" } });
    api.patch("/api/sign-in-exp", off).await.expect(200);
    let fallback = anyone.with("accept-language", "zz").get("/api/.well-known/phrases?locale=ja").await.expect(200);
    assert_eq!(fallback.header("content-language"), "en");
});

on_both!(texts_are_written_once_until_they_change, server, {
    let (api, anyone) = (server.management().await, server.anonymous());
    let path = "/api/.well-known/phrases?lng=en";
    let plain = anyone.get(path).await.expect(200);
    let tag = plain.header("etag").to_owned();
    assert_eq!(tag, avouch_crypto::etag(&plain.body));
    let small = anyone.with("accept-encoding", "br").get(path).await.expect(200);
    assert_eq!((small.header("content-encoding"), small.header("etag")), ("br", tag.as_str()));
    assert!(small.body.len() < plain.body.len() / 3);
    let known = anyone.with("if-none-match", &tag).get(path).await.expect(304);
    assert_eq!((known.body.len(), known.header("content-language")), (0, "en"));
    api.put("/api/custom-phrases/en", json!({ "action": { "sign_in": "Enter" } })).await.expect(201);
    let changed = anyone.with("if-none-match", &tag).get(path).await.expect(200).json();
    assert_eq!(changed["translation"]["action"]["sign_in"], "Enter");
    let german = json!({ "languageInfo": { "autoDetect": false, "fallbackLanguage": "de" } });
    api.patch("/api/sign-in-exp", german).await.expect(200);
    let answer = anyone.get("/api/.well-known/phrases").await.expect(200);
    assert_eq!(answer.header("content-language"), "de");
    api.delete("/api/custom-phrases/en").await.expect(204);
    assert_eq!(anyone.get(path).await.expect(200).json(), plain.json());
});
