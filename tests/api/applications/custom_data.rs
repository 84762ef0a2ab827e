//! `/api/applications/{applicationId}/custom-data`

use avouch_testkit::on_both;
use serde_json::json;

on_both!(merges_into_what_is_there, server, {
    let api = server.management().await;
    let path = format!("/api/applications/{}/custom-data", api.application("SPA").await);
    assert_eq!(
        api.patch(&path, json!({ "a": 1, "b": { "c": 1 } })).await.expect(200).json(),
        json!({ "a": 1, "b": { "c": 1 } })
    );
    let merged = api.patch(&path, json!({ "b": { "d": 2 }, "e": [null] })).await.expect(200).json();
    assert_eq!(merged, json!({ "a": 1, "b": { "d": 2 }, "e": [null] }), "only the top level is merged");
    api.patch(&path, json!(["not an object"])).await.refuses(400, "guard.invalid_input");
    api.patch("/api/applications/nope/custom-data", json!({ "a": 1 })).await.refuses(404, "entity.not_exists");
    api.patch(&path, json!({ "nul": "\u{0}" })).await.refuses(422, "entity.invalid_input");
});

on_both!(two_merges_at_once_both_count, server, {
    let api = server.management().await;
    let path = format!("/api/applications/{}/custom-data", api.application("SPA").await);
    let merges = (0..20).map(|index| {
        let (api, path) = (api.clone(), path.clone());
        async move { api.patch(&path, json!({ (index.to_string()): index })).await.expect(200) }
    });
    futures_util::future::join_all(merges).await;
    let all = api.patch(&path, json!({})).await.expect(200).json();
    assert_eq!(all.as_object().unwrap().len(), 20, "{all}");
});
