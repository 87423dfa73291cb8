//! The second pass: what only titles and texts can tell, for the best hundred.
//!
//! Words in the order of the query, all of them in the title, side by side, in one sentence; and what a
//! document's nearest neighbours score.

use super::evaluate::{Candidate, Evaluated};
use super::marks::TermMarks;
use crate::analysis::tokens::{Pairs, tokens};
use crate::format::text::{TextSink, Words};
use crate::index::{Index, Missing};

/// All clauses in title or authors: a fixed part, and a part by the title's share that was asked for.
const TITLE: f32 = 0.4;
const TITLE_SHARE: f32 = 0.7;
const ORDER: f32 = 0.2;
const ADJACENT: f32 = 0.2;
const SENTENCE: f32 = 0.2;
/// Candidates whose titles and texts are looked at.
const READ: usize = 100;

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

impl Reranked {
    fn factor(&self) -> f32 {
        1.0 + self.title + self.order + self.adjacent + self.sentence
    }

    fn settle(&mut self) {
        self.score = self.base * self.factor() + self.lent;
    }
}

fn best_first(a: &Reranked, b: &Reranked) -> std::cmp::Ordering {
    b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc))
}

/// Ranks the candidates again, best first. The first `wanted` are exact; texts are read only for what may still come among them.
pub(crate) fn rerank(index: &Index, evaluated: &Evaluated, marks: &TermMarks, wanted: usize, missing: &mut Missing) -> Vec<Reranked> {
    let scorer = index.scorer();
    let asked = evaluated.required.count_ones();
    let several = asked > 1;
    // Behind those that are read, the rest follows in its first order.
    let mut head: Vec<Reranked> = evaluated
        .candidates
        .iter()
        .map(|&Candidate { doc, base, lent, heading, .. }| {
            let mut entry = Reranked { doc, base, lent, ..Reranked::default() };
            if heading & evaluated.required == evaluated.required && asked > 0 {
                let length = f32::from(scorer.title_length(doc)).max(1.0);
                entry.title = TITLE + TITLE_SHARE * (asked as f32 / length).min(1.0).sqrt();
            }
            entry.settle();
            entry
        })
        .collect();
    let mut rest = head.split_off(READ.min(head.len()));
    let mut titles: Vec<(u32, TitleReading)> = Vec::new();
    if several {
        for entry in &mut head {
            let mut title = Reading::new(index, marks);
            index.scan_title(entry.doc, missing, &mut title);
            entry.order = ORDER * title.order(evaluated.clauses.len());
            entry.settle();
            titles.push((entry.doc, TitleReading { pairs: title.pairs, sentences: title.sentences }));
        }
        titles.sort_unstable_by_key(|title| title.0);
        let reading = TextPass { index, evaluated, marks, titles: &titles };
        reading.run(wanted, &mut head, missing);
    }
    head.sort_unstable_by(best_first);
    let least = head.last().map_or(0.0, |last| last.score);
    for entry in &mut rest {
        entry.score = entry.score.min(least);
    }
    rest.sort_unstable_by(best_first);
    head.append(&mut rest);
    head
}

/// What a title told.
struct TitleReading {
    pairs: u16,
    sentences: Vec<u16>,
}

/// The reading of texts.
struct TextPass<'a> {
    index: &'a Index,
    evaluated: &'a Evaluated,
    marks: &'a TermMarks,
    titles: &'a [(u32, TitleReading)],
}

impl TextPass<'_> {
/// Reads texts, those that may win most first, until nothing unread can come among the `wanted`.
fn run(&self, wanted: usize, head: &mut [Reranked], missing: &mut Missing) {
    let TextPass { index, evaluated, marks, titles } = *self;
    let most = |entry: &Reranked| entry.base * (entry.factor() + ADJACENT + SENTENCE) + entry.lent;
    head.sort_unstable_by(|a, b| most(b).total_cmp(&most(a)).then(a.doc.cmp(&b.doc)));
    let required = evaluated.required;
    let mut settled: Vec<f32> = Vec::new();
    for entry in head {
        let bar = settled.len().checked_sub(wanted).and_then(|_| settled.get(wanted.saturating_sub(1)).copied());
        if bar.is_some_and(|bar| most(entry) < bar) {
            break;
        }
        let mut text = Reading::new(index, marks);
        index.scan_text(entry.doc, missing, &mut text);
        let title = titles.binary_search_by_key(&entry.doc, |title| title.0).ok().and_then(|at| titles.get(at)).map(|title| &title.1);
        entry.adjacent = ADJACENT * adjacent(evaluated, text.pairs | title.map_or(0, |title| title.pairs));
        let one = |sentences: &[u16]| sentences.iter().any(|&sentence| sentence & required == required);
        if one(&text.sentences) || title.is_some_and(|title| one(&title.sentences)) {
            entry.sentence = SENTENCE;
        }
        entry.settle();
        let at = settled.partition_point(|&score| score >= entry.score);
        settled.insert(at, entry.score);
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
