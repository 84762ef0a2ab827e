//! `/api/applications/{id}/protected-app-metadata/custom-domains`

use avouch_testkit::{Database, on_both};
use serde_json::json;

use super::{protected, with_proxy};

on_both!(only_protected_applications_have_domains, server, {
    let api = server.management().await;
    let application = api.application("SPA").await;
    let path = format!("/api/applications/{application}/protected-app-metadata/custom-domains");
    api.get(&path).await.refuses(422, "application.protected_application_only");
    api.post(&path, json!({ "domain": "a.test" })).await.refuses(422, "application.protected_application_only");
    api.delete(&format!("{path}/a.test")).await.refuses(422, "application.protected_application_only");
    let nowhere = "/api/applications/nope/protected-app-metadata/custom-domains";
    api.get(nowhere).await.refuses(404, "entity.not_exists_with_id");
    // A protected application from an older database: there is no proxy that could know its domains.
    let tx = server.tenant("default").begin().await.unwrap();
    tx.execute("update applications set type = 'Protected' where tenant_id = $1 and type = 'SPA'".into(), Vec::new())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    api.get(&path).await.refuses(501, "application.protected_app_not_configured");
    api.post(&path, json!({ "domain": "a.test" })).await.refuses(501, "application.protected_app_not_configured");
    api.delete(&format!("{path}/a.test")).await.refuses(501, "application.protected_app_not_configured");
    api.post(nowhere, json!({ "domain": "a.test" })).await.refuses(404, "entity.not_exists_with_id");
    api.delete(&format!("{nowhere}/a.test")).await.refuses(404, "entity.not_exists_with_id");
});

async fn a_domain_of_ones_own_comes_and_goes(kind: Database) {
    let server = with_proxy(kind).await;
    let api = server.management().await;
    let (one, two) = (protected(&api, "one").await, protected(&api, "two").await);
    let application = format!("/api/applications/{}", one["id"].as_str().unwrap());
    let path = format!("{application}/protected-app-metadata/custom-domains");
    assert_eq!(api.get(&path).await.expect(200).json(), json!([]));
    for wrong in ["apps.test", "x.apps.test", "10.0.0.1", "localhost", "a.example/x", ""] {
        let refused = api.post(&path, json!({ "domain": wrong })).await;
        refused.refuses(422, "domain.domain_is_not_allowed");
    }
    api.post(&path, json!({})).await.refuses(400, "guard.invalid_input");
    assert_eq!(api.post(&path, json!({ "domain": "Wiki.invalid" })).await.expect(201).text(), "Created");
    let shown = api.get(&path).await.expect(200).json();
    assert_eq!(
        shown,
        json!([{
            "domain": "wiki.invalid", "status": "PendingVerification", "errorMessage": null,
            "dnsRecords": [{ "name": "wiki.invalid", "type": "CNAME", "value": "one.apps.test" }],
            "cloudflareData": null,
        }])
    );
    let client = api.get(&application).await.expect(200).json()["oidcClientMetadata"].clone();
    assert_eq!(
        client,
        json!({
            "redirectUris": ["https://one.apps.test/sign-in-callback", "https://wiki.invalid/sign-in-callback"],
            "postLogoutRedirectUris": ["https://one.apps.test", "https://wiki.invalid"],
        })
    );
    api.post(&path, json!({ "domain": "b.invalid" })).await.refuses(422, "domain.limit_to_one_domain");
    let other = path.replace(one["id"].as_str().unwrap(), two["id"].as_str().unwrap());
    api.post(&other, json!({ "domain": "wiki.invalid" })).await.refuses(422, "domain.hostname_already_exists");
    api.delete(&application).await.refuses(422, "application.should_delete_custom_domains_first");
    api.delete(&format!("{path}/b.invalid")).await.refuses(404, "application.custom_domain_not_found");
    api.delete(&format!("{path}/wiki.invalid")).await.expect(204);
    assert_eq!(api.get(&application).await.json()["oidcClientMetadata"], one["oidcClientMetadata"]);
    assert_eq!(api.get(&path).await.json(), json!([]));
    api.post(&other, json!({ "domain": "wiki.invalid" })).await.expect(201);
    api.delete(&application).await.expect(204);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_domain_of_ones_own_comes_and_goes_sqlite() {
    a_domain_of_ones_own_comes_and_goes(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_domain_of_ones_own_comes_and_goes_postgres() {
    a_domain_of_ones_own_comes_and_goes(Database::Postgres).await;
}

async fn an_application_without_its_metadata_has_none(kind: Database) {
    let server = with_proxy(kind).await;
    let api = server.management().await;
    let made = protected(&api, "one").await;
    let tx = server.tenant("default").begin().await.unwrap();
    let sql = "update applications set protected_app_metadata = null where tenant_id = $1";
    tx.execute(sql.into(), Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    let path = format!("/api/applications/{}/protected-app-metadata/custom-domains", made["id"].as_str().unwrap());
    for refused in [
        api.get(&path).await,
        api.post(&path, json!({ "domain": "a.invalid" })).await,
        api.delete(&format!("{path}/a.invalid")).await,
    ] {
        refused.refuses(422, "application.protected_application_misconfigured");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_application_without_its_metadata_has_none_sqlite() {
    an_application_without_its_metadata_has_none(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_application_without_its_metadata_has_none_postgres() {
    an_application_without_its_metadata_has_none(Database::Postgres).await;
}
