//! A day of a clock that tests hold: no token outlives its bound, and nothing grows without end

use avouch_crypto::Clock;
use avouch_store::Read as _;
use avouch_testkit::{Database, Place, Server};
use proptest::prelude::{Strategy, any, prop, prop_oneof};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::json;

use crate::flow::Flow;

/// How long access tokens, and the families of refresh tokens of this client, live, in milliseconds.
const ACCESS: i64 = 3_600_000;
const FAMILY: i64 = 6 * 3_600_000;
const DAY: i64 = 24 * 3_600_000;

#[derive(Clone, Debug)]
enum Step {
    Wait(i64),
    SignIn,
    Refresh,
    LeaveASignInOpen,
}

/// Steps of a day, with waits that make it one.
fn day() -> Vec<Step> {
    let step = prop_oneof![
        3 => (60_000..5_400_000_i64).prop_map(Step::Wait),
        1 => any::<()>().prop_map(|()| Step::SignIn),
        3 => any::<()>().prop_map(|()| Step::Refresh),
        1 => any::<()>().prop_map(|()| Step::LeaveASignInOpen),
    ];
    let steps = prop::collection::vec(step, 40..60);
    let mut runner = TestRunner::deterministic();
    let mut steps = steps.new_tree(&mut runner).unwrap().current();
    let waits: i64 = steps.iter().map(|step| if let Step::Wait(time) = step { *time } else { 0 }).sum();
    if waits < DAY {
        steps.push(Step::Wait(DAY - waits));
    }
    steps
}

/// A token and when its time is over.
struct Held {
    access: String,
    until: i64,
}

async fn rows(server: &Server) -> i64 {
    let tenant = server.tenant("default");
    let sql = "select (select count(*) from oidc_model_instances where tenant_id = $1) + \
               (select count(*) from oidc_session_extensions where tenant_id = $1)";
    tenant.first::<(i64,)>(sql.into(), Vec::new()).await.unwrap().unwrap().0
}

async fn run(kind: Database) {
    let server = Server::on(Place::make(kind).await, &[], Clock::held(Clock::System.now())).await;
    let ttl = json!({ "type": "SPA", "customClientMetadata": { "refreshTokenTtl": FAMILY / 1000 } });
    let flow = Flow::with(&server, ttl).await;
    let now = || server.clock.now().millis();
    let mut held: Vec<Held> = Vec::new();
    let mut family: Option<(String, i64)> = None;
    let mut most = 0;
    for step in day() {
        match step {
            Step::Wait(time) => server.clock.advance(time),
            Step::SignIn => {
                let tokens = flow.tokens(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
                held.push(Held { access: tokens["access_token"].as_str().unwrap().to_owned(), until: now() + ACCESS });
                family = Some((tokens["refresh_token"].as_str().unwrap().to_owned(), now() + FAMILY));
            }
            Step::Refresh => {
                let Some((token, until)) = &family else { continue };
                let answer = flow.refresh(token, &[]).await;
                if now() < *until - 1000 {
                    let tokens = answer.expect(200).json();
                    let access = tokens["access_token"].as_str().unwrap().to_owned();
                    held.push(Held { access, until: now() + ACCESS });
                    family = Some((tokens["refresh_token"].as_str().unwrap().to_owned(), *until));
                } else {
                    answer.refuses(400, "oidc.invalid_grant");
                    family = None;
                }
            }
            Step::LeaveASignInOpen => {
                server.browser().get(&flow.request(&[])).await.expect(303);
            }
        }
        for Held { access, until } in &held {
            let status = server.anonymous().with_token(access).get("/oidc/me").await.status.as_u16();
            // Seconds are whole: the one around the bound may go either way.
            if now() < until - 1000 {
                assert_eq!(status, 200);
            } else if now() >= *until {
                assert_eq!(status, 401, "a token lives {} ms too long", now() - until);
            }
        }
        held.retain(|token| token.until > now() - ACCESS);
        server.clean().await;
        most = most.max(rows(&server).await);
    }
    assert!(most < 150, "{most} rows at once");
    // What is left when nobody comes any more goes in the end.
    server.clock.advance(181 * DAY);
    server.clean().await;
    assert_eq!(rows(&server).await, 0);
    assert_eq!(server.clean().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_on_sqlite() {
    run(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_on_postgres() {
    run(Database::Postgres).await;
}
