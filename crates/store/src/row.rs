//! Rows become values by the order of their columns.

use crate::column::{Column, FromColumn};
use crate::{Error, Result};

/// A row of either engine.
#[derive(Debug)]
pub enum Row<'row> {
    /// From SQLite.
    Sqlite(&'row rusqlite::Row<'row>),
    /// From PostgreSQL.
    Postgres(&'row tokio_postgres::Row),
}

impl Row<'_> {
    /// The column at `index`, counted from 0.
    pub fn get<T: FromColumn>(&self, index: usize) -> Result<T> {
        match self {
            Self::Sqlite(row) => {
                let column = row.get_ref(index).map_err(|error| Error::Corrupt(error.to_string()))?;
                T::from_column(crate::engine::sqlite::column(column)?)
            }
            Self::Postgres(row) => {
                let column: Column<'_> = row.try_get(index).map_err(|error| Error::Corrupt(error.to_string()))?;
                T::from_column(column)
            }
        }
    }
}

/// A type that is read from a row.
pub trait FromRow: Sized + Send + 'static {
    /// Reads it.
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

impl<A: FromColumn + Send + 'static> FromRow for (A,) {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok((row.get(0)?,))
    }
}

impl<A: FromColumn + Send + 'static, B: FromColumn + Send + 'static> FromRow for (A, B) {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok((row.get(0)?, row.get(1)?))
    }
}

impl<A, B, C> FromRow for (A, B, C)
where
    A: FromColumn + Send + 'static,
    B: FromColumn + Send + 'static,
    C: FromColumn + Send + 'static,
{
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    }
}

impl<A, B, C, D> FromRow for (A, B, C, D)
where
    A: FromColumn + Send + 'static,
    B: FromColumn + Send + 'static,
    C: FromColumn + Send + 'static,
    D: FromColumn + Send + 'static,
{
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    }
}

/// The columns that a type is read from, in order, for the text of a query.
pub trait Columns: FromRow {
    /// The names, each with the table's alias in front: `a.tenant_id, a.id, …`.
    fn columns(alias: &str) -> String {
        Self::NAMES.iter().map(|name| format!("{alias}.{name}")).collect::<Vec<_>>().join(", ")
    }

    /// The names.
    const NAMES: &'static [&'static str];
}

/// Says that a struct's fields stand in columns of these names, in this order.
macro_rules! columns {
    ($type:ty { $($field:ident: $column:literal),+ $(,)? }) => {
        impl $crate::row::FromRow for $type {
            fn from_row(row: &$crate::row::Row<'_>) -> $crate::Result<Self> {
                let mut index = 0..;
                let mut next = || index.next().unwrap_or_default();
                Ok(Self { $($field: row.get(next())?),+ })
            }
        }

        impl $crate::row::Columns for $type {
            const NAMES: &'static [&'static str] = &[$($column),+];
        }
    };
}

pub(crate) use columns;
