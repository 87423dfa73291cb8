//! Documents to terms: who has which term, how often in which field.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use crate::analysis::folding::Folding;
use crate::analysis::tokens::{Pairs, tokens};
use crate::document::Document;
use crate::format::manifest::Frequencies;

/// Documents that one task analyses at a time.
const CHUNK: usize = 512;

/// The corpus as terms.
#[derive(Debug, Default)]
pub(crate) struct Analysed {
    /// All terms, sorted.
    pub(crate) terms: Vec<String>,
    /// For each document its (ordinal, frequencies), sorted by ordinal.
    pub(crate) documents: Vec<Vec<(u32, Frequencies)>>,
    /// Tokens of the title and of the body of each document.
    pub(crate) lengths: Vec<(u32, u32)>,
}

/// The fold table of a corpus.
pub(crate) fn folding(documents: &[Document]) -> Folding {
    let seen = documents
        .par_iter()
        .fold(BTreeSet::new, |mut seen, document| {
            for text in searched_texts(document) {
                if !text.is_ascii() {
                    seen.extend(text.chars().filter(|c| !c.is_ascii()));
                }
            }
            seen
        })
        .reduce(BTreeSet::new, |mut all, some| {
            all.extend(some);
            all
        });
    Folding::for_characters(&seen)
}

fn searched_texts(document: &Document) -> impl Iterator<Item = &str> {
    [document.title.as_str(), document.body.as_str()]
        .into_iter()
        .chain(document.authors.iter().map(String::as_str))
        .chain(document.keywords.iter().map(String::as_str))
}

/// One chunk's own vocabulary and its documents in terms of it.
struct Chunk {
    terms: Vec<String>,
    documents: Vec<Vec<(u32, Frequencies)>>,
    lengths: Vec<(u32, u32)>,
}

/// Analyses all documents.
pub(crate) fn analyse(documents: &[Document], folding: &Folding) -> Analysed {
    let chunks: Vec<Chunk> = documents.par_chunks(CHUNK).map(|chunk| analyse_chunk(chunk, folding)).collect();
    let mut terms: Vec<&str> = chunks.iter().flat_map(|chunk| chunk.terms.iter().map(String::as_str)).collect();
    terms.par_sort_unstable();
    terms.dedup();
    let terms: Vec<String> = terms.into_iter().map(str::to_owned).collect();
    let mut all = Analysed {
        documents: Vec::with_capacity(documents.len()),
        lengths: Vec::with_capacity(documents.len()),
        terms,
    };
    let translated: Vec<Chunk> = chunks
        .into_par_iter()
        .map(|mut chunk| {
            let ordinals: Vec<u32> = chunk
                .terms
                .iter()
                .map(|term| all.terms.binary_search(term).map_or(u32::MAX, |ordinal| ordinal as u32))
                .collect();
            for document in &mut chunk.documents {
                for entry in document.iter_mut() {
                    entry.0 = ordinals[entry.0 as usize];
                }
                document.sort_unstable_by_key(|entry| entry.0);
                document.shrink_to_fit();
            }
            chunk.terms = Vec::new();
            chunk
        })
        .collect();
    for mut chunk in translated {
        all.documents.append(&mut chunk.documents);
        all.lengths.append(&mut chunk.lengths);
    }
    all
}

fn analyse_chunk(documents: &[Document], folding: &Folding) -> Chunk {
    let mut vocabulary: HashMap<String, u32> = HashMap::new();
    let mut chunk = Chunk { terms: Vec::new(), documents: Vec::new(), lengths: Vec::new() };
    // Where a term stands in the current document's list; documents are told apart by their number.
    let mut places: Vec<(u32, u32)> = Vec::new();
    for (number, document) in (1u32..).zip(documents) {
        let mut list: Vec<(u32, Frequencies)> = Vec::new();
        let mut count = |text: &str, field: fn(&mut Frequencies) -> &mut u8| {
            let mut length = 0;
            tokens(text, folding, Pairs::Index, &mut |token| {
                length += u32::from(token.fresh);
                let id = match vocabulary.get(token.term) {
                    Some(&id) => id,
                    None => {
                        let id = chunk.terms.len() as u32;
                        vocabulary.insert(token.term.to_owned(), id);
                        chunk.terms.push(token.term.to_owned());
                        places.push((0, 0));
                        id
                    }
                };
                let place = &mut places[id as usize];
                if place.0 != number {
                    *place = (number, list.len() as u32);
                    list.push((id, Frequencies::default()));
                }
                let frequency = field(&mut list[place.1 as usize].1);
                *frequency = frequency.saturating_add(1);
            });
            length
        };
        let title = count(&document.title, |entry| &mut entry.title);
        let body = count(&document.body, |entry| &mut entry.body);
        for author in &document.authors {
            count(author, |entry| &mut entry.authors);
        }
        for keyword in &document.keywords {
            count(keyword, |entry| &mut entry.keywords);
        }
        chunk.documents.push(list);
        chunk.lengths.push((title, body));
    }
    chunk
}
