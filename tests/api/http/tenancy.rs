//! Which tenant a request is for.

use avouch_store::params;
use avouch_testkit::{Client, Database, Server};

async fn issuer(client: &Client) -> String {
    client.get("/oidc/.well-known/openid-configuration").await.expect(200).text_of("issuer")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn listeners_have_a_tenant_each() {
    let server = Server::start(Database::Sqlite).await;
    assert_eq!(issuer(&server.anonymous()).await, format!("{}/oidc", server.anonymous().base));
    assert_eq!(issuer(&server.anonymous_admin()).await, format!("{}/oidc", server.anonymous_admin().base));
    let keys = async |client: Client| client.get("/oidc/jwks").await.expect(200).text();
    assert_ne!(keys(server.anonymous()).await, keys(server.anonymous_admin()).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_port_serves_two_hosts() {
    let settings = [("ENDPOINT", "https://id.example"), ("ADMIN_ENDPOINT", "https://admin.example")];
    let server = Server::with(Database::Sqlite, &settings).await;
    let at = |host: &str| server.anonymous().with("host", host);
    assert_eq!(issuer(&at("id.example")).await, "https://id.example/oidc");
    assert_eq!(issuer(&at("ADMIN.example")).await, "https://admin.example/oidc");
    assert_eq!(issuer(&at("evil.example")).await, "https://id.example/oidc", "a host cannot make an issuer");
    let forwarded = at("id.example").with("x-forwarded-host", "admin.example");
    assert_eq!(
        issuer(&forwarded).await,
        "https://id.example/oidc",
        "forwarded headers are not believed unless told so"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trusted_proxy_says_where_the_request_came_from() {
    let settings = [
        ("ENDPOINT", "https://id.example"),
        ("ADMIN_ENDPOINT", "https://admin.example"),
        ("TRUST_PROXY_HEADER", "true"),
    ];
    let server = Server::with(Database::Sqlite, &settings).await;
    let proxied = server.anonymous().with("x-forwarded-host", "admin.example").with("x-forwarded-proto", "https");
    let answer = proxied.get("/oidc/.well-known/openid-configuration").await.expect(200);
    assert_eq!(answer.text_of("issuer"), "https://admin.example/oidc");
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
    let pairs = [("grant_type", "client_credentials")];
    server.anonymous().with("x-forwarded-for", "203.0.113.9, 10.0.0.1").form("/oidc/token", &pairs).await.expect(400);
    assert_eq!(server.logs().await[0]["ip"], "203.0.113.9");
}

async fn tenant_acme(server: &Server) {
    let tx = server.tenant("default").begin().await.unwrap();
    let copy = "insert into tenants (id) select 'acme' from tenants where id = $1";
    tx.execute(copy.into(), vec![]).await.unwrap();
    let keys = "insert into logto_configs (tenant_id, key, value) select 'acme', key, value from logto_configs where tenant_id = $1";
    tx.execute(keys.into(), vec![]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tenants_by_host_name() {
    let server = Server::with(Database::Sqlite, &[("ENDPOINT", "https://*.id.example")]).await;
    tenant_acme(&server).await;
    let at = |host: &str| server.anonymous().with("host", host);
    assert_eq!(issuer(&at("acme.id.example")).await, "https://acme.id.example/oidc");
    assert_eq!(issuer(&at("default.id.example")).await, "https://default.id.example/oidc");
    at("nobody.id.example").get("/oidc/jwks").await.expect(404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tenants_by_path() {
    let server =
        Server::with(Database::Sqlite, &[("ENDPOINT", "https://id.example"), ("PATH_BASED_TENANTS", "true")]).await;
    tenant_acme(&server).await;
    let answer = server.anonymous().get("/acme/oidc/.well-known/openid-configuration").await.expect(200);
    assert_eq!(answer.text_of("issuer"), "https://id.example/acme/oidc");
    assert_eq!(issuer(&server.anonymous()).await, "https://id.example/oidc");
    server.anonymous().get("/nobody/oidc/jwks").await.expect(404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn custom_domains_once_they_are_active() {
    let server = Server::start(Database::Sqlite).await;
    let at = server.anonymous().with("host", "login.acme.test");
    let own = format!("{}/oidc", server.anonymous().base);
    assert_eq!(issuer(&at).await, own);
    let write = async |sql: &'static str| {
        let tx = server.tenant("default").begin().await.unwrap();
        tx.execute(sql.into(), params![]).await.unwrap();
        tx.changed(avouch_store::Change::Domains(avouch_model::TenantId::default_tenant()));
        tx.commit().await.unwrap();
    };
    write("insert into domains (tenant_id, id, domain, status) values ($1, 'd', 'login.acme.test', 'PendingSsl')")
        .await;
    assert_eq!(issuer(&at).await, own);
    write("update domains set status = 'Active' where tenant_id = $1").await;
    assert_eq!(issuer(&at).await, "https://login.acme.test/oidc");
}
