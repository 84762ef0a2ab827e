//! All users of a tenant, one after the other.

use avouch_model::users::{PasswordHash, UserProfile};
use avouch_store::Tenant;
use avouch_store::users as stored;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};

use crate::Result;

/// Users that are read at once.
const CHUNK: i64 = 500;

/// Every user, oldest first; those who come while it goes on may be among them.
pub fn all(tenant: Tenant, with_hashes: bool) -> impl Stream<Item = Result<UserProfile>> + Send {
    let chunks = stream::try_unfold(Some(None), move |state: Option<Option<_>>| {
        let tenant = tenant.clone();
        async move {
            let Some(last) = state else { return Ok(None) };
            let last: Option<(avouch_model::Timestamp, avouch_model::UserId)> = last;
            let from = last.as_ref().map(|(created, id)| (*created, id.as_str()));
            let rows = stored::after(&tenant, from, CHUNK).await?;
            let next = rows.last().map(|(profile, _)| Some((profile.user.created_at, profile.user.id.clone())));
            Ok::<_, crate::Error>((!rows.is_empty()).then_some((rows, next)))
        }
    });
    let users = chunks.map_ok(|rows| stream::iter(rows).map(Ok)).try_flatten();
    users.map_ok(move |(mut profile, hashed)| {
        if with_hashes {
            profile.password_hash = Some(PasswordHash {
                algorithm: hashed.as_ref().map(|hashed| hashed.algorithm),
                digest: hashed.map(|hashed| hashed.digest),
            });
        }
        profile
    })
}
