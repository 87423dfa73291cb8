//! The lexicon: every term of an index in sorted order, numbered from 0.
//!
//! A term's number, its ordinal, is what every other part of the index knows it by; the terms that
//! start with some letters are a range of ordinals.

use std::ops::Range;

#[cfg(any(test, feature = "build"))]
use super::bytes::filled;
use super::bytes::{Bytes, push_utf8};
use super::fst_reader::{Fst, Node, Subtree};
#[cfg(any(test, feature = "build"))]
use crate::error::Error;

/// What [`Terms::fill`] may decode, counting each term with its offset.
const TERMS_BYTES: usize = 64 << 20;
/// The longest term; far above what analysis lets through, and a bound on how deep a walk can be.
const TERM_BYTES: usize = 4096;

/// Terms by their ordinal and ordinals by their term; cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexicon {
    bytes: Bytes,
    root: Subtree,
}

impl Lexicon {
    /// Nothing yet.
    pub(crate) const EMPTY: Lexicon = Lexicon { bytes: Bytes::EMPTY, root: Subtree::EMPTY };
}

impl Lexicon {
    /// Opens what [`write`] wrote. Checks the shape alone; damage inside shows as terms that are not
    /// found, as wrong ordinals below [`Lexicon::len`], or as an error of [`Terms::fill`].
    pub(crate) fn fill(&mut self, bytes: Bytes) -> Option<()> {
        self.bytes = bytes;
        self.root = Fst::open(self.bytes.as_slice())?.root();
        Some(())
    }

    /// A lexicon of these bytes.
    #[cfg(any(test, feature = "build"))]
    pub(crate) fn open(bytes: Bytes) -> Result<Lexicon, Error> {
        filled("lexicon", |lexicon: &mut Lexicon| lexicon.fill(bytes))
    }

    /// All terms, decoded.
    #[cfg(any(test, feature = "build"))]
    pub(crate) fn terms(&self) -> Result<Terms, Error> {
        filled("lexicon", |terms: &mut Terms| terms.fill(self))
    }

    /// How many terms there are.
    pub(crate) fn len(&self) -> u32 {
        self.root.end
    }

    /// The ordinal of a term.
    pub(crate) fn get(&self, term: &str) -> Option<u32> {
        let node = self.descend(term)?;
        node.is_final().then_some(node.below().start)
    }

    /// The ordinals of all terms that start with `prefix`; an empty range where none does.
    pub(crate) fn prefix(&self, prefix: &str) -> Range<u32> {
        self.descend(prefix).map_or(0..0, |node| node.below())
    }

    /// The transducer below, for walks over it.
    pub(crate) fn fst(&self) -> Fst<'_> {
        Fst::resume(self.bytes.as_slice(), self.root)
    }

    fn descend(&self, path: &str) -> Option<Node<'_>> {
        let fst = self.fst();
        let mut node = fst.top()?;
        for byte in path.bytes() {
            node = fst.follow(&node, node.find(byte)?)?;
        }
        Some(node)
    }
}

/// All terms of a [`Lexicon`], end to end in one string.
#[derive(Clone, Debug, Default)]
pub(crate) struct Terms {
    text: String,
    /// Where each term ends in `text`.
    ends: Vec<u32>,
}

impl Terms {
    /// Nothing yet.
    pub(crate) const EMPTY: Terms = Terms { text: String::new(), ends: Vec::new() };
}

impl Terms {
    /// Decodes all terms of a lexicon into an empty list.
    ///
    /// Checks everything that the other functions take on trust: sorted, UTF-8, ordinals and number
    /// as promised. Takes at most 64 MiB and time in proportion, although a sound transducer of 156
    /// bytes can hold a million terms.
    pub(crate) fn fill(&mut self, lexicon: &Lexicon) -> Option<()> {
        if lexicon.len() == 0 {
            return Some(());
        }
        let fst = lexicon.fst();
        let mut path = Vec::new();
        let mut open: Vec<(Node<'_>, usize)> = Vec::new();
        let mut next = fst.top();
        loop {
            let node = next?;
            // Sorted inputs make sorted terms.
            if path.len() > TERM_BYTES || !node.is_sorted() {
                return None;
            }
            if node.is_final() {
                if node.below().start != self.len() {
                    return None;
                }
                push_utf8(&mut self.text, &path)?;
                if self.text.len() + 4 * self.ends.len() > TERMS_BYTES {
                    return None;
                }
                self.ends.push(self.text.len() as u32);
            } else if node.input(0).is_none() {
                // No way out: without this, the ways into such a node could be endless.
                return None;
            }
            open.push((node, 0));
            next = loop {
                let Some((node, which)) = open.last_mut() else {
                    return (self.len() == lexicon.len()).then_some(());
                };
                if let Some(input) = node.input(*which) {
                    let child = fst.follow(node, *which);
                    *which += 1;
                    path.truncate(open.len() - 1);
                    path.push(input);
                    break child;
                }
                open.pop();
            };
        }
    }

    /// How many terms there are.
    pub(crate) fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    /// The term with an ordinal; empty for an ordinal beyond the last.
    pub(crate) fn get(&self, ordinal: u32) -> &str {
        let end = |at: usize| self.ends.get(at).map(|&end| end as usize);
        let at = ordinal as usize;
        let start = at.checked_sub(1).map_or(Some(0), end);
        start.zip(end(at)).and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }
}

/// Writes the lexicon of `terms`, which must come sorted by their bytes, without repetition and none
/// longer than 4,096 bytes.
#[cfg(feature = "build")]
pub(crate) fn write<'a>(terms: impl Iterator<Item = &'a str>) -> Result<Vec<u8>, Error> {
    let fail = |reason: String| {
        let message = format!("the lexicon cannot be written: {reason}");
        Error::new(crate::error::ErrorKind::Corpus, message)
    };
    let mut builder = fst::MapBuilder::memory();
    for (ordinal, term) in (0u64..).zip(terms) {
        if term.len() > TERM_BYTES {
            return Err(fail(format!("a term of {} bytes; {TERM_BYTES} are the most", term.len())));
        }
        builder.insert(term, ordinal).map_err(|error| fail(error.to_string()))?;
    }
    builder.into_inner().map_err(|error| fail(error.to_string()))
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn lexicon(terms: &BTreeSet<String>) -> Lexicon {
        Lexicon::open(Bytes::new(write(terms.iter().map(String::as_str)).unwrap())).unwrap()
    }

    fn some_terms() -> impl Strategy<Value = BTreeSet<String>> {
        prop_oneof![
            proptest::collection::btree_set("[ab]{0,7}", 0..80),
            proptest::collection::btree_set("[a-zà-ÿ0-9а-я語\u{1d400}-\u{1d420}]{1,6}", 0..80),
        ]
    }

    proptest! {
        #[test]
        fn terms_ordinals_and_prefixes_are_those_of_the_sorted_list(terms in some_terms(), others in some_terms()) {
            let lexicon = lexicon(&terms);
            let sorted: Vec<&String> = terms.iter().collect();
            let map = fst::Map::from_iter((0u64..).zip(&terms).map(|(ordinal, term)| (term, ordinal))).unwrap();
            prop_assert_eq!(lexicon.len() as usize, sorted.len());
            for term in terms.iter().chain(&others) {
                prop_assert_eq!(lexicon.get(term).map(u64::from), map.get(term));
                for cut in (0..=term.len()).filter(|&cut| term.is_char_boundary(cut)) {
                    let prefix = &term[..cut];
                    let range = lexicon.prefix(prefix);
                    let expected = sorted.iter().filter(|term| term.starts_with(prefix)).count();
                    prop_assert_eq!(range.len(), expected);
                    for ordinal in range {
                        prop_assert!(sorted[ordinal as usize].starts_with(prefix));
                    }
                }
            }
            let decoded = lexicon.terms().unwrap();
            prop_assert_eq!(decoded.len() as usize, sorted.len());
            for (ordinal, term) in (0..).zip(&sorted) {
                prop_assert_eq!(decoded.get(ordinal), term.as_str());
            }
            prop_assert_eq!(decoded.get(decoded.len()), "");
            prop_assert_eq!(decoded.get(u32::MAX), "");
        }
    }

    #[test]
    fn terms_are_written_in_order_and_once() {
        assert!(write(["b", "a"].into_iter()).is_err());
        assert!(write(["a", "a"].into_iter()).is_err());
    }

    #[test]
    fn a_term_may_be_long_but_not_endless() {
        let long = "a".repeat(TERM_BYTES);
        let lexicon = lexicon(&BTreeSet::from([long.clone()]));
        assert_eq!(lexicon.terms().unwrap().get(0), long);
        assert!(write([format!("{long}a").as_str()].into_iter()).is_err());
        // One-byte nodes below one another, to a key of a million letters.
        let lexicon = Lexicon::open(Bytes::new(around(&[&[0x81, 0x10, 0][..], &[0xc1; 1 << 20]].concat(), 1)));
        assert!(lexicon.unwrap().terms().is_err());
    }

    #[test]
    fn a_wrong_number_of_terms_is_an_error() {
        let terms = BTreeSet::from(["a", "ab", "b"].map(String::from));
        let bytes = write(terms.iter().map(String::as_str)).unwrap();
        for len in [0u64, 1, 2, 4, 5, u64::from(u32::MAX)] {
            let mut damaged = bytes.clone();
            let at = damaged.len() - 20;
            damaged[at..at + 8].copy_from_slice(&len.to_le_bytes());
            let lexicon = Lexicon::open(Bytes::new(damaged)).unwrap();
            assert!(len == 0 || lexicon.terms().is_err(), "{len} terms");
            assert_eq!(lexicon.prefix(""), 0..lexicon.len());
        }
        let mut damaged = bytes.clone();
        let at = damaged.len() - 16;
        damaged[at] = 1;
        assert!(Lexicon::open(Bytes::new(damaged)).is_err(), "more than 32 bits");
    }

    #[test]
    fn keys_that_are_not_text_are_an_error() {
        let mut builder = fst::MapBuilder::memory();
        builder.insert(b"a\xff", 0).unwrap();
        let lexicon = Lexicon::open(Bytes::new(builder.into_inner().unwrap())).unwrap();
        assert!(lexicon.terms().is_err());
    }

    #[test]
    fn values_that_are_not_the_ordinals_are_an_error() {
        for values in [[1u64, 2, 3], [0, 1, 3], [0, 2, 1], [0, 0, 0]] {
            let bytes = fst::Map::from_iter(["a", "b", "ba"].into_iter().zip(values)).unwrap().into_fst().into_inner();
            let lexicon = Lexicon::open(Bytes::new(bytes)).unwrap();
            assert!(lexicon.terms().is_err(), "{values:?}");
        }
    }

    /// Head and tail around nodes that are anything.
    fn around(nodes: &[u8], len: u32) -> Vec<u8> {
        let root = if nodes.is_empty() { 0 } else { 16 + nodes.len() as u64 - 1 };
        [&3u64.to_le_bytes()[..], &[0; 8], nodes, &u64::from(len).to_le_bytes(), &root.to_le_bytes(), &[0; 4]].concat()
    }

    #[test]
    fn many_ways_into_a_dead_end_do_not_keep_the_reader_busy() {
        // A node without transitions, then 64 nodes with the transitions a, b, c to the one before;
        // the outputs 0, 1, 0 leave keys for a and c to promise.
        let mut nodes = vec![0, 0, 0];
        for _ in 0..64 {
            nodes.extend([0, 1, 0, 1, 1, 1, b'c', b'b', b'a', 0x11, 0x03]);
        }
        let lexicon = Lexicon::open(Bytes::new(around(&nodes, u32::MAX))).unwrap();
        assert_eq!(lexicon.prefix("cacacaca"), 0..1, "the ways are there");
        assert!(lexicon.terms().is_err());
    }

    #[test]
    fn more_terms_than_memory_is_planned_for_are_an_error() {
        // As above with a and b alone, each output half of what is left: all words of 31 letters.
        let mut nodes = Vec::new();
        for level in 0..31u32 {
            let [o0, o1, o2, o3] = (1u32 << level).to_le_bytes();
            let distance = u8::from(level > 0);
            nodes.extend([o0, o1, o2, o3, 0, 0, 0, 0, distance, distance, b'b', b'a', 0x14, 0x02]);
        }
        let bytes = around(&nodes, 1 << 31);
        assert!(bytes.len() < 500);
        let lexicon = Lexicon::open(Bytes::new(bytes)).unwrap();
        assert_eq!(lexicon.get(&"b".repeat(31)), Some((1 << 31) - 1));
        assert!(lexicon.terms().is_err());
    }
}
