//! Of the editions of a page that match, the one that stands for all: that which suits the reader best, where it matches as well.

use super::evaluate::Pass;

/// An edition that is worth less than this part of the best one of its work does not stand for it: it has hardly what was asked for.
const AS_GOOD: f32 = 0.1;

/// How well a page matches: whether it has all that is required, and its best section's score.
type Worth = (bool, f32);

impl Pass<'_> {
    /// Marks the documents that another edition of their page stands for; behind the first `excluded` in `any` are those that match,
    /// in order.
    pub(super) fn choose_editions(&mut self, excluded: usize, required: u16, no_clauses: bool) {
        let editions = &self.index.editions;
        // Where nothing is asked for, nothing is found.
        if editions.all.is_empty() || no_clauses && self.years.is_none() && self.narrowed.is_none() {
            return;
        }
        let docs: Vec<u32> = if no_clauses {
            (0..self.index.manifest.documents).collect()
        } else {
            self.scratch.any.get(excluded..).unwrap_or(&[]).to_vec()
        };
        // By page that may be a hit: its first document, work, place of its edition, worth.
        let mut pages: Vec<(u32, u32, u32, Worth)> = Vec::new();
        for &doc in &docs {
            let Some((work, edition)) = editions.of(doc).filter(|_| self.admits(doc)) else { continue };
            let candidate = self.candidate(doc, required);
            let worth = (self.reach(doc, candidate.anywhere) & required == required, candidate.first());
            let page = self.index.pages.page(doc);
            match pages.last_mut().filter(|last| last.0 == page) {
                Some(last) => last.3 = better(last.3, worth),
                None => pages.push((page, work, self.editions.get(edition as usize).copied().unwrap_or(0), worth)),
            }
        }
        let mut best: Vec<Worth> = vec![(false, 0.0); editions.works.len()];
        for &(_, work, _, worth) in &pages {
            if let Some(best) = best.get_mut(work as usize) {
                *best = better(*best, worth);
            }
        }
        // By work the page that stands for it, by the place of its edition.
        let mut chosen: Vec<(u32, u32)> = vec![(u32::MAX, u32::MAX); editions.works.len()];
        for &(page, work, place, worth) in &pages {
            let Some(&most) = best.get(work as usize) else { continue };
            if worth.0 == most.0
                && worth.1 >= AS_GOOD * most.1
                && let Some(chosen) = chosen.get_mut(work as usize).filter(|chosen| place < chosen.0)
            {
                *chosen = (place, page);
            }
        }
        for &doc in &docs {
            let Some((work, _)) = editions.of(doc) else { continue };
            let stands = chosen.get(work as usize).is_some_and(|chosen| chosen.1 == self.index.pages.page(doc));
            if let Some(matched) = self.scratch.matched.get_mut(doc as usize).filter(|_| !stands) {
                matched.stood_for = true;
                // So that it is reset.
                if no_clauses {
                    self.scratch.any.push(doc);
                }
            }
        }
    }

    /// Whether another edition stands for the page of a document.
    pub(super) fn stood_for(&self, doc: u32) -> bool {
        self.scratch.matched.get(doc as usize).is_some_and(|matched| matched.stood_for)
    }
}

fn better(one: Worth, other: Worth) -> Worth {
    if (other.0 && !one.0) || (other.0 == one.0 && other.1 > one.1) { other } else { one }
}
