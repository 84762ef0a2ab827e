//! Errors in the language of whoever reads them

use avouch_testkit::on_both;
use serde_json::json;

on_both!(people_are_told_in_their_own_language, server, {
    let api = server.management().await;
    api.user("ada").await;
    let ask = async |languages: &str, query: &str| {
        let client = api.with("accept-language", languages);
        let answer = client.post(&format!("/api/users{query}"), json!({ "username": "ada" })).await;
        answer.refuses(422, "user.username_already_in_use")
    };
    let english = ask("en", "").await;
    assert_eq!(english.header("content-language"), "");
    for (languages, query, told) in
        [("fr-CA, en;q=0.5", "", "fr"), ("xx, de", "", "de"), ("pt", "", "pt-BR"), ("fr", "?locale=ja", "ja")]
    {
        let answer = ask(languages, query).await;
        assert_eq!(answer.header("content-language"), told, "{languages}");
        assert_ne!(answer.text_of("message"), english.text_of("message"));
    }
    for languages in ["en-GB, de", "xx", ""] {
        assert_eq!(ask(languages, "").await.text_of("message"), english.text_of("message"), "{languages}");
    }
    // What only administrators meet stays as it is.
    let missing = api.with("accept-language", "de").get("/api/users/nobody").await.refuses(404, "entity.not_found");
    assert_eq!(missing.header("content-language"), "");
});
