//! Subject tokens: an administrator's word that a client may act for a user, once.

use avouch_crypto::{Alphabet, random_text};
use avouch_model::subject_tokens::{CreateSubjectToken, CreatedSubjectToken};
use avouch_model::{Timestamp, UserId};
use avouch_store::Tenant;
use avouch_store::{subject_tokens as stored, users};

use crate::Result;

/// How long a token can be used, in seconds.
const LIFETIME: i64 = 600;

/// Makes a token.
pub async fn create(tenant: &Tenant, caller: &str, input: CreateSubjectToken) -> Result<CreatedSubjectToken> {
    let token = stored::SubjectToken {
        id: format!("sub_{}", random_text(Alphabet::Lower, 21)),
        context: input.context.unwrap_or_default(),
        expires_at: Timestamp::from_millis(tenant.now().millis() + LIFETIME * 1000),
        consumed_at: None,
        user_id: UserId::new(input.user_id),
    };
    let tx = tenant.begin().await?;
    // The database knows users of every tenant.
    if users::get(&tx, token.user_id.as_str()).await?.is_none() {
        return Err(avouch_store::Error::ForeignKey.into());
    }
    stored::create(&tx, &token, caller).await?;
    tx.commit().await?;
    Ok(CreatedSubjectToken { subject_token: token.id, expires_in: LIFETIME })
}
