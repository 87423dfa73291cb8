//! What is indexed: documents and their fields.

/// One paper or page, cleaned and ready to be indexed.
///
/// Text fields hold plain Unicode text (NFC, single spaces, no markup). An empty string or list means
/// "not known"; such fields cost nothing in the index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The identifier the corpus gives the document. Unique within an index, compared as text.
    pub id: String,
    /// The title. Searched with the largest weight and shown on the first line of a hit.
    pub title: String,
    /// The text: an abstract, a page. Searched; snippets are cut from it.
    pub body: String,
    /// Where the hit leads: http, https, mailto or relative. Empty when there is nowhere to go.
    pub url: String,
    /// Author names in order. Searched.
    pub authors: Vec<String>,
    /// Year of publication.
    pub year: Option<i32>,
    /// Journal, conference or site section. Stored.
    pub venue: String,
    /// Keywords, tags or topics. Searched.
    pub keywords: Vec<String>,
    /// Any other stored metadata, as (name, value) in the corpus' order. Not searched.
    pub meta: Vec<(String, String)>,
}

/// A part of a page that is found by itself: what a document is where pages are long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The section as a document: its heading is the title, its address leads to its anchor.
    pub document: Document,
    /// Whether it belongs to the page of the section before it.
    pub continues: bool,
    /// The language that its words are in, as `lang` has it ("de", "pt-BR"); empty for English. Says which words are forms of one.
    pub language: String,
    /// How much the words of the body count, in quarters, up to the byte at which each stretch ends. What lies behind the last stretch
    /// counts as usual, which is 4; words that count 0 are shown and not found.
    pub weights: Vec<(usize, u8)>,
    /// What its page can be filtered and sorted by, as (field, value); of sections that continue a page it does not count.
    pub facets: Vec<(String, String)>,
    /// What page it is in which version, where there may be others; of sections that continue a page it does not count.
    pub edition: Option<Edition>,
}

/// What a page shares with its other versions and languages, and what tells it from them beside its language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// What is the same for all of them and for no other page.
    pub work: String,
    /// The version ("2.0", "latest"); empty where it has none.
    pub version: String,
}

/// A document by itself. Its language is what its metadata has as `lang` or `language`.
impl From<Document> for Section {
    fn from(document: Document) -> Section {
        let named = |(name, _): &&(String, String)| matches!(name.as_str(), "lang" | "language");
        let language = document.meta.iter().find(named).map(|(_, value)| value.clone()).unwrap_or_default();
        Section { document, language, ..Section::default() }
    }
}
