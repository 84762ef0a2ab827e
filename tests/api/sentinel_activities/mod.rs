//! `/api/sentinel-activities`

mod address;
mod delete;
