//! Passwords that were stolen somewhere: the most common ones from a list, others from a service that is told only the
//! first digits of a hash (k-anonymity).

use std::sync::LazyLock;
use std::time::Duration;

use avouch_crypto::{hex, sha1};
use avouch_outbound::{Client, Request};

/// What everyone tries first: passwords of at least 8 characters of the 20,000 that were stolen most often, sorted (the
/// list of Royce Williams that Django ships).
static COMMON: LazyLock<Vec<&'static str>> = LazyLock::new(|| include_str!("common.txt").lines().collect());

/// Digits of the hash that the service is told.
const TOLD: usize = 5;

/// How long the service may take: nobody waits longer for a password.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether it is one of the most common passwords.
pub(super) fn is_common(password: &str) -> bool {
    COMMON.binary_search(&password.to_lowercase().as_str()).is_ok()
}

/// A service that knows stolen passwords by the first digits of their SHA-1, as Have I Been Pwned does.
#[derive(Clone, Debug)]
pub struct Breaches {
    http: Client,
    url: String,
}

impl Breaches {
    /// Asks at an address, behind which the digits are put.
    pub fn new(http: Client, url: &str) -> Self {
        Self { http, url: url.trim_end_matches('/').to_owned() }
    }

    /// Whether the service knows a password. One that does not answer knows none: its failure is not the user's.
    pub(crate) async fn know(&self, password: &str) -> bool {
        let digest = hex(&sha1(password.as_bytes())).to_uppercase();
        let (told, kept) = digest.split_at(TOLD);
        // Padding hides from those who see the length of an answer what was asked.
        let request = Request::get(format!("{}/{told}", self.url)).header("add-padding", "true").timeout(PATIENCE);
        match self.http.send(request).await {
            Ok(answer) if answer.status.is_success() => knows(&answer.text(), kept),
            Ok(answer) => {
                tracing::warn!(status = %answer.status, "the service of stolen passwords refuses to answer");
                false
            }
            Err(error) => {
                tracing::warn!(%error, "the service of stolen passwords does not answer");
                false
            }
        }
    }
}

/// Whether a hash without its first digits stands in an answer, and is no padding.
fn knows(answer: &str, kept: &str) -> bool {
    answer.lines().filter_map(|line| line.trim().split_once(':')).any(|(rest, count)| {
        rest.eq_ignore_ascii_case(kept) && count.trim().parse::<u64>().is_ok_and(|count| count > 0)
    })
}

#[cfg(test)]
mod tests {
    use super::{COMMON, is_common, knows};

    #[test]
    fn the_list_is_sorted() {
        assert!(COMMON.is_sorted() && COMMON.len() > 1000);
        assert!(is_common("password1") && is_common("QwertyUiop") && !is_common("Str0ng-Pa55word"));
    }

    #[test]
    fn padding_is_no_password() {
        let answer = "0018A45C4D1DEF81644B54AB7F969B88D65:10\r\n00D4F6E8FA6EECAD2A3AA415EEC418D38EC:0\r\n";
        assert!(knows(answer, "0018a45c4d1def81644b54ab7f969b88d65"));
        assert!(!knows(answer, "00D4F6E8FA6EECAD2A3AA415EEC418D38EC"));
        assert!(!knows("<html>", "0018A45C4D1DEF81644B54AB7F969B88D65"));
    }
}
