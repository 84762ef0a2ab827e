//! What scenarios read, made through the public API.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::Failure;
use crate::api::Api;

/// What was made.
pub(crate) struct Tenant {
    /// A role.
    pub(crate) role: String,
    /// Users.
    pub(crate) users: Vec<String>,
}

/// Makes it, or finds what an earlier run made.
pub(crate) async fn prepare(api: &Api, users: usize) -> Result<Tenant, Failure> {
    let (_, found) = api.send(api.get("/api/roles?search=benchmark-role&page_size=1")?).await?;
    let role = if let Some(role) = found.get(0).and_then(id) {
        role
    } else {
        let body = json!({ "name": "benchmark-role", "description": "Read by benchmarks" });
        let (status, made) = api.send(api.request(Method::POST, "/api/roles", body.to_string().into())?).await?;
        id(&made).ok_or_else(|| format!("no role was made: {status} {made}"))?
    };
    Ok(Tenant { role, users: make_users(api, users).await? })
}

async fn make_users(api: &Api, wanted: usize) -> Result<Vec<String>, Failure> {
    let mut users = Vec::new();
    for page in 1.. {
        let (status, found) = api.send(api.get(&format!("/api/users?page={page}&page_size=100"))?).await?;
        if status == StatusCode::NOT_FOUND {
            // A server without users has none to read.
            return Ok(users);
        }
        let found: Vec<String> = found.as_array().into_iter().flatten().filter_map(id).collect();
        if found.is_empty() || users.len() >= wanted {
            break;
        }
        users.extend(found);
    }
    for number in users.len()..wanted {
        let body = json!({ "username": format!("bench_{number}"), "name": format!("Benchmark User {number}") });
        let (status, made) = api.send(api.request(Method::POST, "/api/users", body.to_string().into())?).await?;
        users.push(id(&made).ok_or_else(|| format!("no user was made: {status} {made}"))?);
    }
    Ok(users)
}

fn id(row: &Value) -> Option<String> {
    row.get("id").and_then(Value::as_str).map(ToOwned::to_owned)
}
