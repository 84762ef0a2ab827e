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
