//! Amazon Simple Email Service.

use avouch_outbound::Request;
use avouch_shape::{Issue, Issues, JsonObject, Path};
use serde_json::{Value, json};

use super::named;
use crate::Error;
use crate::config::text;
use crate::factory::{Factory, plain};
use crate::message::{Message, template};
use crate::sign::aws::Caller;

pub(crate) const FACTORY: Factory = Factory {
    id: "aws-ses-mail",
    target: "aws-ses",
    name: "AWS SES",
    fields: "accessKeyId!T accessKeySecret!T region!T emailAddress?T emailAddressIdentityArn?T \
             feedbackForwardingEmailAddress?T feedbackForwardingEmailAddressIdentityArn?T \
             configurationSetName?T templates!J=templates",
    rule,
    guide: "Verify an address or a domain in the SES console, and create an access key for a user that may call \
            `ses:SendEmail`.",
    exchange: plain(request),
    ..Factory::EMAIL
};

/// The region becomes part of a host's name.
fn rule(config: &JsonObject, issues: &mut Issues) {
    let is_region = |text: &str| text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    if !is_region(text(config, "region")) {
        issues.push(Issue::invalid_string("regex", &Path::Key(&Path::Root, "region")));
    }
}

fn request(config: &JsonObject, message: &Message<'_>) -> Result<Option<Request>, Error> {
    let mail = template::mail(config, message)?;
    let part = |text: String| json!({ "Data": text, "Charset": "UTF-8" });
    let mut body = json!({
        "Destination": { "ToAddresses": [message.to] },
        "Content": { "Simple": { "Subject": part(mail.subject), "Body": { "Html": part(mail.content) } } },
    });
    let address = text(config, "emailAddress");
    let from = if address.is_empty() { String::new() } else { named(&mail.send_from.unwrap_or_default(), address) };
    let own = [
        ("FromEmailAddress", from.as_str()),
        ("FromEmailAddressIdentityArn", text(config, "emailAddressIdentityArn")),
        ("FeedbackForwardingEmailAddress", text(config, "feedbackForwardingEmailAddress")),
        ("FeedbackForwardingEmailAddressIdentityArn", text(config, "feedbackForwardingEmailAddressIdentityArn")),
        ("ConfigurationSetName", text(config, "configurationSetName")),
    ];
    if let Some(members) = body.as_object_mut() {
        let own = own.into_iter().filter(|(_, value)| !value.is_empty());
        members.extend(own.map(|(name, value)| (name.to_owned(), Value::from(value))));
        if let Some(reply_to) = mail.reply_to {
            members.insert("ReplyToAddresses".to_owned(), json!([reply_to]));
        }
    }
    let region = text(config, "region");
    let caller =
        Caller { key_id: text(config, "accessKeyId"), secret: text(config, "accessKeySecret"), region, service: "ses" };
    let host = format!("email.{region}.amazonaws.com");
    Ok(Some(caller.request(&host, "/v2/email/outbound-emails", &body.to_string())))
}
