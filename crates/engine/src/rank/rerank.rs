//! The second pass: what only titles and texts can tell, for the best hundred.
//!
//! Words in the order of the query, all of them in the title, side by side, in one sentence; and what a
//! document's nearest neighbours score.

use super::collect::title_share;
use super::evaluate::{Candidate, Evaluated};
use super::marks::TermMarks;
use super::recent_words::{BREAK, RecentWords};
#[cfg(feature = "explain")]
use crate::explain::Explanation;
use crate::index::{Index, Missing};
use crate::sorting::{larger_first, sort_by_key, then};

const ORDER: f32 = 0.3;
const ADJACENT: f32 = 0.2;
const SENTENCE: f32 = 0.2;
/// Candidates whose titles and texts are looked at.
pub(crate) const READ: usize = 100;

/// Why a document has its score: base x (1 + title + order + adjacent + sentence) + lent.
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
    /// Neighbouring clauses that stand side by side in what was read so far.
    pairs: u16,
    /// Clauses that its title and text may have.
    possible: u16,
}

impl Reranked {
    /// Adds what the second pass knows.
    #[cfg(feature = "explain")]
    pub(crate) fn explain(&self, explanation: Explanation) -> Explanation {
        let &Reranked { score, base, title, order, adjacent, sentence, lent, .. } = self;
        Explanation { score, base, title, order, adjacent, sentence, lent, ..explanation }
    }

    /// What the first pass knows.
    pub(super) fn plain(&Candidate { doc, base, title, lent, .. }: &Candidate) -> Reranked {
        let mut entry = Reranked { doc, base, title, lent, ..Reranked::default() };
        entry.settle();
        entry
    }

    fn factor(&self) -> f32 {
        1.0 + self.title + self.order + self.adjacent + self.sentence
    }

    pub(super) fn settle(&mut self) {
        self.score = self.base * self.factor() + self.lent;
    }

    /// The score if the text had all that it may have.
    fn most(&self, clauses: Clauses) -> f32 {
        let pairs = self.possible & (self.possible >> 1);
        let sentence = if self.possible & clauses.sentence == clauses.sentence { SENTENCE } else { 0.0 };
        let most = 1.0 + self.title + self.order + ADJACENT * adjacent(clauses.pairs, pairs) + sentence;
        self.base * most + self.lent
    }
}

fn best_first(ranked: &mut Vec<Reranked>) {
    sort_by_key(ranked, &|entry| then(larger_first(entry.score), entry.doc));
}

/// Ranks the candidates again, best first. The first `wanted` are exact; titles and texts are read only of
/// what may still come among them.
pub(crate) fn rerank(
    index: &Index,
    evaluated: &Evaluated,
    marks: &TermMarks,
    wanted: usize,
    recent: &mut RecentWords,
    missing: &mut Missing,
) -> Vec<Reranked> {
    let required = evaluated.required;
    let asked = required.count_ones();
    let loose = if evaluated.exhausted || !missing.is_empty() { u16::MAX } else { marks.loose };
    let mut head: Vec<Reranked> = Vec::new();
    let mut rest: Vec<Reranked> = Vec::new();
    for (number, candidate) in evaluated.candidates.iter().enumerate() {
        let mut entry = Reranked::plain(candidate);
        entry.possible = candidate.anywhere | loose;
        // Behind those that are read, the rest follows in its first order.
        (if number < READ { &mut head } else { &mut rest }).push(entry);
    }
    let clauses = Clauses {
        // One clause is in a sentence wherever it is.
        sentence: if asked > 1 { required } else { u16::MAX },
        pairs: required | evaluated.faint,
    };
    if clauses.pairs.count_ones() > 1 {
        for entry in &mut head {
            let title = Reading::of(index, marks, clauses, recent.of(index, entry.doc, true, missing));
            entry.order = ORDER * title.order(evaluated.clauses.len());
            if entry.title > 0.0 {
                entry.title = entry.title.max(title_share(asked, title.content));
            }
            entry.read(&title);
        }
    }
    #[cfg(feature = "sections")]
    if index.pages.some {
        super::pages::favour_titles(index, evaluated, recent, missing, &mut head);
    }
    if asked > 1 {
        read_texts(index, marks, clauses, wanted, recent, &mut head, missing);
    }
    best_first(&mut head);
    // They stand in their first order, and have no more than the last that was read.
    let least = head.last().map_or(0.0, |last| last.score);
    for entry in &mut rest {
        entry.score = entry.score.min(least);
    }
    head.append(&mut rest);
    head
}

impl Reranked {
    /// Takes in what a title or text told.
    fn read(&mut self, reading: &Reading) {
        self.pairs |= reading.pairs;
        self.adjacent = ADJACENT * adjacent(reading.clauses.pairs, self.pairs);
        if reading.whole {
            self.sentence = SENTENCE;
        }
        self.settle();
    }
}

/// Reads texts, those that may win most first, until nothing unread can come among the `wanted`.
fn read_texts(
    index: &Index,
    marks: &TermMarks,
    clauses: Clauses,
    wanted: usize,
    recent: &mut RecentWords,
    head: &mut Vec<Reranked>,
    missing: &mut Missing,
) {
    sort_by_key(head, &|entry| then(larger_first(entry.most(clauses)), entry.doc));
    // The best scores so far, at most as many as are wanted.
    let mut settled: Vec<f32> = Vec::new();
    for entry in head {
        if settled.len() >= wanted && settled.last().is_some_and(|&bar| entry.most(clauses) < bar) {
            break;
        }
        entry.read(&Reading::of(index, marks, clauses, recent.of(index, entry.doc, false, missing)));
        // Into its place among them: each that is lower makes room for the one before.
        let mut score = entry.score;
        for other in &mut settled {
            if *other < score {
                std::mem::swap(other, &mut score);
            }
        }
        if settled.len() < wanted {
            settled.push(score);
        }
    }
}

/// The share of neighbouring clauses of these that stand side by side.
fn adjacent(clauses: u16, pairs: u16) -> f32 {
    let wanted = clauses & (clauses >> 1);
    let count = wanted.count_ones();
    if count == 0 { 0.0 } else { (pairs & wanted).count_ones() as f32 / count as f32 }
}

/// What is looked for in titles and texts, one bit a clause.
#[derive(Clone, Copy)]
struct Clauses {
    /// Those that are to be in one sentence.
    sentence: u16,
    /// Those of which neighbours are to stand side by side.
    pairs: u16,
}

/// What a title or text tells of the clauses in it.
struct Reading {
    clauses: Clauses,
    /// Clauses of the word before.
    before: u16,
    /// Bit n: clause n was followed at once by clause n + 1.
    pairs: u16,
    /// Clauses of the sentence that is being read.
    sentence: u16,
    /// Whether a sentence had all clauses that are to be in one.
    whole: bool,
    /// First place of each clause, counted in words from 1.
    first: [u32; 16],
    place: u32,
    /// Words that say something.
    content: u32,
}

impl Reading {
    /// Reads the words of a title or text.
    fn of(index: &Index, marks: &TermMarks, clauses: Clauses, words: &[u32]) -> Reading {
        let mut reading =
            Reading { clauses, before: 0, pairs: 0, sentence: 0, whole: false, first: [0; 16], place: 0, content: 0 };
        let mut bits = 0;
        for &word in words {
            if word == BREAK {
                reading.sentence = 0;
                reading.before = 0;
                continue;
            }
            bits |= marks.of(word >> 1);
            if word & 1 == 0 {
                reading.content += u32::from(!index.vocabulary.table.is_function_word(word >> 1));
                reading.token(bits);
                bits = 0;
            }
        }
        reading
    }

    fn token(&mut self, bits: u16) {
        self.place += 1;
        if bits != 0 {
            self.pairs |= self.before & (bits >> 1);
            self.sentence |= bits;
            self.whole |= self.sentence & self.clauses.sentence == self.clauses.sentence;
            for (number, first) in self.first.iter_mut().enumerate() {
                if bits & (1 << number) != 0 && *first == 0 {
                    *first = self.place;
                }
            }
        }
        self.before = bits;
    }

    /// The share of neighbouring clauses whose first places are in order; one word that stands for two is.
    fn order(&self, clauses: usize) -> f32 {
        let places = self.first.get(..clauses).unwrap_or(&self.first);
        let (mut pairs, mut before) = (0u32, u32::MAX);
        for &place in places {
            if before > 0 && before <= place {
                pairs += 1;
            }
            before = place;
        }
        if clauses < 2 { 0.0 } else { pairs as f32 / (clauses - 1) as f32 }
    }
}
