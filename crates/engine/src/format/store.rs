//! Stored documents: a card for each (what a row of results shows) and its text, in blocks.

use super::bits::BitReader;
use super::bytes::{Bytes, Reader, malformed};
use super::huffman::Code;
use super::text::{Kind, Letters, Memory, TextModel, TextSink, Words, step};
use crate::document::Document;
use crate::error::Error;

#[cfg(feature = "build")]
pub(crate) use writer::{StoreWriter, write};

/// Cards in a block, unless the writer decides otherwise.
pub(crate) const CARDS_PER_BLOCK: u32 = 64;
/// Texts in a block, unless the writer decides otherwise.
pub(crate) const TEXTS_PER_BLOCK: u32 = 16;

/// Terms of fewer documents are spelled out.
const THRESHOLD: u32 = 2;

/// What a string of a record may grow to, whatever its bits say.
const STRING_BYTES: usize = 64 << 20;

/// How ids are coded.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Ids {
    /// All are decimal numbers below this bound.
    Numbers(u32),
    /// By letters behind a common start.
    Letters(String),
    /// As text.
    Text,
}

/// Whole values that are frequent, each with a code; symbol 0 is no value, 1 any other.
#[derive(Clone, Debug, Default)]
struct Values {
    values: Vec<String>,
    code: Code,
}

/// What is needed to read stored documents beside the lexicon.
#[derive(Clone, Debug)]
pub(crate) struct StoreModel {
    text: TextModel,
    cards_per_block: u32,
    texts_per_block: u32,
    ids: Ids,
    id_letters: Letters,
    /// What stands before and behind the id in a usual url.
    url: (String, String),
    /// The earliest year that has a code, and codes: none, any other, this year, the next, ...
    first_year: i32,
    years: Code,
    venues: Values,
    keywords: Values,
    meta_names: Values,
    /// Numbers of authors, of keywords, of metadata.
    counts: [Code; 3],
}

/// Lists of up to so many entries have a code of their own; the last one stands for any longer list.
const COUNTS: usize = 24;
/// Years from the first one that have a code.
const YEARS: usize = 256;
/// The most values of a table.
const VALUES: usize = 4096;

/// Reads code lengths as [`writer::put_lengths`] writes them.
fn read_code(reader: &mut BitReader<'_>, symbols: usize) -> Option<Code> {
    let lengths: Vec<u8> = (0..symbols)
        .map(|_| if reader.bits(1) == 0 { 0 } else { reader.bits(4) as u8 })
        .collect();
    Code::new(&lengths)
}

fn read_text<W: Words + ?Sized>(
    text: &TextModel,
    words: &W,
    kind: Kind,
    memory: &mut Memory,
    reader: &mut BitReader<'_>,
) -> Option<String> {
    let mut out = String::new();
    text.decode(words, kind, memory, reader, STRING_BYTES, &mut out).then_some(out)
}

impl Values {
    fn open<W: Words + ?Sized>(reader: &mut BitReader<'_>, words: &W, text: &TextModel) -> Option<Values> {
        let count = reader.gamma() - 1;
        if count as usize > VALUES {
            return None;
        }
        let mut values = Vec::new();
        for _ in 0..count {
            values.push(read_text(text, words, Kind::Label, &mut Memory::default(), reader)?);
        }
        let code = read_code(reader, values.len() + 2)?;
        Some(Values { values, code })
    }

    fn read<W: Words + ?Sized>(
        &self,
        text: &TextModel,
        words: &W,
        memory: &mut Memory,
        reader: &mut BitReader<'_>,
    ) -> Option<String> {
        match self.code.symbol(reader)? {
            0 => Some(String::new()),
            1 => read_text(text, words, Kind::Label, memory, reader),
            symbol => self.values.get(symbol as usize - 2).cloned(),
        }
    }
}

/// The record at `index` of a block.
fn record(block: &[u8], index: u32) -> Option<&[u8]> {
    let mut reader = Reader::new(block);
    let count = reader.varint("").ok()?;
    let table_bytes = reader.varint("").ok()? as usize;
    let table = reader.take(table_bytes, "").ok()?;
    let records = reader.take(reader.remaining(), "").ok()?;
    if index >= count {
        return None;
    }
    let mut table = BitReader::new(table, 0);
    let low = table.bits(5);
    let (mut start, mut length) = (0usize, 0usize);
    for _ in 0..=index {
        start = start.checked_add(length)?;
        length = step(&mut table, low) as usize;
        if table.overran() {
            return None;
        }
    }
    records.get(start..start.checked_add(length)?)
}

impl StoreModel {
    /// Opens what the writer's `model_bytes` wrote, with the lexicon that it was trained with.
    pub(crate) fn open<W: Words + ?Sized>(bytes: &[u8], words: &W) -> Result<StoreModel, Error> {
        const WHAT: &str = "store model";
        let mut reader = Reader::new(bytes);
        let cards_per_block = reader.varint(WHAT)?;
        let texts_per_block = reader.varint(WHAT)?;
        if cards_per_block == 0 || texts_per_block == 0 {
            return Err(malformed(WHAT));
        }
        let text_bytes = reader.varint(WHAT)? as usize;
        let text = TextModel::open(reader.take(text_bytes, WHAT)?, words)?;
        let ids = match reader.u8(WHAT)? {
            0 => Ids::Numbers(reader.varint(WHAT)?),
            1 => Ids::Letters(reader.text(WHAT)?.to_owned()),
            2 => Ids::Text,
            _ => return Err(malformed(WHAT)),
        };
        let url = (reader.text(WHAT)?.to_owned(), reader.text(WHAT)?.to_owned());
        let first_year = reader.u32(WHAT)? as i32;
        let mut bits = BitReader::new(reader.take(reader.remaining(), WHAT)?, 0);
        let tables = |reader: &mut BitReader<'_>| {
            let id_letters = match ids {
                Ids::Letters(_) => Letters::open(reader)?,
                _ => Letters::default(),
            };
            let years = reader.bits(9) as usize;
            let model = StoreModel {
                id_letters,
                years: read_code(reader, years.min(YEARS) + 2)?,
                counts: [read_code(reader, COUNTS + 1)?, read_code(reader, COUNTS + 1)?, read_code(reader, COUNTS + 1)?],
                venues: Values::open(reader, words, &text)?,
                keywords: Values::open(reader, words, &text)?,
                meta_names: Values::open(reader, words, &text)?,
                text,
                cards_per_block,
                texts_per_block,
                ids,
                url,
                first_year,
            };
            (!reader.overran()).then_some(model)
        };
        tables(&mut bits).ok_or_else(|| malformed(WHAT))
    }

    /// How many cards a block holds.
    pub(crate) fn cards_per_block(&self) -> u32 {
        self.cards_per_block
    }

    /// How many texts a block holds.
    pub(crate) fn texts_per_block(&self) -> u32 {
        self.texts_per_block
    }

    /// The title alone.
    pub(crate) fn read_title<W: Words + ?Sized>(&self, words: &W, block: &[u8], index: u32) -> Result<String, Error> {
        record(block, index)
            .and_then(|record| {
                read_text(&self.text, words, Kind::Title, &mut Memory::default(), &mut BitReader::new(record, 0))
            })
            .ok_or_else(|| malformed("title"))
    }

    /// Everything but the body.
    pub(crate) fn read_card<W: Words + ?Sized>(&self, words: &W, block: &[u8], index: u32) -> Result<Document, Error> {
        record(block, index).and_then(|record| self.card(words, record)).ok_or_else(|| malformed("card"))
    }

    /// The body.
    pub(crate) fn read_text<W: Words + ?Sized>(&self, words: &W, block: &[u8], index: u32) -> Result<String, Error> {
        record(block, index)
            .and_then(|record| {
                read_text(&self.text, words, Kind::Body, &mut Memory::default(), &mut BitReader::new(record, 0))
            })
            .ok_or_else(|| malformed("text"))
    }

    /// Hands the title to `sink`, word by word.
    pub(crate) fn scan_title<W: Words + ?Sized, S: TextSink>(
        &self,
        words: &W,
        block: &[u8],
        index: u32,
        max_tokens: usize,
        sink: &mut S,
    ) -> Result<bool, Error> {
        let record = record(block, index).ok_or_else(|| malformed("title"))?;
        let mut memory = Memory::default();
        Ok(self.text.scan(words, Kind::Title, &mut memory, &mut BitReader::new(record, 0), max_tokens, sink))
    }

    /// Hands the body to `sink`, word by word; false where `max_tokens` or damage ended it early.
    pub(crate) fn scan_text<W: Words + ?Sized, S: TextSink>(
        &self,
        words: &W,
        block: &[u8],
        index: u32,
        max_tokens: usize,
        sink: &mut S,
    ) -> Result<bool, Error> {
        let record = record(block, index).ok_or_else(|| malformed("text"))?;
        let mut memory = Memory::default();
        Ok(self.text.scan(words, Kind::Body, &mut memory, &mut BitReader::new(record, 0), max_tokens, sink))
    }

    fn card<W: Words + ?Sized>(&self, words: &W, record: &[u8]) -> Option<Document> {
        let reader = &mut BitReader::new(record, 0);
        let memory = &mut Memory::default();
        let mut document = Document { title: read_text(&self.text, words, Kind::Title, memory, reader)?, ..Document::default() };
        document.id = match &self.ids {
            Ids::Numbers(bound) => reader.below(*bound).to_string(),
            Ids::Letters(start) => {
                let mut id = start.clone();
                self.id_letters.read(reader, STRING_BYTES, &mut id).then_some(id)?
            }
            Ids::Text => read_text(&self.text, words, Kind::Label, memory, reader)?,
        };
        document.url = if reader.bits(1) == 0 {
            [self.url.0.as_str(), &document.id, &self.url.1].concat()
        } else {
            read_text(&self.text, words, Kind::Label, memory, reader)?
        };
        document.year = match self.years.symbol(reader)? {
            0 => None,
            1 => Some(reader.bits(32) as i32),
            symbol => Some(self.first_year.wrapping_add(symbol as i32 - 2)),
        };
        document.venue = self.venues.read(&self.text, words, memory, reader)?;
        let [authors, keywords, meta] = &self.counts;
        for _ in 0..read_count(authors, reader)? {
            document.authors.push(read_text(&self.text, words, Kind::Name, memory, reader)?);
        }
        for _ in 0..read_count(keywords, reader)? {
            document.keywords.push(self.keywords.read(&self.text, words, memory, reader)?);
        }
        for _ in 0..read_count(meta, reader)? {
            let name = self.meta_names.read(&self.text, words, memory, reader)?;
            document.meta.push((name, read_text(&self.text, words, Kind::Label, memory, reader)?));
        }
        (!reader.overran()).then_some(document)
    }
}

/// The stored documents of an index, with the blocks at hand.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    model: StoreModel,
    cards: Vec<Bytes>,
    texts: Vec<Bytes>,
}

impl Store {
    /// Opens the model; the blocks must be as many as the documents fill.
    pub(crate) fn open<W: Words + ?Sized>(
        model: &[u8],
        documents: u32,
        words: &W,
        cards: Vec<Bytes>,
        texts: Vec<Bytes>,
    ) -> Result<Store, Error> {
        let model = StoreModel::open(model, words)?;
        let full = cards.len() == documents.div_ceil(model.cards_per_block) as usize
            && texts.len() == documents.div_ceil(model.texts_per_block) as usize;
        if full { Ok(Store { model, cards, texts }) } else { Err(malformed("number of store blocks")) }
    }

    /// Everything but the body.
    pub(crate) fn card<W: Words + ?Sized>(&self, words: &W, doc: u32) -> Result<Document, Error> {
        let (block, index) = self.card_at(doc);
        self.model.read_card(words, block, index)
    }

    /// The title alone.
    pub(crate) fn title<W: Words + ?Sized>(&self, words: &W, doc: u32) -> Result<String, Error> {
        let (block, index) = self.card_at(doc);
        self.model.read_title(words, block, index)
    }

    /// The body.
    pub(crate) fn text<W: Words + ?Sized>(&self, words: &W, doc: u32) -> Result<String, Error> {
        let (block, index) = self.text_at(doc);
        self.model.read_text(words, block, index)
    }

    /// Hands the title to `sink`, word by word; false where damage ended it early.
    pub(crate) fn scan_title<W: Words + ?Sized, S: TextSink>(&self, words: &W, doc: u32, sink: &mut S) -> bool {
        let (block, index) = self.card_at(doc);
        self.model.scan_title(words, block, index, usize::MAX, sink).unwrap_or(false)
    }

    /// Hands the body to `sink`, word by word; false where damage ended it early.
    pub(crate) fn scan_text<W: Words + ?Sized, S: TextSink>(&self, words: &W, doc: u32, sink: &mut S) -> bool {
        let (block, index) = self.text_at(doc);
        self.model.scan_text(words, block, index, usize::MAX, sink).unwrap_or(false)
    }

    fn card_at(&self, doc: u32) -> (&[u8], u32) {
        at(&self.cards, doc, self.model.cards_per_block)
    }

    fn text_at(&self, doc: u32) -> (&[u8], u32) {
        at(&self.texts, doc, self.model.texts_per_block)
    }
}

/// The block of a document and its place there; no bytes where there is no such block.
fn at(blocks: &[Bytes], doc: u32, per_block: u32) -> (&[u8], u32) {
    let block = doc.checked_div(per_block).and_then(|block| blocks.get(block as usize));
    (block.map_or(&[], Bytes::as_slice), doc.checked_rem(per_block).unwrap_or(0))
}

fn read_count(code: &Code, reader: &mut BitReader<'_>) -> Option<u32> {
    let count = code.symbol(reader)?;
    Some(if count as usize == COUNTS { count.saturating_add(reader.gamma() - 1) } else { count })
}

#[cfg(feature = "build")]
mod writer {
    use std::collections::HashMap;

    use super::super::bits::BitWriter;
    use super::super::bytes::{put_text, put_varint};
    use super::super::huffman;
    use super::super::text::{Record, Spelling, TextEncoder, best_low, put_step, train};
    use super::*;

    impl Values {
        fn is_empty_value(value: &str) -> bool {
            value.is_empty()
        }
    }

    /// A code with what writing it takes.
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
    }

    /// Frequent whole values, for writing.
    struct CodedValues {
        values: Vec<String>,
        symbols: HashMap<String, usize>,
        code: Coded,
    }

    impl CodedValues {
        fn new<'v>(values: impl Iterator<Item = &'v str>) -> CodedValues {
            let mut counts: HashMap<&str, u64> = HashMap::new();
            let mut all = 0u64;
            for value in values {
                *counts.entry(value).or_default() += 1;
                all += 1;
            }
            let none = counts.remove("").unwrap_or(0);
            // As text a value takes some 13 bits a word; in the table it takes that once (twice,
            // since the table is always loaded) and its code each time.
            let mut listed: Vec<(&str, u64)> = counts
                .iter()
                .map(|(&value, &count)| (value, count))
                .filter(|&(value, count)| {
                    let as_text = 13 * value.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).count() as u64 + 4;
                    let as_code = u64::from((all / count).max(1).ilog2()) + 2;
                    count * as_text.saturating_sub(as_code) > 2 * (as_text + 5)
                })
                .collect();
            listed.sort_unstable_by(|one, two| two.1.cmp(&one.1).then(one.0.cmp(two.0)));
            listed.truncate(VALUES);
            let other: u64 = counts.values().sum::<u64>() - listed.iter().map(|&(_, count)| count).sum::<u64>();
            // The table is in order of the values, so that the codes are all that is left to say.
            listed.sort_unstable();
            let mut weights = vec![none, other];
            weights.extend(listed.iter().map(|&(_, count)| count));
            let values: Vec<String> = listed.iter().map(|&(value, _)| value.to_owned()).collect();
            let symbols = values.iter().cloned().zip(2..).collect();
            CodedValues { values, symbols, code: Coded::new(&weights) }
        }

        fn symbol(&self, value: &str) -> usize {
            match self.symbols.get(value) {
                _ if Values::is_empty_value(value) => 0,
                Some(&symbol) => symbol,
                None => 1,
            }
        }

        fn write<W: Words + ?Sized>(&self, text: &TextEncoder<'_, W>, out: &mut BitWriter) {
            out.gamma(self.values.len() as u32 + 1);
            for value in &self.values {
                text.encode(Kind::Label, value, &mut Memory::default(), out);
            }
            self.code.write(out);
        }

        fn put<W: Words + ?Sized>(&self, text: &TextEncoder<'_, W>, value: &str, memory: &mut Memory, out: &mut BitWriter) {
            let symbol = self.symbol(value);
            self.code.put(out, symbol);
            if symbol == 1 {
                text.encode(Kind::Label, value, memory, out);
            }
        }
    }

    /// Writes the store of documents in their final order.
    pub(crate) struct StoreWriter<'w, W: ?Sized> {
        text: TextEncoder<'w, W>,
        cards_per_block: u32,
        texts_per_block: u32,
        ids: Ids,
        id_spelling: Spelling,
        url: (String, String),
        first_year: i32,
        years: Coded,
        venues: CodedValues,
        keywords: CodedValues,
        meta_names: CodedValues,
        counts: [Coded; 3],
    }

    fn number(id: &str) -> Option<u32> {
        let number: u32 = id.parse().ok()?;
        (number < u32::MAX && number.to_string() == id).then_some(number)
    }

    fn common_start(ids: &mut dyn Iterator<Item = &str>) -> String {
        let mut start = ids.next().unwrap_or_default();
        for id in ids {
            let length = start.char_indices().zip(id.chars()).find(|((_, one), two)| one != two).map_or(start.len().min(id.len()), |((at, _), _)| at);
            start = &start[..length];
        }
        start.to_owned()
    }

    fn ids_of<W: Words + ?Sized>(words: &W, documents: &[Document]) -> Ids {
        let numbers: Option<Vec<u32>> = documents.iter().map(|document| number(&document.id)).collect();
        if let Some(numbers) = numbers {
            return Ids::Numbers(numbers.iter().copied().max().unwrap_or(0) + 1);
        }
        // Paths are mostly words that the lexicon has; other ids are not.
        let (mut known, mut all) = (0, 0);
        for document in documents.iter().take(1000) {
            for word in document.id.split(|letter: char| !letter.is_alphanumeric()) {
                all += word.len();
                let lower = word.to_ascii_lowercase();
                let is_word = words.ordinal(&lower).is_some() && lower.bytes().any(|byte| byte.is_ascii_lowercase());
                known += if is_word { word.len() } else { 0 };
            }
        }
        if known * 10 > all * 6 {
            return Ids::Text;
        }
        Ids::Letters(common_start(&mut documents.iter().map(|document| document.id.as_str())))
    }

    /// What stands before and behind the id in most urls.
    fn template(documents: &[Document]) -> (String, String) {
        let mut counts: HashMap<(&str, &str), u32> = HashMap::new();
        for document in documents {
            let around = match document.url.find(&document.id) {
                Some(at) => (&document.url[..at], &document.url[at + document.id.len()..]),
                None => continue,
            };
            *counts.entry(around).or_default() += 1;
        }
        let best = counts.into_iter().max_by(|one, two| one.1.cmp(&two.1).then(two.0.cmp(&one.0)));
        best.map_or_else(Default::default, |((before, behind), _)| (before.to_owned(), behind.to_owned()))
    }

    fn counts_of(lengths: impl Iterator<Item = usize>) -> Coded {
        let mut counts = vec![0u64; COUNTS + 1];
        for length in lengths {
            counts[length.min(COUNTS)] += 1;
        }
        Coded::new(&counts)
    }

    impl<'w, W: Words + Sync + ?Sized> StoreWriter<'w, W> {
        /// Learns how to write these documents; words of fewer than `threshold` documents are spelled out.
        pub(crate) fn train(words: &'w W, threshold: u32, documents: &[Document]) -> Self {
            let ids = ids_of(words, documents);
            let url = template(documents);
            let venues = CodedValues::new(documents.iter().map(|document| document.venue.as_str()));
            let keywords = CodedValues::new(documents.iter().flat_map(|document| document.keywords.iter().map(String::as_str)));
            let names = documents.iter().flat_map(|document| document.meta.iter().map(|(name, _)| name.as_str()));
            let meta_names = CodedValues::new(names);
            let mut years: Vec<i32> = documents.iter().filter_map(|document| document.year).collect();
            years.sort_unstable();
            // The span that holds the most common years: what is outside costs 32 bits.
            let first_year = years.get(years.len() / 2).map_or(0, |&median| median.saturating_sub(YEARS as i32 / 2));
            let first_year = years.iter().copied().find(|&year| year >= first_year).unwrap_or(0);
            let span = years.iter().rev().map(|&year| i64::from(year) - i64::from(first_year)).find(|&offset| offset < YEARS as i64);
            let mut year_counts = vec![0u64; 2 + span.map_or(0, |span| span.max(0) as usize + 1)];
            let counts = [
                counts_of(documents.iter().map(|document| document.authors.len())),
                counts_of(documents.iter().map(|document| document.keywords.len())),
                counts_of(documents.iter().map(|document| document.meta.len())),
            ];
            let id_spelling = match &ids {
                Ids::Letters(start) => Spelling::of(documents.iter().map(|document| &document.id[start.len()..])),
                _ => Spelling::default(),
            };
            let mut records: Vec<Record<'_>> = Vec::with_capacity(documents.len() * 2);
            for document in documents {
                let year = year_symbol(first_year, year_counts.len(), document.year);
                year_counts[year] += 1;
                let mut card: Record<'_> = vec![(Kind::Title, &document.title)];
                if ids == Ids::Text {
                    card.push((Kind::Label, &document.id));
                }
                if !is_usual(&url, document) {
                    card.push((Kind::Label, &document.url));
                }
                let label = |values: &CodedValues, value: &'_ str| values.symbol(value) == 1;
                if label(&venues, &document.venue) {
                    card.push((Kind::Label, &document.venue));
                }
                card.extend(document.authors.iter().map(|author| (Kind::Name, author.as_str())));
                card.extend(document.keywords.iter().filter(|keyword| label(&keywords, keyword)).map(|keyword| (Kind::Label, keyword.as_str())));
                for (name, value) in &document.meta {
                    if label(&meta_names, name) {
                        card.push((Kind::Label, name));
                    }
                    card.push((Kind::Label, value));
                }
                records.push(card);
                records.push(vec![(Kind::Body, &document.body)]);
            }
            let text = train(words, threshold, &records);
            let years = Coded::new(&year_counts);
            StoreWriter {
                text,
                cards_per_block: CARDS_PER_BLOCK,
                texts_per_block: TEXTS_PER_BLOCK,
                ids,
                id_spelling,
                url,
                first_year,
                years,
                venues,
                keywords,
                meta_names,
                counts,
            }
        }

        /// The model, for the index's header.
        pub(crate) fn model_bytes(&self) -> Vec<u8> {
            let mut out = Vec::new();
            put_varint(&mut out, self.cards_per_block);
            put_varint(&mut out, self.texts_per_block);
            let text = self.text.write();
            put_varint(&mut out, text.len() as u32);
            out.extend_from_slice(&text);
            match &self.ids {
                Ids::Numbers(bound) => {
                    out.push(0);
                    put_varint(&mut out, *bound);
                }
                Ids::Letters(start) => {
                    out.push(1);
                    put_text(&mut out, start);
                }
                Ids::Text => out.push(2),
            }
            put_text(&mut out, &self.url.0);
            put_text(&mut out, &self.url.1);
            out.extend_from_slice(&self.first_year.to_le_bytes());
            let mut bits = BitWriter::default();
            if matches!(self.ids, Ids::Letters(_)) {
                self.id_spelling.write(&mut bits);
            }
            bits.bits(self.years.lengths.len() as u32 - 2, 9);
            self.years.write(&mut bits);
            for counts in &self.counts {
                counts.write(&mut bits);
            }
            for values in [&self.venues, &self.keywords, &self.meta_names] {
                values.write(&self.text, &mut bits);
            }
            out.extend(bits.into_bytes());
            out
        }

        /// How many cards and how many texts a block holds.
        pub(crate) fn per_block(&self) -> (u32, u32) {
            (self.cards_per_block, self.texts_per_block)
        }

        /// The record of everything but the body.
        pub(crate) fn write_card(&self, document: &Document) -> Vec<u8> {
            let mut out = BitWriter::default();
            let memory = &mut Memory::default();
            self.text.encode(Kind::Title, &document.title, memory, &mut out);
            match &self.ids {
                Ids::Numbers(bound) => out.below(number(&document.id).unwrap_or(0), *bound),
                Ids::Letters(start) => self.id_spelling.put(&mut out, document.id.strip_prefix(start.as_str()).unwrap_or_default()),
                Ids::Text => self.text.encode(Kind::Label, &document.id, memory, &mut out),
            }
            let usual = is_usual(&self.url, document);
            out.bits(u32::from(!usual), 1);
            if !usual {
                self.text.encode(Kind::Label, &document.url, memory, &mut out);
            }
            let symbol = year_symbol(self.first_year, self.years.lengths.len(), document.year);
            self.years.put(&mut out, symbol);
            if symbol == 1 {
                out.bits(document.year.unwrap_or(0) as u32, 32);
            }
            self.venues.put(&self.text, &document.venue, memory, &mut out);
            let [authors, keywords, meta] = &self.counts;
            put_count(authors, document.authors.len(), &mut out);
            for author in &document.authors {
                self.text.encode(Kind::Name, author, memory, &mut out);
            }
            put_count(keywords, document.keywords.len(), &mut out);
            for keyword in &document.keywords {
                self.keywords.put(&self.text, keyword, memory, &mut out);
            }
            put_count(meta, document.meta.len(), &mut out);
            for (name, value) in &document.meta {
                self.meta_names.put(&self.text, name, memory, &mut out);
                self.text.encode(Kind::Label, value, memory, &mut out);
            }
            out.into_bytes()
        }

        /// The record of the body.
        pub(crate) fn write_text(&self, document: &Document) -> Vec<u8> {
            let mut out = BitWriter::default();
            self.text.encode(Kind::Body, &document.body, &mut Memory::default(), &mut out);
            out.into_bytes()
        }

        /// The blocks of all cards, in order.
        pub(crate) fn card_blocks(&self, documents: &[Document]) -> Vec<Vec<u8>> {
            use rayon::prelude::*;
            let blocks = documents.par_chunks(self.cards_per_block as usize);
            blocks.map(|block| assemble(&block.iter().map(|document| self.write_card(document)).collect::<Vec<_>>())).collect()
        }

        /// The blocks of all texts, in order.
        pub(crate) fn text_blocks(&self, documents: &[Document]) -> Vec<Vec<u8>> {
            use rayon::prelude::*;
            let blocks = documents.par_chunks(self.texts_per_block as usize);
            blocks.map(|block| assemble(&block.iter().map(|document| self.write_text(document)).collect::<Vec<_>>())).collect()
        }
    }

    /// The store as it goes into an index.
    pub(crate) struct Written {
        pub(crate) model: Vec<u8>,
        pub(crate) cards: Vec<Vec<u8>>,
        pub(crate) texts: Vec<Vec<u8>>,
    }

    /// Learns from the documents and writes them in this order.
    pub(crate) fn write<W: Words + Sync + ?Sized>(words: &W, documents: &[Document]) -> Written {
        let writer = StoreWriter::train(words, THRESHOLD, documents);
        Written { model: writer.model_bytes(), cards: writer.card_blocks(documents), texts: writer.text_blocks(documents) }
    }

    /// One block of these records.
    pub(crate) fn assemble(records: &[Vec<u8>]) -> Vec<u8> {
        let lengths: Vec<u32> = records.iter().map(|record| record.len() as u32).collect();
        let low = best_low(&lengths);
        let mut table = BitWriter::default();
        table.bits(low, 5);
        for &length in &lengths {
            put_step(&mut table, length, low);
        }
        let table = table.into_bytes();
        let mut out = Vec::new();
        put_varint(&mut out, records.len() as u32);
        put_varint(&mut out, table.len() as u32);
        out.extend_from_slice(&table);
        out.extend(records.iter().flatten());
        out
    }

    fn is_usual(url: &(String, String), document: &Document) -> bool {
        let rest = document.url.strip_prefix(url.0.as_str()).and_then(|rest| rest.strip_suffix(url.1.as_str()));
        rest == Some(document.id.as_str())
    }

    fn year_symbol(first_year: i32, symbols: usize, year: Option<i32>) -> usize {
        let Some(year) = year else { return 0 };
        let offset = i64::from(year) - i64::from(first_year);
        if (0..symbols as i64 - 2).contains(&offset) { offset as usize + 2 } else { 1 }
    }

    fn put_count(code: &Coded, count: usize, out: &mut BitWriter) {
        code.put(out, count.min(COUNTS));
        if count >= COUNTS {
            out.gamma((count - COUNTS) as u32 + 1);
        }
    }
}
