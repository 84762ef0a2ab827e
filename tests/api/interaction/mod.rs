//! `/api/interaction`

mod consent;

use avouch_testkit::on_both;
use http::Method;
use serde_json::json;

use crate::experience::{PASSWORD, at_sign_in, identify, post, start};
use crate::flow::{CALLBACK, Flow, parameter};

on_both!(a_client_is_told_that_the_user_refused, server, {
    let flow = Flow::with(&server, json!({ "type": "SPA", "isThirdParty": true })).await;
    flow.browser.send(Method::DELETE, "/api/interaction", "", b"").await.refuses(400, "session.not_found");
    flow.browser.get(&flow.request(&[])).await.expect(303);
    let resume = flow.sign_in("/sign-in").await;
    flow.browser.get(&resume).await.expect(303);
    let refused = flow.browser.send(Method::DELETE, "/api/interaction", "", b"").await.expect(200);
    let go_on = refused.text_of("redirectTo");
    let back = flow.browser.get(&go_on).await.expect(303);
    let location = back.header("location").to_owned();
    assert!(location.starts_with(CALLBACK), "{location}");
    assert_eq!(parameter(&location, "error").as_deref(), Some("access_denied"));
    assert_eq!(parameter(&location, "state").as_deref(), Some("xyz"));
    assert!(parameter(&location, "iss").is_some() && parameter(&location, "code").is_none(), "{location}");
    // It is over: what the address said once it does not say again.
    flow.browser.get(&go_on).await.expect(400);
    // The user is still signed in, and is asked again the next time.
    let again = flow.browser.get(&flow.request(&[])).await.expect(303);
    assert!(again.header("location").starts_with("/consent?"), "{}", again.header("location"));
});

on_both!(who_changes_their_mind_signs_in, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "SignIn").await;
    flow.browser.send(Method::DELETE, "/api/interaction", "", b"").await.expect(200);
    post(&flow.browser, "/submit", json!({})).await.refuses(404, "session.interaction_not_found");
    identify(&flow.browser, "ada", PASSWORD).await;
    let go_on = post(&flow.browser, "/submit", json!({})).await.expect(200).text_of("redirectTo");
    let back = flow.follow(&go_on).await;
    assert!(parameter(&back, "code").is_some(), "{back}");
});
