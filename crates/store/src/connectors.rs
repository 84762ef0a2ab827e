//! Connectors.

use crate::{Read, Result, texts};

/// Factories of connectors that send mail.
const EMAIL: [&str; 9] = [
    "simple-mail-transfer-protocol",
    "http-email",
    "sendgrid-email-service",
    "mailgun-email",
    "postmark-mail",
    "aws-ses-mail",
    "aliyun-direct-mail",
    "smtp2go-email",
    "logto-email",
];

/// Whether a connector is set up that sends mail.
pub async fn has_email(db: &impl Read) -> Result<bool> {
    let sql = "select 1::bigint from connectors where tenant_id = $1 and connector_id = any($2)";
    db.exists(sql, vec![texts(EMAIL)]).await
}
