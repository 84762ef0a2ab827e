//! What a field may be called and be made of.

use avouch_model::custom_profile_fields::{FieldConfig, FieldPart, FieldType, PartConfig, ReplaceField};

use avouch_shape::{Int, Issue, Path};

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
    let FieldConfig { own, parts } = config.unwrap_or_default();
    let own = of_type(r#type, own);
    match r#type {
        FieldType::Text => ascending(own.min_length.map(Int::get), own.max_length.map(Int::get))?,
        FieldType::Number => ascending(own.min_value.map(Int::get), own.max_value.map(Int::get))?,
        FieldType::Checkbox => checkbox(required, &own, is_given, strict)?,
        FieldType::Select => select(own.options.as_deref(), strict)?,
        FieldType::Regex => pattern(own.format.as_deref(), strict)?,
        FieldType::Address => check_parts(parts.as_deref(), ADDRESS, strict, Error::FieldAddress)?,
        FieldType::Fullname => check_parts(parts.as_deref(), FULL_NAME, strict, Error::FieldFullName)?,
        FieldType::Date if is_given && own.format.is_none() => return Err(missing("format", "string")),
        FieldType::Date | FieldType::Url => {}
    }
    let description = description.filter(|_| r#type != FieldType::Checkbox);
    let parts = parts.filter(|_| matches!(r#type, FieldType::Address | FieldType::Fullname));
    Ok(ReplaceField { r#type, label, description, required, config: Some(FieldConfig { own, parts }) })
}

/// What of a configuration fields of a type have.
fn of_type(kind: FieldType, given: PartConfig) -> PartConfig {
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
    } = given;
    let none = PartConfig::default();
    match kind {
        FieldType::Text => PartConfig { placeholder, min_length, max_length, ..none },
        FieldType::Number => PartConfig { placeholder, min_value, max_value, ..none },
        FieldType::Date => PartConfig { placeholder, format, custom_format, ..none },
        FieldType::Checkbox => PartConfig { default_value, ..none },
        FieldType::Select => PartConfig { placeholder, options, ..none },
        FieldType::Url => PartConfig { placeholder, ..none },
        FieldType::Regex => PartConfig { placeholder, format, ..none },
        FieldType::Address | FieldType::Fullname => none,
    }
}

/// A member of the configuration that a type cannot do without.
fn missing(name: &str, kind: &str) -> Error {
    let config = Path::Key(&Path::Root, "config");
    Error::InvalidField { issues: Issue::wrong_type(kind, None, &Path::Key(&config, name)).into() }
}

fn ascending(min: Option<i64>, max: Option<i64>) -> Result<()> {
    match (min, max) {
        (Some(min), Some(max)) if min > max => Err(Error::FieldMinMax),
        _ => Ok(()),
    }
}

fn checkbox(required: bool, config: &PartConfig, is_given: bool, strict: bool) -> Result<()> {
    let wrong = |issue: Issue| Err(Error::InvalidField { issues: issue.into() });
    if required {
        return wrong(Issue::custom(
            "must be false: a checkbox cannot be required",
            &Path::Key(&Path::Root, "required"),
        ));
    }
    match config.default_value.as_deref() {
        Some("true" | "false") => Ok(()),
        Some(other) => {
            let at = Path::Key(&Path::Root, "config");
            wrong(Issue::unknown_option(&["true", "false"], other, &Path::Key(&at, "defaultValue")))
        }
        None if strict => Err(Error::FieldDefaultValue),
        None if is_given => Err(missing("defaultValue", "string")),
        None => Ok(()),
    }
}

fn select<T>(options: Option<&[T]>, strict: bool) -> Result<()> {
    let options = options.ok_or_else(|| missing("options", "array"))?;
    if strict && options.is_empty() { Err(Error::FieldOptions) } else { Ok(()) }
}

fn pattern(format: Option<&str>, strict: bool) -> Result<()> {
    let Some(format) = format else { return Err(missing("format", "string")) };
    if strict && regex::Regex::new(format).is_err() { Err(Error::FieldRegex) } else { Ok(()) }
}

fn check_parts(parts: Option<&[FieldPart]>, known: &[&str], strict: bool, none: Error) -> Result<()> {
    let parts = parts.ok_or_else(|| missing("parts", "array"))?;
    if let Some((index, part)) = parts.iter().enumerate().find(|(_, part)| !known.contains(&part.name.as_str())) {
        let (config, name) = (Path::Key(&Path::Root, "config"), part.name.as_str());
        let (parts, place) = (Path::Key(&config, "parts"), index);
        let issue = Issue::unknown_option(known, name, &Path::Key(&Path::Index(&parts, place), "name"));
        return Err(Error::InvalidField { issues: issue.into() });
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
    let config = config.map(|own| FieldConfig { own, parts: None });
    ReplaceField { r#type, label, description: None, required, config }
}
