//! Files that users upload.

use avouch_crypto::{Alphabet, random_text};
use avouch_model::user_assets::{ServiceStatus, Uploaded};
use avouch_storage::{FileType, Storage};
use avouch_store::{Read as _, Tenant};
use bytes::Bytes;

use crate::{Error, Result};

/// Largest file, in bytes.
pub const LARGEST: usize = 20 * 1024 * 1024;

/// Longest name that is kept of a file.
const LONGEST_NAME: usize = 100;

/// A file that came in.
#[derive(Debug)]
pub struct Upload {
    /// What the sender calls it.
    pub name: String,
    /// What the sender says it is.
    pub kind: String,
    /// What is in it.
    pub bytes: Bytes,
}

/// Whether files can be uploaded.
pub fn status(storage: Option<&Storage>) -> ServiceStatus {
    let is_ready = storage.is_some();
    ServiceStatus {
        status: if is_ready { "ready" } else { "not_configured" },
        allow_upload_mime_types: is_ready.then(|| FileType::NAMES.to_vec()),
        max_upload_file_size: is_ready.then_some(i64::try_from(LARGEST).unwrap_or(i64::MAX)),
        is_experience_avatar_upload_enabled: true,
    }
}

/// A name that is safe in an address, with the end that belongs to the type.
fn safe_name(name: &str, kind: FileType) -> String {
    let stem = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let safe =
        |character: char| if character.is_ascii_alphanumeric() || "-_".contains(character) { character } else { '_' };
    let stem: String = stem.chars().map(safe).take(LONGEST_NAME).collect();
    let stem = if stem.is_empty() { "file".to_owned() } else { stem };
    format!("{stem}.{}", kind.extension())
}

async fn keep(
    tenant: &Tenant,
    storage: &Storage,
    actor: &str,
    file: Upload,
    kind: FileType,
    base: &str,
) -> Result<Uploaded> {
    let iso = tenant.now().iso().unwrap_or_default();
    let day = iso.get(..10).unwrap_or("0000-00-00").replace('-', "/");
    let safe: String = actor.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_').collect();
    let id = random_text(Alphabet::Lower, 8);
    let key = format!("{}/{safe}/{day}/{id}/{}", tenant.id(), safe_name(&file.name, kind));
    storage.put(&key, file.bytes).await.map_err(|error| {
        tracing::error!(%error, "a file could not be kept");
        Error::Upload
    })?;
    Ok(Uploaded { url: format!("{base}/files/{key}") })
}

/// Keeps a file of an administrator. `base` is the address of the server.
pub async fn upload(
    tenant: &Tenant,
    storage: Option<&Storage>,
    actor: &str,
    file: Upload,
    base: &str,
) -> Result<Uploaded> {
    let kind = FileType::declared(&file.kind).filter(|kind| kind.holds(&file.bytes)).ok_or(Error::FileType)?;
    let storage = storage.ok_or(Error::StorageMissing)?;
    keep(tenant, storage, actor, file, kind, base).await
}

/// Keeps a picture of a user; what it is, its bytes say.
pub async fn avatar(
    tenant: &Tenant,
    storage: Option<&Storage>,
    actor: &str,
    file: Upload,
    base: &str,
) -> Result<Uploaded> {
    let kind = FileType::seen(&file.bytes).filter(|kind| kind.is_avatar()).ok_or(Error::FileType)?;
    let storage = storage.ok_or(Error::StorageMissing)?;
    keep(tenant, storage, actor, file, kind, base).await
}

/// A file that was kept, of this tenant.
pub async fn get(tenant: &Tenant, storage: Option<&Storage>, key: &str) -> Result<Bytes> {
    let storage = storage.ok_or(Error::NotFound)?;
    let own = key.split('/').next() == Some(tenant.id().as_str());
    if !own || key.split('/').any(|part| part.is_empty() || part.starts_with('.')) {
        return Err(Error::NotFound);
    }
    storage.get(key).await.map_err(|_| Error::NotFound)
}
