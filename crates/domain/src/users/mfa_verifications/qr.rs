//! QR codes as pictures.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use fast_qr::qr::QRBuilder;

/// Pixels of a module's side.
const SCALE: usize = 4;

/// Modules of white around the code (ISO 18004 wants four).
const MARGIN: usize = 4;

/// A text as a `data:` URL of a PNG picture; nothing if it is too long.
pub fn data_url(text: &str) -> Option<String> {
    let code = QRBuilder::new(text).build().ok()?;
    let side = (code.size + 2 * MARGIN) * SCALE;
    let mut pixels = vec![255_u8; side * side];
    for (index, pixel) in pixels.iter_mut().enumerate() {
        let (row, column) = ((index / side / SCALE).checked_sub(MARGIN), (index % side / SCALE).checked_sub(MARGIN));
        if let (Some(row), Some(column)) = (row, column)
            && row < code.size
            && column < code.size
            && code.data.get(row * code.size + column).is_some_and(|module| module.value())
        {
            *pixel = 0;
        }
    }
    let mut bytes = Vec::new();
    let side = u32::try_from(side).ok()?;
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().ok()?.write_image_data(&pixels).ok()?;
    Some(format!("data:image/png;base64,{}", BASE64_STANDARD.encode(bytes)))
}

#[cfg(test)]
mod tests {
    use super::data_url;

    #[test]
    fn is_a_picture() {
        let url = data_url("otpauth://totp/a:b?secret=ABCDEFGHIJKLMNOP").unwrap();
        assert!(url.starts_with("data:image/png;base64,iVBORw0KGgo"));
        assert_eq!(data_url(&"x".repeat(5000)), None);
    }
}
