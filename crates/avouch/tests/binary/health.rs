//! Figures and health at their own address.

use avouch_testkit::{Client, Database, Place};

use crate::process::Process;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_count_what_was_answered() {
    let place = Place::make(Database::Sqlite).await;
    let server = Process::start(&place, &[]).await;
    server.management().await.get("/api/roles").await.expect(200);
    let observed = Client::new(&format!("http://127.0.0.1:{}", server.observe));
    assert_eq!(observed.get("/health/live").await.expect(200).text(), "ok");
    assert_eq!(observed.get("/health/ready").await.expect(200).text(), "ok");
    let figures = observed.get("/metrics").await.expect(200).text();
    for line in [
        "avouch_http_requests_total{surface=\"token\",status=\"200\"} 1",
        "avouch_http_requests_total{surface=\"management\",status=\"200\"} 1",
        "avouch_http_request_duration_seconds_bucket",
        "avouch_http_requests_in_flight 0",
    ] {
        assert!(figures.contains(line), "{line} is not in {figures}");
    }
    assert_eq!(server.client().get("/metrics").await.status, 404, "not for users");
}
