//! `/api/experience/user-assets/avatar`

use avouch_testkit::{Browser, Database, Server, on_both};
use http::Method;

use crate::experience::{at_sign_in, start};
use crate::user_assets::{PNG, form, with_storage};

const PATH: &str = "/api/experience/user-assets/avatar";

async fn upload(browser: &Browser, kind: &str, bytes: &[u8]) -> avouch_testkit::Answer {
    let (content, body) = form("file", "me.png", kind, bytes);
    browser.send(Method::POST, PATH, &content, &body).await
}

async fn a_picture_is_kept(server: Server) {
    let flow = at_sign_in(&server).await;
    upload(&flow.browser, "image/png", PNG).await.refuses(404, "session.interaction_not_found");
    start(&flow.browser, "SignIn").await;
    upload(&flow.browser, "image/png", PNG).await.refuses(400, "session.invalid_interaction_type");
    start(&flow.browser, "Register").await;
    let url = upload(&flow.browser, "image/png", PNG).await.expect(200).text_of("url");
    assert!(url.contains("/files/default/"), "{url}");
    upload(&flow.browser, "image/png", b"<svg/>").await.refuses(400, "guard.mime_type_not_allowed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_kept_sqlite() {
    a_picture_is_kept(with_storage(Database::Sqlite).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_is_kept_postgres() {
    a_picture_is_kept(with_storage(Database::Postgres).await).await;
}

on_both!(without_a_place_no_picture_is_kept, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "Register").await;
    upload(&flow.browser, "image/png", PNG).await.refuses(400, "storage.not_configured");
});
