//! Calls of Tencent Cloud, signed with TC3-HMAC-SHA256.

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
    /// A call of an action of a version.
    pub(crate) fn request(&self, action: &str, version: &str, body: &str) -> Request {
        let host = format!("{}.tencentcloudapi.com", self.service);
        let now = Clock::System.now().millis() / 1000;
        Request::post(format!("https://{host}/"))
            .header("x-tc-action", action)
            .header("x-tc-version", version)
            .header("x-tc-region", self.region)
            .header("x-tc-timestamp", &now.to_string())
            .header("authorization", &self.authorization(&host, body, now))
            .body("application/json", body.to_owned())
    }

    fn authorization(&self, host: &str, body: &str, now: i64) -> String {
        let names = "content-type;host";
        let headers = format!("content-type:application/json\nhost:{host}\n");
        let canonical = format!("POST\n/\n\n{headers}\n{names}\n{}", hex(&sha256(body.as_bytes())));
        let day = moment(now, 0, "%Y-%m-%d");
        let scope = format!("{day}/{}/tc3_request", self.service);
        let text = format!("TC3-HMAC-SHA256\n{now}\n{scope}\n{}", hex(&sha256(canonical.as_bytes())));
        let first = format!("TC3{}", self.secret).into_bytes();
        let key = [day.as_str(), self.service, "tc3_request"]
            .iter()
            .fold(first, |key, part| hmac(Hash::Sha256, &key, part.as_bytes()));
        let signature = hex(&hmac(Hash::Sha256, &key, text.as_bytes()));
        format!("TC3-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}", self.key_id)
    }
}

#[cfg(test)]
mod tests {
    use super::Caller;

    #[test]
    fn calls_are_signed() {
        let caller = Caller { key_id: "AKID", secret: "secret", region: "ap-guangzhou", service: "sms" };
        let signed = caller.authorization("sms.tencentcloudapi.com", r#"{"a":"签"}"#, 1_700_000_000);
        let scope = "AKID/2023-11-14/sms/tc3_request";
        let signature = "440f0917fe3b9606721086ac2bd5d71c354056dc3e028eb421d0d5a4259a85e7";
        let expected =
            format!("TC3-HMAC-SHA256 Credential={scope}, SignedHeaders=content-type;host, Signature={signature}");
        assert_eq!(signed, expected);
    }
}
