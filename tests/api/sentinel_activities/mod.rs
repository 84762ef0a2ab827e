//! `/api/sentinel-activities`

mod delete;
