//! `/api/applications/{applicationId}/sign-in-experience`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(the_look_is_made_and_changed, server, {
    let api = server.management().await;
    let application = api.application("SPA").await;
    let path = format!("/api/applications/{application}/sign-in-experience");
    api.get(&path).await.refuses(404, "entity.not_exists_with_id");
    let body =
        json!({ "color": { "primaryColor": "#fff" }, "termsOfUseUrl": "https://t.test", "privacyPolicyUrl": "" });
    let made = api.put(&path, body).await.expect(201).json();
    let expected = json!({
        "tenantId": "default", "applicationId": application, "color": { "primaryColor": "#fff" }, "branding": {},
        "customCss": null, "termsOfUseUrl": "https://t.test", "privacyPolicyUrl": null, "displayName": null,
    });
    assert_eq!(made, expected);
    let body = json!({ "displayName": "App", "termsOfUseUrl": null, "privacyPolicyUrl": null });
    let changed = api.put(&path, body).await.expect(200).json();
    assert_eq!(
        (&changed["displayName"], &changed["termsOfUseUrl"], &changed["color"]),
        (&json!("App"), &json!(null), &made["color"])
    );
    assert_eq!(api.get(&path).await.expect(200).json(), changed);
    api.put(&path, json!({ "termsOfUseUrl": "javascript:alert(1)" })).await.refuses(400, "guard.invalid_input");
    let nowhere = "/api/applications/nope/sign-in-experience";
    api.get(nowhere).await.refuses(404, "entity.not_exists_with_id");
    api.put(nowhere, json!({})).await.refuses(404, "entity.not_exists_with_id");
});
