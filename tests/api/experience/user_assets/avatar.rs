//! `/api/experience/user-assets/avatar`

use std::path::PathBuf;

use avouch_testkit::{Browser, Database, Server, on_both};
use http::Method;

use crate::experience::{at_sign_in, start};
use crate::user_assets::{PNG, form, with_folder};

const PATH: &str = "/api/experience/user-assets/avatar";

async fn upload(browser: &Browser, kind: &str, bytes: &[u8]) -> avouch_testkit::Answer {
    let (content, body) = form("file", "me.png", kind, bytes);
    browser.send(Method::POST, PATH, &content, &body).await
}

async fn a_picture_is_kept((server, folder): (Server, PathBuf)) {
    let flow = at_sign_in(&server).await;
    upload(&server.browser(), "image/png", PNG).await.refuses(400, "session.not_found");
    upload(&flow.browser, "image/png", PNG).await.refuses(404, "session.interaction_not_found");
    start(&flow.browser, "SignIn").await;
    upload(&flow.browser, "image/png", PNG).await.refuses(400, "session.invalid_interaction_type");
    start(&flow.browser, "Register").await;
    let url = upload(&flow.browser, "image/png", PNG).await.expect(200).text_of("url");
    assert!(url.contains("/files/default/"), "{url}");
    upload(&flow.browser, "image/png", b"<svg/>").await.refuses(400, "guard.mime_type_not_allowed");
    let large = [PNG, &vec![0; 20 * 1024 * 1024]].concat();
    upload(&flow.browser, "image/png", &large).await.refuses(400, "guard.file_size_exceeded");
    flow.browser.json(Method::POST, PATH, serde_json::json!({})).await.refuses(400, "guard.invalid_input");
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "no folder").unwrap();
    upload(&flow.browser, "image/png", PNG).await.refuses(500, "storage.upload_error");
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
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "Register").await;
    upload(&flow.browser, "image/png", PNG).await.refuses(400, "storage.not_configured");
});
