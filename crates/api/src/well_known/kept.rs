//! Bodies that are written, tagged and compressed once, and kept until what they show changes.

use std::io::Write as _;
use std::sync::Arc;

use avouch_domain::phrases::{self, Choice};
use avouch_model::TenantId;
use avouch_store::{Cache, Change, Changes, Read as _, Tenant};
use axum::response::Response;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::{HeaderMap, HeaderValue, header};
use serde::Serialize;
use tokio::sync::OnceCell;

use crate::http::answer::{JSON, Tagged};
use crate::http::failure::Failure;

/// Tenants whose bodies are kept, and bodies that are kept of each: applications and organizations have their own.
const TENANTS: u64 = 1000;
const BODIES: u64 = 500;

/// A body in every form that it is sent in.
#[derive(Debug)]
pub(crate) struct Body {
    plain: Bytes,
    gzip: Bytes,
    brotli: Bytes,
    tag: HeaderValue,
}

impl Body {
    /// Writes and compresses a body.
    pub(crate) fn new(value: &impl Serialize) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| Failure::from(avouch_store::Error::Driver(error.to_string()));
        let plain = serde_json::to_vec(value).map_err(|error| failed(error.into()))?;
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&plain).map_err(failed)?;
        let gzip = encoder.finish().map_err(failed)?;
        let mut small = Vec::new();
        let params = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
        brotli::BrotliCompress(&mut plain.as_slice(), &mut small, &params).map_err(failed)?;
        let tag = avouch_crypto::etag(&plain);
        let tag = HeaderValue::from_str(&tag).map_err(|error| failed(std::io::Error::other(error)))?;
        Ok(Self { plain: plain.into(), gzip: gzip.into(), brotli: small.into(), tag })
    }

    /// 200, in the smallest form that the client takes.
    pub(crate) fn answer(&self, headers: &HeaderMap) -> Response {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (bytes, encoding) = if takes(accepted, "br") {
            (&self.brotli, Some("br"))
        } else if takes(accepted, "gzip") {
            (&self.gzip, Some("gzip"))
        } else {
            (&self.plain, None)
        };
        let mut response = Response::new(axum::body::Body::from(bytes.clone()));
        response.headers_mut().insert(header::CONTENT_TYPE, JSON);
        if let Some(encoding) = encoding {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response.extensions_mut().insert(Tagged::Known(self.tag.clone()));
        response
    }
}

/// Whether an encoding is named, and not with a weight of nothing (RFC 9110 section 12.5.3).
fn takes(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|part| {
        let (name, weight) = part.split_once(';').unwrap_or((part, ""));
        let refused = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse().ok()) == Some(0.0_f32);
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

/// What is kept of a tenant.
#[derive(Debug)]
struct OfTenant {
    bodies: moka::sync::Cache<String, Arc<Body>>,
    choice: OnceCell<Choice>,
}

/// What is kept. A change takes away all of a tenant; what was being made of what was before goes with it.
#[derive(Debug)]
pub(crate) struct Kept {
    tenants: Cache<TenantId, OfTenant>,
}

impl Kept {
    /// Nothing yet.
    pub(crate) fn new(changes: &Changes) -> Self {
        let tenants = Cache::new(changes, TENANTS, |change| match change {
            Change::SignIn(tenant) | Change::Application(tenant, _) => Some(tenant.clone()),
            _ => None,
        });
        Self { tenants }
    }

    async fn of(&self, tenant: &Tenant) -> Result<Arc<OfTenant>, Failure> {
        let new = || OfTenant { bodies: moka::sync::Cache::new(BODIES), choice: OnceCell::new() };
        let found = self.tenants.get(tenant.id().clone(), async { Ok(Some(new())) }).await?;
        Ok(found.unwrap_or_else(|| Arc::new(new())))
    }

    /// The body of a name, made where there is none.
    pub(crate) async fn get(
        &self,
        tenant: &Tenant,
        name: String,
        make: impl Future<Output = Result<Body, Failure>>,
    ) -> Result<Arc<Body>, Failure> {
        let kept = self.of(tenant).await?;
        if let Some(body) = kept.bodies.get(&name) {
            return Ok(body);
        }
        let body = Arc::new(make.await?);
        kept.bodies.insert(name, Arc::clone(&body));
        Ok(body)
    }

    /// The texts of a tenant in the language of someone who prefers `asked`, or else `accepted`; with the language.
    pub(crate) async fn texts(
        &self,
        tenant: &Tenant,
        asked: &[String],
        accepted: &[String],
    ) -> Result<(Arc<Body>, String), Failure> {
        let kept = self.of(tenant).await?;
        let choice = kept.choice.get_or_try_init(|| phrases::choice(tenant)).await?;
        let language = choice.language(asked, accepted);
        let name = format!("texts {language}");
        if let Some(body) = kept.bodies.get(&name) {
            return Ok((body, language));
        }
        let body = Arc::new(Body::new(&choice.texts(&language))?);
        kept.bodies.insert(name, Arc::clone(&body));
        Ok((body, language))
    }
}

#[cfg(test)]
mod tests {
    use super::takes;

    #[test]
    fn encodings_are_taken_by_name_and_weight() {
        assert!(takes("gzip, deflate, br", "br") && takes("GZIP;q=0.5", "gzip"));
        for refused in ["", "gzip;q=0", "gzip; q=0.0", "deflate", "xgzip"] {
            assert!(!takes(refused, "gzip"), "{refused}");
        }
    }
}
