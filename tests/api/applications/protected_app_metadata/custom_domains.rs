//! `/api/applications/{id}/protected-app-metadata/custom-domains`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(only_protected_applications_have_domains, server, {
    let api = server.management().await;
    let application = api.application("SPA").await;
    let path = format!("/api/applications/{application}/protected-app-metadata/custom-domains");
    api.get(&path).await.refuses(422, "application.protected_application_only");
    api.post(&path, json!({ "domain": "a.test" })).await.refuses(422, "application.protected_application_only");
    api.delete(&format!("{path}/a.test")).await.refuses(422, "application.protected_application_only");
    let nowhere = "/api/applications/nope/protected-app-metadata/custom-domains";
    api.get(nowhere).await.refuses(404, "entity.not_exists_with_id");
    // A protected application from an older database: there is no proxy that could know its domains.
    let tx = server.tenant("default").begin().await.unwrap();
    tx.execute("update applications set type = 'Protected' where tenant_id = $1 and type = 'SPA'".into(), Vec::new())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    api.get(&path).await.refuses(501, "application.protected_app_not_configured");
});
