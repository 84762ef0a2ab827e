//! `/api/sign-in-exp/username-policy`: what user names may look like.

pub(super) mod case_sensitivity_conflicts;
