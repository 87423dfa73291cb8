//! Folding: upper case, accents, ligatures and width differences do not matter to a search.
//!
//! ASCII folds by rule. Every other character folds by a table that the build makes from the characters
//! of the corpus (compatibility decomposition, lower case, marks dropped; Unicode Standard Annex #15), so that the module carries a
//! few hundred bytes instead of Unicode's tables.

use crate::format::bytes::Reader;

/// Bytes that one character may become; the longest of Unicode, U+FDFA, becomes 33.
const FOLDED_BYTES: usize = 64;

/// The fold table of an index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folding {
    /// (character, what it becomes), sorted by character.
    table: Vec<(char, String)>,
}

impl Folding {
    /// Nothing yet.
    pub(crate) const EMPTY: Folding = Folding { table: Vec::new() };
}

impl Folding {
    /// Appends the folded form of `c` to `out`; nothing for characters that vanish.
    #[inline]
    pub(crate) fn push(&self, c: char, out: &mut String) {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
            return;
        }
        match self.table.binary_search_by_key(&c, |entry| entry.0) {
            Ok(at) => out.push_str(self.table.get(at).map_or("", |entry| &entry.1)),
            Err(_) => out.push(c),
        }
    }

    /// Reads a table into an empty one: varint count, then (varint difference of code points, text).
    pub(crate) fn fill(&mut self, bytes: &[u8]) -> Option<()> {
        let mut reader = Reader::new(bytes);
        let count = reader.varint()?;
        let mut code = 0u32;
        for _ in 0..count {
            let step = reader.varint()?;
            code = code.checked_add(step).filter(|_| step > 0)?;
            let c = char::from_u32(code)?;
            let folded = reader.text()?;
            if folded.len() > FOLDED_BYTES {
                return None;
            }
            self.table.push((c, folded));
        }
        (reader.remaining() == 0).then_some(())
    }
}

#[cfg(feature = "build")]
mod building {
    use std::collections::BTreeSet;

    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    use super::Folding;
    use crate::format::bytes::{put_text, put_varint};

    /// Letters that decomposition leaves alone and that people type without the stroke.
    const STROKES: &[(char, &str)] = &[
        ('æ', "ae"),
        ('œ', "oe"),
        ('ø', "o"),
        ('đ', "d"),
        ('ð', "d"),
        ('þ', "th"),
        ('ł', "l"),
        ('ħ', "h"),
        ('ı', "i"),
        ('ŋ', "n"),
        ('ŧ', "t"),
        ('ß', "ss"),
        ('ς', "σ"),
    ];

    fn fold(c: char) -> String {
        let lower: String = c.nfkc().flat_map(char::to_lowercase).nfkd().collect();
        let mut out = String::new();
        for part in lower.chars() {
            // Marks carry the vowels of Indic and similar scripts: only those of alphabets where
            // people leave them out are dropped.
            let optional =
                matches!(part as u32, 0x300..=0x36F | 0x591..=0x5C7 | 0x610..=0x61A | 0x640 | 0x64B..=0x65F | 0x670);
            if optional && (is_combining_mark(part) || part == '\u{640}') {
                continue;
            }
            match STROKES.iter().find(|stroke| stroke.0 == part) {
                Some(stroke) => out.push_str(stroke.1),
                None => out.push(part),
            }
        }
        // Hangul stays composed: its syllables are what is typed.
        out.nfc().collect()
    }

    impl Folding {
        /// The table for a corpus: every character seen, both cases of it, and the Latin letters with
        /// accents that a reader may type whether or not the corpus has them.
        pub(crate) fn for_characters(seen: &BTreeSet<char>) -> Folding {
            let mut wanted: BTreeSet<char> = ('\u{AA}'..='\u{17F}').collect();
            for &c in seen {
                wanted.insert(c);
                wanted.extend(c.to_uppercase());
                wanted.extend(c.to_lowercase());
            }
            let table = wanted
                .into_iter()
                .filter(|c| {
                    !c.is_ascii()
                        && !matches!(
                            crate::analysis::class::class(*c),
                            crate::analysis::class::Class::Other | crate::analysis::class::Class::Mark
                        )
                })
                .filter_map(|c| {
                    let folded = fold(c);
                    (!folded.chars().eq([c])).then_some((c, folded))
                })
                .collect();
            Folding { table }
        }

        /// Writes what [`Folding::open`] reads.
        pub(crate) fn write(&self) -> Vec<u8> {
            let mut out = Vec::new();
            put_varint(&mut out, self.table.len() as u32);
            let mut last = 0;
            for (c, folded) in &self.table {
                put_varint(&mut out, *c as u32 - last);
                put_text(&mut out, folded);
                last = *c as u32;
            }
            out
        }
    }
}
