//! `/api/applications/{id}/legacy-secret`

use avouch_testkit::on_both;

on_both!(a_legacy_secret_works_until_it_is_deleted, server, {
    let api = server.management().await;
    let id = api.application("MachineToMachine").await;
    let path = format!("/api/applications/{id}/legacy-secret");
    api.delete(&path).await.refuses(400, "application.no_legacy_secret_found");
    api.delete("/api/applications/nope/legacy-secret").await.refuses(404, "entity.not_exists_with_id");

    let tx = server.tenant("default").begin().await.unwrap();
    let sql = "update applications set secret = 'from-before-names' where tenant_id = $1 and id = $2";
    tx.execute(sql.into(), avouch_store::params![id.as_str()]).await.unwrap();
    tx.changed(avouch_store::Change::Application(
        avouch_model::TenantId::default_tenant(),
        avouch_model::ApplicationId::new(id.as_str()),
    ));
    tx.commit().await.unwrap();
    let shown = api.get(&format!("/api/applications/{id}")).await.json();
    assert_eq!(shown["secret"], "from-before-names");
    server.anonymous().token(&id, "from-before-names", "https://default.logto.app/api", "").await;
    let answered = api.delete(&path).await.expect(200).json();
    assert!(answered.get("secret").is_none());
    let pairs = [("grant_type", "client_credentials"), ("resource", "https://default.logto.app/api")];
    let old = server.anonymous().with_basic(&id, "from-before-names");
    old.form("/oidc/token", &pairs).await.refuses(401, "oidc.invalid_client");
});
