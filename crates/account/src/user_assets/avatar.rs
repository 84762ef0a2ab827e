//! The picture of the account.

use avouch_domain::Result;
use avouch_domain::user_assets::{self, Upload};
use avouch_model::user_assets::Uploaded;
use avouch_storage::Storage;

use crate::Caller;
use crate::checks::Field;

/// Keeps a picture; it is the account's once its address is set as one. `base` is the address of the server.
pub async fn create(caller: &Caller, storage: Option<&Storage>, file: Upload, base: &str) -> Result<Uploaded> {
    caller.need_scope("profile")?;
    caller.need_first_party()?;
    caller.need_edit(Field::Avatar)?;
    user_assets::avatar(&caller.tenant, storage, &caller.user, file, base).await
}
