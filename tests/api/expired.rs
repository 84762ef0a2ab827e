//! What is over goes in the background

use avouch_store::{Read as _, Tenant, Value};
use avouch_testkit::on_both;

use crate::flow::Flow;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

async fn write(tenant: &Tenant, sql: &str, values: Vec<Value>) {
    let tx = tenant.begin().await.unwrap();
    tx.execute(sql.to_owned().into(), values).await.unwrap();
    tx.commit().await.unwrap();
}

/// The names of the rows of a table.
async fn left(tenant: &Tenant, table: &str, id: &str) -> Vec<String> {
    let sql = format!("select {id} from {table} where tenant_id = $1 order by {id}");
    let rows: Vec<(String,)> = tenant.fetch(sql.into(), Vec::new()).await.unwrap();
    rows.into_iter().map(|(id,)| id).collect()
}

on_both!(held devices_proofs_and_assertions_go_after_their_time, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tenant = server.tenant("default");
    let at = |millis: i64| Value::Time(tenant.now().plus_millis(millis));
    let text = |text: &str| Value::from(text);
    for (id, until) in [("fresh", HOUR), ("old", -1)] {
        let sql = "insert into trusted_devices (tenant_id, id, user_id, secret_hash, expires_at) values ($1, $2, $3, $4, $5)";
        write(&tenant, sql, vec![text(id), text(&flow.user), Value::Bytes(vec![1; 32]), at(until)]).await;
        let sql = "insert into avouch_used_assertions (tenant_id, digest, expires_at) values ($1, $2, $3)";
        write(&tenant, sql, vec![text(id), at(until)]).await;
    }
    for (id, made) in [("fresh", -HOUR), ("old", -DAY - 1)] {
        let sql = "insert into verification_statuses (tenant_id, id, user_id, created_at) values ($1, $2, $3, $4)";
        write(&tenant, sql, vec![text(id), text(&flow.user), at(made)]).await;
    }
    server.clean().await;
    let tables = [("trusted_devices", "id"), ("avouch_used_assertions", "digest"), ("verification_statuses", "id")];
    for (table, id) in tables {
        assert_eq!(left(&tenant, table, id).await, ["fresh"], "{table}");
    }
    server.clock.advance(2 * DAY);
    server.clean().await;
    for (table, id) in tables {
        assert!(left(&tenant, table, id).await.is_empty(), "{table}");
    }
});
