//! `/api/saml/{id}/authn`

use std::io::Write as _;

use avouch_saml::AuthnRequest;
use avouch_testkit::on_both;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde_json::json;

use crate::flow::parameter;
use crate::saml_applications::{ACS, ENTITY, create};

/// A request for a sign-in by redirect, as a path.
pub(crate) fn asking(base: &str, id: &str, issuer: &str, consumer: &str, relay_state: &str) -> String {
    let destination = format!("{base}/api/saml/{id}/authn");
    let request = AuthnRequest {
        id: "_asked",
        issued_at: "2026-01-01T00:00:00Z",
        issuer,
        assertion_consumer: consumer,
        destination: &destination,
    };
    request.address(request.query(relay_state, None).unwrap(), None).unwrap().strip_prefix(base).unwrap().to_owned()
}

/// A query with other XML.
fn deflated(xml: &[u8]) -> String {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(xml).unwrap();
    let text = BASE64_STANDARD.encode(encoder.finish().unwrap());
    form_urlencoded::Serializer::new(String::new()).append_pair("SAMLRequest", &text).finish()
}

fn xml(id: &str) -> String {
    format!(
        "<p:AuthnRequest xmlns:p=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"{id}\" Version=\"2.0\">\
         <a:Issuer xmlns:a=\"urn:oasis:names:tc:SAML:2.0:assertion\">{ENTITY}</a:Issuer></p:AuthnRequest>"
    )
}

on_both!(a_request_becomes_a_sign_in, server, {
    let api = server.management().await;
    let made = create(&api, json!({ "attributeMapping": { "roles": "groups", "sub": "uid" } })).await;
    let id = made["id"].as_str().unwrap();
    let anyone = server.anonymous();
    let answer = anyone.get(&asking(&api.base, id, ENTITY, ACS, "here")).await.expect(302);
    let location = answer.header("location");
    assert!(location.starts_with(&format!("{}/oidc/auth?client_id={id}&", api.base)), "{location}");
    for (name, value) in [("prompt", "login"), ("response_type", "code"), ("scope", "openid profile roles")] {
        assert_eq!(parameter(location, name).as_deref(), Some(value), "{location}");
    }
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("_logto_sp_saml_sso_session_id="), "{cookie}");
    assert!(cookie.contains("samesite=strict; httponly"), "{cookie}");
    let path = format!("/api/saml/{id}/authn");
    let posted = BASE64_STANDARD.encode(xml("_posted"));
    anyone.form(&path, &[("SAMLRequest", &posted)]).await.expect(302);
    let logs = api.get(&format!("/api/logs?applicationId={id}&logKey=SamlApplication.AuthnRequest")).await.expect(200);
    assert_eq!(logs.json().as_array().unwrap().len(), 2);
});

on_both!(requests_that_do_not_fit_are_refused, server, {
    let api = server.management().await;
    let made = create(&api, json!({})).await;
    let id = made["id"].as_str().unwrap();
    let path = format!("/api/saml/{id}/authn");
    let anyone = server.anonymous();
    let invalid = "application.saml.invalid_saml_request";
    anyone.get(&path).await.refuses(400, "guard.invalid_input");
    anyone.form(&path, &[]).await.refuses(400, "guard.invalid_input");
    let other = asking(&api.base, id, "https://other.test", ACS, "");
    anyone.get(&other).await.refuses(400, "application.saml.auth_request_issuer_not_match");
    let elsewhere = asking(&api.base, id, ENTITY, "https://evil.test/acs", "");
    anyone.get(&elsewhere).await.refuses(400, invalid);
    anyone.get(&format!("{path}?SAMLRequest=nonsense")).await.refuses(400, invalid);
    let long = "x".repeat(129);
    let bomb = vec![b' '; 20 * 1024 * 1024];
    let doctype = format!("<!DOCTYPE x [<!ENTITY e \"e\">]>{}", xml("_a"));
    for bad in [
        bomb,
        b"<a/>".to_vec(),
        doctype.into_bytes(),
        xml(&long).into_bytes(),
        xml("").into_bytes(),
        xml("_a").replace("Version=\"2.0\"", "Version=\"1.1\"").into_bytes(),
        xml("_a").replace(" ID", " Destination=\"https://other.test\" ID").into_bytes(),
        xml("_a").replace(" ID", " ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:PAOS\" ID").into_bytes(),
    ] {
        anyone.get(&format!("{path}?{}", deflated(&bad))).await.refuses(400, invalid);
    }
    anyone.get(&format!("{path}?{}", deflated(xml("_a").as_bytes()))).await.expect(302);

    let application = format!("/api/saml-applications/{id}");
    let good = asking(&api.base, id, ENTITY, ACS, "");
    api.patch(&application, json!({ "acsUrl": null })).await.expect(200);
    anyone.get(&good).await.refuses(400, "application.saml.acs_url_required");
    api.patch(&application, json!({ "entityId": null })).await.expect(200);
    anyone.get(&good).await.refuses(400, "application.saml.entity_id_required");
    anyone.get(&asking(&api.base, "nope", ENTITY, ACS, "")).await.refuses(404, "entity.not_exists_with_id");
});
