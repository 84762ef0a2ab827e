//! Files: on a disk, or at S3, Azure or Google. What comes in is what it says it is, and does nothing by itself.

mod archive;
mod kind;
mod svg;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

pub use archive::{Archive, unpack};
pub use kind::{FileType, of_name};

use bytes::Bytes;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _};
use url::Url;

/// Files that are served often are kept in the process, up to so many bytes.
const KEPT: u64 = 32 * 1024 * 1024;

/// Why a file could not be kept or found.
#[derive(Debug)]
pub enum Error {
    /// The setting is not one that can be used.
    Setting(String),
    /// There is no such file.
    Missing,
    /// The storage did not do it.
    Failed(String),
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting(why) => write!(formatter, "the storage cannot be used: {why}"),
            Self::Missing => formatter.write_str("there is no such file"),
            Self::Failed(why) => write!(formatter, "the storage failed: {why}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing,
            other => Self::Failed(other.to_string()),
        }
    }
}

/// A place for files.
#[derive(Clone)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
    kept: moka::sync::Cache<String, Bytes>,
}

impl fmt::Debug for Storage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Storage").field("store", &self.store.to_string()).finish_non_exhaustive()
    }
}

impl Storage {
    /// Opens what a setting names: `file:///DIRECTORY` (made if it is not there), `s3://BUCKET/PREFIX`,
    /// `az://CONTAINER/PREFIX` or `gs://BUCKET/PREFIX`. `options` are the providers' own, such as
    /// `aws_access_key_id`.
    pub fn open(setting: &str, options: impl IntoIterator<Item = (String, String)>) -> Result<Self, Error> {
        let url = Url::parse(setting).map_err(|error| Error::Setting(error.to_string()))?;
        if url.scheme() == "file" {
            let folder: PathBuf =
                url.to_file_path().map_err(|()| Error::Setting("write file:///DIRECTORY".to_owned()))?;
            std::fs::create_dir_all(&folder).map_err(|error| Error::Setting(error.to_string()))?;
        }
        let (store, prefix) =
            object_store::parse_url_opts(&url, options).map_err(|error| Error::Setting(error.to_string()))?;
        let weigh = |key: &String, value: &Bytes| u32::try_from(key.len() + value.len()).unwrap_or(u32::MAX);
        let kept = moka::sync::Cache::builder().max_capacity(KEPT).weigher(weigh).build();
        Ok(Self { store: store.into(), prefix, kept })
    }

    fn path(&self, key: &str) -> Path {
        key.split('/').filter(|part| !part.is_empty()).fold(self.prefix.clone(), Path::join)
    }

    /// Keeps a file. A key is never written twice.
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<(), Error> {
        self.store.put(&self.path(key), bytes.into()).await?;
        Ok(())
    }

    /// A file.
    pub async fn get(&self, key: &str) -> Result<Bytes, Error> {
        if let Some(known) = self.kept.get(key) {
            return Ok(known);
        }
        let bytes = self.store.get(&self.path(key)).await?.bytes().await?;
        self.kept.insert(key.to_owned(), bytes.clone());
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Storage};

    #[tokio::test]
    async fn files_stay_in_their_place() {
        let folder = std::env::temp_dir().join(format!("avouch-storage-{}", std::process::id()));
        let storage = Storage::open(&format!("file://{}", folder.display()), []).expect("it opens");
        storage.put("a/b/c.png", "x".into()).await.expect("it is kept");
        assert_eq!(storage.get("a/b/c.png").await.expect("it is there"), "x");
        for missing in ["a/b/d.png", "../../../etc/passwd", "a/../../x", ""] {
            assert!(matches!(storage.get(missing).await, Err(Error::Missing | Error::Failed(_))), "{missing}");
        }
        storage.put("../out.txt", "x".into()).await.expect("it is kept inside");
        assert!(!folder.join("../out.txt").exists());
        std::fs::remove_dir_all(folder).expect("it goes");
        assert!(Storage::open("nonsense", []).is_err());
    }
}
