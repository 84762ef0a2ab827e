//! The token of a link.

use avouch_domain::sentinel::{self, Guess};
use avouch_domain::{Error, Result, one_time_tokens};
use avouch_model::EmailAddress;
use avouch_model::one_time_tokens::LinkEvent;
use avouch_shape::{Input, Text};
use avouch_store::Tenant;

use super::{Made, new_id};
use crate::record::Record;
use crate::{Event, Identifier, IdentifierType, State, settings};

/// Only addresses have links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Input)]
pub enum LinkIdentifierType {
    /// E-mail address.
    #[shape(name = "email")]
    Email,
}

/// The address of a link.
#[derive(Debug, Input)]
pub struct LinkIdentifier {
    /// Kind.
    pub r#type: LinkIdentifierType,
    /// Address.
    pub value: EmailAddress,
}

/// A token of a link.
#[derive(Debug, Input)]
pub struct LinkProof {
    /// The address it stands for.
    pub identifier: LinkIdentifier,
    /// The token.
    pub token: Text<1, 4096>,
}

/// Checks a token and uses it up.
pub async fn verify(tenant: &Tenant, state: &mut State, input: LinkProof) -> Result<Made> {
    let settings = settings::load(tenant).await?;
    let email = input.identifier.value.into_inner();
    let event = match state.interaction_event {
        Event::SignIn => LinkEvent::SignIn,
        Event::Register => LinkEvent::Register,
        Event::ForgotPassword => LinkEvent::ForgotPassword,
    };
    let outcome = consume(tenant, &input.token, &email, event).await;
    // A failure of ours is no guess of theirs.
    if !matches!(outcome, Err(Error::Store(_))) {
        let policy = &settings.sentinel_policy;
        sentinel::note(tenant, policy, Guess::OneTimeToken, &email, outcome.is_ok()).await?;
    }
    let context = outcome?;
    let id = new_id();
    state.captcha.skipped = true;
    state.record(Record::OneTimeToken {
        id: id.clone(),
        identifier: Identifier { r#type: IdentifierType::Email, value: email },
        verified: true,
        one_time_token_context: Some(context),
    });
    Ok(Made { verification_id: id })
}

async fn consume(
    tenant: &Tenant,
    token: &str,
    email: &str,
    event: LinkEvent,
) -> Result<avouch_model::one_time_tokens::TokenContext> {
    let tx = tenant.begin().await?;
    let token = one_time_tokens::check(&tx, token, email, Some(event)).await?;
    let context = serde_json::from_str(token.context.text()).unwrap_or_default();
    one_time_tokens::consume(&tx, token).await?;
    tx.commit().await?;
    Ok(context)
}
