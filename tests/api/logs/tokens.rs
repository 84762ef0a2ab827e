//! `/api/logs`: every exchange of tokens has an entry, and none has a token

use avouch_testkit::on_both;
use serde_json::json;

use crate::flow::Flow;

on_both!(every_exchange_has_an_entry_without_secrets, server, {
    let flow = Flow::new(&server, "SPA").await;
    let code = flow.code(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
    let tokens = flow.exchange(&code, &[]).await.expect(200).json();
    let refresh = tokens["refresh_token"].as_str().unwrap();
    flow.refresh(refresh, &[]).await.expect(200);
    let ask = async |grant: &str, more: (&str, &str)| {
        let pairs = [("grant_type", grant), ("client_id", flow.client.as_str()), more];
        server.anonymous().form("/oidc/token", &pairs).await.status
    };
    let secret = "a-secret-nobody-may-read";
    for (grant, more, key) in [
        ("authorization_code", ("code", secret), "ExchangeTokenBy.AuthorizationCode"),
        ("refresh_token", ("refresh_token", secret), "ExchangeTokenBy.RefreshToken"),
        ("client_credentials", ("client_secret", secret), "ExchangeTokenBy.ClientCredentials"),
        ("urn:ietf:params:oauth:grant-type:token-exchange", ("subject_token", secret), "ExchangeTokenBy.TokenExchange"),
        ("urn:ietf:params:oauth:grant-type:device_code", ("device_code", secret), "ExchangeTokenBy.DeviceCode"),
        ("password", ("password", secret), "ExchangeTokenBy.Unknown"),
    ] {
        let before = server.logs().await.len();
        assert!(ask(grant, more).await.is_client_error(), "{grant}");
        let logs = server.logs().await;
        let entry = logs[before..].iter().find(|entry| entry["key"] == key).unwrap_or_else(|| panic!("no {key}"));
        assert_eq!(entry["result"], "Error", "{key}");
        assert!(entry["error"]["code"].as_str().unwrap().starts_with("oidc."), "{entry}");
        assert_eq!(entry["params"]["grant_type"], grant, "{key}");
    }
    // A code that is used again takes back what came of it.
    flow.exchange(&code, &[]).await.refuses(400, "oidc.invalid_grant");
    let logs = server.logs().await;
    let succeeded = logs.iter().find(|entry| entry["key"] == "ExchangeTokenBy.AuthorizationCode").unwrap();
    assert_eq!((&succeeded["result"], &succeeded["userId"]), (&json!("Success"), &json!(flow.user)));
    assert_eq!(succeeded["tokenTypes"], json!(["AccessToken", "RefreshToken", "IdToken"]));
    let revoked = logs.iter().find(|entry| entry["key"] == "RevokeToken").unwrap();
    assert_eq!((&revoked["userId"], &revoked["applicationId"]), (&json!(flow.user), &json!(flow.client)));
    assert!(revoked["grantId"].is_string() && revoked["tokenTypes"].is_array(), "{revoked}");
    let text = json!(logs).to_string();
    for hidden in [secret, code.as_str(), refresh, tokens["access_token"].as_str().unwrap()] {
        assert!(!text.contains(hidden), "{hidden}");
    }
});

on_both!(a_script_that_fails_is_told_of, server, {
    let api = server.management().await;
    let script = json!({ "script": "const getCustomJwtClaims = () => { throw new Error('boom'); };" });
    api.put("/api/configs/jwt-customizer/client-credentials", script).await.expect(201);
    server.management().await;
    let logs = server.logs().await;
    let run = logs.iter().find(|entry| entry["key"] == "JwtCustomizer.ClientCredentials").unwrap();
    assert_eq!((&run["result"], &run["payload"]["tokenType"]), (&json!("Error"), &json!("client-credentials")));
    let exchange = logs.iter().rfind(|entry| entry["key"] == "ExchangeTokenBy.ClientCredentials").unwrap();
    assert!(exchange["customJwtError"].as_str().unwrap().contains("boom"), "{exchange}");
    assert!(!json!(logs).to_string().contains("getCustomJwtClaims"));
});
