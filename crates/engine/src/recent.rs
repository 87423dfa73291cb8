//! Texts that were decoded for the answers before: a query grows letter by letter, and its hits stay much the same.

use crate::index::{Index, Missing};

/// Texts that are kept.
const KEPT: usize = 64;
/// The longest one that is kept, in bytes.
const LONGEST: usize = 1 << 14;

/// The texts that were read last.
#[derive(Debug)]
pub(crate) struct RecentTexts {
    /// Document and text.
    texts: Vec<(u32, String)>,
    /// The one that the next new text replaces.
    oldest: usize,
}

impl RecentTexts {
    /// Nothing yet.
    pub(crate) const EMPTY: RecentTexts = RecentTexts { texts: Vec::new(), oldest: 0 };

    /// Hands the text of a document to `look`, where it can be read.
    pub(crate) fn with(&mut self, index: &Index, doc: u32, missing: &mut Missing, look: &mut dyn FnMut(&str)) {
        for (known, text) in &self.texts {
            if *known == doc {
                return look(text);
            }
        }
        let Some(text) = index.text(doc, missing) else { return };
        look(&text);
        if text.len() > LONGEST {
            return;
        }
        if self.texts.len() < KEPT {
            self.texts.push((doc, text));
        } else if let Some(slot) = self.texts.get_mut(self.oldest) {
            *slot = (doc, text);
            self.oldest = (self.oldest + 1) % KEPT;
        }
    }
}
