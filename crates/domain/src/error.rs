//! Everything that can be wrong with a request, each with its code, status and words.

mod said;

use std::fmt;

use avouch_shape::Issues;
use avouch_store as store;
use serde_json::{Value, json};

use self::said::Said as _;

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
    /// More for people, a line for each issue.
    pub details: Option<String>,
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
                        message: format!($message $(, $($field = $field.said()),+)?),
                        data: self.data(),
                        details: self.details(),
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
    /// A source that a page's policy cannot have.
    CspSource { directive: &'static str, source: String, reason: &'static str } => 400 "request.invalid_input", "`{directive}` cannot have the source {source}: {reason}.";
    /// Nobody is named whom a password must not be made of.
    PasswordNeedsUser => 400 "request.invalid_input", "`userId` is needed: passwords must not be made of what is known of the user.";
    /// The same, where the API says 422.
    UnprocessableInput { details: String } => 422 "request.invalid_input", "The input is invalid: {details}";
    /// Nothing answers to that name.
    NotFound => 404 "entity.not_found", "There is no such thing here.";
    /// A request of the same name, or a change of the same thing, goes on.
    RequestUnderWay => 409 "request.under_way", "A request with this `Idempotency-Key`, or a change of the same thing, is under way: try again in a moment.";
    /// A name of a request was used for another one.
    IdempotencyKeyReused => 422 "request.idempotency_key_reused", "This `Idempotency-Key` was used for another request: make a new one for each.";
    /// What was to be changed is not as the client knows it.
    PreconditionFailed => 412 "request.precondition_failed", "It changed since you read it: read it again, and send its `ETag` as `If-Match`.";
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

    /// The application is no SAML application.
    SamlOnly => 422 "application.saml.saml_application_only", "The application is not a SAML application.";
    /// Responses go by POST only.
    SamlAcsBinding => 422 "application.saml.acs_url_binding_not_supported", "Responses are sent by HTTP-POST only.";
    /// Responses go to addresses of the web only.
    SamlAcsScheme => 400 "application.saml.acs_url_scheme_not_supported", "The ACS URL must begin with https:// or http://.";
    /// A certificate cannot be read.
    SamlCertificate => 400 "application.saml.invalid_certificate_pem_format", "The certificate for encryption is not one in PEM form, or its key is not RSA.";
    /// The certificate in use stays.
    SamlActiveSecret => 400 "application.saml.can_not_delete_active_secret", "Activate another certificate before this one is deleted.";
    /// Nothing to sign with.
    SamlNoActiveSecret => 404 "application.saml.no_active_secret", "The application has no active certificate.";
    /// Nobody is known to ask.
    SamlEntityId => 400 "application.saml.entity_id_required", "Set the application's entity ID first.";
    /// Nowhere to answer.
    SamlAcsUrl => 400 "application.saml.acs_url_required", "Set the application's ACS URL first.";
    /// A request that cannot be taken.
    SamlRequest { details: String } => 400 "application.saml.invalid_saml_request", "The SAML request is not accepted: {details}.";
    /// A request of another.
    SamlIssuer => 400 "application.saml.auth_request_issuer_not_match", "The request's issuer is not the application's entity ID.";
    /// The browser began no sign-in.
    SamlSessionCookie => 400 "application.saml.sp_initiated_saml_sso_session_not_found_in_cookies", "This browser began no sign-in. Start again at the application.";
    /// The sign-in is over or was answered.
    SamlSession => 400 "application.saml.sp_initiated_saml_sso_session_not_found", "The sign-in is over. Start again at the application.";
    /// The sign-in of another tab or another person.
    SamlState => 400 "application.saml.state_mismatch", "The answer belongs to another sign-in. Start again at the application.";
    /// People are named by their address, and this one has none.
    SamlEmailMissing => 400 "application.saml.missing_email_address", "The application names people by their e-mail address, and this user has none.";
    /// The provider refused.
    SamlRefused { details: String } => 400 "oidc.invalid_request", "The sign-in was refused: {details}";
    /// An address that is not the application's.
    SamlRedirectUri => 400 "oidc.invalid_redirect_uri", "The redirect URI is not one of the application.";
    /// A response that cannot be made.
    SamlResponse { details: String } => 500 "application.saml.private_key_required", "The response cannot be made: {details}";
    /// SAML applications are managed elsewhere.
    UseSamlApi => 400 "application.saml.use_saml_app_api", "SAML applications are managed at /api/saml-applications.";
    /// Only native applications can use the device grant.
    DeviceFlowNativeOnly => 422 "application.device_flow_native_only", "Only a Native application can use the device flow.";
    /// The device grant is chosen once.
    DeviceFlowNotChangeable => 422 "application.device_flow_not_changeable", "Whether an application uses the device flow cannot be changed after it was created.";
    /// A protected application needs to know where it lives.
    ProtectedMetadataRequired => 400 "application.protected_app_metadata_is_required", "A Protected application needs `protectedAppMetadata` with `subDomain` and `origin`.";
    /// There is no proxy for protected applications.
    ProtectedNotConfigured => 501 "application.protected_app_not_configured", "This server knows of no proxy for protected applications: set PROTECTED_APP_DOMAIN to the domain where one answers.";
    /// A label that cannot be part of a host name.
    InvalidSubdomain => 422 "application.invalid_subdomain", "`subDomain` must be one label of a host name: letters, digits and hyphens.";
    /// Protected metadata on another type.
    ProtectedOnly => 400 "application.protected_application_only", "Only a Protected application has `protectedAppMetadata`.";
    /// A protected application without metadata.
    ProtectedMisconfigured => 422 "application.protected_application_misconfigured", "The application is Protected but has no metadata to change.";
    /// Two protected applications cannot have one host.
    ProtectedSubdomainExists => 422 "application.protected_application_subdomain_exists", "Another protected application has this subdomain; choose another.";
    /// A protected application has one domain of its own at most.
    ProtectedDomainLimit => 422 "domain.limit_to_one_domain", "A protected application has one custom domain at most; remove the other one first.";
    /// The proxy's own domain, or no domain at all.
    ProtectedDomainNotAllowed => 422 "domain.domain_is_not_allowed", "The domain must be a host name of your own, not one below the domain of protected applications.";
    /// Another application has the domain.
    ProtectedDomainExists => 422 "domain.hostname_already_exists", "Another protected application has this domain.";
    /// The application does not have the domain.
    ProtectedDomainNotFound => 404 "application.custom_domain_not_found", "The application has no such custom domain.";
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

    /// An internal role is not changed, given or taken like others.
    InternalRole => 403 "role.internal_role_violation", "Roles whose names begin with “#internal:” are the server's own; an application gets the one that opens the Management API by `isAdmin`.";
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

    /// An imported user wants an identifier that another has.
    UserIdInUse => 422 "user.id_already_in_use", "A user with this identifier exists already.";
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
    /// Nobody signed in yet who could consent.
    NobodyToConsent => 400 "session.not_found", "Sign in first: there is nobody yet who could consent.";
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
    /// Nobody is identified yet whose own address a code could go to.
    NobodyForMfaCode => 400 "session.identifier_not_found", "Identify the user first.";
    /// Something that the tenant wants of every user is missing.
    MissingProfile { missing: Vec<&'static str> } => 422 "user.missing_profile", "The account lacks: {missing}";
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
    TooManyAttempts { minutes: i64 } => 400 "session.verification_blocked_too_many_attempts", "Too many attempts; try again in {minutes} min.";
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

    /// A language without texts.
    UnsupportedDefaultLanguage { language: &'static str } => 400 "sign_in_experiences.unsupported_default_language", "There are no texts in {language}; add them first.";
    /// Names that case alone tells apart.
    UsernameCaseConflicts { conflicts: Value } => 409 "sign_in_experiences.username_policy_case_conflicts_exist", "Some user names differ only in case: {conflicts}";
    /// Something besides nothing.
    MissingSignUpIdentifiers => 400 "sign_in_experiences.missing_sign_up_identifiers", "Name a sign-up identifier before secondary ones.";
    /// One identifier twice.
    DuplicatedSignUpIdentifiers => 400 "sign_in_experiences.duplicated_sign_up_identifiers", "A sign-up identifier stands twice.";
    /// Addresses and numbers have to be proved.
    PasswordlessRequiresVerify => 400 "sign_in_experiences.passwordless_requires_verify", "An e-mail address or phone number as sign-up identifier must be verified.";
    /// Nothing delivers codes.
    EnabledConnectorNotFound { kind: &'static str } => 400 "sign_in_experiences.enabled_connector_not_found", "There is no connector of type {kind}; set one up first.";
    /// A method that proves nothing.
    AtLeastOneAuthenticationFactor => 400 "sign_in_experiences.at_least_one_authentication_factor", "Every sign-in method needs a password or a code.";
    /// Accounts without passwords.
    CodeSignInMustBeEnabled => 400 "sign_in_experiences.code_sign_in_must_be_enabled", "Accounts have no password: e-mail and phone methods need codes.";
    /// One channel for both factors.
    EmailCodeNotForSignIn => 400 "sign_in_experiences.email_verification_code_cannot_be_used_for_sign_in", "Codes by e-mail are a second factor, so they cannot sign in.";
    /// The same by text message.
    PhoneCodeNotForSignIn => 400 "sign_in_experiences.phone_verification_code_cannot_be_used_for_sign_in", "Codes by text message are a second factor, so they cannot sign in.";
    /// The other way round.
    EmailCodeNotForMfa => 400 "sign_in_experiences.email_verification_code_cannot_be_used_for_mfa", "Codes by e-mail sign in, so they cannot be a second factor.";
    /// The same by text message.
    PhoneCodeNotForMfa => 400 "sign_in_experiences.phone_verification_code_cannot_be_used_for_mfa", "Codes by text message sign in, so they cannot be a second factor.";
    /// One factor twice.
    DuplicatedMfaFactors => 400 "sign_in_experiences.duplicated_mfa_factors", "A second factor stands twice.";
    /// Backup codes back something up.
    BackupCodeEnabledAlone => 400 "sign_in_experiences.backup_code_cannot_be_enabled_alone", "Backup codes need another second factor beside them.";
    /// Circumstances over nothing.
    AdaptiveMfaNeedsMfa => 422 "sign_in_experiences.adaptive_mfa_requires_mfa", "Adaptive MFA needs at least one second factor.";
    /// Circumstances that decide nothing.
    AdaptiveMfaNeedsPolicy => 422 "sign_in_experiences.adaptive_mfa_requires_non_skippable_policy", "Adaptive MFA needs a policy that prompts and is mandatory.";
    /// A policy without circumstances.
    PolicyNeedsAdaptiveMfa => 422 "sign_in_experiences.non_adaptive_mfa_requires_skippable_policy", "This policy needs adaptive MFA.";
    /// Nothing delivers recovery codes.
    ForgotPasswordNeedsConnector { method: &'static str } => 400 "sign_in_experiences.forgot_password_method_requires_connector", "{method} needs a connector; set one up first.";
    /// No time at all.
    PasswordExpirationPeriod => 422 "sign_in_experiences.password_expiration_invalid_period_days", "`validPeriodDays` must be at least 1.";
    /// People would be locked out.
    PasswordExpirationNeedsRecovery => 422 "sign_in_experiences.password_expiration_requires_forgot_password", "Passwords can expire only while they can be recovered.";
    /// Entries of other forms.
    InvalidBlocklist { items: Vec<String> } => 400 "sign_in_experiences.invalid_custom_email_blocklist_format", "Entries must be addresses, `@domain` or patterns with `*`: {items}";
    /// Not an address.
    EmailMalformed => 400 "session.email_blocklist.invalid_email", "The e-mail address is malformed.";
    /// An address with a `+`.
    EmailSubaddressing => 422 "session.email_blocklist.email_subaddressing_not_allowed", "E-mail addresses with a `+` are not allowed.";
    /// A listed address.
    EmailNotAllowed { email: String } => 422 "session.email_blocklist.email_not_allowed", "The e-mail address {email} is not allowed.";

    /// Texts without a place.
    InvalidTranslation => 422 "localization.invalid_translation_structure", "Some texts have no place in the built-in ones, or another form.";
    /// Pages fall back to it.
    CannotDeleteDefaultLanguage { language: &'static str } => 409 "localization.cannot_delete_default_language", "Pages fall back to {language}: choose another default language first.";

    /// A kind of connector that is not there.
    UnknownConnectorFactory { id: String } => 422 "connector.not_found_with_connector_id", "There is no connector factory “{id}”.";
    /// A connector of no factory.
    ConnectorNotFound => 400 "connector.not_found", "There is no such connector.";
    /// A connector of another type.
    ConnectorType => 400 "connector.unexpected_type", "The connector is of another type.";
    /// One provider among many.
    ConnectorNeedsTarget => 400 "connector.should_specify_target", "Set `metadata.target`: it tells this connector from others of its kind.";
    /// A fixed description.
    ConnectorMetadataFixed => 400 "connector.cannot_overwrite_metadata_for_non_standard_connector", "Only OAuth, OIDC and SAML connectors have metadata of their own.";
    /// One is enough.
    MultipleInstances => 422 "connector.multiple_instances_not_supported", "There is already a connector of this kind.";
    /// Two for one provider.
    MultipleTargets { id: String, name: &'static str } => 422 "connector.multiple_target_with_same_platform", "The connector {name} ({id}) is for the same target and platform.";
    /// A target is for good.
    CannotModifyTarget => 400 "connector.can_not_modify_target", "A connector's target cannot be changed.";
    /// Messages have no profile.
    SyncProfileOfSocialOnly => 422 "connector.invalid_type_for_syncing_profile", "Only social connectors can sync profiles.";
    /// A configuration that is not one.
    InvalidConnectorConfig { issues: Issues } => 400 "connector.invalid_config", "The connector's configuration is invalid: {issues}";
    /// No vault.
    FeatureNotSupported => 422 "request.feature_not_supported", "This server does not support this.";
    /// Nothing to keep.
    TokenStorageNotSupported => 422 "connector.token_storage_not_supported", "This connector cannot store tokens.";

    /// A kind of enterprise provider that is not there.
    UnknownSsoProvider { name: String } => 422 "connector.not_found", "There is no enterprise provider “{name}”.";
    /// The same, of a connector that was stored.
    SsoProviderGone => 404 "connector.not_found", "The connector's provider is not known here, or cannot do this.";
    /// Everyone has an address there.
    SsoForbiddenDomains { domains: Vec<String> } => 422 "single_sign_on.forbidden_domains", "Domains of public mail services belong to no enterprise: {domains}";
    /// One is enough.
    SsoDuplicatedDomains { domains: Vec<String> } => 422 "single_sign_on.duplicated_domains", "Some domains stand twice in the list: {domains}";
    /// Names of enterprise connectors are unique.
    SsoNameTaken => 409 "single_sign_on.duplicate_connector_name", "There is already an enterprise connector of this name.";
    /// Nothing to sign with.
    SsoSigningKeyRequired => 400 "single_sign_on.active_signing_key_required", "Requests can be signed only with an active signing key; make one first.";
    /// An enterprise connector whose settings lead nowhere.
    SsoConfig { reason: &'static str, details: String } => 400 "connector.invalid_config", "The configuration cannot be used: {details} ({reason})";
    /// Metadata that is none.
    SsoMetadata { details: String } => 400 "connector.invalid_metadata", "The SAML metadata cannot be used: {details}";
    /// The same, when someone wants to sign in.
    SsoConfigBroken { reason: &'static str, details: String } => 500 "connector.invalid_config", "The enterprise connector cannot be used: {details} ({reason})";
    /// The same, when someone wants to sign in.
    SsoMetadataBroken { details: String } => 500 "connector.invalid_metadata", "The SAML metadata of the enterprise connector cannot be used: {details}";
    /// Someone who came back without a proof.
    SsoAuthorization { details: String } => 401 "connector.authorization_failed", "The sign-in at the enterprise's provider proves nothing: {details}";
    /// Nothing to sign a request with.
    SsoSigningKeyInUse => 400 "single_sign_on.can_not_deactivate_signing_key_in_use", "The connector signs its requests with this key; activate another one, or switch signing off first.";
    /// The key that signs stays.
    SsoActiveSigningKey => 400 "single_sign_on.can_not_delete_active_signing_key", "Activate another key before this one is deleted.";
    /// Requests cannot be signed.
    SsoSigningUnavailable => 500 "single_sign_on.sso_signing_unavailable", "The connector signs its requests, and has no key for that.";
    /// A response to nothing that was asked.
    RelayStateUnknown => 404 "session.connector_validation_session_not_found", "`RelayState` names no sign-in that waits for this provider; start over.";
    /// Someone who comes back without having been sent.
    ConnectorSessionNotFound => 400 "session.connector_validation_session_not_found", "Nobody was sent to this provider from here; start over.";
    /// Someone whom nobody here knows.
    SsoIdentityUnknown => 404 "user.sso_identity_not_exist", "No user has this enterprise identity.";
    /// SAML has no tokens.
    SsoTokenStorage => 400 "connector.token_storage_not_supported", "Only connectors that speak OpenID Connect can store tokens.";
    /// Only SAML begins there.
    IdpInitiatedNotSupported => 400 "single_sign_on.idp_initiated_authentication_not_supported", "Only sign-in by SAML can begin at the provider.";
    /// An application that nobody can be sent to.
    IdpInitiatedApplicationType => 400 "single_sign_on.idp_initiated_authentication_invalid_application_type", "The application must be our own, and Traditional or SAML; SPA where it makes the authorization request itself.";
    /// An address that the application does not have.
    IdpInitiatedRedirectUri => 400 "single_sign_on.idp_initiated_authentication_redirect_uri_not_registered", "The redirect URI is not one of the application.";
    /// Nowhere to go.
    IdpInitiatedCallbackUri => 400 "single_sign_on.idp_initiated_authentication_client_callback_uri_not_found", "Send `clientIdpInitiatedAuthCallbackUri`: where the application starts its authorization request.";

    /// A webhook that tells nothing.
    MissingHookEvents => 400 "hook.missing_events", "Say what the webhook tells of: `events`.";
    /// Nobody listens.
    HookTestFailed => 422 "hook.send_test_payload_failed", "The payload could not be sent: nobody answers at that address.";
    /// Someone who does not want it.
    HookEndpoint { status: u16, body: String } => 422 "hook.endpoint_responded_with_error", "The endpoint answered {status}: {body}";

    /// Too many messages.
    MessageRateLimited => 429 "request.message_rate_limited", "Too many messages were sent to this recipient; try again later.";
    /// No code was sent.
    CodeNotFound => 400 "verification_code.not_found", "No code was sent, or it was used already.";
    /// Another number.
    CodePhoneMismatch => 400 "verification_code.phone_mismatch", "The code was sent to another phone number.";
    /// Another address.
    CodeEmailMismatch => 400 "verification_code.email_mismatch", "The code was sent to another e-mail address.";
    /// A code whose time is over.
    CodeExpired => 400 "verification_code.expired", "The code is expired; ask for another one.";
    /// Too many wrong codes.
    CodeExceedMaxTry => 400 "verification_code.exceed_max_try", "Too many wrong codes were tried; ask for another one.";
    /// A wrong code.
    CodeMismatch => 400 "verification_code.code_mismatch", "The code is wrong.";
    /// A configuration that turns out to be unusable.
    ConnectorConfig { details: String } => 400 "connector.invalid_config", "The connector's configuration cannot be used: {details}";
    /// No text for a purpose.
    ConnectorTemplate { usage: String } => 400 "connector.template_not_found", "The connector has no template for {usage}.";
    /// A message that the connector cannot carry.
    ConnectorRequest { details: String } => 400 "connector.invalid_request_parameters", "The message cannot be sent: {details}.";
    /// A provider that wants fewer requests.
    ConnectorRateLimited => 429 "connector.rate_limit_exceeded", "The provider wants fewer requests; try again later.";
    /// Anything else at a provider.
    ConnectorGeneral { details: String } => 400 "connector.general", "The provider could not be used: {details}";
    /// A provider's answer that is not what it should be.
    ConnectorResponse { details: String } => 400 "connector.invalid_response", "The provider's answer cannot be used: {details}";
    /// A sign-in elsewhere that was refused.
    ConnectorAuthorization { details: String } => 401 "connector.authorization_failed", "The provider refused the sign-in: {details}";
    /// A provider's code that is wrong, used or expired.
    SocialAuthCode => 401 "connector.social_auth_code_invalid", "The provider does not know the authorization code; start over.";
    /// A provider's token that it does not take itself.
    SocialAccessToken => 401 "connector.social_invalid_access_token", "The provider does not take its own access token; start over.";
    /// A provider's ID token that proves nothing.
    SocialIdToken { details: String } => 401 "connector.social_invalid_id_token", "The provider's ID token cannot be trusted: {details}";
    /// A way to a provider without what it needs.
    InsufficientInfo => 400 "session.insufficient_info", "Send `state` and `redirectUri`; neither may be empty.";
    /// A return from a connector that is not there.
    InvalidConnectorId => 422 "session.invalid_connector_id", "There is no such connector for signing in.";
    /// Someone known at a provider whom nobody here is.
    SocialIdentityUnknown => 404 "user.identity_not_exist", "Nobody here has this identity.";
    /// The same, where someone has the same phone number or address.
    RelatedUser { kind: &'static str, value: String } => 404 "user.identity_not_exist", "Nobody here has this identity, but there is an account with the {kind} {value}.";
    /// A form that another site sent.
    CsrfToken => 400 "session.csrf_token_mismatch", "The form does not come from this browser's own page; start over.";
    /// A credential of One Tap that is not the browser's.
    OneTapCookie => 400 "session.google_one_tap.cookie_mismatch", "The credential is not the one this browser came with; start over.";
    /// A passkey that proves nothing.
    WebAuthnFailed => 400 "session.mfa.webauthn_verification_failed", "The passkey could not be verified; try again.";
    /// Nobody has asked for this passkey.
    WebAuthnPending => 400 "session.mfa.pending_info_not_found", "Ask for a new challenge first.";
    /// A user without passkeys.
    NoPasskey => 400 "session.mfa.webauthn_verification_not_found", "There is no passkey for this site.";
    /// A passkey that was not asked for.
    PasskeyPending => 400 "session.passkey_sign_in.pending_info_not_found", "Ask for a new challenge first.";
    /// A passkey of another site.
    PasskeySite => 400 "session.passkey_sign_in.conflict_rp_id", "The passkey is for another site.";
    /// A passkey of someone who has to come through an enterprise.
    PasskeyOfEnterprise => 400 "session.passkey_sign_in.sso_users_not_allowed", "People of an enterprise sign in there.";
    /// A passkey of nobody.
    PasskeyOfNobody => 400 "session.identifier_not_found", "Nobody here has this passkey.";
    /// A proof of someone else.
    ProofOfAnother => 404 "session.identity_conflict", "The verification is of another user.";
    /// Someone who might like a passkey.
    PasskeyPreferred => 422 "user.passkey_preferred", "Ask the user to make a passkey, or to skip that.";
    /// A user without the role that someone expects.
    ExpectedRole => 401 "auth.expected_role_not_found", "The user has not the expected role.";
    /// Nowhere to keep files.
    StorageMissing => 400 "storage.not_configured", "No storage for files is configured on this server; set STORAGE_URL.";
    /// A file that could not be kept.
    Upload => 500 "storage.upload_error", "The file could not be kept; try again later.";
    /// A file of a kind that is not taken.
    FileType => 400 "guard.mime_type_not_allowed", "Files of this type are not taken, or the file is not what it says it is.";
    /// A file that is too large.
    FileSize => 400 "guard.file_size_exceeded", "The file is larger than 20 MB.";
    /// Nobody to send to.
    NoRecipient => 400 "guard.invalid_input", "Send `phone` or `email`.";

    /// Nothing makes sure of domains.
    DomainNotConfigured => 400 "domain.not_configured", "This server has no name that custom domains could point to; set CUSTOM_DOMAIN_TARGET, or ENDPOINT to a public address.";
    /// A name that nobody can have here.
    DomainNotAllowed { domain: String } => 400 "domain.domain_is_not_allowed", "“{domain}” cannot be a custom domain: it must be a public host name, and not one of this server.";
    /// The tenant has it.
    DomainInUse { domain: String } => 422 "domain.domain_in_use", "The tenant has the domain “{domain}” already.";
    /// Somebody else has it.
    HostnameExists => 422 "domain.hostname_already_exists", "Another tenant has proven that the domain is theirs.";
    /// More than can be looked after.
    TooManyDomains { limit: usize } => 422 "domain.exceed_domain_limit", "A tenant can have {limit} domains; delete one that is not needed.";

    /// Someone of an enterprise.
    SsoEnabled { connectors: Value } => 422 "session.sso_enabled", "People of this e-mail domain sign in through their enterprise: {connectors}";
    /// A factor that the tenant has not, or the user.
    MfaFactorNotEnabled => 400 "session.mfa.mfa_factor_not_enabled", "This second factor is not enabled.";
    /// A step of something else.
    InvalidInteractionType => 400 "session.invalid_interaction_type", "This cannot be done for what the user came for.";
    /// No new password was given.
    NewPasswordRequired => 422 "user.new_password_required_in_profile", "Give the new password first.";
    /// The password that was to be changed.
    SamePassword => 422 "user.same_password", "The new password is the old one.";
    /// The account has a user name.
    UsernameExistsInProfile => 422 "user.username_exists_in_profile", "The account has a user name already.";
    /// The account has an address.
    EmailExistsInProfile => 422 "user.email_exists_in_profile", "The account has an e-mail address already.";
    /// The account has a number.
    PhoneExistsInProfile => 422 "user.phone_exists_in_profile", "The account has a phone number already.";
    /// The account has a password.
    PasswordExistsInProfile => 422 "user.password_exists_in_profile", "The account has a password already.";
    /// A second factor would be good.
    SuggestMfa => 422 "user.suggest_mfa", "A second factor can be set up, or skipped.";
    /// A further second factor would be good.
    SuggestMoreMfa { available: Value } => 422 "session.mfa.suggest_additional_mfa", "A further second factor can be set up, or skipped: {available}";
    /// Backup codes are missing.
    BackupCodeRequired => 422 "session.mfa.backup_code_required", "Set up backup codes first.";
    /// Everyone needs a second factor.
    MfaNotSkippable => 422 "session.mfa.mfa_policy_not_user_controlled", "A second factor is mandatory: it cannot be skipped.";

    /// All mails would go.
    BulkDeletionNoFilter => 422 "connector.email_connector.bulk_deletion_no_filter", "Say which mails to remove: `languageTag`, `templateType` or both.";
    /// No such token.
    OneTimeTokenNotFound => 404 "one_time_token.token_not_found", "There is no such one-time token.";
    /// A token for another address.
    OneTimeTokenEmail => 400 "one_time_token.email_mismatch", "The one-time token stands for another e-mail address.";
    /// A token whose time is over.
    OneTimeTokenExpired => 400 "one_time_token.token_expired", "The one-time token is expired.";
    /// A token that was used.
    OneTimeTokenConsumed => 400 "one_time_token.token_consumed", "The one-time token was used already.";
    /// A token that was taken back.
    OneTimeTokenRevoked => 400 "one_time_token.token_revoked", "The one-time token was revoked.";
    /// A token for something else.
    OneTimeTokenEvent => 400 "one_time_token.interaction_event_mismatch", "The one-time token is for something else, such as registering.";
    /// What is over stays over.
    CannotReactivateToken => 400 "one_time_token.cannot_reactivate_token", "A one-time token cannot be made active again.";
    /// A time that is no number.
    InvalidTime { name: &'static str } => 400 "guard.invalid_input", "The request {name} is invalid.";
    /// A window that ends before it begins.
    InvalidTimeWindow => 400 "log.invalid_time_window", "`start_time` must not be after `end_time`.";
    /// A field that its type does not allow.
    InvalidField { issues: Issues } => 400 "guard.invalid_input", "The request body is invalid: {issues}";
    /// Names that stand twice.
    DuplicateNames { names: Vec<String> } => 400 "request.invalid_input", "Some names stand twice: {names}";
    /// A name with other characters.
    FieldName { name: String } => 400 "custom_profile_fields.invalid_name", "The field's name “{name}” must have letters and digits only.";
    /// A name of a claim.
    FieldNameBuiltIn { name: String } => 400 "custom_profile_fields.name_conflict_built_in_prop", "“{name}” is a part of every profile already.";
    /// A name that the product uses.
    FieldNameCustomData { name: String } => 400 "custom_profile_fields.name_conflict_custom_data", "“{name}” is kept for the product's own data.";
    /// A name of an identifier.
    FieldNameIdentifier { name: String } => 400 "custom_profile_fields.name_conflict_sign_in_identifier", "“{name}” is an identifier people sign in with.";
    /// Names of fields are unique.
    FieldNameExists { name: String } => 422 "custom_profile_fields.name_exists", "There is already a field named “{name}”.";
    /// Bounds the wrong way round.
    FieldMinMax => 400 "custom_profile_fields.invalid_min_max_input", "The smallest value must not be larger than the largest.";
    /// A box without a value.
    FieldDefaultValue => 400 "custom_profile_fields.invalid_default_value", "A checkbox needs the default value `true` or `false`.";
    /// Nothing to choose from.
    FieldOptions => 400 "custom_profile_fields.invalid_options", "A selection needs at least one option.";
    /// Not a regular expression.
    FieldRegex => 400 "custom_profile_fields.invalid_regex_format", "The format is not a regular expression.";
    /// Other parts than those of an address.
    FieldAddress => 400 "custom_profile_fields.invalid_address_components", "An address has parts: formatted, streetAddress, locality, region, postalCode, country.";
    /// Other parts than those of a name.
    FieldFullName => 400 "custom_profile_fields.invalid_fullname_components", "A full name has parts: givenName, middleName, familyName.";
    /// Parts of parts.
    FieldSubComponent => 400 "custom_profile_fields.invalid_sub_component_type", "A part cannot have parts itself.";
    /// Fields that are not there.
    FieldsNotFound { names: Vec<String> } => 400 "custom_profile_fields.entity_not_exists_with_names", "Some fields do not exist: {names}";

    /// A token that is no user's, or not of this moment.
    AccountToken => 401 "auth.unauthorized", "The access token is unknown, expired or no user's. Ask for one without a resource.";
    /// A token that does not reach so far.
    ScopeMissing { scope: &'static str } => 401 "auth.unauthorized", "The access token's scope must contain `{scope}`.";
    /// The same, where the API says 400.
    FieldScopeMissing { scope: &'static str } => 400 "auth.unauthorized", "The access token's scope must contain `{scope}`.";
    /// The same, where the API says 403.
    ScopeForbidden { scope: &'static str } => 403 "auth.forbidden", "The access token's scope must contain `{scope}`.";
    /// A client of someone else.
    ThirdPartyForbidden => 403 "auth.third_party_application_forbidden", "A third-party application cannot do this.";
    /// Users do nothing for themselves here.
    AccountCenterNotEnabled => 400 "account_center.not_enabled", "The account center is not enabled.";
    /// A field that the tenant keeps to itself.
    FieldNotEditable { field: &'static str } => 400 "account_center.field_not_editable", "Users cannot change `{field}` themselves.";
    /// A field that the tenant does not show.
    FieldNotEnabled { field: &'static str } => 400 "account_center.field_not_enabled", "Users do not see `{field}`.";
    /// Nothing says that it is still the user.
    IdentityNotVerified => 401 "verification_record.permission_denied", "Verify the identity first, and send the verification's identifier in `logto-verification-id`.";
    /// A verification that is not there, or proves something else.
    RecordNotFound => 400 "verification_record.not_found", "There is no such verification, or it is expired or not completed.";
    /// Nothing to print.
    NoBackupCodes => 404 "verification_record.not_found", "The account has no backup codes.";
    /// An account that nobody could sign in to.
    LastSignInMethod => 400 "user.last_sign_in_method_required", "This is the last thing to sign in with: add another one first.";
    /// Not a secret for one-time passwords, where the API says 400.
    OwnTotpSecretInvalid => 400 "user.totp_secret_invalid", "The secret must be 16 to 32 characters of base32.";
    /// A verification at another provider.
    SocialRecordTarget => 422 "verification_record.social_verification.invalid_target", "The verification is of another provider.";
    /// A verification that brought no tokens, or whose connector keeps none.
    SocialRecordTokens => 422 "verification_record.social_verification.token_response_not_found", "No token came with the verification; the connector must store tokens.";
    /// Someone else's identity, or none.
    IdentityNotOwn => 422 "user.identity_not_exists_in_current_user", "The account has no such identity at this provider.";
    /// The account has an identity at this provider already.
    OwnIdentityLinked => 400 "user.identity_already_in_use", "The account has an identity at this provider already; replace it with PUT.";
    /// There is no such session, where the API says 400.
    OwnSessionNotFound => 400 "oidc.session_not_found", "There is no such session.";
    /// Someone else's session, where the API says 400.
    OwnSessionOfAnother => 400 "oidc.invalid_session_account_id", "The session is not this user's.";
    /// Nothing was kept.
    ThirdPartyTokenNotFound => 404 "secrets.third_party_token_set.token_not_found", "No token of this provider was kept.";
    /// Its time is over, and it cannot be renewed.
    ThirdPartyTokenExpired => 401 "secrets.third_party_token_set.access_token_expired", "The provider's token has expired and cannot be renewed; sign in with the provider again.";

    /// One key must remain.
    KeyRequired => 422 "oidc.key_required", "At least one key must remain.";
    /// There is no such key.
    KeyNotFound { id: String } => 404 "oidc.key_not_found", "There is no key with the identifier “{id}”.";
    /// Only keys that sign no more can go.
    OnlyPreviousKey => 422 "oidc.only_previous_key_can_be_deleted", "Only a previous signing key can be deleted.";
    /// A script that adds claims refuses.
    ScriptDenied { message: String } => 403 "jwt_customizer.general", "The script denies access: {message}";
    /// A script that adds claims fails.
    ScriptFailed { name: String, message: String } => 422 "jwt_customizer.general", "The script fails with {name}: {message}";
    /// A script that is asked at sign-in refuses.
    ActionDenied { message: String } => 403 "action.general", "The script denies access: {message}";
    /// A script that is asked at sign-in fails.
    ActionFailed { message: String } => 422 "action.general", "The script fails: {message}";
    /// A script gives someone another name than the one who signs in.
    ActionIdentifierChanged { kind: &'static str } => 422 "action.sign_in_identifier_changed", "The tenant's script answers with another {kind} than the one who signs in.";
    /// Keys cannot be rotated this way.
    InvalidRotation { details: String } => 422 "oidc.invalid_request", "The keys cannot be rotated: {details}";
}

impl Error {
    /// More for people, where the API gives it.
    fn details(&self) -> Option<String> {
        match self {
            Self::InvalidConnectorConfig { issues } | Self::InvalidField { issues } => Some(issues.details()),
            _ => None,
        }
    }

    /// More for machines, where the API gives it.
    fn data(&self) -> Option<Value> {
        match self {
            // Clients read the reason from the message; the member is there and empty.
            Self::InvalidInput { .. } => Some(json!({})),
            Self::CspSource { directive, source, reason } => {
                Some(json!({ "directive": directive, "source": source, "validationErrorCode": reason }))
            }
            Self::PasswordNeedsUser => Some(json!({ "message": "`userId` is needed." })),
            Self::ActionDenied { message } | Self::ActionFailed { message } => Some(json!({ "message": message })),
            Self::ActionIdentifierChanged { kind } => Some(json!({ "identifierType": kind })),
            Self::ScriptDenied { message } => Some(json!({ "message": message, "error": "AccessDenied" })),
            Self::ScriptFailed { name, message } => Some(json!({ "message": message, "error": name })),
            Self::HookEndpoint { status, body } => Some(json!({ "responseStatus": status, "responseBody": body })),
            Self::MultipleTargets { id, name } => Some(json!({ "connectorId": id, "connectorName": { "en": name } })),
            Self::InvalidConnectorConfig { issues } | Self::InvalidField { issues } => Some(issues.data()),
            Self::UsernameCaseConflicts { conflicts } => Some(conflicts.clone()),
            Self::NoConnector { kind } | Self::EnabledConnectorNotFound { kind } => Some(json!({ "type": kind })),
            Self::ForgotPasswordNeedsConnector { method } => Some(json!({ "method": method })),
            Self::RelatedUser { kind, value } => Some(json!({ "relatedUser": { "type": kind, "value": value } })),
            Self::SsoForbiddenDomains { domains } | Self::SsoDuplicatedDomains { domains } => {
                Some(json!({ "data": domains }))
            }
            Self::SsoConfig { reason, .. } | Self::SsoConfigBroken { reason, .. } => {
                Some(json!({ "ssoErrorCode": "invalid_config", "message": reason }))
            }
            Self::SsoAuthorization { .. } => Some(json!({ "ssoErrorCode": "authorization_failed" })),
            Self::SsoMetadata { .. } | Self::SsoMetadataBroken { .. } => {
                Some(json!({ "ssoErrorCode": "invalid_metadata", "message": "invalid_saml_xml_metadata" }))
            }
            Self::SsoEnabled { connectors } => Some(json!({ "ssoConnectors": connectors })),
            Self::DomainInUse { domain } => Some(json!({ "domain": domain })),
            Self::TooManyDomains { limit } => Some(json!({ "limit": limit })),
            Self::InvalidBlocklist { items } => Some(json!({ "items": items })),
            Self::EmailNotAllowed { email } => Some(json!({ "email": email })),
            Self::DuplicateNames { names } => Some(json!({ "duplicateNames": names })),
            Self::FieldsNotFound { names } => Some(json!({ "names": names.join(", ") })),
            Self::ConsentScopesNotFound { invalid } => Some(invalid.clone()),
            Self::UserNotExist { identifier } => Some(json!({ "identifier": identifier })),
            Self::MissingProfile { missing } => Some(json!({ "missingProfile": missing })),
            Self::RequireMfa { available } | Self::MissingMfa { available } | Self::SuggestMoreMfa { available } => {
                Some(available.clone())
            }
            Self::PasswordRejected { issues } => Some(issues.clone()),
            Self::OwnSessionNotFound | Self::OwnSessionOfAnother => Some(json!({ "status": 404 })),
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
        store::Error::TooSlow => (
            422,
            "entity.list_takes_too_long",
            "The database takes too long to find these: search for more of the text.",
        ),
        store::Error::Busy(_) | store::Error::Unavailable(_) | store::Error::Corrupt(_) | store::Error::Driver(_) => {
            return None;
        }
    };
    let data = matches!(error, store::Error::TooLong).then(|| json!({ "message": message }));
    Some(Problem { status, code, message: message.to_owned(), data, details: None })
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
