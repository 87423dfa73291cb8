//! The years of the documents, for filters; the cards have them too, but a filter looks at all documents.
//!
//! Layout: varint number of distinct years, from 1 on; u32 the first (two's complement); for each of the others varint its
//! difference to the one before, from 1 on; then bits: for each document, in the binary digits of the number of years, 0 where it has
//! none, else the place of its year, counted from 1.

use std::ops::Range;

use super::bits::BitReader;
use super::bytes::{Bytes, Reader};
use super::container::Block;

/// The years of all documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Years {
    bytes: Bytes,
    header: usize,
    width: u32,
    /// Ascending.
    years: Vec<i32>,
    /// Whether there is a part whose block is not here yet.
    pub(crate) lacks: bool,
}

impl Years {
    /// Nothing yet.
    pub(crate) const EMPTY: Years = Years { bytes: Bytes::EMPTY, header: 0, width: 0, years: Vec::new(), lacks: false };
}

fn width(years: u32) -> u32 {
    32 - years.leading_zeros()
}

impl Years {
    /// Takes the part, if there is one; its block may come later.
    pub(crate) fn fill(&mut self, part: Option<&Block>, documents: u32) -> Option<()> {
        match part {
            None => Some(()),
            Some(Block { bytes: Some(bytes), .. }) => self.provide(bytes.clone(), documents),
            Some(_) => {
                self.lacks = true;
                Some(())
            }
        }
    }

    /// Takes the block.
    pub(crate) fn provide(&mut self, bytes: Bytes, documents: u32) -> Option<()> {
        self.bytes = bytes;
        self.years.clear();
        let mut reader = Reader::new(self.bytes.as_slice());
        let whole = reader.remaining();
        let count = reader.varint()?;
        let mut year = reader.u32()? as i32;
        self.years.push(year);
        for _ in 1..count {
            let step = reader.varint()?;
            year = year.checked_add_unsigned(step).filter(|_| step > 0)?;
            self.years.push(year);
        }
        self.header = whole - reader.remaining();
        self.width = width(count);
        self.lacks = false;
        let bits = u64::from(documents) * u64::from(self.width);
        (count > 0 && bits.div_ceil(8) == reader.remaining() as u64).then_some(())
    }

    /// The places of the years `from..=to`; none where no document has one of them.
    pub(crate) fn places(&self, from: i32, to: i32) -> Range<u32> {
        let (mut start, mut end) = (1, 1);
        for &year in &self.years {
            start += u32::from(year < from);
            end += u32::from(year <= to);
        }
        start..end
    }

    /// The place of a document's year; 0 where it has none.
    pub(crate) fn place(&self, doc: u32) -> u32 {
        let bit = doc as usize * self.width as usize;
        BitReader::new(self.bytes.as_slice().get(self.header..).unwrap_or(&[]), bit).bits(self.width)
    }
}

/// Writes the years of documents, of which some has one.
#[cfg(feature = "build")]
pub(crate) fn write(years: &[Option<i32>]) -> Vec<u8> {
    let distinct: Vec<i32> =
        years.iter().flatten().copied().collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    let mut out = Vec::new();
    super::bytes::put_varint(&mut out, distinct.len() as u32);
    out.extend_from_slice(&distinct.first().copied().unwrap_or(0).to_le_bytes());
    for pair in distinct.windows(2) {
        super::bytes::put_varint(&mut out, pair[0].abs_diff(pair[1]));
    }
    let mut bits = super::bits::BitWriter::default();
    for year in years {
        let place = year.map_or(0, |year| 1 + distinct.partition_point(|&other| other < year) as u32);
        bits.bits(place, width(distinct.len() as u32));
    }
    out.extend(bits.into_bytes());
    out
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: Vec<u8>, documents: u32) -> Option<Years> {
        let mut years = Years::default();
        years.provide(Bytes::new(bytes), documents).map(|()| years)
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(
            years in proptest::collection::vec(proptest::option::of(prop_oneof![1990i32..2030, any::<i32>()]), 1..300),
            from in prop_oneof![1990i32..2030, any::<i32>()],
            length in 0i32..30,
        ) {
            prop_assume!(years.iter().any(Option::is_some));
            let read = read(write(&years), years.len() as u32).unwrap();
            let places = read.places(from, from.saturating_add(length));
            for (doc, year) in (0..).zip(&years) {
                let inside = year.is_some_and(|year| (from..=from.saturating_add(length)).contains(&year));
                prop_assert_eq!(places.contains(&read.place(doc)), inside);
            }
        }

        #[test]
        fn any_bytes_are_refused_or_read(bytes in proptest::collection::vec(any::<u8>(), 0..40), documents in 0u32..100) {
            if let Some(years) = read(bytes, documents) {
                years.places(i32::MIN, i32::MAX);
                for doc in 0..documents {
                    years.place(doc);
                }
            }
        }
    }
}
