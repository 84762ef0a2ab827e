//! Everything that can be wrong with a request, each with its code, status and words.

use std::fmt;

use avouch_store as store;
use serde_json::{Value, json};

/// An HTTP status, without HTTP.
pub type Status = u16;

/// The result of a rule.
pub type Result<T> = std::result::Result<T, Error>;

/// What a client is told of an error.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Status.
    pub status: Status,
    /// Code: part of the API.
    pub code: &'static str,
    /// Words for people: not part of the API.
    pub message: String,
    /// More for machines.
    pub data: Option<Value>,
}

macro_rules! errors {
    ($($(#[$doc:meta])* $name:ident $({ $($field:ident: $type:ty),+ })? => $status:literal $code:literal, $message:literal;)*) => {
        /// An error of a rule; a variant for each code of the API.
        #[derive(Debug)]
        pub enum Error {
            $($(#[$doc])* $name $({ $(#[doc = concat!("The ", stringify!($field), ".")] $field: $type),+ })?,)*
            /// The store failed in a way that is no fault of the request, or is the same for every noun.
            Store(store::Error),
        }

        impl Error {
            /// Every code there is, with its status, for the documentation and its checks.
            pub const CODES: &'static [(&'static str, Status)] = &[$(($code, $status),)*];

            /// What the client is told; nothing for failures that are not its own.
            pub fn problem(&self) -> Option<Problem> {
                Some(match self {
                    $(Self::$name $({ $($field),+ })? => Problem {
                        status: $status,
                        code: $code,
                        message: format!($message $(, $($field = $field),+)?),
                        data: self.data(),
                    },)*
                    Self::Store(error) => return from_store(error),
                })
            }
        }
    };
}

errors! {
    /// A value that the schema allows and a rule does not.
    InvalidInput { details: String } => 400 "request.invalid_input", "The input is invalid: {details}";
    /// The same, where the API says 422.
    UnprocessableInput { details: String } => 422 "request.invalid_input", "The input is invalid: {details}";
    /// Both ways to leave applications or users out of a list were used.
    NotFound => 404 "entity.not_found", "There is no such thing here.";
    /// An update met no row.
    NotExists { name: &'static str } => 404 "entity.not_exists", "The {name} does not exist.";
    /// A row that was asked for by its identifier is not there.
    NotExistsWithId { name: &'static str, id: String } =>
        404 "entity.not_exists_with_id", "There is no row with the identifier “{id}” in {name}.";
    /// A change without a column to write.
    NothingToChange => 422 "entity.invalid_input", "The request changes nothing: send at least one field that can be changed.";
    /// A check of the database.
    ConstraintViolated => 422 "entity.db_constraint_violated", "The value breaks a rule between rows, such as a role of the wrong type.";
    /// The role that opens the Management API is gone.
    InternalRoleMissing => 500 "entity.not_exists", "The internal role that opens the Management API does not exist in this tenant.";

    /// SAML applications have an API of their own.
    UseSamlApi => 400 "application.saml.use_saml_app_api", "SAML applications are managed at /api/saml-applications.";
    /// Only native applications can use the device grant.
    DeviceFlowNativeOnly => 422 "application.device_flow_native_only", "Only a Native application can use the device flow.";
    /// The device grant is chosen once.
    DeviceFlowNotChangeable => 422 "application.device_flow_not_changeable", "Whether an application uses the device flow cannot be changed after it was created.";
    /// A protected application needs to know where it lives.
    ProtectedMetadataRequired => 400 "application.protected_app_metadata_is_required", "A Protected application needs `protectedAppMetadata` with `subDomain` and `origin`.";
    /// There is no proxy for protected applications.
    ProtectedNotConfigured => 501 "application.protected_app_not_configured", "No proxy for protected applications is configured on this server.";
    /// A label that cannot be part of a host name.
    InvalidSubdomain => 422 "application.invalid_subdomain", "`subDomain` must be one label of a host name: letters, digits and hyphens.";
    /// Protected metadata on another type.
    ProtectedOnly => 400 "application.protected_application_only", "Only a Protected application has `protectedAppMetadata`.";
    /// A protected application without metadata.
    ProtectedMisconfigured => 422 "application.protected_application_misconfigured", "The application is Protected but has no metadata to change.";
    /// Custom domains keep a protected application alive.
    DeleteCustomDomainsFirst => 422 "application.should_delete_custom_domains_first", "Delete the application's custom domains first.";
    /// Only some types can be third-party.
    InvalidThirdPartyType => 400 "application.invalid_third_party_application_type", "Only Traditional, SPA and Native applications can be third-party.";
    /// A third party cannot act for users at will.
    ThirdPartyTokenExchange => 422 "application.third_party_application_cannot_enable_token_exchange", "A third-party application cannot enable token exchange.";
    /// Roles are for machine-to-machine applications.
    InvalidApplicationType => 422 "application.invalid_type", "Only a MachineToMachine application can have roles.";
    /// A role for people was given to an application.
    InvalidApplicationRoleType => 422 "application.invalid_role_type", "An application can only be given roles of type MachineToMachine.";
    /// There is no secret from before secrets had names.
    NoLegacySecret => 400 "application.no_legacy_secret_found", "The application has no legacy secret.";
    /// Consent is for third-party applications.
    ThirdPartyOnly => 422 "application.third_party_application_only", "Only a third-party application asks users for consent.";
    /// Scopes that are not there.
    ConsentScopesNotFound { invalid: Value } => 422 "application.user_consent_scopes_not_found", "Some scopes do not exist: {invalid}";
    /// Users cannot hand out the Management API.
    ConsentManagementScopes => 422 "application.consent_management_api_scopes_not_allowed", "Scopes of the Management API cannot be consented to.";
    /// Only protected applications have domains of their own.
    DomainsOfProtectedOnly => 422 "application.protected_application_only", "Only a Protected application has custom domains.";
    /// Names of secrets are unique.
    SecretNameExists { name: String } => 422 "application.secret_name_exists", "The application already has a secret named “{name}”.";

    /// A reference to something of the tenant that is not there, around organizations.
    RelatedNotFound => 422 "entity.relation_foreign_key_not_found", "Something that the request refers to does not exist.";
    /// One identifier stands twice in a list.
    GivenTwice => 422 "entity.unique_integrity_violation", "An identifier stands twice in the list.";
    /// Someone is no member of the organization.
    RequireMembership => 422 "organization.require_membership", "The user or application is not a member of the organization.";
    /// Names of organization roles that are not there.
    RoleNamesNotFound => 422 "organization.role_names_not_found", "Some of the organization role names do not exist.";

    /// Nothing delivers messages of this kind.
    NoConnector { kind: &'static str } => 501 "connector.not_found", "There is no connector of type {kind}; set one up first.";
    /// The connector cannot do this.
    ConnectorNotImplemented => 501 "connector.not_implemented", "The connector cannot do this.";

    /// Names of roles are unique.
    RoleNameInUse { name: String } => 422 "role.name_in_use", "There is already a role named “{name}”.";
    /// A scope that the role grants already.
    RoleScopeExists { id: String } => 422 "role.scope_exists", "The role already grants the scope “{id}”.";
    /// The Management API is not for people.
    ManagementScopesNotForUsers => 400 "role.management_api_scopes_not_assignable_to_user_role", "Scopes of the Management API can only be granted to roles of type MachineToMachine.";
    /// A user who holds the role already.
    RoleUserExists { id: String } => 422 "role.user_exists", "The user “{id}” already has the role.";
    /// An application that holds the role already.
    RoleApplicationExists { id: String } => 422 "role.application_exists", "The application “{id}” already has the role.";

    /// Indicators are unique.
    IndicatorInUse { indicator: String } => 422 "resource.resource_identifier_in_use", "There is already an API resource with the indicator “{indicator}”.";
    /// The Management API cannot be removed.
    CannotDeleteManagementApi => 400 "resource.cannot_delete_management_api", "The Management API cannot be deleted.";
    /// The Management API cannot be changed.
    CannotModifyManagementApi => 400 "resource.cannot_modify_management_api", "The Management API and its scopes cannot be changed.";
    /// Names of scopes are unique within a resource.
    ScopeNameExists { name: String } => 422 "scope.name_exists", "The API resource already has a scope named “{name}”.";
    /// Scopes are separated by spaces.
    ScopeNameWithSpace => 400 "scope.name_with_space", "A scope's name cannot contain spaces: spaces separate scopes.";

    /// A password and the hash of one.
    PasswordAndDigest => 400 "user.password_and_digest", "Send `password` or `passwordDigest`, not both.";
    /// A hash without a word of how it was made.
    PasswordAlgorithmRequired => 400 "user.password_algorithm_required", "`passwordDigest` needs `passwordAlgorithm`.";
    /// The form of a hash of another system.
    InvalidLegacyPassword => 400 "password.invalid_legacy_password_format", "A legacy password is `[algorithm, [arguments with \"@\" for the password], hash]` as JSON.";
    /// A digest that is not known.
    UnsupportedLegacyAlgorithm => 400 "password.unsupported_legacy_hash_algorithm", "The algorithm of the legacy password is not supported.";
    /// User names are unique.
    UsernameInUse => 422 "user.username_already_in_use", "The user name is already in use.";
    /// E-mail addresses are unique.
    EmailInUse => 422 "user.email_already_in_use", "The e-mail address is already in use.";
    /// Phone numbers are unique.
    PhoneInUse => 422 "user.phone_already_in_use", "The phone number is already in use.";
    /// Not a phone number of any country.
    InvalidPhone => 422 "user.invalid_phone", "The phone number cannot be read; send international digits.";
    /// Nobody removes themselves.
    CannotDeleteSelf => 400 "user.cannot_delete_self", "You cannot delete yourself.";
    /// A role for applications was given to a user.
    InvalidUserRoleType => 422 "user.invalid_role_type", "A user can only be given roles of type User.";
    /// Another user has this identity.
    IdentityInUse => 422 "user.identity_already_in_use", "The identity is already linked to another user.";
    /// No identity at this provider.
    IdentityNotExist => 404 "user.identity_not_exist", "The user has no identity at this provider.";
    /// No identity at this enterprise's provider.
    EnterpriseIdentityNotExist => 404 "user.enterprise_sso_identity_not_exists", "The user has no identity through this enterprise connector.";
    /// Names of personal access tokens are unique.
    TokenNameExists => 422 "user.personal_access_token_name_exists", "The user already has a personal access token of this name.";
    /// One authenticator app a user.
    TotpInUse => 422 "user.totp_already_in_use", "The user already has an authenticator app; remove it first.";
    /// Not a secret for one-time passwords.
    TotpSecretInvalid => 422 "user.totp_secret_invalid", "The secret must be 16 to 32 characters of base32.";
    /// Backup codes are left.
    BackupCodeInUse => 422 "user.backup_code_already_in_use", "The user still has backup codes; remove them first.";
    /// Backup codes need another factor.
    BackupCodeAlone => 422 "session.mfa.backup_code_can_not_be_alone", "Backup codes need another second factor beside them.";
    /// Backup codes of another form.
    WrongBackupCodeFormat => 422 "user.wrong_backup_code_format", "Backup codes are 10 texts of 10 hexadecimal digits.";
    /// Wrong password, or none.
    InvalidCredentials => 422 "session.invalid_credentials", "The account or the password is wrong.";
    /// Passwords do not expire in this tenant.
    PasswordExpirationNotEnabled => 400 "sign_in_experiences.password_expiration_not_enabled", "Passwords do not expire: enable that in the sign-in settings first.";

    /// There is no such session.
    SessionNotFound => 404 "oidc.session_not_found", "There is no such session.";
    /// Someone else's session.
    SessionOfAnother => 404 "oidc.invalid_session_account_id", "The session is not this user's.";
    /// No such grant, or someone else's.
    InvalidGrant => 404 "oidc.invalid_grant", "The user has no such grant.";

    /// A body that the schema lets through and that says too little.
    InvalidBody => 400 "guard.invalid_input", "The request body is invalid: a member is missing.";
    /// The sign-in experience was not started, or is over.
    InteractionNotFound => 404 "session.interaction_not_found", "Start with PUT /api/experience.";
    /// The tenant does not allow this.
    NotAllowed { details: &'static str } => 403 "auth.forbidden", "Not allowed: {details}.";
    /// Not while a password is being recovered.
    NotForForgotPassword => 400 "session.not_supported_for_forgot_password", "This cannot be done while a password is recovered.";
    /// The same, where the API says 422.
    MethodNotForForgotPassword => 422 "session.not_supported_for_forgot_password", "A password cannot be recovered this way.";
    /// A verification that is not there.
    VerificationNotFound => 404 "session.verification_session_not_found", "There is no such verification.";
    /// A verification that did not succeed.
    VerificationFailed => 400 "session.verification_failed", "The verification did not succeed.";
    /// The tenant does not sign in this way.
    SignInMethodNotEnabled => 422 "user.sign_in_method_not_enabled", "This way to sign in is not enabled.";
    /// Nobody has this identifier.
    UserNotExist { identifier: String } => 404 "user.user_not_exist", "There is no user “{identifier}”.";
    /// The user is suspended.
    UserSuspended => 401 "user.suspended", "The account is suspended.";
    /// Someone else is signing in already.
    IdentityConflict => 409 "session.identity_conflict", "Another user is already signing in here; start again.";
    /// Nobody is identified yet.
    IdentifierNotFound => 404 "session.identifier_not_found", "Identify the user first.";
    /// Something that the tenant wants of every user is missing.
    MissingProfile { missing: Vec<&'static str> } => 422 "user.missing_profile", "The account lacks: {missing:?}";
    /// A second factor is needed.
    RequireMfa { available: Value } => 403 "session.mfa.require_mfa_verification", "Verify a second factor first: {available}";
    /// A second factor has to be set up.
    MissingMfa { available: Value } => 422 "user.missing_mfa", "Set up a second factor first: {available}";
    /// No proof that it is a person.
    CaptchaRequired => 422 "session.captcha_required", "Solve the captcha first.";
    /// The proof cannot be checked, or is wrong.
    CaptchaFailed => 422 "session.captcha_failed", "The captcha was not solved.";
    /// The password breaks the tenant's rules.
    PasswordRejected { issues: Value } => 422 "password.rejected", "The password breaks the rules: {issues}";
    /// The password has to be changed.
    PasswordExpired => 422 "password.expired", "The password is expired; recover it.";
    /// Too many wrong guesses.
    TooManyAttempts { minutes: i64 } => 400 "session.verification_blocked_too_many_attempts", "Too many attempts; try again in {minutes} minutes.";
    /// Not the password of this moment.
    InvalidTotp => 400 "session.mfa.invalid_totp_code", "The code of the authenticator app is wrong or was used already.";
    /// Not one of the codes that are left.
    InvalidBackupCode => 400 "session.mfa.invalid_backup_code", "The backup code is wrong or was used already.";
    /// A user name that begins with a digit.
    UsernameStartsWithNumber => 422 "user.username_starts_with_number", "A user name does not begin with a digit.";
    /// A user name with other characters.
    UsernameCharacters => 422 "user.username_invalid_charset_hard", "A user name has letters, digits and underscores only.";
    /// A short user name.
    UsernameTooShort => 422 "user.username_too_short", "The user name is too short.";
    /// A long user name.
    UsernameTooLong => 422 "user.username_too_long", "The user name is too long.";
    /// Capitals.
    UsernameUppercase => 422 "user.username_uppercase_not_allowed", "The user name cannot have capital letters.";
    /// Small letters.
    UsernameLowercase => 422 "user.username_lowercase_not_allowed", "The user name cannot have small letters.";
    /// Digits.
    UsernameNumbers => 422 "user.username_numbers_not_allowed", "The user name cannot have digits.";
    /// Underscores.
    UsernameUnderscore => 422 "user.username_underscore_not_allowed", "The user name cannot have underscores.";

    /// One key must remain.
    KeyRequired => 422 "oidc.key_required", "At least one key must remain.";
    /// There is no such key.
    KeyNotFound { id: String } => 404 "oidc.key_not_found", "There is no key with the identifier “{id}”.";
    /// Only keys that sign no more can go.
    OnlyPreviousKey => 422 "oidc.only_previous_key_can_be_deleted", "Only a previous signing key can be deleted.";
    /// A rotation that cannot be done.
    InvalidRotation { details: String } => 422 "oidc.invalid_request", "The keys cannot be rotated: {details}";
}

impl Error {
    /// More for machines, where the API gives it.
    fn data(&self) -> Option<Value> {
        match self {
            // Clients read the reason from the message; the member is there and empty.
            Self::InvalidInput { .. } => Some(json!({})),
            Self::ConsentScopesNotFound { invalid } => Some(invalid.clone()),
            Self::UserNotExist { identifier } => Some(json!({ "identifier": identifier })),
            Self::MissingProfile { missing } => Some(json!({ "missingProfile": missing })),
            Self::RequireMfa { available } | Self::MissingMfa { available } => Some(available.clone()),
            Self::PasswordRejected { issues } => Some(issues.clone()),
            _ => None,
        }
    }
}

/// What the client is told of an error of the store, whichever noun it met; nothing for failures of ours.
fn from_store(error: &store::Error) -> Option<Problem> {
    let (status, code, message) = match error {
        store::Error::TooLong => (422, "entity.value_too_long", "A value is too long for its field."),
        store::Error::InvalidValue => {
            (422, "entity.invalid_input", "A value cannot be stored, such as a text with a NUL character.")
        }
        store::Error::Check { .. } => return Error::ConstraintViolated.problem(),
        store::Error::ForeignKey => {
            (404, "entity.relation_foreign_key_not_found", "Something that the request refers to does not exist.")
        }
        store::Error::Unique { .. } => {
            (422, "entity.unique_integrity_violation", "There is already a row with one of these values.")
        }
        store::Error::Busy(_) | store::Error::Unavailable(_) | store::Error::Corrupt(_) | store::Error::Driver(_) => {
            return None;
        }
    };
    Some(Problem { status, code, message: message.to_owned(), data: None })
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.problem(), self) {
            (Some(problem), _) => write!(formatter, "{}: {}", problem.code, problem.message),
            (None, Self::Store(error)) => error.fmt(formatter),
            (None, _) => formatter.write_str("unknown"),
        }
    }
}

impl std::error::Error for Error {}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}
