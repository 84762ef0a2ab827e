//! Answers and clients that are not who they seem

use avouch_testkit::on_both;
use serde_json::json;

use super::ORDERS;
use crate::flow::{Flow, parameter};

on_both!(rfc9700_4_4_every_answer_says_whose_it_is, server, {
    let flow = Flow::new(&server, "SPA").await;
    let issuer = format!("{}/oidc", flow.api.base);
    let discovery = server.anonymous().get("/oidc/.well-known/openid-configuration").await.expect(200).json();
    assert_eq!(discovery["authorization_response_iss_parameter_supported"], json!(true));
    assert_eq!(discovery["issuer"], json!(issuer));
    let denied = flow.browser.get(&flow.request(&[("prompt", "none")])).await.expect(303);
    let granted = flow.follow(&flow.request(&[])).await;
    let fragment = flow.follow(&flow.request(&[("response_mode", "fragment")])).await.replace('#', "?");
    for location in [denied.header("location"), &granted, &fragment] {
        assert_eq!(parameter(location, "iss").as_deref(), Some(issuer.as_str()), "{location}");
    }
    let form = flow.browser.get(&flow.request(&[("response_mode", "form_post")])).await.expect(200).text();
    assert!(form.contains(&format!("name=\"iss\" value=\"{issuer}\"")), "{form}");
    // Who adds an issuer to the request does not change the answer.
    let claimed = flow.follow(&flow.request(&[("iss", "https://evil.test")])).await;
    assert_eq!(parameter(&claimed, "iss").as_deref(), Some(issuer.as_str()), "{claimed}");
    let operators = server.anonymous_admin().get("/oidc/.well-known/openid-configuration").await.expect(200).json();
    assert_ne!(operators["issuer"], discovery["issuer"], "each tenant is an issuer of its own");
});

on_both!(rfc9700_4_15_a_client_cannot_pass_for_a_user, server, {
    let api = server.management().await;
    let user = api.user("ada").await;
    api.resource(ORDERS, "read").await;
    // Nobody chooses a client identifier, so none is that of a user.
    for chosen in [json!({ "id": user }), json!({ "clientId": user })] {
        let mut body = json!({ "name": "Impostor", "type": "MachineToMachine" });
        body.as_object_mut().unwrap().extend(chosen.as_object().unwrap().clone());
        let made = api.post("/api/applications", body).await;
        assert!(made.status == 400 || made.text_of("id") != user, "{}", made.text());
    }
    let client = api.application("MachineToMachine").await;
    let secret = api.first_secret(&client).await;
    let pairs = [("grant_type", "client_credentials"), ("resource", ORDERS), ("sub", user.as_str())];
    let issued = server.anonymous().with_basic(&client, &secret).form("/oidc/token", &pairs).await.expect(200);
    let claims = avouch_testkit::Client::claims(&issued.text_of("access_token"));
    assert_eq!((&claims["sub"], &claims["client_id"]), (&json!(client), &json!(client)));
});

on_both!(rfc9700_4_15_a_client_cannot_pass_for_another, server, {
    let flow = Flow::new(&server, "Traditional").await;
    let (own, own_secret) = server.credential();
    let secret = flow.api.first_secret(&flow.client).await;
    let anyone = server.anonymous();
    let code = flow.code(&[]).await;
    // One's own secret with another's name, in every place.
    flow.exchange(&code, &[("client_secret", own_secret)]).await.refuses(401, "oidc.invalid_client");
    let pairs = [("grant_type", "authorization_code"), ("code", code.as_str())];
    anyone.with_basic(&flow.client, own_secret).form("/oidc/token", &pairs).await.refuses(401, "oidc.invalid_client");
    anyone.with_basic(own, own_secret).form("/oidc/token", &pairs).await.refuses(400, "oidc.invalid_request");
    let mixed = [pairs[0], pairs[1], ("client_id", flow.client.as_str())];
    anyone.with_basic(own, own_secret).form("/oidc/token", &mixed).await.refuses(400, "oidc.invalid_request");
    for wrong in ["", " ", "null", "undefined", &secret.to_uppercase(), &secret[..31], &format!("{secret}x")] {
        let refused = anyone.with_basic(&flow.client, wrong).form("/oidc/token", &pairs).await;
        refused.refuses(401, "oidc.invalid_client");
    }
    // A public client's name with a secret is not a public client.
    let public = Flow::another_client(&flow).await;
    let pairs =
        [("grant_type", "refresh_token"), ("refresh_token", "x"), ("client_id", &public), ("client_secret", "x")];
    anyone.form("/oidc/token", &pairs).await.refuses(401, "oidc.invalid_client");
    flow.exchange(&code, &[("client_secret", &secret)]).await.expect(200);
});

on_both!(rfc7009_2_1_a_client_cannot_look_at_or_revoke_anothers_tokens, server, {
    let flow = Flow::new(&server, "SPA").await;
    let other = Flow::another_client(&flow).await;
    let tokens = flow.tokens(&[]).await;
    let token = tokens["access_token"].as_str().unwrap();
    let pairs = [("token", token), ("client_id", other.as_str())];
    let anyone = server.anonymous();
    let told = anyone.form("/oidc/token/introspection", &pairs).await.expect(200).json();
    assert_eq!(told, json!({ "active": false }));
    anyone.form("/oidc/token/revocation", &pairs).await.expect(200);
    anyone.with_token(token).get("/oidc/me").await.expect(200);
    anyone.form("/oidc/token/introspection", &pairs[..1]).await.refuses(400, "oidc.invalid_request");
});
