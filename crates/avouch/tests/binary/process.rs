//! The binary in a process of its own.

use std::net::TcpListener;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use avouch_testkit::{Client, Place};

/// The credential that started servers are given.
pub(crate) const APP: (&str, &str) = ("binarytests", "binary-tests-secret");

/// The command, with nothing of this process's environment but what it needs. `AVOUCH_TEST_BINARY` names another build
/// of it, to measure with.
pub(crate) fn command(settings: &[(&str, &str)]) -> Command {
    let other = std::env::var_os("AVOUCH_TEST_BINARY");
    let mut command = Command::new(other.unwrap_or_else(|| env!("CARGO_BIN_EXE_avouch").into()));
    command.env_clear().envs(settings.iter().copied()).env("PATH", std::env::var("PATH").unwrap_or_default());
    command
}

/// Runs a command to its end.
pub(crate) fn run(arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    command(settings).args(arguments).output().expect("the binary runs")
}

/// What a command wrote to standard error.
pub(crate) fn complaint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A port that nobody listens on.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A server in a process of its own, killed when it is dropped.
pub(crate) struct Process {
    pub(crate) child: Child,
    pub(crate) port: u16,
    pub(crate) observe: u16,
    /// From the start to the first answer.
    pub(crate) took: Duration,
}

impl Process {
    /// Starts a server, at a port of its own unless the settings name one, and waits for its first answer.
    pub(crate) async fn start(place: &Place, settings: &[(&str, &str)]) -> Self {
        let named = settings.iter().find(|(name, _)| *name == "PORT").map(|(_, port)| port.parse().unwrap());
        let (port, admin, observe) = (named.unwrap_or_else(free_port), free_port(), free_port());
        let url = place.url();
        let (port_text, admin_text) = (port.to_string(), admin.to_string());
        let observe_text = format!("127.0.0.1:{observe}");
        let mut all = vec![
            ("DB_URL", url.as_str()),
            ("HOST", "127.0.0.1"),
            ("PORT", &port_text),
            ("ADMIN_PORT", &admin_text),
            ("OBSERVE_ADDRESS", &observe_text),
            ("BOOTSTRAP_M2M_NAME", "binary tests"),
            ("BOOTSTRAP_M2M_ID", APP.0),
            ("BOOTSTRAP_M2M_SECRET", APP.1),
        ];
        all.extend(settings);
        let began = Instant::now();
        let child =
            command(&all).arg("serve").stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the server starts");
        let mut process = Self { child, port, observe, took: Duration::ZERO };
        while process.client().try_send(http::Method::GET, "/api/status", "", "").await.is_none() {
            assert!(began.elapsed() < Duration::from_secs(20), "no answer");
            if let Some(status) = process.child.try_wait().unwrap() {
                panic!("the server ended with {status}");
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        process.took = began.elapsed();
        process
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(&format!("http://localhost:{}", self.port))
    }

    /// Someone who may manage the default tenant.
    pub(crate) async fn management(&self) -> Client {
        let client = self.client();
        let token = client.token(APP.0, APP.1, "https://default.logto.app/api", "all").await;
        client.with_token(&token)
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Tells it to stop; answers its exit code.
    pub(crate) fn stop(mut self) -> Option<i32> {
        let told = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
