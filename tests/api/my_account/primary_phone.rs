//! `/api/my-account/primary-phone`

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::messages;
use crate::my_account::own::{Own, listen};

const PATH: &str = "/api/my-account/primary-phone";

on_both!(a_number_is_changed_once_it_is_proved, server, {
    let own = Own::new(&server).await;
    let receiver = messages(&own.flow.api).await;
    let me = own.proved().await;
    let told = listen(&own.flow.api).await;
    let set = async |phone: &str, record: &str| {
        me.post(PATH, json!({ "phone": phone, "newIdentifierVerificationRecordId": record })).await
    };
    let proved = own.prove_code(&receiver, "phone", "14155552671").await;
    set("14155552672", &proved).await.refuses(400, "verification_record.not_found");
    let email = own.prove_code(&receiver, "email", "new@example.test").await;
    set("14155552671", &email).await.refuses(400, "verification_record.not_found");
    set("14155552671", &proved).await.expect(204);
    assert_eq!(told.wait(1).await[0].json()["data"]["primaryPhone"], "14155552671");
    let taken = own.prove_code(&receiver, "phone", "14155552673").await;
    own.flow.api.post("/api/users", json!({ "primaryPhone": "14155552673" })).await.expect(200);
    set("14155552673", &taken).await.refuses(422, "user.phone_already_in_use");
    let odd = own.prove_code(&receiver, "phone", "1").await;
    set("1", &odd).await.refuses(422, "user.invalid_phone");
    set("+1", &odd).await.refuses(400, "guard.invalid_input");
    me.delete(PATH).await.expect(204);
    assert_eq!(own.me.get("/api/my-account").await.json()["primaryPhone"], json!(null));
    let only = json!({ "primaryEmail": null, "username": null, "primaryPhone": "14155552671" });
    own.flow.api.patch(&own.flow.path(""), only).await.expect(200);
    me.delete(PATH).await.refuses(400, "user.last_sign_in_method_required");
});
