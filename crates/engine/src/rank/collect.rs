//! The end of the first pass: clauses add up, the best documents are kept, and neighbours lend.

use super::evaluate::{Candidate, Pass};
use super::scratch::{Matched, Scratch};
use crate::sorting::{larger_first, sort_by_key, then};

/// Documents that have every clause count this much more.
const ALL_CLAUSES: f32 = 1.3;
/// Documents that have all words of the phrases in title or authors count this much more: they are read first.
const PHRASE_HEADING: f32 = 2.0;
/// Documents kept for their neighbours' help.
pub(crate) const KEPT: usize = 300;
/// Part of the mean score of its neighbours that a document is given.
const NEIGHBOURS: f32 = 0.25;
/// Only the best so many lend their score to neighbours.
const LENDERS: usize = 30;

fn best_first(candidates: &mut Vec<Candidate>) {
    sort_by_key(candidates, &|entry| then(larger_first(entry.base + entry.lent), entry.doc));
}

impl Pass<'_> {
    /// Adds the clauses up and keeps the best documents; where only years are asked for, the latest.
    pub(super) fn collect(&mut self, required: u16, keep: usize, no_clauses: bool) -> (Vec<Candidate>, u32) {
        let Scratch { clauses, matched, any, .. } = &mut *self.scratch;
        // Excluded documents are in `any` already, so that they are reset.
        let excluded = any.len();
        for (number, clause) in clauses.iter().enumerate() {
            for &doc in &clause.touched {
                if let Some(matched) = matched.get_mut(doc as usize) {
                    if matched.anywhere == 0 && !matched.excluded {
                        any.push(doc);
                    }
                    matched.anywhere |= 1 << number;
                }
            }
        }
        let mut total = 0;
        let mut best: Vec<Candidate> = Vec::new();
        let mut least = 0.0;
        let all = no_clauses && self.years.is_some();
        let documents = if all { self.index.manifest.documents as usize } else { self.scratch.any.len() - excluded };
        for number in 0..documents {
            let doc = if all { number as u32 } else { self.scratch.any.get(excluded + number).copied().unwrap_or(0) };
            if !self.admits(doc) {
                continue;
            }
            total += 1;
            let mut candidate = self.candidate(doc, required);
            if all {
                // Exact, for there are no more years than documents.
                candidate.base = self.index.years.place(doc) as f32;
            }
            if candidate.base < least {
                continue;
            }
            best.push(candidate);
            if best.len() >= keep.saturating_mul(2).max(16) {
                best_first(&mut best);
                best.truncate(keep);
                least = best.last().map_or(0.0, |last| last.base);
            }
        }
        best_first(&mut best);
        best.truncate(keep);
        (best, total)
    }

    /// Whether a document may be a hit, as far as postings tell.
    fn admits(&self, doc: u32) -> bool {
        let matched = self.scratch.matched.get(doc as usize).copied().unwrap_or_default();
        !matched.excluded
            && matched.anywhere & self.must == self.must
            && self.years.as_ref().is_none_or(|places| places.contains(&self.index.years.place(doc)))
    }

    /// Factors for a document with every clause, and with all words of the phrases in title or authors.
    pub(super) fn bonuses(&self, doc: u32, required: u16) -> (f32, f32) {
        let Matched { anywhere, heading, .. } = self.scratch.matched.get(doc as usize).copied().unwrap_or_default();
        let all = anywhere & required == required && required.count_ones() > 1;
        let phrases = self.must != 0 && heading & self.must == self.must;
        (if all { ALL_CLAUSES } else { 1.0 }, if phrases { PHRASE_HEADING } else { 1.0 })
    }

    fn candidate(&self, doc: u32, required: u16) -> Candidate {
        let Matched { anywhere, heading, suspect, .. } =
            self.scratch.matched.get(doc as usize).copied().unwrap_or_default();
        let mut base = 0.0;
        for clause in &self.scratch.clauses {
            base += clause.score(doc);
        }
        let (all, phrases) = self.bonuses(doc, required);
        base = base * all * phrases;
        Candidate { doc, base, lent: 0.0, anywhere, heading: heading & anywhere, suspect }
    }

    /// Gives every candidate a part of its neighbours' scores, and takes in neighbours of the best that match too.
    pub(super) fn lend(&mut self, candidates: &mut Vec<Candidate>, required: u16) {
        let mut lenders: Vec<Candidate> = Vec::new();
        for &lender in candidates.iter().take(LENDERS) {
            lenders.push(lender);
        }
        let mut near: Vec<u32> = Vec::new();
        for lender in &lenders {
            for doc in self.index.neighbours.of(lender.doc) {
                near.push(doc);
            }
        }
        for doc in near {
            let candidate = self.candidate(doc, required);
            if candidate.anywhere != 0 && self.admits(doc) && !candidates.iter().any(|other| other.doc == doc) {
                candidates.push(candidate);
            }
        }
        for entry in candidates.iter_mut() {
            let (mut sum, mut count) = (0.0, 0.0);
            for neighbour in self.index.neighbours.of(entry.doc) {
                count += 1.0;
                for lender in &lenders {
                    if lender.doc == neighbour {
                        sum += lender.base;
                    }
                }
            }
            if count > 0.0 {
                entry.lent = NEIGHBOURS * sum / count;
            }
            #[cfg(feature = "explain")]
            if let Some(watch) = &mut self.scratch.watch {
                for neighbour in self.index.neighbours.of(entry.doc) {
                    for lender in lenders.iter().filter(|lender| lender.doc == neighbour) {
                        watch.lender(entry.doc, neighbour, NEIGHBOURS * lender.base / count);
                    }
                }
            }
        }
        best_first(candidates);
    }
}
