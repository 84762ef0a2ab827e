//! `/api/saml-applications/{id}/callback`

use avouch_saml::{Expected, IdentityProvider, Subject, read};
use avouch_testkit::{Server, on_both};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use bergshamra_enc::{EncContext, decrypt};
use bergshamra_keys::KeysManager;
use bergshamra_keys::loader::load_pem_auto;
use serde_json::json;

use super::{ACS, ENTITY, create};
use crate::flow::{Flow, parameter};
use crate::saml::authn::asking;
use crate::sso_connectors::key_pair;

/// Goes from the service provider to the callback; answers its path with everything.
async fn sign_in(flow: &Flow<'_>, id: &str) -> String {
    let mut address = asking(&flow.api.base, id, ENTITY, ACS, "a\"<b>");
    for _ in 0..8 {
        let answer = flow.browser.get(&address).await;
        assert!(answer.status.is_redirection(), "{address} {} {}", answer.status, answer.text());
        let location = answer.header("location").to_owned();
        let own = location.strip_prefix(flow.api.base.as_str()).unwrap_or(&location).to_owned();
        address = if own.starts_with("/sign-in") { flow.sign_in(&own).await } else { own };
        if address.starts_with("/api/saml-applications/") {
            return address;
        }
    }
    panic!("endless redirects");
}

/// The value of a field of a form.
fn field(html: &str, name: &str) -> String {
    let rest = html.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
    rest.split('"')
        .next()
        .unwrap()
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
}

async fn subject(server: &Server, base: &str, id: &str, xml: &str) -> Result<Subject, String> {
    let metadata = server.anonymous().get(&format!("/api/saml-applications/{id}/metadata")).await.expect(200).text();
    let provider = IdentityProvider::parse(&metadata).unwrap();
    assert_eq!(provider.entity_id, format!("{base}/saml/{id}"));
    let now = server.tenant("default").now().seconds();
    read(
        xml,
        &Expected {
            provider: &provider,
            audience: ENTITY,
            recipient: ACS,
            request: Some("_asked"),
            keys: &[],
            tolerance: 60,
            now,
        },
    )
}

fn xml_of(html: &str) -> String {
    String::from_utf8(BASE64_STANDARD.decode(field(html, "SAMLResponse")).unwrap()).unwrap()
}

on_both!(people_come_to_a_service_provider, server, {
    let flow = Flow::new(&server, "SPA").await;
    let mapping = json!({ "sub": "uid", "name": "displayName", "email": "mail", "custom_data": "data" });
    let id = create(&flow.api, json!({ "attributeMapping": mapping })).await["id"].as_str().unwrap().to_owned();
    let user = format!("/api/users/{}", flow.user);
    flow.api.patch(&user, json!({ "name": "Ada <&> \u{1}L" })).await.expect(200);
    let back = sign_in(&flow, &id).await;
    let answer = flow.browser.get(&back).await.expect(200);
    let html = answer.text();
    assert!(html.contains(&format!("action=\"{ACS}\"")), "{html}");
    assert_eq!(field(&html, "RelayState"), "a\"<b>");
    let xml = xml_of(&html);
    let found = subject(&server, &flow.api.base, &id, &xml).await.unwrap();
    assert_eq!((found.name_id.as_str(), found.attribute("uid")), (flow.user.as_str(), Some(flow.user.as_str())));
    assert_eq!(
        (found.attribute("displayName"), found.attribute("mail")),
        (Some("Ada <&> L"), Some("ada@example.test"))
    );
    assert_eq!(found.attribute("data"), Some("{}"));
    subject(&server, &flow.api.base, &id, &xml.replace("Ada", "Eve")).await.unwrap_err();

    // It was answered: neither the session nor the code is good for more.
    flow.browser.get(&back).await.refuses(400, "application.saml.sp_initiated_saml_sso_session_not_found_in_cookies");
    let code = parameter(&back, "code").unwrap();
    let path = format!("/api/saml-applications/{id}/callback");
    flow.browser.get(&format!("{path}?code={code}")).await.refuses(400, "oidc.invalid_grant");
    let logs = flow.api.get(&format!("/api/logs?applicationId={id}&logKey=SamlApplication.Callback")).await;
    let logs = logs.expect(200).json();
    let asked = &logs[0]["payload"]["query"];
    assert_eq!((&asked["code"], asked["state"].is_string()), (&json!("******"), true));
    assert_eq!(logs.as_array().unwrap().iter().filter(|log| log["payload"]["userId"] == flow.user.as_str()).count(), 1);
});

on_both!(answers_that_do_not_fit_are_refused, server, {
    let flow = Flow::new(&server, "SPA").await;
    let id = create(&flow.api, json!({})).await["id"].as_str().unwrap().to_owned();
    let path = format!("/api/saml-applications/{id}/callback");
    let get = async |query: &str| flow.browser.get(&format!("{path}?{query}")).await;
    get("").await.refuses(400, "guard.invalid_input");
    get("code=a&error=b").await.refuses(400, "guard.invalid_input");
    get("error=access_denied&error_description=no").await.refuses(400, "oidc.invalid_request");
    get("code=a&redirectUri=https://evil.test").await.refuses(400, "oidc.invalid_redirect_uri");
    let none = "application.saml.sp_initiated_saml_sso_session_not_found_in_cookies";
    get("code=a&state=b").await.refuses(400, none);
    let back = sign_in(&flow, &id).await;
    // Someone else's browser, another sign-in, another application, and too late.
    server.anonymous().get(&back).await.refuses(400, none);
    let state = parameter(&back, "state").unwrap();
    let mixed = back.replace(&state, "other");
    flow.browser.get(&mixed).await.refuses(400, "application.saml.state_mismatch");
    let other = create(&flow.api, json!({})).await["id"].as_str().unwrap().to_owned();
    let gone = "application.saml.sp_initiated_saml_sso_session_not_found";
    flow.browser.get(&back.replace(&id, &other)).await.refuses(400, gone);
    let tenant = server.tenant("default");
    let tx = tenant.begin().await.unwrap();
    let sql = "update saml_application_sessions set expires_at = created_at where tenant_id = $1";
    tx.execute(sql.into(), avouch_store::params![]).await.unwrap();
    tx.commit().await.unwrap();
    flow.browser.get(&back).await.refuses(400, gone);
});

on_both!(people_are_named_and_hidden_as_the_service_provider_wants, server, {
    let flow = Flow::new(&server, "SPA").await;
    let email = json!({ "nameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress" });
    let id = create(&flow.api, email).await["id"].as_str().unwrap().to_owned();
    let user = format!("/api/users/{}", flow.user);
    flow.api.patch(&user, json!({ "primaryEmail": null })).await.expect(200);
    let back = sign_in(&flow, &id).await;
    flow.browser.get(&back).await.refuses(400, "application.saml.missing_email_address");
    flow.api.patch(&user, json!({ "primaryEmail": "ada@sp.test" })).await.expect(200);
    let back = sign_in(&flow, &id).await;
    let xml = xml_of(&flow.browser.get(&back).await.expect(200).text());
    assert_eq!(subject(&server, &flow.api.base, &id, &xml).await.unwrap().name_id, "ada@sp.test");

    let (key, certificate) = key_pair();
    let application = format!("/api/saml-applications/{id}");
    let transient = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
    for then_sign in [false, true] {
        let encryption = json!({ "encryptAssertion": true, "encryptThenSign": then_sign, "certificate": certificate });
        let change = json!({ "nameIdFormat": transient, "encryption": encryption });
        flow.api.patch(&application, change).await.expect(200);
        let back = sign_in(&flow, &id).await;
        let xml = xml_of(&flow.browser.get(&back).await.expect(200).text());
        assert!(!xml.contains("<saml:Assertion") && xml.contains("EncryptedAssertion"), "{xml}");
        assert_eq!(xml.contains("<ds:Signature "), then_sign, "{xml}");
        let mut keys = KeysManager::new();
        keys.add_key(load_pem_auto(key.as_bytes(), None).unwrap());
        let open = decrypt::decrypt(&EncContext::new(keys), &xml).unwrap();
        let (start, end) = (open.find("<saml:Assertion").unwrap(), open.find("</saml:Assertion>").unwrap());
        let assertion = &open[start..end + "</saml:Assertion>".len()];
        let head = open.split("<samlp:Status>").next().unwrap().split("<ds:Signature").next().unwrap();
        let plain = format!(
            "{head}<samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status>\
             {assertion}</samlp:Response>"
        );
        let found = subject(&server, &flow.api.base, &id, &plain).await.unwrap();
        assert!(found.name_id.starts_with('_') && found.name_id.len() == 33, "{}", found.name_id);
    }
    // A key that cannot be read is our fault.
    let back = sign_in(&flow, &id).await;
    let tx = server.tenant("default").begin().await.unwrap();
    let sql = "update saml_application_secrets set private_key = 'bad' where tenant_id = $1";
    tx.execute(sql.into(), avouch_store::params![]).await.unwrap();
    tx.commit().await.unwrap();
    flow.browser.get(&back).await.refuses(500, "application.saml.private_key_required");
});
