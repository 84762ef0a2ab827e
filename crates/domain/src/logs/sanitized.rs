//! What of a value may stand in an audit entry.

use serde_json::{Map, Value};

/// In place of a secret.
const HIDDEN: &str = "******";

/// Deepest value that is kept, and longest text.
const DEEPEST: usize = 16;
const LONGEST: usize = 4096;

/// Members whose names contain one of these are secrets.
const SECRETS: [&str; 7] = ["secret", "password", "apikey", "privatekey", "credential", "cookie", "challenge"];

/// Members with one of these names are secrets.
const NAMES: [&str; 6] = ["authorization", "xfunctionskey", "token", "code", "codes", "backupcodes"];

/// A value without secrets and scripts, whatever is in it.
pub fn sanitized(value: &Value) -> Value {
    within(value, DEEPEST)
}

fn within(value: &Value, depth: usize) -> Value {
    match value {
        Value::Object(members) if depth > 0 => {
            let mut kept = Map::new();
            for (name, value) in members {
                let plain = plain(name);
                if is_script(&plain) {
                    continue;
                }
                let value = if is_secret(&plain, value) { HIDDEN.into() } else { within(value, depth - 1) };
                kept.insert(text(name), value);
            }
            Value::Object(kept)
        }
        Value::Array(items) if depth > 0 => items.iter().map(|item| within(item, depth - 1)).collect(),
        Value::Object(_) | Value::Array(_) => Value::Null,
        Value::String(own) => text(own).into(),
        other => other.clone(),
    }
}

fn text(own: &str) -> String {
    own.chars().filter(|character| *character != '\0').take(LONGEST).collect()
}

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

fn is_script(plain: &str) -> bool {
    plain.starts_with("script") || plain.ends_with("script") || plain.contains("environmentvariables")
}

fn is_secret(plain: &str, value: &Value) -> bool {
    if matches!(plain, "passwordverified" | "haspassword") && value.is_boolean() {
        return false;
    }
    if plain == "applicationsecret" && value.get("name").is_some() {
        return false;
    }
    !value.is_null()
        && (NAMES.contains(&plain) || plain.ends_with("token") || SECRETS.iter().any(|secret| plain.contains(secret)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::sanitized;

    #[test]
    fn secrets_and_scripts_stay_out() {
        let given = json!({
            "password": "x", "hasPassword": true, "applicationSecret": { "name": "main" }, "client_secret": ["a"],
            "list": [{ "accessToken": "t", "X-Functions-Key": "k", "script": "code", "environmentVariables": {} }],
            "code": "123456", "name": "a\u{0}b", "nothing": null, "tokenTypes": ["IdToken"],
        });
        assert_eq!(
            sanitized(&given),
            json!({
                "password": "******", "hasPassword": true, "applicationSecret": { "name": "main" },
                "client_secret": "******", "list": [{ "accessToken": "******", "X-Functions-Key": "******" }],
                "code": "******", "name": "ab", "nothing": null, "tokenTypes": ["IdToken"],
            })
        );
    }

    #[test]
    fn depth_is_bounded() {
        let deep = (0..100).fold(json!("x"), |inner, _| json!([inner]));
        assert!(sanitized(&deep).to_string().len() < 100);
    }
}
