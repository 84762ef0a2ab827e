//! What is wrong with a request itself is said before anything is looked up: every operation of the Management API.

use avouch_testkit::{Client, on_both};
use http::Method;
use serde_json::{Value, json};

/// Every operation of the Management API that needs a token, with its description.
async fn operations(api: &Client) -> Vec<(Method, String, Value)> {
    let document = api.get("/api/.well-known/management.openapi.json").await.expect(200).json();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if operation.get("security").is_none() {
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                found.push((method, path.clone(), operation.clone()));
            }
        }
    }
    found
}

/// A path with a value for each of its parameters.
fn with(path: &str, value: &str) -> String {
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { value } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

fn takes(operation: &Value, name: &str) -> bool {
    operation["parameters"].as_array().is_some_and(|all| all.iter().any(|one| one["name"] == name))
}

on_both!(paths_that_are_no_text, server, {
    let api = server.management().await;
    for (method, path, _) in operations(&api).await.into_iter().filter(|(_, path, _)| path.contains('{')) {
        let answer = api.send(method, &with(&path, "%ff"), "application/json", "{}").await;
        answer.refuses(400, "guard.invalid_input");
    }
});

on_both!(bodies_that_are_no_object, server, {
    let api = server.management().await;
    for (method, path, operation) in operations(&api).await {
        if operation["requestBody"]["content"].get("application/json").is_none() {
            continue;
        }
        let answer = api.send(method.clone(), &with(&path, "x"), "application/json", "[[]]").await;
        // An address that names one of a few kinds is read first; both are the same mistake to a client.
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "guard.invalid_input"), "{method} {path}");
    }
});

on_both!(pages_that_are_none, server, {
    let api = server.management().await;
    for (method, path, _) in operations(&api).await.into_iter().filter(|(_, _, operation)| takes(operation, "page")) {
        for query in ["page=0", "page_size=101", "page=x"] {
            let answer = api.send(method.clone(), &format!("{}?{query}", with(&path, "x")), "", "").await;
            answer.refuses(400, "guard.invalid_pagination");
        }
    }
});

on_both!(nothing_is_changed_by_what_is_refused, server, {
    let api = server.management().await;
    let before = api.get("/api/applications").await.expect(200).json();
    for (method, path, _) in operations(&api).await.into_iter().filter(|(method, ..)| *method != Method::GET) {
        let answer = api.send(method.clone(), &with(&path, "nobody"), "application/json", "{bad").await;
        let harmless = answer.status.is_client_error() || answer.status.is_success();
        assert!(harmless || answer.status == 501, "{method} {path} {}", answer.status);
    }
    assert_eq!(api.get("/api/applications").await.json(), before);
    assert_eq!(api.get("/api/users").await.json(), json!([]));
});

on_both!(queries_that_say_something_twice, server, {
    let api = server.management().await;
    for (path, name) in [
        ("/api/organizations", "q"),
        ("/api/organization-roles", "q"),
        ("/api/organization-scopes", "q"),
        ("/api/organization-invitations", "invitee"),
        ("/api/users", "excludeRoleId"),
    ] {
        let refused = api.get(&format!("{path}?{name}=a&{name}=b")).await;
        assert_eq!(refused.refuses(400, "guard.invalid_input").json()["data"]["issues"][0]["path"], json!([name]));
    }
});

on_both!(searches_that_make_no_sense, server, {
    let api = server.management().await;
    let mut searched = 0;
    for (_, path, operation) in
        operations(&api).await.into_iter().filter(|(_, _, operation)| takes(operation, "search"))
    {
        for query in ["search.nope=a", "search=a&mode=x", "search=", "search=a&joint=x", "search=(&mode=posix"] {
            let refused = api.get(&format!("{}?{query}", with(&path, "x"))).await;
            assert_eq!(refused.refuses(400, "request.invalid_input").json()["data"], json!({}), "{operation}");
        }
        searched += 1;
    }
    assert!(searched >= 8, "{searched} lists can be searched");
});
