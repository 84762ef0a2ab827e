//! `/api/applications/{id}/protected-app-metadata`

mod custom_domains;

use avouch_testkit::{Client, Database, Server};
use serde_json::{Value, json};

/// A server whose protected applications live somewhere.
async fn with_proxy(kind: Database) -> Server {
    Server::with(kind, &[("PROTECTED_APP_DOMAIN", "apps.test")]).await
}

/// Makes a protected application.
async fn protected(api: &Client, label: &str) -> Value {
    let metadata = json!({ "subDomain": label, "origin": "https://origin.test" });
    let body = json!({ "name": label, "type": "Protected", "protectedAppMetadata": metadata });
    api.post("/api/applications", body).await.expect(200).json()
}

async fn a_protected_application_knows_its_host(kind: Database) {
    let server = with_proxy(kind).await;
    let api = server.management().await;
    let made = protected(&api, "wiki").await;
    assert_eq!(
        made["protectedAppMetadata"],
        json!({
            "host": "wiki.apps.test", "origin": "https://origin.test", "sessionDuration": 1_209_600, "pageRules": [],
            "additionalScopes": [],
        })
    );
    assert_eq!(
        made["oidcClientMetadata"],
        json!({
            "redirectUris": ["https://wiki.apps.test/sign-in-callback"],
            "postLogoutRedirectUris": ["https://wiki.apps.test"],
        })
    );
    let path = format!("/api/applications/{}", made["id"].as_str().unwrap());
    assert_eq!(api.get(&format!("{path}/secrets")).await.expect(200).json()[0]["name"], "Default secret");
    let metadata = json!({ "subDomain": "wiki", "origin": "https://other.test" });
    let again = json!({ "name": "x", "type": "Protected", "protectedAppMetadata": metadata });
    api.post("/api/applications", again).await.refuses(422, "application.protected_application_subdomain_exists");
    let metadata = json!({ "subDomain": "other", "origin": "no address" });
    let wrong = json!({ "name": "x", "type": "Protected", "protectedAppMetadata": metadata });
    api.post("/api/applications", wrong).await.refuses(400, "guard.invalid_input");

    let change = json!({ "sessionDuration": 600, "pageRules": [{ "path": "^/admin" }], "additionalScopes": ["roles"] });
    let changed = api.patch(&path, json!({ "protectedAppMetadata": change })).await.expect(200).json();
    assert_eq!(
        changed["protectedAppMetadata"],
        json!({
            "host": "wiki.apps.test", "origin": "https://origin.test", "sessionDuration": 600,
            "pageRules": [{ "path": "^/admin" }], "additionalScopes": ["roles"],
        })
    );
    let change = json!({ "origin": "http://10.0.0.1:8080", "host": "stolen.test" });
    let changed = api.patch(&path, json!({ "protectedAppMetadata": change })).await.expect(200).json();
    let metadata = &changed["protectedAppMetadata"];
    assert_eq!((&metadata["origin"], &metadata["host"]), (&json!("http://10.0.0.1:8080"), &json!("wiki.apps.test")));
    assert_eq!(metadata["sessionDuration"], 600, "merged");
    for wrong in [json!({ "sessionDuration": 0 }), json!({ "additionalScopes": ["all"] }), json!({ "origin": "x" })] {
        let refused = api.patch(&path, json!({ "protectedAppMetadata": wrong })).await;
        refused.refuses(400, "guard.invalid_input");
    }
    assert_eq!(api.patch(&path, json!({ "protectedAppMetadata": null })).await.expect(200).json(), changed);
    api.delete(&path).await.expect(204);
    protected(&api, "wiki").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_protected_application_knows_its_host_sqlite() {
    a_protected_application_knows_its_host(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_protected_application_knows_its_host_postgres() {
    a_protected_application_knows_its_host(Database::Postgres).await;
}
