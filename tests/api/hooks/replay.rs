//! `/api/hooks/{id}/replay`

use avouch_testkit::{Client, Received, Receiver, on_both};
use serde_json::{Value, json};

use super::listen;

fn names(told: &[Received]) -> Vec<Value> {
    told.iter().map(|one| one.json()["data"]["name"].clone()).collect()
}

/// The deliveries of a webhook, once there are so many.
pub(super) async fn deliveries(api: &Client, path: &str, count: usize) -> Vec<Value> {
    loop {
        let listed = api.get(&format!("{path}/recent-logs?page_size=100")).await.expect(200).json();
        let listed = listed.as_array().unwrap();
        if listed.len() >= count {
            return listed.clone();
        }
        tokio::task::yield_now().await;
    }
}

on_both!(held what_was_told_is_told_again, server, {
    let (api, receiver) = (server.management().await, Receiver::start().await);
    let hook = listen(&api, &receiver, &["Role.Created"]).await;
    let path = format!("/api/hooks/{}", hook["id"].as_str().unwrap());
    api.role("first", "User").await;
    deliveries(&api, &path, 1).await;
    server.clock.advance(1000);
    let later = server.clock.now().millis();
    api.role("second", "User").await;
    deliveries(&api, &path, 2).await;
    server.clock.advance(1000);
    api.role("third", "User").await;
    deliveries(&api, &path, 3).await;
    assert_eq!(names(&receiver.wait(3).await), ["first", "second", "third"]);
    server.clock.advance(1000);
    let answer = api.post(&format!("{path}/replay"), json!({ "since": later })).await.expect(202);
    assert_eq!(answer.json(), json!({ "events": 2 }));
    let told = receiver.wait(5).await;
    assert_eq!(names(&told[3..]), ["second", "third"], "in the same order");
    assert_eq!(told[3].body, told[1].body, "as it was told before");
    deliveries(&api, &path, 5).await;
    api.post("/api/hooks/nope/replay", json!({ "since": 0 })).await.refuses(404, "entity.not_exists_with_id");
    for wrong in [json!({}), json!({ "since": "yesterday" }), json!({ "since": 1e300 })] {
        api.post(&format!("{path}/replay"), wrong).await.refuses(400, "guard.invalid_input");
    }
});
