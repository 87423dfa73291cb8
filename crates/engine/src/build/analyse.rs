//! Documents to terms: who has which term, how often in which field.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::identifiers;
use crate::analysis::folding::Folding;
use crate::analysis::tokens::{Pairs, tokens};
use crate::document::Document;
use crate::format::manifest::Frequencies;
use crate::format::text::Map;

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
///
/// `weights` says for each document how much the words of its body count; `identifiers` whether names of programs are taken apart and
/// put together.
pub(crate) fn analyse(
    documents: &[Document],
    weights: &[Vec<(usize, u8)>],
    identifiers: bool,
    folding: &Folding,
) -> Analysed {
    let chunks: Vec<Chunk> = documents
        .par_chunks(CHUNK)
        .zip(weights.par_chunks(CHUNK))
        .map(|(documents, weights)| analyse_chunk(documents, weights, identifiers, folding))
        .collect();
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

/// How much a word counts as usual: a frequency of one.
const USUAL: u8 = 4;

/// The document at hand and the vocabulary of its chunk.
#[derive(Default)]
struct Counting {
    vocabulary: Map<String, u32>,
    terms: Vec<String>,
    /// By term: where it stands in the current document's list; documents are told apart by their number.
    places: Vec<(u32, u32)>,
    number: u32,
    list: Vec<(u32, Frequencies)>,
    /// By entry of the list: its frequency in the body, in quarters.
    quarters: Vec<u32>,
}

impl Counting {
    fn entry(&mut self, term: &str) -> usize {
        let id = match self.vocabulary.get(term) {
            Some(&id) => id,
            None => {
                let id = self.terms.len() as u32;
                self.vocabulary.insert(term.to_owned(), id);
                self.terms.push(term.to_owned());
                self.places.push((0, 0));
                id
            }
        };
        let place = &mut self.places[id as usize];
        if place.0 != self.number {
            *place = (self.number, self.list.len() as u32);
            self.list.push((id, Frequencies::default()));
            self.quarters.push(0);
        }
        place.1 as usize
    }

    fn field(&mut self, term: &str, field: fn(&mut Frequencies) -> &mut u8) {
        let at = self.entry(term);
        let frequency = field(&mut self.list[at].1);
        *frequency = frequency.saturating_add(1);
    }

    fn body(&mut self, term: &str, weight: u8) {
        let at = self.entry(term);
        self.quarters[at] = self.quarters[at].saturating_add(u32::from(weight));
    }

    /// The document's list; a word of the body counts once at the least.
    fn finish(&mut self) -> Vec<(u32, Frequencies)> {
        for (entry, quarters) in self.list.iter_mut().zip(self.quarters.drain(..)) {
            entry.1.body = quarters.div_ceil(u32::from(USUAL)).min(255) as u8;
        }
        std::mem::take(&mut self.list)
    }
}

/// Hands every term of a text to `each`, with the byte at which it ends and whether it is only a part of a name in capitals; gives the
/// number of words.
fn terms(text: &str, folding: &Folding, identifiers: bool, each: &mut dyn FnMut(&str, usize, bool)) -> u32 {
    let mut length = 0;
    let (mut before, mut end) = (String::new(), 0);
    tokens(text, folding, Pairs::Index, &mut |token| {
        length += u32::from(token.fresh);
        each(token.term, token.end, false);
        if !identifiers {
            return;
        }
        if let Some(joined) = text.get(end..token.start).and_then(|gap| identifiers::joined(&before, gap, token.term)) {
            each(&joined, token.end, false);
        }
        identifiers::parts(text.get(token.start..token.end).unwrap_or(""), &mut |part| each(part, token.end, true));
        before.clear();
        before.push_str(token.term);
        end = token.end;
    });
    length
}

fn analyse_chunk(documents: &[Document], weights: &[Vec<(usize, u8)>], identifiers: bool, folding: &Folding) -> Chunk {
    let mut counting = Counting::default();
    let mut chunk = Chunk { terms: Vec::new(), documents: Vec::new(), lengths: Vec::new() };
    for ((number, document), weights) in (1u32..).zip(documents).zip(weights) {
        counting.number = number;
        let title = terms(&document.title, folding, identifiers, &mut |term, _, part| {
            if part { counting.body(term, USUAL) } else { counting.field(term, |entry| &mut entry.title) }
        });
        let mut stretches = weights.iter().peekable();
        let body = terms(&document.body, folding, identifiers, &mut |term, end, _| {
            while stretches.next_if(|stretch| stretch.0 < end).is_some() {}
            let weight = stretches.peek().map_or(USUAL, |stretch| stretch.1);
            if weight > 0 {
                counting.body(term, weight);
            }
        });
        for author in &document.authors {
            terms(author, folding, false, &mut |term, _, _| counting.field(term, |entry| &mut entry.authors));
        }
        for keyword in &document.keywords {
            terms(keyword, folding, identifiers, &mut |term, _, part| {
                if !part {
                    counting.field(term, |entry| &mut entry.keywords);
                }
            });
        }
        chunk.documents.push(counting.finish());
        chunk.lengths.push((title, body));
    }
    chunk.terms = counting.terms;
    chunk
}
