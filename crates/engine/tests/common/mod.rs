//! What several tests need: documents, random numbers, and index files taken apart and put together.

#![allow(dead_code, reason = "every test takes a part of it")]

pub(crate) mod container;
pub(crate) mod documents;
pub(crate) mod handmade;
pub(crate) mod mutations;
pub(crate) mod random;
pub(crate) mod use_all;

use thumbindex_engine::build::{BuildOptions, Builder, BuiltIndex};
use thumbindex_engine::{Answer, Document, Session};

/// The index of these documents.
pub(crate) fn built(documents: Vec<Document>) -> BuiltIndex {
    let mut builder = Builder::new(BuildOptions::default());
    documents.into_iter().for_each(|document| builder.add(document));
    builder.finish(&|_, _, _| {}).unwrap()
}

/// A document of a title and a text.
pub(crate) fn document(id: &str, title: &str, body: &str) -> Document {
    Document { id: id.to_owned(), title: title.to_owned(), body: body.to_owned(), ..Document::default() }
}

/// A session over these documents.
pub(crate) fn session(documents: Vec<Document>) -> Session {
    Session::open(built(documents).bytes).unwrap()
}

/// The ids of the hits, sorted.
pub(crate) fn ids(answer: &Answer) -> Vec<&str> {
    let mut ids: Vec<&str> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
    ids.sort_unstable();
    ids
}

/// A number from the environment, for longer runs than the usual one.
pub(crate) fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.replace('_', "").parse().ok()).unwrap_or(usual)
}
