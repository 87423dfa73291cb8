//! Words and gaps spelled letter by letter.

use super::step::{count, lengths};
use crate::format::bits::BitReader;
use crate::format::huffman::Codes;

/// The letters of words or of gaps, each with its code; then the end, then any other letter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Letters {
    letters: Vec<char>,
    code: Codes,
}

impl Letters {
    /// Nothing yet.
    pub(crate) const EMPTY: Letters = Letters { letters: Vec::new(), code: Codes::EMPTY };
}

impl Letters {
    /// Appends what is spelled here; false where it is malformed or longer than `room` bytes.
    pub(crate) fn read(&self, reader: &mut BitReader<'_>, mut room: usize, out: &mut String) -> bool {
        loop {
            let Some(symbol) = self.code.symbol(0, reader) else { return false };
            let letter = match self.letters.get(symbol as usize) {
                Some(&letter) => Some(letter),
                None if symbol as usize == self.letters.len() => return !reader.overran(),
                None => char::from_u32(reader.bits(21)),
            };
            let Some(letter) = letter.filter(|letter| letter.len_utf8() <= room && !reader.overran()) else {
                return false;
            };
            room -= letter.len_utf8();
            out.push(letter);
        }
    }

    /// Reads letters into an empty list.
    pub(crate) fn open(&mut self, reader: &mut BitReader<'_>) -> Option<()> {
        let mut next = 0u32;
        for _ in 0..count(reader) {
            next = next.checked_add(count(reader))?;
            self.letters.push(char::from_u32(next)?);
            next += 1;
            if reader.overran() {
                return None;
            }
        }
        self.code.push(&lengths(reader, self.letters.len() + 2))
    }
}
