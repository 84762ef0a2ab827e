//! Text messages, a service a file.

pub(crate) mod aliyun;
pub(crate) mod aliyun_authentication;
pub(crate) mod gateway_api;
pub(crate) mod http_sms;
pub(crate) mod smsaero;
pub(crate) mod smsbao;
pub(crate) mod tencent;
pub(crate) mod twilio;
pub(crate) mod vonage;
pub(crate) mod whatsapp;
pub(crate) mod yunpian;

use avouch_shape::JsonObject;
use serde_json::Value;

use crate::Error;

/// With a plus, as E.164 wants it.
fn international(number: &str) -> String {
    format!("+{}", number.trim_start_matches('+'))
}

/// The number within China, of one that is Chinese; where it must say so, it begins with the country.
fn chinese(number: &str, must_say_so: bool) -> Option<&str> {
    let prefixes = ["+86", "0086", "86"];
    let stripped = prefixes.iter().find_map(|prefix| number.strip_prefix(prefix));
    let own = if must_say_so { stripped? } else { stripped.unwrap_or(number) };
    let is_mobile = own.len() == 11 && own.starts_with('1') && own.bytes().all(|byte| byte.is_ascii_digit());
    is_mobile.then_some(own)
}

/// The text that is meant for a purpose, and no other.
fn exact<'c>(config: &'c JsonObject, usage: &str) -> Result<&'c JsonObject, Error> {
    let templates = config.get("templates").and_then(Value::as_array).into_iter().flatten();
    let mut meant = templates.filter(|one| one.get("usageType").and_then(Value::as_str) == Some(usage));
    meant.next().and_then(Value::as_object).ok_or_else(|| Error::TemplateNotFound(usage.to_owned()))
}

/// What a message can say, without its language: services keep texts with places for it, and take nothing but texts.
fn variables(payload: &JsonObject) -> JsonObject {
    let is_said =
        |(name, value): &(&String, &Value)| value.is_string() && !matches!(name.as_str(), "locale" | "uiLocales");
    payload.iter().filter(is_said).map(|(name, value)| (name.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::chinese;

    #[test]
    fn chinese_numbers_are_known() {
        for number in ["+8613900000000", "008613900000000", "8613900000000"] {
            assert_eq!(chinese(number, true), Some("13900000000"));
        }
        assert_eq!((chinese("13900000000", false), chinese("13900000000", true)), (Some("13900000000"), None));
        for other in ["14155552671", "+14155552671", "862139000000", "+861390000000x", ""] {
            assert_eq!(chinese(other, true), None, "{other}");
        }
    }
}
