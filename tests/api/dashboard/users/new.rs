//! `/api/dashboard/users/new`

use avouch_testkit::on_both;
use serde_json::json;

const DAY: i64 = 86_400_000;

on_both!(held counts_new_users_by_day, server, {
    // Made one by one on earlier days; the clock only goes on, so the token is new each day.
    for (name, days) in [("a", 0), ("b", 6), ("c", 1), ("d", 1), ("e", 0)] {
        server.clock.advance(days * DAY);
        server.management().await.user(name).await;
    }
    let new = server.management().await.get("/api/dashboard/users/new").await.expect(200).json();
    // Eight days ago one, two days ago one, yesterday one, today two.
    assert_eq!(new, json!({ "today": { "count": 2, "delta": 1 }, "last7Days": { "count": 4, "delta": 3 } }));
});
