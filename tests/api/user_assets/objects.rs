//! Files at a provider of objects that speaks the protocol of S3.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use avouch_testkit::{Received, Receiver, Server, on_both};

use super::upload;

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>Ours</title></svg>";

/// Someone who keeps objects, unless they are told not to.
async fn provider() -> (Receiver, Arc<Mutex<BTreeMap<String, String>>>) {
    let objects: Arc<Mutex<BTreeMap<String, String>>> = Arc::default();
    let own = Arc::clone(&objects);
    let receiver = Receiver::answering(move |request: &Received| {
        let (method, path) = request.line.split_once(' ').unwrap();
        let signed = request.headers.get("authorization").cloned().unwrap_or_default();
        let by_us =
            signed.starts_with("AWS4-HMAC-SHA256 Credential=KEY/") && signed.contains("/eu-west-1/s3/aws4_request");
        let mut objects = own.lock().unwrap();
        match method {
            _ if !by_us || path.contains("full.svg") => (403, "<Error><Code>AccessDenied</Code></Error>".to_owned()),
            "PUT" => {
                objects.insert(path.to_owned(), request.body.clone());
                (200, String::new())
            }
            "GET" => objects.get(path).map_or_else(
                || (404, "<Error><Code>NoSuchKey</Code></Error>".to_owned()),
                |object| (200, object.clone()),
            ),
            _ => (405, String::new()),
        }
    })
    .await;
    (receiver, objects)
}

on_both!(of files_are_kept_as_objects, database, {
    let (receiver, objects) = provider().await;
    let settings = [
        ("STORAGE_URL", "s3://files/ours"),
        ("AWS_ENDPOINT", receiver.base.as_str()),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ACCESS_KEY_ID", "KEY"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
    ];
    let server = Server::with(database, &settings).await;
    let api = server.management().await;
    let url = upload(&api, "/api/user-assets", "ours.svg", "image/svg+xml", SVG.as_bytes()).await.expect(200).text_of("url");
    let path = url.strip_prefix(&api.base).unwrap();
    let kept = objects.lock().unwrap().clone();
    let (key, object) = kept.iter().next().unwrap();
    assert_eq!(*key, format!("/files/ours/{}", path.strip_prefix("/files/").unwrap()));
    assert!(object.contains("<title>Ours</title>"), "{object}");
    // Another node, which never saw the file, gets it from there.
    let other = server.join(&settings).await;
    for node in [server.anonymous(), other.anonymous()] {
        assert!(node.get(path).await.expect(200).text().contains("<title>Ours</title>"));
        node.get(&path.replace("ours.svg", "theirs.svg")).await.expect(404);
    }
    upload(&api, "/api/user-assets", "full.svg", "image/svg+xml", SVG.as_bytes()).await.refuses(500, "storage.upload_error");
});
