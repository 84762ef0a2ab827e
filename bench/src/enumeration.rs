//! Whether the time of an answer tells who has an account: registered and unknown people are asked about in turns, in an
//! order that chance decides, and the times of both compared by a rank test.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::Failure;
use crate::api::Api;
use crate::browser::Browser;
use crate::report::millis;
use crate::{flows, mail};

/// People asked about, of each kind: all their wrong passwords stay below what one address may guess.
const PEOPLE: usize = 60;

/// Codes that are asked for first, so that the server knows how long a message takes.
const WARM_UP: usize = 64;

/// What somebody asks who wants to know whether a person has an account.
#[derive(Clone, Copy, Debug)]
enum Question {
    PasswordByEmail,
    PasswordByUsername,
    Connectors,
    RecoveryCode,
}

const QUESTIONS: [(Question, &str); 4] = [
    (Question::PasswordByEmail, "a wrong password, by address"),
    (Question::PasswordByUsername, "a wrong password, by user name"),
    (Question::Connectors, "the connectors of an address's domain"),
    (Question::RecoveryCode, "a code for a recovery"),
];

/// How long answers took, for both kinds of people.
struct Compared {
    asked: &'static str,
    registered: Vec<Duration>,
    unknown: Vec<Duration>,
}

/// Asks everything, and tells the times as a table.
pub(crate) async fn measure(api: &Arc<Api>) -> Result<String, Failure> {
    let application = flows::prepare(api, 0).await?.application;
    mail::connect(api).await?;
    let run = settings(api).await?;
    for number in 0..WARM_UP {
        ask(api, &application, Question::RecoveryCode, &format!("warm{run}x{number}")).await?;
    }
    let mut rows = Vec::new();
    for (question, asked) in QUESTIONS {
        let mut compared = Compared { asked, registered: Vec::new(), unknown: Vec::new() };
        let (mut known, mut strangers) = (0, 0);
        while known < PEOPLE || strangers < PEOPLE {
            let [chance] = avouch_crypto::random_bytes::<1>();
            if strangers == PEOPLE || (known < PEOPLE && chance % 2 == 0) {
                compared.registered.push(ask(api, &application, question, &format!("known{run}x{known}")).await?);
                known += 1;
            } else {
                compared.unknown.push(ask(api, &application, question, &format!("other{run}x{strangers}")).await?);
                strangers += 1;
            }
        }
        rows.push(compared);
    }
    Ok(table(rows))
}

/// Lets people sign in with an address or a name, and makes those who are known; answers what tells runs apart.
async fn settings(api: &Api) -> Result<u128, Failure> {
    let method = |identifier: &str, code: bool| json!({ "identifier": identifier, "password": true, "verificationCode": code, "isPasswordPrimary": true });
    let settings = json!({ "signUp": { "identifiers": ["email"], "password": true, "verify": true },
        "signIn": { "methods": [method("email", true), method("username", false)] },
        "forgotPasswordMethods": ["EmailVerificationCode"], "singleSignOnEnabled": true });
    granted(api, Method::PATCH, "/api/sign-in-exp", settings).await?;
    let run = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let known = (0..PEOPLE).map(|number| format!("known{run}x{number}"));
    for name in known.chain((0..WARM_UP).map(|number| format!("warm{run}x{number}"))) {
        let user = json!({ "username": name, "primaryEmail": address(&name), "password": "a-Password-of-8enchmarks" });
        granted(api, Method::POST, "/api/users", user).await?;
    }
    Ok(run)
}

async fn granted(api: &Api, method: Method, path: &str, body: Value) -> Result<(), Failure> {
    let (status, told) = api.send(api.request(method, path, body.to_string().into())?).await?;
    if status.is_success() { Ok(()) } else { Err(format!("{path}: {status} {told}").into()) }
}

fn address(name: &str) -> String {
    format!("{name}@enumeration.example")
}

/// Asks one question about one person, in a new browser; answers how long that took.
async fn ask(api: &Api, application: &str, question: Question, name: &str) -> Result<Duration, Failure> {
    let mut browser = Browser::begin(api, application).await?;
    let event = if matches!(question, Question::RecoveryCode) { "ForgotPassword" } else { "SignIn" };
    browser.json(Method::PUT, "/api/experience", json!({ "interactionEvent": event })).await?;
    let by_address = json!({ "type": "email", "value": address(name) });
    let password = |identifier: Value| json!({ "identifier": identifier, "password": "not-The-pa55word" });
    let connectors = format!("/api/experience/sso-connectors?email={}", address(name));
    let (method, path, body, expected) = match question {
        Question::PasswordByEmail => (Method::POST, "/api/experience/verification/password", password(by_address), 422),
        Question::PasswordByUsername => {
            let identifier = json!({ "type": "username", "value": name });
            (Method::POST, "/api/experience/verification/password", password(identifier), 422)
        }
        Question::Connectors => (Method::GET, connectors.as_str(), Value::Null, 200),
        Question::RecoveryCode => {
            let body = json!({ "identifier": by_address, "interactionEvent": event });
            (Method::POST, "/api/experience/verification/verification-code", body, 200)
        }
    };
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let began = Instant::now();
    let answer = browser.send(method, path, "application/json", body).await?;
    let took = began.elapsed();
    if answer.status() == StatusCode::from_u16(expected)? {
        Ok(took)
    } else {
        Err(format!("{path}: {} {}", answer.status(), String::from_utf8_lossy(answer.body())).into())
    }
}

fn table(rows: Vec<Compared>) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "| Asked | Registered, p50 | Unknown, p50 | Registered, p90 | Unknown, p90 | z |");
    let _ = writeln!(text, "|---|---:|---:|---:|---:|---:|");
    for Compared { asked, mut registered, mut unknown } in rows {
        let z = rank_test(&registered, &unknown);
        registered.sort_unstable();
        unknown.sort_unstable();
        let at = |times: &[Duration], percent: usize| {
            millis(times.get(times.len() * percent / 100).copied().unwrap_or_default())
        };
        let _ = writeln!(
            text,
            "| {asked} | {} ms | {} ms | {} ms | {} ms | {z:.2} |",
            at(&registered, 50),
            at(&unknown, 50),
            at(&registered, 90),
            at(&unknown, 90),
        );
    }
    let _ =
        write!(text, "{PEOPLE} people each. Times that are the same give a z between -1.96 and 1.96, 19 times of 20.");
    text
}

/// The standard score of the Mann-Whitney test: how far the first times rank above the second.
#[expect(clippy::cast_precision_loss, reason = "a count of people is small")]
fn rank_test(first: &[Duration], second: &[Duration]) -> f64 {
    let above: f64 = first
        .iter()
        .flat_map(|one| second.iter().map(move |other| one.cmp(other)))
        .map(|order| match order {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Less => 0.0,
        })
        .sum();
    let (of_first, of_second) = (first.len() as f64, second.len() as f64);
    let spread = (of_first * of_second * (of_first + of_second + 1.0) / 12.0).sqrt();
    (above - of_first * of_second / 2.0) / spread
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::rank_test;

    #[test]
    fn times_that_differ_are_told_apart() {
        let times = |from: u64| (0..60).map(|number| Duration::from_millis(from + number)).collect::<Vec<_>>();
        assert!(rank_test(&times(0), &times(0)).abs() < 0.01);
        assert!(rank_test(&times(30), &times(0)) > 5.0);
        assert!(rank_test(&times(0), &times(30)) < -5.0);
    }
}
