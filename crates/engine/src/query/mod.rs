//! From what was typed to what is looked up: parse into clauses, expand each into terms, and the typo search.

pub(crate) mod automaton;
pub(crate) mod expand;
pub(crate) mod parse;
