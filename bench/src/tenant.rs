//! What scenarios read, made through the public API.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::Failure;
use crate::api::Api;

/// What was made.
pub(crate) struct Tenant {
    /// A role.
    pub(crate) role: String,
    /// Some users.
    pub(crate) users: Vec<String>,
    /// How many there are.
    pub(crate) size: usize,
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
    Ok(Tenant { role, users: make_users(api, users).await?, size: users })
}

/// Users whose identifiers are read back: enough for no cache to hold them all by chance.
const SAMPLE: usize = 5000;

/// Users of one import.
const CHUNK: usize = 10_000;

async fn make_users(api: &Api, wanted: usize) -> Result<Vec<String>, Failure> {
    let found = api.count("/api/users?page_size=1").await?;
    for from in (found..wanted).step_by(CHUNK) {
        let lines: Vec<String> = (from..wanted.min(from + CHUNK)).map(|number| user(number).to_string()).collect();
        let lines = lines.join("\n");
        let (status, _) = api.send(api.request(Method::POST, "/api/users/import", lines.into())?).await?;
        if status == StatusCode::NOT_FOUND {
            // A server without an import.
            for number in from..wanted {
                let body = user(number).to_string();
                api.send(api.request(Method::POST, "/api/users", body.into())?).await?;
            }
            break;
        }
    }
    let mut users = Vec::new();
    for page in 1..=wanted.min(SAMPLE).div_ceil(100) {
        let (_, found) = api.send(api.get(&format!("/api/users?page={page}&page_size=100"))?).await?;
        users.extend(found.as_array().into_iter().flatten().filter_map(id));
    }
    Ok(users)
}

fn user(number: usize) -> Value {
    json!({
        "username": format!("bench_{number}"),
        "name": format!("Benchmark User {number}"),
        "primaryEmail": format!("user.{number}@bench{}.example", number % 100),
    })
}

fn id(row: &Value) -> Option<String> {
    row.get("id").and_then(Value::as_str).map(ToOwned::to_owned)
}
