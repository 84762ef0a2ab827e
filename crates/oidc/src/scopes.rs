//! Scopes: lists of values in a text.

/// The scope that makes a request one of OpenID Connect.
pub(crate) const OPENID: &str = "openid";

/// The scope that asks for tokens which outlive the session.
pub(crate) const OFFLINE: &str = "offline_access";

/// The scope that organization tokens need.
pub(crate) const ORGANIZATIONS: &str = "urn:logto:scope:organizations";

/// Scopes that every tenant knows, in the order of discovery.
pub(crate) const KNOWN: [&str; 13] = [
    OPENID,
    OFFLINE,
    "profile",
    "email",
    "phone",
    "address",
    "custom_data",
    "identities",
    "roles",
    ORGANIZATIONS,
    "urn:logto:scope:organization_roles",
    "urn:logto:scope:sessions",
    "urn:logto:scope:trusted_devices",
];

/// The values of a scope, each once, in order.
pub(crate) fn values(scope: &str) -> Vec<&str> {
    let mut values: Vec<&str> = Vec::new();
    for value in scope.split(' ').filter(|value| !value.is_empty()) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// Whether a scope has a value.
pub(crate) fn has(scope: &str, value: &str) -> bool {
    scope.split(' ').any(|own| own == value)
}

/// The values that are wanted and that `fits` lets through, in order.
pub(crate) fn filter(scope: &str, fits: impl Fn(&str) -> bool) -> String {
    let mut kept = values(scope);
    kept.retain(|value| fits(value));
    kept.join(" ")
}

/// A scope that is held, down to what is wanted; the values that are not held where there are some.
pub(crate) fn narrowed(held: &str, wanted: &str) -> Result<String, String> {
    let (within, missing): (Vec<_>, Vec<_>) = values(wanted).into_iter().partition(|value| has(held, value));
    if missing.is_empty() { Ok(within.join(" ")) } else { Err(missing.join(" ")) }
}

/// The values of a scope about the user.
pub(crate) fn openid(scope: &str) -> String {
    filter(scope, |value| KNOWN.contains(&value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::{filter, has, narrowed, openid, values};

    #[test]
    fn a_scope_is_a_list_of_values() {
        assert_eq!(values(" a  b a"), ["a", "b"]);
        assert!(has("a b", "b") && !has("ab", "b"));
        assert_eq!(filter("c b a", |value| value != "b"), "c a");
        assert_eq!(openid("read openid email"), "openid email");
        assert_eq!(narrowed("a b c", "c  a c"), Ok("c a".to_owned()));
        assert_eq!(narrowed("a b", "c a d"), Err("c d".to_owned()));
    }

    proptest! {
        #[test]
        fn nothing_is_had_that_was_not_there(scope in any::<String>(), wanted in "[a-c ]{0,12}") {
            for text in [scope.as_str(), wanted.as_str()] {
                let all = values(text);
                prop_assert!(all.iter().all(|value| has(text, value) && !value.is_empty() && !value.contains(' ')));
                let distinct: std::collections::HashSet<_> = all.iter().collect();
                prop_assert_eq!(distinct.len(), all.len());
                let kept = filter(text, |value| value != "b");
                prop_assert!(!has(&kept, "b") && values(&kept).iter().all(|value| all.contains(value)));
                prop_assert_eq!(filter(&kept, |_| true), kept.clone());
                prop_assert!(values(&openid(text)).iter().all(|value| super::KNOWN.contains(value)));
            }
        }
    }
}
