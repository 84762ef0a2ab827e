//! Redirect URIs: what fits a registered address leads where that says. Input: the registered address, a line break, the
//! wanted one.
#![no_main]

use avouch_oidc::fuzzing::redirect_uri_fits;
use libfuzzer_sys::fuzz_target;
use url::Url;

const REGISTERED: [&str; 5] = [
    "https://app.test/cb",
    "https://*.app.test/cb",
    "https://pr-*.ci.app.test/in/*",
    "http://localhost/cb",
    "com.app://cb",
];

fuzz_target!(|text: &str| {
    let (registered, wanted) = text.split_once('\n').unwrap_or(("", text));
    for native in [false, true] {
        let _ = redirect_uri_fits(registered, wanted, native);
        for registered in REGISTERED.into_iter().filter(|registered| redirect_uri_fits(registered, wanted, native)) {
            let own = Url::parse(&registered.replace('*', "w")).expect("a registered address is one");
            let wanted = Url::parse(wanted).expect("what fits is an address");
            assert_eq!(own.scheme(), wanted.scheme());
            assert!(wanted.username().is_empty() && wanted.password().is_none() && wanted.fragment().is_none());
            let last_two = |url: &Url| url.host_str().map(|host| host.rsplit('.').take(2).map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(last_two(&own), last_two(&wanted), "{wanted}");
            assert!(native || own.port_or_known_default() == wanted.port_or_known_default());
        }
    }
});
