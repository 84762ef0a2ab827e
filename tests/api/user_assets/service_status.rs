//! `/api/user-assets/service-status`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(there_is_no_storage, server, {
    let status = server.management().await.get("/api/user-assets/service-status").await.expect(200).json();
    assert_eq!(status, json!({ "status": "not_configured", "isExperienceAvatarUploadEnabled": true }));
});
