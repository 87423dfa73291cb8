//! Writes texts, and the model.

use super::alphabet::by_octave;
use super::clusters::Lengths;
use super::forms::{
    CAPITALISED, CLASS_CAPITALISED, CLASS_MIXED, CLASS_SMALL, CLASS_UPPER, CLASSED, SMALL, UPPER, put_mixed,
};
use super::memory::Memory;
use super::model::{DIFFERENCES, difference};
use super::speaker::{Emit, Speaker};
use super::spelling::Spelling;
use super::step::{best_low, put_step};
use super::{Kind, Words};
use crate::format::bits::BitWriter;
use crate::format::huffman;

/// A text model with all that writing takes.
pub(crate) struct TextEncoder<'w, W: ?Sized> {
    pub(super) speaker: Speaker<'w, W>,
    pub(super) threshold: u32,
    pub(super) lengths: Lengths,
    /// By code and symbol.
    pub(super) codes: Vec<Vec<(u16, u8)>>,
    pub(super) word_spelling: Spelling,
    pub(super) gap_spelling: Spelling,
}

struct IntoBits<'a, 'w, W: ?Sized> {
    encoder: &'a TextEncoder<'w, W>,
    out: &'a mut BitWriter,
}

impl<W: ?Sized> Emit for IntoBits<'_, '_, W> {
    #[inline]
    fn cost(&self, context: usize, symbol: usize) -> u32 {
        self.encoder.lengths.cost(context, symbol)
    }

    #[inline]
    fn symbol(&mut self, context: usize, symbol: usize) {
        let code = usize::from(self.encoder.lengths.contexts[context]);
        huffman::put(self.out, &self.encoder.codes[code], symbol);
    }

    fn bits(&mut self, value: u32, count: u32) {
        self.out.bits(value, count);
    }

    fn below(&mut self, value: u32, bound: u32) {
        self.out.below(value, bound);
    }

    fn letters(&mut self, word: bool, text: &str) {
        let spelling = if word { &self.encoder.word_spelling } else { &self.encoder.gap_spelling };
        spelling.put(self.out, text);
    }
}

impl<W: Words + ?Sized> TextEncoder<'_, W> {
    /// Appends one text.
    pub(crate) fn encode(&self, kind: Kind, text: &str, memory: &mut Memory, out: &mut BitWriter) {
        self.speaker.text(kind, text, memory, &mut IntoBits { encoder: self, out });
    }

    /// The model as bytes.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut out = BitWriter::default();
        let (words, alphabet) = (self.speaker.dictionary.words, &self.speaker.alphabet);
        out.gamma(self.threshold + 1);
        out.gamma((alphabet.tail.len() + alphabet.heads.len()) as u32 + 1);
        self.speaker.titled.iter().for_each(|&titled| out.bits(u32::from(titled), 1));
        self.word_spelling.write(&mut out);
        self.gap_spelling.write(&mut out);
        out.gamma(alphabet.gaps.len() as u32 + 1);
        for gap in &alphabet.gaps {
            self.gap_spelling.put(&mut out, &gap.text);
            out.bits(u32::from(gap.capital), 1);
        }
        self.write_heads(&mut out);
        out.gamma(alphabet.extras.len() as u32 + 1);
        alphabet.extras.iter().for_each(|extra| self.word_spelling.put(&mut out, extra));
        let mut classes = vec![CLASS_SMALL; words.len() as usize];
        for group in &alphabet.groups {
            let terms = &alphabet.tail[group.start as usize..][..group.len as usize];
            terms.iter().for_each(|&ordinal| classes[ordinal as usize] = group.class);
        }
        for [lettered, _] in by_octave(words, self.threshold, &alphabet.heads) {
            self.write_octave(&mut out, &classes, &lettered);
        }
        self.write_codes(&mut out);
        out.into_bytes()
    }

    fn write_heads(&self, out: &mut BitWriter) {
        let (words, heads) = (self.speaker.dictionary.words, &self.speaker.alphabet.heads);
        let mut next = 0;
        let skips: Vec<u32> =
            heads.iter().map(|head| head.ordinal - std::mem::replace(&mut next, head.ordinal + 1)).collect();
        let low = best_low(&skips);
        out.bits(low, 5);
        out.gamma(heads.len() as u32 + 1);
        for (head, &skip) in heads.iter().zip(&skips) {
            put_step(out, skip, low);
            match head.form {
                SMALL => out.bits(u32::from(CLASS_SMALL), 2),
                CAPITALISED => out.bits(u32::from(CLASS_CAPITALISED), 2),
                UPPER => out.bits(u32::from(CLASS_UPPER), 2),
                form => {
                    out.bits(u32::from(CLASS_MIXED), 2);
                    put_mixed(out, words.term(head.ordinal), form);
                }
            }
            out.bits(u32::from(head.small), 1);
        }
    }

    fn write_octave(&self, out: &mut BitWriter, classes: &[u8], lettered: &[u32]) {
        let words = self.speaker.dictionary.words;
        if lettered.first().is_none_or(|&ordinal| words.frequency(ordinal) < CLASSED) {
            return;
        }
        let class = |ordinal: u32| classes[ordinal as usize];
        let skips: Vec<u32> =
            lettered.split(|&ordinal| class(ordinal) != CLASS_SMALL).map(|small| small.len() as u32).collect();
        let low = best_low(&skips);
        out.bits(low, 5);
        put_step(out, skips[0], low);
        let others = lettered.iter().filter(|&&ordinal| class(ordinal) != CLASS_SMALL);
        for (&ordinal, &skip) in others.zip(&skips[1..]) {
            match class(ordinal) {
                CLASS_CAPITALISED => out.bits(0b0, 1),
                CLASS_UPPER => out.bits(0b10, 2),
                _ => {
                    let form = self.speaker.places[ordinal as usize].map_or(SMALL, |place| place.form);
                    out.bits(0b11, 2);
                    put_mixed(out, words.term(ordinal), form);
                }
            }
            put_step(out, skip, low);
        }
    }

    fn write_codes(&self, out: &mut BitWriter) {
        let Lengths { contexts, codes } = &self.lengths;
        out.bits(codes.len() as u32, 8);
        contexts.iter().for_each(|&code| out.below(u32::from(code), codes.len() as u32));
        let usual = (0..self.speaker.alphabet.actions.len()).map(|symbol| {
            let present: Vec<u32> =
                codes.iter().map(|lengths| u32::from(lengths[symbol])).filter(|&length| length > 0).collect();
            let count = present.len() as u32;
            (present.iter().sum::<u32>() + count / 2).checked_div(count).unwrap_or(0) as u8
        });
        let usual: Vec<u8> = usual.collect();
        let mut numbers = Vec::new();
        let mut before = 8;
        for &length in &usual {
            numbers.push(if length == 0 { 0 } else { difference(std::mem::replace(&mut before, length), length) });
        }
        for lengths in codes {
            let present = lengths.iter().zip(&usual).filter(|&(_, &usual)| usual > 0);
            numbers.extend(present.map(|(&length, &usual)| if length == 0 { 0 } else { difference(usual, length) }));
        }
        let mut counts = vec![0u64; DIFFERENCES];
        numbers.iter().for_each(|&number| counts[number] += 1);
        let lengths = huffman::lengths(&counts);
        lengths.iter().for_each(|&length| out.bits(u32::from(length), 4));
        let codes = huffman::codes(&lengths);
        numbers.iter().for_each(|&number| huffman::put(out, &codes, number));
    }
}
