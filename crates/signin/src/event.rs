//! The start of the experience, and what the user came for.

use avouch_domain::captcha_provider::check::{self, Verdict};
use avouch_domain::{Error, Result};
use avouch_shape::Input;
use avouch_store::Tenant;
use serde_json::Value;

use crate::{Event, State, Surroundings, settings};

/// How to start.
#[derive(Debug, Input)]
pub struct Start {
    /// What the user came for.
    pub interaction_event: Event,
    /// Proof that it is a person.
    pub captcha_token: Option<String>,
}

/// A new purpose.
#[derive(Debug, Input)]
pub struct Change {
    /// What the user came for.
    pub interaction_event: Event,
}

/// What the captcha's provider says, where a proof came along.
pub async fn captcha(tenant: &Tenant, around: &Surroundings<'_>, input: &Start) -> Result<Option<Verdict>> {
    let Some(token) = &input.captcha_token else { return Ok(None) };
    check::judge(tenant, around.http, token, around.ip).await.map(Some)
}

/// Starts, or starts again; what others keep beside the state stays.
pub fn start(
    around: &Surroundings<'_>,
    kept: Option<&Value>,
    input: &Start,
    verdict: Option<&Verdict>,
) -> Result<State> {
    let mut state = State::beside(input.interaction_event, kept);
    state.at(around.context);
    if let Some(verdict) = verdict {
        if !verdict.passes {
            return Err(Error::CaptchaFailed);
        }
        state.captcha.verified = true;
    }
    Ok(state)
}

/// Changes the purpose; what was given for an account is gone.
pub async fn change(tenant: &Tenant, state: &mut State, input: &Change) -> Result<()> {
    let settings = settings::load(tenant).await?;
    match input.interaction_event {
        Event::SignIn if !settings::signs_in(&settings) => {
            return Err(Error::NotAllowed { details: "sign-in is closed" });
        }
        Event::Register if !settings::registers(&settings) && !state.has_one_time_token() => {
            return Err(Error::NotAllowed { details: "registration is closed" });
        }
        Event::SignIn | Event::Register | Event::ForgotPassword => {}
    }
    let recovers = |event: Event| event == Event::ForgotPassword;
    if recovers(state.interaction_event) != recovers(input.interaction_event) {
        return Err(Error::NotForForgotPassword);
    }
    if state.interaction_event != input.interaction_event {
        let submitted = state.profile.submitted;
        state.profile = crate::progress::Profile { submitted, ..Default::default() };
    }
    state.interaction_event = input.interaction_event;
    Ok(())
}
