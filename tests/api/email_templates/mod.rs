//! `/api/email-templates`

mod details;

use avouch_testkit::on_both;
use serde_json::json;

on_both!(templates_are_kept_by_language_and_purpose, server, {
    let api = server.management().await;
    let template = |language: &str, subject: &str| json!({ "languageTag": language, "templateType": "SignIn", "details": { "subject": subject, "content": "{{code}}" } });
    let body = json!({ "templates": [template("en", "one"), template("fr", "two")] });
    let kept = api.put("/api/email-templates", body).await.expect(200).json();
    assert_eq!((kept.as_array().unwrap().len(), &kept[0]["details"]["subject"]), (2, &json!("one")));
    let again =
        api.put("/api/email-templates", json!({ "templates": [template("en", "three")] })).await.expect(200).json();
    assert_eq!((&again[0]["id"], &again[0]["details"]["subject"]), (&kept[0]["id"], &json!("three")));
    let listed = api.get("/api/email-templates?languageTag=fr&templateType=SignIn").await.expect(200).json();
    assert_eq!(listed, json!([kept[1]]));
    let path = format!("/api/email-templates/{}", kept[1]["id"].as_str().unwrap());
    assert_eq!(api.get(&path).await.expect(200).json(), kept[1]);
    api.get("/api/email-templates/nope").await.refuses(404, "entity.not_exists_with_id");
    for wrong in [json!({ "templates": [] }), json!({ "templates": [template("", "s")] })] {
        api.put("/api/email-templates", wrong).await.refuses(400, "guard.invalid_input");
    }
    for wrong in ["languageTag=", "languageTag=far-too-long-a-tag", "templateType=Nope"] {
        api.get(&format!("/api/email-templates?{wrong}")).await.refuses(400, "guard.invalid_input");
        api.delete(&format!("/api/email-templates?{wrong}")).await.refuses(400, "guard.invalid_input");
    }
    api.delete(&path).await.expect(204);
    api.delete(&path).await.refuses(404, "entity.not_exists_with_id");
    api.delete("/api/email-templates").await.refuses(422, "connector.email_connector.bulk_deletion_no_filter");
    let removed = api.delete("/api/email-templates?templateType=SignIn").await.expect(200).json();
    assert_eq!(removed, json!({ "rowCount": 1 }));
});
