//! What a query gives back: hits with marked text, and what is known about the answer as a whole.

/// Why a stretch of text is marked, and how strongly a page should mark it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum MatchKind {
    /// The word as it was typed.
    Exact,
    /// The typed beginning of a longer word.
    Prefix,
    /// Another form of the typed word (the same stem).
    Stem,
    /// The typed word split in two, or two typed words joined.
    Compound,
    /// A known variant: spelling, acronym or its long form.
    Variant,
    /// A corrected typing error.
    Typo,
}

/// A stretch of marked text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Mark {
    /// First UTF-16 unit.
    pub start: u32,
    /// One past the last UTF-16 unit.
    pub end: u32,
    /// Why it is marked.
    pub kind: MatchKind,
}

/// Text with marks in order; marks never overlap and never split a surrogate pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct MarkedText {
    /// Plain text, never markup.
    pub text: String,
    /// What to mark in it.
    pub marks: Vec<Mark>,
}

/// One ranked document.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Hit {
    /// Ordinal of the document in this index; stable within one build only.
    pub doc: u32,
    /// The corpus' own identifier.
    pub id: String,
    /// Where the hit leads; empty when nowhere.
    pub url: String,
    /// The title with marks.
    pub title: MarkedText,
    /// The passage that answers the query best, with marks; empty text while it is not loaded.
    pub snippet: MarkedText,
    /// Author names.
    pub authors: Vec<String>,
    /// Year of publication.
    pub year: Option<i32>,
    /// Venue.
    pub venue: String,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Other stored metadata as (name, value).
    pub meta: Vec<(String, String)>,
    /// The score; comparable within one answer only.
    pub score: f32,
    /// Its page in other versions and languages, the one that suits the reader best first.
    #[cfg(feature = "facets")]
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub editions: Vec<crate::editions::OtherEdition>,
}

/// The answer to one query.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct Answer {
    /// Best first.
    pub hits: Vec<Hit>,
    /// How many documents matched any clause. With a phrase those that have it; where not all that have its words were read,
    /// and while blocks are missing, those that may have it.
    pub total: u32,
    /// True when a limit stopped the work or blocks are missing: the answer may be incomplete.
    pub partial: bool,
    /// Blocks that would complete the answer, for the page to fetch and `provide`.
    pub missing: Vec<u32>,
    /// Typed words that match nothing at all, not even corrected, phrases (in their quotes) that were taken as words
    /// because no document that was read has them, and years that no document is of.
    pub unmatched: Vec<String>,
    /// The query with those words corrected that match in no other way, where documents match; the hits are its hits already.
    pub did_you_mean: Option<String>,
    /// The values of the fields that were to be counted, in the order in which they were asked for.
    #[cfg(feature = "facets")]
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub facets: Vec<crate::narrow::FieldCounts>,
}

/// A completion of what is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Suggestion {
    /// The whole query with its last word completed, or a title that begins so.
    pub text: String,
    /// How many documents have the completed word; 1 for a title.
    pub documents: u32,
}
