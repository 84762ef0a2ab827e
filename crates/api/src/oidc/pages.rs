//! The few pages that the provider itself shows: small, without anything from elsewhere.

use std::fmt::Write as _;

use avouch_crypto::{Alphabet, random_text};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

/// A text that is safe in HTML, inside and outside of attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// A form that posts itself; without scripts, by a button.
pub(crate) fn form(status: StatusCode, action: &str, fields: &[(&'static str, String)]) -> Response {
    let nonce = random_text(Alphabet::Alphanumeric, 22);
    let mut inputs = String::new();
    for (name, value) in fields {
        let _ = write!(inputs, "<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value));
    }
    let body = format!(
        "<form method=\"post\" action=\"{}\">{inputs}<noscript><button type=\"submit\">Continue</button></noscript></form>\
         <script nonce=\"{nonce}\">document.forms[0].submit()</script>",
        escape(action)
    );
    page(status, "Continue", &body, Some(&nonce))
}

fn page(status: StatusCode, title: &str, body: &str, nonce: Option<&str>) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><title>{}</title><body>{body}</body></html>",
        escape(title)
    );
    let scripts = nonce.map_or_else(|| "'none'".to_owned(), |nonce| format!("'nonce-{nonce}'"));
    let policy = format!("default-src 'none'; script-src {scripts}; frame-ancestors 'self'; base-uri 'none'");
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_gets_out_of_an_attribute() {
        assert_eq!(escape("\"><script>'&"), "&quot;&gt;&lt;script&gt;&#39;&amp;");
    }
}
