//! What a field may be called and be made of.

use avouch_model::custom_profile_fields::{FieldConfig, FieldPart, FieldType, PartConfig, ReplaceField};

use avouch_shape::Int;

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

/// Checks what a field is made of, and leaves out what its type does not have; a change is checked more strictly than a
/// new field.
pub(super) fn shape(field: ReplaceField, strict: bool) -> Result<ReplaceField> {
    let ReplaceField { r#type, label, description, required, config } = field;
    let is_given = config.is_some();
    let config = of_type(r#type, config.unwrap_or_default());
    match r#type {
        FieldType::Text => ascending(config.min_length.map(Int::get), config.max_length.map(Int::get))?,
        FieldType::Number => ascending(config.min_value.map(Int::get), config.max_value.map(Int::get))?,
        FieldType::Checkbox => checkbox(required, &config, is_given, strict)?,
        FieldType::Select => select(config.options.as_deref(), strict)?,
        FieldType::Regex => pattern(config.format.as_deref(), strict)?,
        FieldType::Address => parts(&config, ADDRESS, strict, Error::FieldAddress)?,
        FieldType::Fullname => parts(&config, FULL_NAME, strict, Error::FieldFullName)?,
        FieldType::Date if is_given && config.format.is_none() => return Err(missing("format")),
        FieldType::Date | FieldType::Url => {}
    }
    let description = description.filter(|_| r#type != FieldType::Checkbox);
    Ok(ReplaceField { r#type, label, description, required, config: Some(config) })
}

/// What of a configuration fields of a type have.
fn of_type(kind: FieldType, given: FieldConfig) -> FieldConfig {
    let FieldConfig {
        placeholder,
        min_length,
        max_length,
        min_value,
        max_value,
        format,
        custom_format,
        options,
        default_value,
        parts,
    } = given;
    let none = FieldConfig::default();
    match kind {
        FieldType::Text => FieldConfig { placeholder, min_length, max_length, ..none },
        FieldType::Number => FieldConfig { placeholder, min_value, max_value, ..none },
        FieldType::Date => FieldConfig { placeholder, format, custom_format, ..none },
        FieldType::Checkbox => FieldConfig { default_value, ..none },
        FieldType::Select => FieldConfig { placeholder, options, ..none },
        FieldType::Url => FieldConfig { placeholder, ..none },
        FieldType::Regex => FieldConfig { placeholder, format, ..none },
        FieldType::Address | FieldType::Fullname => FieldConfig { parts, ..none },
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

fn checkbox(required: bool, config: &FieldConfig, is_given: bool, strict: bool) -> Result<()> {
    let wrong = |details: &str| Err(Error::InvalidField { details: details.to_owned() });
    if required {
        return wrong("a checkbox cannot be required.");
    }
    match config.default_value.as_deref() {
        Some("true" | "false") => Ok(()),
        Some(_) => wrong("`config.defaultValue` must be `true` or `false`."),
        None if strict => Err(Error::FieldDefaultValue),
        None if is_given => Err(missing("defaultValue")),
        None => Ok(()),
    }
}

fn select<T>(options: Option<&[T]>, strict: bool) -> Result<()> {
    let options = options.ok_or_else(|| missing("options"))?;
    if strict && options.is_empty() { Err(Error::FieldOptions) } else { Ok(()) }
}

fn pattern(format: Option<&str>, strict: bool) -> Result<()> {
    let Some(format) = format else { return Err(missing("format")) };
    if strict && regex::Regex::new(format).is_err() { Err(Error::FieldRegex) } else { Ok(()) }
}

fn parts(config: &FieldConfig, known: &[&str], strict: bool, none: Error) -> Result<()> {
    let parts = config.parts.as_deref().ok_or_else(|| missing("parts"))?;
    if let Some(part) = parts.iter().find(|part| !known.contains(&part.name.as_str())) {
        let details = format!("“{}” is no part; the parts are {}.", part.name, known.join(", "));
        return Err(Error::InvalidField { details });
    }
    if parts.is_empty() {
        return Err(none);
    }
    if parts.iter().any(|part| matches!(part.r#type, FieldType::Address | FieldType::Fullname)) {
        return Err(Error::FieldSubComponent);
    }
    if strict { parts.iter().try_for_each(|part| shape(alone(part), true).map(drop)) } else { Ok(()) }
}

/// A part as if it were a field.
fn alone(part: &FieldPart) -> ReplaceField {
    let FieldPart { enabled: _, name: _, r#type, label, description: _, required, config } = part.clone();
    let config = config.map(|config| {
        let PartConfig {
            placeholder,
            min_length,
            max_length,
            min_value,
            max_value,
            format,
            custom_format,
            options,
            default_value,
        } = config;
        FieldConfig {
            placeholder,
            min_length,
            max_length,
            min_value,
            max_value,
            format,
            custom_format,
            options,
            default_value,
            parts: None,
        }
    });
    ReplaceField { r#type, label, description: None, required, config }
}
