//! Stored documents: for each its card, which is what a row of results shows, and its text.
//!
//! Records lie in blocks by document number, cards apart from texts, so that a page of results takes cards alone
//! and a snippet takes one text. A record is read without the others of its block; the strings in it are
//! coded by the [text model](super::text), which [`StoreModel`] holds.
//!
//! Reading order: [`StoreModel`] (reads records out of blocks), [`write()`] (feature `build`).
//!
//! # Layout of a block
//!
//! Block b holds the records of documents b x n to (b + 1) x n - 1, where the model says n; the last block may
//! hold fewer. Varint number of records; varint bytes of the table; the table, in bits: k in 5 bits, then step(k) of the
//! length of each record in bytes; then the records one after the other, each from a byte on.
//!
//! A text is a record of one string of kind body. A card is in bits, strings sharing one memory:
//!
//! 1. the title, of kind title;
//! 2. the id: below the bound in truncated binary (numbers), or what follows the common start in letters of ids, or
//!    a string of kind label, as the model says;
//! 3. the url by its code: 0 none, 1 a string of kind label follows, 2 the id between the two parts of the model;
//! 4. the year by its code: 0 none, 1 32 bits follow (two's complement), else the first year + symbol - 2;
//! 5. the venue, a value;
//! 6. the number of authors by its code, then each name, of kind name;
//! 7. the number of keywords by its code, then each as a value;
//! 8. the number of metadata by its code, then for each the name as a value and the value as a string of kind label.
//!
//! A value is a symbol of its table's code: 0 an empty string, 1 a string of kind label follows, else the entry
//! symbol - 2 of the table. Of numbers the symbol 24 stands for 24 and more: gamma(1 + what is more) follows.
//!
//! # Layout of the model
//!
//! 1. Varint cards in a block, varint texts in a block; varint length and bytes of the text model.
//! 2. Ids: byte 0 and varint bound, or byte 1 and the common start (varint length, UTF-8), or byte 2 for strings.
//! 3. What stands before and behind the id in a usual url, each as varint length and UTF-8.
//! 4. First year, 32 bits little-endian.
//! 5. Bits: letters of ids, where ids are coded so; number of years in 9 bits; codes of urls, of years, of the number
//!    of authors, of keywords, of metadata; then tables of venues, of keywords, of names of metadata.
//!
//! A code is for each symbol a bit 0, or a bit 1 and a length of 4 bits. A table is gamma(1 + number of entries), each a
//! string of kind label with a memory of its own; then its code.

mod block;
mod model;
#[cfg(feature = "build")]
mod writer;

#[cfg(all(test, feature = "build"))]
mod tests;

pub(crate) use model::StoreModel;
#[cfg(feature = "build")]
pub(crate) use writer::write;

/// Lists shorter than this have a symbol for their length.
const COUNTS: usize = 24;

/// How ids are coded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Ids {
    /// All are decimal numbers below this bound.
    Numbers(u32),
    /// In letters of their own behind a common start.
    Letters(String),
    /// As strings of kind label.
    #[default]
    Words,
}
