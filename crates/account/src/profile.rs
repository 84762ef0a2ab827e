//! Standard claims of the account.

use avouch_domain::{Result, events};
use avouch_model::Json;
use avouch_model::users::UserInfo;
use avouch_model::users::profile::{Profile, StoredProfile};
use avouch_store::users;
use serde_json::{Value, json};

use crate::Caller;
use crate::checks::Field;

/// The claims that the token's scope shows.
pub(crate) fn shown(caller: &Caller, user: &UserInfo) -> Value {
    let mut profile = user.profile.object().unwrap_or_default();
    if !caller.has_scope("address") {
        profile.shift_remove("address");
    }
    profile.into()
}

/// Merges claims; an address is replaced whole. Answers all of them.
pub async fn update(caller: &Caller, input: Profile) -> Result<StoredProfile> {
    caller.need_edit(Field::Profile)?;
    caller.need_scope_of_field("profile")?;
    if input.address.is_some() {
        caller.need_scope_of_field("address")?;
    }
    caller.need_first_party()?;
    let tx = caller.tenant.begin().await?;
    let mut user = caller.lock(&tx).await?.user;
    let mut profile = user.profile.object().unwrap_or_default();
    if let Value::Object(members) = json!(input) {
        profile.extend(members);
    }
    users::update(&tx, &caller.user, vec![("profile", (&profile).into())]).await?;
    events::user_changed(&tx, &caller.user).await?;
    tx.commit().await?;
    user.profile = Json::from(&json!(profile));
    Ok(StoredProfile(Json::from(&shown(caller, &user))))
}
