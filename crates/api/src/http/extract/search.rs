//! The search parameters of a list.

use std::marker::PhantomData;

use avouch_domain::search::{self, Field};
use avouch_store::search::Search;
use axum::extract::FromRequestParts;
use http::request::Parts;
use serde_json::json;

use super::query;
use crate::http::failure::Failure;
use crate::http::openapi::{Operation, Taken};

/// Which fields a list can be searched by.
pub(crate) trait Fields {
    const FIELDS: &'static [Field];
}

/// Identifier, name and description.
#[derive(Debug)]
pub(crate) struct Named;

impl Fields for Named {
    const FIELDS: &'static [Field] = search::NAMED;
}

/// Fields of users.
#[derive(Debug)]
pub(crate) struct Users;

impl Fields for Users {
    const FIELDS: &'static [Field] = search::USERS;
}

/// What a list is searched for.
#[derive(Debug)]
pub(crate) struct Find<F>(pub(crate) Search, pub(crate) PhantomData<F>);

impl<F: Fields, S: Send + Sync> FromRequestParts<S> for Find<F> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Ok(Self(search::parse(&query::pairs(parts), F::FIELDS)?, PhantomData))
    }
}

impl<F: Fields> Taken for Find<F> {
    fn describe(operation: &mut Operation<'_>) {
        let names = F::FIELDS.iter().map(|(name, _)| format!("`search.{name}`")).collect::<Vec<_>>().join(", ");
        let description = format!(
            "A pattern for any field; {names} for one. `mode` is `like` (with `%` and `_`), `exact`, `similar_to` or \
             `posix`; `joint` is `or` or `and`; `isCaseSensitive` makes case count."
        );
        operation.parameter("search", json!({ "type": "string", "description": description }));
        operation.refuses(400, "request.invalid_input");
    }
}
