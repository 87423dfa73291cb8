//! Pages of HTML: what is text in them, block by block, and what they say of themselves.
//!
//! Whatever the bytes are, a page comes out, in time that is proportional to them. What a single page cannot tell, its site does: see
//! [`Site`](crate::Site).

mod decode;
mod guard;
mod landmarks;
mod read;
mod tree;

pub use read::read_page;

/// What a stretch of a page's text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of a level from 1 to 6.
    Heading(u8),
    /// A term that is explained, with an anchor of its own: an option, a function of a reference.
    Term,
    /// Running text.
    Text,
    /// Preformatted text.
    Code,
}

impl BlockKind {
    /// Whether it names what follows.
    pub fn is_heading(self) -> bool {
        matches!(self, BlockKind::Heading(_) | BlockKind::Term)
    }
}

/// A stretch of text that stands apart from what is around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The text, in single spaces.
    pub text: String,
    /// The anchor that leads to it, for headings and terms.
    pub anchor: Option<String>,
    /// How much its words count, in quarters: 4 is as usual, 0 is shown and not searched.
    pub weight: u8,
    /// Characters of the text that are in links.
    pub linked: usize,
}

/// What one page holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The path inside the site, with slashes.
    pub path: String,
    /// The language that the page says it is in; empty where it says nothing.
    pub language: String,
    /// The version that the page says it is of.
    pub version: String,
    /// The address that the page says is its real one.
    pub canonical: String,
    /// Why the page wants not to be found: a robots tag, an attribute, a redirection.
    pub unwanted: Option<&'static str>,
    /// `<title>`.
    pub head_title: String,
    /// The first headings of level 1, wherever they stand.
    pub first_headings: Vec<String>,
    /// What the page gives to be stored, by name.
    pub meta: Vec<(String, String)>,
    /// What the page gives to be filtered and sorted by, by name.
    pub filters: Vec<(String, String)>,
    /// Its text, in order.
    pub blocks: Vec<Block>,
    /// What told where the content is.
    pub content: String,
    /// What was left out, and why; filled where it is asked for.
    pub left_out: Vec<(String, String)>,
    /// Links to `index.html` of folders, and to the folders themselves.
    pub index_links: (u32, u32),
    /// What was wrong with the page.
    pub faults: Vec<crate::Reason>,
}
