//! Pages of lists: `page` and `page_size`, `Total-Number` and `Link`.

use avouch_shape::Describe;
use avouch_store::{Listing, Page};
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use form_urlencoded::Serializer;
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::json;

use super::answer;
use super::extract::query;
use super::failure::Failure;
use super::openapi::{Answer, Operation, Taken};

const TOTAL: HeaderName = HeaderName::from_static("total-number");
const CAPPED: HeaderName = HeaderName::from_static("total-number-is-capped");
const DEFAULT_SIZE: i64 = 20;
const LARGEST_SIZE: i64 = 100;

/// A page that was asked for, and what its links need.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    number: i64,
    size: i64,
    /// Scheme, host and path.
    base: String,
    query: Vec<(String, String)>,
}

/// The page of a list that always has pages.
#[derive(Clone, Debug)]
pub(crate) struct Paging(pub(crate) Asked);

/// The page of a list that has pages only when they are asked for.
#[derive(Clone, Debug)]
pub(crate) struct OptionalPaging(pub(crate) Option<Asked>);

impl Asked {
    fn from_parts(parts: &Parts) -> Result<Option<Self>, Failure> {
        let query = query::pairs(parts);
        let find = |wanted: &str| query.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        let (number, size) = (find("page"), find("page_size"));
        if number.is_none() && size.is_none() {
            return Ok(None);
        }
        let number = positive(number, 1)?;
        let size = positive(size, DEFAULT_SIZE)?;
        if size > LARGEST_SIZE {
            return Err(Failure::Pagination);
        }
        Ok(Some(Self { number, size, base: base(parts), query }))
    }

    fn first(parts: &Parts) -> Self {
        Self { number: 1, size: DEFAULT_SIZE, base: base(parts), query: query::pairs(parts) }
    }

    /// The rows of the page.
    pub(crate) fn page(&self) -> Page {
        Page { limit: self.size, offset: (self.number - 1).saturating_mul(self.size) }
    }

    /// The `Link` header (RFC 8288).
    fn links(&self, total: i64) -> String {
        let last = total.max(1).div_euclid(self.size) + i64::from(total.max(1).rem_euclid(self.size) > 0);
        let mut links = vec![self.link(1, "first")];
        if self.number > 1 {
            links.push(self.link(self.number - 1, "prev"));
        }
        links.push(self.link(last, "last"));
        if self.number < last {
            links.push(self.link(self.number + 1, "next"));
        }
        links.join(", ")
    }

    /// The `Link` header of a list whose end is not known.
    fn first_links(&self) -> String {
        let mut links = vec![self.link(1, "first")];
        if self.number > 1 {
            links.push(self.link(self.number - 1, "prev"));
        }
        links.join(", ")
    }

    fn link(&self, page: i64, relation: &str) -> String {
        // Repeated parameters collapse into one, and `page` keeps its place.
        let mut pairs: Vec<(&str, String)> = Vec::new();
        for (name, value) in &self.query {
            match pairs.iter_mut().find(|(known, _)| known == name) {
                Some((_, values)) if name != "page" => {
                    values.push(',');
                    values.push_str(value);
                }
                Some(_) => {}
                None if name == "page" => pairs.push(("page", page.to_string())),
                None => pairs.push((name, value.clone())),
            }
        }
        if !pairs.iter().any(|(name, _)| *name == "page") {
            pairs.push(("page", page.to_string()));
        }
        let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("<{}?{query}>; rel=\"{relation}\"", self.base)
    }
}

/// A number of at least 1. A fraction means the page it lies in.
fn positive(text: Option<&str>, default: i64) -> Result<i64, Failure> {
    let Some(text) = text else { return Ok(default) };
    let number: f64 = text.trim().parse().map_err(|_| Failure::Pagination)?;
    #[expect(clippy::cast_possible_truncation, reason = "the guard bounds it far below 2^53")]
    match number {
        number if (1.0..=1e12).contains(&number) => Ok(number as i64),
        _ => Err(Failure::Pagination),
    }
}

fn base(parts: &Parts) -> String {
    let origin = parts.extensions.get::<super::front::Context>().map(|context| context.issuer.endpoint.to_string());
    format!("{}{}", origin.unwrap_or_default(), parts.uri.path())
}

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Ok(Self(Asked::from_parts(parts)?.unwrap_or_else(|| Asked::first(parts))))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for OptionalPaging {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Asked::from_parts(parts).map(Self)
    }
}

fn describe(operation: &mut Operation<'_>) {
    let page = json!({ "type": "integer", "minimum": 1, "default": 1, "description": "Page, counted from 1." });
    operation.parameter("page", page);
    let size =
        json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 20, "description": "Rows of a page." });
    operation.parameter("page_size", size);
    operation.refuses(400, "guard.invalid_pagination");
}

impl Taken for Paging {
    fn describe(operation: &mut Operation<'_>) {
        describe(operation);
    }
}

impl Taken for OptionalPaging {
    fn describe(operation: &mut Operation<'_>) {
        describe(operation);
    }
}

/// 200 with a list, and with the headers of its page if it is one.
#[derive(Debug)]
pub(crate) struct Paged<T> {
    pub(crate) asked: Option<Asked>,
    pub(crate) listing: Listing<T>,
}

impl<T: Serialize> IntoResponse for Paged<T> {
    fn into_response(self) -> Response {
        let response = answer::json(StatusCode::OK, &self.listing.rows);
        match (self.asked, self.listing.total) {
            (Some(asked), Some(total)) => with_headers(response, &asked, total),
            _ => response,
        }
    }
}

fn with_headers(mut response: Response, asked: &Asked, total: i64) -> Response {
    response.headers_mut().insert(TOTAL, HeaderValue::from(total));
    if let Ok(links) = HeaderValue::from_str(&asked.links(total)) {
        response.headers_mut().insert(header::LINK, links);
    }
    response
}

/// 200 with a page of a list that may be too long to be counted.
#[derive(Debug)]
pub(crate) struct CappedPage<T> {
    pub(crate) asked: Asked,
    pub(crate) listing: Listing<T>,
    pub(crate) is_capped: bool,
}

impl<T: Serialize> IntoResponse for CappedPage<T> {
    fn into_response(self) -> Response {
        let total = self.listing.total.unwrap_or_default();
        let response = answer::json(StatusCode::OK, &self.listing.rows);
        let mut response = with_headers(response, &self.asked, total);
        if self.is_capped {
            response.headers_mut().insert(CAPPED, HeaderValue::from_static("true"));
            // Nobody knows where the list ends.
            if let Ok(links) = HeaderValue::from_str(&self.asked.first_links()) {
                response.headers_mut().insert(header::LINK, links);
            }
        }
        response
    }
}

impl<T: Serialize + Describe> Answer for CappedPage<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_json::<Vec<T>>(200);
    }
}

/// 200 with a page of a list inside a body.
#[derive(Debug)]
pub(crate) struct PagedBody<T> {
    pub(crate) asked: Asked,
    pub(crate) total: i64,
    pub(crate) body: T,
}

impl<T: Serialize> IntoResponse for PagedBody<T> {
    fn into_response(self) -> Response {
        with_headers(answer::json(StatusCode::OK, &self.body), &self.asked, self.total)
    }
}

impl<T: Serialize + Describe> Answer for PagedBody<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_json::<T>(200);
    }
}

impl<T: Serialize + Describe> Answer for Paged<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_json::<Vec<T>>(200);
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, positive};

    #[test]
    fn links_keep_the_query() {
        let query = [("page", "2"), ("page_size", "3"), ("types", "SPA"), ("types", "Native")];
        let asked = Asked {
            number: 2,
            size: 3,
            base: "http://h/api/applications".to_owned(),
            query: query.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        };
        let links = asked.links(12);
        assert_eq!(
            links,
            "<http://h/api/applications?page=1&page_size=3&types=SPA%2CNative>; rel=\"first\", \
             <http://h/api/applications?page=1&page_size=3&types=SPA%2CNative>; rel=\"prev\", \
             <http://h/api/applications?page=4&page_size=3&types=SPA%2CNative>; rel=\"last\", \
             <http://h/api/applications?page=3&page_size=3&types=SPA%2CNative>; rel=\"next\""
        );
        let empty = Asked { number: 1, query: Vec::new(), ..asked };
        assert_eq!(
            empty.links(0),
            "<http://h/api/applications?page=1>; rel=\"first\", <http://h/api/applications?page=1>; rel=\"last\""
        );
    }

    #[test]
    fn pages_are_numbers_of_at_least_one() {
        assert_eq!(positive(None, 20).unwrap(), 20);
        assert_eq!(positive(Some("1.5"), 1).unwrap(), 1);
        for bad in ["0", "-1", "a", "", "NaN", "inf", "1e30", "0.5"] {
            assert!(positive(Some(bad), 1).is_err(), "{bad}");
        }
    }
}
