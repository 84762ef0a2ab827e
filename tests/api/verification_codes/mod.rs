//! `/api/verification-codes`

mod verify;

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::messages;

on_both!(held codes_are_sent_and_there_is_an_end_to_it, server, {
    let api = server.management().await;
    let to = json!({ "email": "Ada@example.test" });
    let refused = api.post("/api/verification-codes", to.clone()).await.refuses(501, "connector.not_found").json();
    assert_eq!(refused["data"], json!({ "type": "Email" }));
    let receiver = messages(&api).await;
    api.post("/api/verification-codes", to.clone()).await.expect(204);
    let mail = receiver.wait(1).await[0].clone();
    assert_eq!((mail.line.as_str(), mail.headers["authorization"].as_str()), ("POST /mail", "key"));
    let body = mail.json();
    assert_eq!((&body["to"], &body["type"]), (&json!("Ada@example.test"), &json!("Generic")));
    assert!(body["payload"]["code"].as_str().unwrap().bytes().all(|byte| byte.is_ascii_digit()));
    for _ in 0..9 {
        api.post("/api/verification-codes", to.clone()).await.expect(204);
    }
    api.post("/api/verification-codes", json!({ "email": "ada@example.test" })).await
        .refuses(429, "request.message_rate_limited");
    api.post("/api/verification-codes", json!({ "phone": "14155552671" })).await.expect(204);
    assert_eq!(receiver.wait(11).await[10].line, "POST /sms");
    server.clock.advance(601_000);
    server.management().await.post("/api/verification-codes", to).await.expect(204);
    for wrong in [json!({}), json!({ "email": "no" }), json!({ "phone": "+1" })] {
        server.management().await.post("/api/verification-codes", wrong).await.refuses(400, "guard.invalid_input");
    }
});
