//! `/api/logs`

mod export;
mod interactions;
mod stream;
mod tokens;

use avouch_store::{Read as _, Value};
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

on_both!(held entries_are_counted_once, server, {
    server.management().await;
    let (tenant, day) = (server.tenant("default"), 86_400_000);
    let start = server.clock.now().millis();
    let script = json!({ "script": "const getCustomJwtClaims = () => ({});" });
    let note = async || avouch_store::logs::totals::note(&tenant).await.unwrap();
    let mut made = 1;
    for part in 0..5 {
        for _ in 0..3 {
            server.management().await;
            made += 1;
            server.clock.advance(day / 6);
        }
        note().await;
        if part == 2 {
            let api = server.management().await;
            made += 1;
            api.put("/api/configs/jwt-customizer/client-credentials", script.clone()).await.expect(201);
        }
    }
    let api = server.management().await;
    made += 1;
    let counted = async |query: &str| {
        let answer = api.get(&format!("/api/logs?page_size=1&{query}")).await.expect(200);
        answer.header("total-number").parse::<usize>().unwrap()
    };
    // A script runs for each of the tokens after it was set.
    let key = "logKey=ExchangeTokenBy.ClientCredentials";
    assert_eq!((counted(key).await, counted("").await), (made, made + 7));
    assert_eq!((counted(&format!("{key}&enableCap=true")).await, counted("logKey=Interaction.End").await), (made, 0));
    let all = server.logs_by_time().await;
    for (from, until) in [(0, 3 * day), (day / 2, 2 * day), (day / 3, day / 3 + 5), (day, 9 * day), (-day, day / 6)] {
        let (from, until) = (start + from, start + until);
        let wanted = all.iter().filter(|time| (from..=until).contains(*time)).count();
        assert_eq!(counted(&format!("start_time={from}&end_time={until}")).await, wanted, "{from} {until}");
        let wanted = all.iter().filter(|time| **time >= from).count();
        assert_eq!(counted(&format!("start_time={from}")).await, wanted, "{from}");
        let wanted = all.iter().filter(|time| **time <= until).count();
        assert_eq!(counted(&format!("end_time={until}")).await, wanted, "{until}");
    }
    // What goes is not counted any more, whichever part of it went.
    let before = avouch_model::Timestamp::from_millis(start + day);
    for most in [2, 1, 100] {
        let tx = tenant.begin().await.unwrap();
        avouch_store::logs::delete_before(&tx, before, most).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(counted("").await, server.logs_by_time().await.len(), "{most}");
        note().await;
        assert_eq!(counted("").await, server.logs_by_time().await.len(), "{most}");
    }
});

on_both!(held many_entries_that_nobody_counted_are_counted_at_the_start, server, {
    let api = server.management().await;
    let tenant = server.tenant("default");
    let tx = tenant.begin().await.unwrap();
    let sql = "with recursive numbers (number) as (select 1 union all select number + 1 from numbers where number < 20) \
               insert into logs (tenant_id, id, key, payload, created_at) \
               select $1, 'loaded-' || number, 'ExchangeTokenBy.Unknown', $2, $3 from numbers";
    let values = vec![Value::json(&json!({})), Value::Time(tenant.now().plus_millis(-3_600_000))];
    tx.execute(sql.into(), values).await.unwrap();
    tx.commit().await.unwrap();
    let kept = async || {
        let sql = "select coalesce(sum(count), 0)::bigint from avouch_log_totals where tenant_id = $1";
        tenant.first::<(i64,)>(sql.into(), Vec::new()).await.unwrap().unwrap().0
    };
    for (few, counted) in [(21, 0), (20, 20)] {
        avouch_store::logs::totals::note_many(&tenant, few).await.unwrap();
        assert_eq!(kept().await, counted, "{few}");
        assert_eq!(api.get("/api/logs").await.expect(200).header("total-number"), "21");
    }
});
