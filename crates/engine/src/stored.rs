//! The stored documents of an open index: cards and texts, from the blocks that are there.

use crate::document::Document;
use crate::format::bytes::Bytes;
use crate::format::container::{Block, LARGE, PartId, present};
use crate::format::store::StoreModel;
use crate::format::text::{Kind, Spot, TextSink, Words};

/// The blocks of one kind of record.
#[derive(Clone, Debug, Default)]
struct Blocks {
    blocks: Vec<Option<Bytes>>,
    per_block: u32,
}

impl Blocks {
    /// Nothing yet.
    const EMPTY: Blocks = Blocks { blocks: Vec::new(), per_block: 0 };
}

impl Blocks {
    fn fill(&mut self, blocks: &[Block], per_block: u32, documents: u32) -> Option<()> {
        self.blocks = present(blocks);
        self.per_block = per_block;
        (per_block > 0 && blocks.len() == documents.div_ceil(per_block) as usize).then_some(())
    }

    /// The ordinal of the block that holds a document.
    fn ordinal(&self, doc: u32) -> u32 {
        doc.checked_div(self.per_block).unwrap_or(0)
    }

    /// The block of a document and its place there; no bytes where the block is not there.
    fn of(&self, doc: u32) -> (&[u8], u32) {
        let block = self.blocks.get(self.ordinal(doc) as usize).and_then(Option::as_ref);
        (block.map_or(&[], Bytes::as_slice), doc.checked_rem(self.per_block).unwrap_or(0))
    }

    fn lacks(&self, doc: u32) -> Option<u32> {
        let ordinal = self.ordinal(doc);
        (LARGE && self.blocks.get(ordinal as usize)?.is_none()).then_some(ordinal)
    }
}

/// The stored documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stored {
    model: StoreModel,
    cards: Blocks,
    texts: Blocks,
}

impl Stored {
    /// Nothing yet.
    pub(crate) const EMPTY: Stored = Stored { model: StoreModel::EMPTY, cards: Blocks::EMPTY, texts: Blocks::EMPTY };
}

impl Stored {
    /// Takes the model and the blocks of an index.
    pub(crate) fn fill<W: Words>(
        &mut self,
        model: &[u8],
        documents: u32,
        words: &W,
        cards: &[Block],
        texts: &[Block],
    ) -> Option<()> {
        self.model.fill(model, words)?;
        self.cards.fill(cards, self.model.cards_per_block(), documents)?;
        self.texts.fill(texts, self.model.texts_per_block(), documents)
    }

    /// Everything but the body; the words of the lexicon in the title into `spots`. None where it is not there or cannot be read.
    pub(crate) fn card<W: Words>(&self, words: &W, doc: u32, spots: &mut Vec<Spot>) -> Option<Document> {
        let (block, place) = self.cards.of(doc);
        self.model.read_card(words, block, place, spots)
    }

    /// The body, or its beginning where it takes more than `most` bytes, with its words of the lexicon in `spots`; whether that is all
    /// of it. None where it is not there.
    pub(crate) fn text<W: Words>(
        &self,
        words: &W,
        doc: u32,
        most: usize,
        spots: &mut Vec<Spot>,
    ) -> Option<(String, bool)> {
        let (block, place) = self.texts.of(doc);
        self.model.read_text(words, block, place, most, spots)
    }

    /// Hands the title or body to `sink`, word by word, `most` words at the most.
    pub(crate) fn scan<W: Words>(&self, words: &W, doc: u32, title: bool, most: usize, sink: &mut impl TextSink) {
        let (block, place) = if title { self.cards.of(doc) } else { self.texts.of(doc) };
        self.model.scan(words, if title { Kind::Title } else { Kind::Body }, block, place, most, sink);
    }

    /// The block that a document's card would need, where it is not there.
    pub(crate) fn lacks_card(&self, doc: u32) -> Option<u32> {
        self.cards.lacks(doc)
    }

    /// The block that a document's text would need, where it is not there.
    pub(crate) fn lacks_text(&self, doc: u32) -> Option<u32> {
        self.texts.lacks(doc)
    }

    /// Hands in a verified block of cards or texts.
    pub(crate) fn provide(&mut self, part: PartId, ordinal: u32, bytes: Bytes) {
        let blocks = match part {
            PartId::Cards => &mut self.cards,
            PartId::Texts => &mut self.texts,
            _ => return,
        };
        if let Some(slot) = blocks.blocks.get_mut(ordinal as usize) {
            *slot = Some(bytes);
        }
    }
}
