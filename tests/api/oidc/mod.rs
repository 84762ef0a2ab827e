//! `/oidc`

mod attacks;
mod auth;
mod cimd;
mod client_assertion;
mod clock;
mod code;
mod conformance;
mod custom_domain;
mod customizer;
mod device;
mod discovery;
mod errors;
mod extensions;
mod fapi;
mod grant_limit;
mod introspection;
mod jwks;
mod me;
mod mtls;
mod refresh;
mod reg;
mod request;
mod session;
mod token;
mod token_exchange;

use avouch_testkit::{Database, Server};
use http::Method;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_an_endpoint_is_told_in_the_providers_words() {
    let server = Server::start(Database::Sqlite).await;
    let anyone = server.anonymous();
    for (method, path, told) in [
        (Method::GET, "/oidc/nonexistent", "GET on /nonexistent"),
        (Method::GET, "/oidc/token", "GET on /token"),
        (Method::POST, "/oidc/jwks", "POST on /jwks"),
        (Method::OPTIONS, "/oidc/token", "OPTIONS on /token"),
    ] {
        let answer = anyone.send(method, path, "", "").await.refuses(404, "oidc.invalid_request").json();
        assert_eq!(answer["error"], "invalid_request");
        let description = answer["error_description"].as_str().unwrap();
        assert_eq!(description, format!("unrecognized route or not allowed method ({told})"));
    }
    let plain = anyone.get("/oidc/nonexistent?parse_error=false").await.expect(404).json();
    assert!(plain.get("code").is_none() && plain["error"] == "invalid_request", "{plain}");
}
