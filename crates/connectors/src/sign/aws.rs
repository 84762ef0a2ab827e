//! Requests to AWS, signed with version 4 of its signatures.

use avouch_crypto::{Clock, hex, sha256};
use avouch_outbound::Request;

use super::{Hash, hmac, moment};

/// Who calls what.
pub(crate) struct Caller<'a> {
    pub(crate) key_id: &'a str,
    pub(crate) secret: &'a str,
    pub(crate) region: &'a str,
    pub(crate) service: &'a str,
}

impl Caller<'_> {
    /// A POST of JSON to a path without a query.
    pub(crate) fn request(&self, host: &str, path: &str, body: &str) -> Request {
        let now = moment(Clock::System.now().millis() / 1000, 0, "%Y%m%dT%H%M%SZ");
        Request::post(format!("https://{host}{path}"))
            .header("x-amz-date", &now)
            .header("authorization", &self.authorization(host, path, body, &now))
            .body("application/json", body.to_owned())
    }

    fn authorization(&self, host: &str, path: &str, body: &str, now: &str) -> String {
        let names = "content-type;host;x-amz-date";
        let headers = format!("content-type:application/json\nhost:{host}\nx-amz-date:{now}\n");
        let canonical = format!("POST\n{path}\n\n{headers}\n{names}\n{}", hex(&sha256(body.as_bytes())));
        let day = now.split('T').next().unwrap_or_default();
        let scope = format!("{day}/{}/{}/aws4_request", self.region, self.service);
        let text = format!("AWS4-HMAC-SHA256\n{now}\n{scope}\n{}", hex(&sha256(canonical.as_bytes())));
        let first = format!("AWS4{}", self.secret).into_bytes();
        let key = [day, self.region, self.service, "aws4_request"]
            .iter()
            .fold(first, |key, part| hmac(Hash::Sha256, &key, part.as_bytes()));
        let signature = hex(&hmac(Hash::Sha256, &key, text.as_bytes()));
        format!("AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}", self.key_id)
    }
}

#[cfg(test)]
mod tests {
    use super::Caller;

    #[test]
    fn requests_are_signed() {
        let caller = Caller { key_id: "AKIDEXAMPLE", secret: "secret/key+1", region: "eu-west-1", service: "ses" };
        let path = "/v2/email/outbound-emails";
        let body = r#"{"a":"é"}"#;
        let signed = caller.authorization("email.eu-west-1.amazonaws.com", path, body, "20231114T221320Z");
        let scope = "AKIDEXAMPLE/20231114/eu-west-1/ses/aws4_request";
        let signature = "a8b1d6fb09c20c672487b039f7ae3e2dd5170894981a84ef6d9cddd4cf292231";
        let expected = format!(
            "AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=content-type;host;x-amz-date, Signature={signature}"
        );
        assert_eq!(signed, expected);
    }
}
