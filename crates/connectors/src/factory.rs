//! A kind of connector.

use avouch_outbound::{Answer, Request};
use avouch_shape::{Issues, JsonObject};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use crate::Error;
use crate::config::{self, Texts};
use crate::form::{self, FormItem};
use crate::message::{Message, accepted};
use crate::social::Social;

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

/// How a provider is spoken to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Exchange {
    /// Not at all.
    None,
    /// A sign-in there.
    Social(Social),
    /// A sign-in there by SAML, whose answer is posted here.
    Saml,
    /// One request a message; none where there is nothing to say. The verdict is whether the answer means yes.
    Request {
        request: fn(&JsonObject, &Message<'_>) -> Result<Option<Request>, Error>,
        verdict: fn(&Answer) -> Result<(), Error>,
    },
    /// Mail by SMTP.
    Smtp,
}

/// What most OAuth providers give to a client.
pub(crate) const CLIENT: &str = "clientId!T clientSecret!T scope?ML";

/// Languages besides English that names of providers are told in.
const LANGUAGES: [&str; 3] = ["zh-CN", "tr-TR", "ko"];

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
    /// Its names in [`LANGUAGES`] where it has another one.
    pub(crate) names: &'static [(&'static str, &'static str)],
    /// Fields of its configuration, in the notation of [`form::parse`].
    pub(crate) fields: &'static str,
    /// Members of its configuration that the form does not ask for.
    pub(crate) beside: &'static [&'static str],
    /// The texts of its messages, if they are in its configuration.
    pub(crate) texts: Option<Texts>,
    /// What no form can say of a configuration.
    pub(crate) rule: fn(&JsonObject, &mut Issues),
    /// What to do at the provider, for the readme.
    pub(crate) guide: &'static str,
    /// Whether there can be several, each with a target of its own.
    pub is_standard: bool,
    /// Whether it can keep the provider's tokens.
    pub stores_tokens: bool,
    /// How the provider is spoken to.
    pub(crate) exchange: Exchange,
}

impl Factory {
    /// What social connectors have in common.
    pub(crate) const SOCIAL: Self = Self {
        id: "",
        target: "",
        kind: Kind::Social,
        platform: Some(Platform::Universal),
        name: "",
        names: &[],
        fields: "",
        beside: &[],
        texts: None,
        rule: |_, _| {},
        guide: "",
        is_standard: false,
        stores_tokens: false,
        exchange: Exchange::None,
    };

    /// What connectors that send mail have in common.
    pub(crate) const EMAIL: Self = Self { kind: Kind::Email, platform: None, texts: Some(Texts::MAIL), ..Self::SOCIAL };

    /// What connectors that send text messages have in common.
    pub(crate) const SMS: Self = Self { kind: Kind::Sms, texts: Some(Texts::SHORT), ..Self::EMAIL };

    /// Whether its provider is spoken to by SAML.
    pub fn speaks_saml(&self) -> bool {
        matches!(self.exchange, Exchange::Saml)
    }

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
        let items: Vec<Value> = self.form_items().iter().map(|item| item.to_value(self.texts)).collect();
        let members = [
            ("id", self.id.into()),
            ("target", self.target.into()),
            ("platform", self.platform.map(Platform::as_str).into()),
            ("name", self.all_names().into()),
            ("description", json!({ "en": purpose })),
            ("logo", letter(self.name).into()),
            ("logoDark", Value::Null),
            ("readme", self.readme().into()),
            ("formItems", items.into()),
        ];
        let mut metadata: JsonObject = members.map(|(name, value)| (name.to_owned(), value)).into_iter().collect();
        for (name, holds) in [("isStandard", self.is_standard), ("isTokenStorageSupported", self.stores_tokens)] {
            if holds {
                metadata.insert(name.to_owned(), true.into());
            }
        }
        metadata
    }

    /// Its name in English and in [`LANGUAGES`].
    fn all_names(&self) -> JsonObject {
        let own = |language: &str| self.names.iter().find(|(other, _)| *other == language).map(|(_, name)| *name);
        let told = std::iter::once("en").chain(LANGUAGES);
        told.map(|language| (language.to_owned(), own(language).unwrap_or(self.name).into())).collect()
    }

    /// How to set it up.
    fn readme(&self) -> String {
        let fields: Vec<String> =
            self.form_items().iter().filter(|item| item.required).map(|item| format!("- {}", item.label)).collect();
        format!("# {}\n\n{}\n\nThen fill in:\n\n{}\n", self.name, self.guide, fields.join("\n"))
    }

    /// A configuration without what is not known of it; or everything that is wrong with it.
    pub fn check(&self, config: &JsonObject) -> Result<JsonObject, Issues> {
        config::check(self, config)
    }
}

/// A picture: the first letter of a name.
pub(crate) fn letter(name: &str) -> String {
    let letter = name.chars().find(char::is_ascii_alphanumeric).unwrap_or('A').to_ascii_uppercase();
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\"><rect width=\"24\" height=\"24\" rx=\"6\" \
         fill=\"#5b5b66\"/><text x=\"12\" y=\"17\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"14\" \
         fill=\"#fff\">{letter}</text></svg>"
    );
    format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(svg))
}

/// A message that is one request, and is sent when the answer's status says so.
pub(crate) const fn plain(request: fn(&JsonObject, &Message<'_>) -> Result<Option<Request>, Error>) -> Exchange {
    Exchange::Request { request, verdict: accepted }
}
