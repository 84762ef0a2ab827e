//! Refresh tokens that are stolen, or asked for more than they hold

use avouch_testkit::{Client, on_both};
use serde_json::json;

use super::ORDERS;
use crate::flow::Flow;

const OFFLINE: [(&str, &str); 2] = [("scope", "openid offline_access"), ("prompt", "consent")];

on_both!(held rfc9700_4_14_2_reuse_ends_the_family_and_is_written_down, server, {
    let flow = Flow::new(&server, "SPA").await;
    let stolen = flow.tokens(&OFFLINE).await["refresh_token"].as_str().unwrap().to_owned();
    let second = flow.refresh(&stolen, &[]).await.expect(200).text_of("refresh_token");
    let third = flow.refresh(&second, &[]).await.expect(200).json();
    server.clock.advance(4000);
    for token in [stolen.as_str(), &second, third["refresh_token"].as_str().unwrap()] {
        flow.refresh(token, &[]).await.refuses(400, "oidc.invalid_grant");
    }
    let access = third["access_token"].as_str().unwrap();
    server.anonymous().with_token(access).get("/oidc/me").await.refuses(401, "oidc.invalid_token");
    let entries = server.logs().await;
    assert!(entries.iter().any(|entry| entry["key"] == "RevokeToken" && entry["userId"] == json!(flow.user)));
    // Another sign-in of the same user is another family.
    let fresh = flow.tokens(&OFFLINE).await;
    flow.refresh(fresh["refresh_token"].as_str().unwrap(), &[]).await.expect(200);
});

on_both!(rfc9700_4_14_1_a_refresh_token_is_for_its_client, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&OFFLINE).await;
    let token = tokens["refresh_token"].as_str().unwrap();
    let thief = Flow { client: Flow::another_client(&flow).await, ..Flow::new_again(&flow) };
    thief.refresh(token, &[]).await.refuses(400, "oidc.invalid_grant");
    // It is no access token and no code, and neither is it.
    server.anonymous().with_token(token).get("/oidc/me").await.refuses(401, "oidc.invalid_token");
    flow.exchange(token, &[]).await.refuses(400, "oidc.invalid_grant");
    flow.refresh(tokens["access_token"].as_str().unwrap(), &[]).await.refuses(400, "oidc.invalid_grant");
    flow.refresh(token, &[]).await.expect(200);
});

on_both!(rfc6749_6_nothing_is_added_at_refresh, server, {
    let flow = Flow::new(&server, "SPA").await;
    let (_, read) = flow.api.resource(ORDERS, "read").await;
    let organization = flow.api.organization("Org").await;
    let role = flow.api.role("clerk", "User").await;
    flow.api.post(&format!("/api/roles/{role}/scopes"), json!({ "scopeIds": [read] })).await.expect(201);
    flow.api.post(&format!("/api/users/{}/roles", flow.user), json!({ "roleIds": [role] })).await.expect(201);
    let token = flow.tokens(&OFFLINE).await["refresh_token"].as_str().unwrap().to_owned();
    for scope in ["openid email", "openid offline_access read", "urn:logto:scope:organizations", "OPENID", "all"] {
        flow.refresh(&token, &[("scope", scope)]).await.refuses(400, "oidc.invalid_scope");
    }
    flow.refresh(&token, &[("resource", ORDERS)]).await.refuses(400, "oidc.invalid_target");
    flow.refresh(&token, &[("resource", "https://default.logto.app/api")]).await.refuses(400, "oidc.invalid_target");
    let wanted = [("organization_id", organization.as_str())];
    flow.refresh(&token, &wanted).await.refuses(403, "oidc.access_denied");
    let members = format!("/api/organizations/{organization}/users");
    flow.api.post(&members, json!({ "userIds": [flow.user] })).await.expect(201);
    flow.refresh(&token, &wanted).await.refuses(403, "oidc.insufficient_scope");
    // A scope that was narrowed for one answer is not lost, and not widened either.
    let narrowed = flow.refresh(&token, &[("scope", "openid")]).await.expect(200).json();
    assert_eq!(narrowed["scope"], "openid");
    let token = narrowed["refresh_token"].as_str().unwrap();
    assert_eq!(flow.refresh(token, &[]).await.expect(200).json()["scope"], "openid offline_access");
});

on_both!(rfc9700_2_3_a_scope_of_one_api_is_not_another_apis, server, {
    let flow = Flow::new(&server, "SPA").await;
    let stock = "https://stock.test";
    let (_, read_orders) = flow.api.resource(ORDERS, "read").await;
    let (_, read_stock) = flow.api.resource(stock, "read").await;
    let role = flow.api.role("clerk", "User").await;
    let scopes = format!("/api/roles/{role}/scopes");
    flow.api.post(&scopes, json!({ "scopeIds": [read_orders] })).await.expect(201);
    flow.api.post(&format!("/api/users/{}/roles", flow.user), json!({ "roleIds": [role] })).await.expect(201);
    let both = format!("{ORDERS},{stock}");
    let asked = [("scope", "openid offline_access read"), ("prompt", "consent"), ("resource", both.as_str())];
    let first = flow.tokens(&asked).await["refresh_token"].as_str().unwrap().to_owned();
    // The user may read there too now, and never said that the application may.
    flow.api.post(&scopes, json!({ "scopeIds": [read_stock] })).await.expect(201);
    let orders = flow.refresh(&first, &[("resource", ORDERS)]).await.expect(200).json();
    assert_eq!(orders["scope"], "read");
    let next = orders["refresh_token"].as_str().unwrap();
    let denied = flow.refresh(next, &[("resource", stock)]).await.expect(200).json();
    assert_eq!(denied["scope"], "");
    let again = flow.tokens(&asked).await["refresh_token"].as_str().unwrap().to_owned();
    assert_eq!(flow.refresh(&again, &[("resource", stock)]).await.expect(200).json()["scope"], "read");
});

on_both!(rfc9700_2_3_an_organization_is_joined_before_it_is_named, server, {
    let flow = Flow::new(&server, "SPA").await;
    let (own, foreign) = (flow.api.organization("Own").await, flow.api.organization("Foreign").await);
    flow.api.post(&format!("/api/organizations/{own}/users"), json!({ "userIds": [flow.user] })).await.expect(201);
    let more = [
        ("scope", "openid offline_access urn:logto:scope:organizations"),
        ("prompt", "consent"),
        ("resource", "urn:logto:resource:organizations"),
    ];
    let token = flow.tokens(&more).await["refresh_token"].as_str().unwrap().to_owned();
    let answer = flow.refresh(&token, &[("organization_id", &own)]).await.expect(200).json();
    let claims = Client::claims(answer["access_token"].as_str().unwrap());
    assert_eq!(claims["aud"], json!(format!("urn:logto:organization:{own}")));
    let token = answer["refresh_token"].as_str().unwrap();
    for organization in [foreign.as_str(), "nobody", "' or 1=1 --", &"x".repeat(500)] {
        flow.refresh(token, &[("organization_id", organization)]).await.refuses(403, "oidc.access_denied");
    }
});

on_both!(rfc9700_4_14_a_user_who_leaves_takes_the_tokens_along, server, {
    let flow = Flow::new(&server, "SPA").await;
    let tokens = flow.tokens(&OFFLINE).await;
    flow.api.delete(&format!("/api/users/{}", flow.user)).await.expect(204);
    flow.refresh(tokens["refresh_token"].as_str().unwrap(), &[]).await.refuses(400, "oidc.invalid_grant");
    let access = tokens["access_token"].as_str().unwrap();
    let answer = server.anonymous().with_token(access).get("/oidc/me").await;
    assert!(matches!(answer.status.as_u16(), 400 | 401), "{}", answer.text());
});
