//! The mail box of a trial: what would be sent if there were a connector for it. It is there only where the operator
//! said so.

use avouch_connectors::Kind;
use avouch_connectors::message::{Template, standard};
use avouch_store::mailbox::{Letter, Mailbox};
use avouch_store::{Read, Tenant};
use serde_json::Value;

use crate::messages::{self, Outgoing};
use crate::{Result, sign_in_exp};

/// The box, if there is one.
pub fn of(db: &impl Read) -> Option<&Mailbox> {
    db.store().mailbox()
}

/// Keeps a message: in the tenant's own words, or in ours.
pub(crate) async fn keep(tenant: &Tenant, mailbox: &Mailbox, outgoing: &Outgoing<'_>) -> Result<()> {
    let (usage, payload) = (outgoing.usage.as_str(), &outgoing.payload);
    let text = |name: &str| payload.get(name).and_then(Value::as_str).map(ToOwned::to_owned);
    let locale = match text("locale") {
        Some(locale) => locale,
        None => sign_in_exp::fallback_language(tenant).await?,
    };
    let standard = standard::write(usage, &locale, payload);
    let own = if outgoing.kind == Kind::Email { messages::own_template(tenant, outgoing).await? } else { None };
    let (subject, text_only, html) = match own.map(|own| own.filled(payload)) {
        Some(Template { subject, content, is_plain: true, .. }) => (subject, content, None),
        Some(Template { subject, content, .. }) => (subject, standard::text_of(&content), Some(content)),
        None if outgoing.kind == Kind::Email => (standard.subject, standard.text, Some(standard.html)),
        None => (String::new(), standard.short, None),
    };
    tracing::info!(to = outgoing.to, usage, text = text_only, "a message that nobody sends");
    mailbox.put(Letter {
        at: tenant.now(),
        tenant: tenant.id().to_string(),
        to: outgoing.to.to_owned(),
        usage,
        subject,
        text: text_only,
        html,
        code: text("code"),
    });
    Ok(())
}
