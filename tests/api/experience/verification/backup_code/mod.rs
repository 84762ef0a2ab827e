//! `/api/experience/verification/backup-code`

mod verify;
