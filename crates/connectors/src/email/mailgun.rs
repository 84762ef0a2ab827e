//! Mailgun: its texts are here, or are kept there and named here.

use avouch_outbound::Request;
use avouch_shape::{Issue, Issues, JsonObject, Path};
use serde_json::Value;
use url::Url;

use crate::Error;
use crate::config::text;
use crate::factory::{Factory, plain};
use crate::message::{Message, template};

pub(crate) const FACTORY: Factory = Factory {
    id: "mailgun-email",
    target: "mailgun-email",
    name: "Mailgun",
    fields: "endpoint?T domain!T apiKey!T from!T deliveries!J={}",
    texts: None,
    rule,
    guide: "Verify a domain at Mailgun, and create an API key for it. The deliveries say for each purpose, and for \
            `Generic`, either `html`, `text` and `subject`, or the `template` that is kept at Mailgun and its `variables`. \
            Domains in Europe have the endpoint `https://api.eu.mailgun.net`.",
    exchange: plain(request),
    ..Factory::EMAIL
};

fn rule(config: &JsonObject, issues: &mut Issues) {
    let endpoint = text(config, "endpoint");
    let url = Url::parse(endpoint).ok();
    let is_own = url.and_then(|url| url.host_str().map(|host| host.ends_with(".mailgun.net"))) == Some(true);
    if !endpoint.is_empty() && !is_own {
        issues.push(Issue::custom("must be an address of mailgun.net", &Path::Key(&Path::Root, "endpoint")));
    }
    let at = Path::Key(&Path::Root, "deliveries");
    for (usage, delivery) in config.get("deliveries").and_then(Value::as_object).into_iter().flatten() {
        if !["html", "template"].iter().any(|name| delivery.get(*name).is_some_and(Value::is_string)) {
            issues.push(Issue::custom("must have `html` or `template`", &Path::Key(&at, usage)));
        }
    }
}

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let endpoint = config.get("endpoint").and_then(Value::as_str).filter(|endpoint| !endpoint.is_empty());
    let endpoint = endpoint.unwrap_or("https://api.mailgun.net").trim_end_matches('/');
    let mut pairs = vec![("from", text(config, "from").to_owned()), ("to", message.to.to_owned())];
    if message.template.is_some() {
        let mail = template::mail(config, message)?;
        pairs.push(("subject", mail.subject));
        pairs.push((if mail.is_plain { "text" } else { "html" }, mail.content));
        pairs.extend(mail.reply_to.map(|reply_to| ("h:Reply-To", reply_to)));
    } else {
        pairs.extend(delivery(config, message)?);
    }
    let request = Request::post(format!("{endpoint}/v3/{}/messages", text(config, "domain")));
    Ok(Some(request.basic("api", text(config, "apiKey")).form(pairs)))
}

/// The connector's own text: one that is here, or the name of one that is kept there.
fn delivery(config: &JsonObject, message: &Message<'_>) -> Result<Vec<(&'static str, String)>, Error> {
    let deliveries = config.get("deliveries").and_then(Value::as_object);
    let find = |usage: &str| deliveries.and_then(|all| all.get(usage)).and_then(Value::as_object);
    let own = find(message.usage).or_else(|| find("Generic"));
    let own = own.ok_or_else(|| Error::TemplateNotFound(message.usage.to_owned()))?;
    let filled = |name: &str| own.get(name).and_then(Value::as_str).map(|text| template::fill(text, message.payload));
    let mut pairs = Vec::new();
    for (member, pair) in [("subject", "subject"), ("replyTo", "h:Reply-To"), ("html", "html"), ("text", "text")] {
        pairs.extend(filled(member).map(|value| (pair, value)));
    }
    if let Some(name) = own.get("template").and_then(Value::as_str) {
        pairs.push(("template", name.to_owned()));
        let mut variables = own.get("variables").and_then(Value::as_object).cloned().unwrap_or_default();
        variables.extend(message.payload.clone());
        pairs.push(("h:X-Mailgun-Variables", Value::from(variables).to_string()));
    }
    Ok(pairs)
}
