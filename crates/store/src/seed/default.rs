//! The tenant of the first user-facing listener.

use serde_json::json;

use super::admin::Service;
use super::{SeedOptions, Seeder, id21};
use crate::{Result, Value};

/// Writes its rows.
pub(super) async fn write(seeder: &Seeder<'_>, options: &SeedOptions, service: &Service) -> Result<()> {
    let all = "management-api-all";
    seeder.resource("management-api", "https://default.logto.app/api", "Logto Management API", &[(all, "all")]).await?;
    let description = "Opens the Management API to the application itself.";
    seeder.role("admin-role", "#internal:admin", "MachineToMachine", description, &[all]).await?;
    let description = "Gives a machine-to-machine application every permission of the Management API.";
    seeder.role(&id21(), "Logto Management API access", "MachineToMachine", description, &[all]).await?;
    seeder
        .sign_in_experience("SignInAndRegister", false, &json!({ "factors": [], "policy": "UserControlled" }))
        .await?;
    let account =
        [seeder.tenant(), ("id", "default".into()), ("enabled", false.into()), ("fields", Value::from(&json!({})))];
    seeder.insert("account_centers", account).await?;
    seeder.configs(options).await?;
    let connection =
        json!({ "appId": service.id, "appSecret": service.secret, "resource": "https://cloud.logto.io/api" });
    seeder.config("cloudConnection", &connection).await
}
