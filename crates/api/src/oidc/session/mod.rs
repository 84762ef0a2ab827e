//! `/oidc/session`: sign-out.

pub(super) mod end;
