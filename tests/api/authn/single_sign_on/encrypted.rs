//! `/api/authn/single-sign-on/saml/{connectorId}`: signed requests and encrypted assertions.

use avouch_testkit::on_both;
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

use super::idp::{Ciphers, Idp, Signed, assertion_of};
use super::saml::Away;
use crate::experience::shown;
use crate::flow::parameter;

async fn key(away: &Away<'_>, active: bool) -> Value {
    let path = format!("/api/sso-connectors/{}/signing-keys", away.connector);
    away.flow.api.post(&path, json!({ "active": active })).await.expect(201).json()
}

fn certificate(key: &Value) -> &str {
    key["certificate"].as_str().unwrap()
}

/// Whether the key of a certificate signed what an address says.
fn is_signed(address: &str, certificate: &str) -> bool {
    let lines = certificate.lines().filter(|line| !line.starts_with("-----"));
    let der = BASE64_STANDARD.decode(lines.collect::<String>()).unwrap();
    let parsed = Certificate::from_der(&der).unwrap();
    let public = parsed.tbs_certificate.subject_public_key_info.subject_public_key.raw_bytes().to_vec();
    let (signed, signature) = address.split_once('?').unwrap().1.split_once("&Signature=").unwrap();
    assert!(
        signed.starts_with("SAMLRequest=") && signed.contains("&RelayState=") && signed.contains("&SigAlg="),
        "{signed}"
    );
    let algorithm = parameter(address, "SigAlg").unwrap();
    let algorithm =
        if algorithm.ends_with("rsa-sha512") { &RSA_PKCS1_2048_8192_SHA512 } else { &RSA_PKCS1_2048_8192_SHA256 };
    let signature = form_urlencoded::parse(format!("s={signature}").as_bytes()).next().unwrap().1.into_owned();
    let signature = BASE64_STANDARD.decode(signature).unwrap();
    UnparsedPublicKey::new(algorithm, public).verify(signed.as_bytes(), &signature).is_ok()
}

on_both!(requests_are_signed_where_the_connector_says_so, server, {
    let mut away = Away::new(&server).await;
    assert_eq!((parameter(&away.address, "SigAlg"), parameter(&away.address, "Signature")), (None, None));
    let path = format!("/api/sso-connectors/{}", away.connector);
    let signing = json!({ "config": { "metadata": away.idp.metadata, "signAuthnRequest": true } });
    away.flow.api.patch(&path, signing.clone()).await.refuses(400, "single_sign_on.active_signing_key_required");
    let first = key(&away, true).await;
    away.flow.api.patch(&path, signing).await.expect(200);
    away.depart().await;
    assert!(parameter(&away.address, "SigAlg").unwrap().ends_with("rsa-sha256"));
    assert!(is_signed(&away.address, certificate(&first)));
    // Another key takes its place, and another method.
    let second = key(&away, true).await;
    let stronger = json!({ "config": { "metadata": away.idp.metadata, "signAuthnRequest": true,
        "requestSignatureAlgorithm": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512" } });
    away.flow.api.patch(&path, stronger).await.expect(200);
    away.depart().await;
    assert!(parameter(&away.address, "SigAlg").unwrap().ends_with("rsa-sha512"));
    assert!(is_signed(&away.address, certificate(&second)) && !is_signed(&away.address, certificate(&first)));
    away.bring(&away.idp.response(&away.good, Signed::Assertion)).await.expect(302);
});

on_both!(encrypted_assertions_are_read, server, {
    let mut away = Away::new(&server).await;
    let key = key(&away, false).await;
    let certificate = certificate(&key);
    let cbc = Ciphers { content: "http://www.w3.org/2001/04/xmlenc#aes128-cbc", ..Ciphers::USUAL };
    let beside = Ciphers { beside: true, ..Ciphers::USUAL };
    for (signed, ciphers) in [
        (Signed::Assertion, Ciphers::USUAL),
        (Signed::Response, Ciphers::USUAL),
        (Signed::Assertion, cbc),
        (Signed::Assertion, beside),
    ] {
        let response = away.idp.encrypted(&away.good, signed, certificate, ciphers);
        away.bring(&response).await.expect(302);
        away.verify().await.expect(200);
        let info = shown(&away.flow.browser).await["verificationRecords"][0]["enterpriseSsoUserInfo"].clone();
        assert_eq!(info, json!({ "id": "7", "email": "grace@acme.test", "name": "Grace" }));
        away.depart().await;
    }
});

on_both!(encrypted_assertions_prove_no_less, server, {
    let away = Away::new(&server).await;
    let (idp, good) = (&away.idp, &away.good);
    let key = key(&away, true).await;
    let certificate = certificate(&key);
    let (_, foreign) = crate::sso_connectors::key_pair();
    let mut elsewhere = good.clone();
    elsewhere.audience = "https://other.test".into();
    let text = |response: String| String::from_utf8(BASE64_STANDARD.decode(response).unwrap()).unwrap();
    let whole = text(idp.encrypted(good, Signed::Response, certificate, Ciphers::USUAL));
    let other = text(idp.encrypted(good, Signed::Nothing, certificate, Ciphers::USUAL));
    let hidden = |xml: &str| {
        let (start, end) = ("<saml:EncryptedAssertion", "</saml:EncryptedAssertion>");
        xml[xml.find(start).unwrap()..xml.find(end).unwrap() + end.len()].to_owned()
    };
    let inside = text(idp.encrypted(good, Signed::Assertion, certificate, Ciphers::USUAL));
    let weak = inside.replace(Ciphers::USUAL.key, "http://www.w3.org/2001/04/xmlenc#rsa-1_5");
    let other_cipher = inside.replace(Ciphers::USUAL.content, "http://www.w3.org/2001/04/xmlenc#tripledes-cbc");
    let plain = idp.xml(good, Signed::Assertion);
    let own = assertion_of(&plain).to_owned();
    let cases = [
        ("unsigned", idp.encrypted(good, Signed::Nothing, certificate, Ciphers::USUAL)),
        ("another provider's", Idp::new().encrypted(good, Signed::Assertion, certificate, Ciphers::USUAL)),
        ("for another's key", idp.encrypted(good, Signed::Assertion, &foreign, Ciphers::USUAL)),
        ("another audience", idp.encrypted(&elsewhere, Signed::Assertion, certificate, Ciphers::USUAL)),
        ("a weak way to hide the key", BASE64_STANDARD.encode(weak)),
        ("a weak cipher", BASE64_STANDARD.encode(other_cipher)),
        ("exchanged beneath the signature", BASE64_STANDARD.encode(whole.replace(&hidden(&whole), &hidden(&other)))),
        ("one beside it", BASE64_STANDARD.encode(plain.replace(&own, &format!("{own}{}", hidden(&other))))),
        ("two of them", BASE64_STANDARD.encode(whole.replace(&hidden(&whole), &hidden(&whole).repeat(2)))),
        ("nothing in it", BASE64_STANDARD.encode(plain.replace(&own, "<saml:EncryptedAssertion/>"))),
    ];
    for (what, response) in cases {
        let answer = away.bring(&response).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "connector.invalid_response"), "{what}");
    }
    away.bring(&idp.encrypted(good, Signed::Assertion, certificate, Ciphers::USUAL)).await.expect(302);
});
