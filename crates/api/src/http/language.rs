//! The languages that a request asks for, and errors in the first of them.

use avouch_domain::error_messages;
use axum::response::Response;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Uri, header};
use serde_json::{Map, Value};

use super::answer;

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
}

/// Says an error again in the first of the languages asked for that it can be said in.
pub(crate) fn speak(response: &mut Response, asked: &Asked) {
    let Some(Told { code, mut body }) = response.extensions_mut().remove::<Told>() else { return };
    let Some(message) = error_messages::find(code, &wanted(&asked.uri, &asked.accepted)) else { return };
    body.insert("message".to_owned(), message.text.into());
    let said = answer::json(response.status(), &Value::Object(body));
    *response.body_mut() = said.into_body();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(message.language));
    headers.append(header::VARY, HeaderValue::from_static("Accept-Language"));
}

/// Languages of a request, most wanted first: `locale` of the query, then what the headers say.
pub(crate) fn wanted(uri: &Uri, headers: &HeaderMap) -> Vec<String> {
    let query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let asked = query.filter(|(name, _)| name == "locale").map(|(_, value)| value.into_owned()).take(5);
    asked.chain(accepted(headers)).collect()
}

/// Languages of a request's headers, most wanted first (RFC 9110 section 12.5.4).
pub(crate) fn accepted(headers: &HeaderMap) -> Vec<String> {
    let value = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut tags: Vec<(f32, &str)> = value
        .split(',')
        .take(20)
        .filter_map(|part| {
            let (tag, weight) = part.split_once(';').unwrap_or((part, ""));
            let weight = weight.trim().strip_prefix("q=").map_or(Some(1.0), |weight| weight.parse().ok())?;
            Some((weight, tag.trim()))
        })
        .filter(|(weight, tag)| *weight > 0.0 && !tag.is_empty() && *tag != "*")
        .collect();
    tags.sort_by(|one, other| other.0.total_cmp(&one.0));
    tags.into_iter().map(|(_, tag)| tag.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    #[test]
    fn languages_come_by_their_weight() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static("de;q=0.5, fr-CA, *;q=0.1, en;q=0.8, x;q=0"));
        assert_eq!(super::accepted(&headers), ["fr-CA", "en", "de"]);
        let uri = http::Uri::from_static("/x?locale=ja&q=locale&locale=th");
        assert_eq!(super::wanted(&uri, &headers), ["ja", "th", "fr-CA", "en", "de"]);
    }
}
