//! `/api/verifications/social/verify`

use avouch_testkit::on_both;
use serde_json::json;

use super::{back, depart};
use crate::experience::verification::social::{connect, provider};
use crate::my_account::own::Own;

const NO_RECORD: &str = "verification_record.not_found";

on_both!(held only_who_was_sent_comes_back, server, {
    let own = Own::new(&server).await;
    let provider = provider(json!({ "sub": "7" })).await;
    let connector = connect(&own.flow.api, &provider, "ours", json!({})).await;
    let code = |code: &str| json!({ "code": code, "state": "xyz" });
    back(&own.me, "nope", code("fine")).await.refuses(400, NO_RECORD);
    back(&own.me, &own.proof().await, code("fine")).await.refuses(400, NO_RECORD);
    let id = depart(&own.me, &connector).await;
    for (data, status, error) in [
        (code("used"), 401, "connector.social_auth_code_invalid"),
        (code("stale"), 401, "connector.social_invalid_access_token"),
        (code("html"), 400, "connector.invalid_response"),
        (json!({}), 400, "connector.general"),
        (json!({ "error": "access_denied" }), 401, "connector.authorization_failed"),
        (json!({ "code": "fine", "state": "another" }), 401, "connector.authorization_failed"),
    ] {
        back(&own.me, &id, data).await.refuses(status, error);
    }
    back(&own.me, &id, json!(1)).await.refuses(400, "guard.invalid_input");
    back(&own.me, &id, code("fine")).await.expect(200);
    // What was remembered on the way is good once.
    back(&own.me, &id, code("fine")).await.refuses(400, NO_RECORD);
    let late = depart(&own.me, &connector).await;
    server.clock.advance(10 * 60_000 + 1);
    back(&own.me, &late, code("fine")).await.refuses(400, NO_RECORD);
});

on_both!(a_token_that_is_none_proves_nothing, server, {
    let own = Own::new(&server).await;
    let google = json!({ "connectorId": "google-universal", "config": { "clientId": "c", "clientSecret": "s" } });
    let google = own.flow.api.post("/api/connectors", google).await.expect(200).text_of("id");
    let id = depart(&own.me, &google).await;
    back(&own.me, &id, json!({ "credential": "not.a.token" })).await.refuses(401, "connector.social_invalid_id_token");
});

on_both!(a_connector_that_is_gone_proves_nothing, server, {
    let own = Own::new(&server).await;
    let provider = provider(json!({ "sub": "7" })).await;
    let connector = connect(&own.flow.api, &provider, "ours", json!({})).await;
    let id = depart(&own.me, &connector).await;
    own.flow.api.delete(&format!("/api/connectors/{connector}")).await.expect(204);
    let data = json!({ "code": "fine", "state": "xyz" });
    back(&own.me, &id, data).await.refuses(422, "session.invalid_connector_id");
});
