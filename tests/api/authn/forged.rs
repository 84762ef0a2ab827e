//! SAML responses that prove nothing, and one that proves something else than it seems to.

use base64::prelude::{BASE64_STANDARD, Engine as _};

use super::single_sign_on::idp::{Idp, Says, Signed, assertion_of};

fn encoded(xml: &str) -> String {
    BASE64_STANDARD.encode(xml)
}

/// What is wrong with each, and the response.
pub(super) fn forged(idp: &Idp, good: &Says) -> Vec<(&'static str, String)> {
    [untrue(idp, good), unproven(idp, good), wrapped(idp, good), unreadable(idp, good)].concat()
}

/// Signed as it should be, but of something else.
fn untrue(idp: &Idp, good: &Says) -> Vec<(&'static str, String)> {
    let with = |change: fn(&mut Says)| {
        let mut says = good.clone();
        change(&mut says);
        idp.response(&says, Signed::Assertion)
    };
    vec![
        ("status", with(|says| says.status = "Requester")),
        ("destination", with(|says| says.destination = "https://other.test/acs".into())),
        ("request", with(|says| says.answers = "_other".into())),
        ("no request", with(|says| says.answers = String::new())),
        ("bearer's request", with(|says| says.bearer_answers = "_other".into())),
        ("issuer", with(|says| says.issuer = "https://other.test".into())),
        ("assertion's issuer", with(|says| says.assertion_issuer = "https://other.test".into())),
        ("audience", with(|says| says.audience = "https://other.test".into())),
        ("recipient", with(|says| says.recipient = "https://other.test/acs".into())),
        ("not yet", with(|says| says.starts = 120)),
        ("over", with(|says| says.ends = -120)),
        ("bearer's time", with(|says| says.bearer_ends = -120)),
        ("nobody", with(|says| says.name_id = " ".into())),
    ]
}

/// Signed by nobody, by somebody else, or not as it stands there.
fn unproven(idp: &Idp, good: &Says) -> Vec<(&'static str, String)> {
    let (signed, whole) = (idp.xml(good, Signed::Assertion), idp.xml(good, Signed::Response));
    vec![
        ("unsigned", idp.response(good, Signed::Nothing)),
        ("another key", Idp::new().response(good, Signed::Assertion)),
        ("another key around", Idp::new().response(good, Signed::Response)),
        ("changed", encoded(&signed.replace("grace@", "root@"))),
        ("changed around", encoded(&whole.replace("grace@", "root@"))),
        ("weaker", encoded(&signed.replace("2001/04/xmldsig-more#rsa-sha256", "2000/09/xmldsig#rsa-sha1"))),
        ("by a shared secret", encoded(&signed.replace("xmldsig-more#rsa-sha256", "xmldsig-more#hmac-sha256"))),
        ("whole document", encoded(&signed.replace("URI=\"#_a\"", "URI=\"\""))),
        ("a file", encoded(&signed.replace("URI=\"#_a\"", "URI=\"Cargo.toml\""))),
        (
            "by a style sheet",
            encoded(&signed.replace("2000/09/xmldsig#enveloped-signature", "TR/1999/REC-xslt-19991116")),
        ),
    ]
}

/// What is signed stands somewhere, and what is meant to be read somewhere else.
fn wrapped(idp: &Idp, good: &Says) -> Vec<(&'static str, String)> {
    let (signed, whole) = (idp.xml(good, Signed::Assertion), idp.xml(good, Signed::Response));
    let own = assertion_of(&signed);
    let bare = idp.xml(good, Signed::Nothing).replace("\"_a\"", "\"_evil\"").replace("grace@", "root@");
    let evil = assertion_of(&bare);
    let signature = &own[own.find("<ds:Signature").unwrap()..own.find("</ds:Signature>").unwrap()];
    let extended = |inner: &str, rest: &str| format!("<samlp:Extensions>{inner}</samlp:Extensions>{rest}");
    // The signature moves into the forged assertion, and takes what it signs along.
    let carried = own.replace(&format!("{signature}</ds:Signature>"), "");
    let carrying = format!("{signature}<ds:Object>{carried}</ds:Object></ds:Signature><saml:Subject>");
    // The whole signed response within a forged one.
    let declared = &whole[whole.find("<samlp:Response").unwrap()..];
    let around = bare.replace("\"_r\"", "\"_evil_r\"");
    let outer_signature = &whole[whole.find("<ds:Signature").unwrap()..whole.find("</ds:Signature>").unwrap()];
    let moved = format!("{outer_signature}<ds:Object>{declared}</ds:Object></ds:Signature>");
    vec![
        ("another beside it", encoded(&signed.replace(own, &format!("{evil}{own}")))),
        ("another behind it", encoded(&signed.replace(own, &format!("{own}{evil}")))),
        ("wrapped in extensions", encoded(&signed.replace(own, &extended(own, evil)))),
        (
            "wrapped in the other",
            encoded(&signed.replace(own, &evil.replace("<saml:Subject>", &format!("{own}<saml:Subject>")))),
        ),
        ("wrapped in the signature", encoded(&signed.replace(own, &evil.replace("<saml:Subject>", &carrying)))),
        (
            "something in the signature",
            encoded(&signed.replace("</ds:Signature>", "<ds:Object><x/></ds:Object></ds:Signature>")),
        ),
        ("a response in extensions", encoded(&around.replace(evil, &extended(declared, evil)))),
        ("a response in its signature", encoded(&around.replace(evil, &format!("{moved}{evil}")))),
        ("the same name twice", encoded(&signed.replace("ID=\"_r\"", "ID=\"_a\""))),
        ("encrypted", encoded(&signed.replace(own, &format!("{own}<saml:EncryptedAssertion/>")))),
    ]
}

/// What nobody should try to read.
fn unreadable(idp: &Idp, good: &Says) -> Vec<(&'static str, String)> {
    let signed = idp.xml(good, Signed::Assertion);
    let entity = |of: &str| encoded(&format!("<!DOCTYPE x [<!ENTITY e {of}>]>{}", signed.replace(">7<", ">&e;<")));
    let laugh = |n: usize| ["<!ENTITY l", &n.to_string(), " \"", &format!("&l{};", n - 1).repeat(10), "\">"].concat();
    let laughs = (1..10).map(laugh).collect::<Vec<_>>().concat();
    vec![
        ("document type", encoded(&format!("<!DOCTYPE x>{signed}"))),
        ("an entity", entity("\"7\"")),
        ("an entity of a file", entity("SYSTEM \"file:///etc/hostname\"")),
        ("an entity of entities", encoded(&format!("<!DOCTYPE x [<!ENTITY l0 \"ha\">{laughs}]>{signed}"))),
        ("an entity nobody declared", encoded(&signed.replace(">7<", ">&e;<"))),
        ("too deep", encoded(&format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000)))),
        ("no response", encoded("<a/>")),
        ("no XML", encoded("nonsense")),
        ("no base64", "%".to_owned()),
    ]
}

/// A good response with a comment in the address of a stranger: what is before it is somebody else's address.
pub(super) fn cut(idp: &Idp, good: &Says) -> String {
    let mut long = good.clone();
    long.email = "grace@acme.test.evil.test".into();
    long.name_id = "7-of-evil".into();
    let xml = idp.xml(&long, Signed::Assertion);
    encoded(&xml.replace("acme.test.evil", "acme.test<!-- -->.evil").replace("7-of-evil", "7<!-- -->-of-evil"))
}
