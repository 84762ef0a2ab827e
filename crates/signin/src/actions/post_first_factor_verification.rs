//! A password that is not right here may be right where the tenant's script asks: so people move over from another
//! system one by one, as they sign in.

use avouch_domain::passwords::Passwords;
use avouch_domain::users::identifiers::Wanted;
use avouch_domain::users::register::{self, Registration};
use avouch_domain::{Error, Result, events};
use avouch_model::configs::actions::ActionKey;
use avouch_store::Tenant;
use avouch_store::users::{self, Account};
use serde_json::{Value, json};

use super::{Asked, Patch, ask, is_enabled};
use crate::verification::holder;
use crate::{Event, Identifier, IdentifierType, State, Surroundings};

/// What a script makes of a password.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// The user is new here.
    Create(Patch),
    /// The user is known here.
    Update(Patch),
}

/// Asks the script about a password that is not right here; nothing where it does not say that it is right there.
pub(crate) async fn judge(
    tenant: &Tenant,
    around: &Surroundings<'_>,
    state: &State,
    (identifier, password): (&Identifier, &str),
    account: Option<&Account>,
) -> Result<Option<Verdict>> {
    const KEY: ActionKey = ActionKey::PostFirstFactorVerification;
    let closed = state.interaction_event != Event::SignIn || account.is_some_and(|account| account.user.is_suspended);
    if closed || !is_enabled(tenant, KEY).await? {
        return Ok(None);
    }
    let user = account.map(|account| {
        let user = &account.user;
        json!({ "id": user.id, "username": user.username, "primaryEmail": user.primary_email,
            "primaryPhone": user.primary_phone, "name": user.name, "avatar": user.avatar,
            "customData": user.custom_data, "profile": user.profile })
    });
    let event = json!({ "key": KEY, "interactionEvent": "SignIn", "verificationType": "Password",
        "identifier": identifier, "user": user, "password": password });
    let Some(Asked::Returned(Some(returned))) = ask(tenant, around, (KEY, &event), Some(password)).await? else {
        return Ok(None);
    };
    let is_right = returned.get("passwordVerified") == Some(&Value::Bool(true));
    let (Some(patch), true) = (returned.get("user").and_then(Patch::parse), is_right) else { return Ok(None) };
    let verdict = match returned.get("action").and_then(Value::as_str) {
        Some("createUser") => Verdict::Create(patch),
        Some("updateUser") => Verdict::Update(patch),
        _ => return Ok(None),
    };
    let (Verdict::Create(patch) | Verdict::Update(patch)) = &verdict;
    patch.keeps(identifier)?;
    match (&verdict, account) {
        (Verdict::Create(_), None) | (Verdict::Update(_), Some(_)) => Ok(Some(verdict)),
        (Verdict::Create(_), Some(_)) | (Verdict::Update(_), None) => Err(Error::IdentityConflict),
    }
}

/// Takes over what the script gives, and the password; answers the account as it is then.
pub(crate) async fn take_over(
    tenant: &Tenant,
    around: &Surroundings<'_>,
    passwords: &Passwords,
    (identifier, password): (&Identifier, String),
    (verdict, account): (&Verdict, Option<Account>),
) -> Result<Account> {
    let hashed = passwords.hash(password).await?;
    match (verdict, account) {
        (Verdict::Create(patch), _) => {
            let of = |kind: IdentifierType, name: &str| {
                let own = (identifier.r#type == kind).then(|| identifier.value.clone());
                patch.text(name).or(own)
            };
            let registration = Registration {
                wanted: Wanted {
                    username: of(IdentifierType::Username, "username"),
                    email: of(IdentifierType::Email, "primaryEmail"),
                    phone: of(IdentifierType::Phone, "primaryPhone"),
                },
                password: Some(hashed),
                name: patch.text("name"),
                avatar: patch.text("avatar"),
                profile: patch.object("profile"),
                custom_data: patch.object("customData"),
                client: around.application,
                ..Registration::default()
            };
            let tx = tenant.begin().await?;
            register::create(&tx, registration).await?;
            tx.commit().await?;
        }
        (Verdict::Update(patch), Some(known)) => {
            let id = known.user.id.as_str();
            let tx = tenant.begin().await?;
            let account = users::lock(&tx, id).await?.ok_or(Error::InvalidCredentials)?;
            users::set_password(&tx, id, &hashed).await?;
            if patch.is_empty() {
                events::user_changed(&tx, id).await?;
            } else {
                patch.write(&tx, &account).await?;
            }
            tx.commit().await?;
        }
        (Verdict::Update(_), None) => return Err(Error::IdentityConflict),
    }
    holder(tenant, identifier).await?.ok_or(Error::InvalidCredentials)
}
