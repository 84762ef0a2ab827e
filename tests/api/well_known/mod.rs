//! `/api/.well-known`

mod endpoints;
mod openapi;
