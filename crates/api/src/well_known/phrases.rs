//! `/api/.well-known/phrases`: the texts of pages.

use avouch_model::Json as Texts;
use avouch_model::well_known::Languages;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, header};

use crate::http::extract::{Query, Visitor};
use crate::http::failure::Failure;
use crate::http::openapi::{About, Answer, Operation};
use crate::http::routes::Routes;

/// 200 with texts and their language.
#[derive(Debug)]
struct Localized(Response);

impl IntoResponse for Localized {
    fn into_response(self) -> Response {
        self.0
    }
}

impl Answer for Localized {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_json::<Texts>(200);
    }
}

pub(crate) fn routes() -> Routes {
    Routes::at("/api/.well-known/phrases").get(get, About::new("Well-known", "Get the texts of pages", &[]))
}

async fn get(visitor: Visitor, Query(languages): Query<Languages>) -> Result<Localized, Failure> {
    let asked: Vec<String> = languages.lng.0.iter().flat_map(|tags| tags.split_whitespace()).map(Into::into).collect();
    let kept = &visitor.state.0.well_known;
    let (body, language) = kept.texts(&visitor.issuer.tenant, &asked, &accepted(&visitor.headers)).await?;
    let mut response = body.answer(&visitor.headers);
    if let Ok(language) = HeaderValue::from_str(&language) {
        response.headers_mut().insert(header::CONTENT_LANGUAGE, language);
    }
    Ok(Localized(response))
}

/// Languages of a request, most wanted first (RFC 9110 section 12.5.4).
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
    }
}
