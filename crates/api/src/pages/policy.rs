//! What a page may load: its own, and what the tenant's captcha and One Tap need.

use std::sync::LazyLock;

use avouch_crypto::sha256;
use avouch_web::{Pages, STYLE};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::Value;

/// What stands in a page may run, or style it, if it is known by its digest.
fn digest(text: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(sha256(text.as_bytes())))
}

static SIGN_IN: LazyLock<String> = LazyLock::new(|| digest(Pages::SignIn.script()));
static ACCOUNT: LazyLock<String> = LazyLock::new(|| {
    let both = [Some(Pages::Account.script()), Pages::Account.early()];
    both.into_iter().flatten().map(digest).collect::<Vec<_>>().join(" ")
});
static OUR_STYLE: LazyLock<String> = LazyLock::new(|| digest(STYLE));

/// What is in a page, and what it needs.
pub(super) struct Content<'a> {
    pub(super) pages: Pages,
    /// Style sheet of the tenant, as it stands in the page.
    pub(super) css: Option<&'a str>,
    /// Configuration of the captcha.
    pub(super) captcha: Option<&'a Value>,
    /// Whether Google One Tap is on.
    pub(super) one_tap: bool,
    /// Who may show the page in a frame, besides its own site.
    pub(super) framed_by: Option<&'a str>,
}

/// The content security policy of a page.
pub(super) fn policy(content: &Content<'_>) -> String {
    let Content { pages, css, captcha, one_tap, framed_by } = content;
    let text = |name: &str| captcha.and_then(|config| config.get(name)?.as_str());
    let is_host = |host: &&str| host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    let mut others = match text("type") {
        Some("Turnstile") => " https://challenges.cloudflare.com".to_owned(),
        Some("RecaptchaEnterprise") => {
            let host = text("domain").filter(is_host).filter(|host| !host.is_empty()).unwrap_or("www.google.com");
            format!(" https://{host} https://www.gstatic.com https://www.google.com")
        }
        _ => String::new(),
    };
    let mut styles = "";
    if *one_tap {
        others.push_str(" https://accounts.google.com/gsi/");
        styles = " https://accounts.google.com/gsi/style";
    }
    let framed_by = framed_by.map(|origin| format!(" {origin}")).unwrap_or_default();
    let css = css.map(|css| format!(" {}", digest(css))).unwrap_or_default();
    let script = match pages {
        Pages::SignIn => SIGN_IN.as_str(),
        Pages::Account => ACCOUNT.as_str(),
    };
    let style = OUR_STYLE.as_str();
    format!(
        "default-src 'none'; script-src {script}{others}; style-src {style}{css}{styles}; \
         img-src 'self' data: blob: https: http:; connect-src 'self'{others}; frame-src 'self'{others}; \
         font-src 'self' https:; base-uri 'self'; form-action 'self'; frame-ancestors 'self'{framed_by}"
    )
}

#[cfg(test)]
mod tests {
    use avouch_web::Pages;
    use serde_json::json;

    use super::{Content, policy};

    #[test]
    fn only_what_is_needed_gets_in() {
        let plain = Content { pages: Pages::SignIn, css: None, captcha: None, one_tap: false, framed_by: None };
        let told = policy(&plain);
        assert!(!told.contains("unsafe") && !told.contains("google"), "{told}");
        let captcha = json!({ "type": "RecaptchaEnterprise", "domain": "evil.test; script-src *" });
        let captcha = Some(&captcha);
        let told = policy(&Content { captcha, one_tap: true, framed_by: Some("https://admin.test"), ..plain });
        assert!(told.contains("https://www.google.com") && !told.contains("evil"), "{told}");
        assert!(told.contains("accounts.google.com") && told.ends_with("'self' https://admin.test"));
    }
}
