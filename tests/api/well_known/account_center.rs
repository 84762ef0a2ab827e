//! `/api/.well-known/account-center`

use avouch_testkit::on_both;

on_both!(anyone_reads_what_people_may_do, server, {
    let settings = server.anonymous().get("/api/.well-known/account-center").await.expect(200).json();
    assert_eq!((&settings["id"], &settings["enabled"]), (&"default".into(), &false.into()));
});
