//! What webhooks are told: written with the change itself, so that it is told if and only if the change is made.

use avouch_model::applications::is_document;
use avouch_model::hooks::{Hook, HookEvent};
use avouch_store::Tx;
use avouch_store::hooks as stored;
use serde_json::{Map, Value, json};

use crate::Result;

/// Most identifiers in a list of members.
const MOST: usize = 5000;

/// Whether a webhook tells of an event.
fn wants(hook: &Hook, event: HookEvent) -> bool {
    let events: Vec<String> = serde_json::from_str(hook.events.text()).unwrap_or_default();
    if events.is_empty() {
        return hook.event.as_deref() == Some(event.as_str());
    }
    events.iter().any(|own| own == event.as_str())
}

/// Whether a webhook listens. Costs a look into a cache if none does.
async fn is_wanted(tx: &Tx, event: HookEvent) -> Result<bool> {
    Ok(stored::enabled(tx).await?.iter().any(|hook| wants(hook, event)))
}

/// Keeps a payload for every webhook that listens.
async fn tell(tx: &Tx, event: HookEvent, more: &Map<String, Value>) -> Result<()> {
    let hooks = stored::enabled(tx).await?;
    for hook in hooks.iter().filter(|hook| wants(hook, event)) {
        let mut payload = Map::new();
        payload.insert("hookId".to_owned(), hook.id.as_str().into());
        payload.insert("event".to_owned(), event.as_str().into());
        payload.insert("createdAt".to_owned(), tx.now().iso().into());
        payload.extend(more.iter().map(|(name, value)| (name.clone(), value.clone())));
        stored::events::add(tx, &hook.id, event.as_str(), &payload.into()).await?;
    }
    Ok(())
}

/// Tells webhooks of an event with what belongs to it, and where it happened. What is null is left out.
pub async fn raise(tx: &Tx, event: HookEvent, more: Map<String, Value>) -> Result<()> {
    if !is_wanted(tx, event).await? {
        return Ok(());
    }
    let mut payload = place(tx).await?;
    payload.extend(more.into_iter().filter(|(_, value)| !value.is_null()));
    tell(tx, event, &payload).await
}

/// The same for what says nothing of where it happened.
pub(crate) async fn raise_without_address(tx: &Tx, event: HookEvent, more: Map<String, Value>) -> Result<()> {
    if !is_wanted(tx, event).await? {
        return Ok(());
    }
    let mut payload = place(tx).await?;
    payload.shift_remove("ip");
    payload.extend(more);
    tell(tx, event, &payload).await
}

/// Who asked, and within which sign-in.
async fn place(tx: &Tx) -> Result<Map<String, Value>> {
    let mut place = Map::new();
    let Some(origin) = tx.origin() else { return Ok(place) };
    let mut put = |name: &str, text: Option<&str>| drop(text.map(|text| place.insert(name.to_owned(), text.into())));
    put("userAgent", origin.user_agent.as_deref());
    put("ip", origin.ip.as_deref());
    if let Some(within) = &origin.interaction {
        put("interactionEvent", within.came_for.as_deref());
        put("sessionId", Some(&within.session));
        put("applicationId", within.application.as_deref());
        if let Some(facts) = application(tx, within.application.as_deref()).await? {
            place.insert("application".to_owned(), facts);
        }
    }
    Ok(place)
}

/// What is told of an application.
async fn application(tx: &Tx, id: Option<&str>) -> Result<Option<Value>> {
    let Some(id) = id else { return Ok(None) };
    let found = avouch_store::applications::get(tx, id).await?;
    Ok(found.map(|application| {
        json!({ "id": application.id, "type": application.r#type, "name": application.name,
            "description": application.description })
    }))
}

/// Tells of a change that a request made; `data` is what the request answers.
pub(crate) async fn changed(tx: &Tx, event: HookEvent, status: u16, data: Option<Value>) -> Result<()> {
    let mut more = request(tx, status);
    more.extend(data.map(|data| ("data".to_owned(), data)));
    raise(tx, event, more).await
}

/// Tells that the scopes of a role changed that a request made with them; `role` is the member that names it.
pub(crate) async fn granted(
    tx: &Tx,
    event: HookEvent,
    status: u16,
    role: (&str, &str),
    data: Option<Value>,
) -> Result<()> {
    let mut more = request(tx, status);
    more.insert(role.0.to_owned(), role.1.into());
    more.extend(data.map(|data| ("data".to_owned(), data)));
    raise(tx, event, more).await
}

/// The request of the Management API. At the sign-in pages and in the account center it is none.
fn request(tx: &Tx, status: u16) -> Map<String, Value> {
    let mut more = Map::new();
    if let Some(origin) = tx.origin().filter(|origin| !origin.path.is_empty()) {
        let mut put = |name: &str, value: Value| drop(more.insert(name.to_owned(), value));
        put("path", origin.path.as_str().into());
        put("method", origin.method.as_str().into());
        put("status", status.into());
        put("params", json!(origin.params));
        put("matchedRoute", origin.matched_route.as_str().into());
    }
    more
}

/// Whose membership changed.
#[derive(Debug, Default)]
pub(crate) struct Members<'a> {
    pub(crate) added_users: &'a [String],
    pub(crate) removed_users: &'a [String],
    pub(crate) added_applications: &'a [String],
    pub(crate) removed_applications: &'a [String],
}

/// Tells that members of an organization changed, if any did.
pub(crate) async fn membership(tx: &Tx, organization: &str, members: Members<'_>) -> Result<()> {
    let lists = [
        ("addedUserIds", members.added_users),
        ("removedUserIds", members.removed_users),
        ("addedApplicationIds", members.added_applications),
        ("removedApplicationIds", members.removed_applications),
    ];
    let mut more = Map::new();
    more.insert("organizationId".to_owned(), organization.into());
    for (name, ids) in lists.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        let ids: Vec<&String> = ids.iter().take(MOST).collect();
        more.insert(name.to_owned(), json!(ids));
    }
    if more.len() == 1 {
        return Ok(());
    }
    raise(tx, HookEvent::OrganizationMembershipUpdated, more).await
}

/// Someone at the sign-in pages.
#[derive(Clone, Copy, Debug)]
pub struct Visitor<'a> {
    /// What the user came for: `SignIn`, `Register` or `ForgotPassword`.
    pub came_for: &'a str,
    /// The authorization request.
    pub session: &'a str,
    /// The client that asked.
    pub application: Option<&'a str>,
    /// Address of the browser.
    pub ip: Option<&'a str>,
    /// The browser.
    pub user_agent: Option<&'a str>,
}

/// Tells that someone signed in, registered or recovered a password.
pub async fn interaction(tx: &Tx, event: HookEvent, visitor: Visitor<'_>, user: &str) -> Result<()> {
    interaction_with(tx, event, visitor, user, Map::new()).await
}

/// The same, with more that belongs to it.
pub async fn interaction_with(
    tx: &Tx,
    event: HookEvent,
    visitor: Visitor<'_>,
    user: &str,
    mut more: Map<String, Value>,
) -> Result<()> {
    if !is_wanted(tx, event).await? {
        return Ok(());
    }
    let mut put = |name: &str, value: Value| drop(more.insert(name.to_owned(), value));
    put("interactionEvent", visitor.came_for.into());
    put("sessionId", visitor.session.into());
    if let Some(agent) = visitor.user_agent {
        put("userAgent", agent.into());
    }
    if let Some(ip) = visitor.ip {
        put("userIp", ip.into());
    }
    put("userId", user.into());
    put("user", json!(crate::users::info(tx, user).await?));
    if let Some(id) = visitor.application.filter(|id| is_document(id)) {
        put("cimdClientId", id.into());
    }
    if let Some(facts) = application(tx, visitor.application).await? {
        put("application", facts);
    }
    tell(tx, event, &more).await
}

/// Tells that a user changed at the sign-in pages or in the account center.
pub async fn user_changed(tx: &Tx, user: &str) -> Result<()> {
    if !is_wanted(tx, HookEvent::UserDataUpdated).await? {
        return Ok(());
    }
    let info = crate::users::info(tx, user).await?;
    changed(tx, HookEvent::UserDataUpdated, 200, Some(json!(info))).await
}
