//! `/api/saml-applications/{id}/metadata`

use avouch_testkit::on_both;
use serde_json::json;

use super::create;

on_both!(service_providers_read_who_we_are, server, {
    let api = server.management().await;
    let made = create(&api, json!({})).await;
    let id = made["id"].as_str().unwrap();
    let path = format!("/api/saml-applications/{id}/metadata");
    let answer = server.anonymous().get(&path).await.expect(200);
    assert_eq!(answer.header("content-type"), "text/xml;charset=utf-8");
    let xml = answer.text();
    // Our own service provider's side takes it for an identity provider's.
    let connector = json!({ "providerName": "SAML", "connectorName": "us", "config": { "metadata": xml } });
    let connector = api.post("/api/sso-connectors", connector).await.expect(200).text_of("id");
    let read = api.get(&format!("/api/sso-connectors/{connector}")).await.expect(200).json();
    let read = &read["providerConfig"]["identityProvider"];
    assert_eq!(read["entityId"], format!("{}/saml/{id}", api.base));
    assert_eq!(read["signInEndpoint"], format!("{}/api/saml/{id}/authn", api.base));
    let secrets = format!("/api/saml-applications/{id}/secrets");
    let secret = api.get(&secrets).await.expect(200).json()[0].clone();
    let lines = secret["certificate"].as_str().unwrap().lines().filter(|line| !line.starts_with('-'));
    assert_eq!(read["x509Certificate"], lines.collect::<String>());

    let secret = format!("{secrets}/{}", secret["id"].as_str().unwrap());
    api.patch(&secret, json!({ "active": false })).await.expect(200);
    server.anonymous().get(&path).await.refuses(404, "application.saml.no_active_secret");
    server.anonymous().get("/api/saml-applications/nope/metadata").await.refuses(404, "entity.not_exists_with_id");
    let body = json!({ "name": "Other", "type": "SPA" });
    let other = api.post("/api/applications", body).await.expect(200).text_of("id");
    let other = format!("/api/saml-applications/{other}/metadata");
    server.anonymous().get(&other).await.refuses(422, "application.saml.saml_application_only");
});
