//! Custom data of applications.

use avouch_model::ApplicationId;
use avouch_shape::JsonObject;
use avouch_store::{Tenant, Value};

use crate::{Error, Result};

/// Merges members into the custom data; answers all of it.
pub async fn update(tenant: &Tenant, id: &str, input: JsonObject) -> Result<JsonObject> {
    let tx = tenant.begin().await?;
    let stored = avouch_store::applications::custom_data(&tx, id).await?;
    let mut data = stored.ok_or(Error::NotExists { name: "application" })?.object().unwrap_or_default();
    for (name, value) in input {
        data.insert(name, value);
    }
    let columns = vec![("custom_data", Value::from(&data))];
    avouch_store::applications::update(&tx, &ApplicationId::new(id), columns).await?;
    tx.commit().await?;
    Ok(data)
}
