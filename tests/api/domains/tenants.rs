//! Domains of several tenants: each leads to its own tenant, and to nothing of another's.

use avouch_crypto::jose::{Curve, KeyKind, SigningKey};
use avouch_domain::bootstrap::{Given, machine};
use avouch_model::domains::DomainStatus;
use avouch_store::{Change, Read as _, params};
use avouch_testkit::{Client, Server, on_both};
use serde_json::{Value, json};

use super::{add, look, serving};

const CONFIGURATION: &str = "/oidc/.well-known/openid-configuration";

/// A tenant with keys of its own, and what is needed to manage it. A domain leads to it.
async fn tenant(server: &Server, id: &str, host: &str) {
    let ours = server.tenant("default");
    let tx = ours.begin().await.unwrap();
    // Statements know the tenant that they are of; this one is of none.
    tx.execute(format!("insert into tenants (id) select '{id}' from tenants where id = $1").into(), params![])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let signing = SigningKey::generate(KeyKind::Ec(Curve::P384)).unwrap();
    let keys = json!([{ "id": format!("{id}-key"), "value": signing, "createdAt": 1, "status": "Current" }]);
    let cookies = json!([{ "id": format!("{id}-cookie"), "value": "a secret of this tenant alone", "createdAt": 1 }]);
    let theirs = server.tenant(id);
    let tx = theirs.begin().await.unwrap();
    let config = "insert into logto_configs (tenant_id, key, value) values ($1, $2, $3)";
    let resource = "insert into resources (tenant_id, id, name, indicator) values ($1, $2, 'API', $3)";
    let scope = "insert into scopes (tenant_id, id, resource_id, name) values ($1, $2, $3, 'all')";
    let role =
        "insert into roles (tenant_id, id, name, description, type) values ($1, $2, $3, '-', 'MachineToMachine')";
    let has = "insert into roles_scopes (tenant_id, id, role_id, scope_id) values ($1, $2, $3, $4)";
    let domain = "insert into domains (tenant_id, id, domain, status) values ($1, $2, $3, $4)";
    let [api, all, access] = ["api", "all", "access"].map(|what| format!("{id}-{what}"));
    for (sql, values) in [
        (config, params!["oidc.privateKeys", &keys]),
        (config, params!["oidc.cookieKeys", &cookies]),
        (resource, params![&api, format!("https://{id}.logto.app/api")]),
        (scope, params![&all, &api]),
        (role, params![&access, "Logto Management API access"]),
        (has, params![format!("{id}-has"), &access, &all]),
        (domain, params![format!("of-{id}"), host, DomainStatus::Active.as_str()]),
    ] {
        tx.execute(sql.into(), values).await.unwrap();
    }
    tx.changed(Change::Domains(theirs.id().clone()));
    tx.commit().await.unwrap();
}

/// The application of the default tenant that manages, as another tenant's.
async fn manager(server: &Server, id: &str, host: &str) -> Client {
    let theirs = server.tenant(id);
    let credential = machine(&theirs, "tests", &Given::default()).await.unwrap();
    let there = server.anonymous().with("host", host);
    let api = format!("https://{id}.logto.app/api");
    let token = there.token(credential.id.as_str(), credential.secret.expose(), &api, "all").await;
    there.with_token(&token)
}

on_both!(of no_tenant_reaches_into_another, kind, {
    let (server, names) = serving(kind, &[]).await;
    let ours = server.management().await;
    tenant(&server, "other", "login.other.test").await;
    let theirs = manager(&server, "other", "login.other.test").await;
    let mine = add(&ours, "login.acme.test").await;
    names.obey(&mine);
    assert_eq!(look(&ours, &mine).await["status"], "Active");
    let here = server.anonymous().with("host", "login.acme.test");
    let there = server.anonymous().with("host", "login.other.test");
    assert_eq!(here.get(CONFIGURATION).await.text_of("issuer"), "https://login.acme.test/oidc");
    assert_eq!(there.get(CONFIGURATION).await.text_of("issuer"), "https://login.other.test/oidc");
    let keys = async |client: &Client| client.get("/oidc/jwks").await.expect(200).text();
    assert_ne!(keys(&here).await, keys(&there).await);

    // Rows: each sees its own.
    let id = mine["id"].as_str().unwrap();
    let list = theirs.get("/api/domains").await.expect(200).json();
    assert_eq!(list.as_array().unwrap().iter().map(|row| &row["domain"]).collect::<Vec<_>>(), ["login.other.test"]);
    theirs.get(&format!("/api/domains/{id}")).await.refuses(404, "entity.not_exists_with_id");
    theirs.delete(&format!("/api/domains/{id}")).await.refuses(404, "entity.not_exists_with_id");
    let user = ours.user("ada").await;
    theirs.get(&format!("/api/users/{user}")).await.refuses(404, "entity.not_found");
    // Tokens: none is good at the other's address.
    let with = |client: &Client, of: &Client| client.with_token(of.token_sent().unwrap());
    with(&there, &ours).get("/api/domains").await.refuses(401, "auth.unauthorized");
    with(&here, &theirs).get("/api/domains").await.refuses(401, "auth.unauthorized");
    server.anonymous().with_token(theirs.token_sent().unwrap()).get("/api/domains").await.refuses(401, "auth.unauthorized");
    // Proofs: the files of a domain are those of its tenant.
    let file = json!({ "verificationFiles": [{ "path": "/proof.txt", "content": "ours", "contentType": "text/plain" }] });
    ours.put(&format!("/api/domains/{id}/verification-files"), file).await.expect(200);
    assert_eq!(here.get("/proof.txt").await.expect(200).text(), "ours");
    there.get("/proof.txt").await.expect(404);
});

on_both!(of a_domain_is_one_tenants, kind, {
    let (server, names) = serving(kind, &[]).await;
    let ours = server.management().await;
    tenant(&server, "other", "login.other.test").await;
    let theirs = manager(&server, "other", "login.other.test").await;
    ours.post("/api/domains", json!({ "domain": "login.other.test" })).await.refuses(422, "domain.hostname_already_exists");
    // Both may ask; whoever proves it has it.
    let (mine, other) = (add(&ours, "login.both.test").await, add(&theirs, "login.both.test").await);
    assert_ne!(mine["dnsRecords"][1]["value"], other["dnsRecords"][1]["value"]);
    let file = json!({ "verificationFiles": [{ "path": "/proof.txt", "content": "theirs", "contentType": "text/plain" }] });
    let path = format!("/api/domains/{}/verification-files", other["id"].as_str().unwrap());
    theirs.put(&path, file).await.expect(200);
    let there = server.anonymous().with("host", "login.both.test");
    there.get("/proof.txt").await.expect(404);
    names.obey(&mine);
    assert_eq!(look(&ours, &mine).await["status"], "Active");
    assert_eq!(look(&theirs, &other).await["status"], "PendingVerification");
    there.get("/proof.txt").await.expect(404);
    // A later proof takes nothing away.
    names.obey(&other);
    let looked = look(&theirs, &other).await;
    assert_eq!(looked["status"], "Error");
    assert!(looked["errorMessage"].as_str().unwrap().contains("Another tenant"));
    assert_eq!(there.get(CONFIGURATION).await.text_of("issuer"), "https://login.both.test/oidc");
    assert_eq!(ours.get("/api/domains").await.json()[0]["status"], "Active");
    // Once it is free, the one that proves it gets it.
    ours.delete(&format!("/api/domains/{}", mine["id"].as_str().unwrap())).await.expect(204);
    let looked = look(&theirs, &other).await;
    assert_eq!((&looked["status"], &looked["errorMessage"]), (&json!("Active"), &Value::Null));
    assert_eq!(there.get("/proof.txt").await.expect(200).text(), "theirs");
});
