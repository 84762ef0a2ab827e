//! `/api/dashboard/users/active`

use avouch_store::params;
use avouch_testkit::on_both;
use serde_json::json;

const DAY: i64 = 86_400_000;

on_both!(counts_active_users, server, {
    let api = server.management().await;
    let today = server.clock.now().millis() - server.clock.now().millis().rem_euclid(DAY);
    let tx = server.tenant("default").begin().await.unwrap();
    for (number, (user, ago)) in [("a", 0), ("b", 0), ("a", 1), ("a", 6), ("c", 20), ("d", 40)].into_iter().enumerate()
    {
        let sql = "insert into daily_active_users (id, tenant_id, user_id, date) values ($2, $1, $3, $4)";
        let date = avouch_model::Timestamp::from_millis(today - ago * DAY);
        tx.execute(sql.into(), params![format!("{number}"), user, date]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let active = api.get("/api/dashboard/users/active").await.expect(200).json();
    let curve = active["dauCurve"].as_array().unwrap();
    assert_eq!(
        (curve.len(), &curve[29]["count"], &curve[28]["count"], &curve[9]["count"]),
        (30, &json!(2), &json!(1), &json!(1))
    );
    assert_eq!(active["dau"], json!({ "count": 2, "delta": 1 }));
    assert_eq!(active["wau"], json!({ "count": 2, "delta": 2 }));
    assert_eq!(active["mau"], json!({ "count": 3, "delta": 2 }));
    let yesterday = avouch_model::Timestamp::from_millis(today - DAY).date().unwrap();
    let earlier = api.get(&format!("/api/dashboard/users/active?date={yesterday}")).await.expect(200).json();
    assert_eq!(
        (&earlier["dau"], &earlier["dauCurve"][29]["date"]),
        (&json!({ "count": 1, "delta": 1 }), &json!(yesterday))
    );
    // What comes late is counted too: a user who came back, and one who was there before.
    let tx = server.tenant("default").begin().await.unwrap();
    for (number, (user, ago)) in [("d", 0), ("e", 45), ("a", 8)].into_iter().enumerate() {
        let sql = "insert into daily_active_users (id, tenant_id, user_id, date) values ($2, $1, $3, $4)";
        let date = avouch_model::Timestamp::from_millis(today - ago * DAY);
        tx.execute(sql.into(), params![format!("late{number}"), user, date]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let active = api.get("/api/dashboard/users/active").await.expect(200).json();
    assert_eq!(active["dau"], json!({ "count": 3, "delta": 2 }));
    assert_eq!(active["wau"], json!({ "count": 3, "delta": 2 }));
    assert_eq!(active["mau"], json!({ "count": 4, "delta": 2 }));
    for (wrong, code) in [
        ("2023-13-01", "request.invalid_input"),
        ("2023-02-29", "request.invalid_input"),
        ("today", "guard.invalid_input"),
        ("2023-1-1", "guard.invalid_input"),
        ("", "guard.invalid_input"),
    ] {
        api.get(&format!("/api/dashboard/users/active?date={wrong}")).await.refuses(400, code);
    }
});
