//! The pages that people see, in the binary.
//!
//! A page comes in one answer: its script, its style, its settings and its texts are in its HTML, so that it asks for
//! nothing before it is seen. `build.rs` puts the files of `web/` together.

use serde_json::Value;

/// What all pages look like, as it stands in the page.
pub const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/style.css"));

/// Sets of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pages {
    /// Where people sign in.
    SignIn,
    /// Where they manage their account.
    Account,
}

impl Pages {
    /// What it runs, as it stands in the page: a content security policy knows it by its digest.
    pub const fn script(self) -> &'static str {
        match self {
            Self::SignIn => include_str!(concat!(env!("OUT_DIR"), "/sign-in.js")),
            Self::Account => include_str!(concat!(env!("OUT_DIR"), "/account.js")),
        }
    }

    /// What it runs before the rest of it has come: it asks for what the page will need.
    pub const fn early(self) -> Option<&'static str> {
        match self {
            Self::SignIn => None,
            Self::Account => Some(include_str!(concat!(env!("OUT_DIR"), "/account-early.js"))),
        }
    }
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// Which script it runs.
    pub pages: Pages,
    /// What it has to know.
    pub boot: &'a Value,
    /// Its language.
    pub language: &'a str,
    /// The first segments of every path, such as `/tenant`, or nothing.
    pub prefix: &'a str,
    /// Its icon.
    pub favicon: Option<&'a str>,
    /// Its icon where people prefer dark pages.
    pub dark_favicon: Option<&'a str>,
    /// Style sheet of the tenant, as [`style`] makes it.
    pub css: Option<&'a str>,
}

/// A style sheet that cannot end the element that it stands in.
pub fn style(css: &str) -> String {
    css.replace("</", "<\\/")
}

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 4] = ["ar", "fa", "he", "ur"];

impl Page<'_> {
    /// The page as HTML.
    pub fn html(&self) -> String {
        let prefix = escape(self.prefix);
        let base = self.language.split('-').next().unwrap_or_default();
        let direction = if RIGHT_TO_LEFT.contains(&base) { "rtl" } else { "ltr" };
        let css = self.css.map(|css| format!("<style data-custom-css>{css}</style>")).unwrap_or_default();
        format!(
            "<!doctype html><html lang=\"{language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
             <base href=\"{prefix}/\">{early}<title>…</title>{icons}\
             <style>{STYLE}</style>{css}</head>\
             <body class=\"logto_page-container\"><main></main><noscript>This page needs JavaScript.</noscript>\
             <script type=\"application/json\" id=\"avouch-boot\">{boot}</script>\
             <script>{script}</script></body></html>",
            language = escape(self.language),
            early = self.pages.early().map(|script| format!("<script>{script}</script>")).unwrap_or_default(),
            icons = self.icons(),
            boot = inline(self.boot),
            script = self.pages.script(),
        )
    }

    fn icons(&self) -> String {
        let icon = |href: &str, media: &str| format!("<link rel=\"icon\" href=\"{}\"{media}>", escape(href));
        match (self.favicon.or(self.dark_favicon), self.dark_favicon) {
            // A page without one asks for /favicon.ico.
            (None, _) => "<link rel=\"icon\" href=\"data:,\">".to_owned(),
            (Some(light), Some(dark)) if light != dark => {
                icon(light, " media=\"(prefers-color-scheme: light)\"")
                    + &icon(dark, " media=\"(prefers-color-scheme: dark)\"")
            }
            (Some(light), _) => icon(light, ""),
        }
    }
}

/// JSON that cannot end the element it stands in.
pub fn inline(value: &Value) -> String {
    let text = value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    text.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Page, Pages, style};

    fn page(boot: &serde_json::Value) -> Page<'_> {
        Page {
            pages: Pages::SignIn,
            boot,
            language: "ar",
            prefix: "/t\"><script>",
            favicon: Some("x\"><script>"),
            dark_favicon: None,
            css: None,
        }
    }

    #[test]
    fn nothing_gets_out_of_its_place() {
        let boot = json!({ "a": "</script><script>alert(1)</script>" });
        let css = style("a{}</style><script>");
        let html = Page { css: Some(&css), ..page(&boot) }.html();
        // Two of ours, and one that is text inside a style.
        assert_eq!(html.matches("<script").count(), 3, "{html}");
        assert!(html.contains("dir=\"rtl\"") && html.contains("<\\/style>"));
    }

    #[test]
    fn an_icon_follows_the_theme() {
        let boot = json!({});
        let html = Page { favicon: Some("a"), dark_favicon: Some("b"), ..page(&boot) }.html();
        assert!(html.contains("href=\"b\" media=\"(prefers-color-scheme: dark)\""));
        assert!(Page { favicon: None, ..page(&boot) }.html().contains("href=\"data:,\""));
    }

    /// Every text that a page asks for is there, in the language that others fall back to.
    #[test]
    fn pages_have_words() {
        let phrases: serde_json::Value =
            serde_json::from_str(include_str!("../../domain/phrases/en.json")).expect("phrases are JSON");
        let mut asked = 0;
        for text in [Pages::SignIn, Pages::Account].map(Pages::script) {
            // Names of other functions end in the same letter; keys have no blanks.
            let by_function = text.split("t('").skip(1).filter_map(|part| part.split('\'').next());
            for key in by_function.filter(|key| key.contains('.') && !key.contains(['/', ' ']) && !key.ends_with('.')) {
                asked += 1;
                let path = format!("/translation/{}", key.replace('.', "/"));
                assert!(phrases.pointer(&path).is_some_and(serde_json::Value::is_string), "pages ask for {key}");
            }
        }
        assert!(asked > 200, "{asked}");
    }
}
