//! `/api/logs`

mod export;
mod interactions;
mod tokens;

use avouch_testkit::on_both;
use serde_json::json;

on_both!(entries_are_listed_and_filtered, server, {
    let api = server.management().await;
    for _ in 0..3 {
        server.management().await;
    }
    let listed = api.get("/api/logs?page_size=2").await.expect(200);
    assert_eq!(listed.header("total-number"), "4");
    let rows = listed.json();
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["key"]), (2, &json!("ExchangeTokenBy.ClientCredentials")));
    assert_eq!(rows[0]["payload"]["result"], "Success");
    let one = format!("/api/logs/{}", rows[0]["id"].as_str().unwrap());
    assert_eq!(api.get(&one).await.expect(200).json(), rows[0]);
    api.get("/api/logs/nope").await.refuses(404, "entity.not_exists_with_id");
    let (id, _) = server.credential();
    let total =
        async |query: &str| api.get(&format!("/api/logs?{query}")).await.expect(200).header("total-number").to_owned();
    assert_eq!(total(&format!("applicationId={id}")).await, "4");
    assert_eq!(total("applicationId=other").await, "0");
    assert_eq!(total("logKey=ExchangeTokenBy.ClientCredentials").await, "4");
    assert_eq!(total("logKey=ExchangeTokenBy").await, "0");
    assert_eq!(total("userId=nobody").await, "0");
    let at = rows[0]["createdAt"].as_i64().unwrap();
    assert_eq!(total(&format!("start_time={at}&end_time={at}")).await, total(&format!("start_time={at}")).await);
    assert_eq!(total(&format!("end_time={}", at - 1_000_000)).await, "0");
    let capped = api.get("/api/logs?enableCap=true").await.expect(200);
    assert_eq!((capped.header("total-number"), capped.header("total-number-is-capped")), ("4", ""));
    api.get("/api/logs?start_time=x").await.refuses(400, "guard.invalid_input");
    api.get("/api/logs?start_time=2&end_time=1").await.refuses(400, "log.invalid_time_window");
    api.get("/api/logs?page=0").await.refuses(400, "guard.invalid_pagination");
});
