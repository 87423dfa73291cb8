//! The values of one field over all documents, for filters, counts and orders: a file of its own, fetched when somebody filters.
//!
//! Layout: u64 build id of the index that it belongs to; text name of the field; u8 kind (0 text, 1 number, 2 date); varint number of
//! pages (of documents, where the index is no site); varint number of values; for each value in ascending order varint bytes that it
//! shares with the one before, varint length of the rest, the rest, varint number of its pages; then bits: for each value its pages in
//! binary interpolative code, as lists of postings have them.

use std::cmp::Ordering;

use super::bits::BitReader;
use super::bytes::{Reader, utf8};
use super::postings::interpolate;

/// Values of one page, at most.
pub(crate) const MOST_OF_A_PAGE: usize = 64;
/// Bytes of a value, at most.
pub(crate) const LONGEST: usize = 400;

/// What the values of a field are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum FacetKind {
    /// Names.
    #[default]
    Text,
    /// Decimal numbers.
    Number,
    /// Dates such as 2024, 2024-05 and 2024-05-31.
    Date,
}

impl FacetKind {
    const ALL: [FacetKind; 3] = [FacetKind::Text, FacetKind::Number, FacetKind::Date];

    /// The order of two values. Digits in names count as numbers, so that version 1.10 comes behind 1.9.
    pub(crate) fn order(self, a: &str, b: &str) -> Ordering {
        match self {
            FacetKind::Text => natural(a.as_bytes(), b.as_bytes()).then_with(|| a.cmp(b)),
            FacetKind::Number => decimal(a, b),
            FacetKind::Date => a.cmp(b),
        }
    }

    /// Whether a value lies between two others, both included; a date such as 2024 includes its months and days.
    pub(crate) fn between(self, value: &str, from: Option<&str>, to: Option<&str>) -> bool {
        from.is_none_or(|from| self.order(value, from) != Ordering::Less)
            && to.is_none_or(|to| {
                self.order(value, to) != Ordering::Greater || self == FacetKind::Date && value.starts_with(to)
            })
    }
}

/// Text in which runs of digits count as numbers and capitals as small letters.
fn natural(mut a: &[u8], mut b: &[u8]) -> Ordering {
    loop {
        let (Some(&one), Some(&two)) = (a.first(), b.first()) else { return a.len().cmp(&b.len()) };
        let ordered = if one.is_ascii_digit() && two.is_ascii_digit() {
            whole(digits(&mut a), digits(&mut b))
        } else {
            (a, b) = (a.get(1..).unwrap_or(&[]), b.get(1..).unwrap_or(&[]));
            one.to_ascii_lowercase().cmp(&two.to_ascii_lowercase())
        };
        if ordered != Ordering::Equal {
            return ordered;
        }
    }
}

/// Takes the digits at the beginning off.
fn digits<'a>(text: &mut &'a [u8]) -> &'a [u8] {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    *text = rest;
    digits
}

/// The order of two whole numbers by their digits.
fn whole(a: &[u8], b: &[u8]) -> Ordering {
    let (a, b) = (plain(a), plain(b));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

fn plain(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|&&digit| digit == b'0').count();
    digits.get(zeros..).unwrap_or(&[])
}

/// The order of two decimal numbers by their digits: to read floating-point numbers would be ten times the code.
fn decimal(a: &str, b: &str) -> Ordering {
    let (less_a, less_b) = (a.starts_with('-'), b.starts_with('-'));
    if less_a != less_b {
        return if less_a { Ordering::Less } else { Ordering::Greater };
    }
    let [mut one, mut two] = [a, b].map(|number| number.trim_start_matches(['-', '+']).as_bytes());
    let ordered = whole(digits(&mut one), digits(&mut two)).then_with(|| one.cmp(two));
    if less_a { ordered.reverse() } else { ordered }
}

/// The values of one field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facet {
    pub(crate) field: String,
    pub(crate) kind: FacetKind,
    /// Ascending.
    pub(crate) values: Vec<String>,
    /// Where the values of each page begin in `of_pages`; one more than there are pages.
    starts: Vec<u32>,
    of_pages: Vec<u32>,
}

impl Facet {
    /// Reads what [`write`] wrote for an index with this build id and so many pages.
    pub(crate) fn read(bytes: &[u8], build: u64, pages: u32) -> Option<Facet> {
        let mut reader = Reader::new(bytes);
        let own = reader.u64()?;
        let field = reader.text()?;
        let kind = *FacetKind::ALL.get(reader.u8()? as usize)?;
        if own != build || reader.varint()? != pages {
            return None;
        }
        let count = reader.varint()?;
        let mut facet = Facet { field, kind, ..Facet::default() };
        let mut frequencies: Vec<u32> = Vec::new();
        let (mut before, mut sum): (Vec<u8>, usize) = (Vec::new(), 0);
        for _ in 0..count {
            let shared = reader.varint()? as usize;
            let length = reader.varint()? as usize;
            let rest = reader.take(length)?;
            if shared > before.len() || shared + length > LONGEST {
                return None;
            }
            before.truncate(shared);
            before.extend_from_slice(rest);
            facet.values.push(utf8(&before)?);
            let frequency = reader.varint()?;
            sum += frequency as usize;
            if frequency == 0 || frequency > pages || sum > MOST_OF_A_PAGE * pages as usize {
                return None;
            }
            frequencies.push(frequency);
        }
        let rest = reader.remaining();
        let mut bits = BitReader::new(reader.take(rest)?, 0);
        let mut pairs: Vec<(u32, u32)> = Vec::with_capacity(sum);
        let mut counts = vec![0u32; pages as usize + 1];
        let mut list: Vec<u32> = Vec::new();
        for (value, &frequency) in (0u32..).zip(&frequencies) {
            list.clear();
            list.resize(frequency as usize, 0);
            interpolate(&mut bits, &mut list, 0, pages - 1);
            for &page in &list {
                *counts.get_mut(page as usize + 1)? += 1;
                pairs.push((page, value));
            }
        }
        if bits.overran() || bits.position().div_ceil(8) != rest {
            return None;
        }
        let mut start = 0;
        for count in &mut counts {
            start += *count;
            *count = start;
        }
        facet.of_pages.resize(pairs.len(), 0);
        let mut places = counts.clone();
        // By value, so that those of a page are ascending.
        for (page, value) in pairs {
            let place = places.get_mut(page as usize)?;
            *facet.of_pages.get_mut(*place as usize)? = value;
            *place += 1;
        }
        facet.starts = counts;
        Some(facet)
    }

    /// The values that a page has, ascending, by their places.
    pub(crate) fn of(&self, page: u32) -> &[u32] {
        let place = |page: u32| self.starts.get(page as usize).copied().unwrap_or(0) as usize;
        self.of_pages.get(place(page)..place(page + 1)).unwrap_or(&[])
    }
}

#[cfg(feature = "build")]
pub(crate) use writing::{write, written_kind};

#[cfg(feature = "build")]
mod writing {
    use super::super::bits::BitWriter;
    use super::super::bytes::{put_text, put_varint};
    use super::super::postings::write_ids;
    use super::*;

    /// What all of these values are. Where one is written with a zero at its end, as 1.10 and 2.0 are, they are versions and not numbers.
    pub(crate) fn written_kind<'a>(values: impl Iterator<Item = &'a str> + Clone) -> FacetKind {
        let is_date = |value: &str| {
            let all = |text: &str, places: &[usize]| {
                text.len() == value.len() && places.iter().all(|&at| text.as_bytes()[at] == b'-')
            };
            let digits = value.bytes().filter(u8::is_ascii_digit).count();
            match value.len() {
                4 => digits == 4,
                7 => digits == 6 && all(value, &[4]),
                10 => digits == 8 && all(value, &[4, 7]),
                _ => false,
            }
        };
        let is_number = |value: &str| {
            let (whole, part) = value.split_once('.').unwrap_or((value, "0"));
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits(whole.strip_prefix(['-', '+']).unwrap_or(whole))
                && digits(part)
                && (!part.ends_with('0') || !value.contains('.'))
        };
        if values.clone().all(is_number) {
            FacetKind::Number
        } else if values.clone().all(is_date) {
            FacetKind::Date
        } else {
            FacetKind::Text
        }
    }

    /// Writes a field: its values in ascending order, each with its pages in ascending order.
    pub(crate) fn write(build: u64, field: &str, kind: FacetKind, pages: u32, values: &[(&str, Vec<u32>)]) -> Vec<u8> {
        let mut out = build.to_le_bytes().to_vec();
        put_text(&mut out, field);
        out.push(kind as u8);
        put_varint(&mut out, pages);
        put_varint(&mut out, values.len() as u32);
        let mut before = "";
        for (value, of) in values {
            let shared = before.bytes().zip(value.bytes()).take_while(|(one, two)| one == two).count();
            put_varint(&mut out, shared as u32);
            put_varint(&mut out, (value.len() - shared) as u32);
            out.extend_from_slice(&value.as_bytes()[shared..]);
            put_varint(&mut out, of.len() as u32);
            before = value;
        }
        let mut bits = BitWriter::default();
        for (_, of) in values {
            write_ids(&mut bits, of, 0, pages - 1);
        }
        out.extend(bits.into_bytes());
        out
    }
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn orders_are_those_of_people() {
        let sorted = |kind: FacetKind, values: &[&str]| {
            let mut sorted = values.to_vec();
            sorted.sort_by(|a, b| kind.order(a, b));
            assert_eq!(sorted, values);
        };
        sorted(FacetKind::Text, &["1.9", "1.10", "2.0", "alpha", "Beta", "v2", "v10"]);
        sorted(FacetKind::Number, &["-20.5", "-3", "-2.75", "0", "0.5", "0.75", "7", "007.5", "30"]);
        sorted(FacetKind::Date, &["2019", "2019-05", "2019-05-31", "2020-01-01"]);
    }

    #[test]
    fn a_year_includes_its_days() {
        let between = |value, from, to| FacetKind::Date.between(value, from, to);
        assert!(between("2020-07-01", Some("2019"), Some("2020")) && between("2020-07-01", Some("2020-07"), None));
        assert!(!between("2021-01-01", None, Some("2020")) && !between("2018-12-31", Some("2019"), None));
        assert!(
            FacetKind::Number.between("9", Some("2.5"), Some("10"))
                && !FacetKind::Number.between("11", None, Some("10"))
        );
    }

    #[test]
    fn kinds_are_told_by_all_values() {
        for (values, kind) in [
            (&["2019", "7", "-1.5"][..], FacetKind::Number),
            (&["2019-01-02", "2019", "2019-05"], FacetKind::Date),
            (&["2019-1-2", "2019"], FacetKind::Text),
            (&["1.2.3", "1.5"], FacetKind::Text),
            (&["1.9", "1.10"], FacetKind::Text),
            (&["2019-01é"], FacetKind::Text),
        ] {
            assert_eq!(written_kind(values.iter().copied()), kind, "{values:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(
            pages in proptest::collection::vec(proptest::collection::btree_set("[a-c0-9é]{1,3}", 0..4), 1..60),
        ) {
            let mut all: Vec<&str> = pages.iter().flatten().map(String::as_str).collect();
            all.sort_by(|a, b| FacetKind::Text.order(a, b));
            all.dedup();
            let has = |value: &str| (0u32..).zip(&pages).filter(|(_, of)| of.contains(value)).map(|(page, _)| page).collect();
            let values: Vec<(&str, Vec<u32>)> = all.iter().map(|&value| (value, has(value))).collect();
            let bytes = write(7, "name", FacetKind::Text, pages.len() as u32, &values);
            let facet = Facet::read(&bytes, 7, pages.len() as u32).unwrap();
            prop_assert_eq!(&facet.field, "name");
            for (page, of) in (0u32..).zip(&pages) {
                let mut read: Vec<&str> = facet.of(page).iter().map(|&value| facet.values[value as usize].as_str()).collect();
                read.sort_unstable();
                prop_assert_eq!(read, of.iter().map(String::as_str).collect::<Vec<_>>());
            }
            prop_assert!(Facet::read(&bytes, 8, pages.len() as u32).is_none());
            prop_assert!(Facet::read(&bytes, 7, pages.len() as u32 + 1).is_none());
        }

        #[test]
        fn any_bytes_are_refused_or_read(bytes in proptest::collection::vec(any::<u8>(), 0..40), pages in 0u32..100) {
            let bytes = [&1u64.to_le_bytes()[..], &[1, b'f', 0, pages as u8, 2], &bytes].concat();
            if let Some(facet) = Facet::read(&bytes, 1, pages) {
                for page in 0..=pages {
                    prop_assert!(facet.of(page).iter().all(|&value| (value as usize) < facet.values.len()));
                }
            }
        }
    }
}
