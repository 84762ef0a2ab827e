//! `/api/.well-known/phrases`: the texts of pages.

use avouch_model::Json as Texts;
use avouch_model::well_known::Languages;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};

use crate::http::extract::{Query, Visitor};
use crate::http::failure::Failure;
use crate::http::language::accepted;
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
    let wanted = languages.locale.0.into_iter().chain(accepted(&visitor.headers)).collect::<Vec<_>>();
    let (body, language) = kept.texts(&visitor.issuer.tenant, &asked, &wanted).await?;
    let mut response = body.answer(&visitor.headers);
    if let Ok(language) = HeaderValue::from_str(&language) {
        response.headers_mut().insert(header::CONTENT_LANGUAGE, language);
    }
    Ok(Localized(response))
}
