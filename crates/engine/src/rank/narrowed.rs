//! The end of the first pass where documents are filtered, counted by their values, or put in another order.

use super::collect::best_first;
use super::evaluate::{Candidate, Pass};
use super::rerank::Reranked;
use crate::narrow::Narrowed;
use crate::sorting::{keep_least, larger_first, sort_by_key, then};

/// A candidate and its place in the order that is asked for.
#[derive(Clone, Copy)]
struct Placed {
    candidate: Candidate,
    place: u32,
}

impl Placed {
    /// By the order that is asked for, then the best first.
    fn key(&self) -> u64 {
        then(self.place, larger_first(self.candidate.first()))
    }
}

impl Pass<'_> {
    /// As `collect`, of documents that pass the filters; behind the first `excluded` in `any` stand those that match.
    pub(super) fn collect_narrowed(
        &mut self,
        mut narrowed: Narrowed,
        excluded: usize,
        required: u16,
        keep: usize,
        no_clauses: bool,
    ) -> (Vec<Candidate>, u32) {
        // In another order the documents that have hardly anything of the query would come first as well as any.
        let strict = narrowed.sorts() && required != 0;
        let (mut placed, mut total) = self.passing(&mut narrowed, excluded, required, keep, no_clauses, strict);
        if strict && total == 0 {
            narrowed.restart();
            (placed, total) = self.passing(&mut narrowed, excluded, required, keep, no_clauses, false);
        }
        let sorts = narrowed.sorts();
        self.narrowed = Some(narrowed);
        if sorts {
            sort_by_key(&mut placed, &Placed::key);
        }
        let mut best: Vec<Candidate> = Vec::with_capacity(placed.len());
        for entry in &placed {
            best.push(entry.candidate);
        }
        if !sorts {
            best_first(&mut best);
        }
        best.truncate(keep);
        (best, total)
    }

    /// The best documents that pass, and how many do.
    fn passing(
        &self,
        narrowed: &mut Narrowed,
        excluded: usize,
        required: u16,
        keep: usize,
        no_clauses: bool,
        strict: bool,
    ) -> (Vec<Placed>, u32) {
        let (sorts, pages) = (narrowed.sorts(), self.index.pages.some);
        let documents =
            if no_clauses { self.index.manifest.documents as usize } else { self.scratch.any.len() - excluded };
        let mut best: Vec<Placed> = Vec::new();
        let (mut total, mut last, mut least) = (0, u32::MAX, 0.0);
        for number in 0..documents {
            let doc =
                if no_clauses { number as u32 } else { self.scratch.any.get(excluded + number).copied().unwrap_or(0) };
            let mut candidate = self.candidate(doc, required);
            if !self.found(doc) || strict && self.reach(doc, candidate.anywhere) & required != required {
                continue;
            }
            // Sections of one page stand side by side: the page is counted once.
            let page = if pages { self.index.pages.page(doc) } else { doc };
            let first = page != last;
            last = page;
            // Where nothing is typed, a page stands for its sections.
            if no_clauses && page != doc {
                continue;
            }
            if !narrowed.take(self.index, doc, first) {
                continue;
            }
            if self.stood_for(doc) {
                continue;
            }
            total += u32::from(first);
            if no_clauses {
                candidate.base = self.index.years.place(doc) as f32;
            }
            let placed = Placed { candidate, place: narrowed.place(self.index, doc) };
            if sorts {
                // One page has one place: its best section stands there.
                if !first
                    && let Some(before) =
                        best.last_mut().filter(|before| pages && self.index.pages.page(before.candidate.doc) == page)
                {
                    if placed.key() < before.key() {
                        *before = placed;
                    }
                    continue;
                }
            } else if candidate.first() < least {
                continue;
            }
            if first && best.len() >= keep.saturating_mul(2).max(16) {
                if sorts {
                    keep_least(&mut best, keep, &Placed::key);
                } else {
                    keep_least(&mut best, keep, &|placed| placed.candidate.key());
                    least = best.first().map_or(0.0, |placed| placed.candidate.first());
                }
            }
            best.push(placed);
        }
        (best, total)
    }
}

/// The candidates as they are: in another order than the best first, reading decides nothing.
pub(crate) fn in_order(candidates: &[Candidate]) -> Vec<Reranked> {
    let mut ranked = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        ranked.push(Reranked::plain(candidate));
    }
    ranked
}
