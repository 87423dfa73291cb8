//! Learns a model from documents, and writes them.

use std::cmp::Reverse;
use std::collections::HashMap;

use rayon::prelude::*;

use super::block::assemble;
use super::{COUNTS, Ids};
use crate::document::Document;
use crate::format::bits::BitWriter;
use crate::format::bytes::{put_text, put_varint};
use crate::format::huffman;
use crate::format::text::{Kind, Memory, Record, Spelling, TextEncoder, Words, train};
use crate::limits::TEXT_BYTES;

/// Cards in a block.
pub(super) const CARDS_PER_BLOCK: u32 = 64;
/// Texts in a block.
pub(super) const TEXTS_PER_BLOCK: u32 = 16;
/// Terms of fewer documents would be spelled out. The lexicon is at hand whenever a text is, so none are.
const THRESHOLD: u32 = 1;
/// The most years that have a symbol.
const YEARS: usize = 256;
/// The most entries of a table of values.
const VALUES: usize = 4096;

// Symbols of values, years and urls.
const NONE: usize = 0;
const OTHER: usize = 1;
const LISTED: usize = 2;

/// The store as it goes into an index.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) model: Vec<u8>,
    pub(crate) cards: Vec<Vec<u8>>,
    pub(crate) texts: Vec<Vec<u8>>,
}

/// Learns from the documents and writes them in this order.
///
/// Strings are stored as they are, save that those beyond [`TEXT_BYTES`] are cut there.
pub(crate) fn write<W: Words + Sync + ?Sized>(words: &W, documents: &[Document]) -> Written {
    let writer = StoreWriter::train(words, THRESHOLD, documents);
    let blocks = |per_block: u32, write: &(dyn Fn(&Document) -> Vec<u8> + Sync)| {
        documents
            .par_chunks(per_block as usize)
            .map(|block| assemble(&block.iter().map(write).collect::<Vec<_>>()))
            .collect()
    };
    Written {
        model: writer.write(),
        cards: blocks(CARDS_PER_BLOCK, &|document| writer.write_card(document)),
        texts: blocks(TEXTS_PER_BLOCK, &|document| writer.write_text(document)),
    }
}

/// A code with what writing takes.
struct Coded {
    lengths: Vec<u8>,
    codes: Vec<(u16, u8)>,
}

impl Coded {
    fn new(counts: &[u64]) -> Coded {
        let lengths = huffman::lengths(counts);
        let codes = huffman::codes(&lengths);
        Coded { lengths, codes }
    }

    /// For numbers up to and including [`COUNTS`], which stands for all above.
    fn of_counts(numbers: impl Iterator<Item = usize>) -> Coded {
        let mut counts = vec![0u64; COUNTS + 1];
        numbers.for_each(|number| counts[number.min(COUNTS)] += 1);
        Coded::new(&counts)
    }

    fn write(&self, out: &mut BitWriter) {
        for &length in &self.lengths {
            out.bits(u32::from(length > 0), 1);
            if length > 0 {
                out.bits(u32::from(length), 4);
            }
        }
    }

    fn put(&self, out: &mut BitWriter, symbol: usize) {
        huffman::put(out, &self.codes, symbol);
    }

    fn put_count(&self, out: &mut BitWriter, count: usize) {
        self.put(out, count.min(COUNTS));
        if count >= COUNTS {
            out.gamma((count - COUNTS) as u32 + 1);
        }
    }
}

/// A table of values, for writing.
struct ValueTable {
    values: Vec<String>,
    symbols: HashMap<String, usize>,
    code: Coded,
}

impl ValueTable {
    fn new<'v>(values: impl Iterator<Item = &'v str>) -> ValueTable {
        let mut counts: HashMap<&str, u64> = HashMap::new();
        values.for_each(|value| *counts.entry(value).or_default() += 1);
        let none = counts.remove("").unwrap_or(0);
        let all: u64 = counts.values().sum();
        let mut listed: Vec<(&str, u64)> =
            counts.into_iter().filter(|&(value, count)| pays(value, count, all)).collect();
        listed.sort_unstable_by_key(|&(value, count)| (Reverse(count), value));
        listed.truncate(VALUES);
        let mut weights = vec![none, all - listed.iter().map(|&(_, count)| count).sum::<u64>()];
        weights.extend(listed.iter().map(|&(_, count)| count));
        let values: Vec<String> = listed.iter().map(|&(value, _)| value.to_owned()).collect();
        let symbols = values.iter().cloned().zip(LISTED..).collect();
        ValueTable { values, symbols, code: Coded::new(&weights) }
    }

    fn symbol(&self, value: &str) -> usize {
        if value.is_empty() { NONE } else { self.symbols.get(value).copied().unwrap_or(OTHER) }
    }

    fn write<W: Words + ?Sized>(&self, text: &TextEncoder<'_, W>, out: &mut BitWriter) {
        out.gamma(self.values.len() as u32 + 1);
        for value in &self.values {
            text.encode(Kind::Label, value, &mut Memory::default(), out);
        }
        self.code.write(out);
    }
}

/// Whether a value is better in the table. As a string it takes some 13 bits a word; in the table it takes that
/// once (counted twice, since the table is always loaded) and its code each time.
fn pays(value: &str, count: u64, all: u64) -> bool {
    let words = value.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).count() as u64;
    let as_string = 13 * words + 4;
    let as_symbol = u64::from((all / count).ilog2()) + 2;
    value.len() <= 256 && count * as_string.saturating_sub(as_symbol) > 2 * (as_string + 5)
}

/// A store model with all that writing takes.
pub(super) struct StoreWriter<'w, W: ?Sized> {
    text: TextEncoder<'w, W>,
    ids: Ids,
    id_spelling: Spelling,
    url: (String, String),
    urls: Coded,
    first_year: i32,
    years: Coded,
    counts: [Coded; 3],
    venues: ValueTable,
    keywords: ValueTable,
    meta_names: ValueTable,
}

impl<'w, W: Words + Sync + ?Sized> StoreWriter<'w, W> {
    pub(super) fn train(words: &'w W, threshold: u32, documents: &[Document]) -> Self {
        let ids = ids_of(words, documents);
        let url = template(documents);
        let id_spelling = match &ids {
            Ids::Letters(start) => Spelling::of(documents.iter().map(|document| &document.id[start.len()..])),
            _ => Spelling::default(),
        };
        let mut urls = [0u64; 3];
        documents.iter().for_each(|document| urls[url_symbol(&url, document)] += 1);
        let (first_year, span) = years_of(documents);
        let mut years = vec![0u64; span + LISTED];
        documents.iter().for_each(|document| years[year_symbol(first_year, span, document.year)] += 1);
        let counts = [
            Coded::of_counts(documents.iter().map(|document| document.authors.len())),
            Coded::of_counts(documents.iter().map(|document| document.keywords.len())),
            Coded::of_counts(documents.iter().map(|document| document.meta.len())),
        ];
        let venues = ValueTable::new(documents.iter().map(|document| document.venue.as_str()));
        let keywords = ValueTable::new(documents.iter().flat_map(|document| &document.keywords).map(String::as_str));
        let meta_names =
            ValueTable::new(documents.iter().flat_map(|document| &document.meta).map(|(name, _)| name.as_str()));

        let mut records: Vec<Record<'_>> = Vec::with_capacity(documents.len() * 2);
        for document in documents {
            let mut card: Record<'_> = vec![(Kind::Title, &document.title)];
            if ids == Ids::Words {
                card.push((Kind::Label, &document.id));
            }
            if url_symbol(&url, document) == OTHER {
                card.push((Kind::Label, &document.url));
            }
            if venues.symbol(&document.venue) == OTHER {
                card.push((Kind::Label, &document.venue));
            }
            card.extend(document.authors.iter().map(|author| (Kind::Name, author.as_str())));
            let told = document.keywords.iter().filter(|keyword| keywords.symbol(keyword) == OTHER);
            card.extend(told.map(|keyword| (Kind::Label, keyword.as_str())));
            for (name, value) in &document.meta {
                if meta_names.symbol(name) == OTHER {
                    card.push((Kind::Label, name));
                }
                card.push((Kind::Label, value));
            }
            records.push(card);
            records.push(vec![(Kind::Body, &document.body)]);
        }
        let text = train(words, threshold, &records);
        let (urls, years) = (Coded::new(&urls), Coded::new(&years));
        StoreWriter { text, ids, id_spelling, url, urls, first_year, years, counts, venues, keywords, meta_names }
    }

    /// The model as bytes.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put_varint(&mut out, CARDS_PER_BLOCK);
        put_varint(&mut out, TEXTS_PER_BLOCK);
        let text = self.text.write();
        put_varint(&mut out, text.len() as u32);
        out.extend(text);
        match &self.ids {
            Ids::Numbers(bound) => {
                out.push(0);
                put_varint(&mut out, *bound);
            }
            Ids::Letters(start) => {
                out.push(1);
                put_text(&mut out, start);
            }
            Ids::Words => out.push(2),
        }
        put_text(&mut out, &self.url.0);
        put_text(&mut out, &self.url.1);
        out.extend(self.first_year.to_le_bytes());
        let mut bits = BitWriter::default();
        if matches!(self.ids, Ids::Letters(_)) {
            self.id_spelling.write(&mut bits);
        }
        bits.bits((self.years.lengths.len() - LISTED) as u32, 9);
        self.urls.write(&mut bits);
        self.years.write(&mut bits);
        self.counts.iter().for_each(|counts| counts.write(&mut bits));
        [&self.venues, &self.keywords, &self.meta_names].iter().for_each(|table| table.write(&self.text, &mut bits));
        out.extend(bits.into_bytes());
        out
    }

    /// The record of everything but the body.
    pub(super) fn write_card(&self, document: &Document) -> Vec<u8> {
        let (out, memory) = (&mut BitWriter::default(), &mut Memory::default());
        self.put(Kind::Title, &document.title, memory, out);
        match &self.ids {
            Ids::Numbers(bound) => out.below(number(&document.id).unwrap_or_default(), *bound),
            Ids::Letters(start) => {
                let rest = document.id.strip_prefix(start.as_str()).unwrap_or_default();
                self.id_spelling.put(out, cut(rest, TEXT_BYTES - start.len().min(TEXT_BYTES)));
            }
            Ids::Words => self.put(Kind::Label, &document.id, memory, out),
        }
        let symbol = url_symbol(&self.url, document);
        self.urls.put(out, symbol);
        if symbol == OTHER {
            self.put(Kind::Label, &document.url, memory, out);
        }
        let symbol = year_symbol(self.first_year, self.years.lengths.len() - LISTED, document.year);
        self.years.put(out, symbol);
        if symbol == OTHER {
            out.bits(document.year.unwrap_or_default() as u32, 32);
        }
        self.put_value(&self.venues, &document.venue, memory, out);
        let [authors, keywords, meta] = &self.counts;
        authors.put_count(out, document.authors.len());
        document.authors.iter().for_each(|author| self.put(Kind::Name, author, memory, out));
        keywords.put_count(out, document.keywords.len());
        document.keywords.iter().for_each(|keyword| self.put_value(&self.keywords, keyword, memory, out));
        meta.put_count(out, document.meta.len());
        for (name, value) in &document.meta {
            self.put_value(&self.meta_names, name, memory, out);
            self.put(Kind::Label, value, memory, out);
        }
        std::mem::take(out).into_bytes()
    }

    /// The record of the body.
    pub(super) fn write_text(&self, document: &Document) -> Vec<u8> {
        let mut out = BitWriter::default();
        self.put(Kind::Body, &document.body, &mut Memory::default(), &mut out);
        out.into_bytes()
    }

    fn put(&self, kind: Kind, string: &str, memory: &mut Memory, out: &mut BitWriter) {
        self.text.encode(kind, cut(string, TEXT_BYTES), memory, out);
    }

    fn put_value(&self, table: &ValueTable, value: &str, memory: &mut Memory, out: &mut BitWriter) {
        let symbol = table.symbol(value);
        table.code.put(out, symbol);
        if symbol == OTHER {
            self.put(Kind::Label, value, memory, out);
        }
    }
}

/// The start of a string, of at most so many bytes.
fn cut(string: &str, bytes: usize) -> &str {
    &string[..string.floor_char_boundary(bytes)]
}

/// An id that is a number and is spelled as numbers are.
fn number(id: &str) -> Option<u32> {
    let number: u32 = id.parse().ok()?;
    (number < u32::MAX && number.to_string() == id).then_some(number)
}

fn ids_of<W: Words + ?Sized>(words: &W, documents: &[Document]) -> Ids {
    let numbers: Option<Vec<u32>> = documents.iter().map(|document| number(&document.id)).collect();
    if let Some(largest) = numbers.and_then(|numbers| numbers.into_iter().max()) {
        return Ids::Numbers(largest + 1);
    }
    // Paths are mostly words that the lexicon has; other ids are not.
    let (mut known, mut all) = (0, 0);
    for document in documents.iter().take(1000) {
        for word in document.id.split(|letter: char| !letter.is_alphanumeric()) {
            let is_word = word.bytes().any(|byte| byte.is_ascii_alphabetic())
                && words.ordinal(&word.to_ascii_lowercase()).is_some();
            known += if is_word { word.len() } else { 0 };
            all += word.len();
        }
    }
    if known * 10 > all * 6 { Ids::Words } else { Ids::Letters(common_start(documents)) }
}

fn common_start(documents: &[Document]) -> String {
    let mut start = documents.first().map_or("", |document| document.id.as_str());
    for document in documents {
        let same = start.chars().zip(document.id.chars()).take_while(|(one, two)| one == two);
        start = &start[..same.map(|(letter, _)| letter.len_utf8()).sum()];
    }
    start.to_owned()
}

/// What stands before and behind the id in most urls.
fn template(documents: &[Document]) -> (String, String) {
    let mut counts: HashMap<(&str, &str), u32> = HashMap::new();
    for document in documents {
        if let Some(around) = document.url.split_once(document.id.as_str()) {
            *counts.entry(around).or_default() += 1;
        }
    }
    let best = counts.into_iter().max_by_key(|&(around, count)| (count, Reverse(around)));
    best.map(|((before, behind), _)| (before.to_owned(), behind.to_owned())).unwrap_or_default()
}

fn url_symbol(url: &(String, String), document: &Document) -> usize {
    let rest = document.url.strip_prefix(url.0.as_str()).and_then(|rest| rest.strip_suffix(url.1.as_str()));
    match rest {
        _ if document.url.is_empty() => NONE,
        Some(id) if id == document.id => LISTED,
        _ => OTHER,
    }
}

/// The first year that has a symbol, and how many years have one: those around the median.
fn years_of(documents: &[Document]) -> (i32, usize) {
    let mut years: Vec<i32> = documents.iter().filter_map(|document| document.year).collect();
    years.sort_unstable();
    let median = years.get(years.len() / 2).copied().unwrap_or_default();
    let near = |year: &&i32| i64::from(**year).abs_diff(i64::from(median)) < YEARS as u64 / 2;
    let first = years.iter().find(near).copied().unwrap_or_default();
    let last = years.iter().rfind(near).copied();
    (first, last.map_or(0, |last| (last - first) as usize + 1))
}

fn year_symbol(first: i32, span: usize, year: Option<i32>) -> usize {
    let Some(year) = year else { return NONE };
    let offset = i64::from(year) - i64::from(first);
    usize::try_from(offset).ok().filter(|&offset| offset < span).map_or(OTHER, |offset| offset + LISTED)
}
