//! The only place, with [`super::bits`], that touches bytes nobody vouches for.

use std::ops::Range;
use std::sync::Arc;

use crate::error::{Error, ErrorKind};

/// A shared, immutable stretch of bytes; cloning is cheap.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bytes {
    /// None where there are none, so that empty parts cost nothing.
    data: Option<Arc<Vec<u8>>>,
    range: Range<usize>,
}

impl Bytes {
    /// Nothing yet.
    pub(crate) const EMPTY: Bytes = Bytes { data: None, range: 0..0 };
}

impl Bytes {
    pub(crate) fn new(data: Vec<u8>) -> Self {
        let range = 0..data.len();
        Bytes { data: Some(Arc::new(data)), range }
    }

    /// The part of these bytes at `range`, or None where it reaches beyond them.
    pub(crate) fn slice(&self, range: Range<usize>) -> Option<Bytes> {
        let start = self.range.start.checked_add(range.start)?;
        let end = self.range.start.checked_add(range.end)?;
        (start <= end && end <= self.range.end).then(|| Bytes { data: self.data.clone(), range: start..end })
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        self.data.as_ref().and_then(|data| data.get(self.range.clone())).unwrap_or(&[])
    }
}

/// Reads little-endian values in order. None stands for bytes that are not there or not what they should be; whoever
/// opens a part says in the error which part it was.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Reader { bytes, at: 0 }
    }

    pub(crate) fn remaining(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    pub(crate) fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(len)?;
        let slice = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(slice)
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }

    /// A LEB128 number that must fit 32 bits.
    pub(crate) fn varint(&mut self) -> Option<u32> {
        let mut value: u32 = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.u8()?;
            let low = u32::from(byte & 0x7f);
            if shift == 28 && low > 0x0f {
                return None;
            }
            value |= low << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// A length-prefixed UTF-8 string.
    pub(crate) fn text(&mut self) -> Option<String> {
        let len = self.varint()? as usize;
        utf8(self.take(len)?)
    }
}

/// Appends UTF-8 (RFC 3629); None where it is none, with what came before appended.
pub(crate) fn push_utf8(out: &mut String, bytes: &[u8]) -> Option<()> {
    let mut rest = bytes;
    while let [first, tail @ ..] = rest {
        let ones = first.leading_ones() as usize;
        // One byte, or as many as the first one says; what that makes of the bytes is checked by its length.
        let more = ones.saturating_sub(1);
        let mut code = u32::from(*first) & (0x7F >> ones);
        for &byte in tail.get(..more)? {
            code = code << 6 | u32::from(byte & 0x3F);
            if byte & 0xC0 != 0x80 {
                return None;
            }
        }
        let letter = char::from_u32(code)?;
        if ones == 1 || letter.len_utf8() != more + 1 {
            return None;
        }
        out.push(letter);
        rest = tail.get(more..)?;
    }
    Some(())
}

/// A string of UTF-8, None where the bytes are none: for callers whose strings arrive as bytes and that need not carry the standard
/// library's check, which is made for long texts and takes several times the code.
pub fn utf8(bytes: &[u8]) -> Option<String> {
    let mut text = String::new();
    push_utf8(&mut text, bytes).map(|()| text)
}

/// A value that `fill` filled; parts are filled in place, so that one that fails leaves the rest to its owner to drop. (To
/// make each part on its own and put them together later took a twentieth of the module.)
///
/// # Errors
/// When `fill` finds the part malformed.
#[cfg(any(test, feature = "build"))]
pub(crate) fn filled<T: Default>(part: &'static str, fill: impl FnOnce(&mut T) -> Option<()>) -> Result<T, Error> {
    let mut value = T::default();
    fill(&mut value).ok_or_else(|| malformed(part)).map(|()| value)
}

/// The error for a part that passed its hash and still breaks a rule of the format.
#[cold]
pub(crate) fn malformed(part: &'static str) -> Error {
    Error::about(ErrorKind::Malformed, part)
}

/// Appends a LEB128 number.
#[cfg(feature = "build")]
pub(crate) fn put_varint(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push((value as u8 & 0x7f) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a length-prefixed string.
#[cfg(feature = "build")]
pub(crate) fn put_text(out: &mut Vec<u8>, text: &str) {
    put_varint(out, text.len() as u32);
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::push_utf8;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_utf8_is_what_the_standard_library_says(bytes in proptest::collection::vec(any::<u8>(), 0..8)) {
            let mut out = String::new();
            let whole = push_utf8(&mut out, &bytes).is_some();
            prop_assert_eq!(whole, std::str::from_utf8(&bytes).is_ok());
            prop_assert!(!whole || out.as_bytes() == bytes);
        }

        #[test]
        fn text_survives(text in any::<String>()) {
            let mut out = String::new();
            prop_assert!(push_utf8(&mut out, text.as_bytes()).is_some());
            prop_assert_eq!(out, text);
        }
    }

    #[test]
    fn overlong_forms_surrogates_and_cut_letters_are_none() {
        for bytes in [
            &[0xC0, 0x80][..],
            &[0xE0, 0x80, 0x80],
            &[0xED, 0xA0, 0x80],
            &[0xF4, 0x90, 0x80, 0x80],
            &[0xC3],
            &[0x80],
            &[0xFF],
        ] {
            assert!(push_utf8(&mut String::new(), bytes).is_none(), "{bytes:x?}");
        }
    }
}
