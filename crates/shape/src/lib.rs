//! What JSON may look like: reads untrusted values, collects every issue, and describes itself as OpenAPI.
//!
//! A type says its shape once. [`Input`] reads it from a value and collects every issue, not only the first, in the
//! form that clients of the API know; unknown members are dropped. [`Describe`] gives its OpenAPI 3.0 schema.

mod describe;
mod input;
mod issue;
mod list;
mod number;
mod patch;
mod query;
mod text;

pub use avouch_shape_derive::{Describe, Input};
pub use describe::{Components, Describe};
pub use input::{Input, enumeration, members, read};
pub use issue::{Issue, Issues, Path};
pub use list::List;
pub use number::Int;
pub use patch::Patch;
pub use query::{Flag, Many};
pub use text::{Checked, Problem, Text, TextRule};

/// The members of a JSON object.
pub type JsonObject = serde_json::Map<String, serde_json::Value>;

/// What the derives need; not for use by hand.
#[doc(hidden)]
pub mod derive {
    pub use crate::describe::{Member, object, string_enum, with_unused};
    pub use crate::input::{enumeration, members, strict_members};
    pub use serde;
    pub use serde_json;
}
