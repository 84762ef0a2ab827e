//! OpenAPI 3.0 schemas.
#![expect(clippy::indexing_slicing, reason = "a member of an object that was made here")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

/// Named schemas of a document.
#[derive(Debug, Default)]
pub struct Components {
    schemas: Map<String, Value>,
    /// Which type has a name.
    owners: BTreeMap<String, &'static str>,
    /// Names that more than one type asked for.
    contested: BTreeSet<String>,
}

impl Components {
    /// Registers the schema of the type `T` under a name, once; answers a reference to it. A name is one type's only:
    /// a second one is noted in [`Components::contested`].
    pub fn named<T: ?Sized>(&mut self, name: &str, describe: impl FnOnce(&mut Self) -> Value) -> Value {
        let owner = std::any::type_name::<T>();
        match self.owners.get(name) {
            Some(known) if *known == owner => {}
            Some(_) => drop(self.contested.insert(name.to_owned())),
            None => {
                self.owners.insert(name.to_owned(), owner);
                let schema = describe(self);
                self.schemas.insert(name.to_owned(), schema);
            }
        }
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    /// Names that more than one type asked for: the schema of the first stands for all of them, wrongly.
    pub fn contested(&self) -> &BTreeSet<String> {
        &self.contested
    }

    /// All schemas, by name.
    pub fn into_schemas(mut self) -> Map<String, Value> {
        self.schemas.sort_keys();
        self.schemas
    }
}

/// A type with an OpenAPI schema.
pub trait Describe {
    /// Its schema.
    fn describe(components: &mut Components) -> Value;

    /// Whether a member of this type may be absent from a request.
    fn is_optional() -> bool {
        false
    }

    /// Its schema as a member of an answer, where what is optional stands as `null`.
    fn describe_answer(components: &mut Components) -> Value {
        Self::describe(components)
    }
}

/// A member of an object; not for use by hand.
pub struct Member {
    /// Name.
    pub name: &'static str,
    /// Schema.
    pub schema: Value,
    /// What it is.
    pub description: &'static str,
    /// Whether it is always there.
    pub required: bool,
    /// Whether its own members stand in its place.
    pub flatten: bool,
}

/// The schema of an object; not for use by hand.
pub fn object(description: &str, members: Vec<Member>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut parts = Vec::new();
    for member in members {
        if member.flatten {
            parts.push(member.schema);
            continue;
        }
        if member.required {
            required.push(member.name);
        }
        properties.insert(member.name.to_owned(), described(member.schema, member.description));
    }
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    if !parts.is_empty() {
        parts.push(schema);
        schema = json!({ "allOf": parts });
    }
    if !description.is_empty() {
        schema["description"] = description.into();
    }
    schema
}

/// A reference cannot have siblings in OpenAPI 3.0: it is wrapped to carry a description.
fn described(schema: Value, description: &str) -> Value {
    match schema {
        schema if description.is_empty() => schema,
        Value::Object(mut members) if !members.contains_key("$ref") => {
            members.insert("description".to_owned(), description.into());
            Value::Object(members)
        }
        other => json!({ "allOf": [other], "description": description }),
    }
}

/// Adds members that documents of compatible software name and that nobody gives or looks at; not for use by hand.
pub fn with_unused(mut schema: Value, names: &[&str]) -> Value {
    let note = json!({ "description": "Known to clients of compatible software: not given, and without effect." });
    // Where the members of other types stand among them, its own are the last part.
    let own = if schema.get("properties").is_some() { Some(&mut schema) } else { last_part(&mut schema) };
    if let Some(properties) = own.and_then(|own| own.get_mut("properties")).and_then(Value::as_object_mut) {
        properties.extend(names.iter().map(|name| ((*name).to_owned(), note.clone())));
    }
    schema
}

fn last_part(schema: &mut Value) -> Option<&mut Value> {
    schema.get_mut("allOf")?.as_array_mut()?.last_mut()
}

/// The schema of one of a few texts; not for use by hand.
pub fn string_enum(description: &str, options: &[&str]) -> Value {
    described(json!({ "type": "string", "enum": options }), description)
}

/// Says that `null` is allowed too.
pub(crate) fn nullable(schema: Value) -> Value {
    match schema {
        Value::Object(mut members) if !members.contains_key("$ref") => {
            members.insert("nullable".to_owned(), true.into());
            Value::Object(members)
        }
        other => json!({ "allOf": [other], "nullable": true }),
    }
}

macro_rules! scalars {
    ($($type:ty => $schema:tt),* $(,)?) => {$(
        impl Describe for $type {
            fn describe(_: &mut Components) -> Value {
                json!($schema)
            }
        }
    )*};
}

scalars! {
    bool => { "type": "boolean" },
    i64 => { "type": "integer" },
    u64 => { "type": "integer" },
    usize => { "type": "integer" },
    f64 => { "type": "number" },
    String => { "type": "string" },
    &str => { "type": "string" },
    Value => {},
    Map<String, Value> => { "type": "object", "additionalProperties": true },
}

impl<T: Describe> Describe for Option<T> {
    fn describe(components: &mut Components) -> Value {
        T::describe(components)
    }

    fn is_optional() -> bool {
        true
    }

    fn describe_answer(components: &mut Components) -> Value {
        nullable(T::describe_answer(components))
    }
}

impl<T: Describe> Describe for Vec<T> {
    fn describe(components: &mut Components) -> Value {
        json!({ "type": "array", "items": T::describe(components) })
    }
}

impl<T: Describe> Describe for BTreeMap<String, T> {
    fn describe(components: &mut Components) -> Value {
        json!({ "type": "object", "additionalProperties": T::describe(components) })
    }
}
