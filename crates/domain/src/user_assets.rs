//! Files that users upload. There is no storage for them on this server yet.

use avouch_model::user_assets::ServiceStatus;

/// Whether files can be uploaded.
pub fn status() -> ServiceStatus {
    ServiceStatus {
        status: "not_configured",
        allow_upload_mime_types: None,
        max_upload_file_size: None,
        is_experience_avatar_upload_enabled: true,
    }
}
