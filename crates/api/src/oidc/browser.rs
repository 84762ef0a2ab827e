//! Requests of browsers to the provider, and its answers to them.

use avouch_oidc::{Answer, Caller, OidcError, Params, SetCookie, Visit, cookie_pairs};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};

use super::{error, form, pages};
use crate::http::app::State;
use crate::http::front::Context;
use crate::http::language;
use crate::pages::{refused, wants as wants_page};

/// What a browser asked for.
pub(crate) struct Browser {
    context: Context,
    query: String,
    params: Params,
    cookies: Vec<(String, String)>,
    encodings: String,
    caller: Caller,
    /// The languages of a person who reads the answer; a program does not.
    reader: Option<Vec<String>>,
}

impl Browser {
    /// Reads a request: parameters are in the query, or in the form that was posted.
    pub(crate) async fn read(request: Request) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let context = Context::of(&parts).map_err(IntoResponse::into_response)?;
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let cookies = cookies(&parts.headers);
        let caller = caller(&context, &parts.headers);
        let encodings = parts.headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
        let encodings = encodings.unwrap_or_default().to_owned();
        let reader = (wants_page(&parts.headers) && !error::is_plain(&query))
            .then(|| language::wanted(&parts.uri, &parts.headers));
        let params = if parts.method == Method::POST {
            form::params(Request::from_parts(parts, body)).await.map_err(IntoResponse::into_response)?
        } else {
            Params::from_form(query.as_bytes())
        };
        Ok(Self { context, query, params, cookies, encodings, caller, reader })
    }

    /// The same as the provider takes it.
    pub(crate) fn visit(&self) -> Visit<'_> {
        Visit { issuer: &self.context.issuer, params: &self.params, cookies: &self.cookies, caller: &self.caller }
    }

    /// How answers may be packed.
    pub(crate) fn encodings(&self) -> &str {
        &self.encodings
    }

    /// The answer to a failure: a page for a person, and JSON for a program.
    pub(crate) async fn refused(&self, state: &State, failure: &OidcError) -> Response {
        self.told(state, failure, error::answer(failure, &self.query)).await
    }

    async fn told(&self, state: &State, failure: &OidcError, plain: Response) -> Response {
        match &self.reader {
            Some(languages) => refused(state, self, languages, plain, error::for_people(failure)).await,
            None => plain,
        }
    }

    /// The answer to an authorization request, which says whose it is where it is refused.
    pub(super) async fn answer_of_auth(&self, state: &State, answer: Answer) -> Response {
        let Answer::Refused(failure) = answer else { return self.answer(state, answer).await };
        let issuer = self.context.issuer.url();
        let to = error::Answered { state: self.params.get("state"), issuer: &issuer };
        self.told(state, &failure, error::answer_of_auth(&failure, &self.query, &to)).await
    }

    /// The answer.
    pub(super) async fn answer(&self, state: &State, answer: Answer) -> Response {
        match answer {
            Answer::Redirect { location, cookies } => with_cookies(redirect(&location), &cookies),
            Answer::Show { location, cookies } => with_cookies(found(&location), &cookies),
            Answer::Form { status, action, fields, cookies } => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
                with_cookies(pages::form(status, &action, &fields), &cookies)
            }
            Answer::Refused(failure) => self.refused(state, &failure).await,
        }
    }
}

/// Who makes a request.
pub(crate) fn caller(context: &Context, headers: &HeaderMap) -> Caller {
    let agent = headers.get(header::USER_AGENT);
    let user_agent = agent.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    Caller { ip: Some(context.ip.to_string()), user_agent, context: context.told.clone() }
}

/// The cookies of a request, in order.
pub(crate) fn cookies(headers: &HeaderMap) -> Vec<(String, String)> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(cookie_pairs).collect()
}

/// 303 with a body for programs that do not follow.
fn redirect(location: &str) -> Response {
    go(StatusCode::SEE_OTHER, location)
}

/// The same with 302: to a page of ours.
pub(crate) fn found(location: &str) -> Response {
    go(StatusCode::FOUND, location)
}

fn go(status: StatusCode, location: &str) -> Response {
    let Ok(value) = HeaderValue::from_str(location) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let body = format!("Redirecting to {}.", pages::escape(location));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::LOCATION, value),
    ];
    (status, headers, body).into_response()
}

fn with_cookies(mut response: Response, cookies: &[SetCookie]) -> Response {
    const SET_COOKIE: HeaderName = header::SET_COOKIE;
    for cookie in cookies {
        if let Ok(value) = HeaderValue::from_str(&cookie.header) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};
    use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

    use super::cookies;

    proptest! {
        #[test]
        fn cookies_are_read_in_their_order(pairs in prop::collection::vec(("[a-z_.]{1,8}", "[A-Za-z0-9%=_-]{0,12}"), 0..6)) {
            let mut headers = HeaderMap::new();
            let line = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
            headers.insert(header::COOKIE, HeaderValue::from_str(&line).unwrap());
            prop_assert_eq!(cookies(&headers), pairs);
        }

        #[test]
        fn whatever_a_browser_sends_stops_nobody(lines in prop::collection::vec(any::<Vec<u8>>(), 0..4)) {
            let mut headers = HeaderMap::new();
            for value in lines.iter().filter_map(|line| HeaderValue::from_bytes(line).ok()) {
                headers.append(header::COOKIE, value);
            }
            prop_assert!(cookies(&headers).iter().all(|(name, value)| !name.contains([';', '=']) && !value.contains(';')));
        }
    }
}
