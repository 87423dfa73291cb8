//! What several tests need: documents, random numbers, and index files taken apart and put together.

#![allow(dead_code, reason = "every test takes a part of it")]

pub(crate) mod container;
pub(crate) mod documents;
pub(crate) mod handmade;
pub(crate) mod mutations;
pub(crate) mod random;
pub(crate) mod use_all;

use thumbindex_engine::Document;
use thumbindex_engine::build::{BuildOptions, Builder, BuiltIndex};

/// The index of these documents.
pub(crate) fn built(documents: Vec<Document>) -> BuiltIndex {
    let mut builder = Builder::new(BuildOptions::default());
    documents.into_iter().for_each(|document| builder.add(document));
    builder.finish(&|_, _, _| {}).unwrap()
}

/// A number from the environment, for longer runs than the usual one.
pub(crate) fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.replace('_', "").parse().ok()).unwrap_or(usual)
}
