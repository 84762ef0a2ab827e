//! What user names may look like.

use serde_json::Value;

use crate::{Error, Result};

/// Checks a user name against the tenant's rules.
pub fn check(policy: &Value, username: &str) -> Result<()> {
    let allowed = |kind: &str| {
        let allowed = policy.get("allowedChars").and_then(|allowed| allowed.get(kind)?.as_bool());
        allowed.unwrap_or(true)
    };
    let number = |name: &str, default: u64| policy.get(name).and_then(Value::as_u64).unwrap_or(default);
    let length = username.chars().count() as u64;
    let has = |fits: fn(&u8) -> bool| username.as_bytes().iter().any(fits);
    let rules: [(bool, Error); 8] = [
        (username.starts_with(|first: char| first.is_ascii_digit()), Error::UsernameStartsWithNumber),
        (has(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_'), Error::UsernameCharacters),
        (length < number("minLength", 1), Error::UsernameTooShort),
        (length > number("maxLength", 128), Error::UsernameTooLong),
        (has(u8::is_ascii_uppercase) && !allowed("uppercase"), Error::UsernameUppercase),
        (has(u8::is_ascii_lowercase) && !allowed("lowercase"), Error::UsernameLowercase),
        (has(u8::is_ascii_digit) && !allowed("numbers"), Error::UsernameNumbers),
        (username.contains('_') && !allowed("underscore"), Error::UsernameUnderscore),
    ];
    rules.into_iter().find(|(broken, _)| *broken).map_or(Ok(()), |(_, error)| Err(error))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::check;

    #[test]
    fn each_rule_has_its_word() {
        let policy = json!({
            "minLength": 3, "maxLength": 5,
            "allowedChars": { "uppercase": false, "numbers": false, "underscore": false, "lowercase": true },
        });
        for (name, code) in [
            ("1ab", "user.username_starts_with_number"),
            ("a-b", "user.username_invalid_charset_hard"),
            ("ab", "user.username_too_short"),
            ("abcdef", "user.username_too_long"),
            ("aBc", "user.username_uppercase_not_allowed"),
            ("ab1", "user.username_numbers_not_allowed"),
            ("a_b", "user.username_underscore_not_allowed"),
        ] {
            assert_eq!(check(&policy, name).unwrap_err().problem().unwrap().code, code, "{name}");
        }
        assert!(check(&policy, "abc").is_ok());
        let capitals = json!({ "allowedChars": { "lowercase": false } });
        assert_eq!(check(&capitals, "a").unwrap_err().problem().unwrap().code, "user.username_lowercase_not_allowed");
    }
}
