//! Files that users upload.

use avouch_shape::Describe;
use serde::Serialize;

/// Whether files can be uploaded.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct ServiceStatus {
    /// `ready` or `not_configured`.
    pub status: &'static str,
    /// Types that are taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_upload_mime_types: Option<Vec<&'static str>>,
    /// Largest file, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_upload_file_size: Option<i64>,
    /// Whether pictures can be uploaded while people register.
    pub is_experience_avatar_upload_enabled: bool,
}

/// Where a file is.
#[derive(Clone, Debug, Serialize, Describe)]
pub struct Uploaded {
    /// Address.
    pub url: String,
}
