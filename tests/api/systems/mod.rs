//! `/api/systems`

mod application;
