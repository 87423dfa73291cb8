//! Finds the term and the form that give a word.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::Words;
use super::forms::{CAPITALISED, SMALL, UPPER};
use super::symbols::{MARK_CAPITALISED, MARK_MIXED, MARK_SMALL, MARK_UPPER};

/// A multiplying hash: fast, and nobody gains by making its keys collide.
#[derive(Clone, Copy, Default)]
pub(super) struct Multiply(u64);

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

pub(super) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Multiply>>;

/// Finds terms quickly.
pub(super) struct Dictionary<'w, W: ?Sized> {
    pub(super) words: &'w W,
    /// Open addressing: the high half of the hash and the ordinal.
    slots: Vec<Option<(u32, u32)>>,
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
        let mut dictionary = Dictionary { words, slots: vec![None; size] };
        for ordinal in 0..words.len() {
            let (high, mut slot) = dictionary.start(words.term(ordinal));
            while dictionary.slots[slot].is_some() {
                slot = dictionary.after(slot);
            }
            dictionary.slots[slot] = Some((high, ordinal));
        }
        dictionary
    }

    fn start(&self, term: &str) -> (u32, usize) {
        let mut hasher = Multiply::default();
        hasher.write(term.as_bytes());
        let hash = hasher.finish();
        ((hash >> 32) as u32, hash as usize & (self.slots.len() - 1))
    }

    fn after(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }

    fn find(&self, term: &str) -> Option<u32> {
        let (high, mut slot) = self.start(term);
        loop {
            let (own, ordinal) = self.slots[slot]?;
            if own == high && self.words.term(ordinal) == term {
                return Some(ordinal);
            }
            slot = self.after(slot);
        }
    }

    /// The term and the form that give exactly this word, with `lower` as scratch space.
    pub(super) fn look_up(&self, word: &str, lower: &mut String) -> Option<Found> {
        lower.clear();
        lower.push_str(word);
        lower.make_ascii_lowercase();
        let mut found = Found { ordinal: self.find(lower)?, letters: 0, form: 0 };
        for (at, byte) in word.bytes().enumerate() {
            if at >= 64 && byte.is_ascii_uppercase() {
                return None;
            }
            if at < 64 && byte.is_ascii_alphabetic() {
                found.letters |= 1 << at;
                found.form |= u64::from(byte.is_ascii_uppercase()) << at;
            }
        }
        Some(found)
    }
}
