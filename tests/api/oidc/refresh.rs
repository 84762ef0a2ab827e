//! `/oidc/token`: the refresh token grant

use avouch_testkit::on_both;
use serde_json::{Value, json};

use crate::flow::Flow;

const OFFLINE: [(&str, &str); 2] = [("scope", "openid offline_access email"), ("prompt", "consent")];

fn refresh_token(tokens: &Value) -> &str {
    tokens["refresh_token"].as_str().unwrap_or_else(|| panic!("no refresh token in {tokens}"))
}

on_both!(held a_retry_gets_the_same_successor_and_a_thief_gets_nothing, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&OFFLINE).await;
    let first = refresh_token(&tokens);
    let second = flow.refresh(first, &[]).await.expect(200).json();
    assert_ne!(refresh_token(&second), first);
    assert!(second["id_token"].is_string() && second["access_token"] != tokens["access_token"]);
    server.clock.advance(2000);
    let retried = flow.refresh(first, &[]).await.expect(200).json();
    assert_eq!(refresh_token(&retried), refresh_token(&second));
    server.clock.advance(1500);
    flow.refresh(first, &[]).await.refuses(400, "oidc.invalid_grant");
    // The family is gone, with the tokens that came from it.
    flow.refresh(refresh_token(&second), &[]).await.refuses(400, "oidc.invalid_grant");
    let access = second["access_token"].as_str().unwrap();
    server.anonymous().with_token(access).get("/oidc/me").await.refuses(401, "oidc.invalid_token");
});

on_both!(fifty_at_once_end_with_one_successor, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&OFFLINE).await;
    let first = refresh_token(&tokens).to_owned();
    let answers = futures_util::future::join_all((0..50).map(|_| flow.refresh(&first, &[]))).await;
    let mut successors: Vec<String> =
        answers.into_iter().map(|answer| refresh_token(&answer.expect(200).json()).to_owned()).collect();
    successors.sort();
    successors.dedup();
    assert_eq!(successors.len(), 1);
    flow.refresh(&successors[0], &[]).await.expect(200);
});

on_both!(a_token_is_for_one_client_and_never_for_more, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&OFFLINE).await;
    let first = refresh_token(&tokens);
    let more = flow.refresh(first, &[("scope", "openid profile zzz")]).await.refuses(400, "oidc.invalid_scope").json();
    assert_eq!(more["scope"], "profile zzz");
    let unknown = flow.refresh("unknown", &[]).await.refuses(400, "oidc.invalid_grant").json();
    let members: Vec<_> = unknown.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["code", "message", "error_uri", "error", "error_description"]);
    let other = Flow { client: Flow::another_client(&flow).await, ..Flow::new_again(&flow) };
    other.refresh(first, &[]).await.refuses(400, "oidc.invalid_grant");
    let narrower = flow.refresh(first, &[("scope", "openid")]).await.expect(200).json();
    assert_eq!(narrower["scope"], "openid");
    let without = flow.refresh(refresh_token(&narrower), &[("scope", "email")]).await.expect(200).json();
    assert!(without.get("id_token").is_none(), "{without}");
    flow.api.patch(&format!("/api/users/{}/is-suspended", flow.user), json!({ "isSuspended": true })).await.expect(200);
    flow.refresh(refresh_token(&without), &[]).await.refuses(400, "oidc.invalid_grant");
});

on_both!(offline_access_needs_consent, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&[("scope", "openid offline_access")]).await;
    assert_eq!((tokens.get("refresh_token"), &tokens["scope"]), (None, &json!("openid")));
    let always = json!({ "customClientMetadata": { "alwaysIssueRefreshToken": true } });
    flow.api.patch(&format!("/api/applications/{}", flow.client), always).await.expect(200);
    let tokens = flow.tokens(&[]).await;
    flow.refresh(refresh_token(&tokens), &[]).await.expect(200);
});

on_both!(held confidential_clients_rotate_late, server, {
    let flow = Flow::new(&server, "Traditional").await;
    let secret = flow.api.first_secret(&flow.client).await;
    let own = [("client_secret", secret.as_str())];
    let code = flow.code(&OFFLINE).await;
    let tokens = flow.exchange(&code, &own).await.expect(200).json();
    let first = refresh_token(&tokens);
    let same = flow.refresh(first, &own).await.expect(200).json();
    assert_eq!(refresh_token(&same), first);
    server.clock.advance(10 * 86_400_000);
    let rotated = flow.refresh(first, &own).await.expect(200).json();
    assert_ne!(refresh_token(&rotated), first);
    server.clock.advance(14 * 86_400_000 + 1000);
    flow.refresh(refresh_token(&rotated), &own).await.refuses(400, "oidc.invalid_grant");
});

on_both!(an_api_gets_what_the_user_may_do_now, server, {
    let flow = Flow::new(&server, "SPA").await;
    let (resource, read) = flow.api.resource("https://orders.test", "read").await;
    let write = flow
        .api
        .post(&format!("/api/resources/{resource}/scopes"), json!({ "name": "write" }))
        .await
        .expect(201)
        .text_of("id");
    let role = flow.api.role("clerk", "User").await;
    flow.api.post(&format!("/api/roles/{role}/scopes"), json!({ "scopeIds": [read, write] })).await.expect(201);
    flow.api.post(&format!("/api/users/{}/roles", flow.user), json!({ "roleIds": [role] })).await.expect(201);
    let more = [
        ("scope", "openid offline_access read write nope"),
        ("prompt", "consent"),
        ("resource", "https://orders.test"),
    ];
    let tokens = flow.tokens(&more).await;
    assert_eq!(
        (&tokens["scope"], tokens["access_token"].as_str().unwrap().len()),
        (&json!("openid offline_access"), 43)
    );
    let for_api = flow.refresh(refresh_token(&tokens), &[("resource", "https://orders.test")]).await.expect(200).json();
    let claims = avouch_testkit::Client::claims(for_api["access_token"].as_str().unwrap());
    assert_eq!(
        (&claims["aud"], &claims["scope"], &claims["sub"]),
        (&json!("https://orders.test"), &json!("read write"), &json!(flow.user))
    );
    flow.refresh(refresh_token(&for_api), &[("resource", "https://default.logto.app/api")])
        .await
        .refuses(400, "oidc.invalid_target");
    flow.api.delete(&format!("/api/roles/{role}/scopes/{write}")).await.expect(204);
    let later = flow.refresh(refresh_token(&for_api), &[("resource", "https://orders.test")]).await.expect(200).json();
    assert_eq!(later["scope"], "read");
});

on_both!(organization_tokens_follow_membership, server, {
    let flow = Flow::new(&server, "SPA").await;
    let (organization, scope) = (flow.api.organization("Org").await, flow.api.organization_scope("invite").await);
    let role = flow.api.organization_role("admin").await;
    flow.api
        .post(&format!("/api/organization-roles/{role}/scopes"), json!({ "organizationScopeIds": [scope] }))
        .await
        .expect(201);
    let members = format!("/api/organizations/{organization}/users");
    flow.api.post(&members, json!({ "userIds": [flow.user] })).await.expect(201);
    flow.api.put(&format!("{members}/{}/roles", flow.user), json!({ "organizationRoleIds": [role] })).await.expect(204);
    let more = [
        ("scope", "openid offline_access urn:logto:scope:organizations invite"),
        ("prompt", "consent"),
        ("resource", "urn:logto:resource:organizations"),
    ];
    let tokens = flow.tokens(&more).await;
    let wanted = [("organization_id", organization.as_str())];
    let issued = flow.refresh(refresh_token(&tokens), &wanted).await.expect(200).json();
    let claims = avouch_testkit::Client::claims(issued["access_token"].as_str().unwrap());
    assert_eq!(
        (&claims["aud"], &claims["scope"]),
        (&json!(format!("urn:logto:organization:{organization}")), &json!("invite"))
    );
    flow.api.patch(&format!("/api/organizations/{organization}"), json!({ "isMfaRequired": true })).await.expect(200);
    flow.refresh(refresh_token(&issued), &wanted).await.refuses(403, "oidc.access_denied");
    flow.api.patch(&format!("/api/organizations/{organization}"), json!({ "isMfaRequired": false })).await.expect(200);
    flow.api.delete(&format!("{members}/{}", flow.user)).await.expect(204);
    flow.refresh(refresh_token(&issued), &wanted).await.refuses(403, "oidc.access_denied");
    // Who is not a member is told that before what the token lacks.
    let plain = flow.tokens(&OFFLINE).await;
    flow.refresh(refresh_token(&plain), &wanted).await.refuses(403, "oidc.access_denied");
    flow.api.post(&members, json!({ "userIds": [flow.user] })).await.expect(201);
    let plain = flow.tokens(&OFFLINE).await;
    let lacks = flow.refresh(refresh_token(&plain), &wanted).await.refuses(403, "oidc.insufficient_scope").json();
    assert_eq!(lacks["scope"], "urn:logto:scope:organizations");
});

on_both!(held a_family_remembers_that_the_time_was_asked_for, server, {
    let flow = Flow::new(&server, "SPA").await;
    let asked = [OFFLINE[0], OFFLINE[1], ("max_age", "1000")];
    let tokens = flow.tokens(&asked).await;
    let at = avouch_testkit::Client::claims(tokens["id_token"].as_str().unwrap())["auth_time"].clone();
    server.clock.advance(60_000);
    let fresh = flow.refresh(refresh_token(&tokens), &[]).await.expect(200).json();
    let claims = avouch_testkit::Client::claims(fresh["id_token"].as_str().unwrap());
    assert!(at.is_i64() && claims["auth_time"] == at, "{claims}");
});

on_both!(a_family_goes_with_any_token_of_it, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&OFFLINE).await;
    let fresh = flow.refresh(refresh_token(&tokens), &[]).await.expect(200).json();
    let pairs = [("client_id", flow.client.as_str()), ("token", refresh_token(&tokens))];
    server.anonymous().form("/oidc/token/revocation", &pairs).await.expect(200);
    flow.refresh(refresh_token(&fresh), &[]).await.refuses(400, "oidc.invalid_grant");
});

/// A third party that may have some of what a user has in two organizations, and the user's consent to one of them.
struct ThirdParty<'a> {
    flow: Flow<'a>,
    refresh: String,
    chosen: String,
    other: String,
    role: String,
    invite: String,
    read: String,
}

const CONSENT: &str = "/api/interaction/consent";

impl<'a> ThirdParty<'a> {
    async fn new(server: &'a avouch_testkit::Server) -> Self {
        let flow = Flow::with(server, json!({ "type": "SPA", "isThirdParty": true })).await;
        let (invite, remove) =
            (flow.api.organization_scope("invite").await, flow.api.organization_scope("remove").await);
        let (resource, read) = flow.api.resource("https://orders.test", "read").await;
        let write = json!({ "name": "write" });
        let write = flow.api.post(&format!("/api/resources/{resource}/scopes"), write).await.expect(201).text_of("id");
        let role = flow.api.organization_role("admin").await;
        let of_role = format!("/api/organization-roles/{role}");
        let scopes = json!({ "organizationScopeIds": [invite, remove] });
        flow.api.post(&format!("{of_role}/scopes"), scopes).await.expect(201);
        flow.api.post(&format!("{of_role}/resource-scopes"), json!({ "scopeIds": [read, write] })).await.expect(201);
        let (chosen, other) = (flow.api.organization("Chosen").await, flow.api.organization("Other").await);
        for organization in [&chosen, &other] {
            let members = format!("/api/organizations/{organization}/users");
            flow.api.post(&members, json!({ "userIds": [flow.user] })).await.expect(201);
            let roles = json!({ "organizationRoleIds": [role] });
            flow.api.put(&format!("{members}/{}/roles", flow.user), roles).await.expect(204);
        }
        let ceiling = json!({
            "userScopes": ["urn:logto:scope:organizations"],
            "organizationScopes": [invite],
            "organizationResourceScopes": [read],
        });
        flow.api.post(&format!("/api/applications/{}/user-consent-scopes", flow.client), ceiling).await.expect(201);
        let refresh = Self::consented(&flow, &chosen).await;
        Self { flow, refresh, chosen, other, role, invite, read }
    }

    /// A refresh token, once the user said which organization the application may act for.
    async fn consented(flow: &Flow<'_>, organization: &str) -> String {
        let request = flow.request(&[
            ("scope", "openid offline_access urn:logto:scope:organizations invite remove read write"),
            ("prompt", "consent"),
            ("resource", "urn:logto:resource:organizations,https://orders.test"),
        ]);
        flow.browser.get(&request).await.expect(303);
        let resume = flow.sign_in("/sign-in").await;
        flow.browser.get(&resume).await.expect(303);
        let page = flow.browser.get(CONSENT).await.expect(200).json();
        let names: Vec<_> =
            page["missingResourceScopes"].as_array().unwrap().iter().map(|group| &group["scopes"]).collect();
        assert!(names.iter().all(|scopes| scopes.as_array().unwrap().len() == 1), "{names:?}");
        let choice = json!({ "organizationIds": [organization] });
        let given = flow.browser.json(http::Method::POST, CONSENT, choice).await.expect(200);
        let back = flow.follow(&given.text_of("redirectTo")).await;
        let code = crate::flow::parameter(&back, "code").unwrap_or_else(|| panic!("no code in {back}"));
        refresh_token(&flow.exchange(&code, &[]).await.expect(200).json()).to_owned()
    }

    /// The scope of a fresh token, which the answer and the token agree on.
    async fn scope(&mut self, more: &[(&str, &str)]) -> String {
        let tokens = self.flow.refresh(&self.refresh, more).await.expect(200).json();
        refresh_token(&tokens).clone_into(&mut self.refresh);
        let claims = avouch_testkit::Client::claims(tokens["access_token"].as_str().unwrap());
        assert_eq!(claims["scope"], tokens["scope"]);
        tokens["scope"].as_str().unwrap().to_owned()
    }
}

on_both!(a_third_party_has_no_more_of_an_organization_than_it_may, server, {
    let mut third = ThirdParty::new(&server).await;
    let (chosen, other) = (third.chosen.clone(), third.other.clone());
    let in_chosen = [("organization_id", chosen.as_str())];
    let for_api = [in_chosen[0], ("resource", "https://orders.test")];
    // The user may do more there, and the application asked for more.
    assert_eq!(third.scope(&in_chosen).await, "invite");
    assert_eq!(third.scope(&for_api).await, "read");
    for beyond in ["remove", "write", "invite remove"] {
        let more = [in_chosen[0], ("scope", beyond)];
        third.flow.refresh(&third.refresh, &more).await.refuses(400, "oidc.invalid_scope");
    }
    // A scope of the API is none of the organization, nor the other way round.
    assert_eq!(third.scope(&[in_chosen[0], ("scope", "read")]).await, "");
    assert_eq!(third.scope(&[for_api[0], for_api[1], ("scope", "invite")]).await, "");
    // The user is a member of another one too, and did not choose it.
    for more in [vec![("organization_id", other.as_str())], vec![("organization_id", &other), for_api[1]]] {
        third.flow.refresh(&third.refresh, &more).await.refuses(403, "oidc.access_denied");
    }
});

on_both!(what_is_taken_from_a_third_party_is_not_in_its_next_token, server, {
    let mut third = ThirdParty::new(&server).await;
    let (chosen, client, user) = (third.chosen.clone(), third.flow.client.clone(), third.flow.user.clone());
    let in_chosen = [("organization_id", chosen.as_str())];
    let for_api = [in_chosen[0], ("resource", "https://orders.test")];
    let api = third.flow.api.clone();
    let ceiling = format!("/api/applications/{client}/user-consent-scopes");
    api.delete(&format!("{ceiling}/organization-scopes/{}", third.invite)).await.expect(204);
    assert_eq!((third.scope(&in_chosen).await, third.scope(&for_api).await), (String::new(), "read".to_owned()));
    api.post(&ceiling, json!({ "organizationScopes": [third.invite] })).await.expect(201);
    assert_eq!(third.scope(&in_chosen).await, "invite");
    api.delete(&format!("{ceiling}/organization-resource-scopes/{}", third.read)).await.expect(204);
    assert_eq!(third.scope(&for_api).await, "");
    api.delete(&format!("/api/organization-roles/{}/scopes/{}", third.role, third.invite)).await.expect(204);
    assert_eq!(third.scope(&in_chosen).await, "");
    let consented = format!("/api/applications/{client}/users/{user}/consent-organizations");
    api.delete(&format!("{consented}/{chosen}")).await.expect(204);
    for more in [&in_chosen[..], &for_api] {
        third.flow.refresh(&third.refresh, more).await.refuses(403, "oidc.access_denied");
    }
});
