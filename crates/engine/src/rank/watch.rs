//! What the first pass notes of one document, for an explanation. Called by the ranking as it runs; nothing is ranked here.

use super::bm25f::saturate;
use super::collect::worth;
use super::evaluate::Pass;
use crate::answer::MatchKind;
use crate::explain::{ExplainedClause, ExplainedMatch, Explanation, Lender};
use crate::index::Vocabulary;
use crate::query::expand::{Combine, Expansion, Split, reason};
use crate::query::parse::{Query, Word};

/// The document, and what is known of it so far.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    pub(crate) explanation: Explanation,
    /// Its postings in the lists gathered since the last note: ordinal, factor, weighted frequency.
    postings: Vec<(u32, f32, f32)>,
}

impl Watch {
    pub(crate) fn of(doc: u32) -> Watch {
        Watch { explanation: Explanation { doc, ..Explanation::default() }, ..Watch::default() }
    }

    /// Forgets an earlier pass.
    pub(super) fn start(&mut self, query: &Query) {
        *self = Watch::of(self.explanation.doc);
        for clause in &query.clauses {
            let words = clause.words.iter().map(|word| word.term.clone()).collect();
            self.explanation.clauses.push(ExplainedClause { words, ..ExplainedClause::default() });
        }
    }

    /// Notes a posting of the document.
    pub(super) fn posting(&mut self, doc: u32, ordinal: u32, factor: f32, weighted: f32) {
        if doc == self.explanation.doc {
            self.postings.push((ordinal, factor, weighted));
        }
    }

    /// The terms gathered since the last note, best first, and the best factor.
    fn terms(&mut self, vocabulary: &Vocabulary) -> (Vec<String>, f32) {
        let mut postings = std::mem::take(&mut self.postings);
        postings.sort_by(|a, b| (b.1 * saturate(b.2)).total_cmp(&(a.1 * saturate(a.2))));
        let best = postings.first().map_or(1.0, |posting| posting.1);
        let mut terms: Vec<String> = Vec::new();
        for (ordinal, ..) in postings {
            let term = vocabulary.terms.get(ordinal);
            if !terms.iter().any(|other| other == term) {
                terms.push(term.to_owned());
            }
        }
        (terms, best)
    }

    /// Notes a word split in two whose halves were both gathered: its score, 0 where the document lacks one.
    pub(super) fn note_split(
        &mut self,
        vocabulary: &Vocabulary,
        number: usize,
        word: &Word,
        split: &Split,
        idf: f32,
        score: f32,
    ) {
        let (terms, _) = self.terms(vocabulary);
        if score > 0.0
            && let Some(clause) = self.explanation.clauses.get_mut(number)
        {
            clause.matches.push(ExplainedMatch {
                word: word.term.clone(),
                terms,
                kind: MatchKind::Compound,
                reason: "split in two".to_owned(),
                factor: split.factor,
                idf,
                frequency: score / (split.factor * idf),
                score,
                counted: false,
            });
        }
    }

    /// Notes two words that were gathered as one.
    pub(super) fn note_joined(
        &mut self,
        vocabulary: &Vocabulary,
        number: usize,
        words: [&Word; 2],
        idf: f32,
        value: f32,
    ) {
        let (terms, factor) = self.terms(vocabulary);
        for (clause, word) in self.explanation.clauses.iter_mut().skip(number).zip(words) {
            if value > 0.0 {
                clause.matches.push(ExplainedMatch {
                    word: word.term.clone(),
                    terms: terms.clone(),
                    kind: MatchKind::Compound,
                    reason: "joined with its neighbour".to_owned(),
                    factor,
                    idf: idf / 2.0,
                    frequency: value / factor,
                    score: idf * value / 2.0,
                    counted: false,
                });
            }
        }
    }

    /// Notes what a neighbour lends.
    pub(super) fn lender(&mut self, to: u32, doc: u32, amount: f32) {
        if to == self.explanation.doc {
            self.explanation.lenders.push(Lender { doc, amount });
        }
    }
}

impl Pass<'_> {
    /// Notes what was gathered of an expansion, and its score.
    pub(super) fn note(&mut self, number: usize, word: &Word, expansion: &Expansion, idf: f32, factor: f32) {
        let Some(watch) = &mut self.scratch.watch else { return };
        let value = self.scratch.gathered.value(watch.explanation.doc);
        let (terms, best) = watch.terms(&self.index.vocabulary);
        if value == 0.0 {
            return;
        }
        let whole = factor;
        let (factor, frequency) =
            if expansion.combine == Combine::Best { (best, value / best) } else { (factor, saturate(value)) };
        if let Some(clause) = watch.explanation.clauses.get_mut(number) {
            clause.matches.push(ExplainedMatch {
                word: word.term.clone(),
                terms,
                kind: expansion.kind,
                reason: reason(expansion.kind, factor),
                factor,
                idf,
                frequency,
                score: worth(expansion.combine, idf, whole, value),
                counted: false,
            });
        }
    }

    /// Notes what the clauses came to.
    pub(super) fn note_clauses(&mut self, required: u16) {
        let Some(watch) = &mut self.scratch.watch else { return };
        let explanation = &mut watch.explanation;
        let doc = explanation.doc;
        for (clause, scores) in explanation.clauses.iter_mut().zip(&self.scratch.clauses) {
            clause.score = scores.score(doc);
            // The last one: joined words replace what was better for one of them alone.
            if let Some(best) = clause.matches.iter_mut().rev().find(|found| found.score == clause.score) {
                best.counted = true;
            }
        }
        let (all_clauses, phrase) = self.bonuses(doc, required);
        if let Some(watch) = &mut self.scratch.watch {
            (watch.explanation.all_clauses, watch.explanation.phrase) = (all_clauses, phrase);
        }
    }
}
