//! Passwords of other systems: each is verified at sign-in, and made anew when it was right.

use avouch_testkit::on_both;
use serde_json::json;

use crate::experience::{at_sign_in, prove, start};

/// What they all are hashes of.
const PASSWORD: &str = "secret-Pa55";

/// Algorithm of the API and digest.
#[rustfmt::skip]
const DIGESTS: &[(&str, &str)] = &[
    ("Argon2i", "$argon2i$v=19$m=1024,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$qoTxuz7o1gC1NIqPOciXQLwCiISN4WFSyPdhuSncskk"),
    ("Argon2id", "$argon2id$v=19$m=1024,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$WuScct1j3hVAwTKif+WDulEB0Fh/6YU6C8g6/+eOmWY"),
    ("Argon2d", "$argon2d$v=19$m=1024,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RKdWQQP6uCExeZRsoocASYyJ+ahPOx+n18z5JCXvBXo"),
    ("MD5", "5951ef77a6764b2495abe2c6d0342ebb"),
    ("SHA1", "729c3ae425037c7e9d31f70318c5010e82734fa9"),
    ("SHA256", "38f7fe178527fdc101bc54e54ab92ccab96b628f7750ccdfdb2371b1a82111fa"),
    ("Bcrypt", "$2b$04$Pm5dDBEa.KmYIimuouVX3.CYcXley0nP9soMfzcJ5mD3fpHwMz1Ua"),
    ("Legacy", r#"["md5",["salt","@","pepper"],"08dc05f611a25958490510d8eb4f3a23"]"#),
    ("Legacy", r#"["sha256",["salt","@","pepper"],"35b175654420a329fef24ab3be11c7f30ee24d6ad4a1c991373dd155e9205062"]"#),
    ("Legacy", r#"["sha512",["salt","@","pepper"],"6f75ef55fbce51a7f58974ab720dc05f7d473efe7acca072c918e30ad6a262e697c80dcd45206995dde397d05400644b577fac958ffc0cc4876c4f66ea4326a6"]"#),
    ("Legacy", r#"["pbkdf2",["salt","1000","32","sha512","@"],"ba3cde46757f1087f3d32d7dd2e84d88ff95dd1e4ea2caf3927932bb0fb47287"]"#),
    ("Legacy", r#"["pbkdf2",["hex:00ff","1000","32","sha256","@"],"e569c4178b92d0e1f92082d85afb1cfafb0055f0f1724a30bf7c1cab9e6cc640"]"#),
    ("Legacy", r#"["scrypt",["salt","1024","8","1","32","@"],"79002e3be4e51e6d8dbbe5dfe182c63c9d0c19fb718c8af965ac1da26221d6ac"]"#),
    ("Legacy", "$scrypt$ln=10,r=8,p=1$c29tZXNhbHQ$/QjwkQoXXHByfvT0y6V2p+rWYOoU0iINtHImrX4Wstk"),
    ("Legacy", "scrypt$somesalt$1024$8$1$/QjwkQoXXHByfvT0y6V2p+rWYOoU0iINtHImrX4Wstm0ov3frcr2WzpHBwiQ5DZYfKumm66sw6BuFlYlsNKBKA=="),
    ("Legacy", "scrypt:1024:8:1$somesalt$fd08f0910a175c70727ef4f4cba576a7ead660ea14d2220db47226ad7e16b2d9b4a2fddfadcaf65b3a47070890e436587caba69baeacc3a06e165625b0d28128"),
    ("Legacy", "pbkdf2_sha256$1000$salt$rkI/LGg+x1RPkPKPqIntWx0YAengYijaPr6WK9MKaU0="),
    ("Legacy", "$pbkdf2-sha512$1000$c29tZXNhbHQ$x9BkVnMjpJii3FzxBvuBCvSohSTD3dYa.mjQXPBKF49G7AOD2rvRj6iuXMuCwPLEMjJJ5JDfj6HSdbtr8SxImQ"),
    ("Legacy", "bcrypt$$2b$04$.1klbIwEOzdKCSTopTszoOsYQ0xL0UrZuu.oclUilof9N2clnGinu"),
    ("Legacy", "bcrypt_sha256$$2b$04$On0QvvOzD64NGbwGR8z/XOuBUI4YM/h7OzsDXmPT2Aul7e3qxNA0K"),
    ("Legacy", "argon2$argon2id$v=19$m=1024,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$WuScct1j3hVAwTKif+WDulEB0Fh/6YU6C8g6/+eOmWY"),
    ("Legacy", "md5$salt$93d1f77f8e653ed5c206506a42546bf8"),
    ("Legacy", "sha1$salt$e6707958f11c7ac751e5436774df7fe9b860f7ad"),
    ("Legacy", "{SHA}cpw65CUDfH6dMfcDGMUBDoJzT6k="),
    ("Legacy", "{SSHA}vLMipbJoBwFYqT3oNG4WXZDklYJzYWx0"),
    ("Legacy", "{SSHA512}ZVlb8I+Fi9EbRbfLYC+E8Y2Iovo4cXD0QJ6L1mSotsrtnMdi7CRrNwQu+8VqFe/C0AJHGcX7UF1NGUoIAYo9aXNhbHRzYWx0"),
    ("Legacy", "$wp$2b$04$yFSwnjz/VSGKiqlnGmKJp.6cXVLisnNbTBVJSs5VMwqsVNnmDTQkW"),
    ("Legacy", "$P$6abcdefghATB4iOz.Olu5cu0waTq8M."),
    ("Legacy", "$H$6abcdefghATB4iOz.Olu5cu0waTq8M."),
    ("Legacy", r#"{"algorithm":"pbkdf2-sha256","hashIterations":1000,"salt":"c2FsdHNhbHQ=","value":"SafXONfAJg6/J0m53eWwpLowfD9afUufNWPL43YiAbTJdeqIJwNtQ2H3IJkMuuVgDjBxar2wvAuib5+nRMcvrg=="}"#),
    ("Legacy", r#"{"algorithm":"pbkdf2-sha512","hashIterations":1000,"salt":"c2FsdHNhbHQ=","value":"8cfYpYBCWieWYmdSRo5oMCoc4vf3KTo3CqUA/sFuyA4q0rzMtQX19d+YTmg6ODVyNJFMaT7EJL9vN36J/s+0+g=="}"#),
    ("Legacy", r#"{"algorithm":"argon2","hashIterations":2,"salt":"c29tZXNhbHRzb21lc2FsdA==","value":"WuScct1j3hVAwTKif+WDulEB0Fh/6YU6C8g6/+eOmWY=","additionalParameters":{"hashLength":["32"],"memory":["1024"],"type":["id"],"version":["1.3"],"parallelism":["1"]}}"#),
    ("Legacy", r#"["firebase-scrypt",["c29tZXNhbHQ=","AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","Bw==","8","10","@"],"QSofre326f208NOA8JvLmvgr0AsEPDhpjH05lNn96fc="]"#),
];

on_both!(each_is_verified_at_sign_in_and_made_anew, server, {
    let flow = at_sign_in(&server).await;
    start(&flow.browser, "SignIn").await;
    for (number, (algorithm, digest)) in DIGESTS.iter().enumerate() {
        let username = format!("user{number}");
        let body = json!({ "username": username, "passwordDigest": digest, "passwordAlgorithm": algorithm });
        let id = flow.api.post("/api/users", body).await.expect(200).text_of("id");
        let path = format!("/api/users/{id}?includePasswordHash=true");
        let stored = flow.api.get(&path).await.expect(200).json();
        assert_eq!((&stored["passwordDigest"], &stored["passwordAlgorithm"]), (&json!(digest), &json!(algorithm)));
        prove(&flow.browser, &username, "another").await.refuses(422, "session.invalid_credentials");
        assert_eq!(
            flow.api.get(&path).await.json()["passwordDigest"],
            **digest,
            "{digest}: a wrong one changes nothing"
        );
        prove(&flow.browser, &username, PASSWORD).await.expect(200);
        let anew = flow.api.get(&path).await.json();
        assert_eq!(anew["passwordAlgorithm"], "Argon2i", "{digest}");
        assert!(anew["passwordDigest"].as_str().unwrap().starts_with("$argon2i$v=19$m=8192,t=8,p=1$"), "{digest}");
        prove(&flow.browser, &username, PASSWORD).await.expect(200);
    }
});
