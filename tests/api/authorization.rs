//! Nobody gets past the guard: every operation, anonymously and with every kind of wrong token.

use avouch_crypto::Clock;
use avouch_testkit::{Client, Database, Place, Server, on_both};
use http::Method;
use serde_json::{Value, json};

/// Every operation that needs a token.
async fn guarded(server: &Server) -> Vec<(Method, String)> {
    let document = server.anonymous().get("/api/swagger.json").await.expect(200).json();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let open = operation.get("security").is_some_and(|security| security == &json!([]));
            let is_public = path.contains("/.well-known/")
                || path.starts_with("/api/authn")
                || path.starts_with("/api/experience")
                || path.starts_with("/api/interaction")
                || matches!(
                    path.as_str(),
                    "/api/status"
                        | "/api/swagger.json"
                        | "/api/saml/{id}/authn"
                        | "/api/saml-applications/{id}/callback"
                        | "/api/saml-applications/{id}/metadata"
                );
            assert_eq!(open, is_public, "{method} {path}");
            if !open {
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                operations.push((method, path.replace(['{', '}'], "")));
            }
        }
    }
    assert!(operations.len() > 35);
    operations
}

async fn walk(server: &Server, client: &Client, status: u16, code: &str) -> Vec<Value> {
    let mut bodies = Vec::new();
    for (method, path) in guarded(server).await {
        // A body that would be refused if anyone looked at it: authorization comes first.
        let answer = client.send(method.clone(), &path, "application/json", "{bad").await;
        // People's own operations take people's own tokens: one for an API is none.
        let is_own = path.starts_with("/api/my-account") || path.starts_with("/api/verifications");
        let expected = if is_own && status == 403 { (401, "auth.unauthorized") } else { (status, code) };
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), expected, "{method} {path}");
        bodies.push(answer.json());
    }
    bodies
}

on_both!(every_operation_asks_who_is_there, server, {
    let before = server.management().await.get("/api/roles?page_size=100").await.json();
    let anyone = server.anonymous();
    walk(&server, &anyone, 401, "auth.authorization_header_missing").await;
    let basic = walk(&server, &anyone.with_basic("a", "b"), 401, "auth.authorization_token_type_not_supported").await;
    assert_eq!(basic[0]["data"], json!({ "supportedTypes": ["Bearer"] }));
    let garbage = walk(&server, &anyone.with_token("garbage"), 401, "auth.unauthorized").await;
    assert_eq!(garbage[0]["data"], json!({ "code": "ERR_JWS_INVALID", "name": "JWSInvalid" }));
    assert_eq!(server.management().await.get("/api/roles?page_size=100").await.json(), before, "nothing changed");
});

on_both!(every_operation_asks_for_the_scope, server, {
    let (id, secret) = server.credential();
    let token = server.anonymous().token(id, secret, "https://default.logto.app/api", "nope").await;
    walk(&server, &server.anonymous().with_token(&token), 403, "auth.forbidden").await;
});

on_both!(a_token_for_another_api_or_tenant_is_refused, server, {
    let api = server.management().await;
    api.resource("https://api.test", "all").await;
    let (id, secret) = server.credential();
    let other = server.anonymous().token(id, secret, "https://api.test", "all").await;
    let refused = walk(&server, &server.anonymous().with_token(&other), 401, "auth.unauthorized").await;
    assert_eq!(
        (&refused[0]["data"]["code"], &refused[0]["data"]["claim"]),
        (&json!("ERR_JWT_CLAIM_VALIDATION_FAILED"), &json!("aud"))
    );

    // The default tenant's own token opens nothing at the admin tenant.
    let own = server.anonymous().token(id, secret, "https://default.logto.app/api", "all").await;
    server.anonymous_admin().with_token(&own).get("/api/roles").await.refuses(401, "auth.unauthorized");
    walk(&server, &server.anonymous_admin().with_token(&own), 401, "auth.unauthorized").await;

    // The admin tenant may manage the default tenant, with a token for that.
    let admin = server.tenant("admin");
    let given = avouch_store::applications::get(&admin, "m-default").await.unwrap().unwrap();
    let admin_secret = given.secret.unwrap();
    let issued =
        server.anonymous_admin().token("m-default", &admin_secret, "https://default.logto.app/api", "all").await;
    server.anonymous().with_token(&issued).get("/api/roles").await.expect(200);
    server.anonymous_admin().with_token(&issued).get("/api/roles").await.refuses(401, "auth.unauthorized");
});

/// Signatures and claims that are almost right.
async fn forged(kind: Database) {
    let clock = Clock::held(Clock::System.now());
    let server = Server::on(Place::make(kind).await, &[], clock).await;
    let (id, secret) = server.credential();
    let token = server.anonymous().token(id, secret, "https://default.logto.app/api", "all").await;
    let with = |token: &str| server.anonymous().with_token(token);
    with(&token).get("/api/roles").await.expect(200);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    for (forged, expected) in [
        (format!("{header}.{claims}."), "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"),
        (
            format!("{header}.{claims}.{}", signature.chars().rev().collect::<String>()),
            "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
        ),
        // {"alg":"none"}
        (format!("eyJhbGciOiJub25lIn0.{claims}."), "ERR_JWKS_NO_MATCHING_KEY"),
        (format!("{header}.{claims}"), "ERR_JWS_INVALID"),
    ] {
        let refused = with(&forged).get("/api/roles").await.refuses(401, "auth.unauthorized").json();
        assert_eq!(refused["data"]["code"], expected, "{forged}");
    }
    server.clock.advance(3_600_000);
    let expired = with(&token).get("/api/roles").await.refuses(401, "auth.unauthorized").json();
    assert_eq!((&expired["data"]["code"], &expired["data"]["claim"]), (&json!("ERR_JWT_EXPIRED"), &json!("exp")));
    walk(&server, &with(&token), 401, "auth.unauthorized").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_or_expired_token_is_refused_sqlite() {
    forged(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forged_or_expired_token_is_refused_postgres() {
    forged(Database::Postgres).await;
}
