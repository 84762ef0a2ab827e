//! `/api/hooks/{id}/recent-logs/{logId}/replay`

use avouch_testkit::{Receiver, on_both};
use serde_json::json;

use super::super::listen;
use super::super::replay::deliveries;

on_both!(one_delivery_is_told_again, server, {
    let (api, receiver) = (server.management().await, Receiver::start().await);
    let hook = listen(&api, &receiver, &["Role.Created"]).await;
    let path = format!("/api/hooks/{}", hook["id"].as_str().unwrap());
    api.role("first", "User").await;
    let oldest = &deliveries(&api, &path, 1).await[0];
    assert_eq!(oldest["payload"]["hookRequest"]["body"]["data"]["name"], "first");
    let again = format!("{path}/recent-logs/{}/replay", oldest["id"].as_str().unwrap());
    assert_eq!(api.post(&again, json!({})).await.expect(202).json(), json!({ "events": 1 }));
    let told = receiver.wait(2).await;
    assert_eq!(told[1].body, told[0].body, "as it was told before");
    // What is not there, or of another.
    let other = listen(&api, &receiver, &["Role.Deleted"]).await;
    let others = format!("/api/hooks/{}", other["id"].as_str().unwrap());
    for path in [
        format!("{path}/recent-logs/nope/replay"),
        format!("/api/hooks/nope/recent-logs/{}/replay", oldest["id"].as_str().unwrap()),
        format!("{others}/recent-logs/{}/replay", oldest["id"].as_str().unwrap()),
    ] {
        api.post(&path, json!({})).await.refuses(404, "entity.not_exists_with_id");
    }
});
