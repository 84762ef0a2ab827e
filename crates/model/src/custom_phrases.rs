//! Texts of pages that replace those that are built in.

use avouch_shape::{Components, Describe, Input, Issue, Issues, JsonObject, Path};
use serde::Serialize;
use serde_json::{Value, json};

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
#[derive(Debug, Input)]
pub struct OfLanguage {
    /// Language.
    pub language_tag: LanguageTag,
}

/// Texts by their place: each member is a text or holds further ones.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Translation(pub JsonObject);

impl Describe for Translation {
    fn describe(components: &mut Components) -> Value {
        components.named::<Self>("Translation", |components| {
            let member = json!({ "oneOf": [{ "type": "string" }, Self::describe(components)] });
            let description = "Texts by their place: each member is a text or holds further ones.";
            // Where compatible documents name a member, its name stands for any.
            let properties = json!({ "[translationKey]": member });
            json!({ "type": "object", "description": description, "properties": properties,
                "additionalProperties": member })
        })
    }
}

impl Input for Translation {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        let members = avouch_shape::members(value, at, issues)?;
        note_others(&members, at, issues);
        Some(Self(members))
    }
}

/// Notes what is neither a text nor holds any.
fn note_others(members: &JsonObject, at: &Path<'_>, issues: &mut Issues) {
    for (name, value) in members {
        match value {
            Value::String(_) => {}
            Value::Object(inner) => note_others(inner, &Path::Key(at, name), issues),
            _ => issues.push(Issue::custom("must be a text, or hold texts", &Path::Key(at, name))),
        }
    }
}
