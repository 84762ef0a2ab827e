//! Sites in an archive.

use std::io::{Cursor, Read as _};

use bytes::Bytes;

/// Most files of a site.
const MOST: usize = 2_000;

/// Largest site, in bytes, once it is unpacked.
const LARGEST: u64 = 100 * 1024 * 1024;

/// A site.
#[derive(Debug)]
pub struct Archive {
    /// Files by path.
    pub files: Vec<(String, Bytes)>,
}

/// Unpacks a site. Nothing if it is no archive, is too large, has no `index.html`, or has a file outside of itself. A
/// single folder around everything is left out.
pub fn unpack(bytes: &[u8]) -> Option<Archive> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    if archive.len() > MOST {
        return None;
    }
    let (mut files, mut total) = (Vec::new(), 0_u64);
    for index in 0..archive.len() {
        let file = archive.by_index(index).ok()?;
        if file.is_dir() {
            continue;
        }
        let name = file.enclosed_name()?.to_str()?.replace('\\', "/");
        if file.is_symlink() || name.starts_with("__MACOSX/") {
            continue;
        }
        // What the archive says of sizes is not believed.
        let mut content = Vec::new();
        let read = file.take(LARGEST - total + 1).read_to_end(&mut content).ok()?;
        total += u64::try_from(read).ok()?;
        if total > LARGEST {
            return None;
        }
        files.push((name, Bytes::from(content)));
    }
    let folder = files.first()?.0.split_once('/').map(|(folder, _)| format!("{folder}/"));
    if let Some(folder) = folder.filter(|folder| files.iter().all(|(name, _)| name.starts_with(folder))) {
        for (name, _) in &mut files {
            name.drain(..folder.len());
        }
    }
    files.iter().any(|(name, _)| name == "index.html").then_some(Archive { files })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::write::SimpleFileOptions;

    use super::unpack;

    fn archive(files: &[(&str, usize)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, size) in files {
            writer.start_file(*name, SimpleFileOptions::default()).expect("a file starts");
            writer.write_all(&vec![b'x'; *size]).expect("it is written");
        }
        writer.finish().expect("it ends").into_inner()
    }

    #[test]
    fn a_site_is_unpacked() {
        let names = |files: &[(&str, usize)]| {
            unpack(&archive(files)).map(|site| site.files.into_iter().map(|(name, _)| name).collect::<Vec<_>>())
        };
        assert_eq!(
            names(&[("index.html", 1), ("a/b.js", 1)]),
            Some(vec!["index.html".to_owned(), "a/b.js".to_owned()])
        );
        assert_eq!(
            names(&[("dist/index.html", 1), ("dist/a.js", 1)]),
            Some(vec!["index.html".to_owned(), "a.js".to_owned()])
        );
        assert_eq!(names(&[("a.js", 1)]), None);
        assert_eq!(names(&[("index.html", 1), ("../x", 1)]), None);
        assert!(names(&[("index.html", 101 * 1024 * 1024)]).is_none(), "a bomb");
        assert!(unpack(b"PK nonsense").is_none() && unpack(b"").is_none());
    }
}
