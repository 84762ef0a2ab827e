//! `/api/sign-in-exp/default/custom-ui-assets`

use std::io::{Cursor, Write as _};

use avouch_testkit::{Database, Server, on_both};
use serde_json::json;
use zip::write::SimpleFileOptions;

use crate::experience::at_sign_in;
use crate::user_assets::{upload, with_storage};

const PATH: &str = "/api/sign-in-exp/default/custom-ui-assets";

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

async fn own_pages_take_the_place_of_ours(server: Server) {
    let flow = at_sign_in(&server).await;
    let site = archive(&[("dist/index.html", "<h1>Ours</h1>"), ("dist/static/app.js", "go()")]);
    let made = upload(&flow.api, PATH, "site.zip", "application/zip", &site).await.expect(200);
    let id = made.text_of("customUiAssetId");
    assert_eq!(id.len(), 8);
    // Until the settings name them, nothing changes.
    assert!(flow.browser.get("/sign-in").await.expect(200).text().contains("avouch-boot"));
    let settings = json!({ "customUiAssets": { "id": id, "createdAt": 1 } });
    flow.api.patch("/api/sign-in-exp", settings).await.expect(200);
    for path in ["/sign-in", "/register", "/unknown-session", "/some/where"] {
        assert_eq!(flow.browser.get(path).await.expect(200).text(), "<h1>Ours</h1>", "{path}");
    }
    let script = flow.browser.get("/static/app.js").await.expect(200);
    assert_eq!((script.text().as_str(), script.header("content-type")), ("go()", "text/javascript; charset=utf-8"));
    assert!(script.header("content-security-policy").contains("object-src 'none'"));
    flow.browser.get("/api/nowhere").await.expect(404);
    flow.browser.get("/assets/../../x").await.expect(200);
    for wrong in [archive(&[("a.js", "")]), archive(&[("index.html", ""), ("../x", "")]), b"PK".to_vec()] {
        upload(&flow.api, PATH, "site.zip", "application/zip", &wrong)
            .await
            .refuses(400, "guard.mime_type_not_allowed");
    }
    flow.api.patch("/api/sign-in-exp", json!({ "customUiAssets": null })).await.expect(200);
    assert!(flow.browser.get("/sign-in").await.expect(200).text().contains("avouch-boot"));
    flow.browser.get("/some/where").await.expect(404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn own_pages_take_the_place_of_ours_sqlite() {
    own_pages_take_the_place_of_ours(with_storage(Database::Sqlite).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn own_pages_take_the_place_of_ours_postgres() {
    own_pages_take_the_place_of_ours(with_storage(Database::Postgres).await).await;
}

on_both!(without_a_place_there_are_no_own_pages, server, {
    let api = server.management().await;
    upload(&api, PATH, "site.zip", "application/zip", &archive(&[("index.html", "")]))
        .await
        .refuses(400, "storage.not_configured");
});
