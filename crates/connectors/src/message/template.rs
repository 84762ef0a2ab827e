//! Texts of messages, with what they say filled in.

use avouch_shape::JsonObject;
use serde_json::Value;

use super::{Message, Template};
use crate::Error;

/// The connector's own text for a purpose: the one that is meant for it, or the one for anything.
pub(crate) fn find<'c>(config: &'c JsonObject, usage: &str) -> Result<&'c JsonObject, Error> {
    let templates = || config.get("templates").and_then(Value::as_array).into_iter().flatten();
    let of =
        |wanted: &str| templates().find(|template| template.get("usageType").and_then(Value::as_str) == Some(wanted));
    let found = of(usage).or_else(|| of("Generic")).and_then(Value::as_object);
    found.ok_or_else(|| Error::TemplateNotFound(usage.to_owned()))
}

/// The mail to send: the tenant's own, or the connector's, filled in.
pub(crate) fn mail(config: &JsonObject, message: &Message<'_>) -> Result<Template, Error> {
    let template = if let Some(template) = &message.template {
        template.clone()
    } else {
        let own = find(config, message.usage)?;
        let text = |name: &str| own.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let kind = if own.contains_key("contentType") { text("contentType") } else { text("type") };
        Template {
            subject: text("subject"),
            content: text("content"),
            is_plain: kind == "text/plain",
            reply_to: None,
            send_from: None,
        }
    };
    Ok(template.filled(message.payload))
}

/// The text message to send, filled in.
pub(crate) fn short(config: &JsonObject, message: &Message<'_>) -> Result<String, Error> {
    let own = find(config, message.usage)?;
    Ok(fill(own.get("content").and_then(Value::as_str).unwrap_or_default(), message.payload))
}

/// Puts what is known in place of `{{path.to.it}}`. A path whose first name is not known stays as it is; one that
/// leads nowhere is empty. There is no logic and no escaping.
pub(crate) fn fill(text: &str, payload: &JsonObject) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((inside, after)) = from.split_once("}}") else {
            out.push_str("{{");
            rest = from;
            continue;
        };
        let path = inside.trim();
        let is_path = !path.is_empty()
            && path.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '.'));
        let mut names = path.split('.');
        let root = names.next().and_then(|root| payload.get(root));
        match root {
            Some(root) if is_path => {
                let value = names.try_fold(root, |value, name| value.get(name));
                match value {
                    Some(Value::String(value)) => out.push_str(value),
                    None | Some(Value::Null) => {}
                    Some(other) => out.push_str(&other.to_string()),
                }
            }
            _ => {
                out.push_str("{{");
                out.push_str(inside);
                out.push_str("}}");
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fill;

    #[test]
    fn known_paths_are_filled_in() {
        let payload = json!({ "code": "123456", "application": { "name": "App" }, "n": 5 });
        let payload = payload.as_object().unwrap();
        for (text, filled) in [
            ("Your code: {{code}}.", "Your code: 123456."),
            ("{{ application.name }} {{application.other}}!", "App !"),
            ("{{unknown}} {{n}}", "{{unknown}} 5"),
            ("{{code", "{{code"),
            ("{{}} {{a b}}", "{{}} {{a b}}"),
            ("{{{{code}}", "{{{{code}}"),
        ] {
            assert_eq!(fill(text, payload), filled, "{text}");
        }
    }
}
