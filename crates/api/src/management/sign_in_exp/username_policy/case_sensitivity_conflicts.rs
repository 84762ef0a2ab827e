//! `/api/sign-in-exp/username-policy/case-sensitivity-conflicts`: user names that differ only in case.

use avouch_domain::sign_in_exp::username_policy;
use avouch_model::sign_in_exp::{CaseConflicts, ConflictLimit};
use avouch_shape::{Issue, Path};

use crate::http::answer::Json;
use crate::http::extract::{Management, Query};
use crate::http::failure::{Failure, Part};
use crate::http::routes::Routes;
use crate::management::sign_in_exp::about;

pub(in crate::management::sign_in_exp) fn routes() -> Routes {
    Routes::at("/api/sign-in-exp/username-policy/case-sensitivity-conflicts")
        .get(list, about("List user names that differ only in case", &[]))
}

async fn list(
    Management { tenant, .. }: Management,
    Query(query): Query<ConflictLimit>,
) -> Result<Json<CaseConflicts>, Failure> {
    let limit = match query.limit.as_deref() {
        None => 20,
        Some(text) => {
            let number = text.parse().ok().filter(|limit| (1..=100).contains(limit));
            let at = Path::Key(&Path::Root, "limit");
            let issue = || Issue::custom("must be a whole number from 1 to 100", &at);
            number.ok_or_else(|| Failure::Invalid(Part::Query, Some(issue().into())))?
        }
    };
    Ok(Json(username_policy::case_sensitivity_conflicts(&tenant, limit).await?))
}
