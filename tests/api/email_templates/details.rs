//! `/api/email-templates/{id}/details`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(details_are_merged, server, {
    let api = server.management().await;
    let template = json!({ "languageTag": "en", "templateType": "Generic", "details": { "subject": "s", "content": "c", "sendFrom": "n" } });
    let kept = api.put("/api/email-templates", json!({ "templates": [template] })).await.expect(200).json();
    let path = format!("/api/email-templates/{}/details", kept[0]["id"].as_str().unwrap());
    let changed = api.patch(&path, json!({ "content": "d", "contentType": "text/plain" })).await.expect(200).json();
    assert_eq!(
        changed["details"],
        json!({ "subject": "s", "content": "d", "sendFrom": "n", "contentType": "text/plain" })
    );
    api.patch(&path, json!({ "contentType": "image/png" })).await.refuses(400, "guard.invalid_input");
    api.patch("/api/email-templates/nope/details", json!({ "content": "d" }))
        .await
        .refuses(404, "entity.not_exists_with_id");
});
