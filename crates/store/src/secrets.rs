//! Secrets of users at other services, encrypted.

use crate::{Result, Tx};

/// Removes a secret; answers whether it was there.
pub async fn delete(tx: &Tx, id: &str) -> Result<bool> {
    tx.delete("secrets", id).await
}
