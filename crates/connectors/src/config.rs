//! What a configuration must look like.

use avouch_shape::{Issue, Issues, JsonObject, Path};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::Error;
use crate::factory::Factory;
use crate::form::{FormItem, FormType};

/// Every connector with templates of its own has at least these.
pub const TEMPLATES_NEEDED: [&str; 4] = ["Register", "SignIn", "ForgotPassword", "Generic"];

/// Everything that a message can be for.
pub(crate) const USAGES: [&str; 9] = [
    "SignIn",
    "Register",
    "ForgotPassword",
    "OrganizationInvitation",
    "Generic",
    "UserPermissionValidation",
    "BindNewIdentifier",
    "MfaVerification",
    "BindMfa",
];

/// The texts in a connector's configuration: the elements of `templates`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Texts {
    /// What there must be a text for.
    pub(crate) needed: &'static [&'static str],
    /// Members that each text must have, beside what it is for.
    pub(crate) members: &'static [&'static str],
    /// The member that says whether a text is plain or HTML.
    pub(crate) kind: Option<&'static str>,
}

impl Texts {
    /// Texts of mails.
    pub(crate) const MAIL: Self = Self { needed: &TEMPLATES_NEEDED, members: &["subject", "content"], kind: None };

    /// Texts of text messages.
    pub(crate) const SHORT: Self = Self { members: &["content"], ..Self::MAIL };
}

/// A configuration as a connector reads it. What is wrong is told without what it says.
pub(crate) fn read<T: DeserializeOwned>(config: &JsonObject) -> Result<T, Error> {
    serde_json::from_value(json!(config)).map_err(|error| {
        let error = error.to_string();
        let why = if error.starts_with("missing field") { error } else { "a member has the wrong type".to_owned() };
        Error::InvalidConfig(why)
    })
}

/// A member of a configuration that is a text; empty where there is none.
pub(crate) fn text<'c>(config: &'c JsonObject, name: &str) -> &'c str {
    config.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Notes what is not a text in an object of texts.
pub(crate) fn strings(config: &JsonObject, name: &str, issues: &mut Issues) {
    let at = Path::Key(&Path::Root, name);
    match config.get(name) {
        Some(Value::Object(members)) => {
            for (key, value) in members.iter().filter(|(_, value)| !value.is_string()) {
                issues.push(Issue::wrong_type("string", Some(value), &Path::Key(&at, key)));
            }
        }
        Some(Value::Array(_)) => issues.push(Issue::wrong_type("object", config.get(name), &at)),
        _ => {}
    }
}

pub(crate) fn check(factory: &Factory, config: &JsonObject) -> Result<JsonObject, Issues> {
    let mut issues = Issues::default();
    let mut kept = JsonObject::new();
    for item in factory.form_items() {
        let at = Path::Key(&Path::Root, item.key);
        match config.get(item.key) {
            None | Some(Value::Null) if !needed(&item, config) => {}
            value => {
                if fits(&item, value, &at, &mut issues)
                    && let Some(value) = value
                {
                    kept.insert(item.key.to_owned(), value.clone());
                }
            }
        }
    }
    for key in factory.beside {
        if let Some(value) = config.get(*key) {
            kept.insert((*key).to_owned(), value.clone());
        }
    }
    if let Some(texts) = factory.texts {
        templates(texts, config.get("templates"), &mut issues);
    }
    (factory.rule)(config, &mut issues);
    if issues.is_empty() { Ok(kept) } else { Err(issues) }
}

/// Whether a member must be there. What has a default is what that says, unless it is a whole structure.
fn needed(item: &FormItem, config: &JsonObject) -> bool {
    let is_structure = item.kind == FormType::Json;
    let applies = item.condition.is_none_or(|(key, expected)| match config.get(key) {
        Some(Value::String(text)) => text == expected,
        Some(Value::Bool(flag)) => flag.to_string() == expected,
        _ => false,
    });
    item.required && applies && (item.default.is_none() || is_structure)
}

/// Notes what is wrong with a value; answers whether it is fine.
fn fits(item: &FormItem, value: Option<&Value>, at: &Path<'_>, issues: &mut Issues) -> bool {
    let expected = match (&item.kind, value) {
        (FormType::Text | FormType::MultilineText, Some(Value::String(text))) => {
            if !(item.required && text.is_empty()) {
                return true;
            }
            issues.push(Issue::too_small("string", 1, at));
            return false;
        }
        (FormType::Number, Some(Value::Number(_)))
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

fn templates(texts: Texts, value: Option<&Value>, issues: &mut Issues) {
    let at = Path::Key(&Path::Root, "templates");
    let templates = match value {
        Some(Value::Array(templates)) => templates,
        // That it is missing is noted already.
        None | Some(Value::Null) => return,
        other => return issues.push(Issue::wrong_type("array", other, &at)),
    };
    for (index, template) in templates.iter().enumerate() {
        let at = Path::Index(&at, index);
        for member in ["usageType"].iter().chain(texts.members) {
            // A code of a template may be one for each part of the world.
            let is_there = match template.get(*member) {
                Some(Value::Object(_)) => *member == "templateCode",
                found => found.is_some_and(Value::is_string),
            };
            if !is_there {
                issues.push(Issue::wrong_type("string", template.get(*member), &Path::Key(&at, member)));
            }
        }
    }
    let has = |needed: &str| templates.iter().any(|one| one.get("usageType").and_then(Value::as_str) == Some(needed));
    let missing: Vec<&str> = texts.needed.iter().copied().filter(|needed| !has(needed)).collect();
    if !missing.is_empty() {
        issues.push(Issue::custom(format!("must have templates for {}", missing.join(", ")), &at));
    } else if templates.is_empty() {
        issues.push(Issue::too_small("array", 1, &at));
    }
}

#[cfg(test)]
mod tests {
    use avouch_shape::JsonObject;
    use serde_json::{Value, json};

    use super::USAGES;
    use crate::find;

    fn check(factory: &str, config: &Value) -> Result<JsonObject, String> {
        find(factory).unwrap().check(config.as_object().unwrap()).map_err(|issues| issues.details())
    }

    #[test]
    fn configurations_are_read_with_every_complaint() {
        let kept = check("github-universal", &json!({ "clientId": "a", "clientSecret": "b", "other": 1 })).unwrap();
        assert_eq!(kept.keys().collect::<Vec<_>>(), ["clientId", "clientSecret"]);
        let github = find("github-universal").unwrap();
        let issues = github.check(json!({ "clientSecret": 1 }).as_object().unwrap()).unwrap_err();
        assert_eq!(issues.data()["issues"].as_array().unwrap().len(), 2);
        let texts = json!([{ "usageType": "SignIn", "contentType": "text/plain", "subject": "s", "content": "c" }, { "usageType": 1 }]);
        let config = json!({ "host": "h", "port": 25, "auth": { "user": "u", "pass": "p" }, "fromEmail": "a@b.c", "templates": texts });
        let complaints = check("simple-mail-transfer-protocol", &config).unwrap_err();
        for part in ["Generic", "usageType", "subject", "content"] {
            assert!(complaints.contains(part), "{part} in {complaints}");
        }
    }

    #[test]
    fn what_depends_on_a_choice_is_needed_with_it() {
        let mut config = json!({ "entityID": "e", "x509Certificate": "c", "idpMetadataXml": "x",
            "assertionConsumerServiceUrl": "https://a.test" });
        check("saml", &config).unwrap();
        config["signAuthnRequest"] = true.into();
        assert!(check("saml", &config).unwrap_err().contains("privateKey"));
    }

    #[test]
    fn providers_have_rules_of_their_own() {
        let text = |usage: &str| json!({ "usageType": usage, "content": "c", "subject": "s", "templateCode": "1" });
        let all: Vec<Value> = USAGES.map(text).into();
        let four: Vec<Value> = super::TEMPLATES_NEEDED.map(text).into();
        let auth = |templates: &Vec<Value>| json!({ "accessKeyId": "a", "accessKeySecret": "b", "signName": "c", "templates": templates });
        check("aliyun-short-message-auth-service", &auth(&all)).unwrap();
        check("aliyun-short-message-auth-service", &auth(&four)).unwrap_err();
        check("aliyun-short-message-service", &auth(&four)).unwrap();
        let bao = |templates: Value| json!({ "username": "a", "passwordOrApiKey": "b", "templates": templates });
        check("smsbao-sms", &bao(json!([text("SignIn")]))).unwrap();
        check("smsbao-sms", &bao(json!([]))).unwrap_err();
        for (factory, config, part) in [
            ("alipay-web", json!({ "appId": "12345678901234567", "privateKey": "k" }), "appId"),
            ("alipay-native", json!({ "appId": "1", "privateKey": "k", "signType": "RSA" }), "signType"),
            (
                "saml",
                json!({ "signAuthnRequest": true, "requestSignatureAlgorithm": "rsa-sha1", "timeout": -1 }),
                "requestSignatureAlgorithm",
            ),
            (
                "google-universal",
                json!({ "clientId": "a", "clientSecret": "b", "oneTap": { "isEnabled": 1 } }),
                "isEnabled",
            ),
            ("google-universal", json!({ "clientId": "a", "clientSecret": "b", "prompts": ["x"] }), "prompts"),
            (
                "mailgun-email",
                json!({ "endpoint": "https://evil.test", "domain": "d", "apiKey": "k", "from": "f", "deliveries": {} }),
                "endpoint",
            ),
            ("smtp2go-email-service", json!({ "apiKey": "a", "sender": "nobody", "templates": four }), "sender"),
            ("logto-email", json!({ "appLogo": "nothing", "companyInformation": "see https://x.test" }), "appLogo"),
            (
                "simple-mail-transfer-protocol",
                json!({ "host": "h", "port": 25, "auth": { "type": "oauth2" }, "fromEmail": "a@b.c", "templates": four }),
                "auth",
            ),
            ("oidc", json!({ "idTokenVerificationConfig": {} }), "jwksUri"),
            ("azuread-universal", json!({ "clientId": "a", "clientSecret": "b", "tenantId": "a/../b" }), "tenantId"),
        ] {
            let complaints = check(factory, &config).unwrap_err();
            assert!(complaints.contains(part), "{part} in {complaints}");
        }
    }
}
