//! Scores: what a term is worth in a document, how clauses add up, and what is known only of the best.
//!
//! [`evaluate`] scores every document that has any of the expansions; [`rerank`] looks at the titles and texts of
//! the best hundred.

pub(crate) mod bm25f;
pub(crate) mod collect;
#[cfg(feature = "facets")]
mod editions;
pub(crate) mod evaluate;
pub(crate) mod marks;
#[cfg(feature = "facets")]
pub(crate) mod narrowed;
#[cfg(feature = "sections")]
mod pages;
pub(crate) mod phrase;
pub(crate) mod recent_words;
pub(crate) mod rerank;
mod reuse;
mod scratch;
#[cfg(feature = "explain")]
pub(crate) mod watch;
