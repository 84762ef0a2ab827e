//! What people see and change of their own account, and what they prove for it.
//!
//! A [`Caller`] is someone with an access token of their own; each operation takes one and makes its checks, named in
//! [`checks`], in the order of the API. What was proved is a row of its own, which lives for ten minutes and can be
//! used for several changes.

mod caller;
pub mod checks;
pub mod grants;
pub mod identities;
pub mod logto_configs;
pub mod me;
pub mod mfa_settings;
pub mod mfa_verifications;
pub mod password;
pub mod personal_data;
pub mod primary_email;
pub mod primary_phone;
pub mod profile;
mod records;
pub mod sessions;
mod settings;
pub mod trusted_devices;
pub mod user_assets;
pub mod verifications;

pub use caller::{Caller, Presented};
