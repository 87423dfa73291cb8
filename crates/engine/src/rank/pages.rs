//! Sections of one page count for each other: a section is worth what it has itself and, in part, what the best section of its page
//! has for each clause. So a page whose sections share the words of a query is found, and the section that has most of them leads to it.

use super::evaluate::Pass;
use super::scratch::Scratch;

/// The part of what the best section of its page has over a section that the section is given.
const SHARE: f32 = 0.3;

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
                    for &doc in sections {
                        let own = clause.score(doc);
                        clause.put(doc, own + SHARE * (best - own));
                    }
                }
            }
        }
    }
}
