//! `/api/my-account/user-assets/avatar`

use std::path::PathBuf;

use avouch_testkit::{Database, Server, on_both};
use serde_json::json;

use crate::my_account::own::{Own, allow, everything};
use crate::user_assets::{PNG, upload, with_folder};

const PATH: &str = "/api/my-account/user-assets/avatar";

async fn a_picture_is_kept((server, folder): (Server, PathBuf)) {
    let own = Own::new(&server).await;
    let url = upload(&own.me, PATH, "me.png", "text/plain", PNG).await.expect(200).text_of("url");
    assert!(url.starts_with(&format!("{}/files/default/{}/", own.flow.api.base, own.flow.user)), "{url}");
    // It becomes the account's when it is set.
    assert_eq!(own.me.get("/api/my-account").await.json()["avatar"], json!(null));
    own.me.patch("/api/my-account", json!({ "avatar": url })).await.expect(200);
    upload(&own.me, PATH, "me.png", "image/png", b"<svg/>").await.refuses(400, "guard.mime_type_not_allowed");
    let large = [PNG, &vec![0; 20 * 1024 * 1024]].concat();
    upload(&own.me, PATH, "me.png", "image/png", &large).await.refuses(400, "guard.file_size_exceeded");
    own.me.post(PATH, json!({})).await.refuses(400, "guard.invalid_input");
    let bare = own.scoped("openid").await;
    upload(&bare, PATH, "me.png", "image/png", PNG).await.refuses(401, "auth.unauthorized");
    let third = own.through_third_party().await;
    upload(&third, PATH, "me.png", "image/png", PNG).await.refuses(403, "auth.third_party_application_forbidden");
    allow(&own.flow.api, json!({ "avatar": "ReadOnly" })).await;
    upload(&own.me, PATH, "me.png", "image/png", PNG).await.refuses(400, "account_center.field_not_editable");
    allow(&own.flow.api, everything()).await;
    upload(&server.anonymous(), PATH, "me.png", "image/png", PNG)
        .await
        .refuses(401, "auth.authorization_header_missing");
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "no folder").unwrap();
    upload(&own.me, PATH, "me.png", "image/png", PNG).await.refuses(500, "storage.upload_error");
    std::fs::remove_file(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_kept_sqlite() {
    a_picture_is_kept(with_folder(Database::Sqlite).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_kept_postgres() {
    a_picture_is_kept(with_folder(Database::Postgres).await).await;
}

on_both!(without_a_place_no_picture_is_kept, server, {
    let own = Own::new(&server).await;
    upload(&own.me, PATH, "me.png", "image/png", PNG).await.refuses(400, "storage.not_configured");
});
