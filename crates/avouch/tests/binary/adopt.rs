//! A database that compatible software filled is taken over in place.

use avouch_testkit::{Database, Place};
use serde_json::json;

use crate::process::{Process, complaint, run};

/// Takes away what Avouch has beside the tables of compatible software.
const LEAVE_THEIRS: &str = "do $$ declare it text; begin \
    for it in select tablename from pg_tables where schemaname = 'public' and tablename like 'avouch\\_%' loop \
      execute 'drop table ' || quote_ident(it) || ' cascade'; end loop; \
    for it in select indexname from pg_indexes where schemaname = 'public' and indexname like 'avouch\\_%' loop \
      execute 'drop index ' || quote_ident(it); end loop; \
    for it in select oid::regprocedure::text from pg_proc where proname like 'avouch\\_%' loop \
      execute 'drop function ' || it || ' cascade'; end loop; \
    end $$";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_compatible_software_is_taken_over() {
    let place = Place::make(Database::Postgres).await;
    let server = Process::start(&place, &[]).await;
    let api = server.management().await;
    let ada = api.post("/api/users", json!({ "username": "ada" })).await.expect(200).text_of("id");
    api.put(&format!("/api/users/{ada}/identities/github"), json!({ "userId": "gh1" })).await.expect(201);
    let eve = api.post("/api/users", json!({ "username": "eve" })).await.expect(200).text_of("id");
    server.stop();
    place.execute(LEAVE_THEIRS).await;

    let url = place.url();
    let settings = [("DB_URL", url.as_str()), ("OBSERVE_ADDRESS", "off")];
    let refused = run(&["serve"], &settings);
    assert_eq!(refused.status.code(), Some(69));
    assert!(complaint(&refused).contains("avouch db adopt"), "{}", complaint(&refused));

    // One that is too old, or too new, stays as it is.
    place.execute("alter table users rename column cimd_client_id to other").await;
    let old = run(&["db", "adopt"], &settings);
    assert!(complaint(&old).contains("users.cimd_client_id"), "{}", complaint(&old));
    place.execute("alter table users rename column other to cimd_client_id").await;
    place.execute("alter table hooks add column strange text not null").await;
    let new = run(&["db", "adopt"], &settings);
    assert!(complaint(&new).contains("hooks.strange"), "{}", complaint(&new));
    place.execute("alter table hooks drop column strange").await;

    let adopted = run(&["db", "adopt"], &settings);
    assert!(adopted.status.success(), "{}", complaint(&adopted));
    assert!(String::from_utf8_lossy(&adopted.stdout).starts_with("Took over 2 tenants, 2 users and "));
    let again = run(&["db", "adopt"], &settings);
    assert!(complaint(&again).contains("already"), "{}", complaint(&again));

    let server = Process::start(&place, &[]).await;
    let api = server.management().await;
    let user = api.get(&format!("/api/users/{ada}")).await.expect(200).json();
    assert_eq!(user["identities"]["github"]["userId"], "gh1");
    let taken = format!("/api/users/{eve}/identities/github");
    api.put(&taken, json!({ "userId": "gh1" })).await.refuses(422, "user.identity_already_in_use");
    assert_eq!(api.get("/api/users?search=%25ada%25").await.expect(200).header("total-number"), "1");
    assert_eq!(api.get("/api/dashboard/users/total").await.expect(200).json()["totalUserCount"], 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_database_is_not_taken_over() {
    for kind in [Database::Sqlite, Database::Postgres] {
        let place = Place::make(kind).await;
        let url = place.url();
        let refused = run(&["db", "adopt"], &[("DB_URL", url.as_str())]);
        assert_eq!(refused.status.code(), Some(69), "{}", complaint(&refused));
    }
}
