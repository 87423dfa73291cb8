//! The first pass: every document that has any expansion of any clause gets a score.
//!
//! Inside a clause the best expansion counts; over the clauses scores add up; documents that have all clauses are favoured.
//! Arrays are dense by document and reused from keystroke to keystroke.

use std::ops::Range;

use super::bm25f::{Places, Scorer, idf, saturate};
pub(crate) use super::collect::KEPT;
use super::collect::worth;
#[cfg(feature = "sections")]
use super::pages::name;
pub(crate) use super::scratch::Scratch;
use super::scratch::{ClauseScores, Matched};
use crate::answer::MatchKind;
use crate::format::container::{LARGE, PartId};
use crate::format::postings::{List, MissingBlock};
use crate::index::{Index, Missing};
use crate::limits::POSTINGS_FUEL;
use crate::query::expand::{Combine, Expanded, Expansion, Split, abbreviate, expand, joined};
#[cfg(feature = "sections")]
use crate::query::parse::Clause;
use crate::query::parse::{OPERATORS, Phrase, Place, Query, Word};

/// Factor of a word, typed or corrected, whose beginning is faint: it is hardly typed to its end. Where it is ("vitamin d"), that it stands
/// beside the others tells.
const FAINT: f32 = 0.2;

/// A document that may become a hit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) doc: u32,
    /// Sum over clauses, with the bonus for all of them.
    pub(crate) base: f32,
    /// Share of it that is added for all clauses in title or authors.
    pub(crate) title: f32,
    /// What its nearest neighbours lend.
    pub(crate) lent: f32,
    /// Clauses that match anywhere, and in title or authors.
    pub(crate) anywhere: u16,
    pub(crate) heading: u16,
    /// Whether it has all words of a phrase that it must not have.
    pub(crate) suspect: bool,
}

/// One clause as it was evaluated.
#[derive(Clone, Debug, Default)]
pub(crate) struct EvaluatedClause {
    pub(crate) words: Vec<(Word, Expanded)>,
    /// Left out of the scores: a function word beside content words.
    pub(crate) silent: bool,
    /// Not demanded for "all clauses": silent, or faint: a beginning that almost every document has.
    pub(crate) optional: bool,
    /// Documents that match.
    pub(crate) documents: u32,
}

/// A typed word that only corrections of it match.
#[derive(Clone, Debug)]
pub(crate) struct Correction {
    clause: usize,
    /// UTF-8 range of the word in the query.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The best of those that match: a term, or all with a common beginning.
    pub(crate) terms: Range<u32>,
}

/// What the first pass found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evaluated {
    pub(crate) clauses: Vec<EvaluatedClause>,
    /// Joined words by the first of their two clauses.
    pub(crate) joined: Vec<(usize, Expansion)>,
    /// In the order of the query.
    pub(crate) corrections: Vec<Correction>,
    /// The best documents, best first.
    pub(crate) candidates: Vec<Candidate>,
    /// Clauses that must match for "all clauses".
    pub(crate) required: u16,
    /// Clauses that are faint.
    pub(crate) faint: u16,
    /// Clauses that the next one follows in a phrase.
    pub(crate) pairs: u16,
    /// Documents that match.
    pub(crate) total: u32,
    /// Blocks that were not there.
    pub(crate) missing: Missing,
    /// Whether the fuel ran out.
    pub(crate) exhausted: bool,
    /// What was counted, and how the candidates were chosen.
    #[cfg(feature = "facets")]
    pub(crate) narrowed: Option<crate::narrow::Narrowed>,
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
        corrections: Vec::new(),
        must: 0,
        #[cfg(feature = "facets")]
        narrowed: query.narrowed.clone(),
        #[cfg(feature = "facets")]
        editions: &query.editions,
        years: query.years.filter(|_| OPERATORS).map(|years| index.years.places(years.from, years.to)),
    };
    if OPERATORS && pass.years.is_some() && index.years.lacks {
        pass.missing.note(index, PartId::Years, Some(0));
    }
    pass.run(query, options)
}

pub(super) struct Pass<'a> {
    pub(super) index: &'a Index,
    pub(super) scorer: Scorer<'a>,
    pub(super) scratch: &'a mut Scratch,
    pub(super) fuel: u64,
    pub(super) missing: Missing,
    pub(super) exhausted: bool,
    pub(super) corrections: Vec<Correction>,
    /// Clauses that must match: the words of phrases.
    pub(super) must: u16,
    /// Places of the years that a document must be of.
    pub(super) years: Option<Range<u32>>,
    /// Filters, counts and orders.
    #[cfg(feature = "facets")]
    pub(super) narrowed: Option<crate::narrow::Narrowed>,
    /// For each edition its place in the order that suits the reader.
    #[cfg(feature = "facets")]
    pub(super) editions: &'a [u32],
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
        for (number, scores) in self.scratch.clauses.iter_mut().enumerate() {
            if number < query.clauses.len() {
                scores.best.resize(documents, 0.0);
            } else {
                scores.clear();
            }
        }
        #[cfg(feature = "explain")]
        if let Some(watch) = &mut self.scratch.watch {
            watch.start(query);
        }
        let mut clauses = self.expand(query, options);
        for (number, clause) in clauses.iter().enumerate() {
            self.settle(number, clause);
        }
        let joined = self.join(&clauses);
        for word in &query.excluded {
            self.exclude(word);
        }
        let mut pairs = 0;
        if OPERATORS {
            for phrase in &query.phrases {
                self.must |= phrase.clauses;
                pairs |= phrase.clauses & (phrase.clauses >> 1);
                if phrase.clauses == 0 {
                    self.suspect(phrase);
                }
            }
        }
        let (mut required, mut faint) = (0u16, 0u16);
        for (number, clause) in clauses.iter_mut().enumerate() {
            clause.documents = self.scratch.clauses.get(number).map_or(0, |scores| scores.touched.len() as u32);
            if !clause.optional {
                required |= 1 << number;
            } else if clause.documents > 0 {
                faint |= 1 << number;
            }
        }
        let (mut candidates, total) = self.collect(required, options.keep, clauses.is_empty());
        if required.count_ones() > 1 && !self.sorts() {
            self.lend(&mut candidates, required);
        }
        #[cfg(feature = "explain")]
        self.note_clauses(required);
        self.scratch.reset();
        // While postings are missing, the word itself may match all the same.
        if !self.missing.is_empty() {
            self.corrections.clear();
        }
        Evaluated {
            clauses,
            joined,
            corrections: std::mem::take(&mut self.corrections),
            candidates,
            required,
            faint,
            pairs,
            total,
            missing: std::mem::take(&mut self.missing),
            exhausted: self.exhausted,
            #[cfg(feature = "facets")]
            narrowed: self.narrowed.take(),
        }
    }

    fn expand(&mut self, query: &Query, options: &EvaluateOptions) -> Vec<EvaluatedClause> {
        let vocabulary = &self.index.vocabulary;
        let mut clauses: Vec<EvaluatedClause> = Vec::new();
        // Clauses that say something on their own.
        let mut content = 0u16;
        let heavy = (u64::from(self.index.manifest.documents) * 2).max(8192);
        for (number, clause) in query.clauses.iter().enumerate() {
            let mut evaluated = EvaluatedClause::default();
            // Before a beginning that says nothing yet, a word stays as open as it was: the list is to wait for the next letter.
            let waits = query.clauses.get(number + 1).and_then(|next| next.words.first()).is_some_and(|next| {
                next.open && vocabulary.table.postings_of(vocabulary.lexicon.prefix(&next.term)) > heavy
            });
            for word in &clause.words {
                let mut word = word.clone();
                word.open |= waits && !word.literal;
                let expanded = expand(vocabulary, &word, options.typos, &mut self.scratch.typos);
                if !expanded.function_word || word.literal {
                    content |= 1 << number;
                }
                evaluated.words.push((word, expanded));
            }
            clauses.push(evaluated);
        }
        // The parts of a name that some document has are no function words.
        #[cfg(feature = "sections")]
        if self.index.pages.some {
            for (number, pair) in query.clauses.windows(2).enumerate() {
                if let [Clause { words: one }, Clause { words: two }] = pair
                    && let ([one], [two]) = (one.as_slice(), two.as_slice())
                    && two.glued
                    && joined(vocabulary, one, two).is_some()
                {
                    content |= 0b11 << number;
                }
            }
        }
        let mut words = Vec::new();
        for clause in &mut clauses {
            for (_, expanded) in &mut clause.words {
                words.push(expanded);
            }
        }
        abbreviate(vocabulary, &mut words);
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

    pub(super) fn clause(&mut self, number: usize, clause: &EvaluatedClause) {
        if clause.silent {
            return;
        }
        for (word, expanded) in &clause.words {
            let mut part = false;
            // Whether it matches without corrections, and the best correction that matches.
            let (mut fine, mut best) = (false, None);
            for expansion in &expanded.expansions {
                let beside = match expansion.kind {
                    MatchKind::Typo => expanded.typed,
                    // What begins very many words is hardly an abbreviation.
                    MatchKind::Variant => expanded.typed.max(expanded.reach),
                    _ => 0,
                };
                let heading = expansion.settles && expansion.combine != Combine::Part;
                let first = self.gather(expansion, word.place, heading.then_some(number));
                if part {
                    self.scratch.intersect();
                }
                part = expansion.combine == Combine::Part;
                if part {
                    let Scratch { gathered, second, .. } = &mut *self.scratch;
                    std::mem::swap(gathered, second);
                    continue;
                }
                if expansion.kind == MatchKind::Typo {
                    best = first;
                } else {
                    fine |= !self.scratch.gathered.touched.is_empty();
                }
                let weight = if clause.optional { FAINT } else { 1.0 };
                let idf = weight
                    * idf(
                        self.index.manifest.documents,
                        (self.scratch.gathered.touched.len() as u32).saturating_add(beside),
                    );
                let factor = match expansion.combine {
                    Combine::Best => 1.0,
                    _ => expansion.terms.first().map_or(0.0, |terms| terms.1),
                };
                #[cfg(feature = "explain")]
                self.note(number, word, expansion, idf, factor);
                self.fold(number, idf, factor, expansion.combine);
            }
            for split in &expanded.splits {
                fine |= self.split(number, split, word);
            }
            if let Some(terms) = best.filter(|_| !fine) {
                self.corrections.push(Correction { clause: number, start: word.start, end: word.end, terms });
            }
        }
    }

    /// Gathers an expansion: weighted frequencies for `Sum`, saturated and with their factor for `Best`. Documents with
    /// the term in title or authors are noted in the clause `heading`. Gives the first of its ranges of terms that some document has.
    fn gather(&mut self, expansion: &Expansion, place: Place, heading: Option<usize>) -> Option<Range<u32>> {
        let mut first = None;
        self.scratch.gathered.clear();
        for (terms, factor) in &expansion.terms {
            gather_range(
                self.index,
                &self.scorer,
                &mut self.scratch.list,
                &mut self.fuel,
                terms.clone(),
                place,
                &mut Sinks {
                    missing: &mut self.missing,
                    exhausted: &mut self.exhausted,
                    #[cfg(feature = "explain")]
                    watch: self.scratch.watch.as_mut().map(|watch| (watch, *factor)),
                },
                |doc, weighted, places| {
                    let Some(value) = self.scratch.gathered.values.get_mut(doc as usize) else { return };
                    if *value == 0.0 {
                        self.scratch.gathered.touched.push(doc);
                    }
                    match expansion.combine {
                        Combine::Best => *value = value.max(factor * saturate(weighted)),
                        _ => *value += weighted,
                    }
                    if (places.title || places.authors)
                        && let Some(scores) = heading.and_then(|number| self.scratch.clauses.get_mut(number))
                    {
                        scores.headed.push(doc);
                    }
                },
            );
            if first.is_none() && !self.scratch.gathered.touched.is_empty() {
                first = Some(terms.clone());
            }
        }
        first
    }

    /// Takes what was gathered into the clause where it is better.
    fn fold(&mut self, number: usize, idf: f32, factor: f32, combine: Combine) {
        let Scratch { gathered, clauses, .. } = &mut *self.scratch;
        let Some(clause) = clauses.get_mut(number) else { return };
        for &doc in &gathered.touched {
            clause.take(doc, worth(combine, idf, factor, gathered.value(doc)));
        }
    }

    /// Takes in documents with both halves of a word; whether there are any.
    fn split(&mut self, number: usize, split: &Split, word: &Word) -> bool {
        let mut some = false;
        let documents = self.index.manifest.documents;
        let half = |terms: Range<u32>| Expansion {
            kind: MatchKind::Compound,
            combine: Combine::Best,
            terms: vec![(terms, 1.0)],
            settles: true,
        };
        self.gather(&half(split.left..split.left + 1), word.place, None);
        std::mem::swap(&mut self.scratch.gathered, &mut self.scratch.second);
        self.gather(&half(split.right.clone()), word.place, Some(number));
        let Scratch {
            gathered,
            second,
            clauses,
            #[cfg(feature = "explain")]
            watch,
            ..
        } = &mut *self.scratch;
        let (left, right) =
            (idf(documents, second.touched.len() as u32), idf(documents, gathered.touched.len() as u32));
        let worth = |doc| split.factor * (left * second.value(doc) + right * gathered.value(doc));
        if let Some(clause) = clauses.get_mut(number) {
            for &doc in &gathered.touched {
                if second.value(doc) > 0.0 {
                    some = true;
                    clause.take(doc, worth(doc));
                }
            }
        }
        #[cfg(feature = "explain")]
        if let Some(watch) = watch {
            let doc = watch.explanation.doc;
            let both = second.value(doc) > 0.0 && gathered.value(doc) > 0.0;
            let score = if both { worth(doc) } else { 0.0 };
            watch.note_split(&self.index.vocabulary, number, word, split, left + right, score);
        }
        second.clear();
        some
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
            let headed = self.scratch.clauses.get(number).map_or(0, |scores| scores.headed.len());
            if self.gather(&expansion, one.place, Some(number)).is_some() {
                for correction in std::mem::take(&mut self.corrections) {
                    if correction.clause != number && correction.clause != number + 1 {
                        self.corrections.push(correction);
                    }
                }
            }
            let Scratch {
                gathered,
                clauses,
                #[cfg(feature = "explain")]
                watch,
                ..
            } = &mut *self.scratch;
            let idf = idf(self.index.manifest.documents, gathered.touched.len() as u32);
            #[cfg(feature = "explain")]
            if let Some(watch) = watch {
                let value = gathered.value(watch.explanation.doc);
                watch.note_joined(&self.index.vocabulary, number, [one, two], idf, value);
            }
            if let Some((left, right)) = clauses.get_mut(number..number + 2).and_then(|pair| pair.split_first_mut())
                && let Some(right) = right.first_mut()
            {
                (left.print, right.print) = (0, 0);
                // Who has the joined word in the title has both there.
                for &doc in left.headed.get(headed..).unwrap_or(&[]) {
                    right.headed.push(doc);
                }
                #[cfg(feature = "sections")]
                let idf = if self.index.pages.some && two.glued { name(left, right, gathered, idf) } else { idf };
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

    /// Gathers the documents of a word as it stands.
    fn gather_word(&mut self, word: &Word) {
        let vocabulary = &self.index.vocabulary;
        let range = if word.open {
            vocabulary.lexicon.prefix(&word.term)
        } else {
            vocabulary.lexicon.get(&word.term).map_or(0..0, |ordinal| ordinal..ordinal + 1)
        };
        let terms = vec![(range, 1.0)];
        let expansion = Expansion { kind: MatchKind::Exact, combine: Combine::Best, terms, settles: false };
        self.gather(&expansion, word.place, None);
    }

    fn exclude(&mut self, word: &Word) {
        self.gather_word(word);
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

    /// Marks the documents with all words of an excluded phrase: whether they have the phrase is seen in their texts.
    fn suspect(&mut self, phrase: &Phrase) {
        for (number, word) in phrase.words.iter().enumerate() {
            self.gather_word(word);
            // Documents of this word that had all words before it.
            if number > 0 {
                self.scratch.intersect();
            }
            let Scratch { gathered, second, .. } = &mut *self.scratch;
            std::mem::swap(gathered, second);
        }
        let Scratch { second, matched, any, .. } = &mut *self.scratch;
        for &doc in &second.touched {
            if let Some(matched) = matched.get_mut(doc as usize) {
                matched.suspect = true;
                any.push(doc);
            }
        }
        second.clear();
    }
}

/// Where reading notes what stopped it.
struct Sinks<'a> {
    missing: &'a mut Missing,
    exhausted: &'a mut bool,
    #[cfg(feature = "explain")]
    watch: Option<(&'a mut super::watch::Watch, f32)>,
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
    let read = index.postings.read(table, terms.clone(), list, |_ordinal, list| {
        for (&doc, &symbol) in list.docs.iter().zip(&list.symbols) {
            let places = scorer.weights.places(symbol);
            let stands = match place {
                Place::Anywhere => true,
                Place::Title => places.title,
                Place::Authors => places.authors,
                Place::Keywords => places.keywords,
            };
            if stands {
                #[cfg(feature = "explain")]
                if let Some((watch, factor)) = &mut sinks.watch {
                    watch.posting(doc, _ordinal, *factor, scorer.weigh(doc, symbol));
                }
                each(doc, scorer.weigh(doc, symbol), places);
            }
        }
    });
    if LARGE && read == Err(MissingBlock) {
        // All of them at once: one trip is to be enough.
        index.postings.missing(table, terms).for_each(|block| sinks.missing.note(index, PartId::Postings, Some(block)));
    }
}
