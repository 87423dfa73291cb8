//! The only place, with [`super::bits`], that touches bytes nobody vouches for.

use std::ops::Range;
use std::sync::Arc;

use crate::error::{Error, ErrorKind};

/// A shared, immutable stretch of bytes; cloning is cheap.
#[derive(Clone, Debug)]
pub(crate) struct Bytes {
    data: Arc<Vec<u8>>,
    range: Range<usize>,
}

impl Bytes {
    pub(crate) fn new(data: Vec<u8>) -> Self {
        let range = 0..data.len();
        Bytes { data: Arc::new(data), range }
    }

    /// The part of these bytes at `range`, or None where it reaches beyond them.
    pub(crate) fn slice(&self, range: Range<usize>) -> Option<Bytes> {
        let start = self.range.start.checked_add(range.start)?;
        let end = self.range.start.checked_add(range.end)?;
        (start <= end && end <= self.range.end)
            .then(|| Bytes { data: Arc::clone(&self.data), range: start..end })
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        self.data.get(self.range.clone()).unwrap_or(&[])
    }
}

/// Reads little-endian values in order; every read names what it reads for the error.
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

    pub(crate) fn take(&mut self, len: usize, what: &'static str) -> Result<&'a [u8], Error> {
        let end = self.at.checked_add(len).ok_or_else(|| malformed(what))?;
        let slice = self.bytes.get(self.at..end).ok_or_else(|| malformed(what))?;
        self.at = end;
        Ok(slice)
    }

    pub(crate) fn u8(&mut self, what: &'static str) -> Result<u8, Error> {
        self.take(1, what)?.first().copied().ok_or_else(|| malformed(what))
    }

    pub(crate) fn u32(&mut self, what: &'static str) -> Result<u32, Error> {
        let bytes = self.take(4, what)?;
        Ok(u32::from_le_bytes(bytes.try_into().map_err(|_| malformed(what))?))
    }

    pub(crate) fn u64(&mut self, what: &'static str) -> Result<u64, Error> {
        let bytes = self.take(8, what)?;
        Ok(u64::from_le_bytes(bytes.try_into().map_err(|_| malformed(what))?))
    }

    /// A LEB128 number that must fit 32 bits.
    pub(crate) fn varint(&mut self, what: &'static str) -> Result<u32, Error> {
        let mut value: u32 = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.u8(what)?;
            let low = u32::from(byte & 0x7f);
            if shift == 28 && low > 0x0f {
                return Err(malformed(what));
            }
            value |= low << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(malformed(what))
    }

    /// A length-prefixed UTF-8 string.
    pub(crate) fn text(&mut self, what: &'static str) -> Result<&'a str, Error> {
        let len = self.varint(what)? as usize;
        std::str::from_utf8(self.take(len, what)?).map_err(|_| malformed(what))
    }
}

/// The error for bytes that passed their hash and still break a rule of the format.
pub(crate) fn malformed(what: &'static str) -> Error {
    Error::new(ErrorKind::Malformed, format!("the index is malformed: {what}; build it again"))
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
