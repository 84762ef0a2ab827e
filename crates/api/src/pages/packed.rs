//! Pages as they travel: most people are shown the same page, so it is packed well once, and kept.

use std::io::Write as _;

use avouch_crypto::sha256;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::{HeaderValue, StatusCode, header};
use moka::sync::Cache;

/// Most pages that are kept: languages, applications and settings make them differ.
const MOST: u64 = 256;

/// Brotli's effort: more takes ten times as long for a fiftieth.
const EFFORT: i32 = 5;

/// Brotli's window, as a power of two; pages are smaller.
const WINDOW: i32 = 18;

/// How a page is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Way {
    Brotli,
    Gzip,
}

impl Way {
    /// The best way of those that a browser takes.
    fn of(accepted: &str) -> Option<Self> {
        let takes = |name: &str| {
            accepted.split(',').any(|part| {
                let (own, weight) = part.split_once(';').unwrap_or((part, ""));
                own.trim().eq_ignore_ascii_case(name) && !matches!(weight.trim(), "q=0" | "q=0.0")
            })
        };
        [("br", Self::Brotli), ("gzip", Self::Gzip)].into_iter().find(|(name, _)| takes(name)).map(|(_, way)| way)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    fn pack(self, text: &str) -> std::io::Result<Bytes> {
        match self {
            Self::Brotli => {
                let params = brotli::enc::BrotliEncoderParams { quality: EFFORT, lgwin: WINDOW, ..Default::default() };
                let mut packed = Vec::new();
                brotli::BrotliCompress(&mut text.as_bytes(), &mut packed, &params)?;
                Ok(packed.into())
            }
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
                encoder.write_all(text.as_bytes())?;
                Ok(encoder.finish()?.into())
            }
        }
    }
}

/// Packed pages, by their digest.
#[derive(Clone, Debug)]
pub(crate) struct Packed(Cache<(Way, [u8; 32]), Bytes>);

impl Default for Packed {
    fn default() -> Self {
        Self(Cache::new(MOST))
    }
}

impl Packed {
    /// A page for a browser that takes these encodings.
    pub(super) async fn answer(&self, html: String, accepted: &str) -> Response {
        let Some(way) = Way::of(accepted) else { return html.into_response() };
        let key = (way, sha256(html.as_bytes()));
        let known = self.0.get(&key);
        let packed = match known {
            Some(bytes) => Some(bytes),
            None => tokio::task::spawn_blocking(move || way.pack(&html)).await.ok().and_then(Result::ok),
        };
        let Some(bytes) = packed else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        self.0.insert(key, bytes.clone());
        ([(header::CONTENT_ENCODING, HeaderValue::from_static(way.name()))], bytes).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::Way;

    #[test]
    fn a_browser_is_given_the_best_it_takes() {
        assert_eq!(Way::of("gzip, deflate, br"), Some(Way::Brotli));
        assert_eq!(Way::of("gzip;q=0.5, br;q=0"), Some(Way::Gzip));
        assert_eq!(Way::of("deflate"), None);
    }
}
