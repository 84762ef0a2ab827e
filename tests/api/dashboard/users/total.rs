//! `/api/dashboard/users/total`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(counts_users, server, {
    let api = server.management().await;
    for name in ["a", "b"] {
        api.user(name).await;
    }
    assert_eq!(api.get("/api/dashboard/users/total").await.expect(200).json(), json!({ "totalUserCount": 2 }));
});
