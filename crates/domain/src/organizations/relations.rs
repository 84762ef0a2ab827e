//! What relations of organizations have in common.

use std::collections::HashSet;

use avouch_model::Ids;
use avouch_store::Error as StoreError;

use crate::{Error, Result};

/// Around organizations, a reference to nothing is an error of the request's content.
pub(crate) fn refused(error: StoreError) -> Error {
    match error {
        StoreError::ForeignKey => Error::RelatedNotFound,
        other => Error::Store(other),
    }
}

/// Identifiers of a request as texts.
pub(crate) fn texts(ids: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    ids.into_iter().map(Into::into).collect()
}

/// Identifiers that replace a list: one that stands twice is an error.
pub(crate) fn once_each(ids: Ids) -> Result<Vec<String>> {
    let given = texts(ids);
    if crate::roles::distinct(given.clone()).len() < given.len() {
        return Err(Error::GivenTwice);
    }
    Ok(given)
}

/// Children can only be given to a parent that is there: without one, it is missing for them; without them, for itself.
pub(crate) fn of_parent<T>(parent: Result<T>, children: &[String]) -> Result<()> {
    match parent {
        Err(Error::NotFound | Error::NotExistsWithId { .. }) if !children.is_empty() => Err(Error::RelatedNotFound),
        other => other.map(drop),
    }
}

/// The identifiers of a list that are not in another one, each once.
pub(crate) fn without(list: &[String], other: &[String]) -> Vec<String> {
    let mut seen: HashSet<&str> = other.iter().map(String::as_str).collect();
    list.iter().filter(|id| seen.insert(id)).cloned().collect()
}
