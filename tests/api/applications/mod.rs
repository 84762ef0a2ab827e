//! `/api/applications`

mod access_control;
mod custom_data;
mod legacy_secret;
mod organizations;
mod protected_app_metadata;
mod roles;
mod secrets;
mod sign_in_experience;
mod user_consent_scopes;
mod users;

use avouch_store::{Value as Sql, params};
use avouch_testkit::on_both;
use serde_json::{Value, json};

on_both!(creates_every_type_and_shows_it, server, {
    let api = server.management().await;
    for kind in ["Native", "SPA", "Traditional", "MachineToMachine"] {
        let made = api
            .post("/api/applications", json!({ "name": kind, "type": kind, "description": "" }))
            .await
            .expect(200)
            .json();
        assert_eq!(made["type"], kind);
        assert_eq!(made["tenantId"], "default");
        assert_eq!(made["description"], Value::Null, "an empty text is no text");
        assert_eq!(made["id"].as_str().unwrap().len(), 21);
        assert!(made.get("secret").is_none(), "the hidden secret is never shown");
        assert_eq!(made["oidcClientMetadata"], json!({ "redirectUris": [], "postLogoutRedirectUris": [] }));
        let shown = api.get(&format!("/api/applications/{}", made["id"].as_str().unwrap())).await.expect(200).json();
        assert_eq!(shown["isAdmin"], false);
        let secrets =
            api.get(&format!("/api/applications/{}/secrets", made["id"].as_str().unwrap())).await.expect(200).json();
        let expected = usize::from(matches!(kind, "Traditional" | "MachineToMachine"));
        assert_eq!(secrets.as_array().unwrap().len(), expected);
    }
});

on_both!(refuses_what_cannot_be_created, server, {
    let api = server.management().await;
    let create = async |body: Value| api.post("/api/applications", body).await;
    create(json!({ "name": "x", "type": "SAML" })).await.refuses(400, "application.saml.use_saml_app_api");
    let device = json!({ "isDeviceFlow": true });
    create(json!({ "name": "x", "type": "SPA", "customClientMetadata": device }))
        .await
        .refuses(422, "application.device_flow_native_only");
    create(json!({ "name": "x", "type": "Protected" }))
        .await
        .refuses(400, "application.protected_app_metadata_is_required");
    create(json!({ "name": "x", "type": "MachineToMachine", "isThirdParty": true }))
        .await
        .refuses(400, "application.invalid_third_party_application_type");
    create(json!({ "name": "x", "type": "SPA", "isThirdParty": true, "customClientMetadata": { "allowTokenExchange": true } }))
        .await
        .refuses(422, "application.third_party_application_cannot_enable_token_exchange");
    let protected = |label: &str| json!({ "name": "x", "type": "Protected", "protectedAppMetadata": { "subDomain": label, "origin": "https://o" } });
    create(protected("no.dots")).await.refuses(422, "application.invalid_subdomain");
    create(protected("fine")).await.refuses(501, "application.protected_app_not_configured");
    create(json!({ "name": "", "type": "X" })).await.refuses(400, "guard.invalid_input");
    create(json!({ "name": "x", "type": "SPA", "oidcClientMetadata": { "redirectUris": ["ftp://a b"], "postLogoutRedirectUris": [] } }))
        .await
        .refuses(400, "guard.invalid_input");
    let all = api.get("/api/applications").await.expect(200).json();
    assert_eq!(all.as_array().unwrap().len(), 1, "nothing was left behind: {all}");
});

on_both!(ignores_fields_that_are_not_for_clients, server, {
    let api = server.management().await;
    let body = json!({
        "name": "x", "type": "SPA", "id": "mine", "tenantId": "admin", "secret": "mine", "createdAt": 1,
        "appLevelAccessControlEnabled": true, "isAdmin": true,
    });
    let made = api.post("/api/applications", body).await.expect(200).json();
    assert_ne!(made["id"], "mine");
    assert_eq!(made["tenantId"], "default");
    assert_ne!(made["createdAt"], 1);
    assert_eq!(made["appLevelAccessControlEnabled"], false);
    let id = made["id"].as_str().unwrap();
    let changed = api
        .patch(&format!("/api/applications/{id}"), json!({ "type": "Native", "isThirdParty": true, "id": "y" }))
        .await;
    let changed = changed.expect(200).json();
    assert_eq!(
        (&changed["type"], &changed["isThirdParty"], &changed["id"]),
        (&json!("SPA"), &json!(false), &json!(id))
    );
});

on_both!(shows_built_in_applications, server, {
    let api = server.management().await;
    for id in ["demo-app", "account-center", "device-demo-app"] {
        let shown = api.get(&format!("/api/applications/{id}")).await.expect(200).json();
        assert_eq!(
            (&shown["secret"], &shown["createdAt"], &shown["isAdmin"]),
            (&json!("N/A"), &json!(0), &json!(false))
        );
    }
    api.get("/api/applications/nope").await.refuses(404, "entity.not_exists_with_id");
});

on_both!(changes_replace_json_and_leave_the_rest, server, {
    let api = server.management().await;
    let id = api.application("Native").await;
    let path = format!("/api/applications/{id}");
    let body = json!({ "name": "New", "customClientMetadata": { "idTokenTtl": 1200, "unknown": 1 }, "customData": { "a": 1 } });
    let changed = api.patch(&path, body).await.expect(200).json();
    assert_eq!(changed["customClientMetadata"], json!({ "idTokenTtl": 1200 }));
    let changed = api.patch(&path, json!({ "customData": { "b": 2 }, "description": "d" })).await.expect(200).json();
    assert_eq!(
        (&changed["name"], &changed["customData"], &changed["description"]),
        (&json!("New"), &json!({ "b": 2 }), &json!("d"))
    );
    let cleared = api.patch(&path, json!({ "description": null })).await.expect(200).json();
    assert_eq!(cleared["description"], Value::Null);
    let same = api.patch(&path, json!({})).await.expect(200).json();
    assert_eq!(same["name"], "New", "an empty change answers the row");
    assert!(same.get("isAdmin").is_none());
});

on_both!(refuses_what_cannot_be_changed, server, {
    let api = server.management().await;
    api.patch("/api/applications/nope", json!({})).await.refuses(404, "entity.not_exists_with_id");
    let native = format!("/api/applications/{}", api.application("Native").await);
    api.patch(&native, json!({ "customClientMetadata": { "isDeviceFlow": true } }))
        .await
        .refuses(422, "application.device_flow_not_changeable");
    api.patch(&native, json!({ "appLevelAccessControlEnabled": true })).await.refuses(422, "request.invalid_input");
    api.patch(&native, json!({ "protectedAppMetadata": {} }))
        .await
        .refuses(400, "application.protected_application_only");
    let third = json!({ "name": "t", "type": "SPA", "isThirdParty": true });
    let third = api.post("/api/applications", third).await.expect(200).text_of("id");
    api.patch(&format!("/api/applications/{third}"), json!({ "customClientMetadata": { "allowTokenExchange": true } }))
        .await
        .refuses(422, "application.third_party_application_cannot_enable_token_exchange");

    raw_application(&server, "samlapp", "SAML", None).await;
    raw_application(&server, "protected", "Protected", None).await;
    raw_application(&server, "domains", "Protected", Some(r#"{"host":"h","customDomains":[{"domain":"d"}]}"#)).await;
    api.patch("/api/applications/samlapp", json!({ "name": "x" }))
        .await
        .refuses(400, "application.saml.use_saml_app_api");
    api.delete("/api/applications/samlapp").await.refuses(400, "application.saml.use_saml_app_api");
    let metadata = json!({ "protectedAppMetadata": { "origin": "https://o" } });
    api.patch("/api/applications/protected", metadata.clone())
        .await
        .refuses(422, "application.protected_application_misconfigured");
    api.patch("/api/applications/domains", metadata).await.refuses(501, "application.protected_app_not_configured");
    api.delete("/api/applications/domains").await.refuses(422, "application.should_delete_custom_domains_first");
});

/// Makes a row that no operation makes yet.
async fn raw_application(server: &avouch_testkit::Server, id: &str, kind: &str, protected: Option<&str>) {
    let tx = server.tenant("default").begin().await.unwrap();
    let sql = "insert into applications (tenant_id, id, name, secret, type, oidc_client_metadata, protected_app_metadata) \
               values ($1, $2, $2, '#internal:x', $3, $4, $5)";
    let protected = protected.map_or(Sql::Null, |text| Sql::Json(text.to_owned()));
    let metadata = Sql::Json(r#"{"redirectUris":["https://sp.example/cb"],"postLogoutRedirectUris":[]}"#.to_owned());
    tx.execute(sql.into(), params![id, kind, metadata, protected]).await.unwrap();
    tx.commit().await.unwrap();
}

on_both!(an_admin_application_holds_the_internal_role, server, {
    let api = server.management().await;
    let id = api.application("MachineToMachine").await;
    let path = format!("/api/applications/{id}");
    api.patch(&path, json!({ "isAdmin": true })).await.expect(200);
    assert_eq!(api.get(&path).await.json()["isAdmin"], true);
    let shown = api.get(&format!("{path}/roles")).await.expect(200).json();
    assert_eq!(shown, json!([]), "internal roles are not listed");
    let secret = api.first_secret(&id).await;
    let token = server.anonymous().token(&id, &secret, "https://default.logto.app/api", "all").await;
    server.anonymous().with_token(&token).get("/api/roles").await.expect(200);
    api.patch(&path, json!({ "isAdmin": false })).await.expect(200);
    assert_eq!(api.get(&path).await.json()["isAdmin"], false);
    let tx = server.tenant("default").begin().await.unwrap();
    tx.execute("delete from roles where tenant_id = $1 and id = 'admin-role'".into(), vec![]).await.unwrap();
    tx.commit().await.unwrap();
    api.patch(&path, json!({ "isAdmin": true })).await.refuses(500, "entity.not_exists");
});

on_both!(lists_newest_first_with_filters, server, {
    let api = server.management().await;
    let role = api.role("machines", "MachineToMachine").await;
    let (spa, machine) = (api.application("SPA").await, api.application("MachineToMachine").await);
    api.post(&format!("/api/applications/{machine}/roles"), json!({ "roleIds": [role] })).await.expect(201);
    raw_application(&server, "samlapp", "SAML", None).await;
    let ids = async |query: &str| {
        let answer = api.get(&format!("/api/applications?{query}")).await.expect(200);
        assert_eq!(answer.header("total-number"), "", "no page was asked for");
        let rows = answer.json();
        rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("types=SPA").await, std::slice::from_ref(&spa));
    assert_eq!(ids("types=SPA&types=MachineToMachine").await.len(), 3);
    assert_eq!(ids(&format!("types=MachineToMachine&excludeRoleId={role}")).await, [server.credential().0]);
    assert_eq!(ids("isThirdParty=true").await, Vec::<String>::new());
    assert_eq!(ids("excludeOrganizationId=none&types=SPA").await, [spa]);
    let saml = api.get("/api/applications?types=SAML").await.json();
    assert_eq!(saml[0]["oidcClientMetadata"]["redirectUris"], json!([]));
    api.get("/api/applications?excludeRoleId=a&excludeOrganizationId=b").await.refuses(400, "request.invalid_input");
    api.get("/api/applications?types=Other").await.refuses(400, "guard.invalid_input");
    api.get("/api/applications?isThirdParty=maybe").await.refuses(400, "guard.invalid_input");
    let page = api.get("/api/applications?page=1&page_size=2").await.expect(200);
    assert_eq!(page.header("total-number"), "4");
    assert_eq!(page.json().as_array().unwrap().len(), 2);
    assert_eq!(
        page.json()[0]["createdAt"].as_i64().max(page.json()[1]["createdAt"].as_i64()),
        page.json()[0]["createdAt"].as_i64()
    );
});

on_both!(a_deleted_application_is_gone_with_all_that_hung_on_it, server, {
    let api = server.management().await;
    let id = api.application("MachineToMachine").await;
    let role = api.role("r", "MachineToMachine").await;
    api.post(&format!("/api/applications/{id}/roles"), json!({ "roleIds": [role] })).await.expect(201);
    let secret = api.first_secret(&id).await;
    server.anonymous().token(&id, &secret, "https://default.logto.app/api", "all").await;
    api.delete(&format!("/api/applications/{id}")).await.expect(204);
    api.delete(&format!("/api/applications/{id}")).await.refuses(404, "entity.not_exists_with_id");
    assert_eq!(api.get(&format!("/api/roles/{role}/applications")).await.json(), json!([]));
    let pairs = [("grant_type", "client_credentials"), ("resource", "https://default.logto.app/api")];
    server.anonymous().with_basic(&id, &secret).form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_client");
});
