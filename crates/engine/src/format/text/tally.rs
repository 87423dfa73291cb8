//! Which symbol follows which: the second pass of training.

use rayon::prelude::*;

use super::clusters::Lengths;
use super::costs::BIT;
use super::memory::Memory;
use super::speaker::{Emit, Speaker};
use super::spelling::LetterCounts;
use super::survey::Record;
use super::{KINDS, Words};

/// What would be said, counted.
pub(super) struct Tally<'a> {
    pub(super) rough: &'a [u32],
    lengths: Option<&'a Lengths>,
    /// By context, then by symbol.
    pub(super) counts: Vec<u32>,
    pub(super) word_letters: LetterCounts,
    pub(super) gap_letters: LetterCounts,
}

impl<'a> Tally<'a> {
    fn new(rough: &'a [u32], lengths: Option<&'a Lengths>) -> Self {
        let counts = vec![0; (rough.len() + KINDS) * rough.len()];
        Tally { rough, lengths, counts, word_letters: LetterCounts::default(), gap_letters: LetterCounts::default() }
    }

    /// Counts what every `every`th record is said as.
    pub(super) fn of<W: Words + Sync + ?Sized>(
        speaker: &Speaker<'_, W>,
        rough: &'a [u32],
        lengths: Option<&'a Lengths>,
        records: &[Record<'_>],
        every: usize,
    ) -> Self {
        let sample: Vec<&Record<'_>> = records.iter().step_by(every).collect();
        let tallies = sample.par_chunks(share(sample.len())).map(|records| {
            let mut tally = Tally::new(rough, lengths);
            for record in records {
                let mut memory = Memory::default();
                for &(kind, text) in *record {
                    speaker.text(kind, text, &mut memory, &mut tally);
                }
            }
            tally
        });
        tallies.reduce_with(Tally::merge).unwrap_or_else(|| Tally::new(rough, lengths))
    }

    fn merge(mut self, other: Tally<'a>) -> Self {
        self.counts.iter_mut().zip(other.counts).for_each(|(own, other)| *own += other);
        self.word_letters.merge(other.word_letters);
        self.gap_letters.merge(other.gap_letters);
        self
    }
}

impl Emit for Tally<'_> {
    fn cost(&self, context: usize, symbol: usize) -> u32 {
        match self.lengths {
            // What the sample had not may well be there.
            Some(lengths) => lengths.cost(context, symbol).min(20 * BIT),
            None => self.rough[symbol],
        }
    }

    fn symbol(&mut self, context: usize, symbol: usize) {
        self.counts[context * self.rough.len() + symbol] += 1;
    }

    fn bits(&mut self, _: u32, _: u32) {}

    fn below(&mut self, _: u32, _: u32) {}

    fn letters(&mut self, word: bool, text: &str) {
        if word { self.word_letters.add(text) } else { self.gap_letters.add(text) }
    }
}

/// Records for each thread.
pub(super) fn share(records: usize) -> usize {
    records.div_ceil(rayon::current_num_threads().max(1)).max(1)
}
