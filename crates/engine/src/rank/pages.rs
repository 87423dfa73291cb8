//! Sections of one page count for each other: a section is worth what it has itself and, in part, what the best section of its page
//! has for each clause. So a page whose sections share the words of a query is found, and the section that has most of them leads to it.

use super::evaluate::{Evaluated, Pass};
use super::recent_words::{BREAK, RecentWords};
use super::rerank::Reranked;
use super::scratch::{ClauseScores, Gathered, Scratch};
use crate::format::text::Words;
use crate::index::{Index, Missing};

/// The part of what the best section of its page has over a section that the section is given.
const SHARE: f32 = 0.3;
/// Added for all clauses in a title that is the query, word for word: one that only begins like it is another.
const AS_TYPED: f32 = 0.5;
/// Added for all clauses in the title of a page: it stands above the headings of sections.
const PAGE: f32 = 0.5;

/// A name of a program that is typed as it is written counts this much more than its words typed apart.
const NAME: f32 = 2.0;
/// What of their score the parts of such a name are left where the name itself is not: it comes first, wherever it stands.
const PARTS: f32 = 0.25;

/// Takes from the parts of a name, two neighbouring clauses, where the name was not gathered. Gives what the name is worth by its idf.
pub(super) fn name(left: &mut ClauseScores, right: &mut ClauseScores, gathered: &Gathered, idf: f32) -> f32 {
    if !gathered.touched.is_empty() {
        for part in [left, right] {
            for &doc in &part.touched {
                if let Some(score) = part.best.get_mut(doc as usize).filter(|_| gathered.value(doc) == 0.0) {
                    *score *= PARTS;
                }
            }
        }
    }
    NAME * idf
}

impl Pass<'_> {
    /// Lets the sections that match share; `from` on they stand in the list of documents that do.
    pub(super) fn share(&mut self, from: usize) {
        let pages = &self.index.pages;
        let Scratch { clauses, matched, any, .. } = &mut *self.scratch;
        let mut docs: Vec<u32> = any.get(from..).unwrap_or(&[]).to_vec();
        docs.sort_unstable();
        let mut rest = docs.as_slice();
        while let Some(&first) = rest.first() {
            let (page, next) = (pages.page(first), pages.next(first));
            let (sections, behind) = rest.split_at(rest.partition_point(|&doc| doc < next));
            rest = behind;
            let mut bits = 0;
            for &doc in sections {
                bits |= matched.get(doc as usize).map_or(0, |matched| matched.anywhere);
            }
            let title = matched.get(page as usize).map_or(0, |matched| matched.heading);
            for &doc in sections {
                if let Some(matched) = matched.get_mut(doc as usize) {
                    matched.page = bits;
                    // The title of the page stands above each of its headings.
                    if matched.heading != 0 {
                        matched.heading |= title;
                    }
                }
            }
            if sections.len() < 2 {
                continue;
            }
            for clause in clauses.iter_mut() {
                let mut best: f32 = 0.0;
                for &doc in sections {
                    best = best.max(clause.score(doc));
                }
                if best > 0.0 {
                    // These are no longer the scores that its lists gave it.
                    clause.print = 0;
                    for &doc in sections {
                        let own = clause.score(doc);
                        clause.put(doc, own + SHARE * (best - own));
                    }
                }
            }
        }
    }
}

/// Puts titles of pages, and titles that are the query, before others that have all clauses.
pub(super) fn favour_titles(
    index: &Index,
    evaluated: &Evaluated,
    recent: &mut RecentWords,
    missing: &mut Missing,
    head: &mut [Reranked],
) {
    let asked = evaluated.required.count_ones();
    let mut typed: Vec<u32> = Vec::new();
    for (word, _) in evaluated.clauses.iter().flat_map(|clause| &clause.words) {
        typed.extend(index.vocabulary.ordinal(&word.term));
    }
    let scorer = index.scorer();
    for entry in head {
        if entry.title <= 0.0 {
            continue;
        }
        if index.pages.page(entry.doc) == entry.doc {
            entry.title += PAGE;
        }
        if u32::from(scorer.title_length(entry.doc)) == asked {
            let title = recent.of(index, entry.doc, true, missing);
            let all = title.iter().all(|&word| word == BREAK || typed.contains(&(word >> 1)));
            entry.title += if all { AS_TYPED } else { 0.0 };
        }
        entry.settle();
    }
}
