//! `/api/user-assets`

mod service_status;
