//! Messages to people, through the tenant's connectors.

pub(crate) mod context;
mod pace;

pub use self::context::Context;
pub use self::pace::Pace;

use avouch_connectors::message::{self, Message, Template};
use avouch_connectors::{Factory, Kind};
use avouch_model::connectors::Connector;
use avouch_model::email_templates::{ContentType, TemplateDetails, TemplateType};
use avouch_model::hooks::HookEvent;
use avouch_outbound::Client;
use avouch_shape::JsonObject;
use avouch_store::mailbox::Mailbox;
use avouch_store::sentinel_activities::{self, Attempt};
use avouch_store::{Tenant, configs, email_templates};
use serde_json::{Map, Value};

use crate::sentinel::hashed;
use crate::{Error, Result, connectors, events, mailbox, sign_in_exp};

/// Messages to one recipient within [`WINDOW`].
const MOST: i64 = 10;

/// Seconds.
const WINDOW: i64 = 600;

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Codes.
    Code,
    /// Anything else.
    Message,
}

impl Action {
    fn as_str(self) -> &'static str {
        match self {
            Self::Code => "VerificationCodeSend",
            Self::Message => "MessageSend",
        }
    }
}

/// A message to send.
#[derive(Clone, Debug)]
pub struct Outgoing<'a> {
    /// Mail or text message.
    pub kind: Kind,
    /// Address or number.
    pub to: &'a str,
    /// What it is for.
    pub usage: TemplateType,
    /// What its text can say.
    pub payload: JsonObject,
    /// Who asked for it.
    pub ip: Option<&'a str>,
    /// What it is counted as.
    pub action: Action,
}

/// How messages of a kind leave.
#[derive(Debug)]
pub enum Way {
    /// Through the tenant's connector.
    Connector(Connector, &'static Factory),
    /// Not at all: who tries the server out reads them here.
    Mailbox(Mailbox),
}

/// How messages of a kind leave; an error where they do not.
pub async fn way(tenant: &Tenant, kind: Kind) -> Result<Way> {
    match (connectors::of_kind(tenant, kind).await?, mailbox::of(tenant)) {
        (Some((connector, factory)), _) => Ok(Way::Connector(connector, factory)),
        (None, Some(mailbox)) => Ok(Way::Mailbox(mailbox.clone())),
        (None, None) => Err(Error::NoConnector { kind: kind.as_str() }),
    }
}

/// Whether a connector sends the tenant's own texts: some services keep the texts themselves.
pub(crate) fn takes_texts(factory: &Factory) -> bool {
    factory.kind == Kind::Email && !matches!(factory.id, "http-email" | "postmark-mail")
}

/// Sends a message, unless the recipient had too many already.
pub async fn send(tenant: &Tenant, http: &Client, outgoing: &Outgoing<'_>) -> Result<()> {
    let way = way(tenant, outgoing.kind).await?;
    refuse_flood(tenant, outgoing).await?;
    let (connector, factory) = match way {
        Way::Connector(connector, factory) => (connector, factory),
        Way::Mailbox(mailbox) => {
            mailbox::keep(tenant, &mailbox, outgoing).await?;
            return count(tenant, outgoing).await;
        }
    };
    let message = Message {
        to: outgoing.to,
        usage: outgoing.usage.as_str(),
        payload: &outgoing.payload,
        ip: outgoing.ip,
        template: if takes_texts(factory) { own_template(tenant, outgoing).await? } else { None },
    };
    message::send(http, factory, &connector.config.object().unwrap_or_default(), &message).await?;
    count(tenant, outgoing).await
}

/// Counts a message that was asked for, whether it was sent or silently kept back.
pub async fn count(tenant: &Tenant, outgoing: &Outgoing<'_>) -> Result<()> {
    let attempt = Attempt {
        target: &hashed(outgoing.to),
        action: outgoing.action.as_str(),
        succeeded: true,
        blocked_until: None,
    };
    let tx = tenant.begin().await?;
    sentinel_activities::create(&tx, &attempt).await?;
    tx.commit().await?;
    Ok(())
}

/// Nobody is sent more than a few messages in a while.
pub async fn refuse_flood(tenant: &Tenant, outgoing: &Outgoing<'_>) -> Result<()> {
    let limits: Option<Value> = configs::get(tenant, configs::MESSAGE_LIMIT).await?;
    let limit = |name: &str, usual: i64| {
        limits.as_ref().and_then(|limits| limits.get(name)?.as_i64()).filter(|limit| *limit > 0).unwrap_or(usual)
    };
    let since = tenant.now().plus_millis(-limit("sendWindow", WINDOW).saturating_mul(1000));
    let action = outgoing.action.as_str();
    let sent = sentinel_activities::messages(tenant, &hashed(outgoing.to), action, since).await?;
    if sent < limit("maxSendsPerRecipient", MOST) {
        return Ok(());
    }
    let mut more = Map::new();
    more.insert("action".to_owned(), action.into());
    more.insert("recipient".to_owned(), outgoing.to.into());
    let tx = tenant.begin().await?;
    events::raise(&tx, HookEvent::MessageRateLimited, more).await?;
    tx.commit().await?;
    Err(Error::MessageRateLimited)
}

/// The tenant's own text: for the purpose in the reader's language, then in the usual one, then for anything.
pub(crate) async fn own_template(tenant: &Tenant, outgoing: &Outgoing<'_>) -> Result<Option<Template>> {
    let fallback = sign_in_exp::fallback_language(tenant).await?;
    let fallback = fallback.as_str();
    let usage = outgoing.usage.as_str();
    let locale = outgoing.payload.get("locale").and_then(Value::as_str);
    let generic = TemplateType::Generic.as_str();
    let wanted = locale.map(|locale| (usage, locale)).into_iter().chain([(usage, fallback), (generic, fallback)]);
    for (usage, language) in wanted {
        let found = email_templates::list(tenant, Some(language), Some(usage)).await?;
        let details = found.into_iter().next().and_then(|one| serde_json::from_str(one.details.text()).ok());
        if let Some(TemplateDetails { subject, content, content_type, reply_to, send_from }) = details {
            let is_plain = content_type == Some(ContentType::Plain);
            return Ok(Some(Template { subject, content, is_plain, reply_to, send_from }));
        }
    }
    Ok(None)
}
