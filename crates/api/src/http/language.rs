//! Errors in the language of whoever reads them.

use avouch_domain::error_messages;
use axum::response::Response;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Uri, header};
use serde_json::{Map, Value};

use super::answer;
use crate::well_known::phrases::accepted;

/// An error on its way out, with its body.
#[derive(Clone)]
pub(crate) struct Told {
    pub(crate) code: &'static str,
    pub(crate) body: Map<String, Value>,
}

/// What a request says of languages. It is only looked at where there is an error.
pub(crate) struct Asked {
    uri: Uri,
    accepted: HeaderMap,
}

impl Asked {
    pub(crate) fn of(parts: &Parts) -> Self {
        let accepted = parts.headers.get(header::ACCEPT_LANGUAGE);
        let accepted = accepted.map(|value| (header::ACCEPT_LANGUAGE, value.clone())).into_iter().collect();
        Self { uri: parts.uri.clone(), accepted }
    }

    /// `locale` of the query, then what the headers say.
    fn languages(&self) -> Vec<String> {
        let query = form_urlencoded::parse(self.uri.query().unwrap_or_default().as_bytes());
        let asked = query.filter(|(name, _)| name == "locale").map(|(_, value)| value.into_owned()).take(5);
        asked.chain(accepted(&self.accepted)).collect()
    }
}

/// Says an error again in the first of the languages asked for that it can be said in.
pub(crate) fn speak(response: &mut Response, asked: &Asked) {
    let Some(Told { code, mut body }) = response.extensions_mut().remove::<Told>() else { return };
    let Some(message) = error_messages::find(code, &asked.languages()) else { return };
    body.insert("message".to_owned(), message.text.into());
    let said = answer::json(response.status(), &Value::Object(body));
    *response.body_mut() = said.into_body();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(message.language));
    headers.append(header::VARY, HeaderValue::from_static("Accept-Language"));
}
