//! What a configuration must look like.

use avouch_shape::{Issue, Issues, JsonObject, Path};
use serde_json::Value;

use crate::factory::{Factory, Kind};
use crate::form::{FormItem, FormType};

/// Every connector with templates of its own has at least these.
pub const TEMPLATES_NEEDED: [&str; 4] = ["Register", "SignIn", "ForgotPassword", "Generic"];

/// Members beside the form.
fn beside(id: &str) -> &'static [&'static str] {
    match id {
        "google-universal" => &["oneTap"],
        "oauth2" => &["responseType", "grantType"],
        _ => &[],
    }
}

pub(crate) fn check(factory: &Factory, config: &JsonObject) -> Result<JsonObject, Issues> {
    let mut issues = Issues::default();
    let mut kept = JsonObject::new();
    for item in factory.form_items() {
        let at = Path::Key(&Path::Root, item.key);
        match config.get(item.key) {
            // An empty switch or list is what its default says.
            None | Some(Value::Null) if !item.required || item.default.is_some() => {}
            value => {
                if fits(&item, value, &at, &mut issues)
                    && let Some(value) = value
                {
                    kept.insert(item.key.to_owned(), value.clone());
                }
            }
        }
    }
    for key in beside(factory.id) {
        if let Some(value) = config.get(*key) {
            kept.insert((*key).to_owned(), value.clone());
        }
    }
    if factory.kind != Kind::Social && factory.form_items().iter().any(|item| item.key == "templates") {
        templates(config.get("templates"), &mut issues);
    }
    if issues.is_empty() { Ok(kept) } else { Err(issues) }
}

/// Notes what is wrong with a value; answers whether it is fine.
fn fits(item: &FormItem, value: Option<&Value>, at: &Path<'_>, issues: &mut Issues) -> bool {
    let expected = match (&item.kind, value) {
        (FormType::Text | FormType::MultilineText, Some(Value::String(_)))
        | (FormType::Number, Some(Value::Number(_)))
        | (FormType::Switch, Some(Value::Bool(_)))
        | (FormType::Json, Some(Value::Object(_) | Value::Array(_))) => return true,
        (FormType::Select(options), Some(Value::String(text))) => {
            if options.contains(&text.as_str()) {
                return true;
            }
            issues.push(Issue::unknown_option(options, text, at));
            return false;
        }
        (FormType::MultiSelect(options), Some(Value::Array(chosen))) => {
            let wrong = chosen.iter().find(|one| !one.as_str().is_some_and(|one| options.contains(&one)));
            let Some(wrong) = wrong else { return true };
            issues.push(Issue::unknown_option(options, wrong.as_str().unwrap_or_default(), at));
            return false;
        }
        (FormType::Number, _) => "number",
        (FormType::Switch, _) => "boolean",
        (FormType::Json, _) => "object",
        (FormType::MultiSelect(_), _) => "array",
        (FormType::Text | FormType::MultilineText | FormType::Select(_), _) => "string",
    };
    issues.push(Issue::wrong_type(expected, value, at));
    false
}

fn templates(value: Option<&Value>, issues: &mut Issues) {
    let at = Path::Key(&Path::Root, "templates");
    let Some(Value::Array(templates)) = value else { return };
    let usage = |template: &Value| template.get("usageType").and_then(Value::as_str).map(ToOwned::to_owned);
    for (index, template) in templates.iter().enumerate() {
        if usage(template).is_none() {
            issues.push(Issue::wrong_type("string", None, &Path::Key(&Path::Index(&at, index), "usageType")));
        }
    }
    let missing: Vec<&str> = TEMPLATES_NEEDED
        .into_iter()
        .filter(|needed| !templates.iter().any(|template| usage(template).as_deref() == Some(*needed)))
        .collect();
    if !missing.is_empty() {
        issues.push(Issue::custom(format!("must have templates for {}", missing.join(", ")), &at));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::find;

    #[test]
    fn configurations_are_read_with_every_complaint() {
        let github = find("github-universal").unwrap();
        let config = json!({ "clientId": "a", "clientSecret": "b", "other": 1 });
        let kept = github.check(config.as_object().unwrap()).unwrap();
        assert_eq!(kept.keys().collect::<Vec<_>>(), ["clientId", "clientSecret"]);
        let issues = github.check(json!({ "clientSecret": 1 }).as_object().unwrap()).unwrap_err();
        assert_eq!(issues.data()["issues"].as_array().unwrap().len(), 2);
        let smtp = find("simple-mail-transfer-protocol").unwrap();
        let config = json!({ "host": "h", "port": 25, "auth": { "user": "u", "pass": "p" }, "fromEmail": "a@b.c",
            "templates": [{ "usageType": "SignIn", "contentType": "text/plain", "subject": "s", "content": "c" }] });
        let issues = smtp.check(config.as_object().unwrap()).unwrap_err();
        assert!(issues.details().contains("Generic"), "{}", issues.details());
    }
}
