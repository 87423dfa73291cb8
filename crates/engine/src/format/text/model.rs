//! The model: what is needed to read stored text beside the lexicon.

use super::alphabet::{Action, Alphabet, Gap, by_octave};
use super::letters::Letters;
use super::step::{count, lengths};
use super::{KINDS, Words};
use crate::format::bits::BitReader;
use crate::format::huffman::Codes;

/// What is needed to read stored text beside the lexicon.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextModel {
    /// By kind: whether words are expected capitalised from the start.
    pub(super) titled: [bool; KINDS],
    pub(super) word_letters: Letters,
    pub(super) gap_letters: Letters,
    pub(super) alphabet: Alphabet,
    pub(super) codes: Codes,
    /// By symbol: what it does, and the code of what follows.
    pub(super) steps: Vec<(Action, u8)>,
    /// By kind: the code of its start.
    pub(super) starts: [u8; KINDS],
}

impl TextModel {
    /// Nothing yet.
    pub(crate) const EMPTY: TextModel = TextModel {
        titled: [false; KINDS],
        word_letters: Letters::EMPTY,
        gap_letters: Letters::EMPTY,
        alphabet: Alphabet::EMPTY,
        codes: Codes::EMPTY,
        steps: Vec::new(),
        starts: [0; KINDS],
    };
}

/// The most symbols that an alphabet may have.
const SYMBOLS: usize = 4096;
/// Differences of code lengths that have a number: absent, none, -1, 1, -2, 2, ...
pub(super) const DIFFERENCES: usize = 32;

/// The length that differs so from another; None where it is absent or impossible.
fn differs(from: u8, difference: u32) -> Option<u8> {
    let number = difference.checked_sub(1)?;
    let by = number.div_ceil(2) as u8;
    if number % 2 == 1 { from.checked_sub(by) } else { from.checked_add(by) }
}

/// The number that [`differs`] reads.
#[cfg(feature = "build")]
pub(super) fn difference(from: u8, to: u8) -> usize {
    match i32::from(to) - i32::from(from) {
        up @ 0.. => 1 + 2 * up as usize,
        down => (-2 * down) as usize,
    }
}

impl TextModel {
    /// A model of these bytes.
    #[cfg(test)]
    pub(crate) fn open<W: Words + ?Sized>(bytes: &[u8], words: &W) -> Option<TextModel> {
        let mut model = TextModel::default();
        model.fill(bytes, words).map(|()| model)
    }

    /// Reads what [`TextEncoder::write`](super::TextEncoder::write) wrote into an empty model, with the lexicon that it was trained
    /// with.
    pub(crate) fn fill<W: Words + ?Sized>(&mut self, bytes: &[u8], words: &W) -> Option<()> {
        let model = self;
        let reader = &mut BitReader::new(bytes, 0);
        let threshold = count(reader);
        let known = count(reader) as usize;
        for titled in &mut model.titled {
            *titled = reader.bits(1) == 1;
        }
        model.word_letters.open(reader)?;
        model.gap_letters.open(reader)?;
        model.open_alphabet(reader, words, threshold)?;
        model.open_codes(reader)?;
        let sound = known == model.alphabet.tail.len() + model.alphabet.heads.len() && !reader.overran();
        sound.then_some(())
    }
}

impl TextModel {
    fn open_alphabet<W: Words + ?Sized>(
        &mut self,
        reader: &mut BitReader<'_>,
        words: &W,
        threshold: u32,
    ) -> Option<()> {
        let alphabet = &mut self.alphabet;
        for _ in 0..count(reader) {
            let mut gap = Gap::default();
            self.gap_letters.read(reader, usize::MAX, &mut gap.text).then_some(())?;
            gap.capital = reader.bits(1) == 1;
            alphabet.gaps.push(gap);
        }
        alphabet.open_heads(reader, words)?;
        for _ in 0..count(reader) {
            let mut extra = String::new();
            self.word_letters.read(reader, usize::MAX, &mut extra).then_some(())?;
            alphabet.extras.push(extra);
        }
        for [lettered, digits] in &by_octave(words, threshold, &alphabet.heads) {
            alphabet.open_octave(reader, words, lettered, digits)?;
        }
        alphabet.number();
        Some(())
    }
}

impl TextModel {
    fn open_codes(&mut self, reader: &mut BitReader<'_>) -> Option<()> {
        let actions = &self.alphabet.actions;
        let codes = reader.bits(8);
        if actions.len() > SYMBOLS {
            return None;
        }
        for &action in actions {
            self.steps.push((action, reader.below(codes) as u8));
        }
        for start in &mut self.starts {
            *start = reader.below(codes) as u8;
        }
        let differences = Codes::one(&lengths(reader, DIFFERENCES))?;
        let mut usual: Vec<u8> = Vec::new();
        let mut before = 8u8;
        for _ in actions {
            let difference = differences.symbol(0, reader)?;
            if difference > 0 {
                before = differs(before, difference)?;
            }
            usual.push(if difference > 0 { before } else { 0 });
        }
        let mut lengths: Vec<u8> = Vec::new();
        for _ in 0..codes {
            lengths.clear();
            for &usual in &usual {
                let difference = if usual > 0 { differences.symbol(0, reader)? } else { 0 };
                lengths.push(if difference == 0 { 0 } else { differs(usual, difference)? });
            }
            if reader.overran() {
                return None;
            }
            self.codes.push(&lengths)?;
        }
        Some(())
    }
}
