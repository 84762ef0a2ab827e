//! The form of a connector's configuration.

use avouch_shape::JsonObject;
use serde_json::{Value, json};

use crate::config::{Texts, USAGES};

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormType {
    /// A line of text.
    Text,
    /// A number.
    Number,
    /// Lines of text.
    MultilineText,
    /// Yes or no.
    Switch,
    /// One of a few texts.
    Select(Vec<&'static str>),
    /// Some of a few texts.
    MultiSelect(Vec<&'static str>),
    /// JSON.
    Json,
}

/// A field.
#[derive(Clone, Debug)]
pub struct FormItem {
    /// Member of the configuration.
    pub key: &'static str,
    /// What people read.
    pub label: String,
    /// What it takes.
    pub kind: FormType,
    /// Whether it must be there.
    pub required: bool,
    /// What it is unless set.
    pub default: Option<&'static str>,
    /// It is asked for only where another field has a value.
    pub condition: Option<(&'static str, &'static str)>,
}

impl FormItem {
    pub(crate) fn to_value(&self, texts: Option<Texts>) -> Value {
        let (kind, options) = match &self.kind {
            FormType::Text => ("Text", None),
            FormType::Number => ("Number", None),
            FormType::MultilineText => ("MultilineText", None),
            FormType::Switch => ("Switch", None),
            FormType::Select(options) => ("Select", Some(options)),
            FormType::MultiSelect(options) => ("MultiSelect", Some(options)),
            FormType::Json => ("Json", None),
        };
        let mut item = json!({ "type": kind, "key": self.key, "label": self.label });
        if let Some(members) = item.as_object_mut() {
            let is_typed = matches!(self.kind, FormType::Text | FormType::MultilineText | FormType::Number);
            if is_typed && self.default.is_none() {
                members.insert("placeholder".to_owned(), placeholder(self.key).into());
            }
            members.insert("required".to_owned(), self.required.into());
            if let Some(options) = options {
                let items: Vec<Value> =
                    options.iter().map(|option| json!({ "value": option, "title": option })).collect();
                members.insert("selectItems".to_owned(), items.into());
            }
            if let Some(default) = self.default {
                members.insert("defaultValue".to_owned(), self.default_value(default, texts));
            }
            if let Some((key, value)) = self.condition {
                let value = if matches!(value, "true" | "false") { Value::Bool(value == "true") } else { value.into() };
                let conditions = json!([{ "targetKey": key, "expectValue": value }]);
                members.insert("showConditions".to_owned(), conditions);
            }
            let secret = ["secret", "password", "privatekey", "privatekeypass", "token", "apikey"];
            if secret.iter().any(|word| self.key.to_ascii_lowercase().ends_with(word)) {
                members.insert("isConfidential".to_owned(), true.into());
            }
        }
        item
    }

    fn default_value(&self, text: &str, texts: Option<Texts>) -> Value {
        match self.kind {
            FormType::Number => text.parse::<i64>().map_or(Value::Null, Value::from),
            FormType::Switch => Value::Bool(text == "true"),
            FormType::MultiSelect(_) => json!([text]),
            FormType::Json if text == "templates" => templates(texts.unwrap_or(Texts::SHORT)).into(),
            FormType::Json => serde_json::from_str(text).unwrap_or_default(),
            FormType::Text | FormType::MultilineText | FormType::Select(_) => text.into(),
        }
    }
}

/// What an empty field shows: `clientId` is `<client-id>`.
fn placeholder(key: &str) -> String {
    if key == "port" {
        return "25".to_owned();
    }
    let mut words = String::new();
    let mut was_small = false;
    for character in key.chars() {
        if character.is_ascii_uppercase() && was_small {
            words.push('-');
        }
        was_small = !character.is_ascii_uppercase();
        words.push(character.to_ascii_lowercase());
    }
    format!("<{words}>")
}

/// Texts that are sent unless a tenant has its own.
fn templates(texts: Texts) -> Vec<Value> {
    let template = |usage: &str| {
        let subject = match usage {
            "SignIn" => "Sign in",
            "Register" => "Create your account",
            "ForgotPassword" => "Reset your password",
            "OrganizationInvitation" => "You are invited",
            "UserPermissionValidation" => "Confirm that it is you",
            "BindNewIdentifier" => "Confirm your address",
            "MfaVerification" => "Your second step",
            "BindMfa" => "Set up your second step",
            _ => "Your verification code",
        };
        let content = match usage {
            "OrganizationInvitation" => "You are invited to join {{organization.name}}: {{link}}",
            _ => "Your verification code is {{code}}. It is good for 10 minutes.",
        };
        let mut template = JsonObject::from_iter([("usageType".to_owned(), usage.into())]);
        if let Some(kind) = texts.kind {
            template.insert(kind.to_owned(), "text/plain".into());
        }
        for member in texts.members {
            let value = match *member {
                "subject" => subject,
                "content" => content,
                "language" => "en",
                _ => "",
            };
            template.insert((*member).to_owned(), value.into());
        }
        template.into()
    };
    USAGES.into_iter().map(template).collect()
}

/// Reads fields: `key`, `!` (required) or `?`, a type (`T`, `N`, `ML`, `SW`, `J`, `SEL(a|b)`, `MS(a|b)`), and maybe
/// `=` and a default, and maybe `@`, another key, `:` and the value that this one must have for the field to be asked for;
/// separated by spaces.
pub(crate) fn parse(fields: &'static str) -> Vec<FormItem> {
    fields.split(' ').filter_map(item).collect()
}

fn item(text: &'static str) -> Option<FormItem> {
    let (text, condition) = text.split_once('@').map_or((text, None), |(text, on)| (text, on.split_once(':')));
    let (head, default) = text.split_once('=').map_or((text, None), |(head, default)| (head, Some(default)));
    let at = head.find(['!', '?'])?;
    let (key, rest) = head.split_at(at);
    let required = rest.starts_with('!');
    let kind = rest.get(1..)?;
    let options = || kind.split_once('(').map(|(_, list)| list.trim_end_matches(')').split('|').collect());
    let kind = match kind.split('(').next()? {
        "T" => FormType::Text,
        "N" => FormType::Number,
        "ML" => FormType::MultilineText,
        "SW" => FormType::Switch,
        "J" => FormType::Json,
        "SEL" => FormType::Select(options()?),
        "MS" => FormType::MultiSelect(options()?),
        _ => return None,
    };
    Some(FormItem { key, label: label(key), kind, required, default, condition })
}

/// `clientId` is “Client ID”.
fn label(key: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for character in key.chars() {
        if character.is_ascii_uppercase() && word.chars().any(|last| last.is_ascii_lowercase()) {
            words.push(std::mem::take(&mut word));
        }
        word.push(character);
    }
    words.push(word);
    let words = words.into_iter().enumerate().map(|(at, word)| {
        let upper = word.to_ascii_uppercase();
        if matches!(upper.as_str(), "ID" | "URL" | "API" | "JWT" | "TLS" | "URI" | "SID" | "ARN") {
            return upper;
        }
        let lower = word.to_ascii_lowercase();
        let mut letters = lower.chars();
        match letters.next() {
            Some(first) if at == 0 => format!("{}{}", first.to_ascii_uppercase(), letters.as_str()),
            _ => lower,
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{FormType, label, parse, placeholder};

    #[test]
    fn labels_are_words() {
        assert_eq!(label("clientId"), "Client ID");
        assert_eq!(label("fromMessagingServiceSID"), "From messaging service SID");
    }

    #[test]
    fn empty_fields_show_what_belongs_there() {
        for (key, shown) in
            [("clientId", "<client-id>"), ("entityID", "<entity-id>"), ("host", "<host>"), ("port", "25")]
        {
            assert_eq!(placeholder(key), shown);
        }
    }

    #[test]
    fn fields_are_read() {
        let items = parse("host!T port!N auth!J={} signType?SEL(RSA|RSA2)=RSA2");
        assert_eq!(items.len(), 4);
        assert!(items[0].required && !items[3].required);
        assert_eq!(items[3].kind, FormType::Select(vec!["RSA", "RSA2"]));
        assert_eq!(items[3].default, Some("RSA2"));
    }
}
