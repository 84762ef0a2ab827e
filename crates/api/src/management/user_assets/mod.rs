//! `/api/user-assets`: files that users upload.

pub(super) mod service_status;
