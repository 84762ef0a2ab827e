//! Mails in the tenant's own words.

use avouch_model::Json;
use avouch_model::email_templates::EmailTemplate;

use crate::row::{Columns as _, columns};
use crate::{Read, Result, Sql, Tx, Value, params};

columns!(EmailTemplate {
    tenant_id: "tenant_id",
    id: "id",
    language_tag: "language_tag",
    template_type: "template_type",
    details: "details",
    created_at: "created_at",
});

fn filter(sql: &mut Sql, language: Option<&str>, purpose: Option<&str>) {
    if let Some(language) = language {
        sql.push_with(" and language_tag = {}", language);
    }
    if let Some(purpose) = purpose {
        sql.push_with(" and template_type = {}", purpose);
    }
}

/// The mails of a language and a purpose, where they are named.
pub async fn list(db: &impl Read, language: Option<&str>, purpose: Option<&str>) -> Result<Vec<EmailTemplate>> {
    let columns = EmailTemplate::columns("t");
    let mut sql = Sql::new(format!("select {columns} from email_templates t where t.tenant_id = $1"));
    filter(&mut sql, language, purpose);
    sql.push(" order by language_tag, template_type");
    db.select(sql).await
}

/// Languages that there are mails in.
pub async fn languages(db: &impl Read) -> Result<Vec<String>> {
    let sql = "select distinct language_tag from email_templates where tenant_id = $1 order by language_tag limit 1000";
    let rows: Vec<(String,)> = db.fetch(sql.into(), params![]).await?;
    Ok(rows.into_iter().map(|(tag,)| tag).collect())
}

/// One mail.
pub async fn get(db: &impl Read, id: &str) -> Result<Option<EmailTemplate>> {
    let columns = EmailTemplate::columns("t");
    let sql = format!("select {columns} from email_templates t where t.tenant_id = $1 and t.id = $2");
    db.first(sql.into(), params![id]).await
}

/// Keeps the mail of a language and a purpose.
pub async fn replace(tx: &Tx, id: &str, language: &str, purpose: &str, details: &serde_json::Value) -> Result<()> {
    let sql = "insert into email_templates (tenant_id, id, language_tag, template_type, details, created_at) \
               values ($1, $2, $3, $4, $5, $6) \
               on conflict (tenant_id, language_tag, template_type) do update set details = excluded.details";
    tx.execute(sql.into(), params![id, language, purpose, details, tx.now()]).await.map(drop)
}

/// Writes what a mail says.
pub async fn set_details(tx: &Tx, id: &str, details: &Json) -> Result<bool> {
    tx.update("email_templates", id, vec![("details", Value::from(details))]).await
}

/// Removes a mail; answers whether it was there.
pub async fn delete(tx: &Tx, id: &str) -> Result<bool> {
    tx.delete("email_templates", id).await
}

/// Removes the mails of a language and a purpose; answers how many there were.
pub async fn delete_many(tx: &Tx, language: Option<&str>, purpose: Option<&str>) -> Result<u64> {
    let mut sql = Sql::new("delete from email_templates where tenant_id = $1");
    filter(&mut sql, language, purpose);
    tx.run(sql).await
}
