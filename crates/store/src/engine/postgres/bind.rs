//! Values and columns in PostgreSQL's binary formats.

use std::error::Error as StdError;

use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, Kind, ToSql, Type, to_sql_checked};

use crate::Value;
use crate::column::Column;

type BoxError = Box<dyn StdError + Sync + Send>;

/// Milliseconds from the Unix epoch to PostgreSQL's, the year 2000.
const EPOCH_2000: i64 = 946_684_800_000;

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, BoxError> {
        match (self, kind) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Bool(value), _) => value.to_sql(kind, out),
            (Self::Int(value), &Type::INT2) => i16::try_from(*value)?.to_sql(kind, out),
            (Self::Int(value), &Type::INT4) => i32::try_from(*value)?.to_sql(kind, out),
            (Self::Int(value), _) => value.to_sql(kind, out),
            (Self::Time(time), _) => {
                let micros = (time.millis() - EPOCH_2000).checked_mul(1000).ok_or("a time out of range")?;
                micros.to_sql(&Type::INT8, out)
            }
            (Self::Json(text), &Type::JSONB) => {
                // The version of the format, then the text.
                out.extend_from_slice(&[1]);
                out.extend_from_slice(text.as_bytes());
                Ok(IsNull::No)
            }
            (Self::Text(text) | Self::Json(text), _) => {
                out.extend_from_slice(text.as_bytes());
                Ok(IsNull::No)
            }
            (Self::Bytes(bytes), _) => {
                out.extend_from_slice(bytes);
                Ok(IsNull::No)
            }
            (Self::Texts(texts), _) => texts.to_sql(&Type::TEXT_ARRAY, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        // The statement says which type it wants; `to_sql` fits the value to it.
        true
    }

    to_sql_checked!();
}

impl<'row> FromSql<'row> for Column<'row> {
    fn from_sql(kind: &Type, raw: &'row [u8]) -> Result<Self, BoxError> {
        Ok(match *kind {
            Type::BOOL => Self::Bool(bool::from_sql(kind, raw)?),
            Type::INT2 => Self::Int(i16::from_sql(kind, raw)?.into()),
            Type::INT4 => Self::Int(i32::from_sql(kind, raw)?.into()),
            Type::INT8 => Self::Int(i64::from_sql(kind, raw)?),
            Type::FLOAT8 => Self::Real(f64::from_sql(kind, raw)?),
            Type::TIMESTAMPTZ | Type::TIMESTAMP => {
                let micros = i64::from_sql(&Type::INT8, raw)?;
                Self::Int(micros.div_euclid(1000) + EPOCH_2000)
            }
            Type::JSONB => Self::Text(std::str::from_utf8(raw.get(1..).unwrap_or_default())?),
            Type::BYTEA => Self::Bytes(raw),
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::JSON | Type::UNKNOWN => {
                Self::Text(std::str::from_utf8(raw)?)
            }
            ref other if matches!(other.kind(), Kind::Enum(_)) => Self::Text(std::str::from_utf8(raw)?),
            ref other => return Err(format!("no rule for a column of type {other}").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, BoxError> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
