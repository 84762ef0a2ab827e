//! The pages that people see, in the binary.
//!
//! A page's scripts and styles are files of `web/`, served as they are under an address that changes with them. What a
//! page has to know is in its HTML: it asks for nothing before it is seen.

use std::sync::LazyLock;

use serde_json::Value;

/// A module of the sign-in pages.
macro_rules! module {
    ($name:literal) => {
        ($name, "text/javascript; charset=utf-8", include_str!(concat!("../../../web/sign-in/", $name)))
    };
}

/// Files of the sign-in pages, with their media types.
const FILES: [(&str, &str, &str); 16] = [
    module!("app.js"),
    module!("api.js"),
    module!("boot.js"),
    module!("captcha.js"),
    module!("code.js"),
    module!("complete.js"),
    module!("consent.js"),
    module!("first.js"),
    module!("flow.js"),
    module!("link.js"),
    module!("mfa.js"),
    module!("passkey.js"),
    module!("router.js"),
    module!("social.js"),
    module!("ui.js"),
    ("style.css", "text/css; charset=utf-8", include_str!("../../../web/sign-in/style.css")),
];

/// Changes with the files (FNV-1a): browsers may keep them for good.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let bytes = FILES.iter().flat_map(|(_, _, text)| text.bytes());
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
});

/// A file of the pages: its media type and its text.
pub fn asset(version: &str, name: &str) -> Option<(&'static str, &'static str)> {
    let known = FILES.iter().find(|(own, _, _)| *own == name && version == VERSION.as_str());
    known.map(|(_, kind, text)| (*kind, *text))
}

/// A sign-in page.
#[derive(Clone, Debug)]
pub struct SignInPage<'a> {
    /// What it has to know.
    pub boot: &'a Value,
    /// Its language.
    pub language: &'a str,
    /// The first segments of every path, such as `/tenant`, or nothing.
    pub prefix: &'a str,
    /// Its icon.
    pub favicon: Option<&'a str>,
    /// Style sheet of the tenant.
    pub css: Option<&'a str>,
    /// Lets that style sheet through the content security policy.
    pub nonce: &'a str,
}

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 4] = ["ar", "fa", "he", "ur"];

impl SignInPage<'_> {
    /// The page as HTML.
    pub fn html(&self) -> String {
        let version = VERSION.as_str();
        let prefix = escape(self.prefix);
        let base = self.language.split('-').next().unwrap_or_default();
        let direction = if RIGHT_TO_LEFT.contains(&base) { "rtl" } else { "ltr" };
        // All of them at once: one that is found in another would come a round trip later.
        let modules = FILES.iter().filter(|(_, kind, _)| kind.starts_with("text/javascript"));
        let modules: Vec<String> = modules
            .map(|(name, _, _)| format!("<link rel=\"modulepreload\" href=\"{prefix}/assets/{version}/{name}\">"))
            .collect();
        let modules = modules.concat();
        let icon =
            self.favicon.map(|icon| format!("<link rel=\"icon\" href=\"{}\">", escape(icon))).unwrap_or_default();
        // A style sheet cannot end its own element.
        let css = self.css.map(|css| css.replace("</", "<\\/")).filter(|css| !css.is_empty());
        let css = css.map(|css| format!("<style nonce=\"{}\">{css}</style>", self.nonce)).unwrap_or_default();
        format!(
            "<!doctype html><html lang=\"{language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
             <base href=\"{prefix}/\"><title>…</title>{icon}\
             <link rel=\"stylesheet\" href=\"{prefix}/assets/{version}/style.css\">{modules}{css}</head>\
             <body class=\"logto_page-container\"><main></main><noscript>This page needs JavaScript.</noscript>\
             <script type=\"application/json\" id=\"avouch-boot\">{boot}</script>\
             <script type=\"module\" src=\"{prefix}/assets/{version}/app.js\"></script></body></html>",
            language = escape(self.language),
            boot = inline(self.boot),
        )
    }
}

/// JSON that cannot end the element it stands in.
fn inline(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{SignInPage, VERSION, asset};

    #[test]
    fn nothing_gets_out_of_its_place() {
        let boot = json!({ "a": "</script><script>alert(1)</script>" });
        let page = SignInPage {
            boot: &boot,
            language: "ar",
            prefix: "/t\"><script>",
            favicon: Some("x\"><script>"),
            css: Some("a{}</style><script>"),
            nonce: "n",
        };
        let html = page.html();
        assert_eq!(html.matches("<script").count(), 3, "{html}");
        // Two of ours, and one that is text inside a style.
        assert!(html.contains("dir=\"rtl\"") && html.contains("<\\/style>"));
    }

    /// Every text that a page asks for is there, in the language that others fall back to.
    #[test]
    fn pages_have_words() {
        let phrases: serde_json::Value =
            serde_json::from_str(include_str!("../../domain/phrases/en.json")).expect("phrases are JSON");
        let mut asked = 0;
        for (name, _, text) in super::FILES {
            for part in text.split("t('").skip(1) {
                let key = part.split('\'').next().unwrap_or_default();
                if !key.contains('.') || key.contains('/') || key.ends_with('.') {
                    continue;
                }
                asked += 1;
                let path = format!("/translation/{}", key.replace('.', "/"));
                assert!(phrases.pointer(&path).is_some_and(serde_json::Value::is_string), "{name} asks for {key}");
            }
        }
        assert!(asked > 100, "{asked}");
    }

    #[test]
    fn files_are_found_under_their_version() {
        assert!(asset(&VERSION, "app.js").is_some());
        assert!(asset("old", "app.js").is_none() && asset(&VERSION, "../app.js").is_none());
    }
}
