//! `/api/hooks/{id}/signing-key`

use avouch_testkit::{Receiver, on_both};

use super::listen;

on_both!(the_key_is_another_one, server, {
    let (api, receiver) = (server.management().await, Receiver::start().await);
    let hook = listen(&api, &receiver, &["Role.Created"]).await;
    let path = format!("/api/hooks/{}/signing-key", hook["id"].as_str().unwrap());
    let changed = api.patch(&path, serde_json::json!({})).await.expect(200).json();
    assert_ne!(changed["signingKey"], hook["signingKey"]);
    api.patch("/api/hooks/nope/signing-key", serde_json::json!({})).await.refuses(404, "entity.not_exists");
});
