//! Abbreviations and the words that they stand for, as the documents of the collection say it.
//!
//! Layout: varints, for each long form, sorted by abbreviation: ordinal of the abbreviation - that of the one before; ordinal of its
//! plural - its own, 0 where there is none; number of words; each word, named by the first of its stem class.
//!
//! Varints take a quarter more than bits would, and their reader is a tenth of the code.

use super::bytes::Reader;

/// Words of a long form, at most.
pub(crate) const WORDS: u32 = 8;

/// All abbreviations of an index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Relations {
    /// For each long form, one behind the other: one or two, the abbreviation, its plural if two; how many words there are, the words.
    forms: Vec<u32>,
}

impl Relations {
    /// Nothing yet.
    pub(crate) const EMPTY: Relations = Relations { forms: Vec::new() };

    /// Reads the part of an index of `terms` terms.
    pub(crate) fn fill(&mut self, bytes: &[u8], terms: u32) -> Option<()> {
        let mut reader = Reader::new(bytes);
        let mut short = 0u32;
        while reader.remaining() > 0 {
            short = short.checked_add(reader.varint()?)?;
            let plural = short.checked_add(reader.varint()?)?;
            let words = reader.varint()?;
            if plural >= terms || words > WORDS {
                return None;
            }
            if plural == short {
                self.forms.extend_from_slice(&[1, short, words]);
            } else {
                self.forms.extend_from_slice(&[2, short, plural, words]);
            }
            for _ in 0..words {
                let word = reader.varint()?;
                if word >= terms {
                    return None;
                }
                self.forms.push(word);
            }
        }
        Some(())
    }

    /// All long forms, for [`next`].
    pub(crate) fn forms(&self) -> &[u32] {
        &self.forms
    }
}

/// Takes the next long form: its abbreviation, alone or with its plural, and its words.
#[inline(never)]
pub(crate) fn next<'a>(forms: &mut &'a [u32]) -> Option<(&'a [u32], &'a [u32])> {
    let (shorts, rest) = counted(forms)?;
    let (words, rest) = counted(rest)?;
    *forms = rest;
    Some((shorts, words))
}

/// As many numbers as the first one says, and those behind them.
fn counted(numbers: &[u32]) -> Option<(&[u32], &[u32])> {
    let (count, rest) = numbers.split_first()?;
    rest.split_at_checked(*count as usize)
}

/// A long form of an abbreviation; all by ordinal.
#[cfg(feature = "build")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Relation {
    pub(crate) short: u32,
    /// The abbreviation itself where it has none.
    pub(crate) plural: u32,
    pub(crate) words: Vec<u32>,
}

/// Writes relations that are sorted by abbreviation.
#[cfg(feature = "build")]
pub(crate) fn write(relations: &[Relation]) -> Vec<u8> {
    use super::bytes::put_varint;
    let mut out = Vec::new();
    let mut before = 0;
    for Relation { short, plural, words } in relations {
        put_varint(&mut out, short - before);
        put_varint(&mut out, plural - short);
        put_varint(&mut out, words.len() as u32);
        for &word in words {
            put_varint(&mut out, word);
        }
        before = *short;
    }
    out
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;
    use crate::format::bytes::filled;
    use proptest::prelude::*;

    fn relation(short: u32, plural: u32, words: &[u32]) -> Relation {
        Relation { short, plural, words: words.to_vec() }
    }

    /// What these bytes say; None where they are refused.
    fn read(bytes: &[u8], terms: u32) -> Option<Vec<Relation>> {
        let relations: Relations =
            filled("relations", |relations: &mut Relations| relations.fill(bytes, terms)).ok()?;
        let mut all = Vec::new();
        let mut forms = relations.forms();
        while let Some((shorts, words)) = next(&mut forms) {
            all.push(relation(shorts[0], shorts[shorts.len() - 1], words));
        }
        Some(all)
    }

    #[test]
    fn the_example_of_the_format_is_what_is_written() {
        let relations = [relation(2, 3, &[1, 4]), relation(300, 300, &[0, 200]), relation(300, 300, &[4, 0, 1])];
        let bytes = write(&relations);
        assert_eq!(bytes, [2, 1, 2, 1, 4, 0xaa, 2, 0, 2, 0, 0xc8, 1, 0, 0, 3, 4, 0, 1]);
        assert_eq!(read(&bytes, 301), Some(relations.to_vec()));
    }

    #[test]
    fn numbers_that_are_too_large_and_forms_that_are_cut_are_refused() {
        let bytes = write(&[relation(2, 3, &[1, 5])]);
        assert!(read(&bytes, 6).is_some());
        assert_eq!(read(&bytes, 5), None);
        assert_eq!(read(&bytes[..4], 6), None);
        assert_eq!(read(&[bytes.as_slice(), &[0]].concat(), 6), None);
        assert_eq!(read(&write(&[relation(2, 6, &[1, 5])]), 6), None);
        assert_eq!(read(&write(&[relation(0, 0, &[0; 9])]), 6), None);
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(
            mut entries in proptest::collection::vec((0u32..500, 0u32..20, proptest::collection::vec(0u32..520, 1..=8)), 0..40),
        ) {
            entries.sort();
            let relations: Vec<Relation> =
                entries.into_iter().map(|(short, gap, words)| Relation { short, plural: short + gap, words }).collect();
            prop_assert_eq!(read(&write(&relations), 520), Some(relations));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..60), terms in prop_oneof![0u32..9, any::<u32>()]) {
            for Relation { short, plural, words } in read(&bytes, terms).unwrap_or_default() {
                prop_assert!(short <= plural && plural < terms && words.len() <= 8);
                prop_assert!(words.iter().all(|&word| word < terms));
            }
        }
    }
}
