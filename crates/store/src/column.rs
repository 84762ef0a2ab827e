//! Values on their way out of a row, the same from both engines.

use std::sync::Arc;

use avouch_model::applications::ApplicationType;
use avouch_model::organization_invitations::InvitationStatus;
use avouch_model::users::PasswordAlgorithm;
use avouch_model::{
    ApplicationId, InvitationId, Json, LogId, OrganizationId, OrganizationRoleId, OrganizationScopeId, ResourceId,
    RoleId, RoleType, ScopeId, TenantId, Timestamp, UserId,
};

use crate::{Error, Result};

/// A column of a row. Times are milliseconds, JSON and enumerations are texts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Column<'row> {
    /// SQL NULL.
    Null,
    /// A truth value (PostgreSQL).
    Bool(bool),
    /// A whole number; on SQLite also a truth value or a time.
    Int(i64),
    /// A floating-point number.
    Real(f64),
    /// A text.
    Text(&'row str),
    /// Bytes.
    Bytes(&'row [u8]),
}

/// A type that a column can hold.
pub trait FromColumn: Sized {
    /// Reads it.
    fn from_column(column: Column<'_>) -> Result<Self>;
}

fn unexpected<T>(wanted: &str, column: Column<'_>) -> Result<T> {
    let found = match column {
        Column::Null => "null",
        Column::Bool(_) => "a boolean",
        Column::Int(_) => "an integer",
        Column::Real(_) => "a number",
        Column::Text(_) => "a text",
        Column::Bytes(_) => "bytes",
    };
    Err(Error::Corrupt(format!("expected {wanted}, found {found}")))
}

impl FromColumn for bool {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Bool(value) => Ok(value),
            Column::Int(value) => Ok(value != 0),
            other => unexpected("a boolean", other),
        }
    }
}

impl FromColumn for i64 {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Int(value) => Ok(value),
            other => unexpected("an integer", other),
        }
    }
}

impl FromColumn for String {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Text(value) => Ok(value.to_owned()),
            other => unexpected("a text", other),
        }
    }
}

impl FromColumn for Vec<u8> {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Bytes(value) => Ok(value.to_vec()),
            other => unexpected("bytes", other),
        }
    }
}

impl FromColumn for Timestamp {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Int(value) => Ok(Self::from_millis(value)),
            other => unexpected("a time", other),
        }
    }
}

impl FromColumn for Json {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Text(value) => Self::from_text(value).ok_or_else(|| Error::Corrupt("a JSON column".to_owned())),
            other => unexpected("JSON", other),
        }
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Null => Ok(None),
            other => T::from_column(other).map(Some),
        }
    }
}

macro_rules! ids {
    ($($type:ty),*) => {$(
        impl FromColumn for $type {
            fn from_column(column: Column<'_>) -> Result<Self> {
                match column {
                    Column::Text(value) => Ok(Self::new(Arc::from(value))),
                    other => unexpected("an identifier", other),
                }
            }
        }
    )*};
}

ids!(
    ApplicationId,
    InvitationId,
    LogId,
    OrganizationId,
    OrganizationRoleId,
    OrganizationScopeId,
    ResourceId,
    RoleId,
    ScopeId,
    TenantId,
    UserId
);

macro_rules! labels {
    ($($type:ty),*) => {$(
        impl FromColumn for $type {
            fn from_column(column: Column<'_>) -> Result<Self> {
                match column {
                    Column::Text(value) => {
                        Self::parse(value).ok_or_else(|| Error::Corrupt(concat!("a ", stringify!($type)).to_owned()))
                    }
                    other => unexpected("a label", other),
                }
            }
        }
    )*};
}

labels!(ApplicationType, InvitationStatus, PasswordAlgorithm, RoleType);

/// A JSON column read into a type of ours.
pub struct Parsed<T>(pub T);

impl<T: serde::de::DeserializeOwned> FromColumn for Parsed<T> {
    fn from_column(column: Column<'_>) -> Result<Self> {
        match column {
            Column::Text(value) => {
                serde_json::from_str(value).map(Self).map_err(|error| Error::Corrupt(format!("a JSON column: {error}")))
            }
            other => unexpected("JSON", other),
        }
    }
}
