//! The look of an application's sign-in pages.

use avouch_model::applications::sign_in_experience::ApplicationSignInExperience;

use crate::row::{Columns as _, columns};
use crate::sql::Sql;
use crate::{Read, Result, Tx, Value, params};

columns!(ApplicationSignInExperience {
    tenant_id: "tenant_id",
    application_id: "application_id",
    color: "color",
    branding: "branding",
    custom_css: "custom_css",
    terms_of_use_url: "terms_of_use_url",
    privacy_policy_url: "privacy_policy_url",
    display_name: "display_name",
});

/// The look, if it was ever set.
pub async fn get(db: &impl Read, application: &str) -> Result<Option<ApplicationSignInExperience>> {
    let columns = ApplicationSignInExperience::columns("e");
    let sql = format!(
        "select {columns} from application_sign_in_experiences e where e.tenant_id = $1 and e.application_id = $2"
    );
    db.first(sql.into(), params![application]).await
}

/// Makes a row with nothing but defaults.
pub async fn create(tx: &Tx, application: &str) -> Result<()> {
    let sql = "insert into application_sign_in_experiences (tenant_id, application_id, color, branding) values ($1, $2, '{}', '{}')";
    tx.execute(sql.into(), params![application]).await.map(drop)
}

/// Writes the changed columns.
pub async fn update(tx: &Tx, application: &str, columns: Vec<(&'static str, Value)>) -> Result<()> {
    crate::sign_in_experiences::changed(tx);
    let mut sql = Sql::new("update application_sign_in_experiences set ");
    for (column, value) in columns {
        sql.set(column, value);
    }
    sql.push_with(" where tenant_id = $1 and application_id = {}", application);
    tx.run(sql).await.map(drop)
}
