//! `/api/interaction`

mod consent;
