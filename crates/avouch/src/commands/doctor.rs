//! `avouch doctor`: looks at everything that commonly goes wrong, and says what to change.

use avouch_crypto::Clock;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use avouch_store::{Location, Store, tenants};

use crate::config::{Config, Sources};
use crate::{Failure, output, server};

/// Largest difference between this machine's clock and the database's, in milliseconds.
const CLOCK_BOUND: i64 = 2_000;

/// The year 2025: a clock before it is wrong.
const EARLIEST: i64 = 1_735_689_600_000;

/// What was found.
enum Finding {
    Fine(String),
    /// Worth a thought, but nothing is broken.
    Hint(String),
    Problem(String),
}

use Finding::{Fine, Hint, Problem};

/// Checks, prints what was found, and fails if something must be changed.
pub(super) async fn run(sources: &Sources) -> Result<(), Failure> {
    let config = match Config::load(sources) {
        Ok(config) => config,
        Err(failure) => {
            output::line(&format!("problem  settings: {}", failure.message));
            return Err(Failure { code: failure.code, message: String::new() });
        }
    };
    let mut findings = vec![Fine("settings: can be read".to_owned())];
    findings.extend(config.notes.iter().map(|note| Hint(format!("settings: {note}"))));
    addresses(&config, &mut findings);
    files(&config, &mut findings);
    match database(&config, &mut findings).await {
        Ok(()) => {}
        Err(failure) => findings.push(Problem(format!("database: {}", failure.message))),
    }
    let mut problems = 0;
    for finding in findings {
        let (word, text) = match finding {
            Fine(text) => ("fine   ", text),
            Hint(text) => ("hint   ", text),
            Problem(text) => {
                problems += 1;
                ("problem", text)
            }
        };
        output::line(&format!("{word}  {text}"));
    }
    match problems {
        0 => Ok(()),
        1 => Err(Failure::found("One problem was found.")),
        count => Err(Failure::found(format!("{count} problems were found."))),
    }
}

fn addresses(config: &Config, findings: &mut Vec<Finding>) {
    for (name, address) in [("ENDPOINT", &config.endpoint), ("ADMIN_ENDPOINT", &config.admin_endpoint)] {
        let Some(address) = address else {
            findings.push(Hint(format!(
                "{name} is not set: tokens name localhost as issuer, which other machines cannot reach"
            )));
            continue;
        };
        let secure = address.starts_with("https://");
        let local = address.contains("://localhost") || address.contains("://127.");
        findings.push(match (secure, local, config.ends_tls() || config.trust_proxy) {
            (true, _, true) | (false, true, _) => Fine(format!("{name}: {address}")),
            (true, _, false) => Problem(format!(
                "{name} is https, but nothing ends TLS here: set TRUST_PROXY_HEADER=true behind a proxy that sends \
                 X-Forwarded-Proto, or HTTPS_CERT_PATH and HTTPS_KEY_PATH"
            )),
            (false, false, _) => {
                Hint(format!("{name} is plain http: tokens can be read on the way, and passkeys do not work"))
            }
        });
    }
    if config.trust_proxy {
        findings.push(Hint(
            "TRUST_PROXY_HEADER is on: make sure that clients cannot reach the server past the proxy".to_owned(),
        ));
    }
}

fn files(config: &Config, findings: &mut Vec<Finding>) {
    if let Location::Sqlite(path) = &config.database {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if folder.exists() {
            let probe = folder.join(".avouch-doctor");
            findings.push(match std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)) {
                Ok(()) => Fine(format!("files: {} can be written", folder.display())),
                Err(error) => Problem(format!("files: {} cannot be written: {error}", folder.display())),
            });
        }
        if path.exists() {
            findings.push(private(path, "the database holds private keys"));
        }
    }
    if let Some((certificate, key)) = &config.tls {
        findings.push(match server::tls::check(certificate, key) {
            Ok(()) => Fine("files: certificate and key fit".to_owned()),
            Err(failure) => Problem(format!("files: {}", failure.message)),
        });
        if key.exists() {
            findings.push(private(key, "it is a private key"));
        }
    }
}

fn private(path: &Path, why: &str) -> Finding {
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.permissions().mode().trailing_zeros() >= 6 => {
            Fine(format!("files: only the owner can read {}", path.display()))
        }
        Ok(_) => {
            Problem(format!("files: others can read {}, and {why}; run `chmod 600 {}`", path.display(), path.display()))
        }
        Err(error) => Problem(format!("files: {} cannot be looked at: {error}", path.display())),
    }
}

async fn database(config: &Config, findings: &mut Vec<Finding>) -> Result<(), Failure> {
    if let Location::Sqlite(path) = &config.database
        && !path.exists()
    {
        findings.push(Hint(format!("database: {} does not exist yet; `avouch serve` makes it", path.display())));
        return Ok(());
    }
    let store = server::open_existing(config, Clock::System)?;
    findings.push(Fine(format!("database: {} answers", store.version().await?)));
    clock(&store, findings).await?;
    let state = store.schema_state().await?;
    let pending = state.pending().count();
    findings.push(match (state.is_too_new(), pending) {
        (true, _) => Problem("database: its schema needs a newer Avouch than this one".to_owned()),
        (false, 0) => Fine(format!("database: the schema is up to date, at version {}", state.known)),
        (false, _) => Hint(format!("database: {pending} steps of the schema are pending; the next start applies them")),
    });
    if state.applied.is_some() && !state.is_too_new() {
        mail(&store, findings).await?;
    }
    Ok(())
}

async fn clock(store: &Store, findings: &mut Vec<Finding>) -> Result<(), Failure> {
    let own = store.clock().now().millis();
    let drift = store.database_time().await?.millis() - own;
    findings.push(if own < EARLIEST {
        Problem(
            "clock: this machine's clock stands before the year 2025; tokens would be refused everywhere".to_owned(),
        )
    } else if drift.abs() > CLOCK_BOUND {
        Problem(format!("clock: this machine and the database differ by {drift} ms; set both by NTP"))
    } else {
        Fine("clock: agrees with the database's".to_owned())
    });
    Ok(())
}

async fn mail(store: &Store, findings: &mut Vec<Finding>) -> Result<(), Failure> {
    for id in tenants::list(store).await? {
        let tenant = store.tenant(&id);
        findings.push(if avouch_domain::connectors::channels(&tenant).await?.email {
            Fine(format!("mail: tenant {id} has a mail connector"))
        } else {
            Hint(format!("mail: tenant {id} has no mail connector; codes and invitations cannot be sent"))
        });
    }
    Ok(())
}
