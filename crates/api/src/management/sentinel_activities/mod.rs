//! `/api/sentinel-activities`: attempts to prove who one is.

pub(super) mod delete;
