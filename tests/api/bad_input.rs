//! Whatever comes in: a clear 4xx, never a 5xx.

use avouch_testkit::on_both;
use http::Method;
use serde_json::{Value, json};

on_both!(bodies_that_cannot_be_read, server, {
    let api = server.management().await;
    let post = async |kind: &str, body: Vec<u8>| api.send(Method::POST, "/api/roles", kind, body).await;
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    for body in [
        b"{bad".to_vec(),
        b"{\"name\":\"\xff\"}".to_vec(),
        deep.into_bytes(),
        b"{\"a\":1e999}".to_vec(),
        b"\"text\"".to_vec(),
        b"1".to_vec(),
        b"null".to_vec(),
    ] {
        let answer = post("application/json", body).await.expect(400).json();
        assert!(answer["message"].is_string() && answer.get("code").is_none(), "{answer}");
    }
    post("application/xml", b"<a/>".to_vec()).await.refuses(400, "guard.invalid_input");
    post("", b"{}".to_vec()).await.refuses(400, "guard.invalid_input");
    let text = post("text/plain", b"hello".to_vec()).await.refuses(400, "guard.invalid_input").json();
    assert_eq!(text["data"]["issues"][0]["received"], "string");
    let array = post("application/json", b"[]".to_vec()).await.refuses(400, "guard.invalid_input").json();
    assert_eq!(array["details"], "Error in key path \"\": (invalid_type) Expected object but received array.");
    let form = post("application/x-www-form-urlencoded", b"name=f&description=d".to_vec()).await.expect(200).json();
    assert_eq!(form["name"], "f");
    let large = format!("{{\"name\":\"{}\"}}", "x".repeat(1024 * 1024));
    assert_eq!(post("application/json", large.into_bytes()).await.expect(404).text(), "Not Found");
});

on_both!(every_issue_is_told, server, {
    let api = server.management().await;
    let refused = api.post("/api/applications", json!({ "name": 5, "type": "Foo", "description": 3 })).await;
    let body = refused.refuses(400, "guard.invalid_input").json();
    let keys: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["code", "data", "details", "message"]);
    let issues: Vec<(&Value, &Value)> =
        body["data"]["issues"].as_array().unwrap().iter().map(|issue| (&issue["code"], &issue["path"][0])).collect();
    assert_eq!(
        issues,
        [
            (&json!("invalid_type"), &json!("name")),
            (&json!("invalid_type"), &json!("description")),
            (&json!("invalid_enum_value"), &json!("type")),
        ]
    );
    assert_eq!(body["data"]["name"], "ZodError");
    assert!(
        body["details"]
            .as_str()
            .unwrap()
            .starts_with("Error in key path \"name\": (invalid_type) Expected string but received number.\n")
    );
});

on_both!(paths_and_queries_that_make_no_sense, server, {
    let api = server.management().await;
    for path in ["/api/roles/%ff", "/api/roles/%zz", "/api/roles/%00", "/api/roles/..%2f..", "/api/roles/%F0%9F%A6%80"]
    {
        let answer = api.get(path).await;
        assert!(answer.status.is_client_error(), "{path} {}", answer.status);
    }
    let long = "x".repeat(5000);
    api.get(&format!("/api/roles/{long}")).await.refuses(404, "entity.not_exists_with_id");
    for query in ["page=0", "page=-1", "page=a", "page_size=101", "page_size=0", "page=1e99", "page=NaN"] {
        api.get(&format!("/api/roles?{query}")).await.refuses(400, "guard.invalid_pagination");
    }
    let far = api.get("/api/roles?page=99999").await.expect(200);
    assert_eq!(far.json(), json!([]));
    assert!(far.header("link").contains("page=99998>; rel=\"prev\""));
    assert_eq!(
        api.get("/api/roles/?page=1").await.expect(200).header("total-number"),
        "1",
        "a slash at the end is none"
    );
    for method in [Method::PUT, Method::PATCH, Method::DELETE] {
        let answer = api.send(method, "/api/roles", "application/json", "{}").await.expect(405);
        assert_eq!((answer.text().as_str(), answer.header("allow")), ("Method Not Allowed", "HEAD, GET, POST"));
    }
    for method in ["TRACE", "PROPFIND", "X"] {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        assert_eq!(api.send(method, "/api/roles", "", "").await.status, 405);
    }
    assert_eq!(server.anonymous().get("/api/nothing-here").await.expect(404).text(), "Not Found");
    assert_eq!(server.anonymous().get("/nothing-here").await.expect(404).text(), "Not Found");
});

on_both!(text_that_no_column_can_hold, server, {
    let api = server.management().await;
    api.post("/api/roles", json!({ "name": "a\u{0}b", "description": "d" })).await.refuses(422, "entity.invalid_input");
    api.get("/api/roles?search=%00").await.refuses(422, "entity.invalid_input");
    let odd = "🦀\u{202e}\u{1}'\";--%_\\";
    let made = api.post("/api/roles", json!({ "name": odd, "description": odd })).await.expect(200).json();
    assert_eq!(made["name"], odd);
});
