//! Parameters of a posted body: a form, or JSON that is treated as one.

use avouch_oidc::Params;
use axum::extract::Request;
use serde_json::Value;

use crate::http::extract::body;
use crate::http::failure::Failure;

/// Largest body, in bytes.
const LARGEST: usize = 56 * 1024;

/// Reads the parameters. A body that is neither has none.
pub(super) async fn params(request: Request) -> Result<Params, Failure> {
    let kind = body::media_type(&request);
    let bytes = body::bytes(request, LARGEST).await?;
    Ok(match kind.as_str() {
        "application/x-www-form-urlencoded" => Params::from_form(&bytes),
        "application/json" => Params::new(pairs(&bytes)),
        _ => Params::default(),
    })
}

fn pairs(bytes: &[u8]) -> Vec<(String, String)> {
    let Ok(Value::Object(members)) = serde_json::from_slice(bytes) else { return Vec::new() };
    let mut pairs = Vec::new();
    for (name, value) in members {
        match value {
            Value::Array(values) => {
                pairs.extend(values.into_iter().filter_map(scalar).map(|value| (name.clone(), value)));
            }
            other => pairs.extend(scalar(other).map(|value| (name, value))),
        }
    }
    pairs
}

fn scalar(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
