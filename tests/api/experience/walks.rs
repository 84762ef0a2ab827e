//! Random walks through the Experience API: whatever is called in whatever order, nobody is signed in without what the
//! policy demands, and nothing fails.

use std::collections::BTreeSet;

use avouch_testkit::{Answer, Browser, Receiver, Server, on_both};
use http::Method;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Handle;
use tokio::task::block_in_place;

use super::verification::totp::code_of;
use super::{PASSWORD, at_sign_in, messages, post, put, settings};
use crate::flow::Flow;

/// Walks on each database.
const WALKS: u32 = 16;

/// Addresses of a user without a second factor, of one with, of one who is suspended, and of nobody yet.
const PEOPLE: [&str; 5] =
    ["ada@example.test", "bob@example.test", "eve@example.test", "new@example.test", "newer@example.test"];

#[derive(Clone, Copy, Debug)]
enum Move {
    Start(&'static str),
    Change(&'static str),
    Send(usize, &'static str),
    Show { right: bool },
    Password { right: bool },
    Identity(u8),
    Identify { known: bool, link: bool },
    Secret,
    NewTotp { right: bool },
    OwnTotp { right: bool },
    Codes,
    BackupCode,
    MfaCode,
    Bind(&'static str),
    Say(&'static str),
    Give(&'static str),
    Submit,
    Refuse,
}

fn event() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["SignIn", "Register", "ForgotPassword"])
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let person = 0..PEOPLE.len();
    let ends = vec![
        Vec::new(),
        vec![Move::Say("mfa-skipped"), Move::Submit],
        vec![Move::OwnTotp { right: true }, Move::Submit],
    ];
    let honest = (person.clone(), event(), prop::sample::select(ends)).prop_map(|(person, event, end)| {
        let identify = Move::Identify { known: true, link: false };
        let way = vec![Move::Start(event), Move::Send(person, event), Move::Show { right: true }, identify];
        [way, end].concat()
    });
    let one = prop_oneof![
        1 => event().prop_map(Move::Start),
        3 => event().prop_map(Move::Change),
        3 => (person, event()).prop_map(|(person, event)| Move::Send(person, event)),
        3 => any::<bool>().prop_map(|right| Move::Show { right }),
        1 => any::<bool>().prop_map(|right| Move::Password { right }),
        1 => any::<u8>().prop_map(|number| Move::Identity(number % 4)),
        4 => any::<(bool, bool)>().prop_map(|(known, link)| Move::Identify { known, link }),
        2 => Just(Move::Secret),
        2 => any::<bool>().prop_map(|right| Move::NewTotp { right }),
        3 => any::<bool>().prop_map(|right| Move::OwnTotp { right }),
        2 => Just(Move::Codes),
        2 => Just(Move::BackupCode),
        1 => Just(Move::MfaCode),
        3 => prop::sample::select(vec!["Totp", "BackupCode", "WebAuthn", "EmailVerificationCode"]).prop_map(Move::Bind),
        4 => prop::sample::select(vec!["mfa-skipped", "mfa-enabled", "mfa-suggestion-skipped", "passkey-skipped"])
            .prop_map(Move::Say),
        2 => prop::sample::select(vec!["username", "password", "email", "extraProfile"]).prop_map(Move::Give),
        6 => Just(Move::Submit),
        1 => Just(Move::Refuse),
    ];
    let step = prop_oneof![1 => honest, 3 => one.prop_map(|one| vec![one])];
    prop::collection::vec(step, 4..16).prop_map(|steps| steps.concat())
}

/// A browser on its way, with what it proved since it started.
struct Walker<'a> {
    flow: &'a Flow<'a>,
    browser: Browser,
    receiver: &'a Receiver,
    /// Secret of the one who has an authenticator app.
    secret: &'a str,
    server: &'a Server,
    /// The last verification of each kind, and the addresses that were proved.
    last: Value,
    addresses: BTreeSet<String>,
    /// The users who used a factor of their own, and whether there is an account that was made on the way.
    factors: BTreeSet<String>,
    made: bool,
    signed_in: usize,
}

impl Walker<'_> {
    /// A new authorization request.
    async fn arrive(&mut self) {
        self.browser = self.server.browser();
        self.browser.get(&self.flow.request(&[])).await.expect(303);
        self.forget();
    }

    fn forget(&mut self) {
        self.last = json!({});
        self.addresses.clear();
        self.factors.clear();
        self.made = false;
    }

    fn of(&self, kind: &str) -> Value {
        self.last[kind].clone()
    }

    fn note(&mut self, kind: &str, answer: &Answer) {
        if answer.status.is_success() {
            self.last[kind] = answer.json()["verificationId"].clone();
            self.last["any"] = self.last[kind].clone();
        }
    }

    async fn shown(&self) -> Value {
        self.browser.get("/api/experience/interaction").await.json()
    }

    /// Does one thing; answers what came of it.
    async fn go(&mut self, step: Move) -> Answer {
        let browser = self.browser.clone();
        match step {
            Move::Start(event) => {
                let answer = put(&browser, "", json!({ "interactionEvent": event })).await;
                self.forget();
                answer
            }
            Move::Change(event) => put(&browser, "/interaction-event", json!({ "interactionEvent": event })).await,
            Move::Send(person, event) => {
                self.server.clock.advance(61_000);
                let answer = super::send_code(&browser, "email", PEOPLE[person], event).await;
                self.note("code", &answer);
                self.last["to"] = PEOPLE[person].into();
                answer
            }
            Move::Show { right } => self.show(&browser, right).await,
            Move::Password { right } => {
                let answer = super::prove(&browser, "bob", if right { PASSWORD } else { "wrong" }).await;
                self.note("password", &answer);
                if answer.status.is_success() {
                    self.addresses.insert(PEOPLE[1].to_owned());
                }
                answer
            }
            Move::Identity(number) => {
                let identifier = json!({ "type": "username", "value": format!("walker{number}") });
                let body = json!({ "identifier": identifier, "password": PASSWORD });
                let answer = post(&browser, "/verification/new-password-identity", body).await;
                self.note("identity", &answer);
                answer
            }
            Move::Identify { known, link } => {
                let id = if known { self.of("any") } else { json!("unknown") };
                let mut body = json!({ "verificationId": id, "linkSocialIdentity": link });
                body.as_object_mut().unwrap().retain(|_, value| !value.is_null());
                let answer = post(&browser, "/identification", body).await;
                self.made |= answer.status == 201;
                answer
            }
            _ => self.go_on(&browser, step).await,
        }
    }

    async fn go_on(&mut self, browser: &Browser, step: Move) -> Answer {
        match step {
            Move::Secret => {
                let answer = post(browser, "/verification/totp/secret", json!({})).await;
                self.note("totp", &answer);
                if answer.status.is_success() {
                    self.last["secret"] = answer.json()["secret"].clone();
                }
                answer
            }
            Move::NewTotp { right } => {
                let secret = self.of("secret").as_str().unwrap_or(self.secret).to_owned();
                let code = self.code(&secret, right);
                post(browser, "/verification/totp/verify", json!({ "code": code, "verificationId": self.of("totp") }))
                    .await
            }
            Move::OwnTotp { right } => {
                self.server.clock.advance(61_000);
                let code = self.code(self.secret, right);
                let answer = post(browser, "/verification/totp/verify", json!({ "code": code })).await;
                self.factor(&answer).await;
                answer
            }
            Move::Codes => {
                let answer = post(browser, "/verification/backup-code/generate", json!({})).await;
                self.note("backup", &answer);
                if answer.status.is_success() {
                    self.last["paper"] = answer.json()["codes"][0].clone();
                }
                answer
            }
            Move::BackupCode => {
                let code = self.of("paper").as_str().unwrap_or("0000000000").to_owned();
                let answer = post(browser, "/verification/backup-code/verify", json!({ "code": code })).await;
                self.factor(&answer).await;
                answer
            }
            Move::MfaCode => {
                post(browser, "/verification/mfa-verification-code", json!({ "identifierType": "email" })).await
            }
            Move::Bind(kind) => {
                let of = match kind {
                    "Totp" => "totp",
                    "BackupCode" => "backup",
                    _ => "code",
                };
                let body = json!({ "type": kind, "verificationId": self.of(of).as_str().unwrap_or("x") });
                post(browser, "/profile/mfa", body).await
            }
            Move::Say(what) => post(browser, &format!("/profile/mfa/{what}"), json!({})).await,
            Move::Give(what) => post(browser, "/profile", self.given(what)).await,
            Move::Submit => self.submit(browser).await,
            _ => browser.send(Method::DELETE, "/api/interaction", "", b"").await,
        }
    }

    fn given(&self, what: &str) -> Value {
        match what {
            "email" => json!({ "type": what, "verificationId": self.of("code").as_str().unwrap_or("x") }),
            "extraProfile" => json!({ "type": what, "values": { "name": "Walker", "shoe": 42 } }),
            "password" => json!({ "type": what, "value": PASSWORD }),
            _ => json!({ "type": what, "value": "walker" }),
        }
    }

    fn code(&self, secret: &str, right: bool) -> String {
        if right { code_of(secret, self.server.clock.now().seconds()) } else { "not".to_owned() }
    }

    async fn show(&mut self, browser: &Browser, right: bool) -> Answer {
        let to = self.of("to").as_str().unwrap_or(PEOPLE[0]).to_owned();
        let id = self.of("code").as_str().unwrap_or("unknown").to_owned();
        let mut sent = self.receiver.so_far().into_iter().rev().map(|message| message.json());
        let message = sent.find(|message| message["to"] == to.as_str());
        let code = message.and_then(|message| Some(message["payload"]["code"].as_str()?.to_owned()));
        let code = code.filter(|_| right).unwrap_or_else(|| "000000".to_owned());
        let answer = super::show_code(browser, "email", &to, &id, &code).await;
        if answer.status.is_success() {
            self.addresses.insert(to);
        }
        answer
    }

    async fn factor(&mut self, answer: &Answer) {
        if answer.status.is_success()
            && let Some(user) = self.shown().await["userId"].as_str()
        {
            self.factors.insert(user.to_owned());
        }
    }

    /// Whoever is signed in now proved it.
    async fn submit(&mut self, browser: &Browser) -> Answer {
        let before = self.shown().await;
        let had = match before["userId"].as_str() {
            Some(user) => {
                let factors = self.flow.api.get(&format!("/api/users/{user}/mfa-verifications")).await.expect(200);
                !factors.json().as_array().unwrap().is_empty()
            }
            None => false,
        };
        let answer = post(browser, "/submit", json!({})).await;
        if answer.status != 200 {
            return answer;
        }
        let user = before["userId"].as_str().unwrap_or_else(|| panic!("nobody is signed in: {before}"));
        let account = self.flow.api.get(&format!("/api/users/{user}")).await.expect(200).json();
        assert_eq!(account["isSuspended"], false, "{before}");
        let address = account["primaryEmail"].as_str().unwrap_or_default();
        assert!(self.made || self.addresses.contains(address), "nothing proves {account}: {before}");
        assert!(self.made || !had || self.factors.contains(user), "no second factor of {account}: {before}");
        self.signed_in += 1;
        self.arrive().await;
        answer
    }
}

/// Three who are known, one of whom has a second factor; its secret.
async fn people(server: &Server, flow: &Flow<'_>) -> String {
    settings(server, "sign_up", "{\"identifiers\":[\"email\"],\"password\":false,\"verify\":true}").await;
    let methods = json!({ "methods": [
        { "identifier": "email", "password": true, "verificationCode": true, "isPasswordPrimary": false },
        { "identifier": "username", "password": true, "verificationCode": false, "isPasswordPrimary": true },
    ] });
    settings(server, "sign_in", &methods.to_string()).await;
    settings(server, "mfa", "{\"factors\":[\"Totp\",\"BackupCode\"],\"policy\":\"PromptAtSignInAndSignUp\"}").await;
    let bob = json!({ "username": "bob", "primaryEmail": PEOPLE[1], "password": PASSWORD });
    let bob = flow.api.post("/api/users", bob).await.expect(200).text_of("id");
    let secret = flow.api.post(&format!("/api/users/{bob}/mfa-verifications"), json!({ "type": "Totp" })).await;
    let eve = flow.api.post("/api/users", json!({ "primaryEmail": PEOPLE[2] })).await.expect(200).text_of("id");
    let suspended = json!({ "isSuspended": true });
    flow.api.patch(&format!("/api/users/{eve}/is-suspended"), suspended).await.expect(200);
    secret.expect(200).text_of("secret")
}

on_both!(held nobody_is_signed_in_without_proof, server, {
    let flow = at_sign_in(&server).await;
    let receiver = messages(&flow.api).await;
    let secret = people(&server, &flow).await;
    let config = Config { cases: WALKS, failure_persistence: None, max_shrink_iters: 64, ..Config::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let signed_in = std::cell::Cell::new(0);
    let outcome = runner.run(&moves(), |moves| {
        block_in_place(|| Handle::current().block_on(async {
            let mut walker = Walker {
                flow: &flow,
                browser: server.browser(),
                receiver: &receiver,
                secret: &secret,
                server: &server,
                last: json!({}),
                addresses: BTreeSet::new(),
                factors: BTreeSet::new(),
                made: false,
                signed_in: 0,
            };
            walker.arrive().await;
            for step in moves {
                let answer = walker.go(step).await;
                prop_assert!(answer.status.as_u16() < 500, "{step:?}: {} {}", answer.status, answer.text());
            }
            signed_in.set(signed_in.get() + walker.signed_in);
            Ok(())
        }))
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    // A walk that leads nowhere shows nothing.
    assert!(signed_in.get() > 0, "nobody was signed in");
});
