//! `/api/custom-profile-fields/properties/sie-order`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(fields_are_put_in_order, server, {
    let api = server.management().await;
    let field = |name: &str| json!({ "name": name, "type": "Text", "required": false });
    api.post("/api/custom-profile-fields/batch", json!([field("a"), field("b")])).await.expect(201);
    let path = "/api/custom-profile-fields/properties/sie-order";
    let place = |name: &str, order: i64| json!({ "name": name, "sieOrder": order });
    let ordered = api.post(path, json!({ "order": [place("a", 2), place("b", 1)] })).await.expect(200).json();
    assert_eq!((&ordered[0]["name"], &ordered[1]["name"]), (&json!("b"), &json!("a")));
    let twice = json!({ "order": [place("a", 1), place("a", 2)] });
    let refused = api.post(path, twice).await.refuses(400, "request.invalid_input").json();
    assert_eq!(refused["data"], json!({ "duplicateNames": ["a"] }));
    // Two may share a place.
    let shared = json!({ "order": [place("a", 1), place("b", 1)] });
    assert_eq!(api.post(path, shared).await.expect(200).json().as_array().unwrap().len(), 2);
    let unknown = json!({ "order": [place("c", 1)] });
    api.post(path, unknown).await.refuses(400, "custom_profile_fields.entity_not_exists_with_names");
});
