//! Fields that a tenant asks its people for.

mod checks;

use avouch_model::Json;
use avouch_model::account_center::ProfileField;
use avouch_model::custom_profile_fields::{CreateField, CreateFields, CustomProfileField, FieldOrder, ReplaceField};
use avouch_store::custom_profile_fields as stored;
use avouch_store::{Read, Tenant, Tx, Value, account_center, sign_in_experiences};
use serde_json::json;

use crate::{Error, Result, ids};

/// All fields, in order.
pub async fn list(tenant: &Tenant) -> Result<Vec<CustomProfileField>> {
    Ok(stored::list(tenant).await?)
}

/// One field.
pub async fn get(db: &impl Read, name: &str) -> Result<CustomProfileField> {
    stored::get(db, name).await?.ok_or(Error::NotFound)
}

/// Adds a field behind all others.
pub async fn create(tenant: &Tenant, input: CreateField) -> Result<CustomProfileField> {
    let tx = tenant.begin().await?;
    let field = add(&tx, input).await?;
    tx.commit().await?;
    Ok(field)
}

/// Adds fields behind all others: all or none.
pub async fn create_many(tenant: &Tenant, inputs: CreateFields) -> Result<Vec<CustomProfileField>> {
    let tx = tenant.begin().await?;
    let mut fields = Vec::new();
    for input in inputs {
        fields.push(add(&tx, input).await?);
    }
    tx.commit().await?;
    Ok(fields)
}

async fn add(tx: &Tx, input: CreateField) -> Result<CustomProfileField> {
    let CreateField { name, field } = input;
    checks::name(&name)?;
    let ReplaceField { r#type, label, description, required, config } = checks::shape(field, false)?;
    let name = name.into_inner();
    let field = CustomProfileField {
        tenant_id: Read::id(tx).clone(),
        id: ids::standard(),
        name: name.clone(),
        r#type: r#type.as_str().to_owned(),
        label: label.map(avouch_shape::Text::into_inner).unwrap_or_default(),
        description: description.map(avouch_shape::Text::into_inner),
        required,
        config: Json::from(&json!(config.unwrap_or_default())),
        created_at: tx.now(),
        sie_order: 0,
    };
    stored::create(tx, &field).await.map_err(|error| match error {
        avouch_store::Error::Unique { .. } => Error::FieldNameExists { name: name.clone() },
        other => Error::Store(other),
    })?;
    sign_in_experiences::changed(tx);
    get(tx, &name).await
}

/// Says anew what a field is; its name and place stay.
pub async fn replace(tenant: &Tenant, name: &str, input: ReplaceField) -> Result<CustomProfileField> {
    checks::name(name)?;
    let ReplaceField { r#type, label, description, required, config } = checks::shape(input, true)?;
    let columns = vec![
        ("type", Value::from(r#type.as_str())),
        ("label", Value::from(label.map(avouch_shape::Text::into_inner).unwrap_or_default())),
        ("description", Value::from(description.map(avouch_shape::Text::into_inner))),
        ("required", Value::from(required)),
        ("config", Value::json(&config.unwrap_or_default())),
    ];
    let tx = tenant.begin().await?;
    if !stored::update(&tx, name, columns).await? {
        return Err(Error::NotExists { name: "custom profile field" });
    }
    sign_in_experiences::changed(&tx);
    let field = get(&tx, name).await?;
    tx.commit().await?;
    Ok(field)
}

/// Removes a field, also from the pages that show it.
pub async fn delete(tenant: &Tenant, name: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, name).await? {
        return Err(Error::NotFound);
    }
    sign_in_experiences::changed(&tx);
    let without = |fields: Vec<ProfileField>| -> Vec<ProfileField> {
        fields.into_iter().filter(|field| field.name != name).collect()
    };
    if let Some(fields) = sign_in_experiences::sign_up_profile_fields(&tx).await? {
        let columns = vec![("sign_up_profile_fields", Value::json(&without(fields)))];
        sign_in_experiences::update(&tx, columns).await?;
    }
    let shown = account_center::get(&tx).await?.and_then(|center| center.profile_fields);
    if let Some(fields) = shown.and_then(|fields| serde_json::from_str(fields.text()).ok()) {
        account_center::update(&tx, vec![("profile_fields", Value::json(&without(fields)))]).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Puts fields where they shall stand.
pub async fn order(tenant: &Tenant, input: FieldOrder) -> Result<Vec<CustomProfileField>> {
    let names: Vec<String> = input.order.iter().map(|place| place.name.to_string()).collect();
    let orders: Vec<i64> = input.order.iter().map(|place| place.sie_order.get()).collect();
    refuse_twice(&names)?;
    let tx = tenant.begin().await?;
    let known = stored::names(&tx, &names).await?;
    let missing: Vec<String> = names.iter().filter(|name| !known.contains(name)).cloned().collect();
    if !missing.is_empty() {
        return Err(Error::FieldsNotFound { names: missing });
    }
    for (name, order) in names.iter().zip(orders) {
        stored::update(&tx, name, vec![("sie_order", Value::from(order))]).await?;
    }
    sign_in_experiences::changed(&tx);
    let mut fields = stored::list(&tx).await?;
    fields.retain(|field| names.contains(&field.name));
    tx.commit().await?;
    Ok(fields)
}

/// A name that stands twice cannot be meant twice.
fn refuse_twice(names: &[String]) -> Result<()> {
    let stands_twice = |(index, name): &(usize, &String)| names.iter().skip(index + 1).any(|other| other == *name);
    let twice: Vec<String> = names.iter().enumerate().filter(stands_twice).map(|(_, name)| name.clone()).collect();
    if twice.is_empty() { Ok(()) } else { Err(Error::DuplicateNames { names: twice }) }
}

/// The fields of a list that exist, in order; it is an error if one stands twice.
pub(crate) async fn known_names(tx: &Tx, fields: Vec<ProfileField>, built_in: &[&str]) -> Result<Vec<ProfileField>> {
    let names: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    refuse_twice(&names)?;
    let known = stored::names(tx, &names).await?;
    let exists = |field: &ProfileField| known.contains(&field.name) || built_in.contains(&field.name.as_str());
    Ok(fields.into_iter().filter(exists).collect())
}

/// Checks the name of a field of custom data.
pub fn check_name(name: &str) -> Result<()> {
    checks::name(name)
}
