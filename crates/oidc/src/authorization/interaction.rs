//! Where the user goes, and the cookies that lead back.

use avouch_model::Timestamp;
use avouch_model::applications::is_document;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::Visit;
use crate::Params;
use crate::cookies::{SetCookie, Shape, set};
use crate::keys::KeySet;
use crate::records::{Interaction, Session};

/// Most interactions that a browser has at once.
const MOST: usize = 10;

/// Most bytes of the cookie that lists them.
const LARGEST: usize = 3072;

/// What browsers encode in a component of an address.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// How long the credential of One Tap waits for the page, in milliseconds.
const ONE_TAP: i64 = 10_000;

/// The page for what the user is asked for, with what it needs to know.
pub(super) fn page(visit: &Visit<'_>, interaction: &Interaction, params: &Params) -> String {
    let base = visit.base_path();
    let client = params.get("client_id").unwrap_or_default();
    if interaction.prompt.name == "consent" {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("app_id", client).finish();
        return format!("{base}/consent?{query}");
    }
    let extra = Extra::of(params);
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("app_id", client);
    for name in ["organization_id", "ui_locales", "one_time_token", "login_hint", "identifier"] {
        if let Some(value) = params.get(name).filter(|_| extra.is_valid) {
            query.append_pair(name, value);
        }
    }
    match extra.direct {
        Some(direct) => {
            query.append_pair("fallback", extra.route);
            format!("{base}/direct/{direct}?{}", query.finish())
        }
        None => format!("{base}/{}?{}", extra.route, query.finish()),
    }
}

/// Extra parameters; where one has a value that is not known, none of them counts.
struct Extra {
    is_valid: bool,
    route: &'static str,
    direct: Option<String>,
}

impl Extra {
    fn of(params: &Params) -> Self {
        let none = Self { is_valid: false, route: "sign-in", direct: None };
        let mode = match params.get("interaction_mode") {
            Some("signUp") => "register",
            None | Some("signIn") => "sign-in",
            Some(_) => return none,
        };
        let route = match params.get("first_screen") {
            Some("sign_in" | "signIn") => "sign-in",
            Some("register") => "register",
            Some("reset_password") => "reset-password",
            Some("identifier:sign_in") => "identifier-sign-in",
            Some("identifier:register") => "identifier-register",
            Some("single_sign_on") => "single-sign-on",
            Some(_) => return none,
            None => mode,
        };
        let direct = params.get("direct_sign_in").map(|value| {
            let encode = |text: &str| utf8_percent_encode(text, COMPONENT).to_string();
            match value.split_once(':') {
                Some((method, target)) => format!("{}/{}", encode(method), encode(target)),
                None => encode(value),
            }
        });
        let direct = direct.or_else(|| params.get("google_one_tap_credential").map(|_| "social/google".to_owned()));
        Self { is_valid: true, route, direct }
    }
}

/// The cookies of a new interaction.
pub(super) fn cookies(visit: &Visit<'_>, keys: &KeySet, interaction: &Interaction, params: &Params) -> Vec<SetCookie> {
    let secure = visit.is_secure();
    let mut all = vec![about(visit, params)];
    all.extend(one_tap(visit, params));
    let expires = Some(Timestamp::from_millis(interaction.exp.saturating_mul(1000)));
    let jar = visit.jar(keys);
    let listed = listed(jar.signed("_interaction"), params.get("client_id").unwrap_or_default(), &interaction.jti);
    all.extend(jar.set_signed("_interaction", &listed, Shape { path: "/", expires, http_only: true, secure }));
    let path = format!("{}/oidc/{}/{}", visit.base_path(), interaction.route(), interaction.jti);
    all.extend(jar.set_signed(
        "_interaction_resume",
        &interaction.jti,
        Shape { path: &path, expires, http_only: true, secure },
    ));
    all
}

/// The cookie that hands the page a credential that Google's One Tap gave the application.
fn one_tap(visit: &Visit<'_>, params: &Params) -> Option<SetCookie> {
    let is_text = |text: &&str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.=".contains(&byte));
    let credential = params.get("google_one_tap_credential").filter(is_text).filter(|_| Extra::of(params).is_valid)?;
    let expires = Some(Timestamp::from_millis(visit.issuer.tenant.now().millis() + ONE_TAP));
    let shape = Shape { path: "/", expires, http_only: false, secure: visit.is_secure() };
    Some(set("_logto_google_one_tap_credential", credential, shape))
}

/// The cookie that tells pages what the request is about.
pub(super) fn about(visit: &Visit<'_>, params: &Params) -> SetCookie {
    let mut about: Map<String, Value> = Map::new();
    for (member, name) in [("appId", "client_id"), ("organizationId", "organization_id"), ("uiLocales", "ui_locales")] {
        if let Some(value) = params.get(name).filter(|value| member != "appId" || !is_document(value)) {
            about.insert(member.to_owned(), value.into());
        }
    }
    let about = Value::Object(about).to_string().replace(';', "%3B");
    set("_logto", &about, Shape { path: "/", expires: None, http_only: false, secure: visit.is_secure() })
}

/// The list of interactions by client with one more; the oldest go when there is no room.
pub(crate) fn listed(before: Option<&str>, client: &str, uid: &str) -> String {
    let mut map = before.and_then(parsed).unwrap_or_default();
    map.shift_remove(client);
    map.shift_remove("_legacy");
    map.insert(client.to_owned(), uid.into());
    loop {
        let mut whole = map.clone();
        whole.insert("_legacy".to_owned(), uid.into());
        let text = utf8_percent_encode(&json!(whole).to_string(), COMPONENT).to_string();
        if (map.len() <= MOST && text.len() <= LARGEST) || map.len() <= 1 {
            return text;
        }
        let oldest = map.keys().next().cloned().unwrap_or_default();
        map.shift_remove(&oldest);
    }
}

fn parsed(cookie: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(&percent_decode_str(cookie).decode_utf8().ok()?).ok()
}

/// The interaction of a client that the browser's cookie names, or the newest.
pub(crate) fn of_client(cookie: &str, client: Option<&str>) -> Option<String> {
    let map = parsed(cookie)?;
    let found = client.and_then(|client| map.get(client)).or_else(|| map.get("_legacy"))?;
    found.as_str().map(ToOwned::to_owned)
}

/// The cookies of a session. Their end is told last, where clients of compatible software expect it.
pub(super) fn session_cookies(visit: &Visit<'_>, keys: &KeySet, session: &Session) -> Vec<SetCookie> {
    let shape = Shape { path: "/", expires: None, http_only: true, secure: visit.is_secure() };
    let until = Timestamp::from_millis(session.exp.saturating_mul(1000));
    let cookies = visit.jar(keys).set_signed("_session", &session.jti, shape);
    cookies.into_iter().map(|cookie| cookie.until(until)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::{listed, of_client};

    #[test]
    fn a_browser_may_have_several_interactions() {
        let one = listed(None, "a", "1");
        let two = listed(Some(&one), "b", "2");
        assert_eq!(of_client(&two, Some("a")).as_deref(), Some("1"));
        assert_eq!(of_client(&two, Some("z")).as_deref(), Some("2"), "the newest");
        assert_eq!(of_client(&two, None).as_deref(), Some("2"));
        assert_eq!(of_client("nonsense", None), None);
        let many = (0..40).fold(None, |before: Option<String>, number| {
            Some(listed(before.as_deref(), &format!("client-{number}"), &"u".repeat(21)))
        });
        let many = many.unwrap();
        assert!(many.len() <= 3072);
        assert!(of_client(&many, Some("client-39")).is_some());
    }

    proptest! {
        #[test]
        fn whatever_a_cookie_holds_a_new_interaction_is_found(before in any::<String>(), client in "[a-z0-9:/._-]{1,60}") {
            let cookie = listed(Some(&before), &client, "uid");
            prop_assert_eq!(of_client(&cookie, Some(&client)), Some("uid".to_owned()));
            prop_assert!(cookie.bytes().all(|byte| byte.is_ascii_graphic() && !b";,\"\\".contains(&byte)));
        }
    }
}
