//! The search parameters of lists mean the same on both databases.

use avouch_testkit::{Client, on_both};
use serde_json::json;

async fn names(api: &Client, query: &str) -> Vec<String> {
    let rows = api.get(&format!("/api/roles?page_size=100&type=User&{query}")).await.expect(200).json();
    rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

on_both!(modes_agree, server, {
    let api = server.management().await;
    for (name, description) in
        [("Alpha", "first"), ("alphabet", "Second"), ("beta", "alpha"), ("gamma_1", "100%"), ("É", "x")]
    {
        api.post("/api/roles", json!({ "name": name, "description": description })).await.expect(200);
    }
    for (query, expected) in [
        ("search=alpha", &["Alpha", "beta"][..]),
        ("search=alpha%25", &["Alpha", "alphabet", "beta"]),
        ("search.name=alpha%25", &["Alpha", "alphabet"]),
        ("search.name=alpha%25&isCaseSensitive=true", &["alphabet"]),
        ("search.name=gamma%5C_1", &["gamma_1"]),
        ("search.description=100%5C%25", &["gamma_1"]),
        ("search.name=_____", &["Alpha"]),
        ("search.name=é", &["É"]),
        ("search.name=ALPHA&mode=exact", &["Alpha"]),
        ("search.name=ALPHA&mode=exact&isCaseSensitive=1", &[]),
        ("search.name=beta&search.name=gamma_1&mode.name=exact", &["beta", "gamma_1"]),
        ("search.name=(be|gam)%25&mode=similar_to&isCaseSensitive=true", &["beta", "gamma_1"]),
        ("search.name=^alpha(bet)%3F$&mode=posix", &["Alpha", "alphabet"]),
        ("search.name=alpha%25&search.description=second&joint=and", &["alphabet"]),
        ("search.name=beta&search.description=first", &["Alpha", "beta"]),
        ("mode=exact", &["Alpha", "alphabet", "beta", "gamma_1", "É"]),
    ] {
        let mut found = names(&api, query).await;
        found.sort();
        assert_eq!(found, expected, "{query}");
    }
});

on_both!(what_cannot_be_searched_is_refused, server, {
    let api = server.management().await;
    for query in [
        "search.nope=a",
        "search=",
        "search=a&mode=fuzzy",
        "search=a&search=b",
        "search=a&joint=xor",
        "search=a&mode=similar_to",
        "search=(&mode=posix",
        "search=(a)%5C1&mode=posix",
        "search=((((a{99}){99}){99}){99})&mode=posix",
    ] {
        let refused = api.get(&format!("/api/roles?{query}")).await.refuses(400, "request.invalid_input").json();
        assert_eq!(refused["data"], json!({}), "{query}");
    }
    let long = "%25a".repeat(200);
    api.get(&format!("/api/roles?search={long}")).await.refuses(400, "request.invalid_input");
    api.get("/api/roles?search='%20or%201=1--").await.expect(200);
});

async fn found(api: &Client, query: &str) -> Vec<String> {
    let answer = api.get(&format!("/api/users?page_size=100&{query}")).await.expect(200);
    let rows = answer.json();
    let mut names: Vec<String> =
        rows.as_array().unwrap().iter().map(|row| row["username"].as_str().unwrap().to_owned()).collect();
    assert_eq!(answer.header("total-number"), names.len().to_string(), "{query}");
    names.sort();
    names
}

on_both!(users_are_found_by_any_part_of_what_they_are_known_by, server, {
    let api = server.management().await;
    let mut ids = Vec::new();
    for (username, email, name) in [
        ("alice_smith", "alice@example.test", "Alice Smith"),
        ("bob", "bob.smith@example.test", "Böb \"Bobby\" O'Neill"),
        ("carol", "carol+x@other.test", "キャロル・スミス"),
        ("dave", "dave@other.test", "100% Dave_\\"),
    ] {
        let body = json!({ "username": username, "primaryEmail": email, "name": name });
        ids.push(api.post("/api/users", body).await.expect(200).text_of("id"));
    }
    for (query, expected) in [
        ("search=%25smith%25", &["alice_smith", "bob"][..]),
        ("search=%25SMITH%25", &["alice_smith", "bob"]),
        ("search=%25SMITH%25&isCaseSensitive=true", &[]),
        ("search=%25Smith%25&isCaseSensitive=true", &["alice_smith"]),
        ("search=%25example.test", &["alice_smith", "bob"]),
        ("search.name=%25smith%25", &["alice_smith"]),
        ("search=%25BÖB%25", &["bob"]),
        ("search=%25%22bobby%22%25", &["bob"]),
        ("search=%25o'nei%25", &["bob"]),
        ("search=%25スミス%25", &["carol"]),
        ("search=%25ミス%25", &["carol"]),
        ("search=%25100%5C%25%25", &["dave"]),
        ("search=%25dave%5C_%5C%5C", &["dave"]),
        ("search=%25al%25", &["alice_smith"]),
        ("search=alice@example.test&mode=exact", &["alice_smith"]),
        ("search=alice@example.test&search=dave@other.test&mode=exact", &["alice_smith", "dave"]),
        ("search=ALICE@example.test&mode=exact&isCaseSensitive=true", &[]),
        ("search.primaryEmail=%25other%25&search.name=%25alice%25", &["alice_smith", "carol", "dave"]),
        ("search.primaryEmail=%25smith%25&search.username=%25bob%25&joint=and", &["bob"]),
        ("search=smith&mode=posix", &["alice_smith", "bob"]),
        ("search=smith$&mode=posix", &["alice_smith"]),
        ("search=(smith|carol)&mode=posix", &["alice_smith", "bob", "carol"]),
        ("search=%25nobody%25", &[]),
        ("search=%25xyz%25%25alice%25", &[]),
    ] {
        assert_eq!(found(&api, query).await, expected, "{query}");
    }
    let by_id = format!("search=%25{}%25", &ids[2][2..9]);
    assert_eq!(found(&api, &by_id).await, ["carol"]);

    let alice = format!("/api/users/{}", ids[0]);
    api.patch(&alice, json!({ "name": "Alice Jones", "username": "alice_jones" })).await.expect(200);
    assert_eq!(found(&api, "search=%25jones%25").await, ["alice_jones"]);
    assert_eq!(found(&api, "search=%25smith%25").await, ["bob"]);
    api.delete(&alice).await.expect(204);
    assert_eq!(found(&api, "search=%25jones%25").await, [""; 0]);
    assert_eq!(found(&api, "").await, ["bob", "carol", "dave"]);
});

on_both!(pages_count_what_they_leave_out, server, {
    let api = server.management().await;
    for number in 0..25 {
        api.post("/api/users", json!({ "username": format!("user_{number}"), "name": "same name" })).await.expect(200);
    }
    for (query, rows, total) in [
        ("page=1&page_size=10", 10, "25"),
        ("page=3&page_size=10", 5, "25"),
        ("page=4&page_size=10", 0, "25"),
        ("page=2&page_size=10&search=%25same%25", 10, "25"),
        ("page=3&page_size=10&search=%25same%25", 5, "25"),
        ("page=9&page_size=10&search=%25same%25", 0, "25"),
        ("page=1&page_size=10&search=%25r\\_2%25", 6, "6"),
        ("page=1&page_size=10&search=%25nobody%25", 0, "0"),
    ] {
        let answer = api.get(&format!("/api/users?{}", query.replace('\\', "%5C"))).await.expect(200);
        let count = answer.json().as_array().unwrap().len();
        assert_eq!((count, answer.header("total-number")), (rows, total), "{query}");
    }
});

on_both!(what_the_index_took_in_is_found_and_what_is_gone_is_not, server, {
    let api = server.management().await;
    let take_in = async || {
        use avouch_store::Read as _;
        while avouch_store::users::words::take_in(server.tenant("default").store()).await.unwrap() {}
    };
    let mut ids = Vec::new();
    for number in 0..30 {
        let body = json!({ "username": format!("user_{number}"), "name": format!("Person \"{number}\" of many") });
        ids.push(api.post("/api/users", body).await.expect(200).text_of("id"));
    }
    take_in().await;
    assert_eq!(found(&api, "search=%25person%20%2217%25").await, ["user_17"]);
    api.patch(&format!("/api/users/{}", ids[17]), json!({ "name": "Somebody Else" })).await.expect(200);
    api.delete(&format!("/api/users/{}", ids[18])).await.expect(204);
    for _ in 0..2 {
        assert_eq!(found(&api, "search=%25person%20%2217%25").await, [""; 0]);
        assert_eq!(found(&api, "search=%25person%20%2218%25").await, [""; 0]);
        assert_eq!(found(&api, "search=%25BODY%20else%25").await, ["user_17"]);
        assert_eq!(found(&api, "search=%25of%20many%25").await.len(), 28);
        take_in().await;
    }
});

const HURRIED: &[(&str, &str)] = &[("LIST_TIMEOUT_MS", "1")];

on_both!(with HURRIED, a_search_that_takes_too_long_is_given_up, server, {
    let api = server.management().await;
    let users: Vec<_> = (0..3000).map(|number| json!({ "username": format!("user_{number}") }).to_string()).collect();
    let kind = "application/x-ndjson";
    api.send(http::Method::POST, "/api/users/import", kind, users.join("\n")).await.expect(200);
    // A pattern of which no index knows anything.
    let looked_at_by_all = "/api/users?search=(x|y)z$&mode=posix";
    for _ in 0..3 {
        api.get(looked_at_by_all).await.refuses(422, "entity.list_takes_too_long");
    }
    let user = api.post("/api/users", json!({ "username": "one_more" })).await.expect(200).text_of("id");
    api.get(&format!("/api/users/{user}")).await.expect(200);
});
