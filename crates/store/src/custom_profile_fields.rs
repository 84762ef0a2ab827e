//! Fields that a tenant asks its people for.

use avouch_model::custom_profile_fields::CustomProfileField;

use crate::row::{Columns as _, columns};
use crate::{Read, Result, Sql, Tx, Value, params, texts};

columns!(CustomProfileField {
    tenant_id: "tenant_id",
    id: "id",
    name: "name",
    r#type: "type",
    label: "label",
    description: "description",
    required: "required",
    config: "config",
    created_at: "created_at",
    sie_order: "sie_order",
});

/// All fields, in order.
pub async fn list(db: &impl Read) -> Result<Vec<CustomProfileField>> {
    let columns = CustomProfileField::columns("f");
    let sql =
        format!("select {columns} from custom_profile_fields f where f.tenant_id = $1 order by f.sie_order, f.id");
    db.fetch(sql.into(), Vec::new()).await
}

/// One field.
pub async fn get(db: &impl Read, name: &str) -> Result<Option<CustomProfileField>> {
    let columns = CustomProfileField::columns("f");
    let sql = format!("select {columns} from custom_profile_fields f where f.tenant_id = $1 and f.name = $2");
    db.first(sql.into(), params![name]).await
}

/// The names that exist among several.
pub async fn names(db: &impl Read, among: &[String]) -> Result<Vec<String>> {
    let sql = "select name from custom_profile_fields where tenant_id = $1 and name = any($2)";
    Ok(db.fetch::<(String,)>(sql.into(), vec![texts(among)]).await?.into_iter().map(|(name,)| name).collect())
}

/// Adds a field behind all others.
pub async fn create(tx: &Tx, field: &CustomProfileField) -> Result<()> {
    let sql = "insert into custom_profile_fields \
               (tenant_id, id, name, type, label, description, required, config, created_at, sie_order) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
               (select coalesce(max(sie_order), 0) + 1 from custom_profile_fields where tenant_id = $1::varchar))";
    let values = params![
        &field.id,
        &field.name,
        &field.r#type,
        &field.label,
        field.description.clone(),
        field.required,
        &field.config,
        field.created_at,
    ];
    tx.execute(sql.into(), values).await.map(drop)
}

/// Writes the changed columns of a field; answers whether it exists.
pub async fn update(tx: &Tx, name: &str, columns: Vec<(&'static str, Value)>) -> Result<bool> {
    let mut sql = Sql::new("update custom_profile_fields set ");
    for (column, value) in columns {
        sql.set(column, value);
    }
    sql.push_with(" where tenant_id = $1 and name = {}", name);
    Ok(tx.run(sql).await? > 0)
}

/// Removes a field; answers whether it was there.
pub async fn delete(tx: &Tx, name: &str) -> Result<bool> {
    let sql = "delete from custom_profile_fields where tenant_id = $1 and name = $2";
    Ok(tx.execute(sql.into(), params![name]).await? > 0)
}
