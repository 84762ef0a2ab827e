//! Texts of pages that replace those that are built in.

use avouch_model::LanguageTag;
use avouch_model::custom_phrases::{CustomPhrase, Translation};
use avouch_store::custom_phrases as stored;
use avouch_store::{Read, Tenant, sign_in_experiences};

use crate::{Error, Result, ids, phrases};

/// All languages, by tag.
pub async fn list(tenant: &Tenant) -> Result<Vec<CustomPhrase>> {
    Ok(stored::list(tenant).await?)
}

/// One language.
pub async fn get(db: &impl Read, tag: &LanguageTag) -> Result<CustomPhrase> {
    stored::get(db, tag).await?.ok_or(Error::NotFound)
}

/// Sets the texts of a language. Empty ones are left out; each must have a place in the built-in ones.
pub async fn replace(tenant: &Tenant, tag: &LanguageTag, translation: Translation) -> Result<CustomPhrase> {
    let translation = phrases::without_empty(translation.0);
    if !phrases::fits(&translation) {
        return Err(Error::InvalidTranslation);
    }
    let tx = tenant.begin().await?;
    stored::replace(&tx, &ids::standard(), tag, &translation).await?;
    sign_in_experiences::changed(&tx);
    let phrase = get(&tx, tag).await?;
    tx.commit().await?;
    Ok(phrase)
}

/// Removes a language, unless pages fall back to it.
pub async fn delete(tenant: &Tenant, tag: &LanguageTag) -> Result<()> {
    let tx = tenant.begin().await?;
    let info = super::sign_in_exp::get(&tx).await?.language_info.object().unwrap_or_default();
    if info.get("fallbackLanguage").and_then(serde_json::Value::as_str) == Some(tag.as_str()) {
        return Err(Error::CannotDeleteDefaultLanguage { language: tag.as_str() });
    }
    if !stored::delete(&tx, tag).await? {
        return Err(Error::NotFound);
    }
    sign_in_experiences::changed(&tx);
    tx.commit().await?;
    Ok(())
}
