//! Languages that pages and messages can be in.

use std::ops::Deref;

use avouch_shape::{Components, Describe, Input, Issues, Path};
use serde::Serialize;
use serde_json::{Value, json};

/// Every language that can be named, with its region where texts differ by it.
pub const LANGUAGE_TAGS: &[&str] = &[
    "af-ZA", "am-ET", "ar", "ar-AR", "as-IN", "az-AZ", "be-BY", "bg-BG", "bn-IN", "br-FR", "bs-BA", "ca-ES", "cb-IQ",
    "co-FR", "cs", "cs-CZ", "cx-PH", "cy-GB", "da-DK", "de", "de-DE", "el-GR", "en", "en-GB", "en-US", "eo-EO", "es",
    "es-ES", "es-419", "et-EE", "eu-ES", "fa-IR", "ff-NG", "fi", "fi-FI", "fo-FO", "fr", "fr-CA", "fr-FR", "fy-NL",
    "ga-IE", "gl-ES", "gn-PY", "gu-IN", "ha-NG", "he-IL", "hi-IN", "hr-HR", "ht-HT", "hu-HU", "hy-AM", "id-ID",
    "ik-US", "is-IS", "it", "it-IT", "iu-CA", "ja", "ja-JP", "ja-KS", "jv-ID", "ka-GE", "kk-KZ", "km-KH", "kn-IN",
    "ko", "ko-KR", "ku-TR", "ky-KG", "lo-LA", "lt-LT", "lv-LV", "mg-MG", "mk-MK", "ml-IN", "mn-MN", "mr-IN", "ms-MY",
    "mt-MT", "my-MM", "nb-NO", "ne-NP", "nl", "nl-BE", "nl-NL", "nn-NO", "or-IN", "pa-IN", "pl-PL", "ps-AF", "pt",
    "pt-BR", "pt-PT", "ro-RO", "ru", "ru-RU", "rw-RW", "sc-IT", "si-LK", "sk-SK", "sl-SI", "sn-ZW", "sq-AL", "sr-RS",
    "sv", "sv-SE", "sw-KE", "sy-SY", "sz-PL", "ta-IN", "te-IN", "tg-TJ", "th", "th-TH", "tl-PH", "tr", "tr-TR",
    "tt-RU", "tz-MA", "uk-UA", "ur-PK", "uz-UZ", "vi-VN", "zh", "zh-CN", "zh-HK", "zh-MO", "zh-TW", "zz-TR",
];

/// One of [`LANGUAGE_TAGS`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct LanguageTag(&'static str);

impl LanguageTag {
    /// Reads a tag.
    pub fn parse(text: &str) -> Option<Self> {
        LANGUAGE_TAGS.iter().find(|tag| **tag == text).map(|tag| Self(tag))
    }

    /// The tag.
    pub fn as_str(&self) -> &'static str {
        self.0
    }
}

impl Deref for LanguageTag {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl Describe for LanguageTag {
    fn describe(_: &mut Components) -> Value {
        json!({ "type": "string", "enum": LANGUAGE_TAGS })
    }
}

impl Input for LanguageTag {
    fn read(value: Option<Value>, at: &Path<'_>, issues: &mut Issues) -> Option<Self> {
        avouch_shape::enumeration(value, LANGUAGE_TAGS, Self::parse, at, issues)
    }
}
