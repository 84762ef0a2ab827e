//! `/oidc/request`

use avouch_testkit::on_both;

use crate::flow::{CALLBACK, Flow, parameter};

on_both!(a_pushed_request_is_used_once, server, {
    let flow = Flow::new(&server, "Traditional").await;
    let secret = flow.api.first_secret(&flow.client).await;
    let client = server.anonymous().with_basic(&flow.client, &secret);
    let pairs = [("redirect_uri", CALLBACK), ("response_type", "code"), ("scope", "openid"), ("state", "xyz")];
    let pushed = client.form("/oidc/request", &pairs).await.expect(201).json();
    assert_eq!(pushed["expires_in"], 60);
    let uri = pushed["request_uri"].as_str().unwrap();
    let start = |client: &str| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", client)
            .append_pair("request_uri", uri)
            .finish();
        format!("/oidc/auth?{query}")
    };
    let location = flow.follow(&start(&flow.client)).await;
    assert!(parameter(&location, "code").is_some(), "{location}");
    let other = flow.api.application("SPA").await;
    flow.browser.get(&start(&other)).await.refuses(400, "oidc.invalid_request_uri");
    let unregistered = [("redirect_uri", "https://evil.test"), ("response_type", "code")];
    client.form("/oidc/request", &unregistered).await.refuses(400, "oidc.invalid_request");
    server
        .anonymous()
        .with_basic(&flow.client, "wrong")
        .form("/oidc/request", &pairs)
        .await
        .refuses(401, "oidc.invalid_client");
});
