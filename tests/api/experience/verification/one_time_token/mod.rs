//! `/api/experience/verification/one-time-token`

mod verify;
