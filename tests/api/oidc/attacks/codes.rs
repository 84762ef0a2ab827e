//! Codes that are stolen, planted or used twice

use avouch_testkit::on_both;
use serde_json::json;

use super::challenge;
use crate::flow::{CALLBACK, Flow, VERIFIER};

on_both!(rfc9700_2_1_1_a_replayed_code_revokes_what_it_issued, server, {
    let flow = Flow::new(&server, "SPA").await;
    let code = flow.code(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
    let tokens = flow.exchange(&code, &[]).await.expect(200).json();
    let (access, refresh) = (tokens["access_token"].as_str().unwrap(), tokens["refresh_token"].as_str().unwrap());
    let refreshed = flow.refresh(refresh, &[]).await.expect(200).json();
    flow.exchange(&code, &[]).await.refuses(400, "oidc.invalid_grant");
    for token in [access, refreshed["access_token"].as_str().unwrap()] {
        server.anonymous().with_token(token).get("/oidc/me").await.refuses(401, "oidc.invalid_token");
    }
    flow.refresh(refreshed["refresh_token"].as_str().unwrap(), &[]).await.refuses(400, "oidc.invalid_grant");
});

on_both!(rfc9700_2_1_1_a_code_that_is_raced_for_issues_once, server, {
    let flow = Flow::new(&server, "SPA").await;
    let code = flow.code(&[]).await;
    let answers = futures_util::future::join_all((0..20).map(|_| flow.exchange(&code, &[]))).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    assert!(statuses.iter().all(|status| matches!(status, 200 | 400)), "{statuses:?}");
    assert!(statuses.iter().filter(|status| **status == 200).count() <= 1, "{statuses:?}");
});

on_both!(rfc9700_4_5_a_code_is_for_the_client_and_the_transaction_that_began, server, {
    let flow = Flow::new(&server, "SPA").await;
    let thief = Flow { client: Flow::another_client(&flow).await, ..Flow::new_again(&flow) };
    let code = flow.code(&[]).await;
    // Another client, another transaction's verifier, another address, and none of either.
    thief.exchange(&code, &[]).await.refuses(400, "oidc.invalid_grant");
    let other = "another-transactions-verifier-which-is-long-enough";
    flow.exchange(&code, &[("code_verifier", other)]).await.refuses(400, "oidc.invalid_grant");
    flow.exchange(&code, &[("code_verifier", "")]).await.refuses(400, "oidc.invalid_grant");
    let elsewhere = format!("{CALLBACK}/");
    flow.exchange(&code, &[("redirect_uri", &elsewhere)]).await.refuses(400, "oidc.invalid_grant");
    flow.exchange(&code, &[("redirect_uri", "")]).await.refuses(400, "oidc.invalid_request");
    // Nobody but the thief was harmed by trying.
    flow.exchange(&code, &[]).await.expect(200);
});

on_both!(rfc9700_4_5_a_confidential_client_is_no_exception, server, {
    let flow = Flow::new(&server, "Traditional").await;
    let secret = flow.api.first_secret(&flow.client).await;
    let own = ("client_secret", secret.as_str());
    let code = flow.code(&[]).await;
    flow.exchange(&code, &[own, ("code_verifier", "")]).await.refuses(400, "oidc.invalid_grant");
    flow.exchange(&code, &[]).await.refuses(401, "oidc.invalid_client");
    flow.exchange(&code, &[own]).await.expect(200);
});

on_both!(rfc9700_4_8_2_the_challenge_cannot_be_taken_away, server, {
    let flow = Flow::new(&server, "Traditional").await;
    let secret = flow.api.first_secret(&flow.client).await;
    let own = ("client_secret", secret.as_str());
    // The attacker strips the challenge from the request; the client still sends its verifier.
    let code = flow.code(&[("code_challenge", ""), ("code_challenge_method", "")]).await;
    flow.exchange(&code, &[own]).await.refuses(400, "oidc.invalid_grant");
    // A public client's request is not even taken.
    let public = Flow { client: Flow::another_client(&flow).await, ..Flow::new_again(&flow) };
    let stripped = [("code_challenge", ""), ("code_challenge_method", "")];
    let answer = public.browser.get(&public.request(&stripped)).await.expect(303);
    assert!(answer.header("location").contains("error=invalid_request"), "{}", answer.header("location"));
});

on_both!(rfc7636_7_2_the_method_cannot_be_confused, server, {
    let flow = Flow::new(&server, "SPA").await;
    for (challenge, method) in [
        (VERIFIER, "plain"),
        (VERIFIER, ""),
        (VERIFIER, "s256"),
        (VERIFIER, "S512"),
        ("", "S256"),
        ("short", "S256"),
        ("=====================================", "S256"),
    ] {
        let more = [("code_challenge", challenge), ("code_challenge_method", method)];
        let answer = flow.browser.get(&flow.request(&more)).await.expect(303);
        assert!(answer.header("location").contains("error=invalid_request"), "{challenge} {method}");
    }
    // The challenge itself is no verifier.
    let code = flow.code(&[]).await;
    let challenge = challenge();
    for wrong in [challenge.as_str(), "x", &"v".repeat(129), "a verifier with spaces in it, which none may have"] {
        flow.exchange(&code, &[("code_verifier", wrong)]).await.refuses(400, "oidc.invalid_grant");
    }
});

on_both!(held rfc6749_4_1_2_a_code_is_short_lived, server, {
    let flow = Flow::new(&server, "SPA").await;
    let code = flow.code(&[]).await;
    server.clock.advance(61_000);
    flow.exchange(&code, &[]).await.refuses(400, "oidc.invalid_grant");
    for guess in ["", "x", "' or 1=1 --", &"A".repeat(43), &"A".repeat(5000), "../../x", "%00"] {
        let refused = flow.exchange(guess, &[]).await;
        assert_eq!(refused.status, 400, "{guess}");
    }
    // What is stored of one kind is not taken for another.
    let tokens = flow.tokens(&[("scope", "openid offline_access"), ("prompt", "consent")]).await;
    for kind in ["access_token", "refresh_token", "id_token"] {
        flow.exchange(tokens[kind].as_str().unwrap(), &[]).await.refuses(400, "oidc.invalid_grant");
    }
    let code = flow.code(&[]).await;
    flow.refresh(&code, &[]).await.refuses(400, "oidc.invalid_grant");
    server.anonymous().with_token(&code).get("/oidc/me").await.refuses(401, "oidc.invalid_token");
});

on_both!(rfc9700_4_5_the_user_of_a_code_must_still_be_allowed, server, {
    let flow = Flow::new(&server, "SPA").await;
    let code = flow.code(&[]).await;
    flow.api.patch(&format!("/api/users/{}/is-suspended", flow.user), json!({ "isSuspended": true })).await.expect(200);
    flow.exchange(&code, &[]).await.refuses(400, "oidc.invalid_grant");
});
