//! `/api/.well-known`

mod account_center;
mod endpoints;
mod openapi;
mod phrases;
mod sign_in_exp;
mod webauthn;
