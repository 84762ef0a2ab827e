//! Users from elsewhere, many at once: a line of JSON each, a result for each line. Memory does not grow with their number.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use avouch_model::users::import::{ImportResult, ImportStatus, ImportUser};
use avouch_model::users::requests::CreateUser;
use avouch_model::{Json, Timestamp, UserId};
use avouch_shape::{Checked, JsonObject};
use avouch_store::users as stored;
use avouch_store::{Read as _, Tenant};
use futures_util::{Stream, StreamExt as _};
use serde_json::Value;
use tokio::io::AsyncRead;
use tokio_util::codec::{FramedRead, LinesCodec, LinesCodecError};

use super::{Candidate, identities};
use crate::passwords::Passwords;
use crate::{Error, Result, ids};

/// Longest line, in bytes.
const LONGEST: usize = 256 * 1024;

/// Users in the works at once: enough for transactions to be committed in groups.
const AT_ONCE: usize = 64;

/// How often a line is tried again while the server has too much to do.
const ATTEMPTS: u32 = 20;

/// An import.
#[derive(Debug)]
pub struct Import {
    tenant: Tenant,
    passwords: Passwords,
    /// What a client calls the import, so that it can be tried again: identifiers of users are made of it.
    key: Option<String>,
    /// What the lines of a dry run asked for so far.
    dry: Option<Seen>,
}

impl Import {
    /// An import of users into a tenant.
    pub fn new(tenant: Tenant, passwords: Passwords, key: Option<String>, dry_run: bool) -> Self {
        Self { tenant, passwords, key, dry: dry_run.then(Seen::default) }
    }

    /// Reads lines; answers what became of each, in their order. Empty lines are passed over.
    pub fn run(self, reader: impl AsyncRead + Send) -> impl Stream<Item = ImportResult> + Send {
        let import = Arc::new(self);
        let lines = FramedRead::new(reader, LinesCodec::new_with_max_length(LONGEST)).enumerate();
        let full = lines.filter_map(async |(index, line)| {
            let number = i64::try_from(index).unwrap_or(i64::MAX).saturating_add(1);
            let is_empty = line.as_ref().is_ok_and(|line| line.trim().is_empty());
            (!is_empty).then_some((number, line))
        });
        full.map(move |(line, text)| {
            let import = Arc::clone(&import);
            // A task of its own: whoever reads results slowly must not hold a transaction open.
            let work = tokio::spawn(async move { import.line(line, text).await });
            async move {
                work.await.unwrap_or_else(|error| {
                    tracing::error!(%error, line, "the import of a user ended early");
                    failed(line, "request.general", "The server failed on this line; try it again.".to_owned())
                })
            }
        })
        .buffered(AT_ONCE)
    }

    async fn line(&self, line: i64, text: std::result::Result<String, LinesCodecError>) -> ImportResult {
        let failed = |code: &str, message: String| failed(line, code, message);
        let value: Value = match text.map(|text| serde_json::from_str(&text)) {
            Ok(Ok(value)) => value,
            Ok(Err(error)) => return failed("guard.invalid_input", format!("The line is not valid JSON: {error}.")),
            Err(LinesCodecError::MaxLineLengthExceeded) => {
                let message = format!("A line may have at most {LONGEST} bytes; what follows it was not read.");
                return failed("guard.invalid_input", message);
            }
            Err(LinesCodecError::Io(_)) => {
                return failed("request.invalid_input", "The request ended early, or is not UTF-8.".to_owned());
            }
        };
        let mut attempt = 0;
        loop {
            let input = match avouch_shape::read::<ImportUser>(value.clone()) {
                Ok(input) => input,
                Err(issues) => return failed("guard.invalid_input", issues.details()),
            };
            match self.one(line, input).await {
                Ok((status, user_id)) => return ImportResult { line, status, user_id, code: None, message: None },
                Err(Error::Store(avouch_store::Error::Busy(_))) if attempt < ATTEMPTS => {
                    attempt += 1;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(error) => {
                    let Some(problem) = error.problem() else {
                        tracing::error!(%error, line, "a user could not be imported");
                        return failed("request.general", "The server failed on this line; try it again.".to_owned());
                    };
                    return failed(problem.code, problem.message);
                }
            }
        }
    }

    async fn one(&self, line: i64, input: ImportUser) -> Result<(ImportStatus, Option<UserId>)> {
        let Parts { id, identities, is_suspended, created_at, last_sign_in_at, user } = Parts::of(input)?;
        let id = id.or_else(|| self.key.as_deref().map(|key| self.id_of(key, line)));
        let mut candidate = Candidate::new(&self.tenant, &self.passwords, user).await?;
        if let Some(id) = id {
            if let Some(there) = stored::get(&self.tenant, &id).await? {
                let (there, new) = (there.user, &candidate.new.user);
                let same = there.username == new.username
                    && there.primary_email == new.primary_email
                    && there.primary_phone == new.primary_phone;
                if self.key.is_some() && same {
                    return Ok((ImportStatus::Existing, Some(there.id)));
                }
                return Err(Error::UserIdInUse);
            }
            candidate.new.user.id = UserId::new(id);
        }
        let user = &mut candidate.new.user;
        user.is_suspended = is_suspended;
        user.created_at = created_at.unwrap_or(user.created_at);
        user.last_sign_in_at = last_sign_in_at;
        user.identities = Json::from(&Value::Object(identities.clone()));
        let id = user.id.clone();
        for (target, identity) in &identities {
            identities::refuse_taken(&self.tenant, target, user_id_of(identity), None).await?;
        }
        if let Some(seen) = &self.dry {
            super::identifiers::check_new(&self.tenant, &candidate.wanted).await?;
            seen.note(&candidate.new.user, &identities)?;
            return Ok((ImportStatus::Valid, None));
        }
        let tx = self.tenant.begin().await?;
        candidate.add(&tx).await?;
        if !identities.is_empty() {
            stored::identities::replace(&tx, id.as_str(), &identities).await.map_err(identities::in_use)?;
        }
        tx.commit().await?;
        Ok((ImportStatus::Created, Some(id)))
    }

    /// The identifier of a line's user: the same whenever the import is tried.
    fn id_of(&self, key: &str, line: i64) -> String {
        const LETTERS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
        let name = format!("{}\0{key}\0{line}", self.tenant.id());
        let digest = avouch_crypto::sha256(name.as_bytes());
        let mut number = digest.iter().take(16).fold(0_u128, |number, byte| (number << 8) | u128::from(*byte));
        let mut id = String::new();
        for _ in 0..ids::SHORT {
            let letter = LETTERS.get(usize::try_from(number % 36).unwrap_or_default()).copied().unwrap_or(b'0');
            id.push(char::from(letter));
            number /= 36;
        }
        id
    }
}

fn failed(line: i64, code: &str, message: String) -> ImportResult {
    let (code, message) = (Some(code.to_owned()), Some(message));
    ImportResult { line, status: ImportStatus::Failed, user_id: None, code, message }
}

/// A line, taken apart.
struct Parts {
    id: Option<String>,
    identities: JsonObject,
    is_suspended: bool,
    created_at: Option<Timestamp>,
    last_sign_in_at: Option<Timestamp>,
    user: CreateUser,
}

impl Parts {
    fn of(input: ImportUser) -> Result<Self> {
        let ImportUser {
            id,
            primary_phone,
            primary_email,
            username,
            password,
            password_digest,
            password_algorithm,
            name,
            avatar,
            custom_data,
            profile,
            identities,
            is_suspended,
            created_at,
            last_sign_in_at,
        } = input;
        let identities = identities.unwrap_or_default();
        if identities.values().any(|identity| user_id_of(identity).is_empty()) {
            let details = "each of `identities` needs a `userId`.".to_owned();
            return Err(Error::InvalidInput { details });
        }
        let time = |millis: Option<i64>, name: &str| match millis {
            Some(millis) if Timestamp::from_millis(millis).date().is_none() => {
                let details = format!("`{name}` is not a time in milliseconds since 1970.");
                Err(Error::InvalidInput { details })
            }
            millis => Ok(millis.map(Timestamp::from_millis)),
        };
        let user = CreateUser {
            primary_phone: primary_phone.into_option(),
            primary_email: primary_email.into_option(),
            username: username.into_option(),
            password,
            password_digest: password_digest.into_option(),
            password_algorithm: password_algorithm.into_option(),
            name: name.into_option(),
            avatar,
            custom_data,
            profile,
        };
        Ok(Self {
            id: id.map(Checked::into_inner),
            identities,
            is_suspended: is_suspended.unwrap_or(false),
            created_at: time(created_at, "createdAt")?,
            last_sign_in_at: time(last_sign_in_at.into_option(), "lastSignInAt")?,
            user,
        })
    }
}

fn user_id_of(identity: &Value) -> &str {
    identity.get("userId").and_then(Value::as_str).unwrap_or_default()
}

/// What was asked for so far, as numbers: lines must not only be free of what is stored, but of each other.
#[derive(Debug, Default)]
struct Seen {
    hasher: RandomState,
    hashes: Mutex<HashSet<u64>>,
}

impl Seen {
    fn note(&self, user: &avouch_model::users::UserInfo, identities: &JsonObject) -> Result<()> {
        let id = user.id.as_str();
        let username = user.username.as_deref();
        let email = user.primary_email.as_deref().map(str::to_lowercase);
        let phone = user.primary_phone.as_deref();
        self.first('i', id).then_some(()).ok_or(Error::UserIdInUse)?;
        username.is_none_or(|name| self.first('u', name)).then_some(()).ok_or(Error::UsernameInUse)?;
        email.is_none_or(|email| self.first('e', &email)).then_some(()).ok_or(Error::EmailInUse)?;
        phone.is_none_or(|phone| self.first('p', phone)).then_some(()).ok_or(Error::PhoneInUse)?;
        for (target, identity) in identities {
            let known = format!("{target}\0{}", user_id_of(identity));
            self.first('s', &known).then_some(()).ok_or(Error::IdentityInUse)?;
        }
        Ok(())
    }

    fn first(&self, kind: char, value: &str) -> bool {
        self.hashes.lock().unwrap_or_else(PoisonError::into_inner).insert(self.hasher.hash_one((kind, value)))
    }
}
