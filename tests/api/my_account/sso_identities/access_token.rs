//! `/api/my-account/sso-identities/{connectorId}/access-token`

use avouch_testkit::{Place, on_both};

use http::Method;
use serde_json::{Value, json};

use crate::experience::verification::sso::{Idp, back, connect, depart};
use crate::experience::{post, start};
use crate::my_account::own::Own;
use crate::secrets::VAULT;

const PATH: &str = "/api/my-account/sso-identities/acme/access-token";

on_both!(nothing_was_kept, server, {
    let own = Own::new(&server).await;
    own.me.get(PATH).await.refuses(404, "secrets.third_party_token_set.token_not_found");
    own.scoped("openid").await.get(PATH).await.refuses(403, "auth.forbidden");
});

on_both!(with VAULT, tokens_of_an_enterprise_are_kept_and_renewed, server, {
    let own = Own::new(&server).await;
    let (api, user, browser) = (&own.flow.api, &own.flow.user, &own.flow.browser);
    let idp = Idp::start().await;
    let connector = connect(api, &idp, "OIDC", json!({})).await;
    let at = format!("/api/sso-connectors/{connector}");
    api.patch(&at, json!({ "enableTokenStorage": true })).await.expect(200);
    api.patch(&own.flow.path(""), json!({ "primaryEmail": "ada@acme.test" })).await.expect(200);
    let sign_in = async |tokens: Value| {
        browser.get(&own.flow.request(&[("prompt", "login")])).await.expect(303);
        start(browser, "SignIn").await;
        let away = depart(browser, &connector).await;
        let person = json!({ "sub": "7", "email": "ada@acme.test", "email_verified": true });
        let code = idp.code(&away.nonce, &tokens, &person);
        back(browser, &connector, &away.id, json!({ "code": code, "state": "xyz" })).await.expect(200);
        post(browser, "/identification", json!({ "verificationId": away.id })).await.expect(204);
        browser.json(Method::POST, "/api/experience/submit", json!({})).await.expect(200);
        code
    };
    let code = sign_in(json!({ "expires_in": 60, "refresh_token": "r" })).await;
    let path = PATH.replace("acme", &connector);
    let token = own.me.get(&path).await.expect(200).json();
    assert_eq!(token, json!({ "access_token": code, "token_type": "Bearer", "expires_in": 60 }));
    let identity = format!("/api/users/{user}/sso-identities/{connector}?includeTokenSecret=true");
    let secret = api.get(&identity).await.expect(200).json()["tokenSecret"].clone();
    assert_eq!((&secret["ssoConnectorId"], &secret["issuer"]), (&json!(connector), &json!(idp.base)));
    assert_eq!((&secret["identityId"], &secret["metadata"]["hasRefreshToken"]), (&json!("7"), &json!(true)));
    server.clock.advance(60_000);
    assert_eq!(own.me.get(&path).await.expect(200).json()["access_token"], "renewed by r");
    assert_eq!(idp.asked("POST /token").pop().unwrap().headers["authorization"], "Basic b3Vyczpz");
    sign_in(json!({ "expires_in": 60, "refresh_token": "revoked" })).await;
    server.clock.advance(60_000);
    own.me.get(&path).await.refuses(401, "connector.authorization_failed");
    sign_in(json!({ "expires_in": 60 })).await;
    server.clock.advance(60_000);
    own.me.get(&path).await.refuses(401, "secrets.third_party_token_set.access_token_expired");
    sign_in(json!({ "expires_in": 60, "refresh_token": "r" })).await;
    // What another server kept, under a key of its own, stays closed.
    let tx = server.tenant("default").begin().await.unwrap();
    let bytes = if matches!(server.place, Place::Url { .. }) { "'x'" } else { "x'00'" };
    let sql = format!("update secrets set encrypted_dek = {bytes} where tenant_id = $1");
    tx.execute(sql.into(), Vec::new()).await.unwrap();
    tx.commit().await.unwrap();
    own.me.get(&path).await.refuses(422, "request.feature_not_supported");
    api.patch(&at, json!({ "enableTokenStorage": false })).await.expect(200);
    own.me.get(&path).await.refuses(404, "secrets.third_party_token_set.token_not_found");
    api.delete(&at).await.expect(204);
});
