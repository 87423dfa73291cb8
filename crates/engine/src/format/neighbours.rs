//! The stored neighbours: varint count for each document, then for each document that many ids of fixed width,
//! nearest first. A document's own id stands where there is no neighbour.

use super::bits::BitReader;
use super::bytes::{Bytes, Reader};

/// The neighbours of all documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Neighbours {
    bytes: Bytes,
    header: usize,
    each: u32,
    width: u32,
    documents: u32,
}

impl Neighbours {
    /// Nothing yet.
    pub(crate) const EMPTY: Neighbours = Neighbours { bytes: Bytes::EMPTY, header: 0, each: 0, width: 0, documents: 0 };
}

fn width(documents: u32) -> u32 {
    32 - documents.saturating_sub(1).leading_zeros()
}

impl Neighbours {
    /// Takes the part.
    pub(crate) fn fill(&mut self, bytes: Bytes, documents: u32) -> Option<()> {
        self.bytes = bytes;
        self.documents = documents;
        self.width = width(documents);
        let mut reader = Reader::new(self.bytes.as_slice());
        let whole = reader.remaining();
        if whole > 0 {
            self.each = reader.varint()?;
        }
        self.header = whole - reader.remaining();
        let bits = u64::from(documents) * u64::from(self.each) * u64::from(self.width);
        (self.each <= 16 && bits.div_ceil(8) == reader.remaining() as u64).then_some(())
    }

    /// The neighbours of a document, nearest first.
    pub(crate) fn of(&self, doc: u32) -> impl Iterator<Item = u32> + '_ {
        let bit = doc as usize * (self.each * self.width) as usize;
        let mut bits = BitReader::new(self.bytes.as_slice().get(self.header..).unwrap_or(&[]), bit);
        let count = if doc < self.documents { self.each } else { 0 };
        (0..count).map(move |_| bits.bits(self.width)).filter(move |&other| other != doc && other < self.documents)
    }
}

/// Writes neighbours, `N` for each document.
#[cfg(feature = "build")]
pub(crate) fn write<const N: usize>(neighbours: &[[u32; N]]) -> Vec<u8> {
    let mut out = Vec::new();
    super::bytes::put_varint(&mut out, N as u32);
    let mut bits = super::bits::BitWriter::default();
    let width = width(neighbours.len() as u32);
    for &other in neighbours.iter().flatten() {
        bits.bits(other, width);
    }
    out.extend(bits.into_bytes());
    out
}
