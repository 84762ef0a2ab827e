//! `/api/experience/user-assets`

mod avatar;
