//! `/api/verifications/social`

mod verify;

use avouch_testkit::{Client, on_both};
use serde_json::{Value, json};

use crate::experience::messages;
use crate::experience::verification::social::{connect, provider};
use crate::flow::parameter;
use crate::my_account::own::Own;

const PATH: &str = "/api/verifications/social";
const BACK: &str = "https://ours.test/callback";

/// Goes to a provider; answers the verification's identifier.
pub(crate) async fn depart(me: &Client, connector: &str) -> String {
    let body = json!({ "connectorId": connector, "state": "xyz", "redirectUri": BACK });
    me.post(PATH, body).await.expect(201).text_of("verificationRecordId")
}

/// Comes back with what the provider sends along.
pub(crate) async fn back(me: &Client, id: &str, data: Value) -> avouch_testkit::Answer {
    let body = json!({ "verificationRecordId": id, "connectorData": data });
    me.post("/api/verifications/social/verify", body).await
}

/// Goes to a provider and comes back; answers the verification's identifier.
pub(crate) async fn prove(me: &Client, connector: &str) -> String {
    let id = depart(me, connector).await;
    let proved = back(me, &id, json!({ "code": "fine", "state": "xyz", "redirectUri": BACK })).await.expect(200);
    assert_eq!(proved.json(), json!({ "verificationRecordId": id }));
    id
}

on_both!(held the_way_to_a_provider_is_told, server, {
    let own = Own::new(&server).await;
    let provider = provider(json!({ "sub": "7" })).await;
    let connector = connect(&own.flow.api, &provider, "ours", json!({})).await;
    let ask = async |body: Value| own.me.post(PATH, body).await;
    let way = json!({ "connectorId": connector, "state": "x y", "redirectUri": BACK });
    let told = ask(way.clone()).await.expect(201).json();
    let uri = told["authorizationUri"].as_str().unwrap();
    assert!(uri.starts_with(&format!("{}/authorize?", provider.base)), "{uri}");
    assert_eq!(parameter(uri, "state").as_deref(), Some("x y"));
    assert_eq!(parameter(uri, "redirect_uri").as_deref(), Some(BACK));
    let expires = server.clock.now().plus_millis(600_000).iso();
    assert_eq!(
        (told["verificationRecordId"].as_str().unwrap().len(), told["expiresAt"].as_str()),
        (21, expires.as_deref())
    );
    let change = |name: &str, value: Value| {
        let mut way = way.clone();
        way[name] = value;
        way
    };
    let more = ask(change("scope", json!("photos"))).await.expect(201).text_of("authorizationUri");
    assert_eq!(parameter(&more, "scope").as_deref(), Some("photos"));
    for name in ["state", "redirectUri"] {
        ask(change(name, json!(""))).await.refuses(400, "session.insufficient_info");
        ask(change(name, json!(null))).await.refuses(400, "guard.invalid_input");
    }
    ask(change("connectorId", json!("nope"))).await.refuses(422, "session.invalid_connector_id");
    messages(&own.flow.api).await;
    let connectors = own.flow.api.get("/api/connectors").await.expect(200).json();
    let mail = connectors.as_array().unwrap().iter().find(|one| one["connectorId"] == "http-email").unwrap();
    ask(change("connectorId", mail["id"].clone())).await.refuses(422, "session.invalid_connector_id");
    // Third parties may prove an identity too; they only cannot link it.
    let third = own.through_third_party().await;
    third.post(PATH, way).await.expect(201);
});
