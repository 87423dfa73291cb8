//! The end of the first pass: clauses add up, the best documents are kept, and neighbours lend.

use super::bm25f::{Scorer, saturate};
use super::evaluate::{Candidate, Pass};
use super::scratch::{Matched, Scratch};
use crate::query::expand::Combine;
use crate::query::parse::OPERATORS;
use crate::sorting::{keep_least, larger_first, sort_by_key, then};

/// Documents that have every clause count this much more.
const ALL_CLAUSES: f32 = 1.3;
/// Sections that have every clause together with others of their page count this much more.
#[cfg(feature = "sections")]
const PAGE_CLAUSES: f32 = 1.15;
/// Documents that have all words of the phrases in title or authors count this much more: they are read first.
const PHRASE_HEADING: f32 = 2.0;
/// Documents kept for their neighbours' help.
pub(crate) const KEPT: usize = 300;
/// Part of the mean score of its neighbours that a document is given.
const NEIGHBOURS: f32 = 0.2;
/// Only the best so many for each clause lend their score to neighbours: the more words, the more a query is about a topic.
const LENDERS_PER_CLAUSE: usize = 10;
const LENDERS: usize = 100;
/// Added for all clauses in title or authors: a fixed part, and a part by the title's share that was asked for.
pub(super) const TITLE: f32 = 0.4;
pub(super) const TITLE_SHARE: f32 = 1.2;

/// What a document with all of so many clauses in a title of so many words has its sum multiplied by, less one.
pub(crate) fn title_share(asked: u32, words: u32) -> f32 {
    TITLE + TITLE_SHARE * (asked as f32 / words as f32).min(1.0).sqrt()
}

/// The same of a document with these clauses in title or authors, by the length that the index has for its title; 0 where one is not there.
pub(crate) fn heading_share(scorer: &Scorer<'_>, doc: u32, heading: u16, required: u16) -> f32 {
    if required == 0 || heading & required != required {
        return 0.0;
    }
    title_share(required.count_ones(), u32::from(scorer.title_length(doc)))
}

/// The score of what was gathered of an expansion.
#[inline]
pub(super) fn worth(combine: Combine, idf: f32, factor: f32, value: f32) -> f32 {
    match combine {
        Combine::Best => idf * value,
        _ => factor * idf * saturate(value),
    }
}

pub(super) fn best_first(candidates: &mut Vec<Candidate>) {
    sort_by_key(candidates, &Candidate::key);
}

impl Candidate {
    /// The lower, the better.
    pub(super) fn key(&self) -> u64 {
        then(larger_first(self.first() + self.lent), self.doc)
    }

    /// The score as far as postings tell.
    pub(super) fn first(&self) -> f32 {
        self.base * (1.0 + self.title)
    }
}

impl Pass<'_> {
    /// Adds the clauses up and keeps the best documents; where only years are asked for, the latest.
    pub(super) fn collect(&mut self, required: u16, keep: usize, no_clauses: bool) -> (Vec<Candidate>, u32) {
        let Scratch { clauses, matched, any, .. } = &mut *self.scratch;
        // Excluded and suspect documents are in `any` already, so that they are reset.
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
            for &doc in &clause.headed {
                if let Some(matched) = matched.get_mut(doc as usize) {
                    matched.heading |= matched.anywhere & 1 << number;
                }
            }
        }
        #[cfg(feature = "sections")]
        if self.index.pages.some {
            self.share(excluded);
            if let Some(found) = self.scratch.any.get_mut(excluded..) {
                found.sort_unstable();
            }
        }
        #[cfg(feature = "facets")]
        self.choose_editions(excluded, required, no_clauses);
        #[cfg(feature = "facets")]
        if let Some(narrowed) = self.narrowed.take() {
            return self.collect_narrowed(narrowed, excluded, required, keep, no_clauses);
        }
        #[cfg(feature = "sections")]
        let mut page = u32::MAX;
        let mut total = 0;
        let mut best: Vec<Candidate> = Vec::new();
        let mut least = 0.0;
        let all = OPERATORS && no_clauses && self.years.is_some();
        let documents = if all { self.index.manifest.documents as usize } else { self.scratch.any.len() - excluded };
        for number in 0..documents {
            let doc = if all { number as u32 } else { self.scratch.any.get(excluded + number).copied().unwrap_or(0) };
            if !self.admits(doc) {
                continue;
            }
            #[cfg(feature = "sections")]
            if self.index.pages.some {
                // Pages are counted, not their sections.
                let own = self.index.pages.page(doc);
                total -= u32::from(own == page);
                page = own;
            }
            total += 1;
            let mut candidate = self.candidate(doc, required);
            if all {
                // Exact, for there are no more years than documents.
                candidate.base = self.index.years.place(doc) as f32;
            }
            if candidate.first() < least {
                continue;
            }
            best.push(candidate);
            if best.len() >= keep.saturating_mul(2).max(16) {
                keep_least(&mut best, keep, &Candidate::key);
                least = best.first().map_or(0.0, Candidate::first);
            }
        }
        best_first(&mut best);
        best.truncate(keep);
        (best, total)
    }

    /// Whether another order than the best first is asked for.
    pub(super) fn sorts(&self) -> bool {
        #[cfg(feature = "facets")]
        return self.narrowed.as_ref().is_some_and(crate::narrow::Narrowed::sorts);
        #[cfg(not(feature = "facets"))]
        false
    }

    /// Whether a document may be a hit, as far as postings and filters tell.
    pub(super) fn admits(&self, doc: u32) -> bool {
        #[cfg(feature = "facets")]
        if self.narrowed.as_ref().is_some_and(|narrowed| !narrowed.admits(self.index, doc)) {
            return false;
        }
        #[cfg(feature = "facets")]
        if self.stood_for(doc) {
            return false;
        }
        self.found(doc)
    }

    /// Whether a document may be a hit, as far as postings tell.
    pub(super) fn found(&self, doc: u32) -> bool {
        let matched = self.scratch.matched.get(doc as usize).copied().unwrap_or_default();
        !matched.excluded
            && (!OPERATORS
                || matched.anywhere & self.must == self.must
                    && self.years.as_ref().is_none_or(|places| places.contains(&self.index.years.place(doc))))
    }

    /// Factors for a document with every clause, and with all words of the phrases in title or authors.
    pub(super) fn bonuses(&self, doc: u32, required: u16) -> (f32, f32) {
        let Matched { anywhere, heading, .. } = self.scratch.matched.get(doc as usize).copied().unwrap_or_default();
        let all = anywhere & required == required && required.count_ones() > 1;
        let phrases = OPERATORS && self.must != 0 && heading & self.must == self.must;
        #[cfg(feature = "sections")]
        if !all && self.index.pages.some && required.count_ones() > 1 {
            let page = self.scratch.matched.get(doc as usize).map_or(0, |matched| matched.page);
            let factor = if page & required == required { PAGE_CLAUSES } else { 1.0 };
            return (factor, if phrases { PHRASE_HEADING } else { 1.0 });
        }
        (if all { ALL_CLAUSES } else { 1.0 }, if phrases { PHRASE_HEADING } else { 1.0 })
    }

    /// The clauses that a document's headings may answer: those that it has, or its page has.
    pub(super) fn reach(&self, _doc: u32, anywhere: u16) -> u16 {
        #[cfg(feature = "sections")]
        if self.index.pages.some {
            return self.scratch.matched.get(_doc as usize).map_or(0, |matched| matched.page);
        }
        anywhere
    }

    pub(super) fn candidate(&self, doc: u32, required: u16) -> Candidate {
        let Matched { anywhere, heading, suspect, .. } =
            self.scratch.matched.get(doc as usize).copied().unwrap_or_default();
        let mut base = 0.0;
        for clause in &self.scratch.clauses {
            base += clause.score(doc);
        }
        let (all, phrases) = self.bonuses(doc, required);
        base = base * all * phrases;
        let heading = heading & self.reach(doc, anywhere);
        Candidate {
            doc,
            base,
            title: heading_share(&self.scorer, doc, heading, required),
            lent: 0.0,
            anywhere,
            heading,
            suspect,
        }
    }

    /// Gives every candidate a part of its neighbours' scores, and takes in neighbours of the best that match too.
    pub(super) fn lend(&mut self, candidates: &mut Vec<Candidate>, required: u16) {
        // By document: the score of those that lend, and whether a document is a candidate.
        let Scratch { gathered: lenders, second: known, .. } = &mut *self.scratch;
        lenders.clear();
        known.clear();
        let count = LENDERS.min(LENDERS_PER_CLAUSE * required.count_ones() as usize);
        for (number, candidate) in candidates.iter().enumerate() {
            known.put(candidate.doc, 1.0);
            if number < count {
                lenders.put(candidate.doc, candidate.base);
            }
        }
        for number in 0..self.scratch.gathered.touched.len() {
            let lender = self.scratch.gathered.touched.get(number).copied().unwrap_or(0);
            for doc in self.index.neighbours.of(lender) {
                let candidate = self.candidate(doc, required);
                if candidate.anywhere != 0 && self.admits(doc) && self.scratch.second.value(doc) == 0.0 {
                    self.scratch.second.put(doc, 1.0);
                    candidates.push(candidate);
                }
            }
        }
        for entry in candidates.iter_mut() {
            let (mut sum, mut count) = (0.0, 0.0);
            for neighbour in self.index.neighbours.of(entry.doc) {
                count += 1.0;
                sum += self.scratch.gathered.value(neighbour);
            }
            if count > 0.0 {
                entry.lent = NEIGHBOURS * sum / count;
            }
            #[cfg(feature = "explain")]
            if let Some(watch) = &mut self.scratch.watch {
                for neighbour in self.index.neighbours.of(entry.doc) {
                    let base = self.scratch.gathered.value(neighbour);
                    if base > 0.0 {
                        watch.lender(entry.doc, neighbour, NEIGHBOURS * base / count);
                    }
                }
            }
        }
        best_first(candidates);
    }
}
