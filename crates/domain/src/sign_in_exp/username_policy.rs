//! What user names may look like.

use avouch_model::sign_in_exp::{CaseConflicts, SameName};
use avouch_store::{Read, sign_in_experiences as stored};

use crate::Result;

/// User names that differ only in case, so that case cannot stop to matter.
pub async fn case_sensitivity_conflicts(db: &impl Read, limit: i64) -> Result<CaseConflicts> {
    let (total_conflicts, rows) = stored::case_conflicts(db, limit).await?;
    let mut samples: Vec<SameName> = Vec::new();
    for (username_lower, id) in rows {
        match samples.last_mut() {
            Some(last) if last.username_lower == username_lower => last.user_ids.push(id),
            _ => samples.push(SameName { username_lower, user_ids: vec![id] }),
        }
    }
    Ok(CaseConflicts { total_conflicts, samples })
}
