//! `/api/my-account/profile`

use avouch_testkit::on_both;
use serde_json::json;

use crate::my_account::own::{Own, listen};

const PATH: &str = "/api/my-account/profile";

on_both!(claims_are_merged, server, {
    let own = Own::new(&server).await;
    let told = listen(&own.flow.api).await;
    let address = json!({ "country": "UK", "locality": "London" });
    let first = own.me.patch(PATH, json!({ "nickname": "A", "address": address })).await.expect(200).json();
    assert_eq!(first, json!({ "nickname": "A", "address": address }));
    let second = own.me.patch(PATH, json!({ "gender": "f", "address": { "region": "x" } })).await.expect(200).json();
    assert_eq!(second, json!({ "nickname": "A", "gender": "f", "address": { "region": "x" } }));
    assert_eq!(told.wait(2).await[1].json()["data"]["profile"], second);
    let few = own.scoped("openid profile").await;
    few.patch(PATH, json!({ "address": {} })).await.refuses(400, "auth.unauthorized");
    assert_eq!(
        few.patch(PATH, json!({ "nickname": "B" })).await.expect(200).json(),
        json!({ "nickname": "B", "gender": "f" })
    );
    own.me.patch(PATH, json!({ "nickname": 1 })).await.refuses(400, "guard.invalid_input");
});
