//! `/api/configs/admin-console`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(the_console_remembers, server, {
    let api = server.management().await;
    let seeded = api.get("/api/configs/admin-console").await.expect(200).json();
    assert_eq!(seeded, json!({ "signInExperienceCustomized": false, "organizationCreated": false }));
    let changed = api.patch("/api/configs/admin-console", json!({ "organizationCreated": true, "other": 1 })).await;
    assert_eq!(changed.expect(200).json(), json!({ "signInExperienceCustomized": false, "organizationCreated": true }));
    let wrong = json!({ "organizationCreated": "yes" });
    api.patch("/api/configs/admin-console", wrong).await.refuses(400, "guard.invalid_input");
});
