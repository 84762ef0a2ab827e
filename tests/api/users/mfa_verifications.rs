//! `/api/users/{userId}/mfa-verifications`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(factors_are_made_listed_and_deleted, server, {
    let api = server.management().await;
    let path = format!("/api/users/{}/mfa-verifications", api.user("ada").await);
    assert_eq!(api.get(&path).await.expect(200).json(), json!([]));
    let backup = json!({ "type": "BackupCode" });
    api.post(&path, backup.clone()).await.refuses(422, "session.mfa.backup_code_can_not_be_alone");
    api.post(&path, json!({ "type": "Totp", "secret": "short" })).await.refuses(422, "user.totp_secret_invalid");
    let totp = api.post(&path, json!({ "type": "Totp" })).await.expect(200).json();
    assert_eq!(totp["secret"].as_str().unwrap().len(), 32);
    assert!(totp["secretQrCode"].as_str().unwrap().starts_with("data:image/png;base64,"));
    api.post(&path, json!({ "type": "Totp" })).await.refuses(422, "user.totp_already_in_use");
    api.post(&path, json!({ "type": "BackupCode", "codes": ["x"] }))
        .await
        .refuses(422, "user.wrong_backup_code_format");
    let codes = api.post(&path, backup.clone()).await.expect(200).json();
    assert_eq!((codes["codes"].as_array().unwrap().len(), codes["codes"][0].as_str().unwrap().len()), (10, 10));
    api.post(&path, backup).await.refuses(422, "user.backup_code_already_in_use");
    let listed = api.get(&path).await.expect(200).json();
    assert_eq!(
        (&listed[0]["type"], listed[0].get("key"), &listed[1]["remainCodes"]),
        (&json!("Totp"), None, &json!(10))
    );
    assert!(listed[0]["createdAt"].as_str().unwrap().ends_with('Z'));
    let factor = format!("{path}/{}", listed[1]["id"].as_str().unwrap());
    api.delete(&factor).await.expect(204);
    api.delete(&factor).await.refuses(404, "entity.not_found");
    api.post(&path, json!({ "type": "WebAuthn" })).await.refuses(400, "guard.invalid_input");
    let nobody = "/api/users/nobody/mfa-verifications";
    api.get(nobody).await.refuses(404, "entity.not_found");
    api.post(nobody, json!({ "type": "Totp" })).await.refuses(404, "entity.not_found");
});
