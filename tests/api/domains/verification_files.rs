//! `/api/domains/{id}/verification-files`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(a_domain_serves_its_proofs, server, {
    let api = server.management().await;
    crate::domains::domain(&server, "mine", "id.example.test", "Active", server.clock.now()).await;
    let path = "/api/domains/mine/verification-files";
    assert_eq!(api.get(path).await.expect(200).json(), json!([]));
    let files = json!([
        { "path": "/proof.txt", "content": "mine", "contentType": "text/plain" },
        { "path": "/.well-known/assetlinks.json", "content": "[]", "contentType": "application/json" },
    ]);
    let set = api.put(path, json!({ "verificationFiles": files })).await.expect(200).json();
    assert_eq!((&set, &api.get(path).await.expect(200).json()), (&files, &files));
    let there = server.anonymous().with("host", "id.example.test");
    let proof = there.get("/proof.txt").await.expect(200);
    assert_eq!((proof.text().as_str(), proof.header("content-type")), ("mine", "text/plain; charset=utf-8"));
    let links = there.get("/.well-known/assetlinks.json").await.expect(200);
    assert_eq!((links.text().as_str(), links.header("content-type")), ("[]", "application/json"));
    server.anonymous().get("/proof.txt").await.expect(404);
    there.get("/other.txt").await.expect(404);
    api.put(path, json!({ "verificationFiles": [] })).await.expect(200);
    there.get("/proof.txt").await.expect(404);
});

on_both!(what_proves_nothing_is_refused, server, {
    let api = server.management().await;
    crate::domains::domain(&server, "mine", "id.example.test", "Active", server.clock.now()).await;
    let path = "/api/domains/mine/verification-files";
    let file = |path: &str, content: &str, kind: &str| json!({ "path": path, "content": content, "contentType": kind });
    for wrong in [
        json!([file("/page", "x", "text/plain")]),
        json!([file("/a/b.txt", "x", "text/plain")]),
        json!([file("/.well-known/openid-configuration", "{}", "application/json")]),
        json!([file("/a.json", "{", "application/json")]),
        json!([file("/a.txt", "x", "text/plain"), file("/a.txt", "y", "text/plain")]),
    ] {
        api.put(path, json!({ "verificationFiles": wrong })).await.refuses(400, "request.invalid_input");
    }
    for wrong in [
        json!([file("/a.txt", "", "text/plain")]),
        json!([file("/a.txt", "x", "text/html")]),
        json!([file("/a.txt", &"x".repeat(16_385), "text/plain")]),
        json!(vec![file("/a.txt", "x", "text/plain"); 11]),
    ] {
        api.put(path, json!({ "verificationFiles": wrong })).await.refuses(400, "guard.invalid_input");
    }
    assert_eq!(api.get(path).await.expect(200).json(), json!([]));
    api.get("/api/domains/nope/verification-files").await.refuses(404, "entity.not_exists_with_id");
    let none = json!({ "verificationFiles": [] });
    api.put("/api/domains/nope/verification-files", none).await.refuses(404, "entity.not_exists_with_id");
});
