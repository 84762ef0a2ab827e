//! `Describe` for answers.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Result};

use crate::attributes::{camel_case, doc, fields, options, plain, schema};

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let container = options(&input.attrs)?;
    let mut members = Vec::new();
    for field in fields(input)? {
        let own = options(&field.attrs)?;
        let plain = plain(field);
        let name = own.name.unwrap_or_else(|| if container.camel_case { camel_case(&plain) } else { plain });
        let (description, kind) = (doc(&field.attrs), own.described_as.as_ref().unwrap_or(&field.ty));
        let (flatten, required) = (own.flatten, !own.skip_if);
        // What is left out when there is nothing is never `null`.
        let describe = if own.skip_if { quote!(describe) } else { quote!(describe_answer) };
        members.push(quote! {
            ::avouch_shape::derive::Member {
                name: #name,
                schema: <#kind as ::avouch_shape::Describe>::#describe(components),
                description: #description,
                required: #required,
                flatten: #flatten,
            }
        });
    }
    let (ident, schema) = (&input.ident, schema(&container, &doc(&input.attrs), &members));
    let name = container.name.unwrap_or_else(|| ident.to_string());
    Ok(quote! {
        impl ::avouch_shape::Describe for #ident {
            fn describe(components: &mut ::avouch_shape::Components) -> ::avouch_shape::derive::serde_json::Value {
                components.named::<Self>(#name, |components| {
                    #schema
                })
            }
        }
    })
}
