//! People of enterprises sign in and register.

use avouch_testkit::on_both;
use serde_json::{Value, json};

use super::{Idp, connect, depart, prove_sso};
use crate::experience::{PASSWORD, at_sign_in, identify, post, prove, put, shown, start};
use crate::flow::Flow;

fn grace() -> Value {
    json!({ "sub": "7", "name": "Grace", "picture": "https://a.test/g.png", "email": "grace@acme.test",
        "email_verified": true })
}

async fn again(flow: &Flow<'_>) {
    flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
}

on_both!(someone_new_registers_and_comes_again, server, {
    let flow = at_sign_in(&server).await;
    let idp = Idp::start().await;
    let connector = connect(&flow.api, &idp, "OIDC", json!({})).await;
    let (club, others) = (flow.api.organization("club").await, flow.api.organization("others").await);
    let role = flow.api.organization_role("member").await;
    let jit = |organization: &str, what: &str| format!("/api/organizations/{organization}/jit/{what}");
    flow.api.post(&jit(&club, "sso-connectors"), json!({ "ssoConnectorIds": [connector] })).await.expect(201);
    flow.api.post(&jit(&club, "roles"), json!({ "organizationRoleIds": [role] })).await.expect(201);
    flow.api.post(&jit(&others, "email-domains"), json!({ "emailDomain": "acme.test" })).await.expect(201);
    // What the tenant wants of others is not asked of people of an enterprise.
    let wants = json!({ "signUp": { "identifiers": ["username"], "password": true, "verify": false },
        "mfa": { "factors": ["Totp"], "policy": "Mandatory" } });
    flow.api.patch("/api/sign-in-exp", wants).await.expect(200);
    start(&flow.browser, "SignIn").await;
    let id = prove_sso(&flow.browser, &idp, &connector, grace()).await;
    let identification = json!({ "verificationId": id });
    post(&flow.browser, "/identification", identification.clone()).await.refuses(404, "user.sso_identity_not_exist");
    put(&flow.browser, "/interaction-event", json!({ "interactionEvent": "Register" })).await.expect(204);
    post(&flow.browser, "/identification", identification).await.expect(201);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let found = flow.api.get("/api/users?search=grace%25").await.expect(200).json();
    let (user, grace_there) = (found[0]["id"].as_str().unwrap(), &found[0]);
    assert_eq!((&grace_there["name"], &grace_there["primaryEmail"]), (&json!("Grace"), &json!("grace@acme.test")));
    assert_eq!(grace_there["avatar"], "https://a.test/g.png");
    let identity = flow.api.get(&format!("/api/users/{user}/sso-identities/{connector}")).await.expect(200).json();
    let identity = &identity["ssoIdentity"];
    assert_eq!((&identity["issuer"], &identity["identityId"]), (&json!(idp.base), &json!("7")));
    assert_eq!(identity["detail"]["email"], "grace@acme.test");
    let members = async |organization: &str| {
        let path = format!("/api/organizations/{organization}/users");
        flow.api.get(&path).await.expect(200).json()
    };
    assert_eq!(members(&club).await[0]["organizationRoles"][0]["name"], "member");
    assert_eq!(members(&others).await, json!([]), "whom an enterprise sends joins where the enterprise's people do");

    // The next time it is known who that is; name and picture are taken over where the connector says so.
    again(&flow).await;
    flow.api.patch(&format!("/api/users/{user}"), json!({ "name": "Other" })).await.expect(200);
    let visit = async |name: &str| {
        start(&flow.browser, "SignIn").await;
        let mut person = grace();
        person["name"] = json!(name);
        let id = prove_sso(&flow.browser, &idp, &connector, person).await;
        post(&flow.browser, "/identification", json!({ "verificationId": id })).await.expect(204);
        post(&flow.browser, "/submit", json!({})).await.expect(200);
        flow.api.get(&format!("/api/users/{user}?includeSsoIdentities=true")).await.expect(200).json()
    };
    let seen = visit("Amazing Grace").await;
    assert_eq!(
        (&seen["name"], &seen["ssoIdentities"][0]["detail"]["name"]),
        (&json!("Other"), &json!("Amazing Grace"))
    );
    flow.api.patch(&format!("/api/sso-connectors/{connector}"), json!({ "syncProfile": true })).await.expect(200);
    again(&flow).await;
    assert_eq!(visit("Grace H.").await["name"], "Grace H.");
    // What is taken over is told, each time as far as it goes.
    let logs = server.logs().await;
    let taken: Vec<_> = logs.iter().filter(|entry| entry["key"] == "Interaction.SignIn.Profile.Update").collect();
    let told = |entry: &Value| (entry["userId"].clone(), entry["syncedProfile"].clone());
    let detail = |entry: &Value| entry["syncedProfile"]["syncedEnterpriseSsoIdentity"]["detail"]["name"].clone();
    assert_eq!(taken.iter().map(|entry| detail(entry)).collect::<Vec<_>>(), ["Amazing Grace", "Grace H."]);
    assert_eq!(told(taken[0]).1.get("name"), None);
    assert_eq!((told(taken[1]).0, &told(taken[1]).1["name"]), (json!(user), &json!("Grace H.")));

    // Nobody else gets the identity.
    again(&flow).await;
    start(&flow.browser, "Register").await;
    let id = prove_sso(&flow.browser, &idp, &connector, grace()).await;
    post(&flow.browser, "/identification", json!({ "verificationId": id }))
        .await
        .refuses(422, "user.identity_already_in_use");
    let other = json!({ "sub": "8", "email": "grace@acme.test", "email_verified": true });
    let id = prove_sso(&flow.browser, &idp, &connector, other).await;
    post(&flow.browser, "/identification", json!({ "verificationId": id }))
        .await
        .refuses(422, "user.email_already_in_use");
});

on_both!(an_account_with_an_address_of_the_enterprise_is_linked, server, {
    let flow = at_sign_in(&server).await;
    let idp = Idp::start().await;
    let connector = connect(&flow.api, &idp, "Okta", json!({})).await;
    let organization = flow.api.organization("club").await;
    let jit = format!("/api/organizations/{organization}/jit/sso-connectors");
    flow.api.post(&jit, json!({ "ssoConnectorIds": [connector] })).await.expect(201);
    let come = async |person: Value| {
        start(&flow.browser, "SignIn").await;
        let id = prove_sso(&flow.browser, &idp, &connector, person).await;
        post(&flow.browser, "/identification", json!({ "verificationId": id })).await
    };
    // An enterprise speaks for its own people only, and for addresses that it made sure of.
    let ada = json!({ "sub": "9", "email": "ada@example.test", "email_verified": true });
    come(ada).await.refuses(404, "user.sso_identity_not_exist");
    let ada = format!("/api/users/{}", flow.user);
    flow.api.patch(&ada, json!({ "primaryEmail": "ada@acme.test" })).await.expect(200);
    come(json!({ "sub": "9", "email": "ada@acme.test" })).await.refuses(404, "user.sso_identity_not_exist");
    come(json!({ "sub": "9", "email": "Ada@Acme.test", "email_verified": true })).await.expect(204);
    post(&flow.browser, "/submit", json!({})).await.expect(200);
    let seen = flow.api.get(&format!("{ada}?includeSsoIdentities=true")).await.expect(200).json();
    assert_eq!((&seen["ssoIdentities"][0]["identityId"], &seen["name"]), (&json!("9"), &json!("Ada")));
    let members = flow.api.get(&format!("/api/organizations/{organization}/users")).await.expect(200).json();
    assert_eq!(members[0]["id"], json!(flow.user));
});

on_both!(enterprises_come_in_only_where_they_may, server, {
    let flow = at_sign_in(&server).await;
    let idp = Idp::start().await;
    let connector = connect(&flow.api, &idp, "OIDC", json!({})).await;
    start(&flow.browser, "SignIn").await;
    let away = depart(&flow.browser, &connector).await;
    post(&flow.browser, "/identification", json!({ "verificationId": away.id }))
        .await
        .refuses(400, "session.verification_failed");
    let id = prove_sso(&flow.browser, &idp, &connector, grace()).await;
    flow.api.patch("/api/sign-in-exp", json!({ "singleSignOnEnabled": false })).await.expect(200);
    post(&flow.browser, "/identification", json!({ "verificationId": id }))
        .await
        .refuses(422, "user.sign_in_method_not_enabled");
    let email = json!({ "emailBlocklistPolicy": { "customBlocklist": ["@acme.test"] } });
    flow.api.patch("/api/sign-in-exp", email).await.expect(200);
    put(&flow.browser, "/interaction-event", json!({ "interactionEvent": "Register" })).await.expect(204);
    post(&flow.browser, "/identification", json!({ "verificationId": id }))
        .await
        .refuses(422, "session.email_blocklist.email_not_allowed");
    start(&flow.browser, "ForgotPassword").await;
    let id = prove_sso(&flow.browser, &idp, &connector, grace()).await;
    post(&flow.browser, "/identification", json!({ "verificationId": id }))
        .await
        .refuses(422, "session.not_supported_for_forgot_password");
});

on_both!(someone_elses_enterprise_is_no_second_factor, server, {
    let flow = at_sign_in(&server).await;
    let idp = Idp::start().await;
    let connector = connect(&flow.api, &idp, "OIDC", json!({})).await;
    let factor = json!({ "type": "Totp", "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" });
    flow.api.post(&format!("/api/users/{}/mfa-verifications", flow.user), factor).await.expect(200);
    let wants = json!({ "mfa": { "factors": ["Totp"], "policy": "Mandatory" } });
    flow.api.patch("/api/sign-in-exp", wants).await.expect(200);
    identify(&flow.browser, "ada", PASSWORD).await;
    let id = prove_sso(&flow.browser, &idp, &connector, grace()).await;
    post(&flow.browser, "/submit", json!({})).await.refuses(403, "session.mfa.require_mfa_verification");
    let eve = json!({ "username": "eve", "primaryEmail": "grace@acme.test" });
    flow.api.post("/api/users", eve).await.expect(200);
    post(&flow.browser, "/identification", json!({ "verificationId": id }))
        .await
        .refuses(409, "session.identity_conflict");
    post(&flow.browser, "/submit", json!({})).await.refuses(403, "session.mfa.require_mfa_verification");
    prove(&flow.browser, "ada", PASSWORD).await.expect(200);
    assert!(shown(&flow.browser).await["profile"].get("syncedEnterpriseSsoIdentity").is_none());
});
