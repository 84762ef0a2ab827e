//! `Input` for enumerations without fields.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, DeriveInput, Error, Fields, Result};

use crate::attributes::{doc, options};

pub(crate) fn derive(input: &DeriveInput, data: &DataEnum) -> Result<TokenStream> {
    let (mut variants, mut names) = (Vec::new(), Vec::new());
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            return Err(Error::new_spanned(variant, "expected a variant without fields"));
        }
        names.push(options(&variant.attrs)?.name.unwrap_or_else(|| variant.ident.to_string()));
        variants.push(&variant.ident);
    }
    let (ident, name, description) = (&input.ident, input.ident.to_string(), doc(&input.attrs));
    Ok(quote! {
        impl #ident {
            /// Every variant, in the order of the API.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];

            /// The text that stands for it in the API.
            pub fn as_str(self) -> &'static str {
                match self {
                    #(Self::#variants => #names),*
                }
            }

            /// The variant that a text stands for.
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    #(#names => Some(Self::#variants),)*
                    _ => None,
                }
            }
        }

        impl ::std::fmt::Display for #ident {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl ::avouch_shape::derive::serde::Serialize for #ident {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: ::avouch_shape::derive::serde::Serializer,
            {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::avouch_shape::derive::serde::Deserialize<'de> for #ident {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: ::avouch_shape::derive::serde::Deserializer<'de>,
            {
                let text = <::std::string::String as ::avouch_shape::derive::serde::Deserialize>::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| ::avouch_shape::derive::serde::de::Error::custom("an unknown label"))
            }
        }

        impl ::avouch_shape::Describe for #ident {
            fn describe(components: &mut ::avouch_shape::Components) -> ::avouch_shape::derive::serde_json::Value {
                components.named::<Self>(#name, |_| ::avouch_shape::derive::string_enum(#description, &[#(#names),*]))
            }
        }

        impl ::avouch_shape::Input for #ident {
            fn read(
                value: Option<::avouch_shape::derive::serde_json::Value>,
                at: &::avouch_shape::Path<'_>,
                issues: &mut ::avouch_shape::Issues,
            ) -> Option<Self> {
                ::avouch_shape::derive::enumeration(value, &[#(#names),*], Self::parse, at, issues)
            }
        }
    })
}
