//! One open index and the calls that a page or a command makes on it.

use crate::answer::{Answer, Hit, Suggestion};
use crate::error::Error;

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
pub struct Session {}

impl Session {
    /// Opens an index file (the small shape: everything in one container).
    ///
    /// # Errors
    /// Every byte is verified before any of it is parsed; a damaged, cut or foreign file is refused.
    pub fn open(bytes: Vec<u8>) -> Result<Session, Error> {
        let _ = bytes;
        Ok(Session {})
    }

    /// The blocks that `query` needs and that are not there yet.
    pub fn plan(&mut self, query: &str, options: &SearchOptions) -> Vec<u32> {
        let _ = (query, options);
        Vec::new()
    }

    /// Hands in a block that `plan` or an answer named.
    ///
    /// # Errors
    /// When the bytes are not that block of this build.
    pub fn provide(&mut self, block: u32, bytes: Vec<u8>) -> Result<(), Error> {
        let _ = (block, bytes);
        Ok(())
    }

    /// Answers a query.
    pub fn search(&mut self, query: &str, options: &SearchOptions) -> Answer {
        let _ = (query, options);
        Answer::default()
    }

    /// Documents most like `doc`, nearest first.
    pub fn similar(&mut self, doc: u32) -> Vec<Hit> {
        let _ = doc;
        Vec::new()
    }

    /// Completions of the word being typed, most useful first.
    pub fn suggest(&mut self, query: &str, limit: usize) -> Vec<Suggestion> {
        let _ = (query, limit);
        Vec::new()
    }

    /// The ordinal of the document with this id.
    pub fn find(&self, id: &str) -> Option<u32> {
        let _ = id;
        None
    }

    /// The stored document (title, body and all).
    pub fn document(&mut self, doc: u32) -> Option<crate::Document> {
        let _ = doc;
        None
    }

    /// What the index holds.
    pub fn inspect(&self) -> Inspection {
        Inspection::default()
    }
}
