//! `/api/authn`

mod hasura;
mod single_sign_on;
