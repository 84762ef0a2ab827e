//! Files: the part `file` of a multipart form (RFC 7578).

use avouch_domain::Error;
use avouch_domain::user_assets::{LARGEST, Upload};
use avouch_shape::{Issue, Path};
use axum::RequestExt as _;
use axum::extract::DefaultBodyLimit;
use axum::extract::{FromRequest, Multipart, Request};

use crate::http::failure::{Failure, Part};
use crate::http::openapi::{Operation, Taken};

/// Bytes of a form beside its file.
const BESIDE: usize = 64 * 1024;

/// A file.
#[derive(Debug)]
pub(crate) struct File(pub(crate) Upload);

impl<S: Send + Sync> FromRequest<S> for File {
    type Rejection = Failure;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Failure> {
        DefaultBodyLimit::max(LARGEST + BESIDE).apply(&mut request);
        let request = request.with_limited_body();
        let issue = || Issue::wrong_type("array", None, &Path::Key(&Path::Root, "file"));
        let missing = || Failure::Invalid(Part::Files, Some(issue().into()));
        let mut form = Multipart::from_request(request, state).await.map_err(|_| missing())?;
        loop {
            let part = form.next_field().await.map_err(|_| missing())?.ok_or_else(missing)?;
            if part.name() != Some("file") {
                continue;
            }
            let name = part.file_name().unwrap_or_default().to_owned();
            let kind = part.content_type().unwrap_or_default().to_owned();
            let too_large = |error: axum::extract::multipart::MultipartError| {
                if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
                    Failure::Domain(Error::FileSize)
                } else {
                    missing()
                }
            };
            let bytes = part.bytes().await.map_err(too_large)?;
            if bytes.len() > LARGEST {
                return Err(Failure::Domain(Error::FileSize));
            }
            return Ok(Self(Upload { name, kind, bytes }));
        }
    }
}

impl Taken for File {
    fn describe(operation: &mut Operation<'_>) {
        operation.takes_file();
        operation.refuses(400, "guard.invalid_input");
        operation.refuses(400, "guard.file_size_exceeded");
        operation.refuses(400, "guard.mime_type_not_allowed");
        operation.refuses(400, "storage.not_configured");
        operation.refuses(500, "storage.upload_error");
    }
}
