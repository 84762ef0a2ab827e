//! `/api/user-assets`

mod objects;
mod service_status;

use avouch_testkit::{Answer, Client, Database, Server, on_both};
use http::Method;
use serde_json::json;

pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";

/// A server that keeps files in a folder of its own.
pub(crate) async fn with_storage(kind: Database) -> Server {
    with_folder(kind).await.0
}

pub(crate) async fn with_folder(kind: Database) -> (Server, std::path::PathBuf) {
    let folder =
        std::env::temp_dir().join(format!("avouch-files-{}", avouch_crypto::hex(&avouch_crypto::random_bytes::<8>())));
    (Server::with(kind, &[("STORAGE_URL", &format!("file://{}", folder.display()))]).await, folder)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_place_that_is_gone_is_told() {
    let (server, folder) = with_folder(Database::Sqlite).await;
    let api = server.management().await;
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "no folder").unwrap();
    upload(&api, "/api/user-assets", "x.png", "image/png", PNG).await.refuses(500, "storage.upload_error");
    std::fs::remove_file(folder).unwrap();
}

/// A form with one file.
pub(crate) fn form(part: &str, name: &str, kind: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    let head = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"{part}\"; filename=\"{name}\"\r\ncontent-type: {kind}\r\n\r\n"
    );
    ("multipart/form-data; boundary=edge".to_owned(), [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat())
}

pub(crate) async fn upload(client: &Client, path: &str, name: &str, kind: &str, bytes: &[u8]) -> Answer {
    let (content, body) = form("file", name, kind, bytes);
    client.send(Method::POST, path, &content, body).await
}

async fn files_are_kept(server: Server) {
    let api = server.management().await;
    let path = "/api/user-assets";
    let url = upload(&api, path, "../My Photo.PNG", "image/png", PNG).await.expect(200).text_of("url");
    assert!(url.starts_with(&format!("{}/files/default/", api.base)) && url.ends_with("/My_Photo.png"), "{url}");
    let file = server.anonymous().get(url.strip_prefix(&api.base).unwrap()).await.expect(200);
    assert_eq!(
        (file.header("content-type"), file.header("cross-origin-resource-policy")),
        ("image/png", "cross-origin")
    );
    assert!(file.header("content-security-policy").contains("sandbox"));
    assert_eq!(file.body, PNG);
    for (kind, bytes) in [
        ("text/html", PNG),
        ("image/jpeg", PNG),
        ("image/png", b"<html>".as_slice()),
        ("image/svg+xml", b"<svg><script>alert(1)</script></svg>"),
    ] {
        upload(&api, path, "x", kind, bytes).await.refuses(400, "guard.mime_type_not_allowed");
    }
    upload(&api, path, "x.svg", "image/svg+xml", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>").await.expect(200);
    let large = [PNG, &vec![0; 20 * 1024 * 1024]].concat();
    upload(&api, path, "x.png", "image/png", &large).await.refuses(400, "guard.file_size_exceeded");
    let (content, body) = form("other", "x.png", "image/png", PNG);
    let refused = api.send(Method::POST, path, &content, body).await.refuses(400, "guard.invalid_input").json();
    assert_eq!(refused["data"]["issues"][0]["path"], json!(["file"]));
    api.post(path, json!({})).await.refuses(400, "guard.invalid_input");
    upload(&server.anonymous(), path, "x.png", "image/png", PNG)
        .await
        .refuses(401, "auth.authorization_header_missing");
    // Another tenant's files are not here.
    for missing in ["/files/default/x", "/files/admin/x", "/files/default/..%2f..%2fx", "/files/default"] {
        server.anonymous().get(missing).await.expect(404);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_kept_sqlite() {
    files_are_kept(with_storage(Database::Sqlite).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_kept_postgres() {
    files_are_kept(with_storage(Database::Postgres).await).await;
}

on_both!(without_a_place_nothing_is_kept, server, {
    let api = server.management().await;
    upload(&api, "/api/user-assets", "x.png", "image/png", PNG).await.refuses(400, "storage.not_configured");
});
