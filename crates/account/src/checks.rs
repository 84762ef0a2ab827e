//! What an operation asks of its caller, a name for each; operations make these checks in the order of the API.

use avouch_domain::{Error, Result};
use avouch_model::account_center::FieldControl;
use avouch_model::users::UserInfo;
use avouch_store::Tx;
use avouch_store::users::{Account, identities};

use crate::Caller;

/// A field that the tenant lets people see or change, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Name.
    Name,
    /// Picture.
    Avatar,
    /// Claims of the profile.
    Profile,
    /// E-mail address.
    Email,
    /// Phone number.
    Phone,
    /// Password.
    Password,
    /// User name.
    Username,
    /// Identities at social providers.
    Social,
    /// Whatever applications keep with the user.
    CustomData,
    /// Second factors.
    Mfa,
    /// Passkeys that sign in; as second factors unless set.
    Passkey,
    /// Sessions and grants.
    Session,
    /// Browsers that stand for a second factor.
    TrustedDevice,
}

impl Field {
    fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Avatar => "avatar",
            Self::Profile => "profile",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Password => "password",
            Self::Username => "username",
            Self::Social => "social",
            Self::CustomData => "customData",
            Self::Mfa => "mfa",
            Self::Passkey => "passkey",
            Self::Session => "session",
            Self::TrustedDevice => "trustedDevice",
        }
    }
}

impl Caller {
    fn control(&self, field: Field) -> FieldControl {
        let fields = &self.fields;
        let control = match field {
            Field::Name => fields.name,
            Field::Avatar => fields.avatar,
            Field::Profile => fields.profile,
            Field::Email => fields.email,
            Field::Phone => fields.phone,
            Field::Password => fields.password,
            Field::Username => fields.username,
            Field::Social => fields.social,
            Field::CustomData => fields.custom_data,
            Field::Mfa => fields.mfa,
            Field::Passkey => fields.passkey.or(fields.mfa),
            Field::Session => fields.session,
            Field::TrustedDevice => fields.trusted_device,
        };
        control.unwrap_or_default()
    }

    /// Whether a field is shown.
    pub(crate) fn sees(&self, field: Field) -> bool {
        self.control(field) != FieldControl::Off
    }

    /// Whether the token has a scope.
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        self.scope.split(' ').any(|value| value == scope)
    }

    /// The user just proved once more who it is.
    pub fn need_proof(&self) -> Result<()> {
        if self.is_proved { Ok(()) } else { Err(Error::IdentityNotVerified) }
    }

    /// The same, unless the account has nothing that it could be proved with.
    pub fn need_proof_if_possible(&self, account: &Account) -> Result<()> {
        if has_proof(&account.user, account.password.is_some()) { self.need_proof() } else { Ok(()) }
    }

    /// The tenant lets people change a field.
    pub fn need_edit(&self, field: Field) -> Result<()> {
        match self.control(field) {
            FieldControl::Edit => Ok(()),
            FieldControl::ReadOnly | FieldControl::Off => Err(Error::FieldNotEditable { field: field.name() }),
        }
    }

    /// The tenant lets people see a field.
    pub fn need_sight(&self, field: Field) -> Result<()> {
        if self.sees(field) { Ok(()) } else { Err(Error::FieldNotEnabled { field: field.name() }) }
    }

    /// The token has a scope.
    pub fn need_scope(&self, scope: &'static str) -> Result<()> {
        if self.has_scope(scope) { Ok(()) } else { Err(Error::ScopeMissing { scope }) }
    }

    /// The same, where the API says 400.
    pub fn need_scope_of_field(&self, scope: &'static str) -> Result<()> {
        if self.has_scope(scope) { Ok(()) } else { Err(Error::FieldScopeMissing { scope }) }
    }

    /// The same, where the API says 403.
    pub fn need_scope_of_tokens(&self, scope: &'static str) -> Result<()> {
        if self.has_scope(scope) { Ok(()) } else { Err(Error::ScopeForbidden { scope }) }
    }

    /// The client is no third party.
    pub fn need_first_party(&self) -> Result<()> {
        if self.is_third_party { Err(Error::ThirdPartyForbidden) } else { Ok(()) }
    }
}

/// Whether an account has something that its user can be asked for.
pub(crate) fn has_proof(user: &UserInfo, has_password: bool) -> bool {
    has_password || user.primary_email.is_some() || user.primary_phone.is_some()
}

/// A user, as it would be, still has something to sign in with.
pub(crate) async fn need_identifier(tx: &Tx, user: &UserInfo) -> Result<()> {
    let names = [&user.username, &user.primary_email, &user.primary_phone];
    let has_own = names.into_iter().any(Option::is_some)
        || user.identities.object().is_some_and(|identities| !identities.is_empty());
    if has_own || !identities::sso(tx, user.id.as_str()).await?.is_empty() {
        return Ok(());
    }
    Err(Error::LastSignInMethod)
}
