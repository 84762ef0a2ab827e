//! `/api/users/{userId}/password/expiration`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(passwords_expire_where_the_tenant_wants_it, server, {
    let api = server.management().await;
    let path = format!("/api/users/{}/password/expiration", api.user("ada").await);
    api.patch(&path, json!({ "isExpired": true }))
        .await
        .refuses(400, "sign_in_experiences.password_expiration_not_enabled");
    api.patch(&path, json!({ "isExpired": false })).await.expect(200);
    let tx = server.tenant("default").begin().await.unwrap();
    let sql = "update sign_in_experiences set password_expiration = '{\"enabled\":true,\"validPeriodDays\":1}' where tenant_id = $1";
    tx.execute(sql.into(), Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    api.patch(&path, json!({ "isExpired": true })).await.expect(200);
    api.patch(&path, json!({})).await.refuses(400, "guard.invalid_input");
    let nobody = "/api/users/nobody/password/expiration";
    api.patch(nobody, json!({ "isExpired": true })).await.refuses(404, "entity.not_found");
});
