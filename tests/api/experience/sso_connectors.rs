//! `/api/experience/sso-connectors`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, post, start};

on_both!(an_address_leads_to_its_enterprise, server, {
    let flow = at_sign_in(&server).await;
    let tx = server.tenant("default").begin().await.unwrap();
    let sql = "insert into sso_connectors (tenant_id, id, provider_name, connector_name, config, domains) \
               values ($1, $2, 'OIDC', $2, $3, '[\"acme.test\"]')";
    let whole = json!({ "clientId": "a", "clientSecret": "s", "issuer": "https://acme.test" });
    for (name, config) in [("acme", whole), ("unfinished", json!({ "clientId": "a" }))] {
        tx.execute(sql.into(), avouch_store::params![name, &config]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let find = async |email: &str| {
        let path = format!("/api/experience/sso-connectors?email={email}");
        flow.browser.get(&path).await.expect(200).json()["connectorIds"].clone()
    };
    assert_eq!(find("ada@acme.test").await, json!([]), "only where the tenant wants it");
    flow.api.patch("/api/sign-in-exp", json!({ "singleSignOnEnabled": true })).await.expect(200);
    assert_eq!(find("ada@ACME.test").await, json!(["acme"]));
    assert_eq!(find("ada@example.test").await, json!([]));
    let user = json!({ "username": "zoe", "password": PASSWORD, "primaryEmail": "zoe@acme.test" });
    flow.api.post("/api/users", user).await.expect(200);
    let methods = json!({ "signIn": { "methods": [{ "identifier": "email", "password": true, "verificationCode": false, "isPasswordPrimary": true }] } });
    flow.api.patch("/api/sign-in-exp", methods).await.expect(200);
    start(&flow.browser, "SignIn").await;
    let proof = json!({ "identifier": { "type": "email", "value": "zoe@acme.test" }, "password": PASSWORD });
    let id = post(&flow.browser, "/verification/password", proof).await.expect(200).text_of("verificationId");
    let refused = post(&flow.browser, "/identification", json!({ "verificationId": id })).await;
    let refused = refused.refuses(422, "session.sso_enabled").json();
    let told = &refused["data"]["ssoConnectors"][0];
    // Whoever knows an address of the enterprise is not told the secret of its client.
    assert_eq!((&told["id"], &told["config"]), (&json!("acme"), &json!({})));
    assert!(!refused.to_string().contains("clientSecret"), "{refused}");
    flow.browser.get("/api/experience/sso-connectors?email=x").await.refuses(400, "guard.invalid_input");
});
