//! One open index and the calls that a page or a command makes on it.

use crate::answer::{Answer, Hit, MarkedText, Suggestion};
use crate::document::Document;
use crate::error::Error;
use crate::format::container::{PartId, VERSION};
use crate::format::prefixes::ENTRIES;
use crate::index::{Index, Missing};
use crate::query::expand::expand;
use crate::query::parse::{self, Place, Query};
use crate::rank::evaluate::{self, Candidate, EvaluateOptions, Evaluated, EvaluatedClause, KEPT, Scratch};
use crate::rank::marks::TermMarks;
use crate::rank::rerank::{Reranked, rerank};
use crate::snippet::Marker;
use crate::sorting::{sort_by_key, then};

/// How a query is to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchOptions {
    /// How many hits at most; 10 by default, 1000 at most.
    pub limit: usize,
    /// Whether typing errors are tolerated; true by default.
    pub typos: bool,
    /// Whether the last word is still being typed, so that it stands for its completions; true by
    /// default. A trailing space does not close it: results stay as they are until the next letter.
    pub open_last_word: bool,
    /// Whether snippets are cut; true by default.
    pub snippets: bool,
}

impl Default for SearchOptions {
    fn default() -> Self {
        SearchOptions { limit: 10, typos: true, open_last_word: true, snippets: true }
    }
}

/// One part of an index and what it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Part {
    /// Name: lexicon, terms, postings, neighbours, prefixes, cards, texts, ...
    pub name: String,
    /// How many blocks.
    pub blocks: u32,
    /// Bytes as shipped.
    pub bytes: u64,
    /// True for stored text (titles, metadata, bodies), false for what searching needs.
    pub stored_text: bool,
}

/// What an index holds.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Inspection {
    /// Format version.
    pub version: u32,
    /// Build id: 16 hexadecimal digits, a function of the content only.
    pub build: String,
    /// Documents.
    pub documents: u32,
    /// Distinct terms.
    pub terms: u32,
    /// (term, document) pairs.
    pub postings: u64,
    /// Parts in file order.
    pub parts: Vec<Part>,
}

/// An open index.
#[derive(Debug)]
pub struct Session {
    // Boxed: what opens it hands on an address, not a hundred fields.
    index: Box<Index>,
    scratch: Scratch,
    marks: TermMarks,
}

/// Hits of one answer, at most.
const MOST_HITS: usize = 1000;

impl Session {
    /// Opens an index file (the small shape: everything in one container).
    ///
    /// # Errors
    /// Every byte is verified before any of it is parsed; a damaged, cut or foreign file is refused.
    pub fn open(bytes: Vec<u8>) -> Result<Session, Error> {
        Ok(Session { index: Index::open(bytes)?, scratch: Scratch::default(), marks: TermMarks::default() })
    }

    /// Answers a query. The work is bounded: where a limit stopped it, the answer is marked `partial`.
    pub fn search(&mut self, query: &str, options: &SearchOptions) -> Answer {
        let limit = options.limit.min(MOST_HITS);
        let query = parse::parse(query, &self.index.folding, options.open_last_word);
        let (evaluated, ranked) = self.rank(&query, options.typos, limit);
        let mut missing = evaluated.missing.clone();
        let marker = Marker { index: &self.index, evaluated: &evaluated, marks: &self.marks };
        let mut hits = Vec::new();
        for entry in ranked.iter().take(limit) {
            if let Some(hit) = hit(&marker, entry, options.snippets, &mut missing) {
                hits.push(hit);
            }
        }
        let missing = missing.into_numbers();
        let mut unmatched = Vec::new();
        for clause in &evaluated.clauses {
            if clause.documents == 0 && !clause.optional {
                for (word, _) in &clause.words {
                    unmatched.push(word.term.clone());
                }
            }
        }
        Answer {
            hits,
            total: evaluated.total,
            partial: query.cut || evaluated.exhausted || !missing.is_empty(),
            missing,
            unmatched,
            did_you_mean: None,
        }
    }

    /// Both passes; leaves the marks of the query behind.
    fn rank(&mut self, query: &Query, typos: bool, limit: usize) -> (Evaluated, Vec<Reranked>) {
        let options = EvaluateOptions { typos, keep: limit.max(KEPT) };
        let mut evaluated = match self.prefix_answer(query, typos, limit) {
            Some(answered) => answered,
            None => evaluate::evaluate(&self.index, query, &options, &mut self.scratch),
        };
        let mut missing = std::mem::take(&mut evaluated.missing);
        self.marks.fill(&self.index.vocabulary, &evaluated);
        let ranked = rerank(&self.index, &evaluated, &self.marks, limit, &mut missing);
        evaluated.missing = missing;
        (evaluated, ranked)
    }

    /// What the build knows of a query that is one heavy prefix: the same as evaluating it.
    fn prefix_answer(&self, query: &Query, typos: bool, limit: usize) -> Option<Evaluated> {
        let [clause] = query.clauses.as_slice() else { return None };
        let [word] = clause.words.as_slice() else { return None };
        let plain = word.open && word.place == Place::Anywhere && query.excluded.is_empty();
        if !plain || !typos || limit > ENTRIES {
            return None;
        }
        let answer = self.index.prefixes.get(&word.term)?;
        let expanded = expand(&self.index.vocabulary, word, typos);
        let mut candidates = Vec::new();
        for entry in &answer.entries {
            candidates.push(Candidate {
                doc: entry.doc,
                base: entry.base,
                lent: 0.0,
                anywhere: 1,
                heading: u16::from(entry.heading),
            });
        }
        Some(Evaluated {
            clauses: vec![EvaluatedClause {
                words: vec![(word.clone(), expanded)],
                silent: false,
                optional: false,
                documents: answer.total,
            }],
            candidates,
            required: 1,
            total: answer.total,
            ..Evaluated::default()
        })
    }

    /// The blocks that `query` needs and that are not there yet.
    pub fn plan(&mut self, query: &str, options: &SearchOptions) -> Vec<u32> {
        let query = parse::parse(query, &self.index.folding, options.open_last_word);
        if self.prefix_answer(&query, options.typos, options.limit).is_some() {
            return Vec::new();
        }
        let evaluate = EvaluateOptions { typos: options.typos, keep: 0 };
        evaluate::evaluate(&self.index, &query, &evaluate, &mut self.scratch).missing.into_numbers()
    }

    /// Hands in a block that `plan` or an answer named.
    ///
    /// # Errors
    /// When the bytes are not that block of this build.
    pub fn provide(&mut self, block: u32, bytes: Vec<u8>) -> Result<(), Error> {
        self.index.provide(block, bytes)
    }

    /// Documents most like `doc`, nearest first.
    pub fn similar(&mut self, doc: u32) -> Vec<Hit> {
        let mut missing = Missing::default();
        let mut hits = Vec::new();
        for doc in self.index.neighbours.of(doc) {
            if let Some(card) = self.index.card(doc, &mut missing) {
                hits.push(from_card(doc, card, 0.0, &|title| MarkedText { text: title, marks: Vec::new() }));
            }
        }
        hits
    }

    /// Completions of the word being typed, most useful first.
    pub fn suggest(&mut self, query: &str, limit: usize) -> Vec<Suggestion> {
        let parsed = parse::parse(query, &self.index.folding, true);
        let Some(word) = parsed.clauses.last().and_then(|clause| clause.words.last()).filter(|word| word.open) else {
            return Vec::new();
        };
        let vocabulary = &self.index.vocabulary;
        let mut found: Vec<u32> = Vec::new();
        for ordinal in vocabulary.lexicon.prefix(&word.term) {
            if vocabulary.terms.get(ordinal) != word.term {
                found.push(ordinal);
            }
        }
        sort_by_key(&mut found, &|&ordinal| then(!vocabulary.table.frequency(ordinal), ordinal));
        let before = query.get(..word.start).unwrap_or("");
        let mut suggestions = Vec::new();
        for &ordinal in found.iter().take(limit) {
            let mut text = before.to_owned();
            text.push_str(vocabulary.terms.get(ordinal));
            suggestions.push(Suggestion { text, documents: vocabulary.table.frequency(ordinal) });
        }
        suggestions
    }

    /// The ordinal of the document with this id; looks through all cards.
    pub fn find(&self, id: &str) -> Option<u32> {
        (0..self.index.manifest.documents)
            .find(|&doc| self.index.card(doc, &mut Missing::default()).is_some_and(|card| card.id == id))
    }

    /// The stored document (title, body and all).
    pub fn document(&mut self, doc: u32) -> Option<Document> {
        let mut missing = Missing::default();
        let mut document = self.index.card(doc, &mut missing)?;
        document.body = self.index.text(doc, &mut missing)?;
        Some(document)
    }

    /// What the index holds.
    pub fn inspect(&self) -> Inspection {
        let mut parts = Vec::new();
        for part in PartId::ALL {
            let blocks = self.index.container.part(part);
            let mut bytes = 0;
            for block in blocks {
                bytes += u64::from(block.length);
            }
            if !blocks.is_empty() {
                let name = part.name().to_owned();
                parts.push(Part { name, blocks: blocks.len() as u32, bytes, stored_text: part.is_stored_text() });
            }
        }
        Inspection {
            version: VERSION,
            build: hexadecimal(self.index.container.build),
            documents: self.index.manifest.documents,
            terms: self.index.manifest.terms,
            postings: self.index.manifest.postings,
            parts,
        }
    }
}

/// A number as 16 hexadecimal digits.
fn hexadecimal(number: u64) -> String {
    let mut digits = String::new();
    for place in (0..16).rev() {
        let digit = (number >> (4 * place)) as u8 & 0xf;
        digits.push(char::from(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit }));
    }
    digits
}

fn hit(marker: &Marker<'_>, entry: &Reranked, snippets: bool, missing: &mut Missing) -> Option<Hit> {
    let card = marker.index.card(entry.doc, missing)?;
    let mut hit = from_card(entry.doc, card, entry.score, &|title| marker.mark(&title));
    if snippets && let Some(text) = marker.index.text(entry.doc, missing) {
        hit.snippet = marker.snippet(&text);
    }
    Some(hit)
}

fn from_card(doc: u32, card: Document, score: f32, title: &dyn Fn(String) -> MarkedText) -> Hit {
    Hit {
        doc,
        id: card.id,
        url: card.url,
        title: title(card.title),
        snippet: MarkedText::default(),
        authors: card.authors,
        year: card.year,
        venue: card.venue,
        keywords: card.keywords,
        meta: card.meta,
        score,
    }
}
