//! `/api/users/import`: users from elsewhere, many at once.

use std::convert::Infallible;

use avouch_domain::passwords::Passwords;
use avouch_domain::users::import::Import;
use avouch_model::users::import::{ImportOptions, ImportResult};
use axum::extract::State;
use futures_util::StreamExt as _;

use crate::http::answer;
use crate::http::extract::{IdempotencyKey, Lines, Management, Query};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/users/import").post(import, super::about("Import users, a line of JSON each", &[]))
}

async fn import(
    Management { tenant, .. }: Management,
    State(passwords): State<Passwords>,
    Query(ImportOptions { dry_run }): Query<ImportOptions>,
    IdempotencyKey(key): IdempotencyKey,
    lines: Lines,
) -> Result<answer::Lines<ImportResult>, Failure> {
    let results = Import::new(tenant, passwords, key, dry_run.0).run(lines.into_reader());
    Ok(answer::Lines::new(results.map(Ok::<_, Infallible>).map(|result| result.map_err(Into::into))))
}
