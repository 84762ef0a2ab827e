//! `/api/dashboard/users`: counts of users.

mod active;
mod new;
mod total;

use crate::http::openapi::About;
use crate::http::routes::Routes;

fn about(summary: &'static str, errors: &'static [(u16, &'static str)]) -> About {
    About::new("Dashboard", summary, errors)
}

pub(super) fn routes() -> Routes {
    Routes::default().merge(active::routes()).merge(new::routes()).merge(total::routes())
}
