//! `/api/experience/interaction-event`

use avouch_testkit::on_both;
use serde_json::json;

use super::{at_sign_in, put, settings, start};

on_both!(the_purpose_changes_as_the_tenant_allows, server, {
    let flow = at_sign_in(&server).await;
    let change =
        async |event: &str| put(&flow.browser, "/interaction-event", json!({ "interactionEvent": event })).await;
    change("Register").await.refuses(404, "session.interaction_not_found");
    start(&flow.browser, "SignIn").await;
    change("Register").await.expect(204);
    change("ForgotPassword").await.refuses(400, "session.not_supported_for_forgot_password");
    settings(&server, "sign_in_mode", "Register").await;
    change("SignIn").await.refuses(403, "auth.forbidden");
    settings(&server, "sign_in_mode", "SignIn").await;
    change("Register").await.refuses(403, "auth.forbidden");
    change("SignIn").await.expect(204);
});
