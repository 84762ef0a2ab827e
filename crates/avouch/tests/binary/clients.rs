//! A standard client does the main job with a credential that `avouch bootstrap` printed.

use std::process::Command;

use avouch_testkit::{Database, Place};

use crate::process::{Process, complaint, free_port, run};

async fn walk(kind: Database, script: &str) {
    walk_on(kind, &format!("clients/{script}.mjs"), "", &[]).await;
}

async fn walk_on(kind: Database, script: &str, part: &str, settings: &[(&str, &str)]) {
    let place = Place::make(kind).await;
    let server = Process::start(&place, settings).await;
    let url = place.url();
    let port = server.port.to_string();
    // Beside a running server: it has to notice.
    let around = [settings, &[("DB_URL", url.as_str()), ("PORT", &port)]].concat();
    let credential = run(&["bootstrap", "--m2m", "ops", "--json"], &around);
    assert!(credential.status.success(), "{}", complaint(&credential));
    let credential = String::from_utf8(credential.stdout).unwrap();
    let script = format!("{}/../../tests/{script}", env!("CARGO_MANIFEST_DIR"));
    let mut walk = Command::new("node");
    walk.arg(script).args([credential.trim(), part]).env("SERVER", format!("http://127.0.0.1:{port}"));
    let walked = walk.output().expect("node runs");
    assert!(walked.status.success(), "{}", complaint(&walked));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_main_job_sqlite() {
    walk(Database::Sqlite, "machine").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_main_job_postgres() {
    walk(Database::Postgres, "machine").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_signs_in_sqlite() {
    walk(Database::Sqlite, "code").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_signs_in_postgres() {
    walk(Database::Postgres, "code").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_of_enterprises_sign_in_sqlite() {
    walk(Database::Sqlite, "enterprise").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_of_enterprises_sign_in_postgres() {
    walk(Database::Postgres, "enterprise").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn service_providers_sign_people_in_sqlite() {
    walk(Database::Sqlite, "saml_application").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn service_providers_sign_people_in_postgres() {
    walk(Database::Postgres, "saml_application").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sdks_of_compatible_software_sqlite() {
    walk(Database::Sqlite, "sdk").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sdks_of_compatible_software_postgres() {
    walk(Database::Postgres, "sdk").await;
}

/// Every other way to a token.
async fn every_grant(kind: Database) {
    const TOKEN: &str = "an-initial-access-token-of-the-operator";
    let settings = [("OIDC_EXTENSIONS", "dpop"), ("OIDC_REGISTRATION_TOKEN", TOKEN)];
    walk_on(kind, "clients/grants.mjs", TOKEN, &settings).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_grant_sqlite() {
    every_grant(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_grant_postgres() {
    every_grant(Database::Postgres).await;
}

/// Journeys through the pages, in a browser.
async fn people(kind: Database, part: &str, settings: &[(&str, &str)]) {
    let files = Place::make(Database::Sqlite).await;
    let Place::Folder(folder) = &files else { unreachable!("SQLite is in a folder") };
    let storage = format!("file://{}", folder.display());
    walk_on(kind, "browser/run.mjs", part, &[&[("STORAGE_URL", storage.as_str())], settings].concat()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_in_a_browser_sqlite() {
    people(Database::Sqlite, "", &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_in_a_browser_postgres() {
    people(Database::Postgres, "", &[]).await;
}

/// A proxy of the script's stands before the server, at another address.
async fn people_elsewhere(kind: Database, endpoint: &str, parts: &str) {
    people(kind, parts, &[("ENDPOINT", endpoint), ("TRUST_PROXY_HEADER", "true")]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_in_a_browser_behind_a_proxy() {
    let endpoint = format!("http://localhost:{}/id", free_port());
    let parts = "password,codes,social,consent,device,passkey,lost,trusted,saml";
    people_elsewhere(Database::Sqlite, &endpoint, parts).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_in_a_browser_behind_tls() {
    let endpoint = format!("https://localhost:{}/id", free_port());
    people_elsewhere(Database::Postgres, &endpoint, "password,social,device,saml").await;
}

/// A name in a plain network: browsers take it for insecure.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_in_a_browser_without_tls() {
    let endpoint = format!("http://id.lan:{}", free_port());
    people_elsewhere(Database::Sqlite, &endpoint, "plain-http,password,social,second-factor,saml").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rotation_beside_a_running_server_is_noticed() {
    let place = Place::make(Database::Sqlite).await;
    let server = Process::start(&place, &[]).await;
    let before = server.client().get("/oidc/jwks").await.expect(200).text();
    let url = place.url();
    assert!(run(&["keys", "rotate"], &[("DB_URL", url.as_str())]).status.success());
    let began = std::time::Instant::now();
    while server.client().get("/oidc/jwks").await.expect(200).text() == before {
        assert!(began.elapsed() < std::time::Duration::from_secs(1), "the server did not notice");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}
