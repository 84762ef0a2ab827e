//! `/api/users/{userId}/trusted-devices`: browsers that stand for a second factor of a user.

use avouch_domain::users::trusted_devices;
use avouch_model::users::trusted_devices::TrustedDevice;

use super::{MISSING, about};
use crate::http::answer::NoContent;
use crate::http::extract::{Ids, Management};
use crate::http::failure::Failure;
use crate::http::paging::{Paged, Paging};
use crate::http::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::at("/api/users/{userId}/trusted-devices")
        .get(list, about("List the trusted devices of a user", &[MISSING]))
        .and_at("/api/users/{userId}/trusted-devices/{trustedDeviceId}")
        .delete(delete, about("Trust a device of a user no more", &[MISSING]))
}

async fn list(
    Management { tenant, .. }: Management,
    Ids([id]): Ids<1>,
    Paging(asked): Paging,
) -> Result<Paged<TrustedDevice>, Failure> {
    let listing = trusted_devices::list(&tenant, &id, Some(asked.page())).await?;
    Ok(Paged { asked: Some(asked), listing })
}

async fn delete(Management { tenant, .. }: Management, Ids([id, device]): Ids<2>) -> Result<NoContent, Failure> {
    trusted_devices::delete(&tenant, &id, &device).await?;
    Ok(NoContent)
}
