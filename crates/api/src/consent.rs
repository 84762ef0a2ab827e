//! `/consent`: what first-party applications ask for is granted without a page.

use avouch_domain::{Error, one_time_tokens};
use avouch_oidc::Consent;
use axum::extract::{Request, State as AxumState};
use axum::response::Response;
use serde_json::Value;

use crate::http::app::State;
use crate::http::language;
use crate::oidc::{Browser, found};
use crate::pages;

pub(crate) async fn get(AxumState(state): AxumState<State>, request: Request) -> Response {
    let accepted = language::wanted(request.uri(), request.headers());
    let browser = match Browser::read(request).await {
        Ok(browser) => browser,
        Err(response) => return response,
    };
    if let Some(location) = link(&state, &browser).await {
        return found(&location);
    }
    match state.0.provider.auto_consent(&browser.visit()).await {
        Ok(Consent::Granted(location)) => found(&location),
        Ok(Consent::Unknown) => pages::lost(browser.visit().issuer).await,
        // Third parties need the user's word.
        Ok(Consent::Ask) => pages::show(&state, &browser, &accepted).await,
        Err(failure) => browser.refused(&state, &failure).await,
    }
}

/// Someone is signed in and follows a link that signs in: perhaps it is for somebody else.
async fn link(state: &State, browser: &Browser) -> Option<String> {
    let visit = browser.visit();
    let waiting = state.0.provider.interaction(&visit).await.ok()?;
    let asked = |name: &str| waiting.params.get(name).and_then(Value::as_str);
    let (token, email) = (asked("one_time_token")?, asked("login_hint")?);
    let user = state.0.provider.consent_page(&visit).await.ok()?.user;
    let prefix = pages::prefix(visit.issuer);
    let link = form_urlencoded::Serializer::new(String::new())
        .append_pair("login_hint", email)
        .append_pair("one_time_token", token)
        .finish();
    if user.primary_email.as_deref() != Some(email) {
        let signs_in_anyway = asked("prompt").is_some_and(|prompt| prompt.split(' ').any(|one| one == "login"));
        return (!signs_in_anyway).then(|| format!("{prefix}/switch-account?{link}"));
    }
    let tx = visit.issuer.tenant.begin().await.ok()?;
    match one_time_tokens::check(&tx, token, email, None).await {
        Ok(_) => Some(format!("{prefix}/one-time-token?{link}")),
        // It was for this session.
        Err(Error::OneTimeTokenConsumed) => None,
        Err(_) => Some(format!("{prefix}/one-time-token?errorMessage=invalid")),
    }
}
