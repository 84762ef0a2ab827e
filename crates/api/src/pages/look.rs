//! What a page has to know: settings, texts and their language.

use avouch_domain::{phrases, sign_in_exp};
use avouch_model::sign_in_exp::PublicSettings;
use avouch_oidc::Visit;
use avouch_web::{Page, Pages, style};
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use super::policy::{Content, policy};
use super::prefix;
use crate::http::app::State;
use crate::http::failure::Failure;
use crate::oidc::Browser;

/// Settings and texts for a browser.
pub(crate) struct Look {
    asked: Asked,
    settings: PublicSettings,
    texts: phrases::Phrases,
}

/// Whose page it is, and in which languages.
#[derive(Debug, Default)]
struct Asked {
    application: Option<String>,
    organization: Option<String>,
    locales: Option<String>,
}

impl Asked {
    /// As the address says. A page that was reloaded, or came later, has only the application there: the rest is in the
    /// cookie that the request to sign in left.
    fn of(visit: &Visit<'_>) -> Self {
        // Nothing has a name with a NUL in it, and no database takes one.
        let given = |name: &str| visit.params.get(name).filter(|value| !value.contains('\0')).map(ToOwned::to_owned);
        let application = given("app_id");
        let kept = application.as_deref().and_then(|application| kept(visit.cookies, application)).unwrap_or_default();
        Self {
            organization: given("organization_id").or(kept.organization),
            locales: given("ui_locales").or(kept.locales),
            application,
        }
    }
}

/// What the cookie says of the application.
fn kept(cookies: &[(String, String)], application: &str) -> Option<Asked> {
    let (_, text) = cookies.iter().find(|(name, _)| name == "_logto")?;
    let about: Value = serde_json::from_str(&text.replace("%3B", ";")).ok()?;
    let member = |name: &str| about.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
    // Clients that are addresses of documents are not named there.
    let is_same = member("appId").map_or(application.contains("://"), |own| own == application);
    let (organization, locales) = (member("organizationId"), member("uiLocales"));
    is_same.then_some(Asked { application: None, organization, locales })
}

/// How a page is answered.
pub(crate) struct Shown<'a> {
    pub(crate) status: StatusCode,
    pub(crate) pages: Pages,
    /// Style sheet of the tenant.
    pub(crate) css: Option<String>,
    /// What the page has to know besides settings and texts.
    pub(crate) more: Value,
    /// Who may show it in a frame.
    pub(crate) framed_by: Option<&'a str>,
    /// Whether nobody else is shown the same: then it is not worth keeping.
    pub(crate) is_single: bool,
}

impl Look {
    /// What the browser is shown: for its client and organization, in its language.
    pub(crate) async fn of(browser: &Browser, accepted: &[String]) -> Result<Self, Failure> {
        let visit = browser.visit();
        let tenant = &visit.issuer.tenant;
        let asked = Asked::of(&visit);
        let (application, organization) = (asked.application.as_deref(), asked.organization.as_deref());
        let settings = sign_in_exp::public::get(tenant, application, organization).await?;
        let locales = asked.locales.as_deref().unwrap_or_default();
        let locales: Vec<String> = locales.split_whitespace().map(ToOwned::to_owned).collect();
        let texts = phrases::get(tenant, &locales, accepted).await?;
        Ok(Self { asked, settings, texts })
    }

    /// A text of the settings, such as the `favicon` of `branding`.
    pub(crate) fn text(&self, member: &str, name: &str) -> Option<String> {
        let value = self.settings.settings.0.get(member)?;
        let value = if name.is_empty() { value } else { value.get(name)? };
        value.as_str().map(ToOwned::to_owned)
    }

    /// The same in the words of pages that tenants bring.
    pub(super) fn for_own_pages(&self) -> Value {
        let Asked { application, organization, locales } = &self.asked;
        json!({
            "signInExperience": {
                "appId": application, "organizationId": organization, "uiLocales": locales, "data": self.settings,
            },
            "phrases": { "lng": self.texts.language, "data": self.texts.texts },
        })
    }

    /// The page.
    pub(crate) async fn show(self, state: &State, browser: &Browser, shown: Shown<'_>) -> Response {
        let Shown { status, pages, css, more, framed_by, is_single } = shown;
        let (favicon, dark_favicon) = (self.text("branding", "favicon"), self.text("branding", "darkFavicon"));
        let captcha = self.settings.captcha_config.as_ref().and_then(|config| serde_json::from_str(config.text()).ok());
        let one_tap = self.settings.google_one_tap.as_ref().and_then(avouch_model::Json::object);
        let one_tap = one_tap.is_some_and(|config| config.get("isEnabled") == Some(&Value::Bool(true)));
        let css = css.filter(|css| !css.is_empty()).map(|css| style(&css));
        let css = css.as_deref();
        let policy = policy(&Content { pages, css, captcha: captcha.as_ref(), one_tap, framed_by });
        let mut texts = self.texts.texts;
        // The account's texts are many, and those who sign in do not need them.
        if pages == Pages::SignIn
            && let Some(own) = texts.get_mut("translation").and_then(Value::as_object_mut)
        {
            own.remove("account_center");
        }
        let language = self.texts.language;
        let mut boot = json!({ "signInExperience": self.settings, "phrases": texts, "language": language });
        phrases::merge(&mut boot, more);
        let html = Page {
            pages,
            boot: &boot,
            language: &language,
            prefix: &prefix(browser.visit().issuer),
            favicon: favicon.as_deref(),
            dark_favicon: dark_favicon.as_deref(),
            css,
        };
        let encodings = if is_single { "" } else { browser.encodings() };
        let mut response = state.0.packed.answer(html.html(), encodings).await;
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        for (name, value) in [(header::CONTENT_SECURITY_POLICY, &policy), (header::CONTENT_LANGUAGE, &language)] {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
        response
    }
}
