//! `/api/users/{userId}/sso-identities`

use avouch_store::params;
use avouch_testkit::on_both;
use serde_json::json;

on_both!(shows_the_identity_of_a_connector, server, {
    let api = server.management().await;
    let user = api.user("ada").await;
    // Enterprise identities come from sign-in; here from beneath.
    let tx = server.tenant("default").begin().await.unwrap();
    let now = server.clock.now();
    let sql = "insert into sso_connectors (tenant_id, id, provider_name, connector_name, created_at) values ($1, 'acme', 'OIDC', 'acme', $2)";
    tx.execute(sql.into(), params![now]).await.unwrap();
    let sql = "insert into user_sso_identities (tenant_id, id, user_id, issuer, identity_id, created_at, updated_at, sso_connector_id) \
               values ($1, 'i', $2, 'https://acme.test', 'sub', $3, $4, 'acme')";
    tx.execute(sql.into(), params![&user, now, now]).await.unwrap();
    tx.commit().await.unwrap();
    let found =
        api.get(&format!("/api/users/{user}/sso-identities/acme?includeTokenSecret=true")).await.expect(200).json();
    assert_eq!((&found["ssoIdentity"]["identityId"], found.get("tokenSecret")), (&json!("sub"), None));
    let all = api.get(&format!("/api/users/{user}/all-identities")).await.json();
    assert_eq!(all["ssoIdentities"][0]["ssoConnectorId"], "acme");
    let shown = api.get(&format!("/api/users/{user}?includeSsoIdentities=true")).await.json();
    assert_eq!(shown["ssoIdentities"][0]["issuer"], "https://acme.test");
    let none = format!("/api/users/{user}/sso-identities/other");
    api.get(&none).await.refuses(404, "user.enterprise_sso_identity_not_exists");
    api.get("/api/users/nobody/sso-identities/acme").await.refuses(404, "entity.not_found");
});
