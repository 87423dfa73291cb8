//! Search for static pages: a build step compresses documents into an index, and a WebAssembly
//! module in the page answers every keystroke. No server takes part.
//!
//! This crate is two things:
//!
//! - **the module**: compiled for `wasm32-unknown-unknown`, it decodes, calls the engine and encodes, and does nothing
//!   else; JavaScript sees it as one class, `Engine`;
//! - **the front door for Rust**: everywhere else it re-exports the engine, so that a program can open an
//!   index and search it without a page.
//!
//! ```no_run
//! use thumbindex::{SearchOptions, Session};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut session = Session::open(std::fs::read("papers.tix")?)?;
//! let answer = session.search("neural tang", &SearchOptions::default());
//! for hit in &answer.hits {
//!     println!("{:6.2}  {}", hit.score, hit.title.text);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! - `full` (default): phrases, ranges of years and explanations.
//! - `build`: the writers, to make an index from [`Document`]s.
//! - `embed`: `build.rs` compresses `corpus/papers.jsonl` (or the file that `THUMBINDEX_CORPUS`
//!   names) and the index becomes part of the compiled artefact: see the module `embedded`.

#[cfg(feature = "embed")]
pub mod embedded;
#[cfg(target_arch = "wasm32")]
mod session;
#[cfg(target_arch = "wasm32")]
mod wire;

#[cfg(feature = "build")]
pub use thumbindex_engine::build;
#[cfg(feature = "full")]
pub use thumbindex_engine::explain::{self, ExplainedClause, ExplainedMatch, Explanation, Lender};
pub use thumbindex_engine::{
    Answer, Document, Error, ErrorKind, Hit, Inspection, Mark, MarkedText, MatchKind, Part, SearchOptions, Session,
    Suggestion, answer, document, limits,
};

#[cfg(target_arch = "wasm32")]
pub use session::{ask, load};

/// Two-level segregated fit (Masmano et al. 2004): some 2 KB brotli smaller than the standard library's allocator, and as
/// quick at a keystroke.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
