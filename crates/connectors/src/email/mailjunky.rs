//! `MailJunky`.

use avouch_outbound::Request;
use avouch_shape::JsonObject;
use serde_json::json;

use super::named;
use crate::Error;
use crate::config::{Texts, text};
use crate::factory::{Factory, plain};
use crate::message::{Message, template};

pub(crate) const FACTORY: Factory = Factory {
    id: "mailjunky-email-service",
    target: "mailjunky-mail",
    name: "MailJunky",
    fields: "apiKey!T fromEmail!T fromName?T templates!J=templates",
    texts: Some(Texts { kind: Some("type"), ..Texts::MAIL }),
    guide: "Verify a domain at MailJunky, and create an API key.",
    exchange: plain(request),
    ..Factory::EMAIL
};

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let mail = template::mail(config, message)?;
    let name = mail.send_from.as_deref().unwrap_or_else(|| text(config, "fromName"));
    let words = if mail.is_plain { mail.content.clone() } else { words(&mail.content) };
    let mut body = json!({
        "from": named(name, text(config, "fromEmail")),
        "to": message.to,
        "subject": mail.subject,
        "text": words,
    });
    if let (false, Some(members)) = (mail.is_plain, body.as_object_mut()) {
        members.insert("html".to_owned(), mail.content.into());
    }
    let request = Request::post("https://mailjunky.ai/api/v1/emails/send").bearer(text(config, "apiKey"));
    Ok(Some(request.json(&body)))
}

/// The words of HTML, for those who read plain text.
fn words(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        words.push_str(before);
        let (name, after) = tag.split_once('>').unwrap_or((tag, ""));
        let name = name.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default().to_ascii_lowercase();
        rest = match name.as_str() {
            "style" | "script" => after.split_once(&format!("</{name}>")).map_or("", |(_, after)| after),
            _ => after,
        };
        let is_block = ["p", "br", "div", "tr", "table", "li", "h1", "h2", "h3"].contains(&name.as_str());
        words.push(if is_block { '\n' } else { ' ' });
    }
    words.push_str(rest);
    let entities = [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    let plain = entities.iter().fold(words, |text, (entity, character)| text.replace(entity, character));
    let lines = plain.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn html_is_read_as_words() {
        let html = "<style>p { }</style><p>Your code is <b>123</b>.</p><p>A &amp; B</p><script>x</script>";
        assert_eq!(words(html), "Your code is 123 .\nA & B");
        assert_eq!(words("no tags"), "no tags");
        assert_eq!(words("a <b"), "a");
    }
}
