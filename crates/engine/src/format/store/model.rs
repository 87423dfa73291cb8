//! The model of a store, and the documents that it reads.

use super::block::record;
use super::{COUNTS, Ids};
use crate::document::Document;
#[cfg(test)]
use crate::error::Error;
use crate::error::push_decimal;
use crate::format::bits::BitReader;
use crate::format::bytes::Reader;
#[cfg(test)]
use crate::format::bytes::filled;
use crate::format::huffman::Codes;
use crate::format::text::{Kind, Letters, Memory, Spot, TextModel, TextSink, Words, count};
use crate::limits::TEXT_BYTES;

/// Whole strings that are frequent.
#[derive(Clone, Debug, Default)]
struct Values {
    values: Vec<String>,
    code: Codes,
}

impl Values {
    /// Nothing yet.
    const EMPTY: Values = Values { values: Vec::new(), code: Codes::EMPTY };
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

impl StoreModel {
    /// Nothing yet.
    pub(crate) const EMPTY: StoreModel = StoreModel {
        text: TextModel::EMPTY,
        cards_per_block: 0,
        texts_per_block: 0,
        ids: Ids::Words,
        id_letters: Letters::EMPTY,
        url: (String::new(), String::new()),
        urls: Codes::EMPTY,
        first_year: 0,
        years: Codes::EMPTY,
        counts: [Codes::EMPTY; 3],
        venues: Values::EMPTY,
        keywords: Values::EMPTY,
        meta_names: Values::EMPTY,
    };
}

/// Reads the fields of a record in order.
struct Fields<'a, W: ?Sized> {
    text: &'a TextModel,
    words: &'a W,
    memory: Memory,
    reader: BitReader<'a>,
    /// Bytes that the strings still to come may take together.
    room: usize,
    /// Words of the lexicon in the string that was read last.
    spots: Vec<Spot>,
}

impl<W: Words + ?Sized> Fields<'_, W> {
    /// A string into an empty one; all strings together take at most [`TEXT_BYTES`].
    fn string(&mut self, kind: Kind, out: &mut String) -> Option<()> {
        self.spots.clear();
        let Fields { memory, reader, spots, .. } = self;
        let whole = self.text.decode(self.words, kind, memory, reader, self.room, out, spots);
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
    let mut lengths: Vec<u8> = Vec::new();
    for _ in 0..symbols {
        lengths.push(if reader.bits(1) == 0 { 0 } else { reader.bits(4) as u8 });
    }
    code.push(&lengths)
}

impl StoreModel {
    /// A model of these bytes.
    #[cfg(test)]
    pub(crate) fn open<W: Words + ?Sized>(bytes: &[u8], words: &W) -> Result<StoreModel, Error> {
        filled("text model", |model: &mut StoreModel| model.fill(bytes, words))
    }

    /// Reads a model into an empty one, with the lexicon that it was trained with.
    pub(crate) fn fill<W: Words + ?Sized>(&mut self, bytes: &[u8], words: &W) -> Option<()> {
        let model = self;
        let mut reader = Reader::new(bytes);
        model.cards_per_block = reader.varint()?;
        model.texts_per_block = reader.varint()?;
        let text_bytes = reader.varint()? as usize;
        model.text.fill(reader.take(text_bytes)?, words)?;
        model.ids = match reader.u8()? {
            0 => Ids::Numbers(reader.varint()?),
            1 => Ids::Letters(reader.text()?),
            2 => Ids::Words,
            _ => return None,
        };
        model.url = (reader.text()?, reader.text()?);
        model.first_year = reader.u32()? as i32;
        let rest = reader.take(reader.remaining())?;
        let mut fields = Fields {
            text: &model.text,
            words,
            memory: Memory::default(),
            reader: BitReader::new(rest, 0),
            room: TEXT_BYTES,
            spots: Vec::new(),
        };
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
        (!fields.reader.overran()).then_some(())
    }

    /// How many cards a block holds.
    pub(crate) fn cards_per_block(&self) -> u32 {
        self.cards_per_block
    }

    /// How many texts a block holds.
    pub(crate) fn texts_per_block(&self) -> u32 {
        self.texts_per_block
    }

    /// Everything but the body; the words of the lexicon in the title into `spots`.
    pub(crate) fn read_card<W: Words + ?Sized>(
        &self,
        words: &W,
        block: &[u8],
        index: u32,
        spots: &mut Vec<Spot>,
    ) -> Option<Document> {
        self.card(words, record(block, index)?, spots)
    }

    /// The body, or its beginning where it takes more than `most` bytes, with its words of the lexicon in `spots`; whether that is all of it.
    pub(crate) fn read_text<W: Words + ?Sized>(
        &self,
        words: &W,
        block: &[u8],
        index: u32,
        most: usize,
        spots: &mut Vec<Spot>,
    ) -> Option<(String, bool)> {
        let mut text = String::new();
        let mut fields = self.fields(words, record(block, index)?);
        fields.room = most;
        let whole = fields.string(Kind::Body, &mut text).is_some();
        *spots = fields.spots;
        Some((text, whole))
    }

    fn fields<'a, W: ?Sized>(&'a self, words: &'a W, record: &'a [u8]) -> Fields<'a, W> {
        Fields {
            text: &self.text,
            words,
            memory: Memory::default(),
            reader: BitReader::new(record, 0),
            room: TEXT_BYTES,
            spots: Vec::new(),
        }
    }

    /// Hands the first string of a record to `sink`, at most `max_tokens` words and gaps; false where more or damage follows.
    pub(crate) fn scan<W: Words + ?Sized, S: TextSink>(
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

    pub(super) fn card<W: Words + ?Sized>(&self, words: &W, record: &[u8], spots: &mut Vec<Spot>) -> Option<Document> {
        let mut document = Document::default();
        let fields = &mut self.fields(words, record);
        fields.string(Kind::Title, &mut document.title)?;
        std::mem::swap(spots, &mut fields.spots);
        match &self.ids {
            Ids::Numbers(bound) => push_decimal(&mut document.id, u64::from(fields.reader.below(*bound))),
            Ids::Letters(start) => {
                document.id.push_str(start);
                self.id_letters.read(&mut fields.reader, TEXT_BYTES, &mut document.id).then_some(())?;
            }
            Ids::Words => fields.string(Kind::Label, &mut document.id)?,
        }
        match self.urls.symbol(0, &mut fields.reader)? {
            0 => {}
            1 => fields.string(Kind::Label, &mut document.url)?,
            _ => {
                for part in [&self.url.0, &document.id, &self.url.1] {
                    document.url.push_str(part);
                }
            }
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
