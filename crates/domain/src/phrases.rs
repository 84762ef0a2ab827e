//! Texts of pages, as they are built in and as a tenant replaces them.

use std::sync::LazyLock;

use avouch_model::custom_phrases::CustomPhrase;
use avouch_store::{Tenant, custom_phrases, sign_in_experiences};
use serde_json::{Map, Value};

use crate::Result;

/// Languages with texts of our own. English is there where no other fits; of languages that share a base, the first.
const BUILT_IN: &[(&str, &str)] = &[
    ("ar", include_str!("../phrases/ar.json")),
    ("cs", include_str!("../phrases/cs.json")),
    ("de", include_str!("../phrases/de.json")),
    ("en", include_str!("../phrases/en.json")),
    ("es", include_str!("../phrases/es.json")),
    ("fa-IR", include_str!("../phrases/fa-IR.json")),
    ("fr", include_str!("../phrases/fr.json")),
    ("hi", include_str!("../phrases/hi.json")),
    ("it", include_str!("../phrases/it.json")),
    ("ja", include_str!("../phrases/ja.json")),
    ("ko", include_str!("../phrases/ko.json")),
    ("nl", include_str!("../phrases/nl.json")),
    ("pl-PL", include_str!("../phrases/pl-PL.json")),
    ("pt-BR", include_str!("../phrases/pt-BR.json")),
    ("pt-PT", include_str!("../phrases/pt-PT.json")),
    ("ru", include_str!("../phrases/ru.json")),
    ("th", include_str!("../phrases/th.json")),
    ("tr-TR", include_str!("../phrases/tr-TR.json")),
    ("uk-UA", include_str!("../phrases/uk-UA.json")),
    ("zh-CN", include_str!("../phrases/zh-CN.json")),
    ("zh-HK", include_str!("../phrases/zh-HK.json")),
    ("zh-TW", include_str!("../phrases/zh-TW.json")),
];

static PARSED: LazyLock<Vec<(&'static str, Value)>> = LazyLock::new(|| {
    BUILT_IN.iter().map(|(tag, text)| (*tag, serde_json::from_str(text).unwrap_or_default())).collect()
});

/// Whether there are texts of our own in a language.
pub fn is_built_in(tag: &str) -> bool {
    BUILT_IN.iter().any(|(built_in, _)| *built_in == tag)
}

/// Our own texts in a language, or in English.
pub fn built_in(tag: &str) -> Value {
    let find = |wanted: &str| PARSED.iter().find(|(tag, _)| *tag == wanted).map(|(_, texts)| texts.clone());
    find(tag).or_else(|| find("en")).unwrap_or_default()
}

/// The texts of a page, and their language.
#[derive(Debug)]
pub struct Phrases {
    /// Language.
    pub language: String,
    /// Texts by their place.
    pub texts: Value,
}

/// What a tenant chooses languages from.
#[derive(Debug)]
pub struct Choice {
    custom: Vec<CustomPhrase>,
    tags: Vec<String>,
    detects: bool,
    fallback: String,
}

/// What a tenant chooses languages from.
pub async fn choice(tenant: &Tenant) -> Result<Choice> {
    let custom = custom_phrases::list(tenant).await?;
    let tags = custom.iter().map(|phrase| phrase.language_tag.clone()).collect();
    let settings = sign_in_experiences::cached(tenant).await?;
    let info = settings.and_then(|settings| settings.language_info.object()).unwrap_or_default();
    let detects = info.get("autoDetect").and_then(Value::as_bool).unwrap_or(true);
    let fallback = info.get("fallbackLanguage").and_then(Value::as_str).unwrap_or("en").to_owned();
    Ok(Choice { custom, tags, detects, fallback })
}

impl Choice {
    /// The same with further languages.
    #[must_use]
    pub fn and(mut self, tags: Vec<String>) -> Self {
        self.tags.extend(tags);
        self
    }

    /// The language for someone who prefers `asked`, or else `accepted`, most wanted first.
    pub fn language(&self, asked: &[String], accepted: &[String]) -> String {
        let accepted = if self.detects { accepted } else { &[] };
        let mut candidates = asked.iter().chain(accepted).chain(std::iter::once(&self.fallback));
        candidates.find_map(|candidate| choose(candidate, &self.tags)).unwrap_or_else(|| "en".to_owned())
    }

    /// The texts in a language.
    pub fn texts(&self, language: &str) -> Value {
        let mut texts = built_in(language);
        if let Some(own) = self.custom.iter().find(|phrase| phrase.language_tag == language) {
            merge(&mut texts, serde_json::to_value(own).unwrap_or_default());
        }
        texts
    }
}

/// The texts for someone who prefers `asked`, or else `accepted`, most wanted first.
pub async fn get(tenant: &Tenant, asked: &[String], accepted: &[String]) -> Result<Phrases> {
    let choice = choice(tenant).await?;
    let language = choice.language(asked, accepted);
    Ok(Phrases { texts: choice.texts(&language), language })
}

/// The language that is meant by a tag: itself, or its base language.
fn choose(candidate: &str, custom: &[String]) -> Option<String> {
    let is_same = |tag: &str| tag.eq_ignore_ascii_case(candidate);
    let base = candidate.split('-').next().unwrap_or(candidate);
    let is_base = |tag: &str| tag.split('-').next().is_some_and(|own| own.eq_ignore_ascii_case(base));
    let own = || custom.iter().map(String::as_str);
    let built_in = || BUILT_IN.iter().map(|(tag, _)| *tag);
    let found = own()
        .find(|tag| is_same(tag))
        .or_else(|| built_in().find(|tag| is_same(tag)))
        .or_else(|| built_in().find(|tag| is_base(tag)))
        .or_else(|| own().find(|tag| is_base(tag)));
    found.map(ToOwned::to_owned)
}

/// Puts `over` over `under`, member by member.
pub fn merge(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                match under.get_mut(&key) {
                    Some(kept) => merge(kept, value),
                    None => drop(under.insert(key, value)),
                }
            }
        }
        (under, over) => *under = over,
    }
}

/// Without empty texts, and without what is empty then.
pub(crate) fn without_empty(texts: Map<String, Value>) -> Map<String, Value> {
    let keep = |(key, value): (String, Value)| match value {
        Value::String(text) if text.is_empty() => None,
        Value::Object(members) => {
            let members = without_empty(members);
            (!members.is_empty()).then(|| (key, Value::Object(members)))
        }
        other => Some((key, other)),
    };
    texts.into_iter().filter_map(keep).collect()
}

/// Whether every text has a place in the English ones.
pub(crate) fn fits(texts: &Map<String, Value>) -> bool {
    fn inside(texts: &Map<String, Value>, english: &Value) -> bool {
        texts.iter().all(|(key, value)| match (value, english.get(key)) {
            (Value::String(_), Some(Value::String(_))) => true,
            (Value::Object(members), Some(place @ Value::Object(_))) => inside(members, place),
            _ => false,
        })
    }
    let english = built_in("en");
    english.get("translation").is_some_and(|english| inside(texts, english))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{BUILT_IN, choose, fits, without_empty};

    /// Places of texts, each with what is filled in there.
    fn places(texts: &Value, at: &str, into: &mut Vec<String>) {
        match texts {
            Value::Object(members) => {
                for (key, value) in members {
                    places(value, &format!("{at}/{key}"), into);
                }
            }
            Value::String(text) => {
                let mut filled: Vec<&str> =
                    text.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()).collect();
                filled.sort_unstable();
                assert!(!text.is_empty(), "{at} is empty");
                into.push(format!("{at} {filled:?}"));
            }
            other => panic!("{at} is {other}"),
        }
    }

    #[test]
    fn every_language_has_every_text() {
        let of = |text: &str| {
            let mut found = Vec::new();
            places(&serde_json::from_str(text).unwrap(), "", &mut found);
            found
        };
        let english = of(BUILT_IN.iter().find(|(tag, _)| *tag == "en").unwrap().1);
        for (tag, text) in BUILT_IN {
            assert_eq!(of(text), english, "{tag}");
        }
        let texts = super::built_in("de");
        assert!(fits(texts["translation"].as_object().unwrap()));
    }

    #[test]
    fn a_language_is_chosen_by_its_tag_or_its_base() {
        let custom = vec!["af-ZA".to_owned()];
        assert_eq!(choose("en-US", &custom).as_deref(), Some("en"));
        assert_eq!(choose("EN", &custom).as_deref(), Some("en"));
        assert_eq!(choose("af", &custom).as_deref(), Some("af-ZA"));
        assert_eq!(choose("xx", &custom), None);
    }

    #[test]
    fn empty_texts_are_no_texts() {
        let texts = json!({ "input": { "username": "Foo", "password": "" }, "action": { "back": "" } });
        let texts = without_empty(texts.as_object().unwrap().clone());
        assert_eq!(Value::from(texts), json!({ "input": { "username": "Foo" } }));
    }
}
