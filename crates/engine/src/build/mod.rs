//! Documents in, index bytes out.
//!
//! [`Builder::finish`] runs the stages in order: analyse, order, invert, code, neighbours, store. The same documents
//! in the same order give the same bytes, on any machine and with any number of threads.

mod analyse;
mod compounds;
mod editions;
mod facets;
mod function_words;
mod identifiers;
mod languages;
mod neighbours;
mod order;
mod postings;
mod prefixes;
mod relations;
mod stems;
mod variants;

use std::collections::HashMap;

pub use facets::BuiltFacet;

use crate::document::{Document, Edition, Section};
use crate::error::{Error, ErrorKind};
use crate::format::bytes::{Bytes, filled};
use crate::format::container::{self, PartId};
use crate::format::lengths;
use crate::format::lexicon::{self, Lexicon};
use crate::format::manifest::Manifest;
use crate::format::store;
use crate::format::terms::TermTable;
use crate::index::{Index, Vocabulary};
use crate::limits::DOCUMENTS;
use crate::rank::bm25f::Weights;
use crate::session::{Inspection, Session};

/// How an index is built.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// Threads to use; 0 for all cores. The bytes do not depend on it.
    pub threads: usize,
    /// Whether the documents are the pages of a site, whose texts may be about programs: names such as `foo_bar` and `fooBar` are found whole and by their parts then.
    pub identifiers: bool,
    /// Names of metadata that documents can be filtered, counted and sorted by, beside year, author, keyword, venue and language.
    pub facets: Vec<String>,
}

/// What the builder is doing, for a progress bar: (stage name, done, of).
pub type Progress<'a> = &'a (dyn Fn(&'static str, u64, u64) + Sync);

/// Stages of a build, in order.
const STAGES: [&str; 6] = ["analyse", "order", "postings", "neighbours", "texts", "prefixes"];

/// A finished index.
#[derive(Debug)]
pub struct BuiltIndex {
    /// The index file.
    pub bytes: Vec<u8>,
    /// What it holds.
    pub inspection: Inspection,
    /// What documents can be filtered, counted and sorted by; each for a file of its own.
    pub facets: Vec<BuiltFacet>,
}

/// An index in parts: the file that a page opens, and the blocks that it asks for by number.
pub type DetachedIndex = (Vec<u8>, Vec<(u32, Vec<u8>)>);

/// Collects documents and writes the index.
#[derive(Debug, Default)]
pub struct Builder {
    documents: Vec<Document>,
    layout: Layout,
    options: BuildOptions,
}

impl Builder {
    /// An empty builder.
    pub fn new(options: BuildOptions) -> Self {
        Builder { options, ..Builder::default() }
    }

    /// Adds a document. Ids must be unique; `finish` refuses duplicates.
    pub fn add(&mut self, document: Document) {
        self.add_section(Section::from(document));
    }

    /// Adds a section of a page, behind the one that it continues.
    pub fn add_section(&mut self, section: Section) {
        self.layout.begins.push(!section.continues || self.documents.is_empty());
        self.layout.weights.push(section.weights);
        self.layout.facets.push(section.facets);
        self.layout.languages.push(languages::Language::of(&section.language));
        self.layout.editions.push((section.edition, section.language));
        self.documents.push(section.document);
    }

    /// Writes the index.
    ///
    /// # Errors
    /// When two documents have one id, a limit is exceeded, or threads cannot be had.
    pub fn finish(self, progress: Progress<'_>) -> Result<BuiltIndex, Error> {
        if self.documents.len() > DOCUMENTS {
            return Err(Error::new(
                ErrorKind::Corpus,
                format!(
                    "{} documents are more than the {DOCUMENTS} of one index; split the corpus",
                    self.documents.len()
                ),
            ));
        }
        let mut ids: HashMap<&str, usize> = HashMap::with_capacity(self.documents.len());
        for (number, document) in self.documents.iter().enumerate() {
            if let Some(before) = ids.insert(&document.id, number) {
                return Err(Error::new(
                    ErrorKind::Corpus,
                    format!("documents {before} and {number} both have the id {:?}; give each its own", document.id),
                ));
            }
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.options.threads).build().map_err(|error| {
            Error::new(ErrorKind::Corpus, format!("threads for the build cannot be started: {error}"))
        })?;
        pool.install(|| build(self.documents, self.layout, &self.options, progress))
    }
}

/// What documents are to each other, and which of their words count more than others; by document.
#[derive(Clone, Debug, Default)]
struct Layout {
    begins: Vec<bool>,
    weights: Vec<Vec<(usize, u8)>>,
    facets: Vec<Vec<(String, String)>>,
    languages: Vec<languages::Language>,
    editions: Vec<(Option<Edition>, String)>,
}

fn build(
    mut documents: Vec<Document>,
    layout: Layout,
    options: &BuildOptions,
    progress: Progress<'_>,
) -> Result<BuiltIndex, Error> {
    let stage =
        |number: usize| progress(STAGES.get(number).copied().unwrap_or("done"), number as u64, STAGES.len() as u64);
    let count = documents.len() as u32;
    let identifiers = options.identifiers;
    stage(0);
    let folding = analyse::folding(&documents);
    let mut analysed = analyse::analyse(&documents, &layout.weights, identifiers, &folding);
    let mut frequencies = vec![0u32; analysed.terms.len()];
    analysed.documents.iter().flatten().for_each(|entry| frequencies[entry.0 as usize] += 1);

    let languages = languages::of_terms(&analysed.documents, &layout.languages, &frequencies);
    compounds::add_parts(&mut analysed, &layout.languages, &languages, &frequencies);
    frequencies.fill(0);
    analysed.documents.iter().flatten().for_each(|entry| frequencies[entry.0 as usize] += 1);

    stage(1);
    let order = order::order_pages(&analysed.documents, &frequencies, &layout.begins);
    let begins: Vec<bool> = order.iter().map(|&old| layout.begins[old as usize]).collect();
    analysed.documents = order.iter().map(|&old| std::mem::take(&mut analysed.documents[old as usize])).collect();
    analysed.lengths = order.iter().map(|&old| analysed.lengths[old as usize]).collect();
    documents = order.iter().map(|&old| std::mem::take(&mut documents[old as usize])).collect();

    let given = order.iter().map(|&old| layout.facets[old as usize].as_slice());
    let facets = facets::Facets::of(documents.iter().zip(given), &begins, &options.facets);

    let given = order.iter().map(|&old| &layout.editions[old as usize]);
    let editions = editions::editions(given.map(|(edition, language)| (edition.as_ref(), language.as_str())), &begins);

    stage(2);
    let inverted = postings::invert(&analysed);
    let mut written = postings::write(&inverted, count);
    drop(inverted);
    written.table.steps = stems::class_steps(&analysed.terms, &languages);
    written.table.function_words = function_words::function_words(&analysed.terms, &languages, &folding);
    let mean = |of: fn(&(u32, u32)) -> u32| {
        analysed.lengths.iter().map(|entry| f64::from(of(entry))).sum::<f64>() / f64::from(count.max(1))
    };
    let manifest = Manifest {
        documents: count,
        terms: analysed.terms.len() as u32,
        postings: written.postings,
        mean_title: mean(|entry| entry.0) as f32,
        mean_body: mean(|entry| entry.1) as f32,
        symbols: written.symbols,
    };
    let titles: Vec<u8> = analysed.lengths.iter().map(|entry| entry.0.min(255) as u8).collect();
    let bodies: Vec<u8> = analysed.lengths.iter().map(|entry| lengths::encode(entry.1)).collect();

    stage(3);
    let terms_part = written.table.write();
    let lexicon_part = lexicon::write(analysed.terms.iter().map(String::as_str))?;
    let lexicon = Lexicon::open(Bytes::new(lexicon_part.clone()))?;
    let table = filled("terms", |table: &mut TermTable| table.fill(&terms_part, lexicon.len(), count))?;
    let weights = Weights::new(&manifest);
    let classes: Vec<u32> = (0..table.len()).map(|ordinal| table.class(ordinal)).collect();
    let neighbours = neighbours::neighbours(&analysed.documents, &classes, &editions.of, &|doc, entry| {
        weights.weigh_frequencies(entry, titles[doc as usize], bodies[doc as usize])
    });
    let found = relations::relations(&documents, &folding, &analysed.terms, &classes);
    let relations_part = crate::format::relations::write(&found);

    stage(4);
    drop(analysed);
    let terms = lexicon.terms()?;
    // What is stored does not depend on what is related.
    let vocabulary = Vocabulary { lexicon, terms, table, ..Vocabulary::EMPTY };
    let stored = store::write(&vocabulary, &documents);
    let years: Vec<Option<i32>> = documents.iter().map(|document| document.year).collect();
    drop(documents);

    stage(5);
    let mut blocks = vec![
        (PartId::Manifest, manifest.write()?),
        (PartId::Lexicon, lexicon_part),
        (PartId::Terms, terms_part),
        (PartId::Lengths, [titles, bodies].concat()),
    ];
    blocks.extend(written.blocks.into_iter().map(|block| (PartId::Postings, block)));
    blocks.push((PartId::Neighbours, crate::format::neighbours::write(&neighbours)));
    blocks.push((PartId::Folding, folding.write()));
    // A collection that defines nothing does without.
    if !relations_part.is_empty() {
        blocks.push((PartId::Relations, relations_part));
    }
    blocks.push((PartId::TextModel, stored.model));
    blocks.extend(stored.cards.into_iter().map(|block| (PartId::Cards, block)));
    blocks.extend(stored.texts.into_iter().map(|block| (PartId::Texts, block)));
    if years.iter().any(Option::is_some) {
        blocks.push((PartId::Years, crate::format::years::write(&years)));
    }
    if identifiers || begins.contains(&false) {
        blocks.push((PartId::Pages, crate::format::pages::write(&begins)));
    }
    let several = editions.part.is_some();
    if let Some(part) = editions.part {
        blocks.push((PartId::Editions, part));
    }
    // The answers to heavy prefixes come from the very ranking that will read them.
    let mut index = Index::EMPTY;
    index.load(container::write(&blocks)?)?;
    // Which edition stands for a page depends on the reader: no answer fits all.
    let answers = if several { Vec::new() } else { prefixes::answers(&index) };
    drop(index);
    let place = blocks.partition_point(|block| block.0 < PartId::Prefixes);
    blocks.insert(place, (PartId::Prefixes, crate::format::prefixes::write(&answers, count)));
    let bytes = container::write(&blocks)?;
    drop(blocks);
    // What was written is what will be read: opening it again catches any fault of ours before a reader meets it.
    let inspection = Session::open(bytes.clone())?.inspect();
    let facets = facets.files(container::build_id(&bytes), &folding)?;
    Ok(BuiltIndex { bytes, inspection, facets })
}

impl BuiltIndex {
    /// The index with postings, cards, texts and years taken out: the file that a page opens, and each block by the
    /// number under which [`Session::plan`] and answers ask for it and [`Session::provide`] takes it.
    ///
    /// # Errors
    /// None for an index that [`Builder::finish`] made.
    pub fn detached(&self) -> Result<DetachedIndex, Error> {
        container::detach(self.bytes.clone(), &[PartId::Postings, PartId::Cards, PartId::Texts, PartId::Years])
    }
}
