//! `/api/my-account/user-assets`

mod avatar;
