//! Spells words and gaps letter by letter, for [`Letters`](super::Letters) to read.

use std::cmp::Reverse;

use super::dictionary::Map;
use crate::format::bits::BitWriter;
use crate::format::huffman;

/// The most letters that have a code.
const LETTERS: usize = 1 << 14;
/// How often a letter must be spelled to have a code.
const LETTER_COUNT: u64 = 2;

/// What is spelled.
#[derive(Default)]
pub(super) struct LetterCounts {
    letters: Map<char, u64>,
    ends: u64,
}

impl LetterCounts {
    pub(super) fn add(&mut self, text: &str) {
        for letter in text.chars() {
            *self.letters.entry(letter).or_default() += 1;
        }
        self.ends += 1;
    }

    pub(super) fn merge(&mut self, other: LetterCounts) {
        for (letter, count) in other.letters {
            *self.letters.entry(letter).or_default() += count;
        }
        self.ends += other.ends;
    }
}

/// Letters with their codes, for writing.
#[derive(Clone, Default)]
pub(crate) struct Spelling {
    letters: Vec<char>,
    lengths: Vec<u8>,
    codes: Vec<(u16, u8)>,
}

impl Spelling {
    /// Letters for these strings.
    pub(crate) fn of<'s>(texts: impl Iterator<Item = &'s str>) -> Spelling {
        let mut counts = LetterCounts::default();
        texts.for_each(|text| counts.add(text));
        Spelling::new(&counts)
    }

    pub(super) fn new(counts: &LetterCounts) -> Spelling {
        let all = counts.letters.iter().map(|(&letter, &count)| (letter, count));
        let mut listed: Vec<(char, u64)> = all.filter(|&(_, count)| count >= LETTER_COUNT).collect();
        listed.sort_unstable_by_key(|&(letter, count)| (Reverse(count), letter));
        listed.truncate(LETTERS);
        listed.sort_unstable();
        let mut weights: Vec<u64> = listed.iter().map(|&(_, count)| count).collect();
        let others = counts.letters.values().sum::<u64>() - weights.iter().sum::<u64>();
        weights.extend([counts.ends.max(1), others.max(1)]);
        let lengths = huffman::lengths(&weights);
        let codes = huffman::codes(&lengths);
        Spelling { letters: listed.into_iter().map(|(letter, _)| letter).collect(), lengths, codes }
    }

    pub(crate) fn put(&self, out: &mut BitWriter, text: &str) {
        for letter in text.chars() {
            match self.letters.binary_search(&letter) {
                Ok(symbol) => huffman::put(out, &self.codes, symbol),
                Err(_) => {
                    huffman::put(out, &self.codes, self.letters.len() + 1);
                    out.bits(letter as u32, 21);
                }
            }
        }
        huffman::put(out, &self.codes, self.letters.len());
    }

    pub(crate) fn write(&self, out: &mut BitWriter) {
        out.gamma(self.letters.len() as u32 + 1);
        let mut next = 0;
        for &letter in &self.letters {
            out.gamma(letter as u32 + 1 - next);
            next = letter as u32 + 1;
        }
        for &length in &self.lengths {
            out.bits(u32::from(length), 4);
        }
    }
}
