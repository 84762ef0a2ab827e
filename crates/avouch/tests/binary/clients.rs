//! A standard client does the main job with a credential that `avouch bootstrap` printed.

use std::process::Command;

use avouch_testkit::{Database, Place};

use crate::process::{Process, complaint, run};

async fn walk(kind: Database, script: &str) {
    walk_with(kind, &format!("clients/{script}.mjs"), "").await;
}

async fn walk_with(kind: Database, script: &str, part: &str) {
    walk_on(kind, script, part, &[]).await;
}

async fn walk_on(kind: Database, script: &str, part: &str, settings: &[(&str, &str)]) {
    let place = Place::make(kind).await;
    let server = Process::start(&place, settings).await;
    let url = place.url();
    let port = server.port.to_string();
    // Beside a running server: it has to notice.
    let credential = run(&["bootstrap", "--m2m", "ops", "--json"], &[("DB_URL", url.as_str()), ("PORT", &port)]);
    assert!(credential.status.success(), "{}", complaint(&credential));
    let credential = String::from_utf8(credential.stdout).unwrap();
    let script = format!("{}/../../tests/{script}", env!("CARGO_MANIFEST_DIR"));
    let walked = Command::new("node").arg(script).args([credential.trim(), part]).output().expect("node runs");
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

/// Every journey through the pages.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_in_a_browser_sqlite() {
    walk_with(Database::Sqlite, "browser/run.mjs", "").await;
}

/// Those journeys that read and write most.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_in_a_browser_postgres() {
    walk_with(Database::Postgres, "browser/run.mjs", "co").await;
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
