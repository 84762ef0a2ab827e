//! What a sign-in page asks for first: whole, packed, and when nothing has changed since.

use http::header;

use super::Scenario;
use crate::Failure;
use crate::api::Api;
use crate::limits::Limit;

pub(super) async fn scenarios(api: &Api) -> Result<Vec<Scenario>, Failure> {
    let plain = api.get("/api/.well-known/sign-in-exp")?;
    let mut packed = plain.clone();
    packed.headers_mut().insert(header::ACCEPT_ENCODING, header::HeaderValue::from_static("gzip"));
    let answer = api.raw(packed.clone()).await?;
    let tag = answer.headers().get(header::ETAG).ok_or("the sign-in settings have no tag")?;
    let mut known = packed.clone();
    known.headers_mut().insert(header::IF_NONE_MATCH, tag.clone());
    let named =
        [("sign-in settings", plain), ("sign-in settings, packed", packed), ("sign-in settings, not modified", known)];
    let scenario = |(name, request)| Scenario { name, limit: Limit::None, requests: vec![request] };
    Ok(named.into_iter().map(scenario).collect())
}
