//! Texts of pages that replace those that are built in.

use avouch_shape::{Describe, JsonObject};
use serde::Serialize;

use crate::{Json, LanguageTag, TenantId};

/// The replaced texts of a language.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct CustomPhrase {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: String,
    /// Language.
    pub language_tag: String,
    /// Texts by their place, as deep as the built-in ones.
    pub translation: Json,
}

/// Which language is meant.
#[derive(Debug, avouch_shape::Input)]
pub struct OfLanguage {
    /// Language.
    pub language_tag: LanguageTag,
}

/// Texts by their place.
pub type Translation = JsonObject;
