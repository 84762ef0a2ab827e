//! What settings of second factors must agree with.

use avouch_model::sign_in_exp::{
    AdaptiveMfa, Mfa, MfaFactor, MfaPolicy, SignIn, SignInIdentifier, UpdateSignInExperience,
};

use crate::{Error, Result};

fn signs_in_by_code(sign_in: &SignIn, identifier: SignInIdentifier) -> bool {
    sign_in.methods.iter().any(|method| method.identifier == identifier && method.verification_code)
}

/// A channel that is a second factor cannot be the first.
pub(super) fn codes_for_sign_in(mfa: &Mfa, sign_in: &SignIn) -> Result<()> {
    if mfa.factors.contains(&MfaFactor::EmailVerificationCode) && signs_in_by_code(sign_in, SignInIdentifier::Email) {
        return Err(Error::EmailCodeNotForSignIn);
    }
    if mfa.factors.contains(&MfaFactor::PhoneVerificationCode) && signs_in_by_code(sign_in, SignInIdentifier::Phone) {
        return Err(Error::PhoneCodeNotForSignIn);
    }
    Ok(())
}

/// Checks the list of factors.
pub(super) fn factors(mfa: &Mfa, sign_in: &SignIn) -> Result<()> {
    let factors = &mfa.factors;
    if factors.iter().enumerate().any(|(at, one)| factors.iter().skip(at + 1).any(|other| other == one)) {
        return Err(Error::DuplicatedMfaFactors);
    }
    if factors.as_slice() == [MfaFactor::BackupCode] {
        return Err(Error::BackupCodeEnabledAlone);
    }
    if factors.contains(&MfaFactor::EmailVerificationCode) && signs_in_by_code(sign_in, SignInIdentifier::Email) {
        return Err(Error::EmailCodeNotForMfa);
    }
    if factors.contains(&MfaFactor::PhoneVerificationCode) && signs_in_by_code(sign_in, SignInIdentifier::Phone) {
        return Err(Error::PhoneCodeNotForMfa);
    }
    Ok(())
}

fn depends_on_circumstances(policy: MfaPolicy) -> bool {
    matches!(policy, MfaPolicy::PromptAtSignInAndSignUpMandatory | MfaPolicy::PromptOnlyAtSignInMandatory)
}

/// What becomes of the setting that circumstances decide.
pub(super) fn adaptive(
    input: &UpdateSignInExperience,
    mfa: Option<&Mfa>,
    stored: &AdaptiveMfa,
) -> Result<Option<AdaptiveMfa>> {
    let has_factors = mfa.is_some_and(|mfa| !mfa.factors.is_empty());
    let depends = mfa.is_some_and(|mfa| depends_on_circumstances(mfa.policy));
    let consistent = |enabled: bool| {
        if enabled && !has_factors {
            return Err(Error::AdaptiveMfaNeedsMfa);
        }
        if enabled && !depends {
            return Err(Error::AdaptiveMfaNeedsPolicy);
        }
        if !enabled && depends {
            return Err(Error::PolicyNeedsAdaptiveMfa);
        }
        Ok(())
    };
    match (&input.adaptive_mfa, &input.mfa) {
        (Some(given), _) => {
            if let Some(enabled) = given.enabled {
                consistent(enabled)?;
            }
            Ok(Some(given.clone()))
        }
        (None, Some(mfa)) if mfa.factors.is_empty() => {
            if depends_on_circumstances(mfa.policy) {
                return Err(Error::PolicyNeedsAdaptiveMfa);
            }
            Ok(Some(AdaptiveMfa { enabled: Some(false) }))
        }
        (None, Some(_)) => consistent(stored.enabled == Some(true)).map(|()| None),
        (None, None) => Ok(None),
    }
}
