//! Colours and images of pages.

use avouch_shape::{Checked, Input, Problem, TextRule};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::WebUrl;

/// A colour such as `#abc` or `#aabbcc`.
pub type HexColor = Checked<HexColorRule>;

/// The rule of [`HexColor`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HexColorRule;

impl TextRule for HexColorRule {
    fn check(text: &str) -> Result<(), Problem> {
        let digits = text.strip_prefix('#').ok_or(Problem::Regex)?;
        let fine = matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if fine { Ok(()) } else { Err(Problem::Regex) }
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "regex", "pattern": "^#[0-9A-Fa-f]{3}([0-9A-Fa-f]{3})?$" })
    }
}

/// Colours that replace those of the tenant, each on its own.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct PartialColor {
    /// Main colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_color: Option<HexColor>,
    /// Whether pages follow the dark mode of the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_dark_mode_enabled: Option<bool>,
    /// Main colour in dark mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dark_primary_color: Option<HexColor>,
}

/// Images.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct Branding {
    /// Logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_url: Option<WebUrl>,
    /// Logo in dark mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dark_logo_url: Option<WebUrl>,
    /// Icon of the browser's tab.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub favicon: Option<WebUrl>,
    /// The same in dark mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dark_favicon: Option<WebUrl>,
}

/// Whether pages may show or link to it: a URL of any scheme that cannot run as a script.
pub fn is_page_url(text: &str) -> bool {
    let scripted = |scheme: &str| matches!(scheme, "javascript" | "data" | "vbscript" | "blob");
    url::Url::parse(text).is_ok_and(|url| !scripted(url.scheme()))
}

/// The address of an image, which may be of any scheme that cannot run as a script.
pub type ImageUrl = Checked<ImageUrlRule>;

/// The rule of [`ImageUrl`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageUrlRule;

impl TextRule for ImageUrlRule {
    fn check(text: &str) -> Result<(), Problem> {
        if is_page_url(text) { Ok(()) } else { Err(Problem::Url) }
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "url" })
    }
}

/// Images of a tenant's pages.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct PageBranding {
    /// Logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_url: Option<ImageUrl>,
    /// Logo in dark mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dark_logo_url: Option<ImageUrl>,
    /// Icon of the browser's tab.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub favicon: Option<ImageUrl>,
    /// The same in dark mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dark_favicon: Option<ImageUrl>,
}
