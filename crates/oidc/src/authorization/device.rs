//! The device flow (RFC 8628): a device asks for a code, and its user confirms the code in a browser.

use std::sync::Arc;

use avouch_crypto::{Alphabet, Secret, random_text};
use avouch_model::Timestamp;
use avouch_model::applications::ApplicationType;
use avouch_store::applications::Client;
use avouch_store::oidc_model_instances as stored;
use serde::Serialize;

use super::recipient::Recipient;
use super::resume::{Step, kept, restored};
use super::{Answer, Visit, checks, interaction};
use crate::cookies::{self, SetCookie, Shape, set};
use crate::keys::KeySet;
use crate::records::{self, DeviceCode, Found, Record as _, Session, new_token};
use crate::token::{Request, Trail, client_auth, origin};
use crate::{Issuer, OidcError, Params, Provider};

/// The grant type of devices.
pub(crate) const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// How long a code can be used, and the page be open, in seconds.
const LIFETIME: i64 = 600;

/// Letters of a user code, and how many stand before the dash.
const LETTERS: usize = 8;
const GROUP: usize = 4;

/// The cookie that lets the page prove that it is ours.
const XSRF: &str = "_logto_device_flow_xsrf";

/// The answer to a device (RFC 8628 section 3.2).
#[derive(Debug, Serialize)]
pub struct DeviceResponse {
    /// What the device asks for tokens with.
    pub device_code: String,
    /// What the user types.
    pub user_code: String,
    /// Where the user types it.
    pub verification_uri: String,
    /// The same with the code in it.
    pub verification_uri_complete: String,
    /// How long both can be used, in seconds.
    pub expires_in: i64,
}

/// What the user answers on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decision {
    Look,
    Confirm,
    Abort,
}

impl Provider {
    /// A device asks for a code.
    pub async fn device_authorization(&self, request: &Request<'_>) -> Result<DeviceResponse, OidcError> {
        request.params.check()?;
        let client = client_auth::authenticate(self, request, &mut Trail::default()).await?;
        origin::check(request.issuer, &client, request.origin)?;
        is_device(&client)?;
        let id = client.application.id.to_string();
        let mut pairs: Vec<(String, String)> = request
            .params
            .iter()
            .filter(|(name, _)| !client_auth::is_credential(name))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        pairs.push(("client_id".to_owned(), id.clone()));
        let params = Params::new(pairs);
        checks::check_device(request.issuer, &client, &params).await?;
        let now = request.issuer.tenant.now().seconds();
        let user_code = random_text(Alphabet::UserCode, LETTERS);
        let code = DeviceCode {
            iat: now,
            exp: now + LIFETIME,
            user_code: user_code.clone(),
            params: kept(&params),
            in_flight: None,
            account_id: None,
            auth_time: None,
            grant_id: None,
            resource: None,
            session_uid: None,
            expires_with_session: None,
            sid: None,
            error: None,
            last_polled_at: None,
            kind: DeviceCode::MODEL.to_owned(),
            jti: new_token(),
            client_id: id,
            scope: None,
        };
        let tx = request.issuer.tenant.begin().await?;
        code.put(&tx).await?;
        tx.commit().await?;
        let (shown, verification_uri) = (dashed(&user_code), format!("{}/device", request.issuer.endpoint));
        Ok(DeviceResponse {
            device_code: code.jti,
            verification_uri_complete: format!("{verification_uri}?user_code={shown}"),
            verification_uri,
            user_code: shown,
            expires_in: LIFETIME,
        })
    }

    /// A browser comes to type a code, or brings one: the page is told what proves that it is ours.
    pub async fn device_page(&self, visit: &Visit<'_>) -> Answer {
        match self.open_page(visit).await {
            Ok(answer) => answer,
            Err(error) => error.into(),
        }
    }

    async fn open_page(&self, visit: &Visit<'_>) -> Result<Answer, OidcError> {
        visit.params.check()?;
        let tenant = &visit.issuer.tenant;
        let keys = self.keys(tenant).await?;
        let now = tenant.now().seconds();
        let mut session = self.session(visit, &keys).await?.unwrap_or_else(|| Session::new(now));
        let secret = session.device_secret.get_or_insert_with(new_token).clone();
        let tx = tenant.begin().await?;
        session.put(&tx).await?;
        tx.commit().await?;
        let cookies = page_cookies(visit, &keys, &session, &Params::default());
        Ok(match visit.params.get("user_code") {
            Some(code) => Answer::Form {
                status: 200,
                action: format!("{}/device", visit.issuer.url()),
                fields: vec![("xsrf", secret), ("user_code", code.to_owned())],
                cookies,
            },
            None => Answer::Show { location: location(visit, &Params::default(), &[]), cookies },
        })
    }

    /// The page's form: a code to look at, to confirm, or to abort.
    pub async fn device_form(&self, visit: &Visit<'_>) -> Answer {
        match self.take_form(visit).await {
            Ok(answer) => answer,
            Err(error) => error.into(),
        }
    }

    async fn take_form(&self, visit: &Visit<'_>) -> Result<Answer, OidcError> {
        visit.params.check()?;
        let keys = self.keys(&visit.issuer.tenant).await?;
        let gone = || OidcError::invalid_request("could not find device form details");
        let session = self.session(visit, &keys).await?.ok_or_else(gone)?;
        let secret = session.device_secret.clone().map(Secret::new).ok_or_else(gone)?;
        if !visit.params.get("xsrf").is_some_and(|presented| secret.matches(presented)) {
            return Err(OidcError::invalid_request("xsrf token invalid"));
        }
        let decision = match (visit.params.get("abort"), visit.params.get("confirm")) {
            (Some(_), _) => Decision::Abort,
            (None, Some(_)) => Decision::Confirm,
            (None, None) => Decision::Look,
        };
        let Some(typed) = visit.params.get("user_code") else { return Ok(failed(visit, "NoCodeError")) };
        let found = self.decide_on_code(visit, &normalized(typed), decision).await?;
        let waiting = match found {
            Ok(waiting) => waiting,
            Err("AbortedError") => return Ok(failed(visit, "AbortedError")),
            Err(name) => {
                let location = location(visit, &Params::default(), &[("input_code", typed), ("error", name)]);
                return Ok(Answer::Show { location, cookies: Vec::new() });
            }
        };
        let params = restored(&waiting.params);
        let client = self.device_client(visit.issuer, &waiting.client_id).await?;
        if decision == Decision::Look {
            let location = location(visit, &params, &[("user_code", &dashed(&waiting.user_code))]);
            return Ok(Answer::Show { location, cookies: page_cookies(visit, &keys, &session, &params) });
        }
        let recipient = Recipient::Device(waiting.jti.clone());
        let request = match checks::check_device(visit.issuer, &client, &params).await {
            Ok(request) => request,
            Err(error) => return recipient.refuse(visit, &error).await,
        };
        let (session, asked) = (Some(session), Some(params));
        self.proceed(visit, Step { client, request, recipient, session, interaction: None, pushed: None, asked }).await
    }

    /// Decides on a code under its lock, so that one of two users gets it; or answers the page's name for why not.
    async fn decide_on_code(
        &self,
        visit: &Visit<'_>,
        code: &str,
        decision: Decision,
    ) -> Result<Result<DeviceCode, &'static str>, OidcError> {
        let tx = visit.issuer.tenant.begin().await?;
        let Some(id) = stored::by_user_code(&tx, code).await?.map(|found| found.id) else {
            return Ok(Err("NotFoundError"));
        };
        // One whose time is over is told so, as long as it is there.
        let found = records::read(stored::lock(&tx, DeviceCode::MODEL, &id).await?, Timestamp::EPOCH)?;
        let Some(Found { record, consumed_at }) = found else { return Ok(Err("NotFoundError")) };
        let record: DeviceCode = record;
        if record.exp <= tx.now().seconds() {
            return Ok(Err("ExpiredError"));
        }
        if record.is_taken() || consumed_at.is_some() {
            return Ok(Err("AlreadyUsedError"));
        }
        let decided = match decision {
            Decision::Look => return Ok(Ok(record)),
            Decision::Confirm => DeviceCode { in_flight: Some(true), ..record },
            Decision::Abort => DeviceCode { error: Some("access_denied".to_owned()), ..record },
        };
        decided.put(&tx).await?;
        tx.commit().await?;
        Ok(if decision == Decision::Abort { Err("AbortedError") } else { Ok(decided) })
    }

    /// A client that has the device grant.
    pub(super) async fn device_client(&self, issuer: &Issuer, id: &str) -> Result<Arc<Client>, OidcError> {
        let client = self.known_client(issuer, id).await?;
        is_device(&client)?;
        Ok(client)
    }

    /// What proves to the form that the page is ours; nothing if the browser was not sent to the page by us.
    pub fn device_secret(&self, visit: &Visit<'_>) -> Option<String> {
        visit.cookies.iter().find(|(name, _)| name == XSRF).map(|(_, value)| value.clone())
    }
}

fn is_device(client: &Client) -> Result<(), OidcError> {
    let application = &client.application;
    if application.r#type == ApplicationType::Native && application.custom_client_metadata.is_device_flow == Some(true)
    {
        return Ok(());
    }
    Err(OidcError::invalid_request(format!("{GRANT} is not allowed for this client")))
}

/// The page with an error.
pub(super) fn failed(visit: &Visit<'_>, name: &str) -> Answer {
    Answer::Show { location: location(visit, &Params::default(), &[("error", name)]), cookies: Vec::new() }
}

/// The page that says that the device may go on.
pub(super) fn succeeded(visit: &Visit<'_>) -> Answer {
    let base = visit.base_path();
    let shape = Shape {
        path: &format!("{base}/device"),
        expires: Some(Timestamp::EPOCH),
        http_only: false,
        secure: visit.is_secure(),
    };
    Answer::Redirect { location: format!("{base}/device/success"), cookies: vec![set(XSRF, "", shape)] }
}

/// Where the page is, with what it needs to know.
fn location(visit: &Visit<'_>, params: &Params, more: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, from) in [("app_id", "client_id"), ("organization_id", "organization_id"), ("ui_locales", "ui_locales")]
    {
        if let Some(value) = params.get(from) {
            query.append_pair(name, value);
        }
    }
    let query = query.extend_pairs(more).finish();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}/device{mark}{query}", visit.base_path())
}

fn page_cookies(visit: &Visit<'_>, keys: &KeySet, session: &Session, params: &Params) -> Vec<SetCookie> {
    let (path, secure) = (format!("{}/device", visit.base_path()), visit.is_secure());
    let expires = Some(Timestamp::from_millis(visit.issuer.tenant.now().millis() + LIFETIME * 1000));
    let secret = session.device_secret.as_deref().unwrap_or_default();
    let mut all = vec![cookies::set(XSRF, secret, Shape { path: &path, expires, http_only: false, secure })];
    all.push(interaction::about(visit, params));
    all.extend(interaction::session_cookies(visit, keys, session));
    all
}

/// A user code as it is kept: people type it in small letters, and with or without the dash.
fn normalized(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// A user code as it is shown.
fn dashed(code: &str) -> String {
    match code.split_at_checked(GROUP) {
        Some((first, second)) => format!("{first}-{second}"),
        None => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{dashed, normalized};

    #[test]
    fn a_user_code_is_read_however_it_is_typed() {
        for typed in ["KRDQRCNQ", "krdq-rcnq", " KRDQ RCNQ ", "krdq–rcnq"] {
            assert_eq!(normalized(typed), "KRDQRCNQ", "{typed}");
        }
        assert_eq!(dashed("KRDQRCNQ"), "KRDQ-RCNQ");
    }
}
