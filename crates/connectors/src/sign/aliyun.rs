//! Calls of Aliyun's RPC interfaces, signed with HMAC-SHA1.

use avouch_crypto::{Alphabet, Clock, random_text};
use avouch_outbound::{Answer, Request};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::Value;

use super::{Hash, hmac, moment, percent};
use crate::Error;
use crate::message::accepted;

/// Who calls.
pub(crate) struct Caller<'a> {
    pub(crate) key_id: &'a str,
    pub(crate) secret: &'a str,
}

impl Caller<'_> {
    /// A call of an action.
    pub(crate) fn request(&self, endpoint: &str, own: Vec<(&'static str, String)>) -> Request {
        let now = moment(Clock::System.now().millis() / 1000, 0, "%Y-%m-%dT%H:%M:%SZ");
        Request::post(endpoint).form(self.signed(own, &now, &random_text(Alphabet::Alphanumeric, 24)))
    }

    /// The parameters with those of the signature.
    fn signed(&self, own: Vec<(&'static str, String)>, now: &str, nonce: &str) -> Vec<(&'static str, String)> {
        let mut pairs = own;
        let common = [
            ("AccessKeyId", self.key_id),
            ("Format", "json"),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureNonce", nonce),
            ("SignatureVersion", "1.0"),
            ("Timestamp", now),
        ];
        pairs.extend(common.map(|(name, value)| (name, value.to_owned())));
        pairs.sort_unstable();
        let parts: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{}={}", percent(name), percent(value))).collect();
        let text = format!("POST&%2F&{}", percent(&parts.join("&")));
        let signature = hmac(Hash::Sha1, format!("{}&", self.secret).as_bytes(), text.as_bytes());
        pairs.push(("Signature", BASE64_STANDARD.encode(signature)));
        pairs
    }
}

/// Whether the call was accepted; Aliyun says no with a word, and often with the status of success.
pub(crate) fn verdict(answer: &Answer) -> Result<(), Error> {
    let body = answer.json().unwrap_or_default();
    let part = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let code = part("Code");
    let is_limit = ["BUSINESS_LIMIT_CONTROL", "FREQUENCY_FAIL"].iter().any(|limit| code.ends_with(limit));
    match code {
        _ if is_limit => Err(Error::RateLimited),
        "" | "OK" => accepted(answer),
        _ => Err(Error::General(format!("{code}: {}", part("Message")))),
    }
}

#[cfg(test)]
mod tests {
    use super::Caller;

    #[test]
    fn calls_are_signed() {
        let caller = Caller { key_id: "testid", secret: "testsecret" };
        let own = vec![
            ("Action", "SendSms".to_owned()),
            ("PhoneNumbers", "13900000000".to_owned()),
            ("SignName", "签名 A&B".to_owned()),
            ("TemplateParam", r#"{"code":"123*456~"}"#.to_owned()),
            ("Version", "2017-05-25".to_owned()),
        ];
        let signed = caller.signed(own, "2023-11-14T22:13:20Z", "nonce-1");
        let signature = signed.iter().find(|(name, _)| *name == "Signature").unwrap();
        assert_eq!(signature.1, "Tk8be1/fWkTvrYSGHRYWldgHot4=");
    }
}
