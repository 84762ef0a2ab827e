//! Pages of the tenant's own in place of ours.

use avouch_model::sign_in_exp::CustomUiMade;
use avouch_storage::{Storage, unpack};
use avouch_store::{Read as _, Tenant, sign_in_experiences};
use bytes::Bytes;
use serde_json::{Value, json};

use crate::user_assets::Upload;
use crate::{Error, Result, ids};

fn key(tenant: &Tenant, id: &str, path: &str) -> String {
    format!("{}/custom-ui/{id}/{path}", tenant.id())
}

/// Keeps pages that came as an archive. They are shown once the settings name them.
pub async fn upload(tenant: &Tenant, storage: Option<&Storage>, file: Upload) -> Result<CustomUiMade> {
    let storage = storage.ok_or(Error::StorageMissing)?;
    let site = unpack(&file.bytes).ok_or(Error::FileType)?;
    let id = ids::short().chars().take(8).collect::<String>();
    for (path, bytes) in site.files {
        storage.put(&key(tenant, &id, &path), bytes).await.map_err(|error| {
            tracing::error!(%error, "pages could not be kept");
            Error::Upload
        })?;
    }
    Ok(CustomUiMade { custom_ui_asset_id: id })
}

/// A file of the tenant's own pages.
#[derive(Debug)]
pub struct Page {
    /// Path within the pages.
    pub path: String,
    /// What is in it.
    pub bytes: Bytes,
    /// Where scripts may come from besides.
    pub script_src: Vec<String>,
    /// Where scripts may connect to besides.
    pub connect_src: Vec<String>,
}

/// The file at a path, or the first page, where the tenant has pages of its own. Nothing where it has not.
pub async fn page(tenant: &Tenant, storage: Option<&Storage>, path: &str) -> Result<Option<Page>> {
    let (Some(storage), Some(settings)) = (storage, sign_in_experiences::cached(tenant).await?) else {
        return Ok(None);
    };
    let assets: Option<Value> =
        settings.custom_ui_assets.as_ref().and_then(|row| serde_json::from_str(row.text()).ok());
    let Some(id) = assets.as_ref().and_then(|assets| assets.get("id")?.as_str()) else { return Ok(None) };
    let wanted = path.trim_matches('/');
    let is_file = wanted.contains('.') && !wanted.split('/').any(|part| part.starts_with('.'));
    let found = if is_file { storage.get(&key(tenant, id, wanted)).await.ok() } else { None };
    let (path, bytes) = match found {
        Some(bytes) => (wanted.to_owned(), bytes),
        None => {
            ("index.html".to_owned(), storage.get(&key(tenant, id, "index.html")).await.map_err(|_| Error::NotFound)?)
        }
    };
    let csp: Value = serde_json::from_str(settings.custom_ui_csp.text()).unwrap_or_else(|_| json!({}));
    let list = |name: &str| {
        let items = csp.get(name).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(Value::as_str).map(ToOwned::to_owned).collect()
    };
    Ok(Some(Page { path, bytes, script_src: list("scriptSrc"), connect_src: list("connectSrc") }))
}
