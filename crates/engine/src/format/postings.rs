//! Posting lists: which documents have a term, and how often in each field.
//!
//! A list of n postings over N documents is: the n document ids in binary interpolative code (Moffat and Stuiver 2000)
//! with truncated binary numbers over the bounds 0..N; then n symbols in canonical prefix code. A symbol stands for the
//! frequencies of the term in title, authors, keywords and body; the manifest lists them with their code lengths.
//! Lists follow each other in ordinal order, grouped and blocked as [`super::terms`] says.

use std::ops::Range;

use super::bits::BitReader;
use super::bytes::Bytes;
use super::container::{Block, present};
use super::huffman::Codes;
use super::manifest::Frequencies;
use super::terms::TermTable;

/// One decoded list: documents ascending, a symbol for each.
#[derive(Clone, Debug, Default)]
pub(crate) struct List {
    pub(crate) docs: Vec<u32>,
    pub(crate) symbols: Vec<u8>,
}

impl List {
    /// Nothing yet.
    pub(crate) const EMPTY: List = List { docs: Vec::new(), symbols: Vec::new() };
}

/// The posting blocks that are there, and how to read lists from them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Postings {
    documents: u32,
    codes: Codes,
    blocks: Vec<Option<Bytes>>,
}

impl Postings {
    /// Nothing yet.
    pub(crate) const EMPTY: Postings = Postings { documents: 0, codes: Codes::EMPTY, blocks: Vec::new() };
}

/// A postings block has not been provided; [`Postings::missing`] names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MissingBlock;

impl Postings {
    /// Takes the blocks and what reads them.
    pub(crate) fn fill(
        &mut self,
        documents: u32,
        symbols: &[(Frequencies, u8)],
        terms: &TermTable,
        blocks: &[Block],
    ) -> Option<()> {
        self.documents = documents;
        self.blocks = present(blocks);
        let mut lengths: Vec<u8> = Vec::new();
        for symbol in symbols {
            lengths.push(symbol.1);
        }
        self.codes.push(&lengths)?;
        (blocks.len() == terms.blocks() as usize).then_some(())
    }

    /// Decodes the lists of a range of terms in order and hands each to `each`. All of the range's groups must be there,
    /// or nothing more is decoded.
    pub(crate) fn read(
        &self,
        terms: &TermTable,
        range: Range<u32>,
        list: &mut List,
        mut each: impl FnMut(u32, &List),
    ) -> Result<(), MissingBlock> {
        let mut next = range.start;
        while next < range.end {
            let Some(group) = terms.group(next) else { return Ok(()) };
            let block = self.blocks.get(group.block as usize).and_then(Option::as_ref).ok_or(MissingBlock)?;
            let mut bits = BitReader::new(block.as_slice(), group.bit as usize);
            let mut grouping = super::terms::Grouping::default();
            let mut ordinal = group.first;
            loop {
                let frequency = terms.frequency(ordinal);
                // Damage that kept its hash could name lists longer than the block: nothing is decoded past its end.
                if bits.overran() {
                    return Ok(());
                }
                self.list(&mut bits, frequency, list);
                if range.contains(&ordinal) {
                    each(ordinal, list);
                }
                ordinal += 1;
                if grouping.closes_after(frequency) || ordinal >= range.end || ordinal >= terms.len() {
                    break;
                }
            }
            next = ordinal;
        }
        Ok(())
    }

    /// The blocks that a range of terms needs and that are not there.
    pub(crate) fn missing(&self, terms: &TermTable, range: Range<u32>) -> impl Iterator<Item = u32> + '_ {
        let block = |ordinal: u32| terms.group(ordinal).map(|group| group.block);
        let (first, last) = (block(range.start).unwrap_or(1), range.end.checked_sub(1).and_then(block).unwrap_or(0));
        (first..=last).filter(|&block| self.blocks.get(block as usize).is_some_and(Option::is_none))
    }

    fn list(&self, bits: &mut BitReader<'_>, frequency: u32, list: &mut List) {
        let count = frequency.min(self.documents) as usize;
        list.docs.clear();
        list.docs.resize(count, 0);
        list.symbols.clear();
        if let [only] = list.docs.as_mut_slice() {
            *only = bits.below(self.documents);
        } else if self.documents > 0 {
            interpolate(bits, &mut list.docs, 0, self.documents - 1);
        }
        list.symbols.reserve(count);
        for _ in 0..count {
            list.symbols.push(self.codes.symbol(0, bits).unwrap_or(0) as u8);
        }
    }

    /// Hands in a block.
    pub(crate) fn provide(&mut self, block: u32, bytes: Bytes) {
        if let Some(slot) = self.blocks.get_mut(block as usize) {
            *slot = Some(bytes);
        }
    }
}

/// Decodes ascending ids within `low..=high`; the depth is the logarithm of the list's length.
pub(super) fn interpolate(bits: &mut BitReader<'_>, ids: &mut [u32], low: u32, high: u32) {
    let count = ids.len() as u32;
    if count == 0 {
        return;
    }
    // Where the list fills its bounds nothing is coded; where damage made them too narrow, neither.
    if high.wrapping_sub(low).wrapping_add(1) <= count {
        for (id, slot) in (low..).zip(ids) {
            *slot = id.min(high);
        }
        return;
    }
    let half = ids.len() / 2;
    let Some((left, [middle, right @ ..])) = ids.split_at_mut_checked(half) else { return };
    // `half` ids lie below the middle one and the rest above: its bounds are tighter by as much.
    let least = low + half as u32;
    let most = high - right.len() as u32;
    *middle = least + bits.below(most - least + 1);
    let id = *middle;
    if half > 0 {
        interpolate(bits, left, low, id - 1);
    }
    interpolate(bits, right, id.saturating_add(1), high);
}

#[cfg(feature = "build")]
mod writing {
    use super::super::bits::BitWriter;
    use super::super::huffman;
    use super::super::manifest::Frequencies;

    /// Writes lists.
    #[derive(Debug)]
    pub(crate) struct ListWriter {
        documents: u32,
        codes: Vec<(u16, u8)>,
    }

    impl ListWriter {
        pub(crate) fn new(documents: u32, symbols: &[(Frequencies, u8)]) -> ListWriter {
            let lengths: Vec<u8> = symbols.iter().map(|entry| entry.1).collect();
            ListWriter { documents, codes: huffman::codes(&lengths) }
        }

        /// Appends one list.
        pub(crate) fn write(&self, docs: &[u32], symbols: &[u8], out: &mut BitWriter) {
            match docs {
                [] => {}
                [only] => out.below(*only, self.documents),
                _ => interpolate(out, docs, 0, self.documents - 1),
            }
            for &symbol in symbols {
                huffman::put(out, &self.codes, symbol as usize);
            }
        }
    }

    /// Writes ascending ids within `low..=high`.
    pub(crate) fn interpolate(out: &mut BitWriter, ids: &[u32], low: u32, high: u32) {
        let count = ids.len() as u32;
        if count == 0 || high - low + 1 == count {
            return;
        }
        let half = ids.len() / 2;
        let middle = ids[half];
        let least = low + half as u32;
        let most = high - (count - half as u32 - 1);
        out.below(middle - least, most - least + 1);
        if half > 0 {
            interpolate(out, &ids[..half], low, middle - 1);
        }
        if half + 1 < ids.len() {
            interpolate(out, &ids[half + 1..], middle + 1, high);
        }
    }
}
#[cfg(feature = "build")]
pub(crate) use writing::{ListWriter, interpolate as write_ids};
