//! `/api/authn`

mod hasura;
