//! `/oidc/reg`: clients that register themselves

use avouch_testkit::{Answer, Client, Database, Server};
use http::Method;
use serde_json::{Value, json};

use crate::flow::{CALLBACK, Flow, parameter};
use crate::jwt;

const TOKEN: &str = "an-initial-access-token-of-the-operator";

/// Both databases, with registration open.
macro_rules! open {
    ($name:ident, $server:ident, $body:block) => {
        mod $name {
            use super::*;

            async fn run($server: Server) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run(Server::with(Database::Sqlite, &[("OIDC_REGISTRATION_TOKEN", TOKEN)]).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                run(Server::with(Database::Postgres, &[("OIDC_REGISTRATION_TOKEN", TOKEN)]).await).await;
            }
        }
    };
}

async fn register(server: &Server, body: Value) -> Answer {
    server.anonymous().with_token(TOKEN).post("/oidc/reg", body).await
}

fn managing(server: &Server, told: &Value) -> (Client, String) {
    let client = server.anonymous().with_token(told["registration_access_token"].as_str().unwrap());
    let path = told["registration_client_uri"].as_str().unwrap().strip_prefix(client.base.as_str()).unwrap().to_owned();
    (client, path)
}

open!(a_client_registers_and_signs_people_in, server, {
    let discovery = server.anonymous().get("/oidc/.well-known/openid-configuration").await.expect(200).json();
    assert_eq!(discovery["registration_endpoint"], json!(format!("{}/oidc/reg", server.anonymous().base)));
    let body = json!({
        "client_name": "Notes", "redirect_uris": [CALLBACK], "scope": "openid email unknown",
        "logo_uri": "https://notes.test/logo.png", "post_logout_redirect_uris": ["https://app.test/bye"],
    });
    let answer = register(&server, body).await.expect(201);
    assert_eq!(answer.header("cache-control"), "no-store");
    let told = answer.json();
    let (id, secret) = (told["client_id"].as_str().unwrap(), told["client_secret"].as_str().unwrap());
    assert_eq!(told["token_endpoint_auth_method"], "client_secret_basic");
    assert_eq!(told["grant_types"], json!(["authorization_code", "refresh_token"]));
    assert_eq!((&told["client_secret_expires_at"], &told["application_type"]), (&json!(0), &json!("web")));
    // It is an application of the tenant like others, though users are asked before it learns of them.
    let api = server.management().await;
    let shown = api.get(&format!("/api/applications/{id}")).await.expect(200).json();
    assert_eq!((&shown["name"], &shown["isThirdParty"]), (&json!("Notes"), &json!(true)));
    let flow = Flow { client: id.to_owned(), ..Flow::new(&server, "SPA").await };
    let asked = flow.browser.get(&flow.request(&[("scope", "openid email")])).await.expect(303);
    let resume = flow.sign_in(asked.header("location")).await;
    let consent = flow.browser.get(&resume).await.expect(303);
    assert!(consent.header("location").starts_with("/consent"), "{}", consent.header("location"));
    let given = flow.browser.json(Method::POST, "/api/interaction/consent", json!({})).await.expect(200);
    let back = flow.follow(&given.text_of("redirectTo")).await;
    let code = parameter(&back, "code").unwrap_or_else(|| panic!("no code in {back}"));
    let tokens = flow.exchange(&code, &[("client_secret", secret)]).await.expect(200).json();
    assert_eq!(tokens["scope"], "openid email");
});

open!(a_client_manages_what_it_registered, server, {
    let told = register(&server, json!({ "redirect_uris": [CALLBACK], "token_endpoint_auth_method": "none" })).await;
    let told = told.expect(201).json();
    assert!(told.get("client_secret").is_none(), "{told}");
    let (client, path) = managing(&server, &told);
    assert_eq!(client.get(&path).await.expect(200).json(), told);
    let id = told["client_id"].clone();
    let change = json!({
        "client_id": id, "client_name": "New", "redirect_uris": ["https://new.test/cb"], "token_endpoint_auth_method": "none",
    });
    let changed = client.put(&path, change.clone()).await.expect(200).json();
    assert_eq!((&changed["client_name"], &changed["redirect_uris"]), (&json!("New"), &json!(["https://new.test/cb"])));
    let mut other = change.clone();
    other["client_id"] = json!("other");
    client.put(&path, other).await.refuses(400, "oidc.invalid_client_metadata");
    let mut machine = change;
    machine["token_endpoint_auth_method"] = json!("client_secret_basic");
    client.put(&path, machine).await.refuses(400, "oidc.invalid_client_metadata");
    // Each client has a token of its own, and nobody learns which clients there are.
    let second = register(&server, json!({ "redirect_uris": [CALLBACK] })).await.expect(201).json();
    let (stranger, _) = managing(&server, &second);
    for path in [path.as_str(), "/oidc/reg/nobody"] {
        let refused = stranger.get(path).await.refuses(401, "oidc.invalid_token");
        assert!(refused.header("www-authenticate").starts_with("Bearer realm="));
    }
    server.anonymous().with_token(TOKEN).get(&path).await.refuses(401, "oidc.invalid_token");
    client.delete(&path).await.expect(204);
    client.get(&path).await.refuses(401, "oidc.invalid_token");
    server.management().await.get(&format!("/api/applications/{}", id.as_str().unwrap())).await.expect(404);
});

open!(a_machine_registers_with_a_secret_or_a_key, server, {
    let api = server.management().await;
    api.resource("https://api.test", "read").await;
    let told = register(&server, json!({ "grant_types": ["client_credentials"], "response_types": [] })).await;
    let told = told.expect(201).json();
    assert_eq!(told["response_types"], json!([]));
    let pairs = [("grant_type", "client_credentials"), ("resource", "https://api.test")];
    let id = told["client_id"].as_str().unwrap();
    let machine = server.anonymous().with_basic(id, told["client_secret"].as_str().unwrap());
    machine.form("/oidc/token", &pairs).await.expect(200);
    let key = jwt::key();
    let body = json!({
        "grant_types": ["client_credentials"], "token_endpoint_auth_method": "private_key_jwt",
        "jwks": { "keys": [key.verifying().jwk()] },
    });
    let told = register(&server, body).await.expect(201).json();
    assert!(told.get("client_secret").is_none(), "{told}");
    let issuer = format!("{}/oidc", server.anonymous().base);
    let id = told["client_id"].as_str().unwrap();
    let assertion = jwt::assertion(&key, id, &issuer, server.clock.now().seconds(), &json!({}));
    let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    let proof = [("client_assertion_type", kind), ("client_assertion", assertion.as_str())];
    server.anonymous().form("/oidc/token", &[pairs, proof].concat()).await.expect(200);
});

open!(what_cannot_be_a_client_is_refused, server, {
    let anyone = server.anonymous();
    let good = json!({ "redirect_uris": [CALLBACK] });
    let bare = anyone.post("/oidc/reg", good.clone()).await.refuses(400, "oidc.invalid_request");
    assert!(bare.header("www-authenticate").starts_with("Bearer realm="));
    anyone.with_token("wrong").post("/oidc/reg", good.clone()).await.refuses(401, "oidc.invalid_token");
    for (body, error) in [
        (json!({}), "oidc.invalid_redirect_uri"),
        (json!({ "redirect_uris": [] }), "oidc.invalid_redirect_uri"),
        (json!({ "redirect_uris": ["javascript:alert(1)"] }), "oidc.invalid_redirect_uri"),
        (json!({ "redirect_uris": "x" }), "oidc.invalid_redirect_uri"),
        (json!({ "redirect_uris": [CALLBACK], "grant_types": ["client_credentials"] }), "oidc.invalid_redirect_uri"),
        (json!({ "redirect_uris": [CALLBACK], "grant_types": ["password"] }), "oidc.invalid_client_metadata"),
        (json!({ "redirect_uris": [CALLBACK], "response_types": ["token"] }), "oidc.invalid_client_metadata"),
        (json!({ "redirect_uris": [CALLBACK], "application_type": "toaster" }), "oidc.invalid_client_metadata"),
        (json!({ "redirect_uris": [CALLBACK], "application_type": "native" }), "oidc.invalid_client_metadata"),
        (
            json!({ "redirect_uris": [CALLBACK], "token_endpoint_auth_method": "private_key_jwt" }),
            "oidc.invalid_client_metadata",
        ),
        (json!({ "redirect_uris": [CALLBACK], "token_endpoint_auth_method": 5 }), "oidc.invalid_client_metadata"),
        (json!({ "redirect_uris": [CALLBACK], "client_name": "" }), "oidc.invalid_client_metadata"),
        (json!({ "redirect_uris": [CALLBACK], "logo_uri": "javascript:x" }), "oidc.invalid_client_metadata"),
        (json!({ "redirect_uris": [CALLBACK], "jwks": 1 }), "oidc.invalid_client_metadata"),
        (
            json!({ "redirect_uris": [CALLBACK], "id_token_signed_response_alg": "none" }),
            "oidc.invalid_client_metadata",
        ),
    ] {
        register(&server, body).await.refuses(400, error);
    }
    let broken = anyone.with_token(TOKEN).send(Method::POST, "/oidc/reg", "application/json", "{bad").await;
    broken.refuses(400, "oidc.invalid_redirect_uri");
    // Operators' applications are not registered by anyone.
    let admin = server.anonymous_admin().with_token(TOKEN);
    admin.post("/oidc/reg", good).await.refuses(404, "oidc.invalid_request");
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_token_there_is_no_registration() {
    let server = Server::start(Database::Sqlite).await;
    let anyone = server.anonymous();
    let discovery = anyone.get("/oidc/.well-known/openid-configuration").await.expect(200).json();
    assert!(discovery.get("registration_endpoint").is_none(), "{discovery}");
    let body = json!({ "redirect_uris": [CALLBACK] });
    anyone.with_token("").post("/oidc/reg", body.clone()).await.refuses(404, "oidc.invalid_request");
    anyone.with_token(TOKEN).post("/oidc/reg", body).await.refuses(404, "oidc.invalid_request");
    anyone.get("/oidc/reg/x").await.refuses(404, "oidc.invalid_request");
}
