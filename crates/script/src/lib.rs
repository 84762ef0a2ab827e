//! Scripts that administrators write, run in a sandbox. A script sees the language and what it is given; it has no
//! files, no timers and no modules, and a network only where that is allowed: then it may `fetch`, through the client
//! that all requests to others go through. Memory, time, stack, output and requests are bounded.
//!
//! Each run has a runtime of its own: what one run leaves behind, no other sees. Making one takes about a tenth of a
//! millisecond, so nothing is kept between runs.

mod network;
mod sandbox;

use std::fmt;
use std::time::Duration;

use avouch_crypto::Pool;
use avouch_outbound::Client;
use serde_json::Value;

use network::Network;

/// Scripts that may wait; past it a caller is told to come back.
const QUEUE: usize = 64;

/// Threads that scripts run on.
const THREADS: usize = 4;

/// How long a script may run.
const LONGEST: Duration = Duration::from_secs(5);

/// How much longer the caller waits for a script that does not stop: what is built into the language cannot be
/// interrupted everywhere.
const GRACE: Duration = Duration::from_secs(1);

/// Why a script has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It refused, by `api.denyAccess`; with its message, which may be empty.
    Denied(String),
    /// It is not a script, has no such function, or does something that no script can: `SyntaxError`, `TypeError`.
    Wrong {
        /// Name of the error.
        name: String,
        /// Message of the error.
        message: String,
    },
    /// It threw something else.
    Threw {
        /// Name of the error.
        name: String,
        /// Message of the error.
        message: String,
    },
    /// It took more time, memory or output than it may.
    Limit(&'static str),
    /// Too many scripts wait.
    Busy,
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Denied(message) if message.is_empty() => formatter.write_str("the script denies access"),
            Self::Denied(message) => formatter.write_str(message),
            Self::Wrong { name, message } | Self::Threw { name, message } => write!(formatter, "{name}: {message}"),
            Self::Limit(what) => formatter.write_str(what),
            Self::Busy => formatter.write_str("too many scripts run at once"),
        }
    }
}

impl std::error::Error for Failure {}

/// Runs scripts, away from the async threads. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Scripts {
    pool: Pool,
    longest: Duration,
    outbound: Option<Client>,
}

impl Scripts {
    /// Starts the threads. With a client, scripts may make requests.
    ///
    /// # Errors
    /// When the operating system refuses a thread.
    pub fn start(outbound: Option<Client>) -> std::io::Result<Self> {
        Self::with(LONGEST, outbound)
    }

    fn with(longest: Duration, outbound: Option<Client>) -> std::io::Result<Self> {
        Ok(Self { pool: Pool::start("scripts", THREADS, QUEUE)?, longest, outbound })
    }

    /// Calls the function `entry` of a script with the members of `input`, and `api`; answers what it returns, or what
    /// the promise that it returns comes to. Nothing stands for `undefined`.
    pub async fn run(&self, source: &str, entry: &'static str, input: &Value) -> Result<Option<Value>, Failure> {
        let (source, input, longest) = (source.to_owned(), input.to_string(), self.longest);
        let network = self.outbound.clone().map(|client| Network::new(client, longest));
        let work = self.pool.run(move || sandbox::run(&source, entry, &input, longest, network));
        match tokio::time::timeout(longest + GRACE, work).await {
            Ok(outcome) => outcome.map_err(|_| Failure::Busy)?,
            Err(_) => Err(Failure::Limit("the script takes too long")),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Duration, Failure, Scripts};

    async fn run(source: &str) -> Result<Option<Value>, Failure> {
        let scripts = Scripts::with(Duration::from_millis(300), None).unwrap();
        scripts.run(source, "claims", &json!({ "context": { "user": { "name": "Ada" } } })).await
    }

    #[tokio::test]
    async fn a_script_answers_with_what_it_was_given() {
        let value = run("const claims = async ({ context }) => ({ hello: context.user.name });").await.unwrap();
        assert_eq!(value, Some(json!({ "hello": "Ada" })));
        let value = run("function claims() { console.log('unheard'); return [1, null, 'x']; }").await.unwrap();
        assert_eq!(value, Some(json!([1, null, "x"])));
        assert_eq!(run("const claims = () => {};").await.unwrap(), None);
        assert_eq!(run("const claims = () => null;").await.unwrap(), Some(Value::Null));
    }

    #[tokio::test]
    async fn a_denial_cannot_be_taken_back() {
        for script in [
            "const claims = ({ api }) => api.denyAccess('no');",
            "const claims = async ({ api }) => { try { api.denyAccess('no'); } catch { return { fine: true }; } };",
        ] {
            assert_eq!(run(script).await, Err(Failure::Denied("no".into())), "{script}");
        }
        assert_eq!(run("const claims = ({ api }) => api.denyAccess();").await, Err(Failure::Denied(String::new())));
    }

    #[tokio::test]
    async fn what_is_wrong_is_told_apart() {
        for (script, name) in [("const claims = (", "SyntaxError"), ("const other = 1;", "TypeError")] {
            let Err(Failure::Wrong { name: own, .. }) = run(script).await else { panic!("{script}") };
            assert_eq!(own, name, "{script}");
        }
        let Err(Failure::Wrong { name, .. }) = run("const claims = () => null.x;").await else { panic!() };
        assert_eq!(name, "TypeError");
        let Err(Failure::Threw { name, message }) = run("const claims = () => { throw new Error('boom'); };").await
        else {
            panic!()
        };
        assert_eq!((name.as_str(), message.as_str()), ("Error", "boom"));
    }

    #[tokio::test]
    async fn nothing_gets_out_of_bounds() {
        for script in [
            "const claims = () => { for (;;) {} };",
            "const claims = async () => { const all = []; for (;;) all.push('x'.repeat(1e6) + all.length); };",
            "const claims = () => claims() + 1;",
            "const claims = () => 'x'.repeat(1e6);",
            "const claims = () => new Promise(() => {});",
            "for (;;) {}",
            "const claims = () => /(a+)+$/.test('a'.repeat(40) + '!');",
        ] {
            let failure = run(script).await.unwrap_err();
            let bounded = matches!(failure, Failure::Limit(_) | Failure::Threw { .. });
            assert!(bounded, "{script} {failure:?}");
        }
    }

    #[tokio::test]
    async fn nothing_of_the_host_is_there() {
        let script = "const claims = () => ['fetch', 'process', 'require', 'std', 'os', 'setTimeout', 'Deno', 'print'] \
                      .filter((name) => name in globalThis);";
        assert_eq!(run(script).await.unwrap(), Some(json!([])));
        // What one run leaves behind, no other sees.
        let scripts = Scripts::start(None).unwrap();
        let leave = "const claims = () => { globalThis.left = 1; Object.prototype.left = 1; return {}; };";
        scripts.run(leave, "claims", &json!({})).await.unwrap();
        let look = "const claims = () => [typeof left, typeof ({}).left];";
        assert_eq!(scripts.run(look, "claims", &json!({})).await.unwrap(), Some(json!(["undefined", "undefined"])));
    }
}
