//! What a file is: what it says, and whether it is so.

use crate::svg;

/// A type of files that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileType {
    /// `image/jpeg`
    Jpeg,
    /// `image/png`
    Png,
    /// `image/gif`
    Gif,
    /// `image/vnd.microsoft.icon`, `image/x-icon`
    Icon,
    /// `image/svg+xml`
    Svg,
    /// `image/tiff`
    Tiff,
    /// `image/webp`
    Webp,
    /// `image/bmp`
    Bmp,
    /// `application/zip`
    Zip,
}

impl FileType {
    /// What may be uploaded, as browsers name it.
    pub const NAMES: [&'static str; 10] = [
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/vnd.microsoft.icon",
        "image/x-icon",
        "image/svg+xml",
        "image/tiff",
        "image/webp",
        "image/bmp",
        "application/zip",
    ];

    /// A type by its name.
    pub fn declared(name: &str) -> Option<Self> {
        Some(match name.split(';').next()?.trim().to_ascii_lowercase().as_str() {
            "image/jpeg" => Self::Jpeg,
            "image/png" => Self::Png,
            "image/gif" => Self::Gif,
            "image/vnd.microsoft.icon" | "image/x-icon" => Self::Icon,
            "image/svg+xml" => Self::Svg,
            "image/tiff" => Self::Tiff,
            "image/webp" => Self::Webp,
            "image/bmp" => Self::Bmp,
            "application/zip" | "application/x-zip-compressed" => Self::Zip,
            _ => return None,
        })
    }

    /// What a file's first bytes say.
    pub fn seen(bytes: &[u8]) -> Option<Self> {
        Self::declared(infer::get(bytes)?.mime_type())
    }

    /// Whether a file is what it says it is. A picture that could run a script is none.
    pub fn holds(self, bytes: &[u8]) -> bool {
        if self == Self::Svg { svg::is_still(bytes) } else { Self::seen(bytes) == Some(self) }
    }

    /// Whether it can be someone's picture.
    pub fn is_avatar(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Gif | Self::Webp | Self::Bmp)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Icon => "image/vnd.microsoft.icon",
            Self::Svg => "image/svg+xml",
            Self::Tiff => "image/tiff",
            Self::Webp => "image/webp",
            Self::Bmp => "image/bmp",
            Self::Zip => "application/zip",
        }
    }

    /// The end of its files' names.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Icon => "ico",
            Self::Svg => "svg",
            Self::Tiff => "tiff",
            Self::Webp => "webp",
            Self::Bmp => "bmp",
            Self::Zip => "zip",
        }
    }
}

/// The media type of a file of a site, by its name.
pub fn of_name(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "bmp" => "image/bmp",
        "tif" | "tiff" => "image/tiff",
        "ico" => "image/vnd.microsoft.icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::FileType;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    #[test]
    fn a_file_is_what_it_says() {
        assert!(FileType::Png.holds(PNG));
        assert!(!FileType::Jpeg.holds(PNG) && !FileType::Png.holds(b"<html>") && !FileType::Svg.holds(PNG));
        assert_eq!(FileType::declared("image/PNG; x=y"), Some(FileType::Png));
        assert_eq!(FileType::declared("text/html"), None);
        for name in FileType::NAMES {
            assert!(FileType::declared(name).is_some(), "{name}");
        }
    }
}
