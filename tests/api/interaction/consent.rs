//! `/api/interaction/consent`

use avouch_testkit::on_both;
use http::Method;
use serde_json::json;

use crate::flow::{CALLBACK, Flow, parameter};

const PATH: &str = "/api/interaction/consent";

on_both!(a_third_party_gets_what_the_user_grants, server, {
    let flow = Flow::with(&server, json!({ "type": "SPA", "isThirdParty": true })).await;
    let (resource, read) = flow.api.resource("https://orders.test", "read").await;
    let role = flow.api.role("clerk", "User").await;
    flow.api.post(&format!("/api/roles/{role}/scopes"), json!({ "scopeIds": [read] })).await.expect(201);
    flow.api.post(&format!("/api/users/{}/roles", flow.user), json!({ "roleIds": [role] })).await.expect(201);
    let allowed = json!({ "userScopes": ["email", "urn:logto:scope:organizations"], "resourceScopes": [read] });
    let path = format!("/api/applications/{}/user-consent-scopes", flow.client);
    flow.api.post(&path, allowed).await.expect(201);
    let (own, foreign) = (flow.api.organization("Own").await, flow.api.organization("Foreign").await);
    flow.api.post(&format!("/api/organizations/{own}/users"), json!({ "userIds": [flow.user] })).await.expect(201);
    flow.browser.get(PATH).await.refuses(400, "session.not_found");

    let scope = "openid email urn:logto:scope:organizations read";
    flow.browser.get(&flow.request(&[("scope", scope), ("resource", "https://orders.test")])).await.expect(303);
    // Nobody has signed in yet.
    let nobody = flow.browser.get(PATH).await.refuses(400, "session.not_found").json();
    assert!(nobody.get("error").is_none(), "{nobody}");
    flow.browser.json(Method::POST, PATH, json!({})).await.refuses(400, "session.not_found");
    let resume = flow.sign_in("/sign-in").await;
    let consent = flow.browser.get(&resume).await.expect(303);
    assert!(consent.header("location").starts_with("/consent?app_id="), "{}", consent.header("location"));
    let page = flow.browser.get(PATH).await.expect(200).json();
    assert_eq!((&page["application"]["name"], &page["user"]["username"]), (&json!("App"), &json!("ada")));
    assert_eq!(page["missingOIDCScope"], json!(["email", "urn:logto:scope:organizations"]));
    assert_eq!(page["missingResourceScopes"][0]["resource"]["id"], json!(resource));
    assert_eq!(page["missingResourceScopes"][0]["scopes"][0]["name"], "read");
    assert_eq!((&page["organizations"][0]["id"], &page["redirectUri"]), (&json!(own), &json!(CALLBACK)));

    flow.browser.json(Method::POST, PATH, json!({ "organizationIds": "x" })).await.refuses(400, "guard.invalid_input");
    let not_ours = json!({ "organizationIds": [foreign] });
    flow.browser.json(Method::POST, PATH, not_ours).await.refuses(422, "organization.require_membership");
    let given = flow.browser.json(Method::POST, PATH, json!({ "organizationIds": [own] })).await.expect(200);
    let back = flow.follow(&given.text_of("redirectTo")).await;
    let code = parameter(&back, "code").unwrap_or_else(|| panic!("no code in {back}"));
    let tokens = flow.exchange(&code, &[]).await.expect(200).json();
    assert_eq!(tokens["scope"], "openid email urn:logto:scope:organizations");
    let chosen = format!("/api/applications/{}/users/{}/consent-organizations", flow.client, flow.user);
    assert_eq!(flow.api.get(&chosen).await.expect(200).json()["organizations"][0]["id"], json!(own));
    // What was granted is not asked for again.
    let silent = flow.browser.get(&flow.request(&[("scope", "openid email"), ("prompt", "none")])).await.expect(303);
    assert!(parameter(silent.header("location"), "code").is_some(), "{}", silent.header("location"));
});

on_both!(nobody_consents_who_may_not_use_the_application, server, {
    let flow = Flow::with(&server, json!({ "type": "SPA", "isThirdParty": true })).await;
    flow.browser.get(&flow.request(&[])).await.expect(303);
    let resume = flow.sign_in("/sign-in").await;
    flow.browser.get(&resume).await.expect(303);
    let other = flow.api.user("eve").await;
    let rules = json!({ "userIds": [other], "userRoleIds": [], "organizationIds": [], "organizationRoleRules": [] });
    flow.api.put(&format!("/api/applications/{}/access-control", flow.client), rules).await.expect(200);
    let on = json!({ "appLevelAccessControlEnabled": true });
    flow.api.patch(&format!("/api/applications/{}", flow.client), on).await.expect(200);
    flow.browser.get(PATH).await.refuses(400, "oidc.access_denied");
    flow.browser.json(Method::POST, PATH, json!({})).await.refuses(400, "oidc.access_denied");
});

on_both!(the_page_shows_what_comes_through_each_organization, server, {
    let flow = Flow::with(&server, json!({ "type": "Traditional", "isThirdParty": true })).await;
    let id = |answer: avouch_testkit::Answer| answer.text_of("id");
    let scope = id(flow.api.post("/api/organization-scopes", json!({ "name": "invite" })).await.expect(201));
    let role = id(flow.api.post("/api/organization-roles", json!({ "name": "host" })).await.expect(201));
    let path = format!("/api/organization-roles/{role}/scopes");
    flow.api.post(&path, json!({ "organizationScopeIds": [scope] })).await.expect(201);
    let (own, plain) = (flow.api.organization("Own").await, flow.api.organization("Plain").await);
    for organization in [&own, &plain] {
        let users = format!("/api/organizations/{organization}/users");
        flow.api.post(&users, json!({ "userIds": [flow.user] })).await.expect(201);
    }
    let roles = json!({ "userIds": [flow.user], "organizationRoleIds": [role] });
    flow.api.post(&format!("/api/organizations/{own}/users/roles"), roles).await.expect(201);
    let allowed = json!({ "userScopes": ["urn:logto:scope:organizations"], "organizationScopes": [scope] });
    let path = format!("/api/applications/{}/user-consent-scopes", flow.client);
    flow.api.post(&path, allowed).await.expect(201);
    let wanted =
        [("scope", "openid urn:logto:scope:organizations invite"), ("resource", "urn:logto:resource:organizations")];
    flow.browser.get(&flow.request(&wanted)).await.expect(303);
    let resume = flow.sign_in("/sign-in").await;
    flow.browser.get(&resume).await.expect(303);
    let page = flow.browser.get(PATH).await.expect(200).json();
    let of = |wanted: &str| {
        let all = page["organizations"].as_array().unwrap();
        all.iter().find(|organization| organization["id"] == json!(wanted)).unwrap()["missingResourceScopes"].clone()
    };
    let indicator = "urn:logto:resource:organizations";
    let group = json!([{
        "resource": { "name": indicator, "indicator": indicator, "id": indicator },
        "scopes": [{ "id": scope, "name": "invite", "description": null }],
    }]);
    assert_eq!((of(&own), of(&plain)), (group.clone(), json!([])));
    assert_eq!(page["missingResourceScopes"], group);
});

on_both!(an_application_that_is_not_for_someone_says_so_on_its_page, server, {
    let flow = Flow::new(&server, "SPA").await;
    let other = flow.api.user("eve").await;
    let rules = json!({ "userIds": [other], "userRoleIds": [], "organizationIds": [], "organizationRoleRules": [] });
    flow.api.put(&format!("/api/applications/{}/access-control", flow.client), rules).await.expect(200);
    let on = json!({ "appLevelAccessControlEnabled": true });
    flow.api.patch(&format!("/api/applications/{}", flow.client), on).await.expect(200);
    flow.browser.get(&flow.request(&[])).await.expect(303);
    let resume = flow.sign_in("/sign-in").await;
    let consent = flow.browser.get(&resume).await.expect(303);
    assert!(consent.header("location").starts_with("/consent?app_id="), "{}", consent.header("location"));
    flow.browser.get(consent.header("location")).await.expect(200);
    flow.browser.get(PATH).await.refuses(400, "oidc.access_denied");
});
