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
