//! Titles and texts as the second pass sees them, kept for the next letter: the documents that may come first stay much the same.

use crate::analysis::tokens::{Pairs, tokens};
use crate::format::text::{TextSink, Words};
use crate::index::{Index, Missing, SCANNED_WORDS};

/// Titles and texts that are kept; each has one place.
const KEPT: usize = 2048;
/// Words of the longest one that is kept.
const LONG: usize = 1024;
/// Bytes of a spelled word, or of a gap, that are looked at.
const LONGEST: usize = 512;
/// Stands between two sentences.
pub(super) const BREAK: u32 = u32::MAX;
/// A word that is no term.
const UNKNOWN: u32 = BREAK - 1;

/// The titles and texts that were read last.
#[derive(Debug, Default)]
pub(crate) struct RecentWords {
    /// By what was read: its number, and its words in order: twice an ordinal, one more where the word has another term too, or [`BREAK`].
    /// The last place is for what is not kept.
    places: Vec<(u32, Vec<u32>)>,
}

impl RecentWords {
    /// Nothing yet.
    pub(crate) const EMPTY: RecentWords = RecentWords { places: Vec::new() };

    /// The words of a document's title, or of its text.
    pub(super) fn of(&mut self, index: &Index, doc: u32, title: bool, missing: &mut Missing) -> &[u32] {
        while self.places.len() <= KEPT {
            self.places.push((u32::MAX, Vec::new()));
        }
        let wanted = doc << 1 | u32::from(title);
        let mut place = wanted as usize % KEPT;
        if self.places.get(place).is_none_or(|&(known, _)| known != wanted) {
            let mut words = Vec::new();
            let there = index.scan(doc, title, SCANNED_WORDS, missing, &mut Record { index, words: &mut words });
            let mut known = wanted;
            if !there || words.len() > LONG {
                (place, known) = (KEPT, u32::MAX);
            }
            if let Some(slot) = self.places.get_mut(place) {
                *slot = (known, words);
            }
        }
        self.places.get(place).map_or(&[], |(_, words)| words)
    }
}

/// Writes down the words of a text.
struct Record<'a> {
    index: &'a Index,
    words: &'a mut Vec<u32>,
}

impl TextSink for Record<'_> {
    fn word(&mut self, ordinal: u32) {
        self.words.push(ordinal << 1);
    }

    fn spelled(&mut self, word: &str) {
        // Nobody writes such words; a file that repeats one for ever must not take for ever.
        let word = if word.len() > LONGEST { "" } else { word };
        tokens(word, &self.index.folding, Pairs::Index, &mut |token| {
            if let Some(ordinal) = self.index.vocabulary.ordinal(token.term) {
                self.words.push(ordinal << 1 | 1);
            }
        });
        self.words.push(UNKNOWN);
    }

    fn gap(&mut self, gap: &str) {
        let bytes = gap.as_bytes();
        let bytes = bytes.get(bytes.len().saturating_sub(LONGEST)..).unwrap_or(bytes);
        if bytes.last() == Some(&b' ') && bytes.iter().any(|byte| matches!(byte, b'.' | b'!' | b'?')) {
            self.words.push(BREAK);
        }
    }
}
