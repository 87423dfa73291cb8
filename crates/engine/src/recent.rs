//! Texts that were decoded for the answers before: a query grows letter by letter, and its hits stay much the same.

use crate::index::{Index, Missing};
use crate::limits::TEXT_BYTES;

/// Texts that are kept.
const KEPT: usize = 64;
/// The longest one that is kept, in bytes.
const LONGEST: usize = 1 << 14;
/// Bytes of a beginning.
const BEGINNING: usize = 512;

/// The texts that were read last, whole or their beginnings.
#[derive(Debug)]
pub(crate) struct RecentTexts {
    /// Document, whether it is a beginning with more behind it, and text.
    texts: Vec<(u32, bool, String)>,
    /// The one that the next new text replaces.
    oldest: usize,
}

impl RecentTexts {
    /// Nothing yet.
    pub(crate) const EMPTY: RecentTexts = RecentTexts { texts: Vec::new(), oldest: 0 };

    /// Hands the text of a document to `look`, where it can be read: where `beginning` is set and more comes behind it, only that,
    /// and true.
    pub(crate) fn with(
        &mut self,
        index: &Index,
        doc: u32,
        beginning: bool,
        missing: &mut Missing,
        look: &mut dyn FnMut(&str, bool),
    ) {
        for (known, more, text) in &self.texts {
            // A short text is its own beginning.
            if *known == doc && (*more == beginning || !*more && text.len() <= BEGINNING) {
                return look(text, *more);
            }
        }
        let most = if beginning { BEGINNING } else { TEXT_BYTES };
        let Some((text, whole)) = index.text(doc, most, missing) else { return };
        if !whole && !beginning {
            return;
        }
        look(&text, !whole);
        if text.len() > LONGEST {
            return;
        }
        let entry = (doc, !whole, text);
        if self.texts.len() < KEPT {
            self.texts.push(entry);
        } else if let Some(slot) = self.texts.get_mut(self.oldest) {
            *slot = entry;
            self.oldest = (self.oldest + 1) % KEPT;
        }
    }
}
