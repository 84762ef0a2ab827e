//! Texts of pages that replace those that are built in.

use avouch_model::custom_phrases::CustomPhrase;
use avouch_shape::JsonObject;

use crate::row::{Columns as _, columns};
use crate::{Read, Result, Tx, params};

columns!(CustomPhrase { tenant_id: "tenant_id", id: "id", language_tag: "language_tag", translation: "translation" });

/// All languages, by tag.
pub async fn list(db: &impl Read) -> Result<Vec<CustomPhrase>> {
    let columns = CustomPhrase::columns("p");
    let sql = format!("select {columns} from custom_phrases p where p.tenant_id = $1 order by p.language_tag");
    db.fetch(sql.into(), Vec::new()).await
}

/// One language.
pub async fn get(db: &impl Read, tag: &str) -> Result<Option<CustomPhrase>> {
    let columns = CustomPhrase::columns("p");
    let sql = format!("select {columns} from custom_phrases p where p.tenant_id = $1 and p.language_tag = $2");
    db.first(sql.into(), params![tag]).await
}

/// Keeps the texts of a language.
pub async fn replace(tx: &Tx, id: &str, tag: &str, translation: &JsonObject) -> Result<()> {
    let sql = "insert into custom_phrases (tenant_id, id, language_tag, translation) values ($1, $2, $3, $4) \
               on conflict (tenant_id, language_tag) do update set translation = excluded.translation";
    tx.execute(sql.into(), params![id, tag, translation]).await.map(drop)
}

/// Removes a language; answers whether it was there.
pub async fn delete(tx: &Tx, tag: &str) -> Result<bool> {
    let sql = "delete from custom_phrases where tenant_id = $1 and language_tag = $2";
    Ok(tx.execute(sql.into(), params![tag]).await? > 0)
}
