//! The search engine of thumbindex.
//!
//! Documents go through analysis into an index (feature `build`); a [`Session`] opens the index
//! and answers queries. Nothing here does I/O, reads a clock or touches a page.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed"))]

pub mod answer;
#[cfg(feature = "build")]
pub mod build;
pub mod document;
#[cfg(feature = "facets")]
mod editions;
mod error;
#[cfg(feature = "explain")]
pub mod explain;
pub mod limits;
#[cfg(feature = "facets")]
pub mod narrow;
mod session;

mod analysis;
mod format;
mod index;
mod query;
mod rank;
mod recent;
mod snippet;
mod sorting;
mod stored;

pub use answer::{Answer, Hit, Mark, MarkedText, MatchKind, Suggestion};
pub use document::{Document, Edition, Section};
#[cfg(feature = "facets")]
pub use editions::{OtherEdition, Reader};
pub use error::{Error, ErrorKind};
#[cfg(feature = "explain")]
pub use explain::{ExplainedClause, ExplainedMatch, Explanation, Lender};
pub use format::bytes::utf8;
#[cfg(feature = "facets")]
pub use narrow::{Criterion, FacetKind, FieldCounts, Narrow, Sort, ValueCount};
#[cfg(feature = "large")]
pub use session::DetachedBlock;
pub use session::{Inspection, Part, SearchOptions, Session};
