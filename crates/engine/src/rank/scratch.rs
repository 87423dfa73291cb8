//! Arrays dense by document that live from keystroke to keystroke.

use crate::format::postings::List;
use crate::query::expand::RecentTypos;

/// Scores of one clause.
#[derive(Debug, Default)]
pub(super) struct ClauseScores {
    /// By document; 0 where the clause does not match.
    pub(super) best: Vec<f32>,
    pub(super) touched: Vec<u32>,
    /// Documents that have the clause in title or authors.
    pub(super) headed: Vec<u32>,
    /// For the next keystroke to take the scores again: the print of their clause, or 0 where it must not, and the fuel they took.
    pub(super) print: u64,
    pub(super) spent: u64,
}

/// Which clauses a document has, anywhere and in its title or authors; one bit each.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Matched {
    pub(super) anywhere: u16,
    pub(super) heading: u16,
    /// Clauses that match anywhere on its page.
    #[cfg(feature = "sections")]
    pub(super) page: u16,
    pub(super) excluded: bool,
    /// Has all words of an excluded phrase.
    pub(super) suspect: bool,
    /// Another version or language of its page stands for it.
    #[cfg(feature = "facets")]
    pub(super) stood_for: bool,
}

/// A sparse array that is gathered into and emptied again.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) values: Vec<f32>,
    pub(super) touched: Vec<u32>,
}

impl Gathered {
    /// Nothing yet.
    pub(super) const EMPTY: Gathered = Gathered { values: Vec::new(), touched: Vec::new() };
}

impl Gathered {
    pub(super) fn resize(&mut self, documents: usize) {
        self.values.resize(documents, 0.0);
    }

    pub(super) fn clear(&mut self) {
        zero(&mut self.values, &mut self.touched);
    }

    /// Sets the value of a document that has none.
    pub(super) fn put(&mut self, doc: u32, value: f32) {
        if let Some(slot) = self.values.get_mut(doc as usize) {
            *slot = value;
            self.touched.push(doc);
        }
    }

    #[inline]
    pub(super) fn value(&self, doc: u32) -> f32 {
        self.values.get(doc as usize).copied().unwrap_or(0.0)
    }
}

/// Sets the values of these documents to 0 and forgets which they were.
pub(super) fn zero(values: &mut [f32], touched: &mut Vec<u32>) {
    for &doc in &*touched {
        if let Some(value) = values.get_mut(doc as usize) {
            *value = 0.0;
        }
    }
    touched.clear();
}

/// Arrays that live from keystroke to keystroke.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(super) gathered: Gathered,
    pub(super) second: Gathered,
    pub(super) clauses: Vec<ClauseScores>,
    pub(super) matched: Vec<Matched>,
    /// Documents that are excluded or suspect, then those with any match.
    pub(super) any: Vec<u32>,
    pub(super) list: List,
    pub(crate) typos: RecentTypos,
    /// The document that is to be explained.
    #[cfg(feature = "explain")]
    pub(crate) watch: Option<super::watch::Watch>,
}

impl Scratch {
    /// Nothing yet.
    pub(crate) const EMPTY: Scratch = Scratch {
        gathered: Gathered::EMPTY,
        second: Gathered::EMPTY,
        clauses: Vec::new(),
        matched: Vec::new(),
        any: Vec::new(),
        list: List::EMPTY,
        typos: RecentTypos::EMPTY,
        #[cfg(feature = "explain")]
        watch: None,
    };
}

impl Scratch {
    /// Keeps what was gathered of the documents in `second`, with the lesser value; empties that.
    pub(super) fn intersect(&mut self) {
        let Scratch { gathered, second, .. } = self;
        let mut both = Vec::new();
        for &doc in &gathered.touched {
            let value = gathered.value(doc).min(second.value(doc));
            if value > 0.0 {
                both.push(doc);
            }
            if let Some(slot) = gathered.values.get_mut(doc as usize) {
                *slot = value;
            }
        }
        gathered.touched = both;
        second.clear();
    }

    /// Empties what a query has filled.
    pub(super) fn reset(&mut self) {
        let Scratch { gathered, second, clauses, matched, any, .. } = self;
        gathered.clear();
        second.clear();
        for scores in clauses.iter_mut() {
            if scores.print == 0 {
                scores.clear();
            }
        }
        for &doc in &*any {
            if let Some(slot) = matched.get_mut(doc as usize) {
                *slot = Matched::default();
            }
        }
        any.clear();
    }
}

impl ClauseScores {
    /// No scores, of no clause.
    pub(super) fn clear(&mut self) {
        zero(&mut self.best, &mut self.touched);
        self.print = 0;
        self.headed.clear();
    }

    #[inline]
    pub(super) fn score(&self, doc: u32) -> f32 {
        self.best.get(doc as usize).copied().unwrap_or(0.0)
    }

    #[inline]
    pub(super) fn take(&mut self, doc: u32, score: f32) {
        let Some(best) = self.best.get_mut(doc as usize) else { return };
        if score > *best {
            if *best == 0.0 {
                self.touched.push(doc);
            }
            *best = score;
        }
    }

    /// Sets the score, whatever it was.
    pub(super) fn put(&mut self, doc: u32, score: f32) {
        self.take(doc, f32::MIN_POSITIVE);
        if let Some(best) = self.best.get_mut(doc as usize) {
            *best = score;
        }
    }
}
