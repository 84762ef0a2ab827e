//! Attacks, one test each, named by the section of RFC 9700 that tells of them, or by the weakness (CWE) that made
//! others fail. Each is refused with the error that fits, and none shakes the server.

mod assertions;
mod browsers;
mod codes;
mod exchange;
mod mix_up;
mod redirects;
mod refresh;
mod requests;
mod tokens;

use avouch_crypto::sha256;
use avouch_testkit::{Client, Server};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};

/// An API of the tenant that a token can be for.
const ORDERS: &str = "https://orders.test";

/// Someone who may manage the operators' tenant.
async fn operator(server: &Server) -> Client {
    let tenant = server.tenant("admin");
    let app = avouch_store::applications::get(&tenant, "m-admin").await.unwrap().unwrap();
    let anyone = server.anonymous_admin();
    let secret = app.secret.unwrap();
    let token = anyone.token("m-admin", &secret, "https://admin.logto.app/api", "all").await;
    anyone.with_token(&token)
}

/// The challenge that [`crate::flow::VERIFIER`] fits.
fn challenge() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(sha256(crate::flow::VERIFIER.as_bytes()))
}
