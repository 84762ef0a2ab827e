//! The webhook that Hasura asks who someone is.

use avouch_shape::{Describe, Input, Text};
use avouch_store::{Tenant, users};
use serde::Serialize;

use crate::{Error, Result};

/// What Hasura asks.
#[derive(Debug, Input)]
pub struct Question {
    /// The API resource that the token must be for.
    pub resource: Text<1, 2048>,
    /// The role of whoever has not the expected one.
    pub unauthorized_role: Option<String>,
}

/// What Hasura is told.
#[derive(Debug, Default, Serialize, Describe)]
pub struct Session {
    /// The user.
    #[serde(rename = "X-Hasura-User-Id", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The user's role.
    #[serde(rename = "X-Hasura-Role", skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// Who a token is for, as far as it could be told.
#[derive(Clone, Copy, Debug)]
pub enum Bearer<'a> {
    /// The subject of a token for the resource.
    Right(&'a str),
    /// The subject of a token for something else.
    Other(&'a str),
    /// Nobody.
    Nobody,
}

/// Answers who someone is: the expected role if the user has it, or the role of those who have not.
pub async fn session(
    tenant: &Tenant,
    bearer: Bearer<'_>,
    expected: Option<&str>,
    question: &Question,
) -> Result<Session> {
    let roles = match bearer {
        Bearer::Right(user) => users::roles::names(tenant, user).await?,
        Bearer::Other(_) | Bearer::Nobody => Vec::new(),
    };
    let has = expected.is_some_and(|expected| roles.iter().any(|role| role == expected));
    match (&question.unauthorized_role, bearer) {
        (Some(role), Bearer::Right(user) | Bearer::Other(user)) if !has => {
            Ok(Session { user_id: Some(user.to_owned()), role: Some(role.clone()) })
        }
        (Some(role), Bearer::Nobody) => Ok(Session { user_id: None, role: Some(role.clone()) }),
        _ if expected.is_some() && !has => Err(Error::ExpectedRole),
        (_, Bearer::Right(user)) => {
            Ok(Session { user_id: Some(user.to_owned()), role: expected.map(ToOwned::to_owned) })
        }
        (_, Bearer::Other(_) | Bearer::Nobody) => Ok(Session::default()),
    }
}
