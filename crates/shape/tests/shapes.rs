//! What is read, what is complained about, and what is described agree with each other.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(dead_code, reason = "only whether it can be read matters")]

use avouch_shape::{Components, Describe, Input, Int, List, Patch, Text, read};
use proptest::prelude::*;
use serde_json::{Value, json};

#[derive(Debug, Input)]
struct Body {
    name: Text<1, 5>,
    age: Option<Int<0, 150>>,
    nick: Patch<Text<1, 3>>,
    tags: Option<List<Text<1, 4>, 0, 2>>,
}

fn issues(value: Value) -> Vec<(String, Vec<Value>)> {
    let issues = read::<Body>(value).unwrap_err().data()["issues"].clone();
    let each = |issue: &Value| (issue["code"].as_str().unwrap().to_owned(), issue["path"].as_array().unwrap().clone());
    issues.as_array().unwrap().iter().map(each).collect()
}

#[test]
fn every_issue_is_told_with_its_path() {
    let found = issues(json!({ "name": "", "age": "x", "nick": 5, "tags": [7, "abcdef"] }));
    let told = [
        ("too_small", vec![json!("name")]),
        ("invalid_type", vec![json!("age")]),
        ("invalid_type", vec![json!("nick")]),
        ("invalid_type", vec![json!("tags"), json!(0)]),
        ("too_big", vec![json!("tags"), json!(1)]),
    ];
    for (code, path) in told {
        assert!(found.contains(&(code.to_owned(), path.clone())), "{code} {path:?} is not in {found:?}");
    }
}

#[test]
fn a_change_knows_three_states() {
    let nick = |value| read::<Body>(value).unwrap().nick;
    assert!(matches!(nick(json!({ "name": "a" })), Patch::Absent));
    assert!(matches!(nick(json!({ "name": "a", "nick": null })), Patch::Null));
    assert!(matches!(nick(json!({ "name": "a", "nick": "x" })), Patch::Value(_)));
}

#[test]
fn limits_are_described() {
    assert_eq!(
        Text::<1, 5>::describe(&mut Components::default()),
        json!({ "type": "string", "minLength": 1, "maxLength": 5 })
    );
    assert!(Patch::<Text<1, 3>>::is_optional());
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("name|age|nick|tags|.{0,3}", inner, 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_value_makes_it_panic(value in any_json()) {
        if let Err(issues) = read::<Body>(value) {
            prop_assert!(!issues.is_empty());
        }
    }

    #[test]
    fn length_counts_characters(text in ".{0,8}") {
        let fits = (1..=5).contains(&text.chars().count());
        prop_assert_eq!(read::<Body>(json!({ "name": text })).is_ok(), fits);
    }
}
