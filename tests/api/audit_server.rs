//! Throw-away: a server to be asked from outside.
use avouch_testkit::{Database, Server};
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "asked from outside"]
async fn sqlite() {
    let dir = std::env::temp_dir().join("signin-audit-files");
    let files = format!("file://{}", dir.display());
    let settings = [("PORT", "4801"), ("ADMIN_PORT", "4802"), ("OBSERVE_ADDRESS", "127.0.0.1:4803"),
        ("BOOTSTRAP_M2M_ID", "audit0management0app0"), ("BOOTSTRAP_M2M_SECRET", "audit-secret"), ("STORAGE_URL", files.as_str())];
    let _server = Server::with(Database::Sqlite, &settings).await;
    while !std::path::Path::new("/tmp/signin_audit_stop").exists() {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
}
