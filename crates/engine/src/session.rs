//! One open index and the calls that a page or a command makes on it.

use std::ops::Range;

use crate::answer::{Answer, Hit, MarkedText, Suggestion};
use crate::document::Document;
#[cfg(feature = "facets")]
use crate::editions::{Reader, others, places};
use crate::error::Error;
#[cfg(feature = "explain")]
use crate::explain::Explanation;
use crate::format::container::{PartId, VERSION};
use crate::format::prefixes::ENTRIES;
use crate::index::{Index, Missing, Vocabulary};
use crate::limits::TEXT_BYTES;
#[cfg(feature = "facets")]
use crate::narrow::{Narrow, Narrowed};
use crate::query::expand::expand;
use crate::query::parse::{self, OPERATORS, Place, Query};
use crate::rank::collect::heading_share;
use crate::rank::evaluate::{self, Candidate, EvaluateOptions, Evaluated, EvaluatedClause, KEPT, Scratch};
use crate::rank::marks::TermMarks;
#[cfg(feature = "facets")]
use crate::rank::narrowed::in_order;
use crate::rank::phrase::verify;
use crate::rank::recent_words::RecentWords;
use crate::rank::rerank::{READ, Reranked, rerank};
#[cfg(feature = "explain")]
use crate::rank::watch::Watch;
use crate::recent::RecentTexts;
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
    /// Filters, counts and another order than the best first; none by default.
    #[cfg(feature = "facets")]
    pub narrow: Option<Narrow>,
    /// Who reads: which version and language of a page comes first; nobody in particular by default.
    #[cfg(feature = "facets")]
    pub reader: Reader,
}

impl Default for SearchOptions {
    fn default() -> Self {
        SearchOptions {
            limit: 10,
            typos: true,
            open_last_word: true,
            snippets: true,
            #[cfg(feature = "facets")]
            narrow: None,
            #[cfg(feature = "facets")]
            reader: Reader::default(),
        }
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

/// A block whose bytes are in a file of its own.
#[cfg(feature = "large")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetachedBlock {
    /// The number by which plans and answers ask for it.
    pub number: u32,
    /// Name of its file in a folder that the command writes: it carries the hash that the block table has.
    pub name: String,
    /// Length in bytes.
    pub bytes: u32,
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
    index: Index,
    scratch: Scratch,
    marks: TermMarks,
    texts: RecentTexts,
    words: RecentWords,
}

impl Session {
    /// Nothing yet, as a constant: what makes the same at run time would be code.
    pub const EMPTY: Session = Session {
        index: Index::EMPTY,
        scratch: Scratch::EMPTY,
        marks: TermMarks::EMPTY,
        texts: RecentTexts::EMPTY,
        words: RecentWords::EMPTY,
    };
}

/// Titles that are suggested, at most.
const TITLES: usize = 3;
/// Sections that are looked at for each page that is shown.
#[cfg(feature = "sections")]
const SECTIONS: usize = 3;
/// Hits of one answer, at most.
const MOST_HITS: usize = 1000;

impl Session {
    /// Opens an index file (the small shape: everything in one container).
    ///
    /// # Errors
    /// Every byte is verified before any of it is parsed; a damaged, cut or foreign file is refused.
    pub fn open(bytes: Vec<u8>) -> Result<Session, Error> {
        let mut session = Session::EMPTY;
        session.load(bytes)?;
        Ok(session)
    }

    /// Opens an index file in [`Session::EMPTY`], where it stands: to make a session and move it would be code in the module.
    ///
    /// # Errors
    /// As [`Session::open`]. The session is of no use then.
    pub fn load(&mut self, bytes: Vec<u8>) -> Result<(), Error> {
        self.index.load(bytes)
    }

    /// Answers a query. The work is bounded: where a limit stopped it, the answer is marked `partial`.
    pub fn search(&mut self, query: &str, options: &SearchOptions) -> Answer {
        let limit = options.limit.min(MOST_HITS);
        let text = query;
        let mut query = parse::parse(query, &self.index.folding, options.open_last_word);
        #[cfg(feature = "facets")]
        if let Some(narrow) = &options.narrow {
            query.narrowed = Some(Narrowed::new(narrow, &self.index.facets));
        }
        #[cfg(feature = "facets")]
        {
            query.editions = places(&self.index.editions, &options.reader);
        }
        let (evaluated, ranked, unfound) = self.rank(&mut query, options.typos, limit);
        let mut missing = evaluated.missing.clone();
        let marker = Marker { index: &self.index, evaluated: &evaluated, marks: &self.marks };
        let mut hits = Vec::new();
        #[cfg(feature = "sections")]
        let ranked = self.best_of_each_page(ranked);
        for entry in ranked.iter().take(limit) {
            let Some(mut hit) = hit(&marker, entry, &mut missing) else { continue };
            if options.snippets {
                let snippet = &mut hit.snippet;
                let mut found = false;
                // The place of one word is mostly seen at the beginning; that of several together needs the whole text.
                for beginning in [true, false] {
                    if !found
                        && (!beginning || evaluated.clauses.len() == 1)
                        && let Some((text, more)) = self.texts.of(&self.index, entry.doc, beginning, &mut missing)
                    {
                        (*snippet, found) = marker.snippet(text, more);
                    }
                }
            }
            #[cfg(feature = "facets")]
            {
                hit.editions = others(&self.index.editions, &query.editions, entry.doc);
            }
            hits.push(hit);
        }
        let missing = missing.into_numbers();
        #[cfg(feature = "facets")]
        let lacks = evaluated.narrowed.as_ref().is_some_and(|narrowed| narrowed.lacks);
        #[cfg(not(feature = "facets"))]
        let lacks = false;
        let mut unmatched = Vec::new();
        if OPERATORS
            && let Some(years) = query.years
            && !self.index.years.lacks
            && self.index.years.places(years.from, years.to).is_empty()
        {
            // Where no document is of these years, no phrase is to blame.
            unmatched.push(text.get(years.start..years.end).unwrap_or("").to_owned());
        } else if OPERATORS {
            for place in unfound {
                unmatched.push(text.get(place).unwrap_or("").to_owned());
            }
        }
        for clause in &evaluated.clauses {
            if clause.documents == 0 && !clause.optional {
                for (word, _) in &clause.words {
                    unmatched.push(word.term.clone());
                }
            }
        }
        let did_you_mean = self.corrected(text, &evaluated);
        Answer {
            hits,
            total: evaluated.total,
            partial: query.cut || evaluated.exhausted || !missing.is_empty() || lacks,
            #[cfg(feature = "facets")]
            facets: evaluated.narrowed.as_ref().map_or_else(Vec::new, |narrowed| narrowed.counted(&self.index)),
            missing,
            unmatched,
            did_you_mean,
        }
    }

    /// Why a document has the score that it has in the answer to a query. None where it is no hit, or so far down that only
    /// its place among others is known.
    #[cfg(feature = "explain")]
    pub fn explain(&mut self, query: &str, options: &SearchOptions, doc: u32) -> Option<Explanation> {
        let mut query = parse::parse(query, &self.index.folding, options.open_last_word);
        #[cfg(feature = "facets")]
        {
            query.editions = places(&self.index.editions, &options.reader);
        }
        self.scratch.watch = Some(Watch::of(doc));
        let (_, ranked, _) = self.rank(&mut query, options.typos, options.limit.min(MOST_HITS));
        let explanation = self.scratch.watch.take()?.explanation;
        let entry = ranked.iter().find(|entry| entry.doc == doc)?;
        Some(entry.explain(explanation))
    }

    /// Both passes; leaves the marks of the query behind. Phrases that no document has are taken out of the query, and it is told
    /// where they stand in it.
    fn rank(&mut self, query: &mut Query, typos: bool, limit: usize) -> (Evaluated, Vec<Reranked>, Vec<Range<usize>>) {
        let mut unfound = Vec::new();
        let mut evaluated = loop {
            let (evaluated, found) = self.verified(query, typos, limit);
            if found || !OPERATORS {
                break evaluated;
            }
            // Phrases that no document has become words, or the last one where no document has them all.
            let before = unfound.len();
            let (mut left, mut kept) = (std::mem::take(&mut query.phrases), Vec::new());
            let several = left.len() > 1;
            while let Some(phrase) = left.pop() {
                let (wanted, place) = (phrase.clauses > 0, phrase.start..phrase.end);
                query.phrases.push(phrase);
                if !wanted || (several && self.verified(query, typos, limit).1) {
                    kept.append(&mut query.phrases);
                } else {
                    query.phrases.clear();
                    unfound.push(place);
                }
            }
            query.phrases = kept;
            if unfound.len() == before
                && let Some(last) = query.phrases.iter().position(|phrase| phrase.clauses > 0)
            {
                let phrase = query.phrases.remove(last);
                unfound.push(phrase.start..phrase.end);
            }
        };
        let mut missing = std::mem::take(&mut evaluated.missing);
        self.marks.fill(&self.index.vocabulary, &evaluated);
        #[cfg(feature = "facets")]
        if query.narrowed.as_ref().is_some_and(Narrowed::sorts) {
            evaluated.missing = missing;
            let ranked = in_order(&evaluated.candidates);
            return (evaluated, ranked, unfound);
        }
        let ranked = rerank(&self.index, &evaluated, &self.marks, self.depth(limit), &mut self.words, &mut missing);
        evaluated.missing = missing;
        (evaluated, ranked, unfound)
    }

    /// How many of the best must be exact: of pages of several sections, more than are shown.
    fn depth(&self, limit: usize) -> usize {
        #[cfg(feature = "sections")]
        if self.index.pages.some {
            return limit * SECTIONS;
        }
        limit
    }

    /// The best section of each page, best first: one page never fills the list.
    #[cfg(feature = "sections")]
    fn best_of_each_page(&self, ranked: Vec<Reranked>) -> Vec<Reranked> {
        if !self.index.pages.some {
            return ranked;
        }
        let mut shown: Vec<u32> = Vec::new();
        let mut best = Vec::new();
        for entry in ranked {
            let page = self.index.pages.page(entry.doc);
            if !shown.contains(&page) {
                shown.push(page);
                best.push(entry);
            }
        }
        best
    }

    /// The first pass, and of its candidates those that have the phrases; whether there are any.
    fn verified(&mut self, query: &Query, typos: bool, limit: usize) -> (Evaluated, bool) {
        if let Some(answered) = self.prefix_answer(query, typos, limit) {
            return (answered, true);
        }
        let options = EvaluateOptions { typos, keep: limit.max(KEPT) };
        let mut evaluated = evaluate::evaluate(&self.index, query, &options, &mut self.scratch);
        if !OPERATORS || query.phrases.is_empty() {
            return (evaluated, true);
        }
        let mut missing = std::mem::take(&mut evaluated.missing);
        let found = verify(&self.index, &query.phrases, limit.max(READ), &mut evaluated, &mut missing);
        let found = found || !missing.is_empty();
        evaluated.missing = missing;
        (evaluated, found)
    }

    /// What the build knows of a query that is one heavy prefix: the same as evaluating it.
    fn prefix_answer(&mut self, query: &Query, typos: bool, limit: usize) -> Option<Evaluated> {
        // Only evaluating tells why.
        #[cfg(feature = "explain")]
        if self.scratch.watch.is_some() {
            return None;
        }
        #[cfg(feature = "facets")]
        if query.narrowed.is_some() {
            return None;
        }
        let [clause] = query.clauses.as_slice() else { return None };
        let [word] = clause.words.as_slice() else { return None };
        let plain = word.open
            && word.place == Place::Anywhere
            && query.excluded.is_empty()
            && (!OPERATORS || query.phrases.is_empty() && query.years.is_none());
        if !plain || !typos || limit > ENTRIES {
            return None;
        }
        let answer = self.index.prefixes.get(&word.term)?;
        let expanded = expand(&self.index.vocabulary, word, typos, &mut self.scratch.typos);
        let mut candidates = Vec::new();
        let scorer = self.index.scorer();
        for entry in &answer.entries {
            let heading = u16::from(entry.heading);
            candidates.push(Candidate {
                doc: entry.doc,
                base: entry.base,
                title: heading_share(&scorer, entry.doc, heading, 1),
                lent: 0.0,
                anywhere: 1,
                heading,
                suspect: false,
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

    /// The query with the words corrected that match in no other way.
    fn corrected(&self, text: &str, evaluated: &Evaluated) -> Option<String> {
        if evaluated.corrections.is_empty() || evaluated.total == 0 {
            return None;
        }
        let Vocabulary { terms, table, .. } = &self.index.vocabulary;
        let (mut corrected, mut at) = (String::new(), 0);
        for correction in &evaluated.corrections {
            let mut best = correction.terms.start;
            for ordinal in correction.terms.clone() {
                if table.frequency(ordinal) > table.frequency(best) {
                    best = ordinal;
                }
            }
            corrected.push_str(text.get(at..correction.start)?);
            corrected.push_str(terms.get(best));
            at = correction.end;
        }
        corrected.push_str(text.get(at..)?);
        Some(corrected)
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

    /// Hands in the values of a field, from a file that the build wrote beside the index.
    ///
    /// # Errors
    /// When the bytes are damaged, or of another build.
    #[cfg(feature = "facets")]
    pub fn provide_facet(&mut self, bytes: Vec<u8>) -> Result<(), Error> {
        self.index.provide_facet(bytes)
    }

    /// The blocks that are not in the index file itself.
    #[cfg(feature = "large")]
    pub fn detached(&self) -> Vec<DetachedBlock> {
        let blocks = self.index.container.detached();
        let named =
            |(number, bytes, hash)| DetachedBlock { number, name: format!("b-{}.tib", hexadecimal(hash)), bytes };
        blocks.map(named).collect()
    }

    /// The blocks that [`Session::document`] and [`Session::similar`] need for a document and that are not there.
    #[cfg(feature = "large")]
    pub fn lacks(&self, doc: u32) -> Vec<u32> {
        let mut missing = Missing::default();
        for doc in self.index.neighbours.of(doc) {
            self.index.note_card(doc, &mut missing);
        }
        self.index.note_card(doc, &mut missing);
        self.index.note_text(doc, &mut missing);
        missing.into_numbers()
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

    /// Completions of what is being typed: titles that begin with all of it (two words or more), best ranked first, then the
    /// query with its last word completed, words of most documents first.
    pub fn suggest(&mut self, query: &str, limit: usize) -> Vec<Suggestion> {
        let mut parsed = parse::parse(query, &self.index.folding, true);
        let Some(word) = parsed.clauses.last().and_then(|clause| clause.words.last()).filter(|word| word.open).cloned()
        else {
            return Vec::new();
        };
        let mut suggestions = Vec::new();
        if parsed.clauses.len() > 1 {
            let typed = self.folded(query.trim_ascii_start());
            let (_, ranked, _) = self.rank(&mut parsed, true, TITLES);
            for entry in ranked.iter().take(TITLES.min(limit)) {
                if let Some(card) = self.index.card(entry.doc, &mut Missing::default())
                    && self.folded(&card.title).as_bytes().starts_with(typed.as_bytes())
                {
                    suggestions.push(Suggestion { text: card.title, documents: 1 });
                }
            }
        }
        let vocabulary = &self.index.vocabulary;
        let mut found: Vec<u32> = Vec::new();
        for ordinal in vocabulary.lexicon.prefix(&word.term) {
            if vocabulary.terms.get(ordinal) != word.term {
                found.push(ordinal);
            }
        }
        sort_by_key(&mut found, &|&ordinal| then(!vocabulary.table.frequency(ordinal), ordinal));
        let before = query.get(..word.start).unwrap_or("");
        for &ordinal in found.iter().take(limit - suggestions.len()) {
            let mut text = before.to_owned();
            text.push_str(vocabulary.terms.get(ordinal));
            suggestions.push(Suggestion { text, documents: vocabulary.table.frequency(ordinal) });
        }
        suggestions
    }

    fn folded(&self, text: &str) -> String {
        let mut folded = String::new();
        for letter in text.chars() {
            self.index.folding.push(letter, &mut folded);
        }
        folded
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
        (document.body, _) =
            self.index.text(doc, TEXT_BYTES, &mut missing, &mut Vec::new()).filter(|&(_, whole)| whole)?;
        Some(document)
    }

    /// What the index holds, but for its parts.
    pub fn info(&self) -> Inspection {
        Inspection {
            version: VERSION,
            build: hexadecimal(self.index.container.build),
            documents: self.index.manifest.documents,
            terms: self.index.manifest.terms,
            postings: self.index.manifest.postings,
            parts: Vec::new(),
        }
    }

    /// What the index holds.
    pub fn inspect(&self) -> Inspection {
        let mut inspection = self.info();
        for &part in PartId::ALL {
            let blocks = self.index.container.part(part);
            let mut bytes = 0;
            for block in blocks {
                bytes += u64::from(block.length);
            }
            if !blocks.is_empty() {
                let name = part.name().to_owned();
                let blocks = blocks.len() as u32;
                inspection.parts.push(Part { name, blocks, bytes, stored_text: part.is_stored_text() });
            }
        }
        inspection
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

fn hit(marker: &Marker<'_>, entry: &Reranked, missing: &mut Missing) -> Option<Hit> {
    let mut words = Vec::new();
    let card = marker.index.titled_card(entry.doc, missing, &mut words)?;
    Some(from_card(entry.doc, card, entry.score, &|title| marker.mark(&title, &words)))
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
        #[cfg(feature = "facets")]
        editions: Vec::new(),
    }
}
