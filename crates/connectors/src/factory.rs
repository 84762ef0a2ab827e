//! A kind of connector.

use avouch_shape::{Issues, JsonObject};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use crate::config;
use crate::form::{self, FormItem};

/// What a connector does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Signs people in at another provider.
    Social,
    /// Sends mail.
    Email,
    /// Sends text messages.
    Sms,
}

impl Kind {
    /// The word in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Social => "Social",
            Self::Email => "Email",
            Self::Sms => "Sms",
        }
    }
}

/// Where a social connector works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// In native applications.
    Native,
    /// In browsers.
    Web,
    /// In both.
    Universal,
}

impl Platform {
    /// The word in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Native => "Native",
            Self::Web => "Web",
            Self::Universal => "Universal",
        }
    }
}

/// A kind of connector.
#[derive(Clone, Copy, Debug)]
pub struct Factory {
    /// Identifier.
    pub id: &'static str,
    /// Which provider: connectors of one provider share it.
    pub target: &'static str,
    /// What it does.
    pub kind: Kind,
    /// Where it works; only of social ones.
    pub platform: Option<Platform>,
    /// Name of the provider.
    pub name: &'static str,
    /// Fields of its configuration, in the notation of [`form::parse`].
    pub(crate) fields: &'static str,
    /// Whether there can be several, each with a target of its own.
    pub is_standard: bool,
    /// Whether it can keep the provider's tokens.
    pub stores_tokens: bool,
}

impl Factory {
    /// What its form asks for.
    pub fn form_items(&self) -> Vec<FormItem> {
        form::parse(self.fields)
    }

    /// Everything that is known of it, in the form of the API.
    pub fn metadata(&self) -> JsonObject {
        let purpose = match self.kind {
            Kind::Social => format!("Lets people sign in with {}.", self.name),
            Kind::Email => format!("Sends mail with {}.", self.name),
            Kind::Sms => format!("Sends text messages with {}.", self.name),
        };
        let items: Vec<Value> = self.form_items().iter().map(FormItem::to_value).collect();
        let mut metadata = json!({
            "id": self.id,
            "target": self.target,
            "platform": self.platform.map(Platform::as_str),
            "name": { "en": self.name },
            "description": { "en": purpose },
            "logo": self.logo(),
            "logoDark": null,
            "readme": self.readme(),
            "formItems": items,
        });
        if let Some(members) = metadata.as_object_mut() {
            if self.is_standard {
                members.insert("isStandard".to_owned(), true.into());
            }
            if self.stores_tokens {
                members.insert("isTokenStorageSupported".to_owned(), true.into());
            }
        }
        match metadata {
            Value::Object(members) => members,
            _ => JsonObject::new(),
        }
    }

    /// How to set it up.
    fn readme(&self) -> String {
        let fields: Vec<String> =
            self.form_items().iter().filter(|item| item.required).map(|item| format!("- {}", item.label)).collect();
        let first = match self.kind {
            Kind::Social => format!(
                "Register an application at {} with the callback address that the connector shows, then fill in:",
                self.name
            ),
            Kind::Email | Kind::Sms => format!("Open an account at {}, then fill in:", self.name),
        };
        format!("# {}\n\n{first}\n\n{}\n", self.name, fields.join("\n"))
    }

    /// A picture: the first letter of the name.
    fn logo(&self) -> String {
        let letter = self.name.chars().find(char::is_ascii_alphanumeric).unwrap_or('A').to_ascii_uppercase();
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\"><rect width=\"24\" height=\"24\" rx=\"6\" \
             fill=\"#5b5b66\"/><text x=\"12\" y=\"17\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"14\" \
             fill=\"#fff\">{letter}</text></svg>"
        );
        format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(svg))
    }

    /// A configuration without what is not known of it; or everything that is wrong with it.
    pub fn check(&self, config: &JsonObject) -> Result<JsonObject, Issues> {
        config::check(self, config)
    }
}
