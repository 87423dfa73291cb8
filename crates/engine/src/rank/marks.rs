//! Which clauses a term stands for in the current query: one bit a clause, by ordinal.

use super::evaluate::Evaluated;
use crate::index::Vocabulary;

/// Clause bits by ordinal; emptied and reused from query to query.
#[derive(Debug, Default)]
pub(crate) struct TermMarks {
    bits: Vec<u16>,
    marked: Vec<u32>,
    /// By [`beginning`]: the clauses of the marked terms that begin so.
    beginnings: Vec<u16>,
}

impl TermMarks {
    /// Nothing yet.
    pub(crate) const EMPTY: TermMarks = TermMarks { bits: Vec::new(), marked: Vec::new(), beginnings: Vec::new() };
}

/// The first two bytes of a term, 0 where there are none.
fn first_two(term: &str) -> (u8, u8) {
    let mut bytes = term.bytes();
    (bytes.next().unwrap_or(0), bytes.next().unwrap_or(0))
}

/// A number below 256 for the first two bytes of a term.
fn beginning((first, second): (u8, u8)) -> usize {
    usize::from(first.wrapping_mul(31) ^ second)
}

impl TermMarks {
    /// Marks the terms of all settled expansions of a query.
    pub(crate) fn fill(&mut self, vocabulary: &Vocabulary, evaluated: &Evaluated) {
        self.clear();
        self.bits.resize(vocabulary.terms.len() as usize, 0);
        self.beginnings.resize(256, 0);
        for (number, clause) in evaluated.clauses.iter().enumerate() {
            for (_, expanded) in &clause.words {
                for expansion in expanded.expansions.iter().filter(|expansion| expansion.settles) {
                    for (terms, _) in &expansion.terms {
                        terms.clone().for_each(|ordinal| self.mark(vocabulary, ordinal, 1 << number));
                    }
                }
                for split in &expanded.splits {
                    self.mark(vocabulary, split.left, 1 << number);
                    split.right.clone().for_each(|ordinal| self.mark(vocabulary, ordinal, 1 << number));
                }
            }
        }
        for (number, expansion) in &evaluated.joined {
            for (terms, _) in &expansion.terms {
                terms.clone().for_each(|ordinal| self.mark(vocabulary, ordinal, 0b11 << number));
            }
        }
    }

    fn mark(&mut self, vocabulary: &Vocabulary, ordinal: u32, bits: u16) {
        if let Some(slot) = self.bits.get_mut(ordinal as usize) {
            if *slot == 0 {
                self.marked.push(ordinal);
                if let Some(known) = self.beginnings.get_mut(beginning(first_two(vocabulary.terms.get(ordinal)))) {
                    *known |= bits;
                }
            }
            *slot |= bits;
        }
    }

    fn clear(&mut self) {
        for &ordinal in &self.marked {
            if let Some(slot) = self.bits.get_mut(ordinal as usize) {
                *slot = 0;
            }
        }
        self.marked.clear();
        self.beginnings.clear();
    }

    /// The clauses that the term stands for.
    #[inline]
    pub(crate) fn of(&self, ordinal: u32) -> u16 {
        self.bits.get(ordinal as usize).copied().unwrap_or(0)
    }

    /// Whether a term may be marked; says no to most that are not, at less than the price of their ordinal.
    #[inline]
    pub(crate) fn may_have(&self, term: &str) -> bool {
        let (first, second) = first_two(term);
        self.may_begin(first, second)
    }

    /// The same of the first two bytes of a term, 0 where there is no second one.
    #[inline]
    pub(crate) fn may_begin(&self, first: u8, second: u8) -> bool {
        self.beginnings.get(beginning((first, second))).is_some_and(|&clauses| clauses != 0)
    }
}
