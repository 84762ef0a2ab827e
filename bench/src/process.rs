//! The server under measurement, in a process of its own.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::Failure;

/// The credential it is given.
pub(crate) const APP: (&str, &str) = ("benchmark", "a-secret-of-benchmarks");

/// A running server; stopped when it is dropped.
pub(crate) struct Process {
    child: Child,
    port: u16,
    empty: Duration,
    again: Duration,
    folder: PathBuf,
}

impl Process {
    /// Starts it on an empty database, then once more on the one that it made.
    pub(crate) async fn start(binary: &Path, db_url: Option<&str>) -> Result<Self, Failure> {
        let folder = std::env::temp_dir().join(format!("avouch-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let (child, port, empty) = spawn(binary, db_url, &folder).await?;
        let mut process = Self { child, port, empty, again: Duration::ZERO, folder };
        process.end();
        (process.child, process.port, process.again) = spawn(binary, db_url, &process.folder).await?;
        Ok(process)
    }

    pub(crate) fn address(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// From the start on an empty database to the first answer.
    pub(crate) fn empty_start(&self) -> Duration {
        self.empty
    }

    /// The same on an existing one.
    pub(crate) fn start_again(&self) -> Duration {
        self.again
    }

    /// Resident memory in kilobytes.
    pub(crate) fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).unwrap_or_default()
    }

    fn end(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

async fn spawn(binary: &Path, db_url: Option<&str>, folder: &Path) -> Result<(Child, u16, Duration), Failure> {
    let [port, admin] = [free_port()?, free_port()?];
    let mut command = Command::new(binary);
    command.arg("serve").env("DATA_DIR", folder).env("HOST", "127.0.0.1").env("OBSERVE_ADDRESS", "off");
    command.env("PORT", port.to_string()).env("ADMIN_PORT", admin.to_string()).env("LOG_LEVEL", "warn");
    command.env("BOOTSTRAP_M2M_NAME", "benchmark").env("BOOTSTRAP_M2M_ID", APP.0).env("BOOTSTRAP_M2M_SECRET", APP.1);
    match db_url {
        Some(url) => command.env("DB_URL", url),
        None => command.env_remove("DB_URL"),
    };
    let began = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().map_err(|error| format!("{}: {error}", binary.display()))?;
    while answer(port).await.is_err() {
        if let Some(status) = child.try_wait()? {
            return Err(format!("the server ended with {status}").into());
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Ok((child, port, began.elapsed()))
}

/// Asks for the server's status over a connection of its own.
async fn answer(port: u16) -> std::io::Result<()> {
    let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await?;
    stream.write_all(b"GET /api/status HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await?;
    let mut first = [0; 12];
    stream.read_exact(&mut first).await?;
    if first.ends_with(b"204") { Ok(()) } else { Err(std::io::ErrorKind::NotConnected.into()) }
}

fn free_port() -> Result<u16, Failure> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
