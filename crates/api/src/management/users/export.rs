//! `/api/users/export`: every user, in the form that an import takes.

use avouch_domain::users::export;
use avouch_model::users::UserProfile;
use avouch_model::users::import::ExportOptions;
use futures_util::TryStreamExt as _;

use crate::http::answer::Lines;
use crate::http::extract::{Management, Query};
use crate::http::failure::Failure;
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/users/export").get(all, super::about("Export users, a line of JSON each", &[]))
}

async fn all(
    Management { tenant, .. }: Management,
    Query(ExportOptions { include_password_hash }): Query<ExportOptions>,
) -> Result<Lines<UserProfile>, Failure> {
    // A failure in the middle cuts the answer off: whoever reads it must not take it for all of them.
    Ok(Lines::new(export::all(tenant, include_password_hash.0).map_err(Into::into)))
}
