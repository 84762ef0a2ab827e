//! `avouch users`.

use std::path::Path;
use std::pin::pin;

use avouch_crypto::Pool;
use avouch_domain::passwords::Passwords;
use avouch_domain::users::export;
use avouch_domain::users::import::Import;
use avouch_model::users::import::ImportStatus;
use avouch_store::users::words;
use futures_util::StreamExt as _;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use tokio::io::AsyncRead;
use tokio::sync::watch;

use crate::config::Config;
use crate::{Failure, output, server};

/// Passwords that may wait to be hashed: as many as an import has in the works, and some.
const WAITING: usize = 256;

/// Imports users from a file.
pub(super) async fn import(
    config: &Config,
    file: &Path,
    tenant: &str,
    key: Option<String>,
    dry_run: bool,
) -> Result<(), Failure> {
    let store = super::prepared(config).await?;
    let tenant = super::tenant(&store, tenant).await?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let pool = Pool::start("hashing", cores, WAITING)
        .map_err(|error| Failure::unavailable(format!("Threads cannot be started: {error}.")))?;
    let (reader, progress) = open(file).await?;
    let (stop, stopped) = watch::channel(false);
    let indexing = tokio::spawn(server::indexing::run(store.clone(), stopped));
    let mut results = pin!(Import::new(tenant, Passwords::new(pool), key, dry_run).run(reader));
    let [mut created, mut existing, mut valid, mut failed] = [0_u64; 4];
    while let Some(result) = results.next().await {
        let count = match result.status {
            ImportStatus::Created => &mut created,
            ImportStatus::Existing => &mut existing,
            ImportStatus::Valid => &mut valid,
            ImportStatus::Failed => {
                progress.suspend(|| output::line(&json!(result).to_string()));
                &mut failed
            }
        };
        *count += 1;
        let users = created + existing + valid;
        progress.set_message(format!("{users} users, {failed} left out"));
    }
    drop(stop);
    indexing.await.map_err(|error| Failure::unavailable(error.to_string()))?;
    while words::take_in(&store).await? {}
    progress.finish_and_clear();
    let done = if dry_run { format!("{valid} users can be imported") } else { format!("{created} users imported") };
    let before = if existing > 0 { format!(", {existing} were there already") } else { String::new() };
    if failed > 0 {
        return Err(Failure::found(format!("{done}{before}, {failed} left out for the reasons above.")));
    }
    output::line(&format!("{done}{before}."));
    Ok(())
}

/// The file, or standard input, and a bar that shows how much of it was read.
async fn open(file: &Path) -> Result<(impl AsyncRead + Send + use<>, ProgressBar), Failure> {
    let template = |bar: ProgressBar, template: &str| match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    };
    let (input, bar): (Box<dyn AsyncRead + Send + Unpin>, _) = if file == Path::new("-") {
        (Box::new(tokio::io::stdin()), template(ProgressBar::new_spinner(), "{spinner} {bytes} read, {msg}"))
    } else {
        let unreadable = |error| Failure::found(format!("{} cannot be read: {error}.", file.display()));
        let opened = tokio::fs::File::open(file).await.map_err(unreadable)?;
        let length = opened.metadata().await.map_err(unreadable)?.len();
        (Box::new(opened), template(ProgressBar::new(length), "{wide_bar} {percent} %, {msg}, {eta} to go"))
    };
    Ok((bar.wrap_async_read(input), bar))
}

/// Writes every user to standard output.
pub(super) async fn export(config: &Config, tenant: &str, with_hashes: bool) -> Result<(), Failure> {
    let store = super::prepared(config).await?;
    let tenant = super::tenant(&store, tenant).await?;
    let mut users = pin!(export::all(tenant, with_hashes));
    while let Some(user) = users.next().await {
        output::line(&json!(user?).to_string());
    }
    Ok(())
}
