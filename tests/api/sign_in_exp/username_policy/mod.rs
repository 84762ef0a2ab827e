//! `/api/sign-in-exp/username-policy`

mod case_sensitivity_conflicts;
