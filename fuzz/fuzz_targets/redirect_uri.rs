//! Redirect URIs: an address fits one that may be registered exactly when the written rule says so, which is worked out here
//! in another way. Input: the registered address, a line break, the wanted one.
#![no_main]

use avouch_model::RedirectUriRule;
use avouch_oidc::fuzzing::redirect_uri_fits;
use avouch_shape::TextRule as _;
use libfuzzer_sys::fuzz_target;
use url::{Host, Url};

const REGISTERED: [&str; 7] = [
    "https://app.test/cb",
    "https://*.app.test/cb",
    "https://*a*.app.test/cb",
    "https://pr-*.ci.app.test/in/*",
    "http://localhost/cb",
    "http://[::1]:1/cb",
    "com.app://cb",
];

/// Whether a text is a pattern with at least so many bytes for each wildcard: which ends can be reached, letter by letter.
fn glob(pattern: &[u8], text: &[u8], least: usize) -> bool {
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for letter in pattern {
        let mut next = vec![false; text.len() + 1];
        if *letter == b'*' {
            let mut began = false;
            for end in least..=text.len() {
                began |= reached[end - least];
                next[end] = began;
            }
        } else {
            for at in 0..text.len() {
                next[at + 1] = reached[at] && text[at] == *letter;
            }
        }
        reached = next;
    }
    reached[text.len()]
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn same_but_port(one: &Url, other: &Url) -> bool {
    let (mut one, mut other) = (one.clone(), other.clone());
    one.set_port(None).is_ok() && other.set_port(None).is_ok() && one == other
}

/// The rule: addresses are compared whole, but for the port of a native application on its own device. A `*` is one byte or
/// more within a label before the last two, or any part of the path.
fn plainly(registered: &str, wanted: &str, native: bool) -> bool {
    if wanted.contains(|letter: char| letter == '*' || letter == '\\' || letter.is_control() || letter.is_whitespace())
    {
        return false;
    }
    let Ok(wanted) = Url::parse(wanted) else { return false };
    if !registered.contains('*') {
        let Ok(own) = Url::parse(registered) else { return false };
        let at_home = native && own.scheme() == "http" && is_loopback(&own);
        return own == wanted || (at_home && same_but_port(&own, &wanted));
    }
    let Ok(own) = Url::parse(registered) else { return false };
    let bare = |url: &Url| url.username().is_empty() && url.password().is_none();
    let (Some(own_host), Some(host)) = (own.host_str(), wanted.host_str()) else { return false };
    let (own_labels, labels): (Vec<&str>, Vec<&str>) = (own_host.split('.').collect(), host.split('.').collect());
    let host_fits = own_labels.len() == labels.len()
        && own_labels.iter().zip(&labels).enumerate().all(|(at, (own, label))| {
            let is_literal = !own.contains('*');
            if is_literal { own == label } else { at + 2 < labels.len() && glob(own.as_bytes(), label.as_bytes(), 1) }
        });
    bare(&own)
        && bare(&wanted)
        && own.scheme() == wanted.scheme()
        && own.port_or_known_default() == wanted.port_or_known_default()
        && host_fits
        && glob(own.path().as_bytes(), wanted.path().as_bytes(), 0)
        && (own.query(), own.fragment()) == (wanted.query(), wanted.fragment())
}

fuzz_target!(|text: &str| {
    let (registered, wanted) = text.split_once('\n').unwrap_or(("", text));
    for native in [false, true] {
        // What cannot be registered is refused or not, but nobody falls over it.
        let fits = redirect_uri_fits(registered, wanted, native);
        if RedirectUriRule::check(registered).is_ok() {
            assert_eq!(fits, plainly(registered, wanted, native), "{registered} {wanted} {native}");
        }
        for registered in REGISTERED {
            let fits = redirect_uri_fits(registered, wanted, native);
            assert_eq!(fits, plainly(registered, wanted, native), "{registered} {wanted} {native}");
            if fits {
                leads_home(registered, &Url::parse(wanted).expect("what fits is an address"), native);
            }
        }
    }
});

/// Wherever it leads is the registered host's or a neighbour's below the same two labels, by the same scheme and port.
fn leads_home(registered: &str, wanted: &Url, native: bool) {
    let own = Url::parse(&registered.replace('*', "w")).expect("a registered address is one");
    assert_eq!(own.scheme(), wanted.scheme());
    assert!(wanted.username().is_empty() && wanted.password().is_none() && wanted.fragment().is_none());
    let last_two =
        |url: &Url| url.host_str().map(|host| host.rsplit('.').take(2).map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(last_two(&own), last_two(wanted), "{wanted}");
    assert!(native || own.port_or_known_default() == wanted.port_or_known_default());
}
