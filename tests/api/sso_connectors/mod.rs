//! `/api/sso-connectors`

mod idp_initiated_auth_config;
mod provider;
mod signing_keys;

use avouch_store::params;
use avouch_testkit::{Client, Receiver, on_both};
use serde_json::{Value, json};

pub(crate) use provider::{certificate, key_pair, locked_key_pair, metadata};

/// A provider that says of itself what it should, where its path is empty; and wrong things elsewhere.
async fn discovery() -> Receiver {
    Receiver::answering(|request| {
        let base = format!("http://{}", request.headers.get("host").cloned().unwrap_or_default());
        let at = |path: &str| format!("{base}{path}");
        let document = json!({ "issuer": base, "authorization_endpoint": at("/auth"), "token_endpoint": at("/token"),
            "jwks_uri": at("/jwks"), "userinfo_endpoint": at("/me"), "scopes_supported": ["openid"] });
        match request.line.strip_prefix("GET ").unwrap_or_default() {
            "/.well-known/openid-configuration" | "/other/.well-known/openid-configuration" => {
                (200, document.to_string())
            }
            "/empty/.well-known/openid-configuration" => (200, "{}".to_owned()),
            _ => (404, "{}".to_owned()),
        }
    })
    .await
}

/// A connector to a provider; answers its identifier.
pub(crate) async fn connect(api: &Client, provider: &str, name: &str, config: Value) -> String {
    let body = json!({ "providerName": provider, "connectorName": name, "config": config });
    api.post("/api/sso-connectors", body).await.expect(200).text_of("id")
}

fn oidc(issuer: &str) -> Value {
    json!({ "clientId": "c", "clientSecret": "s", "issuer": issuer, "other": 1 })
}

on_both!(connectors_are_made_changed_and_deleted, server, {
    let (api, idp) = (server.management().await, discovery().await);
    let bare = json!({ "providerName": "OIDC", "connectorName": "acme" });
    let made = api.post("/api/sso-connectors", bare).await.expect(200).json();
    let id = made["id"].as_str().unwrap();
    assert_eq!(id.len(), 12);
    let expected = json!({ "tenantId": "default", "id": id, "providerName": "OIDC", "connectorName": "acme", "config": {},
        "domains": [], "branding": {}, "syncProfile": false, "enableTokenStorage": false, "createdAt": made["createdAt"] });
    assert_eq!(made, expected);
    let path = format!("/api/sso-connectors/{id}");
    let seen = api.get(&path).await.expect(200).json();
    assert_eq!(
        (&seen["name"], &seen["providerType"], seen.get("providerConfig")),
        (&json!("OIDC"), &json!("oidc"), None)
    );
    let change = json!({ "config": oidc(&idp.base), "domains": ["Acme.TEST"], "syncProfile": true, "connectorName": "Acme",
        "branding": { "displayName": "ACME", "logo": "https://acme.test/logo.svg" } });
    let changed = api.patch(&path, change).await.expect(200).json();
    assert_eq!(changed["config"], json!({ "clientId": "c", "clientSecret": "s", "issuer": idp.base }));
    assert_eq!((&changed["domains"], &changed["syncProfile"]), (&json!(["acme.test"]), &json!(true)));
    let about = &changed["providerConfig"];
    let at = |path: &str| json!(format!("{}{path}", idp.base));
    assert_eq!((&about["issuer"], &about["jwksUri"], &about["userinfoEndpoint"]), (&at(""), &at("/jwks"), &at("/me")));
    assert!(about.get("scopesSupported").is_none(), "{about}");
    assert_eq!(api.patch(&path, json!({})).await.expect(200).json(), changed, "a change of nothing is none");
    assert_eq!(api.get("/api/sso-connectors").await.expect(200).json(), json!([changed]));
    let page = api.get("/api/sso-connectors?page=1&page_size=1").await.expect(200);
    assert_eq!((page.header("total-number"), &page.json()[0]["id"]), ("1", &json!(id)));
    api.get("/api/sso-connectors?page=0").await.refuses(400, "guard.invalid_pagination");

    // Pages show it as soon as the tenant wants that.
    let shown = async || server.anonymous().get("/api/.well-known/sign-in-exp").await.json()["ssoConnectors"].clone();
    assert_eq!(shown().await, json!([]));
    api.patch("/api/sign-in-exp", json!({ "singleSignOnEnabled": true })).await.expect(200);
    let public = json!([{ "id": id, "connectorName": "ACME", "logo": "https://acme.test/logo.svg" }]);
    assert_eq!(shown().await, public);
    let plain = api.patch(&path, json!({ "branding": {} })).await.expect(200).json();
    assert_eq!(shown().await[0]["logo"], plain["providerLogo"]);

    // With it goes what people have through it.
    let (user, organization) = (api.user("ada").await, api.organization("club").await);
    let jit = format!("/api/organizations/{organization}/jit/sso-connectors");
    api.post(&jit, json!({ "ssoConnectorIds": [id] })).await.expect(201);
    let tx = server.tenant("default").begin().await.unwrap();
    let now = server.clock.now();
    let sql = "insert into user_sso_identities (tenant_id, id, user_id, issuer, identity_id, created_at, updated_at, \
               sso_connector_id) values ($1, 'i', $2, 'https://idp.test', 'sub', $3, $4, $5)";
    tx.execute(sql.into(), params![&user, now, now, id]).await.unwrap();
    let bytes = if server.place.url().starts_with("postgres") { "cast('x' as bytea)" } else { "cast('x' as blob)" };
    let sql = format!(
        "insert into secrets (tenant_id, id, user_id, type, encrypted_dek, iv, auth_tag, ciphertext) \
         values ($1, 's', $2, 'federated_token_set', {bytes}, {bytes}, {bytes}, {bytes})"
    );
    tx.execute(sql.into(), params![&user]).await.unwrap();
    let sql = "insert into secret_enterprise_sso_connector_relations (tenant_id, secret_id, sso_connector_id, issuer, \
               identity_id) values ($1, 's', $2, 'https://idp.test', 'sub')";
    tx.execute(sql.into(), params![id]).await.unwrap();
    tx.commit().await.unwrap();
    api.delete(&path).await.expect(204);
    assert_eq!(shown().await, json!([]));
    assert_eq!(api.get(&jit).await.expect(200).json(), json!([]));
    let identities = api.get(&format!("/api/users/{user}/all-identities")).await.expect(200).json();
    assert_eq!(identities["ssoIdentities"], json!([]));
    for answer in [api.get(&path).await, api.delete(&path).await, api.patch(&path, json!({})).await] {
        answer.refuses(404, "entity.not_exists_with_id");
    }
});

on_both!(what_leads_nowhere_is_refused, server, {
    let (api, idp) = (server.management().await, discovery().await);
    let id = connect(&api, "OIDC", "first", oidc(&idp.base)).await;
    let path = format!("/api/sso-connectors/{id}");
    let with = |more: Value| {
        let mut body = json!({ "providerName": "OIDC", "connectorName": "second" });
        for (name, value) in more.as_object().unwrap() {
            body[name.as_str()] = value.clone();
        }
        body
    };
    api.post("/api/sso-connectors", with(json!({ "providerName": "Nope" }))).await.refuses(422, "connector.not_found");
    for (more, status, code) in [
        (json!({ "domains": ["acme.test", "GMAIL.com"] }), 422, "single_sign_on.forbidden_domains"),
        (json!({ "domains": ["acme.test", "ACME.test"] }), 422, "single_sign_on.duplicated_domains"),
        (json!({ "config": { "clientId": 1 } }), 400, "connector.invalid_config"),
        (json!({ "config": oidc("nowhere") }), 400, "connector.invalid_config"),
        (
            json!({ "connectorName": "second", "config": oidc(&format!("{}/missing", idp.base)) }),
            400,
            "connector.invalid_config",
        ),
        (json!({ "config": oidc(&format!("{}/empty", idp.base)) }), 400, "connector.invalid_config"),
        (json!({ "config": oidc(&format!("{}/other", idp.base)) }), 400, "connector.invalid_config"),
        (json!({ "config": oidc("http://169.254.169.254") }), 400, "connector.invalid_config"),
        (json!({ "enableTokenStorage": true }), 422, "request.feature_not_supported"),
        (json!({ "connectorName": "" }), 400, "guard.invalid_input"),
    ] {
        api.post("/api/sso-connectors", with(more.clone())).await.refuses(status, code);
        api.patch(&path, more).await.refuses(status, code);
    }
    let forbidden = api.patch(&path, json!({ "domains": ["gmail.com"] })).await.json();
    assert_eq!(forbidden["data"], json!({ "data": ["gmail.com"] }));
    for (at, message) in [
        ("missing", "fail_to_fetch_config"),
        ("empty", "invalid_config_response"),
        ("other", "invalid_config_response"),
    ] {
        let refused = api.patch(&path, json!({ "config": oidc(&format!("{}/{at}", idp.base)) })).await.json();
        assert_eq!(refused["data"], json!({ "ssoErrorCode": "invalid_config", "message": message }), "{at}");
    }
    api.post("/api/sso-connectors", with(json!({ "connectorName": "first" })))
        .await
        .refuses(409, "single_sign_on.duplicate_connector_name");
    let second = connect(&api, "Okta", "second", oidc(&idp.base)).await;
    api.patch(&format!("/api/sso-connectors/{second}"), json!({ "connectorName": "first" }))
        .await
        .refuses(409, "single_sign_on.duplicate_connector_name");
    api.patch(&path, json!({ "connectorName": "first", "domains": ["acme.test"], "enableTokenStorage": false }))
        .await
        .expect(200);
    api.patch(&format!("/api/sso-connectors/{second}"), json!({ "domains": ["acme.test"] })).await.expect(200);
    // A provider may call itself by another name of its own host only where it is known to do so.
    connect(&api, "AzureAdOidc", "third", oidc(&format!("{}/other", idp.base))).await;

    // A row of a provider that is not known here any more.
    let tx = server.tenant("default").begin().await.unwrap();
    let sql =
        "insert into sso_connectors (tenant_id, id, provider_name, connector_name) values ($1, 'old', 'Old', 'old')";
    tx.execute(sql.into(), Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    api.get("/api/sso-connectors/old").await.refuses(404, "connector.not_found");
    api.patch("/api/sso-connectors/old", json!({ "syncProfile": true })).await.refuses(404, "connector.not_found");
    assert_eq!(api.get("/api/sso-connectors").await.expect(200).json().as_array().unwrap().len(), 3);
    api.delete("/api/sso-connectors/old").await.expect(204);
});

on_both!(providers_that_speak_saml_are_described, server, {
    let api = server.management().await;
    let bare = json!({ "providerName": "SAML", "connectorName": "saml" });
    let id = api.post("/api/sso-connectors", bare).await.expect(200).text_of("id");
    let path = format!("/api/sso-connectors/{id}");
    let seen = api.get(&path).await.expect(200).json();
    let service = json!({ "entityId": format!("{}/enterprise-sso/{id}", api.base),
        "assertionConsumerServiceUrl": format!("{}/api/authn/single-sign-on/saml/{id}", api.base) });
    let mapping = json!({ "id": "nameID", "email": "email", "name": "name" });
    assert_eq!(seen["providerConfig"], json!({ "defaultAttributeMapping": mapping, "serviceProvider": service }));

    let certificate = certificate();
    let xml = metadata(&certificate);
    let changed = api.patch(&path, json!({ "config": { "metadata": xml } })).await.expect(200).json();
    let found = &changed["providerConfig"]["identityProvider"];
    assert_eq!(
        (&found["entityId"], &found["signInEndpoint"]),
        (&json!("https://idp.test"), &json!("https://idp.test/sso"))
    );
    assert_eq!((&found["x509Certificate"], &found["isCertificateValid"]), (&json!(certificate), &json!(true)));
    assert!(found["certificateExpiresAt"].as_i64().unwrap() > server.clock.now().millis());

    let told = xml.clone();
    let idp = Receiver::answering(move |request| match request.line.as_str() {
        "GET /metadata" => (200, told.clone()),
        "GET /nonsense" => (200, "{}".to_owned()),
        _ => (404, String::new()),
    })
    .await;
    let manual = json!({ "entityId": "https://idp.test", "signInEndpoint": "https://idp.test/sso", "x509Certificate":
        format!("-----BEGIN CERTIFICATE-----\n{certificate}\n-----END CERTIFICATE-----\n"),
        "attributeMapping": { "id": "uid", "email": "mail" } });
    for config in [json!({ "metadataUrl": format!("{}/metadata", idp.base) }), manual.clone()] {
        let changed = api.patch(&path, json!({ "config": config })).await.expect(200).json();
        assert_eq!(&changed["providerConfig"]["identityProvider"], found);
    }
    let mut odd = manual.clone();
    odd["x509Certificate"] = json!("nonsense");
    let mut script = manual.clone();
    script["signInEndpoint"] = json!("javascript:alert(1)");
    for (config, code) in [
        (json!({ "signAuthnRequest": true, "metadata": xml }), "single_sign_on.active_signing_key_required"),
        (json!({ "metadata": "<EntityDescriptor/>" }), "connector.invalid_metadata"),
        (json!({ "metadata": xml.replace("<Entity", "<!DOCTYPE x><Entity") }), "connector.invalid_metadata"),
        (json!({ "metadataUrl": format!("{}/nonsense", idp.base) }), "connector.invalid_metadata"),
        (json!({ "metadataUrl": format!("{}/missing", idp.base) }), "connector.invalid_config"),
        (json!({ "entityId": "https://idp.test" }), "connector.invalid_config"),
        (json!({ "attributeMapping": { "id": 1 }, "metadata": xml }), "connector.invalid_config"),
        (odd, "connector.invalid_config"),
        (script, "connector.invalid_config"),
    ] {
        api.patch(&path, json!({ "config": config })).await.refuses(400, code);
        let body = json!({ "providerName": "AzureAD", "connectorName": "new", "config": config });
        api.post("/api/sso-connectors", body).await.refuses(400, code);
    }
    api.patch(&path, json!({ "enableTokenStorage": true })).await.refuses(400, "connector.token_storage_not_supported");
});
