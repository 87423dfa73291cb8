//! Which clauses a term stands for in the current query: one bit a clause, by ordinal.

use super::evaluate::Evaluated;
use crate::index::Vocabulary;
use crate::query::expand::Combine;

/// Clause bits by ordinal; emptied and reused from query to query.
#[derive(Debug, Default)]
pub(crate) struct TermMarks {
    bits: Vec<u16>,
    marked: Vec<u32>,
    /// Clauses of which terms are marked that a document may have without matching them: one of several that it must have, one for two
    /// clauses.
    pub(super) loose: u16,
}

impl TermMarks {
    /// Nothing yet.
    pub(crate) const EMPTY: TermMarks = TermMarks { bits: Vec::new(), marked: Vec::new(), loose: 0 };
}

impl TermMarks {
    /// Marks the terms of all settled expansions of a query.
    pub(crate) fn fill(&mut self, vocabulary: &Vocabulary, evaluated: &Evaluated) {
        self.clear();
        self.bits.resize(vocabulary.terms.len() as usize, 0);
        for (number, clause) in evaluated.clauses.iter().enumerate() {
            for (_, expanded) in &clause.words {
                for expansion in expanded.expansions.iter().filter(|expansion| expansion.settles) {
                    if expansion.combine == Combine::Part {
                        self.loose |= 1 << number;
                    }
                    for (terms, _) in &expansion.terms {
                        terms.clone().for_each(|ordinal| self.mark(ordinal, 1 << number));
                    }
                }
                for split in &expanded.splits {
                    self.loose |= 1 << number;
                    self.mark(split.left, 1 << number);
                    split.right.clone().for_each(|ordinal| self.mark(ordinal, 1 << number));
                }
            }
        }
        for (number, expansion) in &evaluated.joined {
            self.loose |= 0b11 << number;
            for (terms, _) in &expansion.terms {
                terms.clone().for_each(|ordinal| self.mark(ordinal, 0b11 << number));
            }
        }
    }

    fn mark(&mut self, ordinal: u32, bits: u16) {
        if let Some(slot) = self.bits.get_mut(ordinal as usize) {
            if *slot == 0 {
                self.marked.push(ordinal);
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
        self.loose = 0;
    }

    /// The clauses that the term stands for.
    #[inline]
    pub(crate) fn of(&self, ordinal: u32) -> u16 {
        self.bits.get(ordinal as usize).copied().unwrap_or(0)
    }
}
