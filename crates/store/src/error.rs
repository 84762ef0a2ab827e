//! What can go wrong below the domain.

use std::fmt;

/// An error of the store. What a driver says stays in here: it is logged, never sent to a client.
#[derive(Debug)]
pub enum Error {
    /// A unique constraint refused a row.
    Unique {
        /// Name of the constraint, the same on both engines.
        constraint: String,
    },
    /// A row that is pointed at does not exist.
    ForeignKey,
    /// A check refused a row.
    Check {
        /// Name of the constraint, the same on both engines.
        constraint: String,
    },
    /// A text is longer than its column.
    TooLong,
    /// A value that no column can hold, such as a text with a NUL character.
    InvalidValue,
    /// The database is there but cannot do it now: try again.
    Busy(String),
    /// It would take longer than a list may take.
    TooSlow,
    /// The database cannot be reached, or has no room.
    Unavailable(String),
    /// A row does not hold what it should.
    Corrupt(String),
    /// Anything else that a driver says.
    Driver(String),
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unique { constraint } => write!(formatter, "unique constraint {constraint} violated"),
            Self::ForeignKey => formatter.write_str("a referenced row does not exist"),
            Self::Check { constraint } => write!(formatter, "check constraint {constraint} violated"),
            Self::TooLong => formatter.write_str("a text is longer than its column"),
            Self::InvalidValue => formatter.write_str("a value that no column can hold"),
            Self::Busy(detail) => write!(formatter, "the database is busy: {detail}"),
            Self::TooSlow => formatter.write_str("a list takes the database too long"),
            Self::Unavailable(detail) => write!(formatter, "the database is unavailable: {detail}"),
            Self::Corrupt(detail) => write!(formatter, "a row does not hold what it should: {detail}"),
            Self::Driver(detail) => write!(formatter, "the database driver failed: {detail}"),
        }
    }
}

impl std::error::Error for Error {}

impl Error {
    /// Whether this is a violation of the unique constraint called `name`.
    pub fn is_unique(&self, name: &str) -> bool {
        matches!(self, Self::Unique { constraint } if constraint == name)
    }
}

/// The result of a store operation.
pub type Result<T> = std::result::Result<T, Error>;
