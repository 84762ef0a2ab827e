//! `/mailbox` of the operators' listener: messages of a trial, which nobody sends. Codes stand in them, so only this
//! machine sees it, under a name of its own: no page of another site can be made to stand in for it.

use std::fmt::Write as _;

use avouch_domain::mailbox;
use avouch_model::TenantId;
use avouch_store::Read as _;
use avouch_store::mailbox::Letter;
use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use crate::http::answer;
use crate::http::app::State;
use crate::http::front::Context;

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

const STYLE: &str = "body{font:16px/24px system-ui,sans-serif;margin:0 auto;max-width:720px;padding:24px;color-scheme:light dark}\
                     article{border:1px solid #8884;border-radius:12px;margin:16px 0;padding:16px}\
                     header{display:flex;flex-wrap:wrap;gap:4px 16px;justify-content:space-between}\
                     h2{font-size:18px;margin:8px 0}pre{white-space:pre-wrap;font:inherit;margin:8px 0}\
                     small{opacity:.7}code{font-size:28px;letter-spacing:4px;user-select:all}\
                     iframe{width:100%;height:420px;border:0;border-radius:8px;background:#fff}";

pub(crate) fn router() -> Router<State> {
    Router::new().route("/mailbox", get(show))
}

async fn show(request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let Some(letters) = letters(&parts) else { return answer::text(StatusCode::NOT_FOUND) };
    let accepts = parts.headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let (kind, body) = if accepts.contains("application/json") {
        ("application/json", letters.iter().map(told).collect::<Value>().to_string())
    } else {
        ("text/html; charset=utf-8", page(&letters))
    };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    for (name, value) in
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store"), (header::CONTENT_SECURITY_POLICY, POLICY)]
    {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// What is in the box, for whoever may see it.
fn letters(parts: &Parts) -> Option<Vec<Letter>> {
    let context = Context::of(parts).ok()?;
    let host = parts.headers.get(header::HOST)?.to_str().ok()?;
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_here = matches!(name, "localhost" | "127.0.0.1" | "[::1]") && context.ip.to_canonical().is_loopback();
    let is_admin = *context.issuer.tenant.id() == TenantId::admin();
    let mailbox = mailbox::of(&context.issuer.tenant)?;
    (is_here && is_admin).then(|| mailbox.letters())
}

fn told(letter: &Letter) -> Value {
    let Letter { at, tenant, to, usage, subject, text, html, code } = letter;
    json!({ "createdAt": at, "tenantId": tenant, "to": to, "type": usage, "subject": subject, "text": text, "html": html,
        "code": code })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn page(letters: &[Letter]) -> String {
    let mut page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"5\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>Mail box</title><style>{STYLE}</style></head>\
         <body><h1>Mail box</h1><p>Messages that a connector would send. Set one up, and they leave.</p>"
    );
    if letters.is_empty() {
        page += "<p>Nothing yet: this page looks again every five seconds.</p>";
    }
    for letter in letters {
        let Letter { at, tenant: _, to, usage, subject, text, html, code } = letter;
        let at = at.iso().unwrap_or_default();
        let code = code.as_deref().map(|code| format!("<p><code>{}</code></p>", escaped(code))).unwrap_or_default();
        let body = match html {
            Some(html) => format!("<iframe sandbox title=\"Message\" srcdoc=\"{}\"></iframe>", escaped(html)),
            None => format!("<pre>{}</pre>", escaped(text)),
        };
        let _ = write!(
            page,
            "<article><header><strong>{to}</strong><small>{usage} · {at}</small></header><h2>{subject}</h2>{code}{body}\
             </article>",
            to = escaped(to),
            subject = escaped(subject),
        );
    }
    page + "</body></html>"
}
