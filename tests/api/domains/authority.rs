//! A certificate authority that speaks the protocol (RFC 8555) as far as one host needs it: it makes sure of a host
//! before it signs.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use avouch_testkit::{Received, Receiver, Reply};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, PublicKeyData};
use serde_json::{Value, json};
use x509_cert::der::{Decode as _, Encode as _};
use x509_cert::request::CertReq;

use super::looking::{over_http, within_tls};

/// Where the authority looks when it makes sure of a host.
#[derive(Clone, Copy)]
pub(super) enum Look {
    Http(SocketAddr),
    Tls(SocketAddr),
}

/// What it knows of an order; there is one for each host.
#[derive(Default)]
struct Order {
    host: String,
    token: String,
    /// Why the host was not proven, once it was looked at.
    looked: Option<Result<(), String>>,
    chain: Option<String>,
}

#[derive(Default)]
struct State {
    keys: Vec<Value>,
    orders: Vec<Order>,
    nonces: u64,
    look: Option<Look>,
    /// For how many days its next certificates are good; the usual, once these are used up.
    days: Vec<i64>,
}

/// An authority.
#[derive(Clone)]
pub(super) struct Authority {
    pub(super) receiver: Receiver,
    /// Its own certificate, in DER form.
    pub(super) root: Vec<u8>,
    state: Arc<Mutex<State>>,
}

impl Authority {
    pub(super) async fn start() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = params.self_signed(&key).unwrap().der().to_vec();
        let state: Arc<Mutex<State>> = Arc::default();
        let signer = Arc::new(Issuer::new(params, key));
        let own = Arc::clone(&state);
        let receiver = Receiver::serving(move |request| {
            let mut state = own.lock().unwrap();
            state.nonces += 1;
            let base = format!("http://{}", request.headers["host"]);
            let mut reply = state.serve(request, &base, &signer, &own);
            reply.headers.push(("replay-nonce".to_owned(), format!("nonce-{}", state.nonces)));
            reply
        })
        .await;
        Self { receiver, root, state }
    }

    pub(super) fn directory(&self) -> String {
        format!("{}/directory", self.receiver.base)
    }

    /// Where it looks from now on.
    pub(super) fn looks(&self, look: Look) {
        self.state.lock().unwrap().look = Some(look);
    }

    /// For how many days its next certificates are good.
    pub(super) fn lasts(&self, days: &[i64]) {
        self.state.lock().unwrap().days = days.to_vec();
    }

    /// How many orders there were for a host.
    pub(super) fn orders(&self, host: &str) -> usize {
        self.state.lock().unwrap().orders.iter().filter(|order| order.host == host).count()
    }

    /// How many accounts there are.
    pub(super) fn accounts(&self) -> usize {
        self.state.lock().unwrap().keys.len()
    }
}

fn reply(status: u16, body: &Value) -> Reply {
    Reply { status, headers: Vec::new(), body: body.to_string() }
}

fn problem(kind: &str, detail: &str) -> Reply {
    reply(400, &json!({ "type": format!("urn:ietf:params:acme:error:{kind}"), "detail": detail }))
}

fn unfold(text: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()
}

/// The thumbprint of an account's key (RFC 7638).
fn thumbprint(key: &Value) -> String {
    let canonical = format!("{{\"crv\":{},\"kty\":{},\"x\":{},\"y\":{}}}", key["crv"], key["kty"], key["x"], key["y"]);
    BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, canonical.as_bytes()).as_ref())
}

impl State {
    fn serve(
        &mut self,
        request: &Received,
        base: &str,
        signer: &Issuer<'_, KeyPair>,
        shared: &Arc<Mutex<State>>,
    ) -> Reply {
        let path = request.line.split_once(' ').unwrap().1;
        match path {
            "/directory" => {
                let at = |name: &str| format!("{base}/{name}");
                return reply(
                    200,
                    &json!({ "newNonce": at("nonce"), "newAccount": at("account"), "newOrder": at("order") }),
                );
            }
            "/nonce" => return reply(200, &json!({})),
            _ => {}
        }
        let (key, payload) = match self.opened(request, base) {
            Ok(opened) => opened,
            Err(why) => return problem("malformed", &why),
        };
        let mut segments = path.trim_start_matches('/').split('/');
        let (what, number) =
            (segments.next().unwrap(), segments.next().and_then(|number| number.parse::<usize>().ok()));
        match (what, number) {
            ("account", None) => {
                assert_eq!(payload["termsOfServiceAgreed"], true);
                self.keys.push(key);
                let mut made = reply(201, &json!({ "status": "valid", "contact": payload["contact"] }));
                made.headers.push(("location".to_owned(), format!("{base}/account/{}", self.keys.len() - 1)));
                made
            }
            ("order", None) => {
                let host = payload["identifiers"][0]["value"].as_str().unwrap().to_owned();
                let token = format!("token-{}", self.orders.len());
                self.orders.push(Order { host, token, ..Order::default() });
                let number = self.orders.len() - 1;
                let mut made = reply(201, &self.order(number, base));
                made.headers.push(("location".to_owned(), format!("{base}/order/{number}")));
                made
            }
            ("order", Some(number)) => reply(200, &self.order(number, base)),
            ("authorization", Some(number)) => reply(200, &self.authorization(number, base)),
            ("challenge", Some(number)) => {
                let (order, look) = (&self.orders[number], self.look);
                let (host, token) = (order.host.clone(), order.token.clone());
                let expected = format!("{token}.{}", thumbprint(&key));
                let shared = Arc::clone(shared);
                tokio::spawn(async move {
                    let found = match look {
                        Some(Look::Http(at)) => over_http(at, &host, &token, &expected).await,
                        Some(Look::Tls(at)) => within_tls(at, &host, &expected).await,
                        None => Err("it is not said where to look".to_owned()),
                    };
                    shared.lock().unwrap().orders[number].looked = Some(found);
                });
                reply(200, &self.challenge(number, base))
            }
            ("finalize", Some(number)) => {
                let chain = self.signed(number, &unfold(payload["csr"].as_str().unwrap()), signer);
                self.orders[number].chain = Some(chain);
                reply(200, &self.order(number, base))
            }
            ("certificate", Some(number)) => Reply {
                status: 200,
                headers: vec![("content-type".to_owned(), "application/pem-certificate-chain".to_owned())],
                body: self.orders[number].chain.clone().unwrap(),
            },
            _ => problem("malformed", "there is no such resource"),
        }
    }

    /// The key that signed a request, and what it says.
    fn opened(&self, request: &Received, base: &str) -> Result<(Value, Value), String> {
        let sent = request.json();
        let part = |name: &str| sent[name].as_str().unwrap_or_default();
        let header: Value = serde_json::from_slice(&unfold(part("protected"))).unwrap();
        let path = request.line.split_once(' ').unwrap().1;
        if header["url"] != format!("{base}{path}").as_str() || !header["nonce"].is_string() {
            return Err("it was made for another address, or has no nonce".to_owned());
        }
        let key = match header["kid"].as_str() {
            Some(kid) => {
                let number: usize = kid.rsplit('/').next().unwrap().parse().unwrap();
                self.keys.get(number).cloned().ok_or("nobody has this account")?
            }
            None => header["jwk"].clone(),
        };
        let point = [vec![4], unfold(key["x"].as_str().unwrap()), unfold(key["y"].as_str().unwrap())].concat();
        let signed = format!("{}.{}", part("protected"), part("payload"));
        let checked = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
            .verify(signed.as_bytes(), &unfold(part("signature")));
        checked.map_err(|_| "its signature is wrong".to_owned())?;
        let payload = unfold(part("payload"));
        Ok((key, if payload.is_empty() { Value::Null } else { serde_json::from_slice(&payload).unwrap() }))
    }

    fn order(&self, number: usize, base: &str) -> Value {
        let order = &self.orders[number];
        let status = match (&order.looked, &order.chain) {
            (_, Some(_)) => "valid",
            (None, None) => "pending",
            (Some(Ok(())), None) => "ready",
            (Some(Err(_)), None) => "invalid",
        };
        let mut body: HashMap<&str, Value> = HashMap::from([
            ("status", json!(status)),
            ("identifiers", json!([{ "type": "dns", "value": order.host }])),
            ("authorizations", json!([format!("{base}/authorization/{number}")])),
            ("finalize", json!(format!("{base}/finalize/{number}"))),
        ]);
        if order.chain.is_some() {
            body.insert("certificate", json!(format!("{base}/certificate/{number}")));
        }
        json!(body)
    }

    fn authorization(&self, number: usize, base: &str) -> Value {
        let order = &self.orders[number];
        let status = match &order.looked {
            None => "pending",
            Some(Ok(())) => "valid",
            Some(Err(_)) => "invalid",
        };
        json!({ "status": status, "identifier": { "type": "dns", "value": order.host },
            "challenges": [self.challenge(number, base)] })
    }

    /// The one way that it looks in.
    fn challenge(&self, number: usize, base: &str) -> Value {
        let order = &self.orders[number];
        let kind = if matches!(self.look, Some(Look::Http(_))) { "http-01" } else { "tls-alpn-01" };
        let (status, error) = match &order.looked {
            None => ("pending", Value::Null),
            Some(Ok(())) => ("valid", Value::Null),
            Some(Err(why)) => ("invalid", json!({ "type": "urn:ietf:params:acme:error:unauthorized", "detail": why })),
        };
        json!({ "type": kind, "url": format!("{base}/challenge/{number}"), "token": order.token, "status": status, "error": error })
    }

    fn signed(&mut self, number: usize, request: &[u8], signer: &Issuer<'_, KeyPair>) -> String {
        let days = if self.days.is_empty() { 90 } else { self.days.remove(0) };
        let order = &self.orders[number];
        assert!(matches!(order.looked, Some(Ok(()))), "nobody proved {}", order.host);
        let request = CertReq::from_der(request).unwrap();
        assert!(String::from_utf8_lossy(&request.info.to_der().unwrap()).contains(&order.host));
        let key = Wanted(request.info.public_key.subject_public_key.raw_bytes().to_vec());
        let mut params = CertificateParams::new(vec![order.host.clone()]).unwrap();
        let now = avouch_crypto::Clock::System.now().seconds();
        let at = |seconds: i64| {
            rcgen::date_time_ymd(1970, 1, 1) + std::time::Duration::from_secs(seconds.try_into().unwrap())
        };
        (params.not_before, params.not_after) = (at(now - 60), at(now + days * 86_400));
        params.signed_by(&key, signer).unwrap().pem()
    }
}

/// A key that someone wants a certificate for.
struct Wanted(Vec<u8>);

impl PublicKeyData for Wanted {
    fn der_bytes(&self) -> &[u8] {
        &self.0
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        &rcgen::PKCS_ECDSA_P256_SHA256
    }
}
