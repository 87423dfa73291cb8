//! Finds the term and the form that give a word.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::Words;
use super::forms::{CAPITALISED, SMALL, UPPER};
use super::symbols::{MARK_CAPITALISED, MARK_MIXED, MARK_SMALL, MARK_UPPER};

/// A multiplying hash: fast, and nobody gains by making its keys collide.
#[derive(Clone, Copy, Default)]
pub(crate) struct Multiply(u64);

impl Hasher for Multiply {
    fn write(&mut self, bytes: &[u8]) {
        let (whole, rest) = bytes.as_chunks::<8>();
        whole.iter().for_each(|&word| self.write_u64(u64::from_le_bytes(word)));
        if !rest.is_empty() {
            self.write_u64(rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

pub(crate) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Multiply>>;

/// The ordinal of a slot that has none.
const FREE: u32 = u32::MAX;

/// Finds terms quickly.
pub(super) struct Dictionary<'w, W: ?Sized> {
    pub(super) words: &'w W,
    /// Open addressing.
    slots: Vec<Slot>,
}

/// Where a term may stand.
#[derive(Clone, Copy)]
struct Slot {
    /// The bytes of a term of eight at most, so that it is known without a look at it; the hash of a longer one.
    key: u64,
    length: u32,
    /// [`FREE`] for none.
    ordinal: u32,
}

/// A word of a text as a term and the form it has there.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) ordinal: u32,
    /// The letters that a form applies to.
    pub(super) letters: u64,
    /// Those of them that are capitals.
    pub(super) form: u64,
}

impl Found {
    pub(super) fn shows(&self, form: u64) -> bool {
        form & self.letters == self.form
    }

    /// The mark for this form.
    pub(super) fn mark(&self) -> usize {
        if self.shows(SMALL) {
            MARK_SMALL
        } else if self.shows(CAPITALISED) {
            MARK_CAPITALISED
        } else if self.shows(UPPER) {
            MARK_UPPER
        } else {
            MARK_MIXED
        }
    }
}

impl<'w, W: Words + ?Sized> Dictionary<'w, W> {
    pub(super) fn new(words: &'w W) -> Self {
        let size = (words.len() as usize * 2 + 1).next_power_of_two();
        let mut dictionary = Dictionary { words, slots: vec![Slot { key: 0, length: 0, ordinal: FREE }; size] };
        for ordinal in 0..words.len() {
            let term = words.term(ordinal).as_bytes();
            let (key, mut slot) = dictionary.start(term);
            while dictionary.slots[slot].ordinal != FREE {
                slot = dictionary.after(slot);
            }
            dictionary.slots[slot] = Slot { key, length: term.len() as u32, ordinal };
        }
        dictionary
    }

    /// The key of a term, and the first slot in which it may be.
    fn start(&self, term: &[u8]) -> (u64, usize) {
        let mut hasher = Multiply::default();
        hasher.write(term);
        let hash = hasher.finish();
        let key =
            if term.len() > 8 { hash } else { term.iter().rev().fold(0, |key, &byte| key << 8 | u64::from(byte)) };
        (key, hash as usize & (self.slots.len() - 1))
    }

    fn after(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }

    fn find(&self, term: &[u8]) -> Option<u32> {
        let (wanted, mut slot) = self.start(term);
        loop {
            let Slot { key, length, ordinal } = self.slots[slot];
            if ordinal == FREE {
                return None;
            }
            let alike = key == wanted && length as usize == term.len();
            if alike && (length <= 8 || self.words.term(ordinal).as_bytes() == term) {
                return Some(ordinal);
            }
            slot = self.after(slot);
        }
    }

    /// The term and the form that give exactly this word, with `lower` as scratch space.
    pub(super) fn look_up(&self, word: &str, lower: &mut Vec<u8>) -> Option<Found> {
        lower.clear();
        let mut found = Found { ordinal: 0, letters: 0, form: 0 };
        for (number, eight) in word.as_bytes().chunks(8).enumerate() {
            let mut bytes = [0; 8];
            bytes[..eight.len()].copy_from_slice(eight);
            let (lowered, letters, capitals) = lowered(u64::from_le_bytes(bytes));
            lower.extend_from_slice(&lowered.to_le_bytes());
            if number < 8 {
                found.letters |= letters << (8 * number);
                found.form |= capitals << (8 * number);
            } else if capitals != 0 {
                return None;
            }
        }
        lower.truncate(word.len());
        found.ordinal = self.find(lower)?;
        Some(found)
    }
}

/// Eight bytes at once: in lower case, and one bit for each that is a letter of ASCII, and for each that is a capital.
fn lowered(eight: u64) -> (u64, u64, u64) {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x80 * ONES;
    let low = eight & !HIGHS;
    // The high bit of each byte that is from `first` to `last`; no sum carries into the byte above.
    let within = |first: u8, last: u8| {
        let from = low + u64::from(0x80 - first) * ONES;
        let behind = low + u64::from(0x7f - last) * ONES;
        from & !behind & !eight & HIGHS
    };
    let (capitals, small) = (within(b'A', b'Z'), within(b'a', b'z'));
    // Bit 8n + 7 to bit n.
    let gathered = |highs: u64| (highs >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    (eight | capitals >> 2, gathered(capitals | small), gathered(capitals))
}

#[cfg(test)]
mod tests {
    use super::lowered;

    #[test]
    fn eight_bytes_at_once_are_as_one_after_the_other() {
        for start in 0..=255u8 {
            let bytes: [u8; 8] = std::array::from_fn(|at| start.wrapping_add((37 * at) as u8));
            let (mut letters, mut capitals) = (0, 0);
            for (at, byte) in bytes.iter().enumerate() {
                letters |= u64::from(byte.is_ascii_alphabetic()) << at;
                capitals |= u64::from(byte.is_ascii_uppercase()) << at;
            }
            let lower = u64::from_le_bytes(bytes.map(|byte| byte.to_ascii_lowercase()));
            assert_eq!(lowered(u64::from_le_bytes(bytes)), (lower, letters, capitals), "{bytes:?}");
        }
    }
}
