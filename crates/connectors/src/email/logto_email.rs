//! The mail service of Logto's cloud: it is known so that such a connector can be shown, and sends nothing.

use avouch_shape::{Issue, Issues, JsonObject, Path};
use url::Url;

use crate::config::text;
use crate::factory::Factory;

pub(crate) const FACTORY: Factory = Factory {
    id: "logto-email",
    target: "logto-email",
    name: "Logto email service",
    fields: "tokenEndpoint?T endpoint?T resource?T appId?T appSecret?T senderName?T companyInformation?T appLogo?T",
    texts: None,
    rule,
    guide: "This service belongs to the cloud of another product. Choose another connector to send mail.",
    ..Factory::EMAIL
};

fn rule(config: &JsonObject, issues: &mut Issues) {
    let logo = text(config, "appLogo");
    if !logo.is_empty() && Url::parse(logo).is_err() {
        issues.push(Issue::invalid_string("url", &Path::Key(&Path::Root, "appLogo")));
    }
    if ["://", "www."].iter().any(|mark| text(config, "companyInformation").contains(mark)) {
        issues.push(Issue::custom("must not have addresses in it", &Path::Key(&Path::Root, "companyInformation")));
    }
}
