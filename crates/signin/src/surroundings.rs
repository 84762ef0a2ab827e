//! Where a step is taken: what messages, webhooks and audit entries say of it.

use avouch_domain::configs::actions::Scripts;
use avouch_domain::messages::{self, Pace};
use avouch_outbound::Client;

use crate::SignInContext;

/// Where a step is taken.
#[derive(Clone, Debug)]
pub struct Surroundings<'a> {
    /// Requests to others.
    pub http: &'a Client,
    /// The authorization request.
    pub session: &'a str,
    /// The client that asks.
    pub application: Option<&'a str>,
    /// Address of the browser.
    pub ip: Option<&'a str>,
    /// The browser.
    pub user_agent: Option<&'a str>,
    /// What the request tells of where it comes from.
    pub context: &'a SignInContext,
    /// Where scripts run.
    pub scripts: &'a Scripts,
    /// How long messages take.
    pub pace: &'a Pace,
    /// What messages can say of it.
    pub message: messages::Context<'a>,
}
