//! A service of one's own: it is told what to say, and says it.

use crate::email::http_email;
use crate::factory::{Factory, plain};

pub(crate) const FACTORY: Factory = Factory {
    id: "http-sms",
    target: "http-sms",
    name: "HTTP SMS",
    fields: "endpoint!T authorization?T",
    texts: None,
    guide: "Run a service that takes `{ to, type, payload, ip }` as JSON by POST, and answers with success once the \
            message is on its way. The authorization, if any, is sent to it as it is.",
    exchange: plain(http_email::request),
    ..Factory::SMS
};
