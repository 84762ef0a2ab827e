//! Files of the account.

pub mod avatar;
