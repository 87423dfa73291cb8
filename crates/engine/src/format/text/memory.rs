//! The words that a record had last, to be repeated by their recency.

/// The words of one record that may be repeated by their recency.
///
/// Texts of one record that are always read one after the other share one memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    /// The last word last.
    pub(super) recent: Vec<Recent>,
    /// Their ids alone, for a writer that looks for one.
    #[cfg(feature = "build")]
    ids: Vec<u32>,
    /// Words spelled in this record one after the other, and where each ends.
    spelled: String,
    ends: Vec<u32>,
}

/// Words that a memory finds again.
pub(super) const RECENT: usize = 128;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Recent {
    /// A term, then an extra word, then a word spelled in this record.
    pub(super) id: u32,
    /// What follows: for a reader its code, for a writer its context.
    pub(super) next: u16,
    pub(super) form: u64,
}

impl Memory {
    /// The word of this recency, 0 for the last one.
    #[inline]
    pub(super) fn at(&self, recency: usize) -> Option<Recent> {
        if recency >= RECENT {
            return None;
        }
        self.recent.get(self.recent.len().checked_sub(recency + 1)?).copied()
    }

    /// How recent the last word is that has this id, or one from `spelled` on that `is` holds for.
    #[cfg(feature = "build")]
    pub(super) fn find(&self, id: u32, spelled: u32, is: impl Fn(u32) -> bool) -> Option<usize> {
        let ids = &self.ids[self.ids.len().saturating_sub(RECENT)..];
        // Most words are not among them: many at once, without a branch for each.
        for (number, some) in ids.rchunks(16).enumerate() {
            if some.iter().fold(false, |any, &other| any | (other == id) | (other >= spelled))
                && let Some(at) = some.iter().rev().position(|&other| other == id || other >= spelled && is(other))
            {
                return Some(number * 16 + at);
            }
        }
        None
    }

    /// Puts a word behind all others.
    #[inline]
    pub(super) fn add(&mut self, word: Recent) {
        #[cfg(feature = "build")]
        self.ids.push(word.id);
        self.recent.push(word);
    }

    /// Puts the word of this recency behind all others, as `word`.
    #[inline]
    pub(super) fn renew(&mut self, recency: usize, word: Recent) {
        let at = self.recent.len().saturating_sub(recency + 1);
        #[cfg(feature = "build")]
        if let Some(later) = self.ids.get_mut(at..) {
            later.rotate_left(1);
            later.iter_mut().last().into_iter().for_each(|last| *last = word.id);
        }
        if let Some(later) = self.recent.get_mut(at..) {
            // From behind, each makes room for the one after it.
            let mut word = word;
            for slot in later.iter_mut().rev() {
                (*slot, word) = (word, *slot);
            }
        }
    }

    /// Stores a spelled word and numbers it.
    pub(super) fn keep(&mut self, word: &str) -> u32 {
        let number = self.ends.len() as u32;
        self.spelled.push_str(word);
        self.ends.push(self.spelled.len() as u32);
        number
    }

    pub(super) fn kept(&self, number: u32) -> Option<&str> {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.spelled.get(start as usize..*self.ends.get(number)? as usize)
    }
}
