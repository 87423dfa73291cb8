//! Editions: which pages are the same one in other versions and languages.
//!
//! Layout: varint number of editions, two at the least; for each, the one that comes first where nothing is known of the reader first: its
//! version and its language, each a varint length and UTF-8. Then for each page, in the order of documents: varint 0 where it is alone,
//! else the number of its edition + 1, and a varint for its work: the number of the work of the last page that has one (0 before the
//! first) is taken from it, and 2n stands for n, 2n - 1 for -n. Works are numbered from 0 as they first occur.

use super::bytes::Reader;

/// The version and the language that pages are in; either may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edition {
    pub(crate) version: String,
    pub(crate) language: String,
}

/// All editions of an index.
#[derive(Debug, Default)]
pub(crate) struct Editions {
    /// Those that there are; none where no page has another edition.
    pub(crate) all: Vec<Edition>,
    /// By document the number of the work of its page + 1, and the number of its edition.
    pages: Vec<(u32, u32)>,
    /// By work its pages: first document, number of the edition.
    pub(crate) works: Vec<Vec<(u32, u32)>>,
}

impl Editions {
    /// Nothing yet.
    pub(crate) const EMPTY: Editions = Editions { all: Vec::new(), pages: Vec::new(), works: Vec::new() };

    /// Reads the part of an index of these documents; nothing where there is no such part. `page` gives the first document of the page
    /// that a document is of.
    pub(crate) fn fill(&mut self, bytes: &[u8], documents: u32, page: &dyn Fn(u32) -> u32) -> Option<()> {
        if bytes.is_empty() {
            return Some(());
        }
        let mut reader = Reader::new(bytes);
        let count = reader.varint()?;
        if count < 2 {
            return None;
        }
        for _ in 0..count {
            self.all.push(Edition { version: reader.text()?, language: reader.text()? });
        }
        let (mut work, mut own) = (0u32, (0, 0));
        for doc in 0..documents {
            if page(doc) == doc {
                own = (0, 0);
                let edition = reader.varint()?;
                if edition > count {
                    return None;
                }
                if edition > 0 {
                    let step = reader.varint()?;
                    let back = step & 1 == 1;
                    let distance = step.div_ceil(2);
                    work = if back { work.checked_sub(distance)? } else { work.checked_add(distance)? };
                    // Numbered as they first occur: none is left out.
                    if work as usize == self.works.len() {
                        self.works.push(Vec::new());
                    }
                    self.works.get_mut(work as usize)?.push((doc, edition - 1));
                    own = (work + 1, edition - 1);
                }
            }
            self.pages.push(own);
        }
        (reader.remaining() == 0).then_some(())
    }

    /// The work and the edition of the page that a document is of; None where it is alone.
    pub(crate) fn of(&self, doc: u32) -> Option<(u32, u32)> {
        let &(work, edition) = self.pages.get(doc as usize)?;
        Some((work.checked_sub(1)?, edition))
    }
}

/// Writes the editions; `pages` has for each page the number of its work, numbered as they first occur, and of its edition.
#[cfg(feature = "build")]
pub(crate) fn write(all: &[Edition], pages: &[Option<(u32, u32)>]) -> Vec<u8> {
    use super::bytes::{put_text, put_varint};
    let mut out = Vec::new();
    put_varint(&mut out, all.len() as u32);
    for edition in all {
        put_text(&mut out, &edition.version);
        put_text(&mut out, &edition.language);
    }
    let mut before = 0u32;
    for page in pages {
        let Some((work, edition)) = *page else {
            put_varint(&mut out, 0);
            continue;
        };
        put_varint(&mut out, edition + 1);
        put_varint(&mut out, if work >= before { 2 * (work - before) } else { 2 * (before - work) - 1 });
        before = work;
    }
    out
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edition(version: &str, language: &str) -> Edition {
        Edition { version: version.to_owned(), language: language.to_owned() }
    }

    fn read(bytes: &[u8], documents: u32) -> Option<Editions> {
        let mut editions = Editions::EMPTY;
        editions.fill(bytes, documents, &|doc| doc).map(|()| editions)
    }

    #[test]
    fn the_example_of_the_format_is_what_is_written() {
        let all = [edition("2.0", "en"), edition("1.0", "en")];
        let pages = [Some((0, 0)), None, Some((1, 0)), Some((0, 1)), Some((1, 1))];
        let bytes = write(&all, &pages);
        assert_eq!(bytes, b"\x02\x032.0\x02en\x031.0\x02en\x01\x00\x00\x01\x02\x02\x01\x02\x02");
        let editions = read(&bytes, 5).unwrap();
        assert_eq!(editions.all, all);
        assert_eq!((0..5).map(|doc| editions.of(doc)).collect::<Vec<_>>(), pages);
        assert_eq!(editions.works, [vec![(0, 0), (3, 1)], vec![(2, 0), (4, 1)]]);
    }

    #[test]
    fn what_breaks_a_rule_is_refused() {
        let all = [edition("2", ""), edition("1", "")];
        let pages = [Some((0, 0)), Some((0, 1))];
        let good = write(&all, &pages);
        assert!(read(&good, 2).is_some() && read(&[], 2).is_some());
        assert!(read(&good, 1).is_none() && read(&good, 3).is_none());
        assert!(read(&good[..3], 2).is_none());
        assert!(read(&write(&all[..1], &pages[..1]), 1).is_none());
        assert!(read(&write(&all, &[Some((0, 2))]), 1).is_none());
        assert!(read(&write(&all, &[Some((1, 0))]), 1).is_none());
        assert!(read(&[2, 0, 0, 0, 0, 1, 1], 1).is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..40), documents in 0u32..20) {
            if let Some(editions) = read(&bytes, documents) {
                for doc in 0..documents {
                    if let Some((work, edition)) = editions.of(doc) {
                        prop_assert!((edition as usize) < editions.all.len());
                        prop_assert!(editions.works[work as usize].contains(&(doc, edition)));
                    }
                }
            }
        }
    }
}
