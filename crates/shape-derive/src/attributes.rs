//! What attributes and doc comments say.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Error, Expr, Field, Fields, Lit, LitStr, Meta, Result, Type};

/// The first paragraph of a doc comment.
pub(crate) fn doc(attributes: &[Attribute]) -> String {
    let mut paragraph = String::new();
    for attribute in attributes {
        let Meta::NameValue(pair) = &attribute.meta else { continue };
        let (true, Expr::Lit(literal)) = (pair.path.is_ident("doc"), &pair.value) else { continue };
        let Lit::Str(text) = &literal.lit else { continue };
        let line = text.value();
        if line.trim().is_empty() {
            break;
        }
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(line.trim());
    }
    paragraph
}

/// What `#[shape(…)]` and `#[serde(…)]` say that matters here.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an attribute that is there or not")]
pub(crate) struct Options {
    pub(crate) name: Option<String>,
    pub(crate) strict: bool,
    pub(crate) camel_case: bool,
    pub(crate) flatten: bool,
    pub(crate) skip_if: bool,
    pub(crate) described_as: Option<Type>,
    pub(crate) unused: Vec<String>,
}

/// Makes the schema of an object with these members.
pub(crate) fn schema(container: &Options, description: &str, members: &[TokenStream]) -> TokenStream {
    let unused = &container.unused;
    let object = quote!(::avouch_shape::derive::object(#description, vec![#(#members),*]));
    if unused.is_empty() { object } else { quote!(::avouch_shape::derive::with_unused(#object, &[#(#unused),*])) }
}

pub(crate) fn options(attributes: &[Attribute]) -> Result<Options> {
    let mut options = Options::default();
    for attribute in attributes {
        if attribute.path().is_ident("shape") {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("name") {
                    options.name = Some(meta.value()?.parse::<LitStr>()?.value());
                    return Ok(());
                }
                if meta.path.is_ident("strict") {
                    options.strict = true;
                    return Ok(());
                }
                if meta.path.is_ident("described_as") {
                    options.described_as = Some(meta.value()?.parse::<LitStr>()?.parse()?);
                    return Ok(());
                }
                if meta.path.is_ident("unused") {
                    let names = meta.value()?.parse::<LitStr>()?.value();
                    options.unused = names.split(", ").map(ToOwned::to_owned).collect();
                    return Ok(());
                }
                Err(meta.error("expected `name = \"…\"`, `described_as = \"…\"`, `unused = \"…\"` or `strict`"))
            })?;
        } else if attribute.path().is_ident("serde") {
            attribute.parse_nested_meta(|meta| {
                let value = if meta.input.peek(syn::Token![=]) { Some(meta.value()?.parse::<Expr>()?) } else { None };
                let text = match &value {
                    Some(Expr::Lit(literal)) => match &literal.lit {
                        Lit::Str(text) => Some(text.value()),
                        _ => None,
                    },
                    _ => None,
                };
                if meta.path.is_ident("rename") {
                    options.name = text;
                } else if meta.path.is_ident("rename_all") {
                    options.camel_case = text.as_deref() == Some("camelCase");
                } else if meta.path.is_ident("flatten") {
                    options.flatten = true;
                } else if meta.path.is_ident("skip_serializing_if") {
                    options.skip_if = true;
                }
                Ok(())
            })?;
        }
    }
    Ok(options)
}

/// The named fields of a struct.
pub(crate) fn fields(input: &DeriveInput) -> Result<impl Iterator<Item = &Field>> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(fields.named.iter()),
            Fields::Unnamed(_) | Fields::Unit => Err(Error::new_spanned(&input.ident, "expected named fields")),
        },
        Data::Enum(_) | Data::Union(_) => Err(Error::new_spanned(&input.ident, "expected a struct")),
    }
}

/// `created_at` is `createdAt`.
pub(crate) fn camel_case(name: &str) -> String {
    let mut out = String::new();
    let mut upper = false;
    for character in name.trim_start_matches("r#").chars() {
        if character == '_' {
            upper = true;
        } else if upper {
            out.extend(character.to_uppercase());
            upper = false;
        } else {
            out.push(character);
        }
    }
    out
}

/// The name of a field without a raw prefix.
pub(crate) fn plain(field: &Field) -> String {
    field.ident.as_ref().map(ToString::to_string).unwrap_or_default().trim_start_matches("r#").to_owned()
}
