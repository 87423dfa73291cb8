//! Scores that the keystroke before has made: who types on at one word leaves the others as they were.

use super::evaluate::{EvaluatedClause, Pass};

impl EvaluatedClause {
    /// A number other than 0 for all that its scores depend on: 64 bits, so that two clauses hardly ever have the same. (What is
    /// left out follows from the word, or from the terms.)
    fn print(&self) -> u64 {
        let mut print = 1;
        for (word, expanded) in &self.words {
            for byte in word.term.bytes() {
                mix(&mut print, u32::from(byte));
            }
            for expansion in &expanded.expansions {
                for (terms, factor) in &expansion.terms {
                    mix(&mut print, terms.start);
                    mix(&mut print, terms.end);
                    mix(&mut print, factor.to_bits());
                }
            }
            mix(&mut print, word.place as u32 * 2 + u32::from(self.optional));
            mix(&mut print, expanded.splits.len() as u32);
        }
        print | 1
    }
}

/// A round of hashing: an odd factor and a turn, as in XXH64 (Collet's specification).
#[inline(never)]
fn mix(print: &mut u64, number: u32) {
    *print = (*print ^ u64::from(number)).wrapping_mul(0x9E37_79B1_85EB_CA87).rotate_left(31);
}

impl Pass<'_> {
    /// Takes the scores of the keystroke before where it had the same clause, or makes them anew.
    pub(super) fn settle(&mut self, number: usize, clause: &EvaluatedClause) {
        let print = clause.print();
        // Only evaluating tells why.
        #[cfg(feature = "explain")]
        let watched = self.scratch.watch.is_some();
        #[cfg(not(feature = "explain"))]
        let watched = false;
        let Some(scores) = self.scratch.clauses.get_mut(number) else { return };
        // Fuel that would not have sufficed ends the work where it would have ended it.
        if scores.print == print && scores.spent <= self.fuel && !watched {
            self.fuel -= scores.spent;
            return;
        }
        scores.clear();
        let (fuel, corrections) = (self.fuel, self.corrections.len());
        self.clause(number, clause);
        let whole = !self.exhausted && self.missing.is_empty() && self.corrections.len() == corrections && !watched;
        if let Some(scores) = self.scratch.clauses.get_mut(number) {
            scores.spent = fuel - self.fuel;
            scores.print = if whole { print } else { 0 };
        }
    }
}
