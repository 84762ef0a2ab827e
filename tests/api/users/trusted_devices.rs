//! `/api/users/{userId}/trusted-devices`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::post;
use crate::experience::profile::mfa::trusted_device::{begin, remember, remembering};

on_both!(held administrators_forget_devices, server, {
    let (flow, secret) = remembering(&server).await;
    let path = flow.path("/trusted-devices");
    remember(&flow, &secret).await;
    let listed = flow.api.get(&path).await.expect(200).json();
    let own = format!("{path}/{}", listed[0]["id"].as_str().unwrap());
    flow.api.delete(&format!("{path}/nope")).await.refuses(404, "entity.not_found");
    let eve = flow.api.user("eve").await;
    let foreign = own.replace(&flow.user, &eve);
    flow.api.delete(&foreign).await.refuses(404, "entity.not_found");
    flow.api.delete(&own).await.expect(204);
    assert_eq!(flow.api.get(&path).await.expect(200).json(), json!([]));
    begin(&flow).await;
    post(&flow.browser, "/submit", json!({})).await.refuses(403, "session.mfa.require_mfa_verification");
    flow.api.get("/api/users/nobody/trusted-devices").await.refuses(404, "entity.not_found");
});
