//! What is wrong with a value, and where.

use serde_json::{Map, Value, json};

/// A place inside a value, on the stack of whoever reads it.
#[derive(Clone, Copy, Debug)]
pub enum Path<'a> {
    /// The value itself.
    Root,
    /// A member of an object.
    Key(&'a Path<'a>, &'a str),
    /// An element of an array.
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn segments(&self) -> Vec<Value> {
        match self {
            Self::Root => Vec::new(),
            Self::Key(parent, key) => {
                let mut all = parent.segments();
                all.push((*key).into());
                all
            }
            Self::Index(parent, index) => {
                let mut all = parent.segments();
                all.push((*index).into());
                all
            }
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    members: Map<String, Value>,
    path: Vec<Value>,
    message: String,
    /// Where `path` and `message` stand among the members is part of what clients know.
    path_first: bool,
}

impl Issue {
    fn new(members: Value, at: &Path<'_>, path_first: bool, message: impl Into<String>) -> Self {
        let members = match members {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        Self { members, path: at.segments(), message: message.into(), path_first }
    }

    /// A value of another type, or none at all.
    pub fn wrong_type(expected: &str, found: Option<&Value>, at: &Path<'_>) -> Self {
        let received = kind(found);
        let message = wrong_type_message(expected, received);
        Self::new(json!({ "code": "invalid_type", "expected": expected, "received": received }), at, true, message)
    }

    /// A number with a fraction where a whole one is needed.
    pub fn not_whole(at: &Path<'_>) -> Self {
        let message = wrong_type_message("integer", "float");
        Self::new(json!({ "code": "invalid_type", "expected": "integer", "received": "float" }), at, true, message)
    }

    /// Not a text at all where one of a few is needed.
    pub fn wrong_type_for_enum(options: &[&str], found: Option<&Value>, at: &Path<'_>) -> Self {
        let expected = options.iter().map(|option| format!("'{option}'")).collect::<Vec<_>>().join(" | ");
        let received = kind(found);
        let message = wrong_type_message(&expected, received);
        Self::new(json!({ "expected": expected, "received": received, "code": "invalid_type" }), at, true, message)
    }

    /// A text that is not one of a few.
    pub fn unknown_option(options: &[&str], found: &str, at: &Path<'_>) -> Self {
        let message = format!("must be one of {}, not '{found}'", options.join(", "));
        Self::new(json!({ "received": found, "code": "invalid_enum_value", "options": options }), at, true, message)
    }

    /// Less than there must be; `kind` is `string`, `array` or `number`.
    pub fn too_small(kind: &str, minimum: i64, at: &Path<'_>) -> Self {
        let message = format!("must {} at least {minimum}{}", verb(kind), unit(kind));
        let members =
            json!({ "code": "too_small", "minimum": minimum, "type": kind, "inclusive": true, "exact": false });
        Self::new(members, at, false, message)
    }

    /// More than there may be; `kind` is `string`, `array` or `number`.
    pub fn too_big(kind: &str, maximum: i64, at: &Path<'_>) -> Self {
        let message = format!("must {} at most {maximum}{}", verb(kind), unit(kind));
        let members = json!({ "code": "too_big", "maximum": maximum, "type": kind, "inclusive": true, "exact": false });
        Self::new(members, at, false, message)
    }

    /// A text of the wrong form; `validation` is `regex`, `url` or `email`.
    pub fn invalid_string(validation: &str, at: &Path<'_>) -> Self {
        let message = match validation {
            "url" => "must be a URL",
            "email" => "must be an e-mail address",
            _ => "has the wrong form",
        };
        Self::new(json!({ "validation": validation, "code": "invalid_string" }), at, false, message)
    }

    /// A rule that no schema can say.
    pub fn custom(message: impl Into<String>, at: &Path<'_>) -> Self {
        Self::new(json!({ "code": "custom" }), at, false, message)
    }

    /// Members that a strict object does not have.
    pub fn unrecognized_keys(keys: &[String], at: &Path<'_>) -> Self {
        let message = format!("has members that are not known: {}", keys.join(", "));
        Self::new(json!({ "code": "unrecognized_keys", "keys": keys }), at, true, message)
    }

    fn code(&self) -> &str {
        self.members.get("code").and_then(Value::as_str).unwrap_or_default()
    }

    fn data(&self) -> Value {
        let mut members = self.members.clone();
        let (path, message) = (Value::from(self.path.clone()), Value::from(self.message.as_str()));
        if self.path_first {
            members.insert("path".to_owned(), path);
            members.insert("message".to_owned(), message);
        } else {
            members.insert("message".to_owned(), message);
            members.insert("path".to_owned(), path);
        }
        Value::Object(members)
    }

    fn line(&self) -> String {
        let segments =
            self.path.iter().map(|segment| segment.as_str().map_or_else(|| segment.to_string(), ToOwned::to_owned));
        let path = segments.collect::<Vec<_>>().join(".");
        let text = |name: &str| self.members.get(name).and_then(Value::as_str).unwrap_or_default();
        if self.code() == "invalid_type" {
            let (expected, received) = (text("expected"), text("received"));
            return format!(
                "Error in key path \"{path}\": (invalid_type) Expected {expected} but received {received}."
            );
        }
        format!("Error in key path \"{path}\": ({}) {}", self.code(), self.message)
    }
}

fn wrong_type_message(expected: &str, received: &str) -> String {
    if received == "undefined" { "is required".to_owned() } else { format!("must be {expected}, not {received}") }
}

fn verb(kind: &str) -> &'static str {
    if kind == "number" { "be" } else { "have" }
}

fn unit(kind: &str) -> &'static str {
    match kind {
        "string" => " characters",
        "array" => " elements",
        _ => "",
    }
}

fn kind(value: Option<&Value>) -> &'static str {
    match value {
        None => "undefined",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Number(_)) => "number",
        Some(Value::String(_)) => "string",
        Some(Value::Array(_)) => "array",
        Some(Value::Object(_)) => "object",
    }
}

/// Everything that is wrong with a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Issues {
    issues: Vec<Issue>,
}

/// Issues that are kept; past it a value is wrong enough.
const MOST: usize = 100;

impl std::fmt::Display for Issues {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.details())
    }
}

impl From<Issue> for Issues {
    fn from(issue: Issue) -> Self {
        Self { issues: vec![issue] }
    }
}

impl Issues {
    /// Adds one.
    pub fn push(&mut self, issue: Issue) {
        if self.issues.len() < MOST {
            self.issues.push(issue);
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.issues.is_empty()
    }

    /// The issues for machines.
    pub fn data(&self) -> Value {
        let issues: Vec<Value> = self.issues.iter().map(Issue::data).collect();
        json!({ "issues": issues, "name": "ZodError" })
    }

    /// The issues for people, a line each.
    pub fn details(&self) -> String {
        self.issues.iter().map(Issue::line).collect::<Vec<_>>().join("\n")
    }
}
