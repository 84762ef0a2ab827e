//! `/device`: the page where the user of a device types or confirms its code.

pub(crate) mod success;

use axum::extract::{Request, State as AxumState};
use axum::response::Response;
use http::StatusCode;

use crate::http::app::State;
use crate::oidc::{Browser, found, pages};

pub(crate) async fn get(AxumState(state): AxumState<State>, request: Request) -> Response {
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let browser = match Browser::read(request).await {
        Ok(browser) => browser,
        Err(response) => return response,
    };
    let visit = browser.visit();
    let Some(secret) = state.0.provider.device_secret(&visit) else {
        // The page works only for browsers that were told the secret.
        return found(&format!("{}/device{query}", visit.issuer.url()));
    };
    let action = format!("{}/device", visit.issuer.url());
    let error = visit.params.get("error").map(sentence);
    let page = match visit.params.get("user_code") {
        Some(code) => confirmation(&action, &secret, code),
        None => entry(&action, &secret, visit.params.get("input_code").unwrap_or_default(), error),
    };
    pages::form_page(StatusCode::OK, "Connect a device", &page)
}

/// The form to type a code into.
fn entry(action: &str, secret: &str, typed: &str, error: Option<&str>) -> String {
    let error = error.map(|text| format!("<p role=\"alert\">{text}</p>")).unwrap_or_default();
    format!(
        "<main><h1>Connect a device</h1>{error}<form method=\"post\" action=\"{}\">\
         <input type=\"hidden\" name=\"xsrf\" value=\"{}\">\
         <label>Type the code that your device shows: <input name=\"user_code\" value=\"{}\" autocomplete=\"off\" \
         autocapitalize=\"characters\" spellcheck=\"false\" maxlength=\"16\" required autofocus></label> \
         <button type=\"submit\">Continue</button></form></main>",
        pages::escape(action),
        pages::escape(secret),
        pages::escape(typed)
    )
}

/// The question whether a code is that of the user's own device.
fn confirmation(action: &str, secret: &str, code: &str) -> String {
    format!(
        "<main><h1>Connect a device</h1><p>Does your device show this code?</p><p><strong>{code}</strong></p>\
         <p>Continue only if you started this on a device that is yours: it will act for you.</p>\
         <form method=\"post\" action=\"{}\"><input type=\"hidden\" name=\"xsrf\" value=\"{}\">\
         <input type=\"hidden\" name=\"user_code\" value=\"{code}\">\
         <button type=\"submit\" name=\"confirm\" value=\"yes\">Continue</button> \
         <button type=\"submit\" name=\"abort\" value=\"yes\">Cancel</button></form></main>",
        pages::escape(action),
        pages::escape(secret),
        code = pages::escape(code),
    )
}

/// What went wrong, by its name.
fn sentence(error: &str) -> &'static str {
    match error {
        "NoCodeError" => "Type the code first.",
        "NotFoundError" => "No device waits with this code. Check it and type it again.",
        "ExpiredError" => "This code has expired. Ask the device for a new one.",
        "AlreadyUsedError" => "This code was used already. Ask the device for a new one.",
        "AbortedError" => "The device was not connected.",
        _ => "The device could not be connected. Ask it for a new code.",
    }
}
