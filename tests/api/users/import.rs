//! `/api/users/import`

use avouch_testkit::{Answer, Client, on_both};
use http::Method;
use serde_json::{Value, json};

const KIND: &str = "application/x-ndjson";

fn lines(answer: &Answer) -> Vec<Value> {
    answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn import(api: &Client, path: &str, users: &[Value]) -> Vec<Value> {
    let body: Vec<String> = users.iter().map(ToString::to_string).collect();
    let answer = api.send(Method::POST, path, KIND, body.join("\n")).await.expect(200);
    assert_eq!(answer.header("content-type"), KIND);
    lines(&answer)
}

on_both!(every_line_has_a_result, server, {
    let api = server.management().await;
    api.post("/api/users", json!({ "username": "taken", "primaryEmail": "taken@example.test" })).await.expect(200);
    let digest = "5f4dcc3b5aa765d61d8327deb882cf99";
    let users = [
        json!({ "username": "ada", "primaryEmail": "ada@example.test", "name": "Ada", "id": "adaadaadaada",
            "passwordDigest": digest, "passwordAlgorithm": "MD5", "customData": { "a": 1 }, "createdAt": 1_600_000_000_000_i64,
            "lastSignInAt": 1_700_000_000_000_i64, "isSuspended": true,
            "identities": { "github": { "userId": "42", "details": { "name": "ada" } } } }),
        json!({ "username": "taken" }),
        json!({ "primaryEmail": "TAKEN@example.test" }),
        json!({ "username": "no-name" }),
        json!({ "primaryPhone": "1" }),
        json!({ "id": "adaadaadaada" }),
        json!({ "id": "short" }),
        json!({ "passwordDigest": digest }),
        json!({ "username": "eve", "identities": { "github": { "userId": "42" } } }),
        json!({ "username": "bob", "identities": { "github": {} } }),
        json!({ "username": "carl", "createdAt": i64::MAX }),
        json!({ "username": "dora", "password": "Str0ng-Pa55word" }),
    ];
    // One after the other, so that what is in use is in use by then.
    let mut codes = Vec::new();
    for user in &users {
        let results = import(&api, "/api/users/import", std::slice::from_ref(user)).await;
        assert_eq!((results.len(), &results[0]["line"]), (1, &json!(1)));
        codes.push(results[0]["code"].as_str().unwrap_or_else(|| results[0]["status"].as_str().unwrap()).to_owned());
    }
    let expected = [
        "created",
        "user.username_already_in_use",
        "user.email_already_in_use",
        "guard.invalid_input",
        "user.invalid_phone",
        "user.id_already_in_use",
        "guard.invalid_input",
        "user.password_algorithm_required",
        "user.identity_already_in_use",
        "request.invalid_input",
        "request.invalid_input",
        "created",
    ];
    assert_eq!(codes, expected);
    let ada = api.get("/api/users/adaadaadaada?includePasswordHash=1").await.expect(200).json();
    assert_eq!(
        (&ada["username"], &ada["passwordDigest"], &ada["isSuspended"]),
        (&json!("ada"), &json!(digest), &json!(true))
    );
    assert_eq!(
        (&ada["createdAt"], &ada["lastSignInAt"]),
        (&json!(1_600_000_000_000_i64), &json!(1_700_000_000_000_i64))
    );
    assert_eq!(ada["identities"], json!({ "github": { "userId": "42", "details": { "name": "ada" } } }));
    assert_eq!(ada["customData"], json!({ "a": 1 }));
});

on_both!(results_are_in_the_order_of_lines, server, {
    let api = server.management().await;
    let users: Vec<Value> = (0..300).map(|number| json!({ "username": format!("user_{number}") })).collect();
    let results = import(&api, "/api/users/import", &users).await;
    assert_eq!(results.len(), 300);
    for (index, result) in results.iter().enumerate() {
        assert_eq!((&result["line"], &result["status"]), (&json!(index + 1), &json!("created")));
    }
    let one = api.get(&format!("/api/users/{}", results[7]["userId"].as_str().unwrap())).await.expect(200).json();
    assert_eq!(one["username"], "user_7");
    assert_eq!(api.get("/api/users?page_size=1").await.expect(200).header("total-number"), "300");
});

on_both!(a_dry_run_writes_nothing, server, {
    let api = server.management().await;
    api.user("taken").await;
    let users = [json!({ "username": "ada" }), json!({ "username": "taken" }), json!({ "username": "eve" })];
    let results = import(&api, "/api/users/import?dryRun=true", &users).await;
    let statuses: Vec<&str> = results.iter().map(|result| result["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["valid", "failed", "valid"]);
    assert_eq!(results[1]["code"], "user.username_already_in_use");
    let twice = [json!({ "primaryEmail": "a@example.test" }), json!({ "primaryEmail": "A@example.test" })];
    let results = import(&api, "/api/users/import?dryRun=true", &twice).await;
    assert_eq!(results.iter().filter(|result| result["code"] == "user.email_already_in_use").count(), 1);
    assert_eq!(api.get("/api/users").await.expect(200).header("total-number"), "1");
});

on_both!(an_import_with_a_key_can_be_tried_again, server, {
    let api = server.management().await;
    let named = api.with("idempotency-key", "spring");
    let users = [json!({ "username": "ada" }), json!({ "primaryEmail": "eve@example.test" })];
    let first = import(&named, "/api/users/import", &users).await;
    let second = import(&named, "/api/users/import", &users).await;
    for (first, second) in first.iter().zip(&second) {
        assert_eq!((&first["status"], &second["status"]), (&json!("created"), &json!("existing")));
        assert_eq!(first["userId"], second["userId"]);
    }
    let other = import(&named, "/api/users/import", &[json!({ "username": "other" })]).await;
    assert_eq!(other[0]["code"], "user.id_already_in_use");
    let unnamed = import(&api, "/api/users/import", &users).await;
    assert_eq!(unnamed[0]["code"], "user.username_already_in_use");
    assert_eq!(unnamed[1]["code"], "user.email_already_in_use");
});

on_both!(a_bad_line_costs_only_itself, server, {
    let api = server.management().await;
    let body = "\n{\"username\":\"ada\"}\n{\n[]\n\n{\"username\":\"eve\"}";
    let results = lines(&api.send(Method::POST, "/api/users/import", KIND, body).await.expect(200));
    let seen: Vec<(i64, &str)> =
        results.iter().map(|one| (one["line"].as_i64().unwrap(), one["status"].as_str().unwrap())).collect();
    assert_eq!(seen, [(2, "created"), (3, "failed"), (4, "failed"), (6, "created")]);
    let endless = format!("{{\"username\":\"{}\"}}\n{{}}", "x".repeat(300_000));
    let results = lines(&api.send(Method::POST, "/api/users/import", KIND, endless).await.expect(200));
    assert_eq!((results.len(), &results[0]["code"]), (1, &json!("guard.invalid_input")));
    let results =
        lines(&api.send(Method::POST, "/api/users/import", KIND, &b"{\"name\":\"\xff\"}"[..]).await.expect(200));
    assert_eq!(results[0]["code"], "request.invalid_input");
});

on_both!(an_export_comes_back_as_it_was, server, {
    let (one, api) = (server.management().await, server.management().await);
    let body = json!({ "username": "ada", "primaryPhone": "14155552671", "password": "Str0ng-Pa55word",
        "profile": { "givenName": "Ada" } });
    let id = one.post("/api/users", body).await.expect(200).text_of("id");
    let exported = lines(&api.get("/api/users/export?includePasswordHash=true").await.expect(200));
    api.delete(&format!("/api/users/{id}")).await.expect(204);
    let results = import(&api, "/api/users/import", &exported).await;
    assert_eq!((&results[0]["status"], &results[0]["userId"]), (&json!("created"), &json!(id)));
    let again = lines(&api.get("/api/users/export?includePasswordHash=true").await.expect(200));
    let without = |user: &Value| {
        let mut user = user.clone();
        user.as_object_mut().unwrap().remove("updatedAt");
        user
    };
    assert_eq!(without(&exported[0]), without(&again[0]));
});
