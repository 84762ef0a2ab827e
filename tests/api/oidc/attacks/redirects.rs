//! Answers that are to go elsewhere

use avouch_testkit::on_both;
use serde_json::{Value, json};

use crate::flow::{CALLBACK, Flow};

/// Whether a request with this address is refused on a page, and nobody is sent anywhere.
async fn refused(flow: &Flow<'_>, address: &str) {
    let answer = flow.browser.get(&flow.request(&[("redirect_uri", address)])).await;
    assert_eq!(answer.status, 400, "{address} {}", answer.header("location"));
    assert_eq!(answer.header("location"), "", "{address}");
    assert_eq!(answer.code(), "oidc.invalid_redirect_uri", "{address}");
}

async fn register(flow: &Flow<'_>, addresses: Value) -> u16 {
    let metadata = json!({ "oidcClientMetadata": { "redirectUris": addresses, "postLogoutRedirectUris": [] } });
    flow.api.patch(&format!("/api/applications/{}", flow.client), metadata).await.status.as_u16()
}

on_both!(rfc9700_4_1_an_address_is_compared_whole, server, {
    let flow = Flow::new(&server, "SPA").await;
    for address in [
        "https://app.test",
        "https://app.test/callback/",
        "https://app.test/callback/more",
        "https://app.test/callback?x=1",
        "https://app.test/callback#x",
        "https://app.test/Callback",
        "http://app.test/callback",
        "https://app.test:8443/callback",
        "https://app.test./callback",
        "//app.test/callback",
        "/callback",
        "callback",
        "https://",
        "x",
        "javascript:alert(1)",
        "data:text/html,x",
        "app.test/callback",
    ] {
        refused(&flow, address).await;
    }
});

on_both!(rfc9700_4_1_1_tricks_with_user_information_slashes_and_letters, server, {
    let flow = Flow::new(&server, "SPA").await;
    for address in [
        "https://app.test@evil.test/callback",
        "https://app.test:x@evil.test/callback",
        "https://evil.test@app.test/callback",
        "https://u:p@app.test/callback",
        "https://app.test%40evil.test/callback",
        "https://evil.test\\@app.test/callback",
        "https://app.test\\@evil.test/callback",
        "https:\\\\app.test\\callback",
        "https:/app.test\\callback",
        "https://app.test\\callback",
        "https://app.test/callback/../../evil",
        "https://app.test/callback%2f..%2fevil",
        "https://app.test/%2e%2e/callback/x",
        "https://app.test/callback%00.evil",
        "https://app.test/callback%0d%0aset-cookie:x",
        "https://app.test/call\tback",
        "https://app.test/call\nback",
        " https://app.test/callback",
        "https://app.test/callback ",
        "https://app.test#@evil.test/callback",
        "https://app.test?@evil.test/callback",
        "https://app.test.evil.test/callback",
        "https://evil.test/https://app.test/callback",
        "https://\u{430}pp.test/callback",
        "https://xn--pp-7kc.test/callback",
        "https://app\u{3002}evil\u{3002}test/callback",
        "https://app.test\u{2215}callback",
        "https://*.test/callback",
    ] {
        refused(&flow, address).await;
    }
    // What names the same place is still the same place.
    let location = flow.follow(&flow.request(&[("redirect_uri", "https://APP.test:443/callback")])).await;
    assert!(location.starts_with(&format!("{CALLBACK}?code=")), "{location}");
});

on_both!(rfc9700_4_1_3_a_wildcard_stays_where_it_is, server, {
    let flow = Flow::new(&server, "SPA").await;
    for open in [
        "*",
        "https://*",
        "*://app.test/callback",
        "https://app.test:*/callback",
        "https://app.test/?x=*",
        "https://app.test/#*",
        "https://*@app.test/callback",
        "https://*/callback",
        "javascript:*",
    ] {
        let status = register(&flow, json!([open])).await;
        assert_eq!(status, 400, "{open}");
    }
    assert_eq!(register(&flow, json!(["https://*.app.test/cb", "https://preview-*.ci.app.test/in/*"])).await, 200);
    for address in [
        "https://evil.test/cb",
        "https://app.test/cb",
        "https://.app.test/cb",
        "https://a.b.app.test/cb",
        "https://evil.test/.app.test/cb",
        "https://evil.test?.app.test/cb",
        "https://evil.test#.app.test/cb",
        "https://evil.test%2f.app.test/cb",
        "https://evil.test\\.app.test/cb",
        "https://a@b.app.test/cb",
        "https://a:b@c.app.test/cb",
        "https://a.app.test:8443/cb",
        "https://a.app.test/cb?x",
        "https://*.app.test/cb",
        "https://preview-.ci.app.test/in/x",
        "https://preview-1.ci.app.test/in/../out",
        "https://preview-1.ci.app.test/in/%2e%2e/out",
        "https://preview-1.evil.ci.app.test/in/x",
    ] {
        refused(&flow, address).await;
    }
    flow.code(&[("redirect_uri", "https://a.app.test/cb")]).await;
    // With several addresses, none is the usual one.
    let answer = flow.browser.get(&flow.request(&[("redirect_uri", "")])).await;
    answer.refuses(400, "oidc.invalid_request");
});

on_both!(rfc8252_8_10_loopback_is_this_machine_and_only_the_port_is_free, server, {
    let flow = Flow::new(&server, "Native").await;
    assert_eq!(register(&flow, json!(["http://127.0.0.1/cb", "http://localhost:1/cb", "com.app://cb"])).await, 200);
    for address in [
        "http://127.0.0.1.evil.test/cb",
        "http://127.0.0.1:1@evil.test/cb",
        "http://localhost.evil.test:1/cb",
        "https://127.0.0.1/cb",
        "http://127.0.0.2/cb",
        "http://[::1]/cb",
        "http://0.0.0.0/cb",
        "http://127.0.0.1:8080/other",
        "http://127.0.0.1:8080/cb?x",
        "http://127.0.0.1:99999/cb",
        "com.app://cb.evil",
        "com.app.evil://cb",
    ] {
        refused(&flow, address).await;
    }
    flow.code(&[("redirect_uri", "http://127.0.0.1:49152/cb")]).await;
    let web = Flow { client: Flow::another_client(&flow).await, ..Flow::new_again(&flow) };
    assert_eq!(register(&web, json!(["http://localhost:1/cb"])).await, 200);
    // A page of another program on the same machine is another page.
    refused(&web, "http://localhost:2/cb").await;
});

on_both!(rfc9700_4_11_the_provider_is_no_open_redirector, server, {
    let flow = Flow::new(&server, "SPA").await;
    // Errors before the address is known to be the client's stay here.
    for more in [
        vec![("client_id", "nobody"), ("redirect_uri", "https://evil.test")],
        vec![("client_id", ""), ("redirect_uri", "https://evil.test")],
        vec![("response_type", "nonsense"), ("redirect_uri", "https://evil.test")],
        vec![("state", "a"), ("state", "b")],
    ] {
        let answer = flow.browser.get(&flow.request(&more)).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (400, ""), "{more:?}");
    }
    let end = format!("/oidc/session/end?client_id={}&post_logout_redirect_uri=", flow.client);
    for address in ["https://evil.test", "https://app.test/bye/", "https://app.test@evil.test/bye", "//evil.test", "x"]
    {
        let address = form_urlencoded::byte_serialize(address.as_bytes()).collect::<String>();
        flow.browser.get(&format!("{end}{address}")).await.refuses(400, "oidc.invalid_request");
    }
    for path in ["//evil.test", "/%2f%2fevil.test", "/\\evil.test", "/oidc//evil.test", "/oidc/auth//evil.test"] {
        let answer = flow.browser.get(path).await;
        let location = answer.header("location");
        assert!(!answer.status.is_server_error() && !location.contains("//evil.test"), "{path} {location}");
    }
});

on_both!(rfc9700_4_12_a_redirect_never_repeats_a_post, server, {
    let flow = Flow::new(&server, "SPA").await;
    let request = flow.request(&[]);
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(request.split_once('?').unwrap().1.as_bytes()).into_owned().collect();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    flow.browser.form("/oidc/auth", &pairs).await.expect(303);
});
