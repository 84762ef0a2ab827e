//! Mails in the tenant's own words.

use avouch_model::Json;
use avouch_model::email_templates::{EmailTemplate, NewTemplates, Removed, TemplateFilter, UpdateTemplateDetails};
use avouch_store::email_templates as stored;
use avouch_store::{Read, Tenant};
use serde_json::json;

use crate::{Error, Result, ids};

/// The mails of a language and a purpose, where they are named.
pub async fn list(tenant: &Tenant, filter: &TemplateFilter) -> Result<Vec<EmailTemplate>> {
    let purpose = filter.template_type.map(avouch_model::email_templates::TemplateType::as_str);
    Ok(stored::list(tenant, filter.language_tag.as_deref(), purpose).await?)
}

/// One mail.
pub async fn get(db: &impl Read, id: &str) -> Result<EmailTemplate> {
    let found = stored::get(db, id).await?;
    found.ok_or_else(|| Error::NotExistsWithId { name: "email_templates", id: id.to_owned() })
}

/// Keeps mails; each takes the place of the one of its language and purpose.
pub async fn replace(tenant: &Tenant, input: NewTemplates) -> Result<Vec<EmailTemplate>> {
    let tx = tenant.begin().await?;
    let mut kept = Vec::new();
    for template in input.templates {
        let (language, purpose) = (&*template.language_tag, template.template_type.as_str());
        stored::replace(&tx, &ids::standard(), language, purpose, &json!(template.details)).await?;
        kept.extend(stored::list(&tx, Some(language), Some(purpose)).await?);
    }
    tx.commit().await?;
    Ok(kept)
}

/// Changes what a mail says, member by member.
pub async fn update(tenant: &Tenant, id: &str, input: &UpdateTemplateDetails) -> Result<EmailTemplate> {
    let tx = tenant.begin().await?;
    let mut details = get(&tx, id).await?.details.object().unwrap_or_default();
    details.extend(json!(input).as_object().cloned().unwrap_or_default());
    stored::set_details(&tx, id, &Json::from(&json!(details))).await?;
    let template = get(&tx, id).await?;
    tx.commit().await?;
    Ok(template)
}

/// Removes a mail.
pub async fn delete(tenant: &Tenant, id: &str) -> Result<()> {
    let tx = tenant.begin().await?;
    if !stored::delete(&tx, id).await? {
        return Err(Error::NotExistsWithId { name: "email_templates", id: id.to_owned() });
    }
    tx.commit().await?;
    Ok(())
}

/// Removes the mails of a language and a purpose, of which one must be named.
pub async fn delete_many(tenant: &Tenant, filter: &TemplateFilter) -> Result<Removed> {
    let (language, purpose) =
        (filter.language_tag.as_deref(), filter.template_type.map(avouch_model::email_templates::TemplateType::as_str));
    if language.is_none() && purpose.is_none() {
        return Err(Error::BulkDeletionNoFilter);
    }
    let tx = tenant.begin().await?;
    let removed = stored::delete_many(&tx, language, purpose).await?;
    tx.commit().await?;
    Ok(Removed { row_count: i64::try_from(removed).unwrap_or(i64::MAX) })
}
