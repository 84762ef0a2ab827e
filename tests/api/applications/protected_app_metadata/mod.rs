//! `/api/applications/{id}/protected-app-metadata`

mod custom_domains;
