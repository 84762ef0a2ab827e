//! Derives `Describe` and `Input` of avouch-shape.
//!
//! `Describe` is for answers and honours serde's `rename`, `rename_all = "camelCase"`, `flatten` and
//! `skip_serializing_if`; `#[shape(described_as = "…")]` names the type whose shape a member has that is passed on as it
//! is stored. `Input` is for requests: members are in camel case, `#[shape(name = "…")]` names one
//! otherwise, `#[serde(flatten)]` gives one the members that are left, and `#[shape(strict)]` on the struct refuses
//! unknown members. On a struct `#[shape(name = "…")]` is what its
//! schema is called, and `#[shape(unused = "one, another")]` documents members that compatible software names and that
//! nobody gives or looks at. On an enumeration without fields `Input` also
//! gives `ALL`, `as_str`, `parse`, `Display` and serde's traits.

mod answer;
mod attributes;
mod enumeration;
mod request;

use proc_macro::TokenStream;
use syn::{Data, DeriveInput, parse_macro_input};

/// Derives the OpenAPI schema of an answer.
#[proc_macro_derive(Describe, attributes(shape, serde))]
pub fn describe(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    answer::derive(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// Derives the reading, and the OpenAPI schema, of a request.
#[proc_macro_derive(Input, attributes(shape, serde))]
pub fn input(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let derived = match &input.data {
        Data::Enum(data) => enumeration::derive(&input, data),
        Data::Struct(_) | Data::Union(_) => request::derive(&input),
    };
    derived.unwrap_or_else(|error| error.to_compile_error()).into()
}
