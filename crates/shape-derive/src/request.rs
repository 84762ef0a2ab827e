//! `Input` for structs.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Error, Result};

use crate::attributes::{camel_case, doc, fields, options, plain, schema};

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let container = options(&input.attrs)?;
    let (mut members, mut reads, mut idents, mut rest) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for field in fields(input)? {
        let own = options(&field.attrs)?;
        let flatten = own.flatten;
        let name = own.name.unwrap_or_else(|| camel_case(&plain(field)));
        let (ident, kind, description) = (&field.ident, &field.ty, doc(&field.attrs));
        members.push(quote! {
            ::avouch_shape::derive::Member {
                name: #name,
                schema: <#kind as ::avouch_shape::Describe>::describe(components),
                description: #description,
                required: !<#kind as ::avouch_shape::Describe>::is_optional(),
                flatten: #flatten,
            }
        });
        idents.push(ident);
        if flatten {
            rest.push(quote! {
                let #ident = <#kind as ::avouch_shape::Input>::read(
                    Some(::avouch_shape::derive::serde_json::Value::Object(::std::mem::take(&mut members))),
                    at,
                    issues,
                );
            });
            continue;
        }
        reads.push(quote! {
            let #ident = <#kind as ::avouch_shape::Input>::read(
                members.shift_remove(#name),
                &::avouch_shape::Path::Key(at, #name),
                issues,
            );
        });
    }
    if rest.len() > 1 || (container.strict && !rest.is_empty()) {
        return Err(Error::new_spanned(
            &input.ident,
            "one member at most takes what is left, and not in a strict struct",
        ));
    }
    let strict = container.strict.then(|| quote!(::avouch_shape::derive::strict_members(&members, at, issues);));
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

        impl ::avouch_shape::Input for #ident {
            fn read(
                value: Option<::avouch_shape::derive::serde_json::Value>,
                at: &::avouch_shape::Path<'_>,
                issues: &mut ::avouch_shape::Issues,
            ) -> Option<Self> {
                let mut members = ::avouch_shape::derive::members(value, at, issues)?;
                #(#reads)*
                #(#rest)*
                #strict
                Some(Self { #(#idents: #idents?),* })
            }
        }
    })
}
