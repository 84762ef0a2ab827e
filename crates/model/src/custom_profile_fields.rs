//! Fields that a tenant asks its people for.

use avouch_shape::{Describe, Input, Int, List, Text};
use serde::{Deserialize, Serialize};

use crate::{Json, TenantId, Timestamp};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum FieldType {
    /// A text.
    Text,
    /// A number.
    Number,
    /// A day.
    Date,
    /// Yes or no.
    Checkbox,
    /// One of a few.
    Select,
    /// An address on the web.
    Url,
    /// A text of a form.
    Regex,
    /// A postal address, in parts.
    Address,
    /// A name, in parts.
    Fullname,
}

/// One of the values to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Input)]
pub struct SelectOption {
    /// What people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What is kept.
    pub value: String,
}

/// How a field, or a part of one, looks and what it takes; which members count depends on its type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Input)]
#[serde(rename_all = "camelCase")]
pub struct PartConfig {
    /// What an empty field shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<Text<0, 256>>,
    /// Fewest characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_length: Option<Int<0, 1_000_000>>,
    /// Most characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<Int<0, 1_000_000>>,
    /// Smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_value: Option<Int<0, 9_007_199_254_740_991>>,
    /// Largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_value: Option<Int<0, 9_007_199_254_740_991>>,
    /// Form of a day, or a regular expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<Text<0, 128>>,
    /// Form of a day in one's own way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_format: Option<Text<0, 128>>,
    /// Values to choose from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<List<SelectOption, 0, 500>>,
    /// Value of a box that nobody touched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_value: Option<String>,
}

/// A part of an address or a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Input)]
pub struct FieldPart {
    /// Whether it is asked for.
    pub enabled: bool,
    /// Which part.
    pub name: String,
    /// What it holds.
    pub r#type: FieldType,
    /// What people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text<1, 128>>,
    /// More for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it cannot be left empty.
    pub required: bool,
    /// How it looks and what it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<PartConfig>,
}

/// How a field looks and what it takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Input)]
pub struct FieldConfig {
    /// What parts have too.
    #[serde(flatten)]
    pub own: PartConfig,
    /// Parts of an address or a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<List<FieldPart, 0, 20>>,
}

/// A field.
#[derive(Clone, Debug, Serialize, Describe)]
#[serde(rename_all = "camelCase")]
pub struct CustomProfileField {
    /// Tenant.
    pub tenant_id: TenantId,
    /// Identifier.
    pub id: String,
    /// Name, unique within the tenant.
    pub name: String,
    /// What it holds.
    #[shape(described_as = "FieldType")]
    pub r#type: String,
    /// What people read.
    pub label: String,
    /// More for people.
    pub description: Option<String>,
    /// Whether it cannot be left empty.
    pub required: bool,
    /// How it looks and what it takes.
    #[shape(described_as = "FieldConfig")]
    pub config: Json,
    /// When it was made.
    pub created_at: Timestamp,
    /// Where it stands among the others.
    pub sie_order: i64,
}

/// What to make a field of.
#[derive(Clone, Debug, Input)]
pub struct CreateField {
    /// Name: letters and digits.
    pub name: Text<1, 128>,
    /// What it shall be.
    #[serde(flatten)]
    pub field: ReplaceField,
}

/// What a field shall be.
#[derive(Clone, Debug, Input)]
pub struct ReplaceField {
    /// What it holds.
    pub r#type: FieldType,
    /// What people read.
    pub label: Option<Text<1, 128>>,
    /// More for people.
    pub description: Option<Text<0, 256>>,
    /// Whether it cannot be left empty.
    pub required: bool,
    /// How it looks and what it takes.
    pub config: Option<FieldConfig>,
}

/// Fields to make, all or none.
pub type CreateFields = List<CreateField, 1, 20>;

/// Where a field shall stand.
#[derive(Debug, Input)]
pub struct FieldPlace {
    /// Name.
    pub name: Text<1, 128>,
    /// Where it shall stand among the others.
    pub sie_order: Int<0, 32767>,
}

/// Where fields shall stand.
#[derive(Debug, Input)]
pub struct FieldOrder {
    /// Places.
    pub order: List<FieldPlace, 0, 500>,
}
