//! Standard claims of a user.

use avouch_model::Json;
use avouch_model::hooks::HookEvent;
use avouch_model::users::profile::ProfileChange;
use avouch_shape::JsonObject;
use avouch_store::Tenant;
use serde_json::{Value, json};

use crate::Result;

/// Merges claims; an address is replaced whole. Answers all of them.
pub async fn update(tenant: &Tenant, id: &str, input: ProfileChange) -> Result<Json> {
    let tx = tenant.begin().await?;
    let mut profile: JsonObject = super::info(&tx, id).await?.profile.object().unwrap_or_default();
    if let Value::Object(members) = json!(input.profile) {
        profile.extend(members);
    }
    avouch_store::users::update(&tx, id, vec![("profile", (&profile).into())]).await?;
    crate::events::changed(&tx, HookEvent::UserDataUpdated, 200, Some(serde_json::json!(profile))).await?;
    tx.commit().await?;
    Ok(Json::from(&json!(profile)))
}
