//! `/api/dashboard`

mod users;
