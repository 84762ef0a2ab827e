//! Query strings, read into a shape.

use avouch_shape::Input;
use axum::extract::FromRequestParts;
use http::request::Parts;
use serde_json::{Map, Value};

use crate::http::failure::{Failure, Part};
use crate::http::openapi::{Operation, Taken};

/// Most pairs of a query that are looked at.
const MOST: usize = 200;

/// A query of shape `T`.
#[derive(Debug)]
pub(crate) struct Query<T>(pub(crate) T);

/// The pairs of a query, decoded.
pub(crate) fn pairs(parts: &Parts) -> Vec<(String, String)> {
    form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned().take(MOST).collect()
}

/// Pairs as an object: a name that stands several times has an array.
pub(crate) fn object(pairs: impl Iterator<Item = (String, String)>) -> Value {
    let mut members: Map<String, Value> = Map::new();
    for (name, text) in pairs {
        match members.get_mut(&name) {
            None => drop(members.insert(name, text.into())),
            Some(Value::Array(values)) => values.push(text.into()),
            Some(single) => *single = Value::Array(vec![single.take(), text.into()]),
        }
    }
    Value::Object(members)
}

impl<T: Input, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let value = object(pairs(parts).into_iter());
        avouch_shape::read(value).map(Self).map_err(|issues| Failure::Invalid(Part::Query, Some(issues)))
    }
}

impl<T: Input> Taken for Query<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.takes_query::<T>();
    }
}
