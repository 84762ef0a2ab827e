//! `/api/custom-profile-fields`

mod batch;
mod properties;

use avouch_testkit::on_both;
use serde_json::json;

on_both!(fields_are_made_replaced_and_deleted, server, {
    let api = server.management().await;
    let body = json!({ "name": "color", "type": "Text", "required": false });
    let made = api.post("/api/custom-profile-fields", body.clone()).await.expect(201).json();
    assert_eq!((&made["label"], &made["config"], &made["sieOrder"]), (&json!(""), &json!({}), &json!(1)));
    api.post("/api/custom-profile-fields", body).await.refuses(422, "custom_profile_fields.name_exists");
    assert_eq!(api.get("/api/custom-profile-fields").await.expect(200).json(), json!([made]));
    assert_eq!(api.get("/api/custom-profile-fields/color").await.expect(200).json(), made);
    let options = json!({ "options": [{ "value": "red" }] });
    let select = json!({ "type": "Select", "label": "Colour", "required": true, "config": options });
    let replaced = api.put("/api/custom-profile-fields/color", select).await.expect(200).json();
    assert_eq!(
        (&replaced["type"], &replaced["config"], &replaced["required"]),
        (&json!("Select"), &options, &json!(true))
    );
    api.patch("/api/sign-in-exp", json!({ "signUpProfileFields": [{ "name": "color" }] })).await.expect(200);
    api.delete("/api/custom-profile-fields/color").await.expect(204);
    assert_eq!(api.get("/api/sign-in-exp").await.expect(200).json()["signUpProfileFields"], json!([]));
    api.get("/api/custom-profile-fields/color").await.refuses(404, "entity.not_found");
    api.delete("/api/custom-profile-fields/color").await.refuses(404, "entity.not_found");
    let text = json!({ "type": "Text", "required": false });
    api.put("/api/custom-profile-fields/color", text).await.refuses(404, "entity.not_exists");
});

on_both!(names_and_shapes_are_checked, server, {
    let api = server.management().await;
    let create = async |name: &str, kind: &str, config: serde_json::Value| {
        let body = json!({ "name": name, "type": kind, "required": false, "config": config });
        api.post("/api/custom-profile-fields", body).await
    };
    for (name, code) in [
        ("a-b", "custom_profile_fields.invalid_name"),
        ("preferredUsername", "custom_profile_fields.name_conflict_built_in_prop"),
        ("guideRequests", "custom_profile_fields.name_conflict_custom_data"),
        ("primaryEmail", "custom_profile_fields.name_conflict_sign_in_identifier"),
    ] {
        create(name, "Text", json!({})).await.refuses(400, code);
    }
    let part = |name: &str, kind: &str| json!({ "parts": [{ "enabled": true, "name": name, "type": kind, "required": false }] });
    for (kind, config, code) in [
        ("Text", json!({ "minLength": 3, "maxLength": 2 }), "custom_profile_fields.invalid_min_max_input"),
        ("Number", json!({ "minValue": 3, "maxValue": 2 }), "custom_profile_fields.invalid_min_max_input"),
        ("Address", part("planet", "Text"), "guard.invalid_input"),
        ("Fullname", part("title", "Text"), "guard.invalid_input"),
        ("Address", json!({ "parts": [] }), "custom_profile_fields.invalid_address_components"),
        ("Fullname", json!({ "parts": [] }), "custom_profile_fields.invalid_fullname_components"),
        ("Address", part("country", "Fullname"), "custom_profile_fields.invalid_sub_component_type"),
    ] {
        create("field", kind, config).await.refuses(400, code);
    }
    for (kind, config, path) in [
        ("Select", json!({}), json!(["config", "options"])),
        ("Checkbox", json!({}), json!(["config", "defaultValue"])),
        ("Checkbox", json!({ "defaultValue": "maybe" }), json!(["config", "defaultValue"])),
        ("Date", json!({}), json!(["config", "format"])),
        ("Regex", json!({}), json!(["config", "format"])),
        ("Address", json!({}), json!(["config", "parts"])),
        ("Fullname", part("title", "Text"), json!(["config", "parts", 0, "name"])),
        ("Text", json!({ "minLength": -1 }), json!(["config", "minLength"])),
    ] {
        let refused = create("field", kind, config).await.refuses(400, "guard.invalid_input").json();
        assert_eq!(refused["data"]["issues"][0]["path"], path, "{refused}");
        assert!(refused["details"].as_str().unwrap().starts_with("Error in key path \"config."), "{refused}");
    }
    let bare = json!({ "name": "field", "type": "Checkbox", "required": false, "description": "none" });
    assert_eq!(api.post("/api/custom-profile-fields", bare).await.expect(201).json()["description"], json!(null));
    // What a type does not have is left out; parts are kept as they are.
    let text = json!({ "placeholder": "p", "maxLength": 9, "format": "x", "options": [{ "value": "a" }] });
    let made = create("plain", "Text", text).await.expect(201).json();
    assert_eq!(made["config"], json!({ "placeholder": "p", "maxLength": 9 }));
    let number = json!({ "parts": [{ "enabled": false, "name": "region", "type": "Number", "required": false,
        "config": { "minValue": 1, "maxValue": 2, "defaultValue": "1" } }] });
    assert_eq!(create("place", "Address", number.clone()).await.expect(201).json()["config"], number);
    let replace = async |kind: &str, config: serde_json::Value| {
        let body = json!({ "type": kind, "required": false, "config": config });
        api.put("/api/custom-profile-fields/field", body).await
    };
    replace("Checkbox", json!({})).await.refuses(400, "custom_profile_fields.invalid_default_value");
    replace("Select", json!({ "options": [] })).await.refuses(400, "custom_profile_fields.invalid_options");
    replace("Regex", json!({ "format": "(" })).await.refuses(400, "custom_profile_fields.invalid_regex_format");
    replace("Regex", json!({ "format": "^a+$" })).await.expect(200);
    let select = json!({ "parts": [{ "enabled": true, "name": "country", "type": "Select", "required": true,
        "config": { "options": [] } }] });
    replace("Address", select).await.refuses(400, "custom_profile_fields.invalid_options");
    let body = json!({ "type": "Text", "required": false });
    api.put("/api/custom-profile-fields/a-b", body).await.refuses(400, "custom_profile_fields.invalid_name");
});
