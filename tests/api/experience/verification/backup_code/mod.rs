//! `/api/experience/verification/backup-code`

mod generate;
mod verify;
