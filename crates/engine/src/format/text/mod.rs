//! Stored text: words, with the search lexicon as their dictionary, and what stands between them.
//!
//! A text is cut into words (runs of letters and digits) and gaps. The lexicon of the index lists nearly all
//! words already, so a word costs what its term costs: some 14 bits for a word of the subject, 4 to 7 for a
//! function word, 5 to 10 for a word that the text had before. A single text is readable on its own, at about
//! a fifth of its bytes, and reading is joining terms: no decompressor, no table of Unicode.
//!
//! Reading order: [`Words`] (what the lexicon provides), [`TextModel`] (reads), [`TextSink`] (takes a text without
//! a string), [`train`] and [`TextEncoder`] (write; feature `build`).
//!
//! # Model
//!
//! The spaceless word model of Moura, Navarro, Ziviani and Baeza-Yates ("Fast and flexible word searching on
//! compressed text", 2000): words and gaps share one alphabet, and one space between two words is not coded
//! at all. Beyond it:
//!
//! - **Symbols for groups.** Only the commonest words, the heads, have a symbol each. Any other term is a symbol for its
//!   group, the terms of one octave of document frequency and one usual form, and its place in the group
//!   in binary. Frequencies are known from the index, so 160,000 words take no code lengths in the model.
//! - **Contexts.** The symbol before decides which of up to 128 Huffman codes is used. Contexts with similar
//!   successors share a code, as many as pay for their lengths.
//! - **Memory.** A word that is no head and was among the last 128 distinct ones is coded by its recency. So
//!   what is left to the groups is about one occurrence per document, which is what document frequency counts.
//! - **Case.** Each term has a usual form (small, Capitalised, UPPER, or a pattern as in `mRNA`), which the memory
//!   replaces by the form last seen. A small word is expected with a capital where a sentence starts and, in
//!   titles that are written so, everywhere. A mark goes before a word that differs.
//! - **Escapes.** What has no symbol is spelled in letters: words that are no term because of accents or scripts
//!   with other capitals (frequent ones are listed in the model as extra words) and rare gaps. Coding is lossless
//!   for every string.
//!
//! # Layout of a text
//!
//! Bits, most significant first. A text is a sequence of symbols, each in the code of the context that the one before
//! has set; the first context is that of the text's [`Kind`]. Symbols are numbered in this order:
//!
//! | symbols | what follows in the bits | meaning |
//! |---|---|---|
//! | 0 end | | the text is over |
//! | 1 spell | letters of words, to their end | a word, as it stands |
//! | 2 spell gap | letters of gaps, to their end | a gap |
//! | 3 small, 4 capitalised, 5 upper | | form of the next word if it is a term |
//! | 6 mixed | behind the symbols of the next word: a bit for each of a-z in the first 64 bytes of its term | form |
//! | 7 titled | | small words are expected with a capital from here on, or no longer so |
//! | 8 | | the last word of the memory |
//! | 9-15 repeat | n bits, n = symbol - 9 | the word of the memory with recency 2^n + bits |
//! | own gaps, at most 40 | | gap number 0, 1, ... of the list |
//! | groups of 8, 16, 32, ... gaps | 3, 4, 5, ... bits | the others of the list |
//! | heads | | a term |
//! | groups of 8, 16, 32, ... extra words | 3, 4, 5, ... bits | a word of the list |
//! | groups of terms | place in truncated binary | a term |
//!
//! A word that follows a word has one space before it. The form shown is that of the mark; else the usual form (for a
//! repeat the form in the memory), with a capital instead of a small form if the text starts here, or the gap
//! before ends a sentence (as the list says; for a spelled gap: it has `.`, `!` or `?`), or words are titled
//! and this is no head that stays small. Forms apply to the letters a-z of a term, within its first 64 bytes.
//! Each word but a head enters the memory as its last one: with the form of its mark or else its usual form
//! (a repeat: the form it has there), and with the context of its first symbol.
//!
//! # Layout of the model
//!
//! Bits again. `gamma` is Elias gamma of numbers from 1 on; `step(k)` is gamma(1 + high part) and k low bits.
//!
//! 1. gamma(1 + threshold), gamma(1 + number of terms of at least that document frequency), and for each kind a bit:
//!    whether its texts start titled.
//! 2. Letters of words, then letters of gaps: gamma(1 + count); for each gamma(code point - the one before, the first from
//!    -1); then code lengths of 4 bits for each, for the end, and for other letters (which 21 bits follow).
//! 3. Gaps: gamma(1 + count); each spelled, with a bit: the next word is expected with a capital.
//! 4. Heads by ordinal: k in 5 bits, gamma(1 + count); each step(k) of terms skipped, its class in 2 bits (small,
//!    capitalised, upper, mixed), for mixed a bit for each letter as above, and a bit: stays small in titles.
//! 5. Extra words, most frequent first: gamma(1 + count), each spelled.
//! 6. Usual forms of all other terms: for each octave from document frequency 2 on that has terms which are not digits
//!    alone: k in 5 bits, then step(k) of small terms skipped and the class of the one behind them (0
//!    capitalised, 10 upper, 11 mixed with a bit for each letter), until all terms are passed. Terms of one
//!    document are small. The terms of one octave and class, in the order small, capitalised, upper, mixed, digits
//!    alone, are a group.
//! 7. Number of codes in 8 bits; for each symbol and each kind its code in truncated binary; 32 code lengths of 4 bits for
//!    differences (0 absent, 1 none, 2 one less, 3 one more, 4 two less, ...); then for each symbol the difference of its
//!    usual length to the one before (the first to 8); then for each code the differences of its lengths
//!    to the usual ones, without the symbols that are absent there.

mod alphabet;
mod decode;
mod forms;
mod letters;
mod memory;
mod model;
mod step;

#[cfg(feature = "build")]
mod clusters;
#[cfg(feature = "build")]
mod costs;
#[cfg(feature = "build")]
mod dictionary;
#[cfg(feature = "build")]
mod draft;
#[cfg(feature = "build")]
mod encoder;
#[cfg(feature = "build")]
mod pieces;
#[cfg(feature = "build")]
mod speaker;
#[cfg(feature = "build")]
mod spelling;
#[cfg(feature = "build")]
mod survey;
#[cfg(feature = "build")]
mod symbols;
#[cfg(feature = "build")]
mod tally;
#[cfg(feature = "build")]
mod training;

#[cfg(all(test, feature = "build"))]
pub(crate) mod tests;

pub(crate) use letters::Letters;
pub(crate) use memory::Memory;
pub(crate) use model::TextModel;
pub(crate) use step::{count, step};

#[cfg(feature = "build")]
pub(crate) use dictionary::Map;
#[cfg(feature = "build")]
pub(crate) use encoder::TextEncoder;
#[cfg(feature = "build")]
pub(crate) use spelling::Spelling;
#[cfg(feature = "build")]
pub(crate) use step::{best_low, put_step};
#[cfg(feature = "build")]
pub(crate) use survey::Record;
#[cfg(feature = "build")]
pub(crate) use training::train;

/// The lexicon as the text coder sees it: sorted folded terms, each with its document frequency.
///
/// A model is read with the same terms and frequencies that it was trained with.
pub(crate) trait Words {
    /// How many terms there are; their ordinals are 0..len.
    fn len(&self) -> u32;
    /// The term of an ordinal; empty beyond the last.
    fn term(&self, ordinal: u32) -> &str;
    /// In how many documents the term occurs.
    fn frequency(&self, ordinal: u32) -> u32;
    /// The ordinal of a term that is spelled exactly so.
    fn ordinal(&self, term: &str) -> Option<u32>;
}

/// Takes a text in its parts, without anyone making a string of it.
///
/// Between two words that no gap was reported for stands one space.
pub(crate) trait TextSink {
    /// A word of the lexicon, whatever its case in the text.
    fn word(&mut self, ordinal: u32);
    /// A word that no term gives back as it is, as it stands in the text.
    fn spelled(&mut self, word: &str);
    /// What stands between two words, or before the first or after the last.
    fn gap(&mut self, gap: &str);
}

/// A word of the lexicon in a text: its first byte, and its ordinal.
pub(crate) type Spot = (u32, u32);

/// What a text is; each kind starts in a context of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Running text.
    Body = 0,
    /// A title.
    Title = 1,
    /// The name of a person.
    Name = 2,
    /// A venue, a keyword, the value of a metadata field.
    Label = 3,
}

/// How many kinds of text there are.
const KINDS: usize = 4;
