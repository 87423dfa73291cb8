//! Texts that were decoded for the answers before: a query grows letter by letter, and its hits stay much the same.

use crate::index::{Index, Missing};
use crate::limits::TEXT_BYTES;
use crate::snippet::Prepared;

/// Texts that are kept.
const KEPT: usize = 256;
/// The longest one that is kept, in bytes.
const LONGEST: usize = 1 << 14;
/// Bytes of a beginning.
const BEGINNING: usize = 512;

/// The texts that were read last, whole or their beginnings.
#[derive(Debug)]
pub(crate) struct RecentTexts {
    /// Document, whether it is a beginning with more behind it, and text; each document has one place. The last place is for a long text,
    /// which stays for one answer alone.
    texts: Vec<(u32, bool, Prepared)>,
}

impl RecentTexts {
    /// Nothing yet.
    pub(crate) const EMPTY: RecentTexts = RecentTexts { texts: Vec::new() };

    /// The text of a document, where it can be read: where `beginning` is set and more comes behind it, only that, and true.
    pub(crate) fn of(
        &mut self,
        index: &Index,
        doc: u32,
        beginning: bool,
        missing: &mut Missing,
    ) -> Option<(&Prepared, bool)> {
        while self.texts.len() <= KEPT {
            self.texts.push((u32::MAX, false, Prepared::EMPTY));
        }
        let mut place = doc as usize % KEPT;
        let (known, more, kept) = self.texts.get(place)?;
        // A short text is its own beginning.
        if *known != doc || !(*more == beginning || !*more && kept.len() <= BEGINNING) {
            let most = if beginning { BEGINNING } else { TEXT_BYTES };
            let mut words = Vec::new();
            let (text, whole) = index.text(doc, most, missing, &mut words)?;
            if !whole && !beginning {
                return None;
            }
            let prepared = Prepared::new(index, text, &words);
            let mut known = doc;
            if prepared.len() > LONGEST {
                (place, known) = (KEPT, u32::MAX);
            }
            *self.texts.get_mut(place)? = (known, !whole, prepared);
        }
        let (_, more, kept) = self.texts.get(place)?;
        Some((kept, *more))
    }
}
