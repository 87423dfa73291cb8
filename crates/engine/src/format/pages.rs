//! Pages of several sections: which documents belong together.
//!
//! Layout: one bit for each document, first one first, 1 where a page begins; zero bits fill the last byte. The sections of a page
//! stand one after the other, the page itself first. A collection that is no site has no such part.

use super::bytes::Bytes;

/// Which documents begin pages.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pages {
    bits: Bytes,
    /// Whether the collection is a site.
    pub(crate) some: bool,
}

impl Pages {
    /// Every document is a page.
    pub(crate) const EMPTY: Pages = Pages { bits: Bytes::EMPTY, some: false };

    /// Takes in what [`write`] wrote; nothing where there is no such part.
    pub(crate) fn fill(&mut self, bits: Bytes, documents: u32) -> Option<()> {
        let bytes = bits.as_slice();
        if bytes.is_empty() {
            return Some(());
        }
        let unused = 8 * bytes.len() as u32 - documents.min(8 * bytes.len() as u32);
        let padded = bytes.last().is_some_and(|&last| unused < 8 && last & ((1u16 << unused) - 1) as u8 == 0);
        // The first document begins the first page.
        if !padded || bytes.len() != documents.div_ceil(8) as usize || bytes.first().is_none_or(|&first| first < 0x80) {
            return None;
        }
        self.bits = bits;
        self.some = true;
        Some(())
    }

    fn begins(&self, doc: u32) -> bool {
        self.bits.as_slice().get(doc as usize / 8).is_none_or(|byte| byte & (0x80 >> (doc % 8)) != 0)
    }

    /// The first document of the page behind the one that a document is of.
    pub(crate) fn next(&self, doc: u32) -> u32 {
        let mut next = doc + 1;
        while !self.begins(next) {
            next += 1;
        }
        next
    }

    /// The first document of the page that a document is of.
    pub(crate) fn page(&self, doc: u32) -> u32 {
        let mut first = doc;
        while first > 0 && !self.begins(first) {
            first -= 1;
        }
        first
    }
}

/// Writes which documents begin a page.
#[cfg(feature = "build")]
pub(crate) fn write(begins: &[bool]) -> Vec<u8> {
    let mut bits = super::bits::BitWriter::default();
    for &begins in begins {
        bits.bits(u32::from(begins), 1);
    }
    bits.into_bytes()
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;

    fn filled(bytes: Vec<u8>, documents: u32) -> Option<Pages> {
        let mut pages = Pages::EMPTY;
        pages.fill(Bytes::new(bytes), documents).map(|()| pages)
    }

    #[test]
    fn every_document_knows_its_page() {
        let begins = [true, false, false, true, true, false, true, false, false, false];
        let pages = filled(write(&begins), 10).unwrap();
        assert_eq!([pages.next(0), pages.next(3), pages.next(9).min(10), Pages::EMPTY.next(7)], [3, 4, 10, 8]);
        let firsts: Vec<u32> = (0..10).map(|doc| pages.page(doc)).collect();
        assert_eq!(firsts, [0, 0, 0, 3, 4, 4, 6, 6, 6, 6]);
        assert_eq!(Pages::EMPTY.page(7), 7);
    }

    #[test]
    fn other_bits_are_refused() {
        for (bytes, documents) in
            [(vec![0x7f], 8), (vec![0x80, 0], 8), (vec![0x80], 9), (vec![0x81], 7), (vec![0x80], 0)]
        {
            assert!(filled(bytes.clone(), documents).is_none(), "{bytes:?} for {documents}");
        }
        assert!(filled(vec![0x80], 1).is_some_and(|pages| pages.some));
    }
}
