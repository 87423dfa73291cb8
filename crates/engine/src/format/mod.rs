//! The index as bytes: readers and, with feature `build`, the writers beside them.
//!
//! FORMAT.md specifies every byte. Only [`bytes`], [`bits`] and [`fst_reader`] touch foreign bytes; everything else reads
//! through them, so no length or offset from a file is believed before it was compared with the
//! bytes that are there.

pub(crate) mod bits;
pub(crate) mod bytes;
pub(crate) mod container;
#[cfg(any(feature = "facets", feature = "build"))]
pub(crate) mod editions;
#[cfg(any(feature = "facets", feature = "build"))]
pub(crate) mod facet;
pub(crate) mod fst_reader;
pub(crate) mod hash;
pub(crate) mod huffman;
pub(crate) mod lengths;
pub(crate) mod lexicon;
pub(crate) mod manifest;
pub(crate) mod neighbours;
#[cfg(any(feature = "sections", feature = "build"))]
pub(crate) mod pages;
pub(crate) mod postings;
pub(crate) mod prefixes;
pub(crate) mod relations;
pub(crate) mod store;
pub(crate) mod terms;
pub(crate) mod text;
pub(crate) mod years;
