//! The first pass: every document that has any expansion of any clause gets a score.
//!
//! Inside a clause the best expansion counts; over the clauses scores add up; documents that have all clauses are favoured. All
//! arrays are dense by document and reused from keystroke to keystroke.

use std::ops::Range;

use super::bm25f::{Places, Scorer, idf, saturate};
use crate::answer::MatchKind;
use crate::format::container::PartId;
use crate::format::postings::{List, MissingBlock};
use crate::index::{Index, Missing};
use crate::limits::POSTINGS_FUEL;
use crate::query::expand::{Combine, Expanded, Expansion, Split, expand, joined};
use crate::query::parse::{Place, Query, Word};
use crate::sorting::{larger_first, sort_by_key, then};

/// Documents that have every clause count this much more.
const ALL_CLAUSES: f32 = 1.3;
/// Documents kept for their neighbours' help.
pub(crate) const KEPT: usize = 300;
/// Part of the mean score of its neighbours that a document is given.
const NEIGHBOURS: f32 = 0.25;
/// Only the best so many lend their score to neighbours.
const LENDERS: usize = 30;

fn best_first(candidates: &mut Vec<Candidate>) {
    sort_by_key(candidates, &|entry| then(larger_first(entry.base + entry.lent), entry.doc));
}

/// Scores of one clause.
#[derive(Debug, Default)]
struct ClauseScores {
    /// By document; 0 where the clause does not match.
    best: Vec<f32>,
    touched: Vec<u32>,
}

/// Which clauses a document has, anywhere and in its title or authors; one bit each.
#[derive(Clone, Copy, Debug, Default)]
struct Matched {
    anywhere: u16,
    heading: u16,
    excluded: bool,
}

/// A sparse array that is gathered into and emptied again.
#[derive(Debug, Default)]
struct Gathered {
    values: Vec<f32>,
    touched: Vec<u32>,
}

impl Gathered {
    fn resize(&mut self, documents: usize) {
        self.values.resize(documents, 0.0);
    }

    fn clear(&mut self) {
        zero(&mut self.values, &mut self.touched);
    }

    #[inline]
    fn value(&self, doc: u32) -> f32 {
        self.values.get(doc as usize).copied().unwrap_or(0.0)
    }
}

/// Sets the values of these documents to 0 and forgets which they were.
fn zero(values: &mut [f32], touched: &mut Vec<u32>) {
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
    gathered: Gathered,
    second: Gathered,
    clauses: Vec<ClauseScores>,
    matched: Vec<Matched>,
    /// Documents with any match, once each.
    any: Vec<u32>,
    /// Documents with a heading bit, once each.
    headed: Vec<u32>,
    list: List,
}

/// A document that may become a hit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) doc: u32,
    /// Sum over clauses, with the bonus for all of them.
    pub(crate) base: f32,
    /// What its nearest neighbours lend.
    pub(crate) lent: f32,
    /// Clauses that match anywhere, and in title or authors.
    pub(crate) anywhere: u16,
    pub(crate) heading: u16,
}

/// One clause as it was evaluated.
#[derive(Clone, Debug, Default)]
pub(crate) struct EvaluatedClause {
    pub(crate) words: Vec<(Word, Expanded)>,
    /// Left out of the scores: a function word beside content words.
    pub(crate) silent: bool,
    /// Not demanded for "all clauses": silent, or a beginning that almost every document has.
    pub(crate) optional: bool,
    /// Documents that match.
    pub(crate) documents: u32,
}

/// What the first pass found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evaluated {
    pub(crate) clauses: Vec<EvaluatedClause>,
    /// Joined words by the first of their two clauses.
    pub(crate) joined: Vec<(usize, Expansion)>,
    /// The best documents, best first.
    pub(crate) candidates: Vec<Candidate>,
    /// Clauses that must match for "all clauses".
    pub(crate) required: u16,
    /// Documents that match anything.
    pub(crate) total: u32,
    /// Blocks that were not there.
    pub(crate) missing: Missing,
    /// Whether the fuel ran out.
    pub(crate) exhausted: bool,
}

/// Options of the first pass.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EvaluateOptions {
    pub(crate) typos: bool,
    /// Candidates to keep.
    pub(crate) keep: usize,
}

/// Runs the first pass.
pub(crate) fn evaluate(index: &Index, query: &Query, options: &EvaluateOptions, scratch: &mut Scratch) -> Evaluated {
    let mut pass = Pass {
        index,
        scorer: index.scorer(),
        scratch,
        fuel: POSTINGS_FUEL,
        missing: Missing::default(),
        exhausted: false,
    };
    pass.run(query, options)
}

struct Pass<'a> {
    index: &'a Index,
    scorer: Scorer<'a>,
    scratch: &'a mut Scratch,
    fuel: u64,
    missing: Missing,
    exhausted: bool,
}

impl Pass<'_> {
    fn run(&mut self, query: &Query, options: &EvaluateOptions) -> Evaluated {
        let documents = self.index.manifest.documents as usize;
        self.scratch.gathered.resize(documents);
        self.scratch.second.resize(documents);
        self.scratch.matched.resize(documents, Matched::default());
        while self.scratch.clauses.len() < query.clauses.len() {
            self.scratch.clauses.push(ClauseScores::default());
        }
        for clause in self.scratch.clauses.iter_mut().take(query.clauses.len()) {
            clause.best.resize(documents, 0.0);
        }
        let mut clauses = self.expand(query, options);
        for (number, clause) in clauses.iter_mut().enumerate() {
            self.clause(number, clause);
        }
        let joined = self.join(&clauses);
        for word in &query.excluded {
            self.exclude(word);
        }
        let mut required = 0u16;
        for (number, clause) in clauses.iter_mut().enumerate() {
            clause.documents = self.scratch.clauses.get(number).map_or(0, |scores| scores.touched.len() as u32);
            if !clause.optional {
                required |= 1 << number;
            }
        }
        let (mut candidates, total) = self.collect(required, options.keep);
        if required.count_ones() > 1 {
            self.lend(&mut candidates, required);
        }
        self.reset();
        Evaluated {
            clauses,
            joined,
            candidates,
            required,
            total,
            missing: std::mem::take(&mut self.missing),
            exhausted: self.exhausted,
        }
    }

    fn expand(&self, query: &Query, options: &EvaluateOptions) -> Vec<EvaluatedClause> {
        let vocabulary = &self.index.vocabulary;
        let mut clauses: Vec<EvaluatedClause> = Vec::new();
        // Clauses that say something on their own.
        let mut content = 0u16;
        for (number, clause) in query.clauses.iter().enumerate() {
            let mut evaluated = EvaluatedClause::default();
            for word in &clause.words {
                let expanded = expand(vocabulary, word, options.typos);
                if !expanded.function_word || word.literal {
                    content |= 1 << number;
                }
                evaluated.words.push((word.clone(), expanded));
            }
            clauses.push(evaluated);
        }
        let mut demanded = 0;
        for (number, clause) in clauses.iter_mut().enumerate() {
            if content == 0 || content & (1 << number) != 0 {
                demanded += 1;
                continue;
            }
            clause.optional = true;
            clause.silent = true;
            // What may become a content word still counts for its completions.
            for (_, expanded) in &mut clause.words {
                expanded.keep(|kind| kind == MatchKind::Prefix);
                clause.silent &= expanded.expansions.is_empty();
            }
        }
        // A beginning that most documents have says nothing beside other clauses; it costs nothing then.
        let heavy = (u64::from(self.index.manifest.documents) * 2).max(8192);
        for clause in &mut clauses {
            if demanded <= usize::from(!clause.optional) {
                continue;
            }
            for (_, expanded) in &mut clause.words {
                let mut reach = 0;
                for expansion in &expanded.expansions {
                    if expansion.kind == MatchKind::Prefix {
                        for terms in &expansion.terms {
                            reach += vocabulary.table.postings_of(terms.0.clone());
                        }
                    }
                }
                if reach > heavy {
                    expanded.keep(|kind| kind != MatchKind::Prefix);
                    clause.optional = true;
                }
            }
        }
        clauses
    }

    fn clause(&mut self, number: usize, clause: &EvaluatedClause) {
        if clause.silent {
            return;
        }
        for (word, expanded) in &clause.words {
            let mut typed = 0;
            for expansion in &expanded.expansions {
                if expansion.kind == MatchKind::Exact {
                    for terms in &expansion.terms {
                        typed += self.index.vocabulary.table.frequency(terms.0.start);
                    }
                }
            }
            for expansion in &expanded.expansions {
                let beside = if expansion.kind == MatchKind::Typo { typed } else { 0 };
                self.gather(expansion, word.place, expansion.settles.then_some(1 << number));
                let idf = idf(self.index.manifest.documents, self.scratch.gathered.touched.len() as u32 + beside);
                let factor = match expansion.combine {
                    Combine::Sum => expansion.terms.first().map_or(0.0, |terms| terms.1),
                    Combine::Best => 1.0,
                };
                self.fold(number, idf, factor, expansion.combine);
            }
            for split in &expanded.splits {
                self.split(number, split, word.place);
            }
        }
    }

    /// Gathers an expansion: weighted frequencies for `Sum`, saturated and with their factor for `Best`. Documents with
    /// the term in title or authors get `heading` bits.
    fn gather(&mut self, expansion: &Expansion, place: Place, heading: Option<u16>) {
        self.scratch.gathered.clear();
        for (terms, factor) in &expansion.terms {
            gather_range(
                self.index,
                &self.scorer,
                &mut self.scratch.list,
                &mut self.fuel,
                terms.clone(),
                place,
                &mut Sinks { missing: &mut self.missing, exhausted: &mut self.exhausted },
                |doc, weighted, places| {
                    let Some(value) = self.scratch.gathered.values.get_mut(doc as usize) else { return };
                    if *value == 0.0 {
                        self.scratch.gathered.touched.push(doc);
                    }
                    match expansion.combine {
                        Combine::Sum => *value += weighted,
                        Combine::Best => *value = value.max(factor * saturate(weighted)),
                    }
                    if let Some(bits) = heading
                        && (places.title || places.authors)
                        && let Some(matched) = self.scratch.matched.get_mut(doc as usize)
                    {
                        if matched.heading == 0 {
                            self.scratch.headed.push(doc);
                        }
                        matched.heading |= bits;
                    }
                },
            );
        }
    }

    /// Takes what was gathered into the clause where it is better.
    fn fold(&mut self, number: usize, idf: f32, factor: f32, combine: Combine) {
        let Scratch { gathered, clauses, .. } = &mut *self.scratch;
        let Some(clause) = clauses.get_mut(number) else { return };
        for &doc in &gathered.touched {
            let value = gathered.value(doc);
            let score = match combine {
                Combine::Sum => factor * idf * saturate(value),
                Combine::Best => idf * value,
            };
            clause.take(doc, score);
        }
    }

    fn split(&mut self, number: usize, split: &Split, place: Place) {
        let documents = self.index.manifest.documents;
        let half = |terms: Range<u32>| Expansion {
            kind: MatchKind::Compound,
            combine: Combine::Best,
            terms: vec![(terms, 1.0)],
            settles: true,
        };
        self.gather(&half(split.left..split.left + 1), place, None);
        std::mem::swap(&mut self.scratch.gathered, &mut self.scratch.second);
        self.gather(&half(split.right.clone()), place, Some(1 << number));
        let Scratch { gathered, second, clauses, .. } = &mut *self.scratch;
        let (left, right) =
            (idf(documents, second.touched.len() as u32), idf(documents, gathered.touched.len() as u32));
        if let Some(clause) = clauses.get_mut(number) {
            for &doc in &gathered.touched {
                if second.value(doc) > 0.0 {
                    clause.take(doc, split.factor * (left * second.value(doc) + right * gathered.value(doc)));
                }
            }
        }
        second.clear();
    }

    /// Words typed apart that are one in the lexicon: where the one word is worth more than the two, it stands for both.
    fn join(&mut self, clauses: &[EvaluatedClause]) -> Vec<(usize, Expansion)> {
        let mut found = Vec::new();
        for (number, first) in clauses.iter().enumerate() {
            let Some(second) = clauses.get(number + 1) else { break };
            let (Some((one, _)), Some((two, _))) = (first.words.first(), second.words.first()) else { continue };
            if first.words.len() > 1 || second.words.len() > 1 {
                continue;
            }
            let Some(expansion) = joined(&self.index.vocabulary, one, two) else { continue };
            self.gather(&expansion, one.place, Some(0b11 << number));
            let Scratch { gathered, clauses, .. } = &mut *self.scratch;
            let idf = idf(self.index.manifest.documents, gathered.touched.len() as u32);
            if let Some((left, right)) = clauses.get_mut(number..number + 2).and_then(|pair| pair.split_first_mut())
                && let Some(right) = right.first_mut()
            {
                for &doc in &gathered.touched {
                    let score = idf * gathered.value(doc);
                    if score > left.score(doc) + right.score(doc) {
                        left.put(doc, score / 2.0);
                        right.put(doc, score / 2.0);
                    }
                }
            }
            found.push((number, expansion));
        }
        found
    }

    fn exclude(&mut self, word: &Word) {
        let vocabulary = &self.index.vocabulary;
        let range = if word.open {
            vocabulary.lexicon.prefix(&word.term)
        } else {
            vocabulary.lexicon.get(&word.term).map_or(0..0, |ordinal| ordinal..ordinal + 1)
        };
        let terms = vec![(range, 1.0)];
        let expansion = Expansion { kind: MatchKind::Exact, combine: Combine::Best, terms, settles: false };
        self.gather(&expansion, word.place, None);
        let Scratch { gathered, matched, any, .. } = &mut *self.scratch;
        for &doc in &gathered.touched {
            if let Some(matched) = matched.get_mut(doc as usize)
                && !matched.excluded
            {
                matched.excluded = true;
                any.push(doc);
            }
        }
    }

    /// Adds the clauses up and keeps the best documents.
    fn collect(&mut self, required: u16, keep: usize) -> (Vec<Candidate>, u32) {
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
        let total = any.len() - excluded;
        let mut best: Vec<Candidate> = Vec::new();
        let mut least = 0.0;
        for &doc in self.scratch.any.get(excluded..).unwrap_or(&[]) {
            let candidate = self.candidate(doc, required);
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
        (best, total as u32)
    }

    fn candidate(&self, doc: u32, required: u16) -> Candidate {
        let Matched { anywhere, heading, .. } = self.scratch.matched.get(doc as usize).copied().unwrap_or_default();
        let mut base = 0.0;
        for clause in &self.scratch.clauses {
            base += clause.score(doc);
        }
        if anywhere & required == required && required.count_ones() > 1 {
            base *= ALL_CLAUSES;
        }
        Candidate { doc, base, lent: 0.0, anywhere, heading: heading & anywhere }
    }

    /// Gives every candidate a part of its neighbours' scores, and takes in neighbours of the best that match too.
    fn lend(&self, candidates: &mut Vec<Candidate>, required: u16) {
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
            let excluded = self.scratch.matched.get(doc as usize).is_some_and(|matched| matched.excluded);
            if candidate.anywhere != 0 && !excluded && !candidates.iter().any(|other| other.doc == doc) {
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
        }
        best_first(candidates);
    }

    fn reset(&mut self) {
        let Scratch { gathered, second, clauses, matched, any, headed, .. } = &mut *self.scratch;
        gathered.clear();
        second.clear();
        for clause in clauses.iter_mut() {
            zero(&mut clause.best, &mut clause.touched);
        }
        for docs in [any, headed] {
            for &doc in &*docs {
                if let Some(slot) = matched.get_mut(doc as usize) {
                    *slot = Matched::default();
                }
            }
            docs.clear();
        }
    }
}

impl ClauseScores {
    #[inline]
    fn score(&self, doc: u32) -> f32 {
        self.best.get(doc as usize).copied().unwrap_or(0.0)
    }

    #[inline]
    fn take(&mut self, doc: u32, score: f32) {
        let Some(best) = self.best.get_mut(doc as usize) else { return };
        if score > *best {
            if *best == 0.0 {
                self.touched.push(doc);
            }
            *best = score;
        }
    }

    /// Sets the score, whatever it was.
    fn put(&mut self, doc: u32, score: f32) {
        self.take(doc, f32::MIN_POSITIVE);
        if let Some(best) = self.best.get_mut(doc as usize) {
            *best = score;
        }
    }
}

/// Where reading notes what stopped it.
struct Sinks<'a> {
    missing: &'a mut Missing,
    exhausted: &'a mut bool,
}

/// Reads the lists of a range of terms while there is fuel: document, weighted frequency, places of each posting at `place`.
#[expect(clippy::too_many_arguments, reason = "one hot loop, whose parts are borrowed from different fields")]
fn gather_range(
    index: &Index,
    scorer: &Scorer<'_>,
    list: &mut List,
    fuel: &mut u64,
    terms: Range<u32>,
    place: Place,
    sinks: &mut Sinks<'_>,
    mut each: impl FnMut(u32, f32, Places),
) {
    let table = &index.vocabulary.table;
    let cost = table.postings_of(terms.clone());
    if cost > *fuel {
        *sinks.exhausted = true;
        return;
    }
    *fuel -= cost;
    let read = index.postings.read(table, terms.clone(), list, |_, list| {
        for (&doc, &symbol) in list.docs.iter().zip(&list.symbols) {
            let places = scorer.weights.places(symbol);
            let stands = match place {
                Place::Anywhere => true,
                Place::Title => places.title,
                Place::Authors => places.authors,
                Place::Keywords => places.keywords,
            };
            if stands {
                each(doc, scorer.weigh(doc, symbol), places);
            }
        }
    });
    if read == Err(MissingBlock) {
        // All of them at once: one trip is to be enough.
        index.postings.missing(table, terms).for_each(|block| sinks.missing.note(index, PartId::Postings, Some(block)));
    }
}
