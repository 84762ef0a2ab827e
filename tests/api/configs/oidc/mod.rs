//! `/api/configs/oidc/{keyType}`

mod rotate;
mod session;

use avouch_testkit::on_both;
use serde_json::json;

on_both!(keys_are_listed_and_deleted, server, {
    let api = server.management().await;
    let keys = api.get("/api/configs/oidc/private-keys").await.expect(200).json();
    assert_eq!(
        (&keys[0]["status"], &keys[0]["signingKeyAlgorithm"], keys[0].get("value")),
        (&json!("Current"), &json!("EC"), None)
    );
    let cookie = api.get("/api/configs/oidc/cookie-keys").await.expect(200).json();
    assert_eq!(cookie[0].as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "createdAt"]);
    let refused = api.get("/api/configs/oidc/nope").await.refuses(400, "guard.invalid_input").json();
    assert_eq!(refused["data"]["issues"][0]["options"], json!(["private-keys", "cookie-keys"]));
    let path = |id: &serde_json::Value| format!("/api/configs/oidc/private-keys/{}", id.as_str().unwrap());
    api.delete(&path(&keys[0]["id"])).await.refuses(422, "oidc.key_required");
    let rotated = api.post("/api/configs/oidc/private-keys/rotate", json!({})).await.expect(200).json();
    api.delete(&path(&rotated[0]["id"])).await.refuses(422, "oidc.only_previous_key_can_be_deleted");
    api.delete(&path(&json!("nope"))).await.refuses(404, "oidc.key_not_found");
    api.delete(&path(&rotated[1]["id"])).await.expect(204);
    assert_eq!(
        api.get("/api/configs/oidc/private-keys").await.refuses(401, "auth.unauthorized").code(),
        "auth.unauthorized"
    );
    let keys = server.management().await.get("/api/configs/oidc/private-keys").await.expect(200).json();
    assert_eq!(keys.as_array().unwrap().len(), 1);
});
