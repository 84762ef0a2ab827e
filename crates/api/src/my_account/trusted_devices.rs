//! `/api/my-account/trusted-devices`: browsers that stand for a second factor.

use std::borrow::Cow;

use avouch_account::trusted_devices::{self, Cookies, OwnTrustedDevice};

use super::{GONE, NOT_EDITABLE, NOT_ENABLED, THIRD_PARTY, UNPROVED, about};
use crate::http::answer::{Forgetting, NoContent};
use crate::http::extract::{Ids, Owner};
use crate::http::failure::Failure;
use crate::http::paging::{Paged, Paging};
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    const DELETE: &[(u16, &str)] = &[UNPROVED, NOT_EDITABLE, THIRD_PARTY, GONE];
    Routes::at("/api/my-account/trusted-devices")
        .get(list, about("List the user's trusted devices", &[UNPROVED, NOT_ENABLED]))
        .and_at("/api/my-account/trusted-devices/{trustedDeviceId}")
        .delete(delete, about("Trust a device of the user no more", DELETE))
}

async fn list(Owner { caller, cookies, .. }: Owner, Paging(asked): Paging) -> Result<Paged<OwnTrustedDevice>, Failure> {
    let listing = trusted_devices::list(&caller, Cookies(&cookies), asked.page()).await?;
    Ok(Paged { asked: Some(asked), listing })
}

/// The browser that asks forgets what it was known by.
async fn delete(Owner { caller, cookies, .. }: Owner, Ids([device]): Ids<1>) -> Result<Forgetting<NoContent>, Failure> {
    let cookie = trusted_devices::delete(&caller, Cookies(&cookies), &device).await?;
    Ok(Forgetting { cookie: cookie.map(Cow::Owned), answer: NoContent })
}
