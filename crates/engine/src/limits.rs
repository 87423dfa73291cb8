//! Every limit in one place.

/// UTF-16 units of a query that are read; the rest is cut.
pub const QUERY_UTF16: usize = 256;
/// Clauses of a query that are read.
pub const QUERY_CLAUSES: usize = 16;
/// Expansions of one clause (all completions of one prefix count as one).
pub const EXPANSIONS: usize = 64;
/// Characters of a term; the rest of a longer word is cut at build and at query.
pub const TERM_CHARS: usize = 64;
/// Documents of one index.
pub const DOCUMENTS: usize = 1 << 24;
/// Postings that one query may read.
pub const POSTINGS_FUEL: u64 = 4_000_000;
/// Bytes of one stored text that are ever decoded.
pub const TEXT_BYTES: usize = 1 << 24;
