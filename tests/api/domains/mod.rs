//! `/api/domains`

mod authority;
mod certificates;
mod cleanup;
mod looking;
mod tenants;
mod verification_files;

use avouch_model::Timestamp;
use avouch_store::params;
use avouch_testkit::{Answer, Client, Database, NameServer, Server, on_both};
use serde_json::{Value, json};

/// Where custom domains lead in tests.
const TARGET: &str = "edge.avouch.test";

/// A server that custom domains can point to, and who knows their names.
async fn serving(kind: Database, more: &[(&str, &str)]) -> (Server, NameServer) {
    let names = NameServer::start().await;
    names.address(TARGET, [192, 0, 2, 7]);
    let address = names.address.to_string();
    let mut settings = vec![("CUSTOM_DOMAIN_TARGET", TARGET), ("DNS_SERVER", address.as_str())];
    settings.extend_from_slice(more);
    (Server::with(kind, &settings).await, names)
}

async fn add(api: &Client, domain: &str) -> Value {
    api.post("/api/domains", json!({ "domain": domain })).await.expect(201).json()
}

/// How far a domain is, now that its records are looked at.
async fn look(api: &Client, domain: &Value) -> Value {
    let id = domain["id"].as_str().unwrap();
    api.get(&format!("/api/domains/{id}")).await.expect(200).json()
}

/// Asks until the answer is as wanted.
async fn until(mut ask: impl AsyncFnMut() -> Option<Answer>, wanted: impl Fn(&Answer) -> bool) -> Answer {
    let asking = async {
        loop {
            if let Some(answer) = ask().await.filter(|answer| wanted(answer)) {
                return answer;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_mins(1), asking).await.expect("it comes to pass in time")
}

on_both!(without_a_name_to_point_to_there_are_no_domains, server, {
    let api = server.management().await;
    assert_eq!(api.get("/api/domains").await.expect(200).json(), json!([]));
    api.post("/api/domains", json!({ "domain": "id.example.test" })).await.refuses(400, "domain.not_configured");
    api.get("/api/domains/nope").await.refuses(404, "entity.not_exists_with_id");
    api.delete("/api/domains/nope").await.refuses(400, "domain.not_configured");
});

on_both!(of a_domain_is_served_once_its_records_prove_it, kind, {
    let (server, names) = serving(kind, &[]).await;
    let api = server.management().await;
    let made = add(&api, "Login.Acme.Test.").await;
    let members: Vec<&str> = made.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["id", "domain", "status", "errorMessage", "dnsRecords", "createdAt"]);
    assert_eq!((made["domain"].as_str(), made["status"].as_str()), (Some("login.acme.test"), Some("PendingVerification")));
    assert_eq!(made["id"].as_str().unwrap().len(), 21);
    assert_eq!(made["errorMessage"], Value::Null);
    let records = made["dnsRecords"].as_array().unwrap();
    assert_eq!(records[0], json!({ "name": "login.acme.test", "type": "CNAME", "value": TARGET }));
    assert_eq!(records[1]["name"], "_avouch-challenge.login.acme.test");
    let there = server.anonymous().with("host", "login.acme.test");
    let configuration = "/oidc/.well-known/openid-configuration";
    let issuer = async |client: &Client| client.get(configuration).await.expect(200).text_of("issuer");
    assert_eq!(issuer(&there).await, format!("{}/oidc", api.base), "nobody proved it");

    // One record is not enough, whichever it is.
    names.alias("login.acme.test", TARGET);
    let looked = look(&api, &made).await;
    assert_eq!(looked["status"], "PendingVerification");
    assert!(looked["errorMessage"].as_str().unwrap().contains("TXT record _avouch-challenge.login.acme.test"));
    names.text("_avouch-challenge.login.acme.test", "somebody else's");
    names.alias("login.acme.test", "elsewhere.test");
    let message = look(&api, &made).await["errorMessage"].as_str().unwrap().to_owned();
    assert!(message.contains("TXT record") && message.contains("does not lead to"), "{message}");
    names.obey(&made);
    let looked = look(&api, &made).await;
    assert_eq!((looked["status"].as_str(), &looked["errorMessage"]), (Some("Active"), &Value::Null));
    assert_eq!(api.get("/api/domains").await.expect(200).json(), json!([looked]));

    assert_eq!(issuer(&there).await, "https://login.acme.test/oidc");
    assert_eq!(issuer(&there.with("host", "login.acme.test:1234")).await, "https://login.acme.test/oidc");
    assert_eq!(issuer(&server.anonymous()).await, format!("{}/oidc", api.base));
    // A token of the domain is one of the tenant, wherever it is shown.
    let (id, secret) = server.credential();
    let token = there.token(id, secret, "https://default.logto.app/api", "all").await;
    assert_eq!(Client::claims(&token)["iss"], "https://login.acme.test/oidc");
    for client in [&there, &server.anonymous()] {
        client.with_token(&token).get("/api/domains").await.expect(200);
    }
    there.with_token(api_token(&api)).get("/api/domains").await.expect(200);

    // What DNS says later takes nobody's sign-in away.
    names.fail();
    assert_eq!(look(&api, &made).await["status"], "Active");
    let path = format!("/api/domains/{}", made["id"].as_str().unwrap());
    api.delete(&path).await.expect(204);
    api.delete(&path).await.refuses(404, "entity.not_exists_with_id");
    api.get(&path).await.refuses(404, "entity.not_exists_with_id");
    assert_eq!(issuer(&there).await, format!("{}/oidc", api.base));
    server.anonymous().with_token(&token).get("/api/domains").await.refuses(401, "auth.unauthorized");
});

/// The token that a client sends.
fn api_token(api: &Client) -> &str {
    api.token_sent().expect("a manager has a token")
}

on_both!(of the_apex_of_a_zone_leads_by_address, kind, {
    let (server, names) = serving(kind, &[]).await;
    let api = server.management().await;
    let made = add(&api, "acme.test").await;
    names.text("_avouch-challenge.acme.test", made["dnsRecords"][1]["value"].as_str().unwrap());
    names.address("acme.test", [192, 0, 2, 8]);
    assert_eq!(look(&api, &made).await["status"], "PendingVerification");
    names.address("acme.test", [192, 0, 2, 7]);
    assert_eq!(look(&api, &made).await["status"], "Active");
});

on_both!(of a_name_server_that_fails_proves_nothing, kind, {
    let (server, names) = serving(kind, &[]).await;
    let api = server.management().await;
    // Before there is a domain: the server looks of its own accord, too.
    names.fail();
    let made = add(&api, "login.acme.test").await;
    assert_eq!(look(&api, &made).await, made);
});

on_both!(of domains_are_looked_at_without_being_asked_for, kind, {
    let (server, names) = serving(kind, &[]).await;
    let api = server.management().await;
    // The records are there before the domain: a made-up one of the same name is written over at once.
    names.alias("login.acme.test", TARGET);
    let made = add(&api, "login.acme.test").await;
    names.obey(&made);
    // A further domain makes the server look again.
    add(&api, "other.acme.test").await;
    let there = server.anonymous().with("host", "login.acme.test");
    let configuration = "/oidc/.well-known/openid-configuration";
    let is_served = |answer: &Answer| answer.text_of("issuer") == "https://login.acme.test/oidc";
    until(async || Some(there.get(configuration).await), is_served).await;
});

on_both!(of what_cannot_be_a_domain_is_refused, kind, {
    let settings = [("ENDPOINT", "https://id.avouch.test"), ("ADMIN_ENDPOINT", "https://admin.avouch.test")];
    let (server, _) = serving(kind, &settings).await;
    let api = server.management().await;
    let post = async |domain: &str| api.post("/api/domains", json!({ "domain": domain })).await;
    for domain in ["localhost", "acme", "10.0.0.1", "a_b.acme.test", "https://acme.test", "id.acme.test:443", "*.acme.test"] {
        post(domain).await.refuses(400, "domain.domain_is_not_allowed");
    }
    for own in [TARGET, "id.avouch.test", "ADMIN.avouch.test"] {
        post(own).await.refuses(400, "domain.domain_is_not_allowed");
    }
    for body in [json!({}), json!({ "domain": "" }), json!({ "domain": 1 }), json!({ "domain": "x".repeat(257) })] {
        api.post("/api/domains", body).await.refuses(400, "guard.invalid_input");
    }
    post("login.acme.test").await.expect(201);
    let again = post("LOGIN.acme.test").await;
    again.clone().refuses(422, "domain.domain_in_use");
    assert_eq!(again.json()["data"], json!({ "domain": "login.acme.test" }));
    for number in 1..100 {
        let name = format!("d{number}.acme.test");
        domain(&server, &name, &name, "PendingVerification", server.clock.now()).await;
    }
    let more = post("one-more.acme.test").await;
    more.clone().refuses(422, "domain.exceed_domain_limit");
    assert_eq!(more.json()["data"], json!({ "limit": 100 }));
});

on_both!(of an_endpoint_with_a_public_name_is_where_domains_point, kind, {
    let server = Server::with(kind, &[("ENDPOINT", "https://id.avouch.test")]).await;
    let made = add(&server.management().await, "login.acme.test").await;
    assert_eq!(made["dnsRecords"][0]["value"], "id.avouch.test");
});

/// A domain such as a database of a compatible server may hold.
pub(crate) async fn domain(server: &Server, id: &str, host: &str, status: &str, changed: Timestamp) {
    let tx = server.tenant("default").begin().await.unwrap();
    let sql =
        "insert into domains (tenant_id, id, domain, status, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)";
    tx.execute(sql.into(), params![id, host, status, changed]).await.unwrap();
    tx.commit().await.unwrap();
}
