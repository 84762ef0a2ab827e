//! The OpenAPI document tells the truth about the routes.

use avouch_testkit::{Database, Server};
use serde_json::Value;

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(ToOwned::to_owned));
            members.values().for_each(|value| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_is_served_and_described_whole() {
    let server = Server::start(Database::Sqlite).await;
    let document = server.anonymous().get("/api/swagger.json").await.expect(200).json();
    let mut used = Vec::new();
    references(&document, &mut used);
    for reference in used {
        let pointer = reference.trim_start_matches('#');
        assert!(document.pointer(pointer).is_some_and(Value::is_object), "{reference} is not there");
    }
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{method} {path}");
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.keys().any(|status| status.starts_with(['2', '3'])), "{method} {path}");
            let named = path.matches('{').count();
            let listed = operation["parameters"]
                .as_array()
                .map_or(0, |all| all.iter().filter(|one| one["in"] == "path").count());
            assert_eq!(named, listed, "{method} {path}");
            let method = http::Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let concrete = path.replace(['{', '}'], "");
            // Only the admin tenant knows about the others.
            let is_of_admin = path.starts_with("/api/.well-known/endpoints/");
            let anyone = if is_of_admin { server.anonymous_admin() } else { server.anonymous() };
            let answer = anyone.send(method.clone(), &concrete, "application/json", "{}").await;
            assert!(!matches!(answer.status.as_u16(), 405), "{method} {path} is not served");
            if answer.status.as_u16() == 404 {
                assert_ne!(answer.text(), "Not Found", "{method} {path} is not served");
            }
        }
    }
}
