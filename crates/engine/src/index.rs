//! An opened index: every resident part, parsed once and ready to be asked.

use crate::analysis::folding::Folding;
use crate::document::Document;
use crate::error::Error;
use crate::format::container::{Container, PartId};
use crate::format::lengths::Lengths;
use crate::format::lexicon::{Lexicon, Terms};
use crate::format::manifest::Manifest;
use crate::format::neighbours::Neighbours;
use crate::format::postings::Postings;
use crate::format::prefixes::PrefixAnswers;
use crate::format::store::Store;
use crate::format::terms::TermTable;
use crate::format::text::{TextSink, Words};
use crate::rank::bm25f::{Scorer, Weights};

/// The lexicon with what is known of each term.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    pub(crate) lexicon: Lexicon,
    pub(crate) terms: Terms,
    pub(crate) table: TermTable,
}

impl Words for Vocabulary {
    fn len(&self) -> u32 {
        self.terms.len()
    }

    fn term(&self, ordinal: u32) -> &str {
        self.terms.get(ordinal)
    }

    fn frequency(&self, ordinal: u32) -> u32 {
        self.table.frequency(ordinal)
    }

    fn ordinal(&self, term: &str) -> Option<u32> {
        self.lexicon.get(term)
    }
}

/// An opened index.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) container: Container,
    pub(crate) manifest: Manifest,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) postings: Postings,
    pub(crate) neighbours: Neighbours,
    pub(crate) prefixes: PrefixAnswers,
    pub(crate) folding: Folding,
    store: Store,
    lengths: Lengths,
    weights: Weights,
}

impl Index {
    /// Verifies and parses an index file.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Index, Error> {
        let container = Container::open(bytes)?;
        let manifest = Manifest::open(container.single(PartId::Manifest).as_slice())?;
        let documents = manifest.documents;
        let lexicon = Lexicon::open(container.single(PartId::Lexicon))?;
        let table = TermTable::open(container.single(PartId::Terms).as_slice(), lexicon.len(), documents)?;
        let postings = Postings::open(documents, &manifest.symbols, &table, container.part(PartId::Postings))?;
        let terms = lexicon.terms()?;
        let vocabulary = Vocabulary { lexicon, terms, table };
        let blocks = |part| container.part(part).iter().map(|block| block.bytes.clone()).collect();
        let model = container.single(PartId::TextModel);
        let store = Store::open(model.as_slice(), documents, &vocabulary, blocks(PartId::Cards), blocks(PartId::Texts))?;
        Ok(Index {
            neighbours: Neighbours::open(container.single(PartId::Neighbours), documents)?,
            prefixes: PrefixAnswers::open(container.single(PartId::Prefixes).as_slice(), documents)?,
            lengths: Lengths::open(container.single(PartId::Lengths), documents)?,
            folding: Folding::open(container.single(PartId::Folding).as_slice())?,
            weights: Weights::new(&manifest),
            container,
            manifest,
            vocabulary,
            postings,
            store,
        })
    }

    /// What weighs postings.
    pub(crate) fn scorer(&self) -> Scorer<'_> {
        Scorer::new(&self.weights, &self.lengths)
    }

    /// The card of a document: everything but the body. None where it cannot be read; `missing` learns the block that is not there.
    pub(crate) fn card(&self, doc: u32, missing: &mut Missing) -> Option<Document> {
        missing.note(self, PartId::Cards, self.store.missing_card(doc));
        self.store.card(&self.vocabulary, doc).ok()
    }

    /// The body of a document; None as for [`Index::card`].
    pub(crate) fn text(&self, doc: u32, missing: &mut Missing) -> Option<String> {
        missing.note(self, PartId::Texts, self.store.missing_text(doc));
        self.store.text(&self.vocabulary, doc).ok()
    }

    /// Hands the title of a document to `sink`, word by word.
    pub(crate) fn scan_title(&self, doc: u32, missing: &mut Missing, sink: &mut impl TextSink) {
        missing.note(self, PartId::Cards, self.store.missing_card(doc));
        self.store.scan_title(&self.vocabulary, doc, sink);
    }

    /// Hands the body of a document to `sink`, word by word.
    pub(crate) fn scan_text(&self, doc: u32, missing: &mut Missing, sink: &mut impl TextSink) {
        missing.note(self, PartId::Texts, self.store.missing_text(doc));
        self.store.scan_text(&self.vocabulary, doc, sink);
    }

    /// Verifies a detached block and puts it where it belongs.
    pub(crate) fn provide(&mut self, number: u32, bytes: Vec<u8>) -> Result<(), Error> {
        let (part, ordinal, bytes) = self.container.verify(number, bytes)?;
        match PartId::ALL.get(part as usize) {
            Some(PartId::Postings) => self.postings.provide(ordinal, bytes),
            Some(PartId::Cards) => self.store.provide_cards(ordinal, bytes),
            Some(PartId::Texts) => self.store.provide_texts(ordinal, bytes),
            _ => {}
        }
        Ok(())
    }
}

/// The blocks that an answer lacks, by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Missing {
    numbers: Vec<u32>,
}

impl Missing {
    /// Notes a block of a part, where there is one to note.
    pub(crate) fn note(&mut self, index: &Index, part: PartId, ordinal: Option<u32>) {
        if let Some(number) = ordinal.and_then(|ordinal| index.container.number(part, ordinal))
            && !self.numbers.contains(&number)
        {
            self.numbers.push(number);
        }
    }

    /// The numbers, ascending.
    pub(crate) fn into_numbers(mut self) -> Vec<u32> {
        self.numbers.sort_unstable();
        self.numbers
    }
}
