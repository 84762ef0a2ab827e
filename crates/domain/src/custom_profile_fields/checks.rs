//! What a field may be called and be made of.

use avouch_model::custom_profile_fields::{FieldConfig, FieldPart, FieldType, PartConfig, ReplaceField};

use crate::{Error, Result};

/// Members that the product itself keeps with users of the console.
const CONSOLE: &[&str] =
    &["onboarding", "ossOnboarding", "guideRequests", "adminConsolePreferences", "defaultTenantId"];
const IDENTIFIERS: &[&str] = &["username", "primaryEmail", "primaryPhone", "email", "phone"];
const ADDRESS: &[&str] = &["formatted", "streetAddress", "locality", "region", "postalCode", "country"];
const FULL_NAME: &[&str] = &["givenName", "middleName", "familyName"];

/// Checks a new field's name.
pub(super) fn name(name: &str) -> Result<()> {
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Error::FieldName { name: name.to_owned() });
    }
    if name == "preferredUsername" {
        return Err(Error::FieldNameBuiltIn { name: name.to_owned() });
    }
    if CONSOLE.contains(&name) {
        return Err(Error::FieldNameCustomData { name: name.to_owned() });
    }
    if IDENTIFIERS.contains(&name) {
        return Err(Error::FieldNameIdentifier { name: name.to_owned() });
    }
    Ok(())
}

/// Checks what a field is made of; a change is checked more strictly than a new field.
pub(super) fn shape(field: &ReplaceField, strict: bool) -> Result<()> {
    let empty = FieldConfig::default();
    let config = field.config.as_ref().unwrap_or(&empty);
    match field.r#type {
        FieldType::Text => {
            ascending(config.min_length.map(avouch_shape::Int::get), config.max_length.map(avouch_shape::Int::get))
        }
        FieldType::Number => {
            ascending(config.min_value.map(avouch_shape::Int::get), config.max_value.map(avouch_shape::Int::get))
        }
        FieldType::Checkbox => checkbox(field, config, strict),
        FieldType::Select => select(config.options.is_some(), config.options.as_deref().unwrap_or_default(), strict),
        FieldType::Regex => pattern(config.format.as_deref(), strict),
        FieldType::Address => parts(config, ADDRESS, strict, Error::FieldAddress),
        FieldType::Fullname => parts(config, FULL_NAME, strict, Error::FieldFullName),
        FieldType::Date => match (&config.format, &field.config) {
            (None, Some(_)) => Err(missing("format")),
            _ => Ok(()),
        },
        FieldType::Url => Ok(()),
    }
}

fn missing(name: &str) -> Error {
    Error::InvalidField { details: format!("`config.{name}` is required for this type.") }
}

fn ascending(min: Option<i64>, max: Option<i64>) -> Result<()> {
    match (min, max) {
        (Some(min), Some(max)) if min > max => Err(Error::FieldMinMax),
        _ => Ok(()),
    }
}

fn checkbox(field: &ReplaceField, config: &FieldConfig, strict: bool) -> Result<()> {
    if field.required {
        return Err(Error::InvalidField { details: "a checkbox cannot be required.".to_owned() });
    }
    match config.default_value.as_deref() {
        Some("true" | "false") => Ok(()),
        None if !strict => Ok(()),
        _ => Err(Error::FieldDefaultValue),
    }
}

fn select<T>(is_given: bool, options: &[T], strict: bool) -> Result<()> {
    if !is_given {
        return Err(missing("options"));
    }
    if strict && options.is_empty() { Err(Error::FieldOptions) } else { Ok(()) }
}

fn pattern(format: Option<&str>, strict: bool) -> Result<()> {
    let Some(format) = format else { return Err(missing("format")) };
    if strict && regex::Regex::new(format).is_err() { Err(Error::FieldRegex) } else { Ok(()) }
}

fn parts(config: &FieldConfig, known: &[&str], strict: bool, wrong: Error) -> Result<()> {
    let Some(parts) = &config.parts else { return Err(missing("parts")) };
    if strict && (parts.is_empty() || parts.iter().any(|part| !known.contains(&part.name.as_str()))) {
        return Err(wrong);
    }
    if parts.iter().any(|part| !known.contains(&part.name.as_str())) {
        return Err(wrong);
    }
    parts.iter().try_for_each(|part| single(part, strict))
}

fn single(part: &FieldPart, strict: bool) -> Result<()> {
    let empty = PartConfig::default();
    let config = part.config.as_ref().unwrap_or(&empty);
    match part.r#type {
        FieldType::Text => {
            ascending(config.min_length.map(avouch_shape::Int::get), config.max_length.map(avouch_shape::Int::get))
        }
        FieldType::Select if strict => {
            select(config.options.is_some(), config.options.as_deref().unwrap_or_default(), strict)
        }
        FieldType::Regex if strict => pattern(config.format.as_deref(), strict),
        FieldType::Address | FieldType::Fullname => Err(Error::FieldSubComponent),
        FieldType::Select
        | FieldType::Regex
        | FieldType::Number
        | FieldType::Date
        | FieldType::Checkbox
        | FieldType::Url => Ok(()),
    }
}
