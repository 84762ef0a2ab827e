//! `PHPass`, the "portable hash" of `WordPress` (`$P$`) and phpBB (`$H$`): MD5, many times.

use crate::digest::{Digest, same};

const ALPHABET: &[u8; 64] = b"./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Most doublings of an import: half a million rounds.
const HIGHEST: usize = 19;

pub(super) fn verify(password: &str, digest: &str) -> bool {
    let bytes = digest.as_bytes();
    let (Some(cost), Some(salt), Some(expected)) = (bytes.get(3), bytes.get(4..12), bytes.get(12..)) else {
        return false;
    };
    let Some(cost) = ALPHABET.iter().position(|letter| letter == cost).filter(|cost| (7..=HIGHEST).contains(cost))
    else {
        return false;
    };
    let mut hash = Digest::Md5.of(&[salt, password.as_bytes()].concat());
    for _ in 0..1_usize << cost {
        hash = Digest::Md5.of(&[hash.as_slice(), password.as_bytes()].concat());
    }
    same(encode(&hash).as_bytes(), expected)
}

/// Groups of three bytes as four letters, lowest bits first.
fn encode(bytes: &[u8]) -> String {
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let value = group.iter().rev().fold(0_usize, |value, byte| (value << 8) | usize::from(*byte));
        for place in 0..=group.len() {
            let letter = ALPHABET.get((value >> (6 * place)) & 63).copied().unwrap_or(b'.');
            out.push(char::from(letter));
        }
    }
    out
}
