//! What was answered is there after `kill -9`.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use avouch_crypto::sha256;
use avouch_testkit::{Browser, Database, Place};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use http::Method;
use serde_json::{Value, json};

use crate::process::Process;

const ROUNDS: usize = 20;
const WRITERS: usize = 8;

async fn survives(kind: Database) {
    let place = Place::make(kind).await;
    let counter = Arc::new(AtomicUsize::new(0));
    let mut answered: Vec<String> = Vec::new();
    for round in 0..ROUNDS {
        let server = Process::start(&place, &[]).await;
        let api = server.management().await;
        check(&api, &answered).await;
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                let (api, counter) = (api.clone(), Arc::clone(&counter));
                tokio::spawn(async move {
                    let mut done = Vec::new();
                    loop {
                        let name = format!("role-{}", counter.fetch_add(1, Ordering::SeqCst));
                        let body = format!("{{\"name\":\"{name}\",\"description\":\"d\"}}");
                        match api.try_send(http::Method::POST, "/api/roles", "application/json", body).await {
                            Some(answer) => {
                                answer.expect(200);
                                done.push(name);
                            }
                            None => return done,
                        }
                    }
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(40 + 7 * round as u64)).await;
        server.kill();
        for writer in futures_util::future::join_all(writers).await {
            answered.extend(writer.unwrap());
        }
    }
    assert!(answered.len() > ROUNDS * WRITERS, "there was load: {}", answered.len());
    let server = Process::start(&place, &[]).await;
    check(&server.management().await, &answered).await;
}

async fn check(api: &avouch_testkit::Client, answered: &[String]) {
    let mut found = std::collections::HashSet::new();
    for page in 1.. {
        let rows = api.get(&format!("/api/roles?page={page}&page_size=100")).await.expect(200).json();
        let rows = rows.as_array().unwrap().clone();
        found.extend(rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()));
        if rows.len() < 100 {
            break;
        }
    }
    let lost: Vec<_> = answered.iter().filter(|name| !found.contains(*name)).collect();
    assert!(lost.is_empty(), "{} answered writes are gone: {lost:?}", lost.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answered_writes_survive_kill_9_sqlite() {
    survives(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answered_writes_survive_kill_9_postgres() {
    survives(Database::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_that_is_killed_leaves_nothing_half_done() {
    let place = Place::make(Database::Sqlite).await;
    for delay in [1, 5, 10, 20, 40, 80] {
        let url = place.url();
        let settings = [("DB_URL", url.as_str()), ("PORT", "0"), ("ADMIN_PORT", "0"), ("OBSERVE_ADDRESS", "off")];
        let mut child =
            crate::process::command(&settings).arg("serve").stderr(std::process::Stdio::null()).spawn().unwrap();
        tokio::time::sleep(Duration::from_millis(delay)).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let server = Process::start(&place, &[]).await;
    let roles = server.management().await.get("/api/roles").await.expect(200).json();
    assert_eq!(roles.as_array().unwrap().len(), 1, "{roles}");
}

/// Signs in with a password; answers the refresh token.
async fn sign_in(server: &Process, application: &str) -> String {
    let browser = Browser::new(server.client());
    let post =
        async |path: &str, body: Value| browser.json(Method::POST, &format!("/api/experience{path}"), body).await;
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(sha256(VERIFIER.as_bytes()));
    let start = format!(
        "/oidc/auth?client_id={application}&redirect_uri={CALLBACK}&response_type=code&scope=openid%20offline_access\
         &prompt=consent&code_challenge={challenge}&code_challenge_method=S256"
    );
    browser.get(&start).await.expect(303);
    browser.json(Method::PUT, "/api/experience", json!({ "interactionEvent": "SignIn" })).await.expect(204);
    let proof = json!({ "identifier": { "type": "username", "value": "ada" }, "password": PASSWORD });
    let id = post("/verification/password", proof).await.expect(200).text_of("verificationId");
    post("/identification", json!({ "verificationId": id })).await.expect(204);
    let mut address = post("/submit", json!({})).await.expect(200).text_of("redirectTo");
    while !address.starts_with(CALLBACK) {
        browser.get(&address).await.header("location").clone_into(&mut address);
    }
    let code = address.split_once("code=").unwrap().1.split('&').next().unwrap();
    let pairs = [
        ("grant_type", "authorization_code"),
        ("client_id", application),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    server.client().form("/oidc/token", &pairs).await.expect(200).text_of("refresh_token")
}

const CALLBACK: &str = "https://app.test/callback";
const VERIFIER: &str = "a-verifier-of-at-least-forty-three-characters-long";
const PASSWORD: &str = "Str0ng-Pa55word";

async fn stays_revoked(kind: Database) {
    let place = Place::make(kind).await;
    // The address stays the same: the issuer, and with it every cookie and token, belongs to it.
    let port = crate::process::free_port().to_string();
    let settings = [("PORT", port.as_str())];
    let mut server = Process::start(&place, &settings).await;
    let api = server.management().await;
    api.post("/api/users", json!({ "username": "ada", "password": PASSWORD })).await.expect(200);
    let metadata = json!({ "redirectUris": [CALLBACK], "postLogoutRedirectUris": [] });
    let application = json!({ "name": "App", "type": "SPA", "oidcClientMetadata": metadata });
    let id = api.post("/api/applications", application).await.expect(200).text_of("id");
    let refresh = async |server: &Process, token: &str| {
        let pairs = [("grant_type", "refresh_token"), ("client_id", id.as_str()), ("refresh_token", token)];
        server.client().form("/oidc/token", &pairs).await
    };
    for _ in 0..3 {
        let first = sign_in(&server, &id).await;
        let fresh = refresh(&server, &first).await.expect(200);
        let (kept, access) = (fresh.text_of("refresh_token"), fresh.text_of("access_token"));
        server.kill();
        server = Process::start(&place, &settings).await;
        // What was answered is there, and once it was revoked it is so for ever.
        server.client().with_token(&access).get("/oidc/me").await.expect(200);
        let next = refresh(&server, &kept).await.expect(200).text_of("refresh_token");
        let revoked = [("client_id", id.as_str()), ("token", next.as_str())];
        server.client().form("/oidc/token/revocation", &revoked).await.expect(200);
        server.kill();
        server = Process::start(&place, &settings).await;
        for token in [&next, &kept] {
            assert_eq!(refresh(&server, token).await.expect(400).code(), "oidc.invalid_grant");
        }
        assert_eq!(server.client().with_token(&access).get("/oidc/me").await.expect(401).code(), "oidc.invalid_token");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_revoked_stays_so_after_kill_9_sqlite() {
    stays_revoked(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_revoked_stays_so_after_kill_9_postgres() {
    stays_revoked(Database::Postgres).await;
}
