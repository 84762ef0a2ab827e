//! Tokens that are bound to the certificate of the client's connection, behind a proxy that passes it on

use avouch_testkit::{Client, Database, Server};
use serde_json::json;

use crate::flow::{CALLBACK, Flow, VERIFIER};

/// Certificates as far as the server looks at them: sequences in DER.
const OWN: &str = ":MAMCAQE=:";
const OTHER: &str = ":MAMCAQI=:";

const SETTINGS: [(&str, &str); 2] = [("TRUST_PROXY_HEADER", "true"), ("MTLS_CERTIFICATE_HEADER", "Client-Cert")];

/// Both databases, behind such a proxy.
macro_rules! behind_a_proxy {
    ($name:ident, $server:ident, $body:block) => {
        mod $name {
            use super::*;

            async fn run($server: Server) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run(Server::with(Database::Sqlite, &SETTINGS).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                run(Server::with(Database::Postgres, &SETTINGS).await).await;
            }
        }
    };
}

async fn bind(flow: &Flow<'_>) {
    let bound = json!({ "customClientMetadata": { "tlsClientCertificateBoundAccessTokens": true } });
    flow.api.patch(&format!("/api/applications/{}", flow.client), bound).await.expect(200);
}

behind_a_proxy!(a_token_is_nothing_without_its_certificate, server, {
    let discovery = server.anonymous().get("/oidc/.well-known/openid-configuration").await.expect(200).json();
    assert_eq!(discovery["tls_client_certificate_bound_access_tokens"], true);
    let flow = Flow::new(&server, "SPA").await;
    bind(&flow).await;
    let (own, other) = (server.anonymous().with("client-cert", OWN), server.anonymous().with("client-cert", OTHER));
    let code = flow.code(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
    let pairs = [
        ("grant_type", "authorization_code"),
        ("client_id", flow.client.as_str()),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
    ];
    server.anonymous().form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_request");
    server
        .anonymous()
        .with("client-cert", "junk")
        .form("/oidc/token", &pairs)
        .await
        .refuses(400, "oidc.invalid_request");
    let tokens = own.form("/oidc/token", &pairs).await.expect(200).json();
    assert_eq!(tokens["token_type"], "Bearer");
    let access = tokens["access_token"].as_str().unwrap();
    own.with_token(access).get("/oidc/me").await.expect(200);
    for thief in [&other, &server.anonymous()] {
        thief.with_token(access).get("/oidc/me").await.refuses(401, "oidc.invalid_token");
    }
    server.anonymous().with_token(access).get("/api/my-account").await.refuses(401, "auth.unauthorized");
    let asked = [("client_id", flow.client.as_str()), ("token", access)];
    let told = own.form("/oidc/token/introspection", &asked).await.expect(200).json();
    assert_eq!(told["cnf"]["x5t#S256"].as_str().unwrap().len(), 43, "{told}");
    // A public client's refresh token is bound too.
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let pairs = [("grant_type", "refresh_token"), ("client_id", flow.client.as_str()), ("refresh_token", refresh)];
    other.form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_grant");
    own.form("/oidc/token", &pairs).await.expect(200);
});

behind_a_proxy!(a_signed_token_names_its_certificate, server, {
    let flow = Flow::with(&server, json!({ "type": "MachineToMachine" })).await;
    bind(&flow).await;
    flow.api.resource("https://api.test", "read").await;
    let secret = flow.api.first_secret(&flow.client).await;
    let pairs = [("grant_type", "client_credentials"), ("resource", "https://api.test")];
    let machine = server.anonymous().with_basic(&flow.client, &secret);
    machine.form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_request");
    let token = machine.with("client-cert", OWN).form("/oidc/token", &pairs).await.expect(200).text_of("access_token");
    assert_eq!(Client::claims(&token)["cnf"]["x5t#S256"].as_str().unwrap().len(), 43);
    // The same in the words of another proxy.
    let pem = "-----BEGIN%20CERTIFICATE-----%0AMAMCAQE%3D%0A-----END%20CERTIFICATE-----%0A";
    let again = machine.with("client-cert", pem).form("/oidc/token", &pairs).await.expect(200).text_of("access_token");
    assert_eq!(Client::claims(&token)["cnf"], Client::claims(&again)["cnf"]);
});

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_proxy_nobody_believes_the_header() {
    let server = Server::start(Database::Sqlite).await;
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&[]).await;
    let access = tokens["access_token"].as_str().unwrap();
    let client = server.anonymous().with("client-cert", OWN).with_token(access);
    client.get("/oidc/me").await.expect(200);
    let discovery = client.get("/oidc/.well-known/openid-configuration").await.expect(200).json();
    assert!(discovery.get("tls_client_certificate_bound_access_tokens").is_none(), "{discovery}");
}
