//! The second pass: what only titles and texts can tell, for the best hundred.
//!
//! Words in the order of the query, all of them in the title, side by side, in one sentence; and what a
//! document's nearest neighbours score.

use super::evaluate::{Candidate, Evaluated};
use super::marks::TermMarks;
use crate::analysis::tokens::{Pairs, tokens};
use crate::format::text::{TextSink, Words};
use crate::index::Index;

/// All clauses in title or authors: a fixed part, and a part by the title's share that was asked for.
const TITLE: f32 = 0.4;
const TITLE_SHARE: f32 = 0.7;
const ORDER: f32 = 0.2;
const ADJACENT: f32 = 0.2;
const SENTENCE: f32 = 0.2;
/// Part of the mean score of the neighbours that a document is given.
const NEIGHBOURS: f32 = 0.2;
/// Only the best so many lend their score to neighbours.
const LENDERS: usize = 30;

/// Why a document has its score: base x factor + lent.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Reranked {
    pub(crate) doc: u32,
    pub(crate) score: f32,
    pub(crate) base: f32,
    pub(crate) title: f32,
    pub(crate) order: f32,
    pub(crate) adjacent: f32,
    pub(crate) sentence: f32,
    pub(crate) lent: f32,
}

/// Ranks the candidates again, best first.
pub(crate) fn rerank(index: &Index, evaluated: &Evaluated, marks: &TermMarks) -> Vec<Reranked> {
    let scorer = index.scorer();
    let clauses = evaluated.clauses.len();
    let asked = evaluated.required.count_ones();
    let several = asked > 1;
    let mut out: Vec<Reranked> = evaluated
        .candidates
        .iter()
        .map(|candidate| {
            let Candidate { doc, base, heading, .. } = *candidate;
            let mut reranked = Reranked { doc, base, ..Reranked::default() };
            if heading & evaluated.required == evaluated.required && asked > 0 {
                let length = f32::from(scorer.title_length(doc)).max(1.0);
                reranked.title = TITLE + TITLE_SHARE * (asked as f32 / length).min(1.0).sqrt();
            }
            if several {
                let mut title = Reading::new(index, marks);
                index.scan_title(doc, &mut title);
                let mut text = Reading::new(index, marks);
                index.scan_text(doc, &mut text);
                reranked.order = ORDER * title.order(clauses);
                reranked.adjacent = ADJACENT * adjacent(evaluated, title.pairs | text.pairs);
                let one = |best: &[u16]| best.iter().any(|&sentence| sentence & evaluated.required == evaluated.required);
                if one(&title.sentences) || one(&text.sentences) {
                    reranked.sentence = SENTENCE;
                }
            }
            let factor = 1.0 + reranked.title + reranked.order + reranked.adjacent + reranked.sentence;
            reranked.score = base * factor;
            reranked
        })
        .collect();
    if several {
        lend(index, &mut out);
    }
    out.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc)));
    out
}

/// Gives every document a part of its neighbours' scores.
fn lend(index: &Index, ranked: &mut [Reranked]) {
    let mut lenders: Vec<(u32, f32)> = ranked.iter().map(|entry| (entry.doc, entry.score)).collect();
    lenders.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    lenders.truncate(LENDERS);
    lenders.sort_by_key(|lender| lender.0);
    for entry in ranked {
        let mut sum = 0.0;
        let mut count = 0.0;
        for neighbour in index.neighbours.of(entry.doc) {
            count += 1.0;
            if let Ok(at) = lenders.binary_search_by_key(&neighbour, |lender| lender.0) {
                sum += lenders.get(at).map_or(0.0, |lender| lender.1);
            }
        }
        if count > 0.0 {
            entry.lent = NEIGHBOURS * sum / count;
            entry.score += entry.lent;
        }
    }
}

/// The share of neighbouring required clauses that stand side by side.
fn adjacent(evaluated: &Evaluated, pairs: u16) -> f32 {
    let wanted = evaluated.required & (evaluated.required >> 1);
    let count = wanted.count_ones();
    if count == 0 { 0.0 } else { (pairs & wanted).count_ones() as f32 / count as f32 }
}

/// What reading a text tells of the clauses in it.
struct Reading<'a> {
    index: &'a Index,
    marks: &'a TermMarks,
    /// Clauses of the word before.
    before: u16,
    /// Bit n: clause n was followed at once by clause n + 1.
    pairs: u16,
    /// Clauses of each sentence that has any; the last one is being read.
    sentences: Vec<u16>,
    /// First place of each clause, counted in words from 1.
    first: [u32; 16],
    place: u32,
}

impl<'a> Reading<'a> {
    fn new(index: &'a Index, marks: &'a TermMarks) -> Reading<'a> {
        Reading { index, marks, before: 0, pairs: 0, sentences: vec![0], first: [0; 16], place: 0 }
    }

    fn token(&mut self, bits: u16) {
        self.place += 1;
        if bits != 0 {
            self.pairs |= self.before & (bits >> 1);
            if let Some(last) = self.sentences.last_mut() {
                *last |= bits;
            }
            for (number, first) in self.first.iter_mut().enumerate() {
                if bits & (1 << number) != 0 && *first == 0 {
                    *first = self.place;
                }
            }
        }
        self.before = bits;
    }

    /// The share of neighbouring clauses whose first places are in order.
    fn order(&self, clauses: usize) -> f32 {
        let places: Vec<u32> = self.first.iter().copied().take(clauses).collect();
        let pairs = places.windows(2).filter(|pair| matches!(pair, [a, b] if *a > 0 && a < b)).count();
        if clauses < 2 { 0.0 } else { pairs as f32 / (clauses - 1) as f32 }
    }
}

impl TextSink for Reading<'_> {
    fn word(&mut self, ordinal: u32) {
        self.token(self.marks.of(ordinal));
    }

    fn spelled(&mut self, word: &str) {
        let mut bits = 0;
        tokens(word, &self.index.folding, Pairs::Index, |token| {
            if let Some(ordinal) = self.index.vocabulary.ordinal(token.term) {
                bits |= self.marks.of(ordinal);
            }
        });
        self.token(bits);
    }

    fn gap(&mut self, gap: &str) {
        if gap.contains(['.', '!', '?']) && gap.ends_with(' ') && self.sentences.last() != Some(&0) {
            self.sentences.push(0);
            self.before = 0;
        }
    }
}
