//! `/oidc/session/end`

use avouch_crypto::jose;
use avouch_testkit::{Client, Receiver, on_both};
use serde_json::{Value, json};

use crate::flow::{Flow, parameter};

/// The value of a form's field.
fn field(page: &str, name: &str) -> String {
    let from = page.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no {name} in {page}"));
    page[from..].split('"').nth(3).unwrap().to_owned()
}

on_both!(signing_out_ends_what_does_not_outlive_it, server, {
    let flow = Flow::new(&server, "SPA").await;
    let lasting = flow.tokens(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
    let other = Flow { client: Flow::another_client(&flow).await, ..Flow::new_again(&flow) };
    let passing = other.tokens(&[]).await;
    let hint = lasting["id_token"].as_str().unwrap();
    let start = |more: &str| format!("/oidc/session/end?id_token_hint={hint}&state=s{more}");
    let page = flow.browser.get(&start("&post_logout_redirect_uri=https://app.test/bye")).await.expect(200);
    let secret = field(&page.text(), "xsrf");
    flow.browser
        .form("/oidc/session/end/confirm", &[("xsrf", "wrong"), ("logout", "yes")])
        .await
        .refuses(400, "oidc.invalid_request");
    let done =
        flow.browser.form("/oidc/session/end/confirm", &[("xsrf", &secret), ("logout", "yes")]).await.expect(303);
    assert_eq!(done.header("location"), "https://app.test/bye?state=s");
    assert_eq!(flow.browser.cookie("_session"), None);
    let silent = flow.browser.get(&flow.request(&[("prompt", "none")])).await.expect(303);
    assert_eq!(parameter(silent.header("location"), "error").as_deref(), Some("login_required"));
    let me = async |tokens: &serde_json::Value| {
        server.anonymous().with_token(tokens["access_token"].as_str().unwrap()).get("/oidc/me").await
    };
    me(&lasting).await.expect(200);
    me(&passing).await.refuses(401, "oidc.invalid_token");
    flow.refresh(lasting["refresh_token"].as_str().unwrap(), &[]).await.expect(200);
});

on_both!(nobody_is_sent_anywhere_else, server, {
    let flow = Flow::new(&server, "SPA").await;
    let end = async |query: &str| flow.browser.get(&format!("/oidc/session/end?{query}")).await;
    let to = format!("client_id={}&post_logout_redirect_uri=https://evil.test", flow.client);
    end(&to).await.refuses(400, "oidc.invalid_request");
    end("id_token_hint=nonsense").await.refuses(400, "oidc.invalid_request");
    end("client_id=nobody").await.refuses(400, "oidc.invalid_client");
    let page = end("post_logout_redirect_uri=https://evil.test").await.expect(200);
    let done =
        flow.browser.form("/oidc/session/end/confirm", &[("xsrf", &field(&page.text(), "xsrf"))]).await.expect(303);
    assert!(done.header("location").ends_with("/oidc/session/end/success"));
    assert!(flow.browser.get(done.header("location")).await.expect(200).text().contains("signed out"));
    flow.browser.form("/oidc/session/end/confirm", &[("xsrf", "x")]).await.refuses(400, "oidc.invalid_request");
});

on_both!(without_the_users_word_only_the_client_is_signed_out_of, server, {
    let flow = Flow::new(&server, "SPA").await;
    let own = flow.tokens(&[]).await;
    let other = Flow { client: Flow::another_client(&flow).await, ..Flow::new_again(&flow) };
    let kept = other.tokens(&[]).await;
    let hint = own["id_token"].as_str().unwrap();
    let mismatch = format!("/oidc/session/end?id_token_hint={hint}&client_id={}", other.client);
    flow.browser.get(&mismatch).await.refuses(400, "oidc.invalid_request");
    let before = flow.browser.cookie("_session");
    let page = flow.browser.get(&format!("/oidc/session/end?id_token_hint={hint}")).await.expect(200).text();
    flow.browser.form("/oidc/session/end/confirm", &[("xsrf", &field(&page, "xsrf"))]).await.expect(303);
    assert!(flow.browser.cookie("_session").is_some() && flow.browser.cookie("_session") != before);
    let me = async |tokens: &Value| {
        server.anonymous().with_token(tokens["access_token"].as_str().unwrap()).get("/oidc/me").await
    };
    me(&own).await.refuses(401, "oidc.invalid_token");
    me(&kept).await.expect(200);
    let silent = other.browser.get(&other.request(&[("prompt", "none")])).await.expect(303);
    assert!(parameter(silent.header("location"), "code").is_some(), "{}", silent.header("location"));
});

on_both!(who_signs_in_in_place_of_another_signs_the_other_out, server, {
    let flow = Flow::new(&server, "SPA").await;
    let before = flow.tokens(&[]).await;
    let eve = Flow { user: flow.api.user("eve").await, ..Flow::new_again(&flow) };
    let page = flow.browser.get(&flow.request(&[("prompt", "login")])).await.expect(303);
    let resume = eve.sign_in(page.header("location")).await;
    let form = flow.browser.get(&resume).await.expect(200).text();
    assert!(form.contains("/oidc/session/end/confirm"), "{form}");
    let fields = [("xsrf", field(&form, "xsrf")), ("logout", "yes".to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let out = flow.browser.form("/oidc/session/end/confirm", &fields).await.expect(303);
    assert_eq!(out.header("location"), format!("{}{resume}", flow.api.base));
    let back = eve.follow(out.header("location")).await;
    let tokens = eve.exchange(&parameter(&back, "code").unwrap(), &[]).await.expect(200).json();
    let claims = Client::claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(claims["sub"], json!(eve.user));
    let old = before["access_token"].as_str().unwrap();
    server.anonymous().with_token(old).get("/oidc/me").await.refuses(401, "oidc.invalid_token");
    let entry = server.logs().await.into_iter().find(|entry| entry["key"] == "RevokeToken").unwrap();
    assert_eq!((&entry["userId"], &entry["applicationId"]), (&flow.user.into(), &flow.client.into()), "{entry}");
    assert_eq!(entry["tokenTypes"], json!(["AccessToken", "AuthorizationCode"]));
});

on_both!(clients_of_the_session_are_told_that_it_is_over, server, {
    let receiver =
        Receiver::answering(
            |request| if request.line.contains("/broken") { (500, "{}".into()) } else { (200, "{}".into()) },
        )
        .await;
    let flow = Flow::new(&server, "SPA").await;
    let metadata = |path: &str, wants_sid: bool| {
        json!({ "oidcClientMetadata": {
            "redirectUris": ["https://app.test/callback"], "postLogoutRedirectUris": [],
            "backchannelLogoutUri": format!("{}/{path}", receiver.base), "backchannelLogoutSessionRequired": wants_sid,
        } })
    };
    flow.api.patch(&format!("/api/applications/{}", flow.client), metadata("first", true)).await.expect(200);
    let other = Flow { client: Flow::another_client(&flow).await, ..Flow::new_again(&flow) };
    flow.api.patch(&format!("/api/applications/{}", other.client), metadata("broken", false)).await.expect(200);
    let silent = Flow { client: Flow::another_client(&flow).await, ..Flow::new_again(&flow) };
    let tokens = flow.tokens(&[]).await;
    other.tokens(&[]).await;
    silent.tokens(&[]).await;
    let page = flow.browser.get("/oidc/session/end").await.expect(200);
    let secret = field(&page.text(), "xsrf");
    flow.browser.form("/oidc/session/end/confirm", &[("xsrf", &secret), ("logout", "yes")]).await.expect(303);
    let mut told = receiver.wait(2).await;
    told.sort_by(|one, other| other.line.cmp(&one.line));
    assert_eq!([told[0].line.as_str(), told[1].line.as_str()], ["POST /first", "POST /broken"]);
    assert_eq!(told[0].headers["content-type"], "application/x-www-form-urlencoded");
    let token = told[0].body.strip_prefix("logout_token=").unwrap();
    let (header, claims) = jose::peek(token).unwrap();
    assert_eq!(header.typ.as_deref(), Some("logout+jwt"));
    let names: Vec<&String> = claims.as_object().unwrap().keys().collect();
    assert_eq!(names, ["iss", "aud", "sub", "iat", "exp", "jti", "events", "sid"]);
    let id_token = Client::claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(
        (&claims["sid"], &claims["sub"], &claims["aud"]),
        (&id_token["sid"], &json!(flow.user), &json!(flow.client))
    );
    assert_eq!(claims["events"], json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
    let (_, other): (_, Value) = jose::peek(told[1].body.strip_prefix("logout_token=").unwrap()).unwrap();
    assert!(other.get("sid").is_none(), "{other}");
});
