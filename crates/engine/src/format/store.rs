//! Stored documents: for each its card, which is what a row of results shows, and its text.
//!
//! Records lie in blocks by document number, cards apart from texts, so that a page of results takes cards alone
//! and a snippet takes one text. A record is read without the others of its block; the strings in it are
//! coded by the [text model](super::text), which [`StoreModel`] holds.
//!
//! Reading order: [`StoreModel`] (reads records out of blocks), [`write()`] (feature `build`).
//!
//! # Layout of a block
//!
//! Block b holds the records of documents b x n to (b + 1) x n - 1, where the model says n; the last block may
//! hold fewer. Varint number of records; varint bytes of the table; the table, in bits: k in 5 bits, then step(k) of the
//! length of each record in bytes; then the records one after the other, each from a byte on.
//!
//! A text is a record of one string of kind body. A card is in bits, strings sharing one memory:
//!
//! 1. the title, of kind title;
//! 2. the id: below the bound in truncated binary (numbers), or what follows the common start in letters of ids, or
//!    a string of kind label, as the model says;
//! 3. the url by its code: 0 none, 1 a string of kind label follows, 2 the id between the two parts of the model;
//! 4. the year by its code: 0 none, 1 32 bits follow (two's complement), else the first year + symbol - 2;
//! 5. the venue, a value;
//! 6. the number of authors by its code, then each name, of kind name;
//! 7. the number of keywords by its code, then each as a value;
//! 8. the number of metadata by its code, then for each the name as a value and the value as a string of kind label.
//!
//! A value is a symbol of its table's code: 0 an empty string, 1 a string of kind label follows, else the entry
//! symbol - 2 of the table. Of numbers the symbol 24 stands for 24 and more: gamma(1 + what is more) follows.
//!
//! # Layout of the model
//!
//! 1. Varint cards in a block, varint texts in a block; varint length and bytes of the text model.
//! 2. Ids: byte 0 and varint bound, or byte 1 and the common start (varint length, UTF-8), or byte 2 for strings.
//! 3. What stands before and behind the id in a usual url, each as varint length and UTF-8.
//! 4. First year, 32 bits little-endian.
//! 5. Bits: letters of ids, where ids are coded so; number of years in 9 bits; codes of urls, of years, of the number
//!    of authors, of keywords, of metadata; then tables of venues, of keywords, of names of metadata.
//!
//! A code is for each symbol a bit 0, or a bit 1 and a length of 4 bits. A table is gamma(1 + number of entries), each a
//! string of kind label with a memory of its own; then its code.

use super::bits::BitReader;
use super::bytes::{Reader, malformed};
use super::huffman::Codes;
use super::text::{Kind, Letters, Memory, TextModel, TextSink, Words, count, step};
use crate::document::Document;
use crate::error::Error;
use crate::limits::TEXT_BYTES;

#[cfg(feature = "build")]
pub(crate) use writer::write;

/// Lists shorter than this have a symbol for their length.
const COUNTS: usize = 24;
/// How ids are coded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Ids {
    /// All are decimal numbers below this bound.
    Numbers(u32),
    /// In letters of their own behind a common start.
    Letters(String),
    /// As strings of kind label.
    #[default]
    Words,
}

/// Whole strings that are frequent.
#[derive(Clone, Debug, Default)]
struct Values {
    values: Vec<String>,
    code: Codes,
}

/// What is needed to read stored documents beside the lexicon.
#[derive(Clone, Debug, Default)]
pub(crate) struct StoreModel {
    text: TextModel,
    cards_per_block: u32,
    texts_per_block: u32,
    ids: Ids,
    id_letters: Letters,
    /// Before and behind the id.
    url: (String, String),
    urls: Codes,
    first_year: i32,
    years: Codes,
    /// Of authors, keywords, metadata.
    counts: [Codes; 3],
    venues: Values,
    keywords: Values,
    meta_names: Values,
}

/// Reads the fields of a record in order.
struct Fields<'a, W: ?Sized> {
    text: &'a TextModel,
    words: &'a W,
    memory: Memory,
    reader: BitReader<'a>,
    /// Bytes that the strings still to come may take together.
    room: usize,
}

impl<W: Words + ?Sized> Fields<'_, W> {
    /// A string into an empty one; all strings together take at most [`TEXT_BYTES`].
    fn string(&mut self, kind: Kind, out: &mut String) -> Option<()> {
        let whole = self.text.decode(self.words, kind, &mut self.memory, &mut self.reader, self.room, out);
        self.room -= out.len().min(self.room);
        whole.then_some(())
    }

    fn value(&mut self, values: &Values, out: &mut String) -> Option<()> {
        match values.code.symbol(0, &mut self.reader)? {
            0 => {}
            1 => self.string(Kind::Label, out)?,
            symbol => {
                let value = values.values.get((symbol - 2) as usize)?;
                self.room = self.room.checked_sub(value.len())?;
                out.push_str(value);
            }
        }
        // A value may take no more than the bit of its symbol, so the end is looked for each time.
        (!self.reader.overran()).then_some(())
    }

    fn count(&mut self, code: &Codes) -> Option<u32> {
        let symbol = code.symbol(0, &mut self.reader)?;
        Some(if symbol as usize == COUNTS { symbol.saturating_add(count(&mut self.reader)) } else { symbol })
    }
}

impl Values {
    /// Reads a table into an empty one.
    fn open<W: Words + ?Sized>(&mut self, fields: &mut Fields<'_, W>) -> Option<()> {
        for _ in 0..count(&mut fields.reader) {
            let mut value = String::new();
            fields.memory = Memory::default();
            fields.string(Kind::Label, &mut value)?;
            self.values.push(value);
        }
        open_code(&mut self.code, &mut fields.reader, self.values.len() + 2)
    }
}

fn open_code(code: &mut Codes, reader: &mut BitReader<'_>, symbols: usize) -> Option<()> {
    let length = |_| if reader.bits(1) == 0 { 0 } else { reader.bits(4) as u8 };
    code.push(&(0..symbols).map(length).collect::<Vec<u8>>())
}

/// The record at `index` of a block.
fn record(block: &[u8], index: u32) -> Option<&[u8]> {
    let mut reader = Reader::new(block);
    let count = reader.varint()?;
    let table_bytes = reader.varint()?;
    let mut table = BitReader::new(reader.take(table_bytes as usize)?, 0);
    if index >= count {
        return None;
    }
    let low = table.bits(5);
    for _ in 0..index {
        reader.take(step(&mut table, low) as usize)?;
        if table.overran() {
            return None;
        }
    }
    let length = step(&mut table, low) as usize;
    if table.overran() { None } else { reader.take(length) }
}

impl StoreModel {
    /// Opens a model with the lexicon that it was trained with.
    pub(crate) fn open<W: Words + ?Sized>(bytes: &[u8], words: &W) -> Result<StoreModel, Error> {
        Self::read(bytes, words).ok_or_else(|| malformed("store model"))
    }

    fn read<W: Words + ?Sized>(bytes: &[u8], words: &W) -> Option<StoreModel> {
        let mut model = StoreModel::default();
        let mut reader = Reader::new(bytes);
        model.cards_per_block = reader.varint()?;
        model.texts_per_block = reader.varint()?;
        let text_bytes = reader.varint()? as usize;
        model.text = TextModel::open(reader.take(text_bytes)?, words)?;
        model.ids = match reader.u8()? {
            0 => Ids::Numbers(reader.varint()?),
            1 => Ids::Letters(reader.text()?.to_owned()),
            2 => Ids::Words,
            _ => return None,
        };
        model.url = (reader.text()?.to_owned(), reader.text()?.to_owned());
        model.first_year = reader.u32()? as i32;
        let rest = reader.take(reader.remaining())?;
        let mut fields = Fields { text: &model.text, words, memory: Memory::default(), reader: BitReader::new(rest, 0), room: TEXT_BYTES };
        let bits = &mut fields.reader;
        if matches!(model.ids, Ids::Letters(_)) {
            model.id_letters.open(bits)?;
        }
        let years = bits.bits(9) as usize;
        open_code(&mut model.urls, bits, 3)?;
        open_code(&mut model.years, bits, years + 2)?;
        for code in &mut model.counts {
            open_code(code, bits, COUNTS + 1)?;
        }
        for values in [&mut model.venues, &mut model.keywords, &mut model.meta_names] {
            values.open(&mut fields)?;
        }
        let sound = !fields.reader.overran() && model.cards_per_block > 0 && model.texts_per_block > 0;
        sound.then_some(model)
    }

    /// How many cards a block holds.
    pub(crate) fn cards_per_block(&self) -> u32 {
        self.cards_per_block
    }

    /// How many texts a block holds.
    pub(crate) fn texts_per_block(&self) -> u32 {
        self.texts_per_block
    }

    /// Everything but the body.
    pub(crate) fn read_card<W: Words + ?Sized>(&self, words: &W, block: &[u8], index: u32) -> Result<Document, Error> {
        record(block, index).and_then(|record| self.card(words, record)).ok_or_else(|| malformed("card"))
    }

    /// The body.
    pub(crate) fn read_text<W: Words + ?Sized>(&self, words: &W, block: &[u8], index: u32) -> Result<String, Error> {
        let text = record(block, index).and_then(|record| {
            let mut text = String::new();
            self.fields(words, record).string(Kind::Body, &mut text)?;
            Some(text)
        });
        text.ok_or_else(|| malformed("text"))
    }

    fn fields<'a, W: ?Sized>(&'a self, words: &'a W, record: &'a [u8]) -> Fields<'a, W> {
        Fields { text: &self.text, words, memory: Memory::default(), reader: BitReader::new(record, 0), room: TEXT_BYTES }
    }

    /// Hands the title to `sink`, at most `max_tokens` words and gaps; false where more or damage follows.
    pub(crate) fn scan_title<W: Words + ?Sized, S: TextSink>(
        &self,
        words: &W,
        block: &[u8],
        index: u32,
        max_tokens: usize,
        sink: &mut S,
    ) -> bool {
        self.scan_first(words, Kind::Title, block, index, max_tokens, sink)
    }

    /// Hands the body to `sink`, at most `max_tokens` words and gaps; false where more or damage follows.
    pub(crate) fn scan_text<W: Words + ?Sized, S: TextSink>(
        &self,
        words: &W,
        block: &[u8],
        index: u32,
        max_tokens: usize,
        sink: &mut S,
    ) -> bool {
        self.scan_first(words, Kind::Body, block, index, max_tokens, sink)
    }

    fn scan_first<W: Words + ?Sized, S: TextSink>(
        &self,
        words: &W,
        kind: Kind,
        block: &[u8],
        index: u32,
        max_tokens: usize,
        sink: &mut S,
    ) -> bool {
        record(block, index).is_some_and(|record| {
            let Fields { text, mut memory, mut reader, .. } = self.fields(words, record);
            text.scan(words, kind, &mut memory, &mut reader, max_tokens, sink)
        })
    }

    fn card<W: Words + ?Sized>(&self, words: &W, record: &[u8]) -> Option<Document> {
        let mut document = Document::default();
        let fields = &mut self.fields(words, record);
        fields.string(Kind::Title, &mut document.title)?;
        match &self.ids {
            Ids::Numbers(bound) => document.id = fields.reader.below(*bound).to_string(),
            Ids::Letters(start) => {
                document.id.push_str(start);
                self.id_letters.read(&mut fields.reader, TEXT_BYTES, &mut document.id).then_some(())?;
            }
            Ids::Words => fields.string(Kind::Label, &mut document.id)?,
        }
        match self.urls.symbol(0, &mut fields.reader)? {
            0 => {}
            1 => fields.string(Kind::Label, &mut document.url)?,
            _ => [self.url.0.as_str(), &document.id, &self.url.1].into_iter().for_each(|part| document.url.push_str(part)),
        }
        document.year = match self.years.symbol(0, &mut fields.reader)? {
            0 => None,
            1 => Some(fields.reader.bits(32) as i32),
            symbol => Some(self.first_year.wrapping_add((symbol - 2) as i32)),
        };
        fields.value(&self.venues, &mut document.venue)?;
        let [authors, keywords, meta] = &self.counts;
        for _ in 0..fields.count(authors)? {
            let mut author = String::new();
            fields.string(Kind::Name, &mut author)?;
            document.authors.push(author);
        }
        for _ in 0..fields.count(keywords)? {
            let mut keyword = String::new();
            fields.value(&self.keywords, &mut keyword)?;
            document.keywords.push(keyword);
        }
        for _ in 0..fields.count(meta)? {
            let mut pair = (String::new(), String::new());
            fields.value(&self.meta_names, &mut pair.0)?;
            fields.string(Kind::Label, &mut pair.1)?;
            document.meta.push(pair);
        }
        (!fields.reader.overran()).then_some(document)
    }
}

#[cfg(feature = "build")]
mod writer {
    use std::cmp::Reverse;
    use std::collections::HashMap;

    use rayon::prelude::*;

    use super::super::bits::BitWriter;
    use super::super::bytes::{put_text, put_varint};
    use super::super::huffman;
    use super::super::text::{Record, Spelling, TextEncoder, best_low, put_step, train};
    use super::*;

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
            documents.par_chunks(per_block as usize).map(|block| assemble(&block.iter().map(write).collect::<Vec<_>>())).collect()
        };
        Written {
            model: writer.write(),
            cards: blocks(CARDS_PER_BLOCK, &|document| writer.write_card(document)),
            texts: blocks(TEXTS_PER_BLOCK, &|document| writer.write_text(document)),
        }
    }

    /// One block of these records.
    pub(super) fn assemble(records: &[Vec<u8>]) -> Vec<u8> {
        let lengths: Vec<u32> = records.iter().map(|record| record.len() as u32).collect();
        let low = best_low(&lengths);
        let mut table = BitWriter::default();
        table.bits(low, 5);
        lengths.iter().for_each(|&length| put_step(&mut table, length, low));
        let table = table.into_bytes();
        let mut out = Vec::new();
        put_varint(&mut out, records.len() as u32);
        put_varint(&mut out, table.len() as u32);
        out.extend(table);
        out.extend(records.iter().flatten());
        out
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
            let mut listed: Vec<(&str, u64)> = counts.into_iter().filter(|&(value, count)| pays(value, count, all)).collect();
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
            let meta_names = ValueTable::new(documents.iter().flat_map(|document| &document.meta).map(|(name, _)| name.as_str()));

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
                let is_word = word.bytes().any(|byte| byte.is_ascii_alphabetic()) && words.ordinal(&word.to_ascii_lowercase()).is_some();
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
}


#[cfg(all(test, feature = "build"))]
mod tests {
    use proptest::prelude::*;

    use super::super::text::tests::Lexicon;
    use super::writer::{CARDS_PER_BLOCK, StoreWriter, TEXTS_PER_BLOCK, Written, assemble};
    use super::*;

    fn lexicon(documents: &[Document]) -> Lexicon {
        Lexicon::of(documents.iter().map(|document| {
            let lists = document.authors.iter().chain(&document.keywords).map(String::as_str);
            lists.chain([document.title.as_str(), &document.body]).collect()
        }))
    }

    #[derive(Default)]
    struct Count(usize);

    impl TextSink for Count {
        fn word(&mut self, _: u32) {
            self.0 += 1;
        }

        fn spelled(&mut self, _: &str) {
            self.0 += 1;
        }

        fn gap(&mut self, _: &str) {}
    }

    fn words_of(text: &str) -> usize {
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).count()
    }

    fn check(documents: &[Document]) {
        let words = lexicon(documents);
        let Written { model, cards, texts } = write(&words, documents);
        let model = StoreModel::open(&model, &words).unwrap();
        let mut read = 0;
        for (cards, documents) in cards.iter().zip(documents.chunks(model.cards_per_block() as usize)) {
            for (index, document) in (0..).zip(documents) {
                let card = model.read_card(&words, cards, index).unwrap();
                assert_eq!(Document { body: document.body.clone(), ..card }, *document);
                let mut title = Count::default();
                assert!(model.scan_title(&words, cards, index, usize::MAX, &mut title));
                assert_eq!(title.0, words_of(&document.title));
                read += 1;
            }
            assert!(model.read_card(&words, cards, documents.len() as u32).is_err());
        }
        for (texts, documents) in texts.iter().zip(documents.chunks(model.texts_per_block() as usize)) {
            for (index, document) in (0..).zip(documents) {
                assert_eq!(model.read_text(&words, texts, index).unwrap(), document.body);
                let mut text = Count::default();
                assert!(model.scan_text(&words, texts, index, usize::MAX, &mut text));
                assert_eq!(text.0, words_of(&document.body));
                read += 1;
            }
            assert!(model.read_text(&words, texts, documents.len() as u32).is_err());
        }
        assert_eq!(read, documents.len() * 2);
    }

    fn some_string() -> impl Strategy<Value = String> {
        prop_oneof![
            2 => Just(String::new()),
            6 => "(Deep |neural |networks? |cell |Müller |de |[.], ){0,6}",
            1 => any::<String>(),
        ]
    }

    fn some_id() -> impl Strategy<Value = String> {
        prop_oneof!["[0-9]{1,12}", "W[0-9]{8}", "(deep|cell|guide)/(neural|index)[.]html", any::<String>()]
    }

    fn some_documents() -> impl Strategy<Value = Vec<Document>> {
        let list = || proptest::collection::vec(some_string(), 0..4);
        let long = prop_oneof![9 => list(), 1 => proptest::collection::vec(some_string(), 20..40)];
        let pairs = proptest::collection::vec(("(doi|pages|)", some_string()), 0..3);
        let year = prop_oneof![3 => proptest::option::of(1990..2030i32), 1 => any::<i32>().prop_map(Some)];
        let texts = (some_id(), some_string(), some_string(), some_string(), some_string());
        let document = (texts, long, list(), pairs, year, 0..3u8).prop_map(|((id, title, body, url, venue), authors, keywords, meta, year, usual)| {
            let url = if usual > 0 { format!("https://example.org/{id}.html") } else { url };
            Document { id, title, body, url, authors, year, venue, keywords, meta }
        });
        proptest::collection::vec(document, 0..90)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn any_documents_are_read_back(documents in some_documents()) {
            check(&documents);
        }

        #[test]
        fn any_damage_is_an_error_or_reads_something(documents in some_documents(), damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
            let words = lexicon(&documents);
            let written = write(&words, &documents);
            let damaged = |bytes: &[u8]| {
                let mut bytes = bytes.to_vec();
                for (at, bits) in &damage {
                    let at = at.index(bytes.len().max(1));
                    bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= bits);
                }
                bytes
            };
            let read_all = |model: &[u8], cards: &[Vec<u8>], texts: &[Vec<u8>]| {
                let Ok(model) = StoreModel::open(model, &words) else { return };
                for index in 0..3 {
                    cards.iter().for_each(|block| drop(model.read_card(&words, block, index)));
                    texts.iter().for_each(|block| drop(model.read_text(&words, block, index)));
                }
            };
            read_all(&damaged(&written.model), &written.cards, &written.texts);
            let blocks = |blocks: &[Vec<u8>]| blocks.iter().map(|block| damaged(block)).collect::<Vec<_>>();
            read_all(&written.model, &blocks(&written.cards), &blocks(&written.texts));
        }

        #[test]
        fn any_bytes_as_a_block_read_without_panic(block in proptest::collection::vec(any::<u8>(), 0..200), index in 0u32..70) {
            let documents = [Document { title: "Deep neural networks".into(), ..Document::default() }];
            let words = lexicon(&documents);
            let model = StoreModel::open(&write(&words, &documents).model, &words).unwrap();
            let _ = (model.read_card(&words, &block, index), model.read_text(&words, &block, index));
            model.scan_text(&words, &block, index, 100, &mut Count::default());
        }
    }

    fn numbered(count: u32) -> Vec<Document> {
        let document = |number: u32| Document {
            id: number.to_string(),
            title: format!("Deep networks, part {}", number % 9),
            body: format!("We train network {number} and find that it is deep. Part {} is not.", number % 7),
            url: format!("https://example.org/papers/{number}"),
            authors: vec!["Ada Lovelace".into(), "Émile Borel".into()],
            year: Some(2000 + (number % 20) as i32),
            venue: ["Journal of Networks", "Deep Letters"][number as usize % 2].into(),
            keywords: vec!["networks".into()],
            meta: vec![("doi".into(), format!("10.1000/{number}"))],
        };
        (0..count).map(document).collect()
    }

    #[test]
    fn blocks_are_full_save_the_last() {
        for count in [0, 1, 15, 16, 17, 64, 65, 200] {
            let documents = numbered(count);
            let words = lexicon(&documents);
            let written = write(&words, &documents);
            assert_eq!(written.cards.len() as u32, count.div_ceil(CARDS_PER_BLOCK));
            assert_eq!(written.texts.len() as u32, count.div_ceil(TEXTS_PER_BLOCK));
            check(&documents);
        }
    }

    /// Bytes of all cards when each document is changed so.
    fn card_bytes(change: impl Fn(&mut Document)) -> usize {
        let mut documents = numbered(512);
        documents.iter_mut().for_each(change);
        check(&documents);
        write(&lexicon(&documents), &documents).cards.iter().map(Vec::len).sum()
    }

    #[test]
    fn what_all_documents_share_costs_little() {
        let usual = card_bytes(|_| ());
        assert!(usual - card_bytes(|document| document.url.clear()) < 512 / 8, "a url by template");
        assert!(usual - card_bytes(|document| document.venue.clear()) < 512 / 4, "one of two venues");
        assert!(usual - card_bytes(|document| document.keywords.clear()) < 512 / 4, "always the same keyword");
    }

    #[test]
    fn ids_with_a_common_start_and_digits_cost_their_digits() {
        let ids = card_bytes(|document| {
            document.id = format!("arXiv:2401.{:05}", document.id.parse::<u32>().unwrap() * 97);
            document.url.clear();
        });
        let none = card_bytes(|document| {
            document.id.clear();
            document.url.clear();
        });
        assert!(ids - none < 512 * 4, "{}", ids - none);
    }

    #[test]
    fn strings_beyond_the_limit_are_cut_at_a_letter() {
        let body = "é".repeat(TEXT_BYTES / 2 + 5);
        let documents = [Document { body, ..Document::default() }];
        let words = lexicon(&documents);
        let written = write(&words, &documents);
        let model = StoreModel::open(&written.model, &words).unwrap();
        assert_eq!(model.read_text(&words, &written.texts[0], 0).unwrap().len(), TEXT_BYTES);
    }

    #[test]
    fn a_record_is_found_by_the_lengths_before_it() {
        let records: Vec<Vec<u8>> = (0..40u8).map(|number| vec![number; usize::from(number) * 9 % 31]).collect();
        let block = assemble(&records);
        for (index, expected) in (0..).zip(&records) {
            assert_eq!(record(&block, index), Some(expected.as_slice()));
        }
        assert_eq!(record(&block, 40), None);
        for end in 0..block.len() {
            assert_eq!(record(&block[..end], 39).filter(|record| !record.is_empty()), None, "cut at {end}");
        }
    }

    #[test]
    fn a_card_that_promises_endless_lists_ends_with_its_bytes() {
        let documents = numbered(3);
        let words = lexicon(&documents);
        let writer = StoreWriter::train(&words, 1, &documents);
        let model = StoreModel::open(&writer.write(), &words).unwrap();
        let card = writer.write_card(&documents[0]);
        for end in 0..card.len() {
            assert!(model.card(&words, &card[..end]).is_none(), "cut at {end}");
        }
    }
}
