//! Someone who tries everything, and remembers what was proved.

mod elsewhere;

use std::collections::BTreeSet;

use avouch_testkit::{Answer, Browser};
use http::Method;
use serde_json::{Value, json};

use super::World;
use super::moves::{House, Move, PEOPLE, PHONE};
use crate::experience::verification::totp::code_of;
use crate::experience::{PASSWORD, post, prove, put, send_code, show_code};

/// The one who comes from the enterprise.
const SAM: &str = "sam@acme.test";

/// A browser on its way, with what it proved since it started.
pub(super) struct Walker<'a> {
    world: &'a World<'a>,
    house: House,
    browser: Browser,
    /// The last verification of each kind.
    last: Value,
    /// What was proved: addresses, the number, and where someone came from.
    proofs: BTreeSet<String>,
    /// The users who used a factor of their own, and whether there is an account that was made on the way.
    factors: BTreeSet<String>,
    made: bool,
    /// Whether the browser may be remembered.
    remembered: BTreeSet<String>,
    /// How often someone was signed in, and how often by a second factor.
    pub(super) signed_in: usize,
    pub(super) proved: usize,
}

impl<'a> Walker<'a> {
    pub(super) async fn new(world: &'a World<'a>, house: House) -> Self {
        let mut walker = Self {
            world,
            house,
            browser: world.server.browser(),
            last: json!({}),
            proofs: BTreeSet::new(),
            factors: BTreeSet::new(),
            made: false,
            remembered: BTreeSet::new(),
            signed_in: 0,
            proved: 0,
        };
        // A proxy tells that the address is a robot's.
        walker.browser = walker.browser.with("x-logto-cf-bot-score", "1");
        walker.arrive().await;
        walker
    }

    /// A new authorization request in the same browser.
    async fn arrive(&mut self) {
        self.browser.get(&self.world.flow.request(&[("prompt", "login")])).await.expect(303);
        self.forget();
    }

    fn forget(&mut self) {
        self.last = json!({});
        self.proofs.clear();
        self.factors.clear();
        self.made = false;
    }

    fn of(&self, kind: &str) -> String {
        self.last[kind].as_str().unwrap_or("unknown").to_owned()
    }

    /// Remembers a verification, and what it proves where it does at once.
    fn note(&mut self, kind: &str, answer: &Answer, proof: Option<&str>) {
        if answer.status.is_success() {
            self.last[kind] = answer.json()["verificationId"].clone();
            self.last["any"] = self.last[kind].clone();
            self.proofs.extend(proof.map(ToOwned::to_owned));
        }
    }

    async fn shown(&self) -> Value {
        self.browser.get("/api/experience/interaction").await.json()
    }

    /// Does one thing; answers what came of it.
    pub(super) async fn go(&mut self, step: Move) -> Answer {
        let browser = self.browser.clone();
        match step {
            Move::Start(event) => {
                let answer = put(&browser, "", json!({ "interactionEvent": event })).await;
                self.forget();
                answer
            }
            Move::Change(event) => put(&browser, "/interaction-event", json!({ "interactionEvent": event })).await,
            Move::Send(person, event) => self.send("email", PEOPLE[person], event).await,
            Move::SendText(event) => self.send("phone", PHONE, event).await,
            Move::Show { right } => self.show(right).await,
            Move::Password { who, right } => {
                let answer = prove(&browser, who, if right { PASSWORD } else { "wrong" }).await;
                self.note("password", &answer, Some(&format!("{who}@example.test")));
                answer
            }
            Move::Identity(number) => {
                let identifier = json!({ "type": "username", "value": format!("walker{number}") });
                let body = json!({ "identifier": identifier, "password": PASSWORD });
                let answer = post(&browser, "/verification/new-password-identity", body).await;
                self.note("identity", &answer, None);
                answer
            }
            Move::Link(person, event) => self.link(PEOPLE[person], event).await,
            Move::Social { right } => self.social(right).await,
            Move::Enterprise { right } => self.enterprise(right).await,
            Move::SignInPasskey { right } => self.sign_in_passkey(right).await,
            Move::Identify { known, link } => {
                let id = if known { self.of("any") } else { "unknown".to_owned() };
                let body = json!({ "verificationId": id, "linkSocialIdentity": link });
                let answer = post(&browser, "/identification", body).await;
                self.made |= answer.status == 201;
                answer
            }
            _ => self.second(&browser, step).await,
        }
    }

    async fn second(&mut self, browser: &Browser, step: Move) -> Answer {
        match step {
            Move::Secret => {
                let answer = post(browser, "/verification/totp/secret", json!({})).await;
                self.note("totp", &answer, None);
                self.keep(&answer, "secret", "/secret");
                answer
            }
            Move::NewTotp { right } => {
                let secret = self.last["secret"].as_str().unwrap_or(&self.world.secret).to_owned();
                let body = json!({ "code": self.code(&secret, right), "verificationId": self.of("totp") });
                post(browser, "/verification/totp/verify", body).await
            }
            Move::OwnTotp { right } => {
                self.world.server.clock.advance(61_000);
                let body = json!({ "code": self.code(&self.world.secret, right) });
                let answer = post(browser, "/verification/totp/verify", body).await;
                self.factor(&answer).await;
                answer
            }
            Move::Codes => {
                let answer = post(browser, "/verification/backup-code/generate", json!({})).await;
                self.note("backup", &answer, None);
                self.keep(&answer, "paper", "/codes/0");
                answer
            }
            Move::BackupCode => {
                let body = json!({ "code": self.last["paper"].as_str().unwrap_or("0000000000") });
                let answer = post(browser, "/verification/backup-code/verify", body).await;
                self.factor(&answer).await;
                answer
            }
            Move::MfaCode => {
                self.world.server.clock.advance(61_000);
                let body = json!({ "identifierType": "email" });
                let answer = post(browser, "/verification/mfa-verification-code", body).await;
                self.keep(&answer, "mfa", "/verificationId");
                answer
            }
            Move::ShowMfa { right } => {
                let code = self.sent(None).filter(|_| right).unwrap_or_else(|| "000000".to_owned());
                let body = json!({ "verificationId": self.of("mfa"), "code": code, "identifierType": "email" });
                let answer = post(browser, "/verification/mfa-verification-code/verify", body).await;
                self.factor(&answer).await;
                answer
            }
            Move::NewPasskey => self.new_passkey(browser).await,
            Move::OwnPasskey { right } => self.own_passkey(browser, right).await,
            _ => self.finish(browser, step).await,
        }
    }

    async fn finish(&mut self, browser: &Browser, step: Move) -> Answer {
        match step {
            Move::Bind(kind) => {
                let of = match kind {
                    "Totp" => "totp",
                    "BackupCode" => "backup",
                    "WebAuthn" => "passkey",
                    _ => "code",
                };
                post(browser, "/profile/mfa", json!({ "type": kind, "verificationId": self.of(of) })).await
            }
            Move::Say(what) => post(browser, &format!("/profile/mfa/{what}"), json!({})).await,
            Move::Give(what) => post(browser, "/profile", self.given(what)).await,
            Move::NewPassword => put(browser, "/profile/password", json!({ "password": "An0ther-Pa55word" })).await,
            Move::Remember => {
                let answer = post(browser, "/profile/mfa/trusted-device", json!({})).await;
                if answer.status.is_success() {
                    self.remembered.extend(self.shown().await["userId"].as_str().map(ToOwned::to_owned));
                }
                answer
            }
            Move::Submit => self.submit(browser).await,
            _ => browser.send(Method::DELETE, "/api/interaction", "", b"").await,
        }
    }

    fn given(&self, what: &str) -> Value {
        match what {
            "email" => json!({ "type": what, "verificationId": self.of("code") }),
            "social" => json!({ "type": what, "verificationId": self.of("social") }),
            "extraProfile" => json!({ "type": what, "values": { "name": "Walker", "shoe": 42 } }),
            "password" => json!({ "type": what, "value": PASSWORD }),
            _ => json!({ "type": what, "value": "walker" }),
        }
    }

    fn keep(&mut self, answer: &Answer, name: &str, pointer: &str) {
        if answer.status.is_success() {
            self.last[name] = answer.json().pointer(pointer).cloned().unwrap_or_default();
        }
    }

    fn code(&self, secret: &str, right: bool) -> String {
        if right { code_of(secret, self.world.server.clock.now().seconds()) } else { "not".to_owned() }
    }

    /// The code of the last message, or of the last one to someone.
    fn sent(&self, to: Option<&str>) -> Option<String> {
        let messages = self.world.receiver.so_far().into_iter().rev().map(|message| message.json());
        let mut messages = messages.filter(|message| to.is_none_or(|to| message["to"] == to));
        Some(messages.next()?["payload"]["code"].as_str()?.to_owned())
    }

    async fn send(&mut self, kind: &str, to: &str, event: &str) -> Answer {
        self.world.server.clock.advance(61_000);
        let answer = send_code(&self.browser, kind, to, event).await;
        self.note("code", &answer, None);
        self.last["to"] = to.into();
        answer
    }

    async fn show(&mut self, right: bool) -> Answer {
        let to = self.last["to"].as_str().unwrap_or(PEOPLE[0]).to_owned();
        let kind = if to.contains('@') { "email" } else { "phone" };
        let code = self.sent(Some(&to)).filter(|_| right).unwrap_or_else(|| "000000".to_owned());
        let answer = show_code(&self.browser, kind, &to, &self.of("code"), &code).await;
        if answer.status.is_success() {
            self.proofs.insert(to);
        }
        answer
    }

    async fn factor(&mut self, answer: &Answer) {
        if answer.status.is_success() {
            self.factors.extend(self.shown().await["userId"].as_str().map(ToOwned::to_owned));
        }
    }

    /// Whoever is signed in now proved it.
    async fn submit(&mut self, browser: &Browser) -> Answer {
        let before = self.shown().await;
        let id = before["userId"].as_str().unwrap_or("nobody").to_owned();
        let path = format!("/api/users/{id}");
        let account = self.world.api().await.get(&path).await.json();
        let is_there = account["id"].is_string();
        let had = if is_there { self.world.factors(self.house, &account).await } else { Vec::new() };
        let is_asked = is_there && !had.is_empty() && !self.may_do_without(&id).await;
        let answer = post(browser, "/submit", json!({})).await;
        if answer.status == 204 {
            // A recovered password is not known to the others.
            self.world
                .api()
                .await
                .patch(&format!("{path}/password"), json!({ "password": PASSWORD }))
                .await
                .expect(200);
        }
        if answer.status != 200 {
            return answer;
        }
        let now = self.world.api().await.get(&path).await.expect(200).json();
        assert_eq!(now["isSuspended"], false, "{before}");
        self.check(&account, &now, is_asked, &before).await;
        self.signed_in += 1;
        self.proved += usize::from(self.factors.contains(&id));
        self.arrive().await;
        answer
    }

    async fn check(&self, account: &Value, now: &Value, is_asked: bool, before: &Value) {
        let known = |name: &str| account[name].as_str().is_some_and(|value| self.proofs.contains(value));
        let social = self.proofs.contains("social") && account["identities"]["ours"]["userId"] == "7";
        let is_known = known("primaryEmail") || known("primaryPhone") || social;
        // Someone whom the provider knows by the address is taken for its holder where the page says so.
        let is_linked = self.proofs.contains("social") && account["primaryEmail"] == PEOPLE[1];
        assert!(self.made || is_known || is_linked, "nothing proves {account}: {before}");
        let id = account["id"].as_str().unwrap().to_owned();
        let is_enterprise = account["primaryEmail"] == SAM && self.proofs.contains(SAM);
        let is_spared = self.made || is_enterprise || self.remembered.contains(&id);
        assert!(!is_asked || is_spared || self.factors.contains(&id), "no second factor of {account}: {before}");
        let is_member = [&self.world.bob, &self.world.flow.user].contains(&&id);
        let must_have = match self.house {
            House::Mandatory | House::Adaptive | House::Mail => true,
            House::Organization => is_member,
            House::Optional => false,
        };
        let has = self.world.factors(self.house, now).await.iter().any(|kind| kind != "BackupCode");
        assert!(!must_have || has || is_enterprise, "no second factor was set up by {account}: {before}");
    }

    /// Whether the user does without a second factor, and may.
    async fn may_do_without(&self, id: &str) -> bool {
        if !matches!(self.house, House::Optional | House::Organization) {
            return false;
        }
        let config = self.world.api().await.get(&format!("/api/users/{id}/logto-configs")).await.expect(200).json();
        config["mfa"]["enabled"] == false || config["mfa"]["skipMfaOnSignIn"] == true
    }
}
