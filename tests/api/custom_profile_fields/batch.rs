//! `/api/custom-profile-fields/batch`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(all_or_none_are_made, server, {
    let api = server.management().await;
    let field = |name: &str| json!({ "name": name, "type": "Text", "required": false });
    let made = api.post("/api/custom-profile-fields/batch", json!([field("a"), field("b")])).await.expect(201).json();
    assert_eq!((&made[0]["sieOrder"], &made[1]["sieOrder"]), (&json!(1), &json!(2)));
    let half = json!([field("c"), field("a")]);
    api.post("/api/custom-profile-fields/batch", half).await.refuses(422, "custom_profile_fields.name_exists");
    assert_eq!(api.get("/api/custom-profile-fields").await.expect(200).json().as_array().unwrap().len(), 2);
    api.post("/api/custom-profile-fields/batch", json!([])).await.refuses(400, "guard.invalid_input");
});
