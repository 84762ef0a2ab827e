//! `/api/applications/{id}/users`

mod consent_organizations;
