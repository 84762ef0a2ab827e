//! Addresses that cannot register.

use std::collections::HashSet;
use std::sync::LazyLock;

use avouch_model::sign_in_exp::EmailBlocklist;
use serde_json::Value;

use crate::{Error, Result};

/// The same policy with each entry once; every entry must be an address, a domain or a pattern of one.
pub(crate) fn normal(policy: &EmailBlocklist) -> Result<EmailBlocklist> {
    let mut policy = policy.clone();
    for list in [&mut policy.custom_allowlist, &mut policy.custom_blocklist] {
        let Some(entries) = list else { continue };
        let wrong: Vec<String> = entries.iter().filter(|entry| !is_entry(entry)).cloned().collect();
        if !wrong.is_empty() {
            return Err(Error::InvalidBlocklist { items: wrong });
        }
        let mut unique: Vec<String> = Vec::new();
        for entry in entries.iter() {
            if !unique.contains(entry) {
                unique.push(entry.clone());
            }
        }
        *list = Some(unique.into());
    }
    Ok(policy)
}

/// `user@domain` or `@domain`, with `*` for anything.
fn is_entry(entry: &str) -> bool {
    let Some((local, domain)) = entry.rsplit_once('@') else { return false };
    let is_plain = |text: &str| !text.contains(|character: char| character.is_whitespace() || character == '@');
    let says_something = domain.chars().any(|character| !matches!(character, '*' | '.'));
    is_plain(local)
        && is_plain(domain)
        && domain.contains('.')
        && says_something
        && !domain.starts_with('.')
        && !domain.ends_with('.')
}

/// Checks an address that shall belong to an account.
pub fn check(policy: &Value, email: &str) -> Result<()> {
    let Some((local, domain)) = email.rsplit_once('@') else { return Err(Error::EmailMalformed) };
    if local.is_empty() || domain.is_empty() {
        return Err(Error::EmailMalformed);
    }
    let blocks = |name: &str| policy.get(name).and_then(Value::as_bool) == Some(true);
    if blocks("blockSubaddressing") && local.contains('+') {
        return Err(Error::EmailSubaddressing);
    }
    let entries = |name: &str| -> Vec<&str> {
        policy.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    };
    let allowed = entries("customAllowlist");
    let is_listed = |entries: &[&str]| entries.iter().any(|entry| matches(entry, email));
    if (!allowed.is_empty() && !is_listed(&allowed)) || is_listed(&entries("customBlocklist")) {
        return Err(Error::EmailNotAllowed { email: email.to_owned() });
    }
    // Whom the tenant allows by name is allowed.
    let blocks_disposable = policy.get("blockDisposableAddresses").and_then(Value::as_bool) == Some(true);
    if blocks_disposable && allowed.is_empty() && is_disposable(domain) {
        return Err(Error::EmailNotAllowed { email: email.to_owned() });
    }
    Ok(())
}

/// Domains of services whose addresses are thrown away.
static DISPOSABLE: LazyLock<HashSet<&'static str>> = LazyLock::new(|| mailchecker::blacklist().into_iter().collect());

/// Whether a domain, or one that it lies in, is of such a service.
fn is_disposable(domain: &str) -> bool {
    let domain = domain.to_lowercase();
    let mut rest = Some(domain.as_str());
    while let Some(name) = rest {
        if DISPOSABLE.contains(name) {
            return true;
        }
        rest = name.split_once('.').map(|(_, parent)| parent);
    }
    false
}

/// Google delivers to one box whatever the dots, under two domains.
fn normal_address(local: &str, domain: &str) -> (String, String) {
    let (local, domain) = (local.to_lowercase(), domain.to_lowercase());
    if matches!(domain.as_str(), "gmail.com" | "googlemail.com") {
        return (local.replace('.', ""), "gmail.com".to_owned());
    }
    (local, domain)
}

fn matches(entry: &str, email: &str) -> bool {
    let (Some((local, domain)), Some((own_local, own_domain))) = (entry.rsplit_once('@'), email.rsplit_once('@'))
    else {
        return false;
    };
    let (local, domain) = normal_address(local, domain);
    let (own_local, own_domain) = normal_address(own_local, own_domain);
    (local.is_empty() || glob(&local, &own_local)) && glob(&domain, &own_domain)
}

/// Whether `text` is `pattern`, in which `*` stands for anything; in linear steps for each star.
fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{check, is_entry};

    #[test]
    fn entries_are_addresses_domains_or_patterns() {
        for good in ["a@b.co", "@b.co", "*@b.co", "@*.b.co", "a*@b.co"] {
            assert!(is_entry(good), "{good}");
        }
        for bad in ["b.co", "a@b", "@*", "@*.*", "a b@c.co", "@.co", "@co."] {
            assert!(!is_entry(bad), "{bad}");
        }
    }

    #[test]
    fn addresses_to_throw_away_can_be_refused() {
        let policy = json!({ "blockDisposableAddresses": true });
        for refused in ["a@mailinator.com", "a@Inbox.Mailinator.com", "a@yopmail.com"] {
            assert!(check(&policy, refused).is_err(), "{refused}");
            assert!(check(&json!({}), refused).is_ok(), "{refused}");
        }
        for fine in ["a@gmail.com", "a@example.test", "a@com"] {
            assert!(check(&policy, fine).is_ok(), "{fine}");
        }
        let allowed = json!({ "blockDisposableAddresses": true, "customAllowlist": ["@mailinator.com"] });
        assert!(check(&allowed, "a@mailinator.com").is_ok());
    }

    #[test]
    fn lists_decide_over_addresses() {
        let policy = json!({ "customBlocklist": ["@bad.test", "j.d@gmail.com", "x*@*.wild.test"] });
        for refused in ["a@bad.test", "A@BAD.test", "jd@googlemail.com", "xyz@a.wild.test"] {
            assert!(check(&policy, refused).is_err(), "{refused}");
        }
        for fine in ["a@good.test", "yz@a.wild.test", "x@wild.test", "a+b@good.test"] {
            assert!(check(&policy, fine).is_ok(), "{fine}");
        }
        let narrow = json!({ "customAllowlist": ["@only.test"], "blockSubaddressing": true });
        assert!(check(&narrow, "a@only.test").is_ok());
        assert!(check(&narrow, "a+b@only.test").is_err());
        assert!(check(&narrow, "a@other.test").is_err());
    }
}
