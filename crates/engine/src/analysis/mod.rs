//! Text to terms, with the same code at build and at query.
//!
//! A [`tokenize`](tokens) pass cuts text into runs of word characters, folds each character through the
//! [`Folding`](folding::Folding) of the index, and gives each token as a term with its place in the text. The
//! stem of a term is looked up, never computed, at query time: stem classes are made by the build.

pub(crate) mod class;
pub(crate) mod folding;
pub(crate) mod function_words;
pub(crate) mod tokens;
