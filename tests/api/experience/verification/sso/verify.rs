//! `/api/experience/verification/sso/{connectorId}/verify`

use avouch_crypto::Clock;
use avouch_testkit::on_both;
use serde_json::json;

use super::{Idp, back, connect, depart, prove_sso};
use crate::experience::{at_sign_in, shown, start};

on_both!(who_comes_back_is_known_by_the_enterprise, server, {
    let flow = at_sign_in(&server).await;
    let idp = Idp::start().await;
    let connector = connect(&flow.api, &idp, "OIDC", json!({})).await;
    start(&flow.browser, "SignIn").await;
    let person = json!({ "sub": "7", "name": "Ada", "picture": "https://a.test/a.png", "email": "ada@acme.test",
        "email_verified": true, "given_name": "A", "phone_number": "+14155552671" });
    let away = depart(&flow.browser, &connector).await;
    let data = |code: &str| json!({ "code": code, "state": "xyz" });
    let good = idp.code(&away.nonce, &json!({}), &person);
    back(&flow.browser, &connector, "nope", data(&good)).await.refuses(404, "session.verification_session_not_found");
    back(&flow.browser, "nope", &away.id, data(&good)).await.refuses(404, "session.verification_session_not_found");
    let now = Clock::System.now().seconds();
    let mut refused = vec![
        json!({ "state": "xyz" }),
        json!({ "error": "access_denied", "error_description": "no" }),
        json!({ "code": good, "state": "another" }),
        json!({ "code": good, "state": "xyz", "iss": "https://other.test" }),
        data("used"),
        data(&idp.code(&away.nonce, &json!({ "sub": "8" }), &person)),
    ];
    for token in [
        json!({ "none": true }),
        json!({ "forged": true }),
        json!({ "iss": "https://other.test" }),
        json!({ "aud": "theirs" }),
        json!({ "nonce": "another" }),
        json!({ "nonce": null }),
        json!({ "exp": now - 120 }),
        json!({ "iat": now - 900 }),
        json!({ "iat": now + 900 }),
    ] {
        refused.push(data(&idp.code(&away.nonce, &token, &person)));
    }
    for data in refused {
        let answer = back(&flow.browser, &connector, &away.id, data).await;
        answer.refuses(401, "connector.authorization_failed");
    }
    assert_eq!(shown(&flow.browser).await["captcha"]["skipped"], false);
    let whole = json!({ "code": good, "state": "xyz", "iss": idp.base });
    let answer = back(&flow.browser, &connector, &away.id, whole).await.expect(200).json();
    assert_eq!(answer, json!({ "verificationId": away.id }));
    let seen = shown(&flow.browser).await;
    let expected = json!({ "type": "EnterpriseSso", "id": away.id, "connectorId": connector, "issuer": idp.base,
        "enterpriseSsoUserInfo": { "id": "7", "name": "Ada", "avatar": "https://a.test/a.png", "email": "ada@acme.test",
            "givenName": "A" } });
    assert_eq!((&seen["verificationRecords"][0], &seen["captcha"]["skipped"]), (&expected, &json!(true)));
    let exchanged = idp.asked("POST /token").pop().unwrap();
    assert_eq!(exchanged.headers["authorization"], "Basic b3Vyczpz");
    assert!(exchanged.body.contains("redirect_uri=https%3A%2F%2Fours.test%2Fcallback"), "{}", exchanged.body);
    // What came back is good once.
    back(&flow.browser, &connector, &away.id, data(&good))
        .await
        .refuses(400, "session.connector_validation_session_not_found");
    flow.api.delete(&format!("/api/sso-connectors/{connector}")).await.expect(204);
});

on_both!(a_connector_may_go_in_between, server, {
    let flow = at_sign_in(&server).await;
    let idp = Idp::start().await;
    let connector = connect(&flow.api, &idp, "Okta", json!({})).await;
    start(&flow.browser, "SignIn").await;
    let away = depart(&flow.browser, &connector).await;
    let break_it = async |sql: &'static str| {
        let tx = server.tenant("default").begin().await.unwrap();
        tx.execute(sql.into(), Vec::new()).await.unwrap();
        tx.commit().await.unwrap();
    };
    let any = json!({ "code": "x" });
    break_it("update sso_connectors set config = '{}' where tenant_id = $1").await;
    back(&flow.browser, &connector, &away.id, any.clone()).await.refuses(500, "connector.invalid_config");
    break_it("update sso_connectors set provider_name = 'Old' where tenant_id = $1").await;
    back(&flow.browser, &connector, &away.id, any).await.refuses(404, "connector.not_found");
    flow.api.delete(&format!("/api/sso-connectors/{connector}")).await.expect(204);
    let code = idp.code(&away.nonce, &json!({}), &json!({ "sub": "7" }));
    back(&flow.browser, &connector, &away.id, json!({ "code": code })).await.refuses(404, "entity.not_exists_with_id");
});

on_both!(addresses_count_where_they_are_verified_or_trusted, server, {
    let flow = at_sign_in(&server).await;
    let idp = Idp::start().await;
    let person = json!({ "sub": "7", "email": "ada@acme.test" });
    start(&flow.browser, "SignIn").await;
    for (provider, more, email, unverified) in [
        ("OIDC", json!({}), json!(null), json!(null)),
        ("Okta", json!({ "trustUnverifiedEmail": true }), json!("ada@acme.test"), json!(null)),
        ("AzureAdOidc", json!({}), json!(null), json!("ada@acme.test")),
    ] {
        let connector = connect(&flow.api, &idp, provider, more).await;
        prove_sso(&flow.browser, &idp, &connector, person.clone()).await;
        let info = shown(&flow.browser).await["verificationRecords"][0]["enterpriseSsoUserInfo"].clone();
        assert_eq!((&info["email"], &info["unverifiedEmail"]), (&email, &unverified), "{provider}");
    }
});

on_both!(applications_for_many_tenants_are_told_which, server, {
    let flow = at_sign_in(&server).await;
    let idp = Idp::with(json!({ "issuer": "BASE/{tenantid}" })).await;
    let connector = connect(&flow.api, &idp, "AzureAdOidc", json!({})).await;
    start(&flow.browser, "SignIn").await;
    let away = depart(&flow.browser, &connector).await;
    let issuer = format!("{}/t1", idp.base);
    let code = |token| json!({ "code": idp.code(&away.nonce, &token, &json!({ "sub": "7" })) });
    for token in [json!({}), json!({ "iss": issuer }), json!({ "iss": issuer, "tid": "t2" })] {
        back(&flow.browser, &connector, &away.id, code(token)).await.refuses(401, "connector.authorization_failed");
    }
    back(&flow.browser, &connector, &away.id, code(json!({ "iss": issuer, "tid": "t1" }))).await.expect(200);
    let seen = shown(&flow.browser).await;
    assert_eq!(seen["verificationRecords"][0]["issuer"], json!(issuer));
    assert_eq!(seen["verificationRecords"][0]["enterpriseSsoUserInfo"]["tid"], "t1");
});

on_both!(a_provider_need_not_tell_more_than_its_token, server, {
    let flow = at_sign_in(&server).await;
    let idp = Idp::with(json!({ "userinfo_endpoint": null })).await;
    let connector = connect(&flow.api, &idp, "OIDC", json!({})).await;
    start(&flow.browser, "SignIn").await;
    let away = depart(&flow.browser, &connector).await;
    let token = json!({ "name": "Ada", "email": "ada@acme.test", "email_verified": true });
    let code = idp.code(&away.nonce, &token, &json!({ "sub": "7" }));
    back(&flow.browser, &connector, &away.id, json!({ "code": code })).await.expect(200);
    let info = shown(&flow.browser).await["verificationRecords"][0]["enterpriseSsoUserInfo"].clone();
    assert_eq!((&info["name"], &info["email"]), (&json!("Ada"), &json!("ada@acme.test")));
});
