//! An opened index: every resident part, parsed once and ready to be asked.

use crate::analysis::folding::Folding;
use crate::document::Document;
use crate::error::Error;
use crate::format::bytes::malformed;
use crate::format::container::{Container, PartId};
#[cfg(feature = "facets")]
use crate::format::editions::Editions;
#[cfg(feature = "facets")]
use crate::format::facet::Facet;
use crate::format::lengths::Lengths;
use crate::format::lexicon::{Lexicon, Terms};
use crate::format::manifest::Manifest;
use crate::format::neighbours::Neighbours;
#[cfg(feature = "sections")]
use crate::format::pages::Pages;
use crate::format::postings::Postings;
use crate::format::prefixes::PrefixAnswers;
use crate::format::relations::Relations;
use crate::format::terms::TermTable;
use crate::format::text::{Spot, TextSink, Words};
use crate::format::years::Years;
use crate::query::parse::OPERATORS;
use crate::rank::bm25f::{Scorer, Weights};
use crate::stored::Stored;

/// The lexicon with what is known of each term.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    pub(crate) lexicon: Lexicon,
    pub(crate) terms: Terms,
    pub(crate) table: TermTable,
    pub(crate) relations: Relations,
}

impl Vocabulary {
    /// Nothing yet.
    pub(crate) const EMPTY: Vocabulary = Vocabulary {
        lexicon: Lexicon::EMPTY,
        terms: Terms::EMPTY,
        table: TermTable::EMPTY,
        relations: Relations::EMPTY,
    };
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
    pub(crate) years: Years,
    #[cfg(feature = "sections")]
    pub(crate) pages: Pages,
    /// The fields that were handed in.
    #[cfg(feature = "facets")]
    pub(crate) facets: Vec<Facet>,
    /// Which pages are the same one in other versions and languages.
    #[cfg(feature = "facets")]
    pub(crate) editions: Editions,
    /// By document the number of its page, where the collection is a site and a field is there.
    #[cfg(feature = "facets")]
    page_numbers: Vec<u32>,
    pub(crate) folding: Folding,
    stored: Stored,
    lengths: Lengths,
    weights: Weights,
}

impl Index {
    /// Nothing yet.
    pub(crate) const EMPTY: Index = Index {
        container: Container::EMPTY,
        manifest: Manifest::EMPTY,
        vocabulary: Vocabulary::EMPTY,
        postings: Postings::EMPTY,
        neighbours: Neighbours::EMPTY,
        prefixes: PrefixAnswers::EMPTY,
        years: Years::EMPTY,
        #[cfg(feature = "sections")]
        pages: Pages::EMPTY,
        #[cfg(feature = "facets")]
        facets: Vec::new(),
        #[cfg(feature = "facets")]
        editions: Editions::EMPTY,
        #[cfg(feature = "facets")]
        page_numbers: Vec::new(),
        folding: Folding::EMPTY,
        stored: Stored::EMPTY,
        lengths: Lengths::EMPTY,
        weights: Weights::EMPTY,
    };
}

impl Index {
    /// Verifies and parses an index file into an empty index.
    pub(crate) fn load(&mut self, bytes: Vec<u8>) -> Result<(), Error> {
        self.container.fill(bytes)?;
        let mut reading = PartId::Manifest;
        self.fill(&mut reading).ok_or_else(|| malformed(reading.name()))
    }

    /// Parses the parts; where one is malformed, `reading` names it.
    fn fill(&mut self, reading: &mut PartId) -> Option<()> {
        let Index { container, manifest, vocabulary, .. } = self;
        let mut single = |part: PartId| {
            *reading = part;
            container.single(part)
        };
        manifest.fill(single(PartId::Manifest).as_slice())?;
        let documents = manifest.documents;
        #[cfg(feature = "sections")]
        self.pages.fill(single(PartId::Pages), documents)?;
        #[cfg(feature = "facets")]
        self.editions.fill(single(PartId::Editions).as_slice(), documents, &|doc| self.pages.page(doc))?;
        self.neighbours.fill(single(PartId::Neighbours), documents)?;
        self.prefixes.fill(single(PartId::Prefixes).as_slice(), documents)?;
        self.lengths.fill(single(PartId::Lengths), documents)?;
        self.folding.fill(single(PartId::Folding).as_slice())?;
        let Vocabulary { lexicon, terms, table, relations } = vocabulary;
        lexicon.fill(single(PartId::Lexicon))?;
        // The table first: it is bounded by its bytes, and a lexicon that promises more terms is not decoded.
        table.fill(single(PartId::Terms).as_slice(), lexicon.len(), documents)?;
        terms.fill(lexicon)?;
        relations.fill(single(PartId::Relations).as_slice(), lexicon.len())?;
        if manifest.terms != terms.len() || manifest.postings != table.postings_of(0..terms.len()) {
            return None;
        }
        let model = single(PartId::TextModel);
        let (cards, texts) = (container.part(PartId::Cards), container.part(PartId::Texts));
        self.stored.fill(model.as_slice(), documents, vocabulary, cards, texts)?;
        *reading = PartId::Postings;
        self.postings.fill(documents, &manifest.symbols, &vocabulary.table, container.part(PartId::Postings))?;
        *reading = PartId::Years;
        if OPERATORS {
            self.years.fill(container.part(PartId::Years).first(), documents)?;
        }
        self.weights.fill(manifest);
        Some(())
    }

    /// Takes in the values of a field, from a file of their own.
    #[cfg(feature = "facets")]
    pub(crate) fn provide_facet(&mut self, bytes: Vec<u8>) -> Result<(), Error> {
        let mut container = Container::EMPTY;
        container.fill(bytes)?;
        let documents = self.manifest.documents;
        let mut pages = documents;
        if self.pages.some {
            if self.page_numbers.is_empty() {
                let mut number = 0u32;
                for doc in 0..documents {
                    number += u32::from(doc > 0 && self.pages.page(doc) == doc);
                    self.page_numbers.push(number);
                }
            }
            pages = self.page_numbers.last().map_or(0, |last| last + 1);
        }
        let facet = Facet::read(container.single(PartId::Facet).as_slice(), self.container.build, pages);
        let facet = facet.ok_or_else(|| malformed(PartId::Facet.name()))?;
        self.facets.retain(|other| other.field != facet.field);
        self.facets.push(facet);
        Ok(())
    }

    /// The number of the page that a document is of.
    #[cfg(feature = "facets")]
    pub(crate) fn page_number(&self, doc: u32) -> u32 {
        if self.pages.some { self.page_numbers.get(doc as usize).copied().unwrap_or(u32::MAX) } else { doc }
    }

    /// What weighs postings.
    pub(crate) fn scorer(&self) -> Scorer<'_> {
        Scorer::new(&self.weights, &self.lengths)
    }

    /// The card of a document: everything but the body. None where it cannot be read; `missing` learns the block that is not there.
    pub(crate) fn card(&self, doc: u32, missing: &mut Missing) -> Option<Document> {
        self.titled_card(doc, missing, &mut Vec::new())
    }

    /// The same with the words of the lexicon in the title, in `spots`.
    pub(crate) fn titled_card(&self, doc: u32, missing: &mut Missing, spots: &mut Vec<Spot>) -> Option<Document> {
        missing.note(self, PartId::Cards, self.stored.lacks_card(doc));
        self.stored.card(&self.vocabulary, doc, spots)
    }

    /// The body of a document, or its beginning where it takes more than `most` bytes, with its words of the lexicon in `spots`; whether
    /// that is all of it. None as for [`Index::card`].
    pub(crate) fn text(
        &self,
        doc: u32,
        most: usize,
        missing: &mut Missing,
        spots: &mut Vec<Spot>,
    ) -> Option<(String, bool)> {
        missing.note(self, PartId::Texts, self.stored.lacks_text(doc));
        self.stored.text(&self.vocabulary, doc, most, spots)
    }

    /// Notes the block that a document's card needs.
    #[cfg(feature = "large")]
    pub(crate) fn note_card(&self, doc: u32, missing: &mut Missing) {
        missing.note(self, PartId::Cards, self.stored.lacks_card(doc));
    }

    /// Notes the block that a document's text needs.
    #[cfg(feature = "large")]
    pub(crate) fn note_text(&self, doc: u32, missing: &mut Missing) {
        missing.note(self, PartId::Texts, self.stored.lacks_text(doc));
    }

    /// Hands the title or body of a document to `sink`, word by word, `most` words and gaps at the most; false where it is not there.
    pub(crate) fn scan(
        &self,
        doc: u32,
        title: bool,
        most: usize,
        missing: &mut Missing,
        sink: &mut impl TextSink,
    ) -> bool {
        let (part, lacks) = if title {
            (PartId::Cards, self.stored.lacks_card(doc))
        } else {
            (PartId::Texts, self.stored.lacks_text(doc))
        };
        missing.note(self, part, lacks);
        self.stored.scan(&self.vocabulary, doc, title, most, sink);
        lacks.is_none()
    }

    /// Verifies a detached block and puts it where it belongs.
    pub(crate) fn provide(&mut self, number: u32, bytes: Vec<u8>) -> Result<(), Error> {
        let (part, ordinal, bytes) = self.container.verify(number, bytes)?;
        match PartId::ALL.get(part as usize) {
            Some(PartId::Postings) => self.postings.provide(ordinal, bytes),
            Some(&part @ PartId::Years) if OPERATORS => {
                let provided = self.years.provide(bytes, self.manifest.documents);
                provided.ok_or_else(|| malformed(part.name()))?;
            }
            Some(&part) => self.stored.provide(part, ordinal, bytes),
            None => {}
        }
        Ok(())
    }
}

/// Words of one text that ranking looks at.
pub(crate) const SCANNED_WORDS: usize = 4096;

/// The blocks that an answer lacks, by number. Where an index is one file it lacks none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Missing {
    /// Ascending.
    #[cfg(feature = "large")]
    numbers: Vec<u32>,
}

#[cfg(feature = "large")]
impl Missing {
    /// Notes a block of a part, where there is one to note.
    pub(crate) fn note(&mut self, index: &Index, part: PartId, ordinal: Option<u32>) {
        let Some(mut number) = ordinal.and_then(|ordinal| index.container.number(part, ordinal)) else { return };
        // Into its place: each that is higher makes room for the one before.
        for other in &mut self.numbers {
            if *other == number {
                return;
            }
            if *other > number {
                std::mem::swap(other, &mut number);
            }
        }
        self.numbers.push(number);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The numbers, ascending.
    pub(crate) fn into_numbers(self) -> Vec<u32> {
        self.numbers
    }
}

#[cfg(not(feature = "large"))]
impl Missing {
    pub(crate) fn note(&mut self, _: &Index, _: PartId, _: Option<u32>) {}

    pub(crate) fn is_empty(&self) -> bool {
        true
    }

    pub(crate) fn into_numbers(self) -> Vec<u32> {
        Vec::new()
    }
}
