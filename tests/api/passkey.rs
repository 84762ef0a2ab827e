//! An authenticator with one passkey, in software.

use avouch_crypto::sha256;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use ciborium::Value as Cbor;
use serde_json::{Value, json};

fn encode(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// What an authenticator does otherwise than it should.
#[derive(Clone, Debug)]
pub(crate) struct Mood {
    /// Origin that the browser is at.
    pub(crate) origin: String,
    /// Site that the passkey is for.
    pub(crate) rp_id: String,
    /// User present, verified.
    pub(crate) flags: u8,
}

/// One passkey.
pub(crate) struct Authenticator {
    key: EcdsaKeyPair,
    pub(crate) id: Vec<u8>,
    pub(crate) counter: u32,
    pub(crate) mood: Mood,
}

impl Authenticator {
    /// A new one for a server at an address such as `http://localhost:3001`.
    pub(crate) fn new(base: &str) -> Self {
        let host = base.split("://").nth(1).unwrap().split(':').next().unwrap();
        Self {
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).unwrap(),
            id: avouch_crypto::random_bytes::<16>().to_vec(),
            counter: 0,
            mood: Mood { origin: base.to_owned(), rp_id: host.to_owned(), flags: 0x05 },
        }
    }

    fn client_data(&self, kind: &str, challenge: &str) -> Vec<u8> {
        json!({ "type": kind, "challenge": challenge, "origin": self.mood.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = sha256(self.mood.rp_id.as_bytes()).to_vec();
        data.push(flags);
        data.extend_from_slice(&self.counter.to_be_bytes());
        data
    }

    fn cose(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let entry = |label: i64, value: Cbor| (Cbor::from(label), value);
        let key = Cbor::Map(vec![
            entry(1, 2.into()),
            entry(3, (-7).into()),
            entry(-1, 1.into()),
            entry(-2, point[1..33].to_vec().into()),
            entry(-3, point[33..].to_vec().into()),
        ]);
        let mut bytes = Vec::new();
        ciborium::into_writer(&key, &mut bytes).unwrap();
        bytes
    }

    /// Makes the passkey.
    pub(crate) fn create(&self, options: &Value) -> Value {
        let mut data = self.data(self.mood.flags | 0x40);
        data.extend_from_slice(&[0; 16]);
        data.extend_from_slice(&u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend_from_slice(&self.id);
        data.extend_from_slice(&self.cose());
        let object = Cbor::Map(vec![
            ("fmt".into(), "none".into()),
            ("attStmt".into(), Cbor::Map(Vec::new())),
            ("authData".into(), data.into()),
        ]);
        let mut attestation = Vec::new();
        ciborium::into_writer(&object, &mut attestation).unwrap();
        let client = self.client_data("webauthn.create", options["challenge"].as_str().unwrap());
        json!({ "type": "WebAuthn", "id": encode(&self.id), "rawId": encode(&self.id), "clientExtensionResults": {},
            "response": { "clientDataJSON": encode(&client), "attestationObject": encode(&attestation),
                "transports": ["internal", "hybrid"] } })
    }

    /// Uses the passkey.
    pub(crate) fn get(&mut self, options: &Value, user: Option<&str>) -> Value {
        self.counter += 1;
        let client = self.client_data("webauthn.get", options["challenge"].as_str().unwrap());
        let data = self.data(self.mood.flags);
        let message = [data.as_slice(), sha256(&client).as_slice()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &message).unwrap();
        let mut response = json!({ "clientDataJSON": encode(&client), "authenticatorData": encode(&data),
            "signature": encode(signature.as_ref()) });
        if let Some(user) = user {
            response["userHandle"] = encode(user.as_bytes()).into();
        }
        json!({ "type": "WebAuthn", "id": encode(&self.id), "rawId": encode(&self.id), "clientExtensionResults": {},
            "response": response })
    }
}
