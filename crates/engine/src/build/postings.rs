//! Documents' terms to posting lists, symbols, groups and blocks.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::analyse::Analysed;
use crate::format::bits::BitWriter;
use crate::format::huffman;
use crate::format::manifest::Frequencies;
use crate::format::postings::ListWriter;
use crate::format::terms::{Grouping, TermTableWriter};

/// Bytes after which a postings block is full.
const BLOCK_TARGET: u32 = 8 * 1024;
/// Symbols of an alphabet.
const SYMBOLS: usize = 250;

/// The inverted corpus.
#[derive(Debug)]
pub(crate) struct Inverted {
    /// Postings of all terms in ordinal order: where each term's start.
    starts: Vec<usize>,
    docs: Vec<u32>,
    frequencies: Vec<Frequencies>,
}

/// Inverts documents that are in final order.
pub(crate) fn invert(analysed: &Analysed) -> Inverted {
    let mut starts = vec![0usize; analysed.terms.len() + 1];
    for &(term, _) in analysed.documents.iter().flatten() {
        starts[term as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let total = starts.last().copied().unwrap_or(0);
    let mut next = starts.clone();
    let mut docs = vec![0u32; total];
    let mut frequencies = vec![Frequencies::default(); total];
    for (doc, list) in (0u32..).zip(&analysed.documents) {
        for &(term, entry) in list {
            let at = next[term as usize];
            next[term as usize] += 1;
            docs[at] = doc;
            frequencies[at] = clamp(entry);
        }
    }
    Inverted { starts, docs, frequencies }
}

/// Frequencies beyond these say no more, and would only widen the alphabet.
fn clamp(entry: Frequencies) -> Frequencies {
    Frequencies {
        title: entry.title.min(3),
        authors: entry.authors.min(2),
        keywords: entry.keywords.min(3),
        body: entry.body.min(31),
    }
}

/// The alphabet of symbols, commonest first, with code lengths.
fn alphabet(inverted: &Inverted) -> Vec<(Frequencies, u8)> {
    let mut counts: BTreeMap<Frequencies, u64> = BTreeMap::new();
    for &entry in &inverted.frequencies {
        *counts.entry(entry).or_default() += 1;
    }
    let mut ranked: Vec<(Frequencies, u64)> = counts.into_iter().collect();
    ranked.sort_by_key(|entry| std::cmp::Reverse(entry.1));
    // Every rarer one reads as the nearest one kept: its cost is one occurrence more there.
    let rare: u64 = ranked.drain(SYMBOLS.min(ranked.len())..).map(|entry| entry.1).sum();
    let counts: Vec<u64> = ranked.iter().map(|entry| entry.1 + rare / ranked.len().max(1) as u64).collect();
    let lengths = huffman::lengths(&counts);
    ranked.into_iter().map(|entry| entry.0).zip(lengths).collect()
}

/// Finds symbols for frequencies.
struct Symbols {
    exact: BTreeMap<Frequencies, u8>,
    all: Vec<Frequencies>,
}

impl Symbols {
    fn new(alphabet: &[(Frequencies, u8)]) -> Symbols {
        let all: Vec<Frequencies> = alphabet.iter().map(|entry| entry.0).collect();
        Symbols { exact: all.iter().copied().zip(0..=255u8).collect(), all }
    }

    fn of(&self, entry: Frequencies) -> u8 {
        if let Some(&symbol) = self.exact.get(&entry) {
            return symbol;
        }
        // The same fields first, then the nearest counts.
        let distance = |other: &Frequencies| {
            let gap = |a: u8, b: u8| u32::from(a.abs_diff(b)) + if (a > 0) == (b > 0) { 0 } else { 1000 };
            gap(entry.title, other.title) * 3
                + gap(entry.authors, other.authors) * 2
                + gap(entry.keywords, other.keywords)
                + gap(entry.body, other.body)
        };
        (0..=255u8).zip(&self.all).min_by_key(|(_, other)| distance(other)).map_or(0, |best| best.0)
    }
}

/// The written postings.
pub(crate) struct Written {
    pub(crate) symbols: Vec<(Frequencies, u8)>,
    pub(crate) blocks: Vec<Vec<u8>>,
    pub(crate) table: TermTableWriter,
    pub(crate) postings: u64,
}

/// Codes all lists.
pub(crate) fn write(inverted: &Inverted, documents: u32) -> Written {
    let alphabet = alphabet(inverted);
    let symbols = Symbols::new(&alphabet);
    let writer = ListWriter::new(documents, &alphabet);
    let frequencies: Vec<u32> = inverted.starts.windows(2).map(|pair| (pair[1] - pair[0]) as u32).collect();
    // Cut into groups first; groups are coded in parallel, then joined into blocks.
    let mut groups = Vec::new();
    let mut grouping = Grouping::default();
    let mut first = 0usize;
    for (ordinal, &frequency) in frequencies.iter().enumerate() {
        if grouping.closes_after(frequency) || ordinal + 1 == frequencies.len() {
            groups.push(first..ordinal + 1);
            first = ordinal + 1;
        }
    }
    let coded: Vec<(Vec<u8>, usize)> = groups
        .into_par_iter()
        .map(|group| {
            let mut out = BitWriter::default();
            let mut codes = Vec::new();
            for ordinal in group {
                let span = inverted.starts[ordinal]..inverted.starts[ordinal + 1];
                codes.clear();
                codes.extend(inverted.frequencies[span.clone()].iter().map(|&entry| symbols.of(entry)));
                writer.write(&inverted.docs[span], &codes, &mut out);
            }
            let bits = out.position();
            (out.into_bytes(), bits)
        })
        .collect();
    let mut blocks = Vec::new();
    let mut block = BitWriter::default();
    for (bytes, bits) in &coded {
        if block.position() >= BLOCK_TARGET as usize * 8 {
            blocks.push(std::mem::take(&mut block).into_bytes());
        }
        let mut left = *bits;
        for &byte in bytes {
            let take = left.min(8) as u32;
            block.bits(u32::from(byte) >> (8 - take), take);
            left -= take as usize;
        }
    }
    if !coded.is_empty() {
        blocks.push(block.into_bytes());
    }
    let table = TermTableWriter {
        frequencies,
        group_bits: coded.iter().map(|group| group.1 as u32).collect(),
        block_target: BLOCK_TARGET,
        ..TermTableWriter::default()
    };
    Written { symbols: alphabet, blocks, table, postings: inverted.docs.len() as u64 }
}
