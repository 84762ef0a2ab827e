//! Connectors: mail, text messages and sign-in at other providers.

use avouch_shape::{Checked, Describe, Input, JsonObject, Patch, Text};
use serde::Serialize;

use crate::users::identifiers::PhoneDigits;
use crate::{EmailAddressRule, Json};

/// A tenant's connector, as it is stored.
#[derive(Clone, Debug)]
pub struct Connector {
    /// Identifier.
    pub id: String,
    /// Whether names and pictures are taken over at each sign-in.
    pub sync_profile: bool,
    /// Whether the provider's tokens are kept.
    pub enable_token_storage: bool,
    /// Configuration.
    pub config: Json,
    /// What replaces the factory's own description.
    pub metadata: Json,
    /// Its factory.
    pub connector_id: String,
}

/// What a connector does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum ConnectorType {
    /// Sends mail.
    Email,
    /// Sends text messages.
    Sms,
    /// Signs people in at another provider.
    Social,
}

/// Where a social connector works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum ConnectorPlatform {
    /// In native applications.
    Native,
    /// In both.
    Universal,
    /// In browsers.
    Web,
}

/// A connector with all that is known of its factory.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
#[shape(unused = "usage")]
pub struct ConnectorAnswer {
    /// Identifier.
    pub id: String,
    /// Whether names and pictures are taken over at each sign-in.
    pub sync_profile: bool,
    /// Whether the provider's tokens are kept.
    pub enable_token_storage: bool,
    /// Configuration.
    pub config: Json,
    /// What replaces the factory's own description.
    pub metadata: Json,
    /// Its factory.
    pub connector_id: String,
    /// What is known of its factory.
    #[serde(flatten)]
    pub factory: FactoryFacts,
    /// What it does.
    #[shape(described_as = "ConnectorType")]
    pub r#type: &'static str,
    /// Kept for compatible consoles.
    pub is_demo: bool,
    /// Kept for compatible consoles.
    pub extra_info: Json,
}

/// What is known of a factory.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
#[shape(unused = "configTemplate, customData, fromEmail")]
pub struct FactoryFacts {
    /// Which provider.
    pub target: String,
    /// Names by language.
    pub name: Json,
    /// Descriptions by language.
    pub description: Json,
    /// Picture.
    pub logo: String,
    /// Picture in dark mode.
    pub logo_dark: Option<String>,
    /// How to set it up, as Markdown.
    pub readme: String,
    /// What its form asks for.
    pub form_items: Vec<Json>,
    /// Where it works; only of social ones.
    #[shape(described_as = "Option<ConnectorPlatform>")]
    pub platform: Option<String>,
    /// Whether there can be several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_standard: Option<bool>,
    /// Whether it can keep the provider's tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_token_storage_supported: Option<bool>,
}

/// A kind of connector.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct FactoryAnswer {
    /// What it does.
    #[shape(described_as = "ConnectorType")]
    pub r#type: &'static str,
    /// Kept for compatible consoles.
    pub is_demo: bool,
    /// Identifier.
    pub id: &'static str,
    /// What is known of it.
    #[serde(flatten)]
    pub facts: FactoryFacts,
}

/// What replaces a factory's own description.
#[derive(Clone, Debug, Default, Input)]
pub struct ConnectorMetadata {
    /// Which provider.
    pub target: Option<String>,
    /// Names by language.
    pub name: Option<JsonObject>,
    /// Picture.
    pub logo: Option<String>,
    /// Picture in dark mode; `null` is none of its own.
    pub logo_dark: Patch<String>,
}

/// What to make a connector of.
#[derive(Debug, Input)]
pub struct CreateConnector {
    /// Configuration.
    pub config: Option<JsonObject>,
    /// Its factory.
    pub connector_id: Text<1, 128>,
    /// What replaces the factory's own description.
    pub metadata: Option<ConnectorMetadata>,
    /// Whether names and pictures are taken over at each sign-in.
    pub sync_profile: Option<bool>,
    /// Whether the provider's tokens are kept.
    pub enable_token_storage: Option<bool>,
    /// Identifier; made unless given.
    pub id: Option<Text<1, 128>>,
}

/// A way to a provider.
#[derive(Debug, Input)]
pub struct AskAddress {
    /// Comes back unchanged.
    pub state: String,
    /// Where to come back to.
    pub redirect_uri: String,
}

/// Where it leads.
#[derive(Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
#[shape(unused = "redirectUri")]
pub struct ProviderAddress {
    /// Address at the provider.
    pub redirect_to: String,
}

/// What to change of a connector.
#[derive(Debug, Input)]
pub struct UpdateConnector {
    /// Configuration; replaced whole.
    pub config: Option<JsonObject>,
    /// What replaces the factory's own description; replaced whole.
    pub metadata: Option<ConnectorMetadata>,
    /// Whether names and pictures are taken over at each sign-in.
    pub sync_profile: Option<bool>,
    /// Whether the provider's tokens are kept.
    pub enable_token_storage: Option<bool>,
}

/// Which connectors to list.
#[derive(Debug, Default, Input)]
pub struct OfTarget {
    /// Which provider.
    pub target: Option<Text<0, 128>>,
}

/// A message to try a configuration with.
#[derive(Debug, Input)]
pub struct TestMessage {
    /// Phone number, international digits.
    pub phone: Option<PhoneDigits>,
    /// E-mail address.
    pub email: Option<Checked<EmailAddressRule>>,
    /// Configuration.
    pub config: JsonObject,
    /// Language.
    pub locale: Option<Text<0, 16>>,
}
