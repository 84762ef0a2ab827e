//! PostgreSQL goes away and comes back under load.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use avouch_testkit::Place;

use crate::process::{APP, Process};

/// A cluster of this test alone.
struct Cluster(PathBuf);

impl Cluster {
    fn script(&self, command: &str) -> String {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/cluster.sh");
        let output = Command::new(script).arg(command).arg(&self.0).output().expect("the script runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.script("drop");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_nodes_say_503_meanwhile_and_recover_by_themselves() {
    let cluster = Cluster(std::env::temp_dir().join(format!("avouch-restart-{}", std::process::id())));
    let url = cluster.script("make");
    let place = Place::Url { url: url.clone(), cluster: url, name: "nothing_to_drop".to_owned() };
    let nodes = [Process::start(&place, &[]).await, Process::start(&place, &[]).await];
    let load: Vec<_> = nodes
        .iter()
        .flat_map(|node| (0..4).map(move |_| node.client().with_basic(APP.0, APP.1)))
        .map(|client| {
            tokio::spawn(async move {
                let pairs = [("grant_type", "client_credentials"), ("resource", "https://default.logto.app/api")];
                let (mut refused, mut back) = (0_u32, 0_u32);
                let began = Instant::now();
                // Until it has been refused and then served again for a while.
                while back < 20 {
                    let answer = client.form("/oidc/token", &pairs).await;
                    match answer.status.as_u16() {
                        200 if refused > 0 => back += 1,
                        200 => {}
                        503 => {
                            assert_eq!(answer.header("retry-after"), "1");
                            refused += 1;
                            back = 0;
                            tokio::time::sleep(Duration::from_millis(20)).await;
                        }
                        other => panic!("{other} {}", answer.text()),
                    }
                    assert!(
                        began.elapsed() < Duration::from_mins(1),
                        "no recovery: {refused} refused, {back} served since"
                    );
                }
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    cluster.script("stop");
    tokio::time::sleep(Duration::from_millis(500)).await;
    let ready = avouch_testkit::Client::new(&format!("http://127.0.0.1:{}", nodes[0].observe));
    assert_eq!(ready.get("/health/ready").await.status, 503);
    assert_eq!(ready.get("/health/live").await.status, 200);
    cluster.script("start");
    for load in load {
        load.await.unwrap();
    }
    drop(nodes);
}
