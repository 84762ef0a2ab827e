//! `/api/experience/verification/sso/{connectorId}/authorization-uri`

use avouch_testkit::on_both;
use serde_json::json;

use super::{Idp, connect, depart};
use crate::experience::{at_sign_in, post, shown, start};
use crate::flow::parameter;

on_both!(people_go_to_their_enterprise, server, {
    let flow = at_sign_in(&server).await;
    let idp = Idp::start().await;
    let connector = connect(&flow.api, &idp, "OIDC", json!({ "scope": "groups+email offline_access" })).await;
    let path = format!("/verification/sso/{connector}/authorization-uri");
    let ask = json!({ "state": "x y", "redirectUri": "https://ours.test/callback" });
    post(&flow.browser, &path, ask.clone()).await.refuses(404, "session.interaction_not_found");
    start(&flow.browser, "SignIn").await;
    let url = post(&flow.browser, &path, ask.clone()).await.expect(200).text_of("authorizationUri");
    assert!(url.starts_with(&format!("{}/auth?", idp.base)), "{url}");
    for (name, value) in [
        ("client_id", "ours"),
        ("response_type", "code"),
        ("state", "x y"),
        ("redirect_uri", "https://ours.test/callback"),
        ("scope", "openid profile email groups offline_access"),
    ] {
        assert_eq!(parameter(&url, name).as_deref(), Some(value), "{url}");
    }
    let (one, other) = (depart(&flow.browser, &connector).await, depart(&flow.browser, &connector).await);
    assert_ne!(one.nonce, other.nonce);
    let seen = shown(&flow.browser).await;
    assert_eq!(
        seen["verificationRecords"],
        json!([{ "type": "EnterpriseSso", "id": other.id, "connectorId": connector }])
    );
    assert!(!seen.to_string().contains(&other.nonce), "{seen}");
    post(&flow.browser, &path, json!({ "state": "s" })).await.refuses(400, "guard.invalid_input");
    post(&flow.browser, "/verification/sso/nope/authorization-uri", ask.clone())
        .await
        .refuses(404, "entity.not_exists_with_id");

    // What cannot be used is nothing that the person could do better.
    let bare = json!({ "providerName": "OIDC", "connectorName": "bare" });
    let bare = flow.api.post("/api/sso-connectors", bare).await.expect(200).text_of("id");
    let tx = server.tenant("default").begin().await.unwrap();
    let sql =
        "insert into sso_connectors (tenant_id, id, provider_name, connector_name, config) values ($1, $2, $3, $2, $4)";
    let gone = json!({ "clientId": "c", "clientSecret": "s", "issuer": format!("{}/gone", idp.base) });
    for (id, provider, config) in [("gone", "OIDC", gone), ("old", "Old", json!({}))] {
        tx.execute(sql.into(), avouch_store::params![id, provider, &config]).await.unwrap();
    }
    tx.commit().await.unwrap();
    for (id, status, code) in [
        (bare.as_str(), 500, "connector.invalid_config"),
        ("gone", 500, "connector.invalid_config"),
        ("old", 404, "connector.not_found"),
    ] {
        let path = format!("/verification/sso/{id}/authorization-uri");
        post(&flow.browser, &path, ask.clone()).await.refuses(status, code);
    }
});
