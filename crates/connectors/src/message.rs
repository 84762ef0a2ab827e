//! Messages: mail and text messages, each by its connector.

pub mod standard;
pub(crate) mod template;

use avouch_outbound::{Answer, Client};
use avouch_shape::JsonObject;

use crate::factory::Exchange;
use crate::{Error, Factory, email};

/// A text of the tenant that takes the place of the connector's own.
#[derive(Clone, Debug)]
pub struct Template {
    /// Subject.
    pub subject: String,
    /// Text.
    pub content: String,
    /// Whether the text is plain, not HTML.
    pub is_plain: bool,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// Name of the sender.
    pub send_from: Option<String>,
}

impl Template {
    /// With what is known put in its places.
    pub fn filled(self, payload: &JsonObject) -> Self {
        let fill = |text: String| template::fill(&text, payload);
        let Self { subject, content, is_plain, reply_to, send_from } = self;
        let (reply_to, send_from) = (reply_to.map(fill), send_from.map(fill));
        Self { subject: fill(subject), content: fill(content), is_plain, reply_to, send_from }
    }
}

/// A message.
#[derive(Clone, Debug)]
pub struct Message<'a> {
    /// Address or number.
    pub to: &'a str,
    /// What it is for, such as `SignIn`.
    pub usage: &'a str,
    /// What its text can say: `code`, `link`, `locale` and more.
    pub payload: &'a JsonObject,
    /// Who asked for it.
    pub ip: Option<&'a str>,
    /// A text of the tenant.
    pub template: Option<Template>,
}

/// Sends a message.
pub async fn send(http: &Client, factory: &Factory, config: &JsonObject, message: &Message<'_>) -> Result<(), Error> {
    match factory.exchange {
        Exchange::Request { request, verdict } => match request(config, message)? {
            Some(request) => verdict(&http.send(request).await?),
            None => Ok(()),
        },
        Exchange::Smtp => email::smtp::send(http, config, message).await,
        Exchange::Social(_) | Exchange::None => Err(Error::NotImplemented),
    }
}

/// An answer that says yes; whatever else it says is what went wrong.
pub(crate) fn accepted(answer: &Answer) -> Result<(), Error> {
    match answer.status.as_u16() {
        200..=299 => Ok(()),
        429 => Err(Error::RateLimited),
        status => {
            let body: String = answer.text().chars().take(500).collect();
            Err(Error::General(format!("it answered {status}: {body}")))
        }
    }
}
