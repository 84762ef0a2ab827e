//! `/api/my-account/mfa-verifications/{verificationId}/name`: the name of a passkey.

use avouch_account::mfa_verifications::name::{self, FactorName};

use crate::http::answer::OkText;
use crate::http::extract::{Body, Ids, Owner};
use crate::http::failure::Failure;
use crate::http::routes::Routes;
use crate::my_account::{NO_RECORD, NOT_EDITABLE, THIRD_PARTY, UNPROVED, about};

pub(super) fn routes() -> Routes {
    const ERRORS: &[(u16, &str)] = &[UNPROVED, NOT_EDITABLE, THIRD_PARTY, NO_RECORD];
    Routes::at("/api/my-account/mfa-verifications/{verificationId}/name").patch(set, about("Name a passkey", ERRORS))
}

async fn set(
    Owner { caller, .. }: Owner,
    Ids([factor]): Ids<1>,
    Body(input): Body<FactorName>,
) -> Result<OkText, Failure> {
    name::set(&caller, &factor, input).await?;
    Ok(OkText)
}
