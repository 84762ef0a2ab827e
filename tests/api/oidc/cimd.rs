//! `/oidc`: clients that are known by the address of a document about them

use avouch_testkit::{Database, Receiver, STAND_IN, Server};
use http::Method;
use serde_json::{Value, json};

use crate::flow::{CALLBACK, Flow, parameter};

const CLIENT: &str = "https://assistant.test/oauth/client.json";
const CONSENT: &str = "/api/interaction/consent";

fn document(more: &Value) -> Value {
    let mut document = json!({
        "client_id": CLIENT, "client_name": "Assistant", "logo_uri": "https://assistant.test/logo.png",
        "redirect_uris": [CALLBACK, "http://127.0.0.1/cb"], "grant_types": ["authorization_code"],
    });
    for (name, value) in more.as_object().unwrap() {
        document[name] = value.clone();
    }
    document
}

/// Someone who publishes documents: what each path has is its member of `more`.
async fn publisher(more: Value) -> (Receiver, String) {
    let receiver = Receiver::answering(move |request| {
        let path = request.line.rsplit('/').next().unwrap_or_default().to_owned();
        match path.as_str() {
            "client.json" => (200, document(&json!({})).to_string()),
            "broken.json" => (200, "[]".to_owned()),
            "large.json" => (200, format!("{{\"x\":\"{}\"}}", "x".repeat(20_000))),
            other => match more.get(other) {
                Some(changes) => {
                    let mut shown = document(changes);
                    if changes.get("client_id").is_none() {
                        shown["client_id"] = json!(format!("https://assistant.test/oauth/{other}"));
                    }
                    (200, shown.to_string())
                }
                None => (404, "{}".to_owned()),
            },
        }
    })
    .await;
    let stand_in = receiver.base.replace("http://localhost", "127.0.0.1");
    (receiver, stand_in)
}

async fn server_of(database: Database, stand_in: &str) -> Server {
    Server::with(database, &[(STAND_IN, stand_in), ("OUTBOUND_PUBLIC_ONLY", "true")]).await
}

macro_rules! on_each {
    ($(async fn $name:ident($database:ident) $body:block)*) => {
        $(mod $name {
            use super::*;

            async fn run($database: Database) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                run(Database::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                run(Database::Postgres).await;
            }
        })*
    };
}

on_each! {
    async fn a_client_is_known_by_its_document(database) {
        let (receiver, stand_in) = publisher(json!({})).await;
        let server = server_of(database, &stand_in).await;
        let mut flow = Flow::new(&server, "SPA").await;
        CLIENT.clone_into(&mut flow.client);
        // Off unless a tenant turns it on, and then nothing is fetched.
        flow.browser.get(&flow.request(&[])).await.refuses(400, "oidc.invalid_client");
        assert!(receiver.so_far().is_empty());
        let discovery = "/oidc/.well-known/openid-configuration";
        let member = "client_id_metadata_document_supported";
        assert_eq!(flow.api.get(discovery).await.json().get(member), None);
        flow.api.patch("/api/configs/cimd", json!({ "enabled": true })).await.expect(200);
        assert_eq!(flow.api.get(discovery).await.json()[member], json!(true));

        // A scope beyond the tenant's ceiling is refused; the user is always asked.
        let scope = "openid offline_access email urn:logto:scope:organizations read";
        let asked = [("scope", scope), ("prompt", "consent"), ("resource", "https://orders.test")];
        let (_, read) = flow.api.resource("https://orders.test", "read").await;
        let refused = flow.browser.get(&flow.request(&asked)).await.expect(303);
        assert_eq!(parameter(refused.header("location"), "error").as_deref(), Some("invalid_scope"));
        let ceiling = json!({ "userScopes": ["email", "urn:logto:scope:organizations"], "resourceScopes": [read] });
        flow.api.post("/api/cimd/user-consent-scopes", ceiling).await.expect(201);
        let role = flow.api.role("clerk", "User").await;
        flow.api.post(&format!("/api/roles/{role}/scopes"), json!({ "scopeIds": [read] })).await.expect(201);
        flow.api.post(&format!("/api/users/{}/roles", flow.user), json!({ "roleIds": [role] })).await.expect(201);
        let (own, second) = (flow.api.organization("Own").await, flow.api.organization("Second").await);
        for organization in [&own, &second] {
            let path = format!("/api/organizations/{organization}/users");
            flow.api.post(&path, json!({ "userIds": [flow.user] })).await.expect(201);
        }
        let begun = flow.browser.get(&flow.request(&asked)).await.expect(303);
        assert!(begun.header("location").starts_with("/sign-in?app_id=https%3A%2F%2Fassistant.test"));
        assert_eq!(flow.browser.cookie("_logto").as_deref(), Some("{}"), "no appId");
        let resume = flow.sign_in("/sign-in").await;
        flow.browser.get(&resume).await.expect(303);
        flow.browser.get("/consent").await.expect(200);
        let page = flow.browser.get(CONSENT).await.expect(200).json();
        assert_eq!(page["application"]["name"], "Assistant");
        assert_eq!(page["missingResourceScopes"][0]["scopes"][0]["name"], "read");
        let both = json!({ "organizationIds": [own, second] });
        flow.browser.json(Method::POST, CONSENT, both).await.refuses(400, "oidc.invalid_request");
        let given = flow.browser.json(Method::POST, CONSENT, json!({ "organizationIds": [own] })).await.expect(200);
        let back = flow.follow(&given.text_of("redirectTo")).await;
        let tokens = flow.exchange(&parameter(&back, "code").unwrap(), &[]).await.expect(200).json();
        let refresh = tokens["refresh_token"].as_str().unwrap();
        // The organization that was chosen, and no other.
        let chosen = flow.refresh(refresh, &[("organization_id", &own)]).await.expect(200).json();
        let refresh = chosen["refresh_token"].as_str().unwrap();
        flow.refresh(refresh, &[("organization_id", &second)]).await.refuses(403, "oidc.access_denied");
        // What administrators see names the document.
        let entries = server.logs().await;
        let entry = entries.iter().find(|entry| entry["key"] == "ExchangeTokenBy.AuthorizationCode").unwrap();
        assert_eq!((&entry["cimdClientId"], entry.get("applicationId")), (&json!(CLIENT), None));
        let user = flow.api.get(&format!("/api/users/{}", flow.user)).await.json();
        assert_eq!((&user["cimdClientId"], &user["applicationId"]), (&json!(CLIENT), &Value::Null));
        let grants = format!("/api/users/{}/grants", flow.user);
        let grants = flow.api.get(&format!("{grants}?appType=thirdParty")).await.expect(200).json();
        assert_eq!(grants["grants"][0]["application"], json!({ "id": CLIENT, "name": "Assistant" }));
        // What was granted before is asked for again.
        let silent = flow.browser.get(&flow.request(&[("prompt", "none")])).await.expect(303);
        assert_eq!(parameter(silent.header("location"), "error").as_deref(), Some("consent_required"));
        assert_eq!(receiver.so_far().len(), 1, "a document is kept");
        // An application on a device may listen anywhere; other addresses are compared as they are written.
        let listening = [("redirect_uri", "http://127.0.0.1:4711/cb")];
        flow.browser.get(&flow.request(&listening)).await.expect(303);
        let other = [("redirect_uri", "https://APP.test/callback")];
        flow.browser.get(&flow.request(&other)).await.refuses(400, "oidc.invalid_redirect_uri");
    }

    async fn a_document_must_be_right(database) {
        let (_receiver, stand_in) = publisher(json!({
            "fine.json": {},
            "other.json": { "client_id": CLIENT },
            "secret.json": { "client_secret": "x" },
            "method.json": { "token_endpoint_auth_method": "client_secret_post" },
            "keys.json": { "token_endpoint_auth_method": "private_key_jwt" },
            "private.json": { "alwaysIssueRefreshToken": true },
            "algorithm.json": { "id_token_signed_response_alg": "HS256" },
            "nowhere.json": { "redirect_uris": [] },
            "script.json": { "redirect_uris": ["javascript:alert(1)"] },
            "stars.json": { "redirect_uris": ["https://*/cb"] },
        }))
        .await;
        let server = server_of(database, &stand_in).await;
        let mut flow = Flow::new(&server, "SPA").await;
        flow.api.patch("/api/configs/cimd", json!({ "enabled": true })).await.expect(200);
        "https://assistant.test/oauth/fine.json".clone_into(&mut flow.client);
        flow.browser.get(&flow.request(&[])).await.expect(303);
        for name in [
            "other", "secret", "method", "keys", "private", "algorithm", "nowhere", "script", "stars", "missing",
            "broken", "large",
        ] {
            flow.client = format!("https://assistant.test/oauth/{name}.json");
            let refused = flow.browser.get(&flow.request(&[])).await;
            assert_eq!((refused.status.as_u16(), &refused.json()["error"]), (400, &json!("invalid_client_metadata")), "{name}");
        }
        for private in ["https://127.0.0.1/c", "https://[::1]/c", "https://10.0.0.1/c"] {
            private.clone_into(&mut flow.client);
            flow.browser.get(&flow.request(&[])).await.refuses(400, "oidc.invalid_client_metadata");
        }
        for unfit in ["https://assistant.test", "https://assistant.test/../x", "https://a@assistant.test/x"] {
            unfit.clone_into(&mut flow.client);
            flow.browser.get(&flow.request(&[])).await.refuses(400, "oidc.invalid_client");
        }
    }
}
