//! Trying a webhook out.

use avouch_model::hooks::{HookEvent, TestHook};
use avouch_outbound::Client;
use avouch_store::Tenant;
use serde_json::{Value, json};

use super::delivery;
use crate::{Error, Result};

/// Sends a made-up payload for each event.
pub async fn send(tenant: &Tenant, http: &Client, id: &str, input: TestHook) -> Result<()> {
    let hook = super::find(tenant, id).await?;
    for event in super::once_each(input.events) {
        let payload = sample(id, event, &tenant.now().iso().unwrap_or_default());
        let answer = delivery::send(http, &input.config, &hook.signing_key, &payload).await;
        let answer = answer.map_err(|_| Error::HookTestFailed)?;
        if !answer.status.is_success() {
            return Err(Error::HookEndpoint { status: answer.status.as_u16(), body: answer.text() });
        }
    }
    Ok(())
}

fn sample(hook: &str, event: HookEvent, now: &str) -> Value {
    let mut payload = json!({ "hookId": hook, "event": event, "createdAt": now, "userAgent": "fake-user-agent" });
    let more = if event.is_interaction() {
        let interaction = match event {
            HookEvent::PostRegister => "Register",
            HookEvent::PostResetPassword => "ForgotPassword",
            _ => "SignIn",
        };
        json!({
            "interactionEvent": interaction,
            "sessionId": "fake-session-id",
            "userIp": "fake-user-ip",
            "userId": "fake-id",
            "user": { "id": "fake-id", "username": "fake-user", "primaryEmail": "fake-user@fake-service.com",
                "primaryPhone": "1234567890", "name": "Fake User", "avatar": null, "customData": {}, "identities": {},
                "profile": {}, "applicationId": "fake-application-id", "isSuspended": false },
            "application": { "id": "fake-application-id", "type": "SPA", "name": "Fake Application",
                "description": "Fake application data for testing" },
        })
    } else {
        json!({ "path": "/fake-path/:id", "method": "POST", "status": 200, "params": { "id": "fake-id" },
                "matchedRoute": "/fake-path/:id", "data": { "result": "success" } })
    };
    if let (Some(members), Value::Object(more)) = (payload.as_object_mut(), more) {
        members.extend(more);
    }
    payload
}
