//! `/api/users/export`

use std::collections::HashSet;

use avouch_testkit::on_both;
use serde_json::{Value, json};

on_both!(every_user_is_written_once, server, {
    let api = server.management().await;
    assert_eq!(api.get("/api/users/export").await.expect(200).text(), "");
    let users: Vec<String> =
        (0..1203).map(|number| json!({ "username": format!("user_{number}") }).to_string()).collect();
    api.send(http::Method::POST, "/api/users/import", "application/x-ndjson", users.join("\n")).await.expect(200);
    let answer = api.get("/api/users/export").await.expect(200);
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let users: Vec<Value> = answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: HashSet<&str> = users.iter().map(|user| user["username"].as_str().unwrap()).collect();
    assert_eq!((users.len(), names.len()), (1203, 1203));
    assert_eq!(users[0].get("passwordDigest"), None);
});

on_both!(hashes_are_written_only_where_asked_for, server, {
    let api = server.management().await;
    api.post("/api/users", json!({ "username": "ada", "password": "Str0ng-Pa55word" })).await.expect(200);
    let plain: Value = api.get("/api/users/export").await.expect(200).json();
    assert_eq!((plain.get("passwordDigest"), &plain["hasPassword"]), (None, &json!(true)));
    let whole: Value = api.get("/api/users/export?includePasswordHash=true").await.expect(200).json();
    assert!(whole["passwordDigest"].as_str().unwrap().starts_with("$argon2i$"));
});
