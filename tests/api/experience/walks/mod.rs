//! Random walks through the Experience API: whatever is called in whatever order, under whatever policy, nobody is signed
//! in without what the policy demands, and nothing fails.

mod moves;
mod walker;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use avouch_testkit::{Server, on_both};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Handle;
use tokio::task::block_in_place;

use self::moves::{House, PEOPLE, PHONE, walks};
use self::walker::Walker;
use super::verification::social;
use super::verification::sso::{self, Idp};
use super::verification::web_authn::make;
use super::{PASSWORD, at_sign_in, identify, messages, post, settings};
use crate::flow::Flow;
use crate::passkey::Authenticator;

/// Walks on each database.
const WALKS: u32 = 40;

/// What walkers come with, and what they meet.
struct World<'a> {
    flow: Flow<'a>,
    server: &'a Server,
    receiver: avouch_testkit::Receiver,
    idp: Idp,
    /// Connectors to a social provider and to that of an enterprise.
    social: String,
    enterprise: String,
    /// Secret of the one who has an authenticator app, and the same one's passkey.
    secret: String,
    authenticator: RefCell<Authenticator>,
    bob: String,
}

/// Bob's passkey, which he made at a sign-in that is over.
async fn passkey(server: &Server, flow: &Flow<'_>) -> Authenticator {
    settings(server, "mfa", "{\"factors\":[\"WebAuthn\"],\"policy\":\"Mandatory\"}").await;
    settings(server, "passkey_sign_in", "{\"enabled\":true}").await;
    let authenticator = Authenticator::new(&flow.api.base);
    identify(&flow.browser, "bob", PASSWORD).await;
    let id = make(&flow.browser, &authenticator).await;
    let bind = json!({ "type": "WebAuthn", "verificationId": id });
    post(&flow.browser, "/profile/mfa", bind).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    authenticator
}

impl<'a> World<'a> {
    /// Ada has a password; Bob has everything; Eve is suspended; all are members of an organization that demands a second
    /// factor where the tenant lets it.
    async fn new(server: &'a Server) -> Self {
        let flow = at_sign_in(server).await;
        let receiver = messages(&flow.api).await;
        settings(server, "sign_up", "{\"identifiers\":[\"email\"],\"password\":false,\"verify\":true}").await;
        let bob = json!({ "username": "bob", "primaryEmail": PEOPLE[1], "primaryPhone": PHONE, "password": PASSWORD });
        let bob = flow.api.post("/api/users", bob).await.expect(200).text_of("id");
        let authenticator = RefCell::new(passkey(server, &flow).await);
        let app = flow.api.post(&format!("/api/users/{bob}/mfa-verifications"), json!({ "type": "Totp" })).await;
        let eve = json!({ "username": "eve", "primaryEmail": PEOPLE[2], "password": PASSWORD });
        let eve = flow.api.post("/api/users", eve).await.expect(200).text_of("id");
        let suspended = json!({ "isSuspended": true });
        flow.api.patch(&format!("/api/users/{eve}/is-suspended"), suspended).await.expect(200);
        let organization = flow.api.organization("strict").await;
        let path = format!("/api/organizations/{organization}");
        flow.api.patch(&path, json!({ "isMfaRequired": true })).await.expect(200);
        let members = json!({ "userIds": [flow.user, bob] });
        flow.api.post(&format!("{path}/users"), members).await.expect(201);
        let provider = social::provider(json!({ "sub": "7", "mail": PEOPLE[1] })).await;
        let connector = social::connect(&flow.api, &provider, "ours", json!({})).await;
        let idp = Idp::start().await;
        let enterprise = sso::connect(&flow.api, &idp, "OIDC", json!({})).await;
        let secret = app.expect(200).text_of("secret");
        Self { flow, server, receiver, idp, social: connector, enterprise, secret, authenticator, bob }
    }

    /// Someone who may manage the tenant; the time of walks is long.
    async fn api(&self) -> avouch_testkit::Client {
        self.server.management().await
    }

    /// Makes the tenant want what it wants.
    async fn furnish(&self, house: House) {
        let code = house != House::Mail;
        let method = |identifier: &str, code: bool| json!({ "identifier": identifier, "password": true, "verificationCode": code, "isPasswordPrimary": !code });
        let methods = json!({ "methods": [method("email", code), method("phone", code), method("username", false)] });
        let stored = json!(["Totp", "BackupCode", "WebAuthn"]);
        let mfa = match house {
            House::Optional => json!({ "factors": stored, "policy": "PromptAtSignInAndSignUp" }),
            House::Mandatory => json!({ "factors": stored, "policy": "Mandatory" }),
            House::Organization => {
                json!({ "factors": stored, "policy": "NoPrompt", "organizationRequiredMfaPolicy": "Mandatory" })
            }
            House::Adaptive => json!({ "factors": stored, "policy": "PromptAtSignInAndSignUpMandatory" }),
            House::Mail => json!({ "factors": ["Totp", "EmailVerificationCode"], "policy": "Mandatory" }),
        };
        settings(self.server, "sign_in", &methods.to_string()).await;
        settings(self.server, "mfa", &mfa.to_string()).await;
        let adaptive = json!({ "enabled": house == House::Adaptive });
        settings(self.server, "adaptive_mfa", &adaptive.to_string()).await;
        settings(self.server, "trusted_device", "{\"enabled\":true}").await;
    }

    /// The kinds of second factors of a user that the tenant has.
    async fn factors(&self, house: House, user: &Value) -> Vec<String> {
        let path = format!("/api/users/{}/mfa-verifications", user["id"].as_str().unwrap());
        let listed = self.api().await.get(&path).await.expect(200).json();
        let kinds = listed.as_array().unwrap().iter().map(|factor| factor["type"].as_str().unwrap().to_owned());
        let mut kinds: Vec<String> = kinds.collect();
        if house == House::Mail {
            kinds.retain(|kind| kind == "Totp");
            if user["primaryEmail"].is_string() {
                kinds.push("EmailVerificationCode".to_owned());
            }
        }
        kinds
    }
}

on_both!(held nobody_is_signed_in_without_proof, server, {
    let world = World::new(&server).await;
    let config = Config { cases: WALKS, failure_persistence: None, max_shrink_iters: 64, ..Config::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let signed_in: RefCell<BTreeMap<String, usize>> = RefCell::default();
    let met = Cell::new(0);
    let outcome = runner.run(&walks(), |(house, moves)| {
        block_in_place(|| Handle::current().block_on(async {
            world.furnish(house).await;
            let mut walker = Walker::new(&world, house).await;
            for step in moves {
                let answer = walker.go(step).await;
                prop_assert!(answer.status.as_u16() < 500, "{step:?}: {} {}", answer.status, answer.text());
            }
            *signed_in.borrow_mut().entry(format!("{house:?}")).or_default() += walker.signed_in;
            met.set(met.get() + walker.proved);
            Ok(())
        }))
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    // Walks that lead nowhere show nothing.
    let signed_in = signed_in.into_inner();
    assert!(signed_in.len() == 5 && signed_in.values().all(|count| *count > 0), "{signed_in:?}");
    assert!(met.get() > 0, "nobody met a second factor");
});
