//! Why a document has its score: what the ranking itself noted while it ran.

use crate::answer::MatchKind;

/// The score of one document, taken apart.
///
/// `base` is the sum of the clauses' scores x `all_clauses` x `phrase`; for a query of nothing but years it is the place of the
/// document's year among those of the collection. `score` is `base` x (1 + `title` + `order` + `adjacent` + `sentence`) + `lent`.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Explanation {
    /// Ordinal of the document in this index.
    pub doc: u32,
    /// The score, as in the answer.
    pub score: f32,
    /// The score of the first pass, before neighbours.
    pub base: f32,
    /// The parts of the query, as they were read.
    pub clauses: Vec<ExplainedClause>,
    /// Factor for a document that has every clause; 1 for others.
    pub all_clauses: f32,
    /// Factor for a document that has all words of the phrases in its title or authors; 1 for others.
    pub phrase: f32,
    /// Share added for all clauses in title or authors, more for shorter titles.
    pub title: f32,
    /// Share added for words of the title in the order of the query.
    pub order: f32,
    /// Share added for words side by side.
    pub adjacent: f32,
    /// Share added for a sentence that has all clauses.
    pub sentence: f32,
    /// What the nearest neighbours lend together.
    pub lent: f32,
    /// The neighbours that lend.
    pub lenders: Vec<Lender>,
}

/// A part of the query, and what of the document it matches.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ExplainedClause {
    /// The words, folded; several are alternatives.
    pub words: Vec<String>,
    /// What it adds: the score of the match that counts.
    pub score: f32,
    /// Everything that matches, in the order in which it was tried.
    pub matches: Vec<ExplainedMatch>,
}

/// One way in which a word matches: `score` is `factor` x `idf` x `frequency`.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ExplainedMatch {
    /// The word, folded.
    pub word: String,
    /// The terms of the document that it matches, best first.
    pub terms: Vec<String>,
    /// How.
    pub kind: MatchKind,
    /// How, in words.
    pub reason: String,
    /// What such a match is worth, 1.1 for the word as it was typed.
    pub factor: f32,
    /// Inverse document frequency; for a word split in two the sum of both halves, for two words joined half of it.
    pub idf: f32,
    /// Frequency in the document by fields and lengths, saturated; for a word split in two the mean, by idf.
    pub frequency: f32,
    /// What it is worth.
    pub score: f32,
    /// Whether it is the one that counts.
    pub counted: bool,
}

/// A neighbour that lends a part of its score.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Lender {
    /// Ordinal of the neighbour.
    pub doc: u32,
    /// What it lends.
    pub amount: f32,
}
