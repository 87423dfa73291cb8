//! Answers to heavy prefixes, computed by the build with the ranking that the page runs.
//!
//! A beginning of one to three letters stands for thousands of terms; reading all their postings at a key press would take
//! longer than everything else. Layout: varint count; then, sorted by prefix, each as text, varint of the
//! documents that match, varint number of entries, and bits for each entry: document in fixed width, 1 bit whether the title or authors
//! have it, 32 bits of the first pass' score as an IEEE 754 single.

use super::bits::BitReader;
use super::bytes::Reader;

/// Entries of one answer, at most.
pub(crate) const ENTRIES: usize = 20;

/// One document of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PrefixEntry {
    pub(crate) doc: u32,
    pub(crate) heading: bool,
    pub(crate) base: f32,
}

/// The answer to one prefix.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct PrefixAnswer {
    pub(crate) prefix: String,
    /// Documents that match.
    pub(crate) total: u32,
    /// The best of them.
    pub(crate) entries: Vec<PrefixEntry>,
}

/// All answers of an index, sorted by prefix.
#[derive(Clone, Debug, Default)]
pub(crate) struct PrefixAnswers {
    answers: Vec<PrefixAnswer>,
}

impl PrefixAnswers {
    /// Nothing yet.
    pub(crate) const EMPTY: PrefixAnswers = PrefixAnswers { answers: Vec::new() };
}

fn width(documents: u32) -> u32 {
    32 - documents.saturating_sub(1).leading_zeros()
}

impl PrefixAnswers {
    /// Reads all answers into an empty list.
    pub(crate) fn fill(&mut self, bytes: &[u8], documents: u32) -> Option<()> {
        let mut reader = Reader::new(bytes);
        let answers = &mut self.answers;
        let count = if bytes.is_empty() { 0 } else { reader.varint()? };
        for _ in 0..count {
            let prefix = reader.text()?;
            if answers.last().is_some_and(|last| last.prefix >= prefix) {
                return None;
            }
            let total = reader.varint()?;
            let length = reader.varint()? as usize;
            if length > ENTRIES || total > documents {
                return None;
            }
            let bytes = reader.take((length * (width(documents) as usize + 33)).div_ceil(8))?;
            let mut bits = BitReader::new(bytes, 0);
            let mut entries = Vec::with_capacity(length);
            for _ in 0..length {
                let entry = PrefixEntry {
                    doc: bits.bits(width(documents)),
                    heading: bits.bits(1) == 1,
                    base: f32::from_bits(bits.bits(32)),
                };
                if entry.doc >= documents || !entry.base.is_finite() || entry.base < 0.0 {
                    return None;
                }
                entries.push(entry);
            }
            answers.push(PrefixAnswer { prefix, total, entries });
        }
        (reader.remaining() == 0).then_some(())
    }

    /// The answer to a prefix, where the build made one.
    pub(crate) fn get(&self, prefix: &str) -> Option<&PrefixAnswer> {
        let at = self.answers.binary_search_by(|answer| answer.prefix.as_str().cmp(prefix)).ok()?;
        self.answers.get(at)
    }
}

/// Writes answers that are sorted by prefix.
#[cfg(feature = "build")]
pub(crate) fn write(answers: &[PrefixAnswer], documents: u32) -> Vec<u8> {
    use super::bytes::{put_text, put_varint};
    let mut out = Vec::new();
    put_varint(&mut out, answers.len() as u32);
    for answer in answers {
        put_text(&mut out, &answer.prefix);
        put_varint(&mut out, answer.total);
        put_varint(&mut out, answer.entries.len() as u32);
        let mut bits = super::bits::BitWriter::default();
        for entry in &answer.entries {
            bits.bits(entry.doc, width(documents));
            bits.bits(u32::from(entry.heading), 1);
            bits.bits(entry.base.to_bits(), 32);
        }
        out.extend(bits.into_bytes());
    }
    out
}
