//! `/api/custom-phrases`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(texts_are_replaced, server, {
    let api = server.management().await;
    assert_eq!(api.get("/api/custom-phrases").await.expect(200).json(), json!([]));
    let body = json!({ "input": { "username": "Foo", "password": "" } });
    let kept = api.put("/api/custom-phrases/af-ZA", body).await.expect(201).json();
    assert_eq!(kept["translation"], json!({ "input": { "username": "Foo" } }));
    let again =
        api.put("/api/custom-phrases/af-ZA", json!({ "input": { "username": "Bar" } })).await.expect(201).json();
    assert_eq!(again["id"], kept["id"]);
    assert_eq!(api.get("/api/custom-phrases/af-ZA").await.expect(200).json(), again);
    api.get("/api/custom-phrases/zz-TR").await.refuses(404, "entity.not_found");
    let issue = api.get("/api/custom-phrases/xx").await.refuses(400, "guard.invalid_input").json();
    assert_eq!(issue["data"]["issues"][0]["path"], json!(["languageTag"]));
    for wrong in [
        json!({ "nowhere": { "a": "b" } }),
        json!({ "input": "text" }),
        json!({ "input": { "username": { "a": "b" } } }),
    ] {
        api.put("/api/custom-phrases/af-ZA", wrong).await.refuses(422, "localization.invalid_translation_structure");
    }
    for wrong in [json!({ "input": { "username": 5 } }), json!({ "input": null }), json!({ "input": [] })] {
        api.put("/api/custom-phrases/af-ZA", wrong).await.refuses(400, "guard.invalid_input");
    }
    let phrases = server.anonymous().get("/api/.well-known/phrases?lng=af-ZA").await.expect(200);
    assert_eq!(phrases.header("content-language"), "af-ZA");
    assert_eq!(phrases.json()["translation"]["input"]["username"], "Bar");
    let fallback = json!({ "languageInfo": { "autoDetect": true, "fallbackLanguage": "af-ZA" } });
    api.patch("/api/sign-in-exp", fallback).await.expect(200);
    api.delete("/api/custom-phrases/af-ZA").await.refuses(409, "localization.cannot_delete_default_language");
    let english = json!({ "languageInfo": { "autoDetect": true, "fallbackLanguage": "en" } });
    api.patch("/api/sign-in-exp", english).await.expect(200);
    api.delete("/api/custom-phrases/af-ZA").await.expect(204);
    api.delete("/api/custom-phrases/af-ZA").await.refuses(404, "entity.not_found");
});
