//! Which prefixes are heavy, and their answers.

use rayon::prelude::*;

use crate::format::prefixes::{ENTRIES, PrefixAnswer, PrefixEntry};
use crate::index::{Index, Missing};
use crate::query::parse::{Clause, Query, Word};
use crate::rank::evaluate::{EvaluateOptions, KEPT, Scratch, evaluate};
use crate::rank::marks::TermMarks;
use crate::rank::recent_words::RecentWords;
use crate::rank::rerank::rerank;

/// Letters of a heavy prefix, at most.
const LETTERS: usize = 8;

/// The prefixes whose terms have more than `heavy` postings together, sorted.
fn heavy_prefixes(index: &Index, heavy: u64) -> Vec<String> {
    let vocabulary = &index.vocabulary;
    let mut found = Vec::new();
    let mut last = String::new();
    for ordinal in 0..vocabulary.terms.len() {
        let term = vocabulary.terms.get(ordinal);
        // Only the term's beginnings that the term before did not have are new.
        let shared = term.chars().zip(last.chars()).take_while(|(a, b)| a == b).count();
        for (letters, (at, c)) in term.char_indices().enumerate().take(LETTERS).skip(shared) {
            let prefix = term.get(..at + c.len_utf8()).unwrap_or("");
            if vocabulary.table.postings_of(vocabulary.lexicon.prefix(prefix)) <= heavy {
                // Longer beginnings of this term are lighter still.
                break;
            }
            debug_assert!(letters < LETTERS);
            found.push(prefix.to_owned());
        }
        last.clear();
        last.push_str(term);
    }
    found
}

/// The answers to all heavy prefixes of an index that has none yet.
pub(crate) fn answers(index: &Index) -> Vec<PrefixAnswer> {
    let depth = if index.pages.some { 3 * ENTRIES } else { ENTRIES };
    let heavy = u64::from(index.manifest.documents / 8).max(4096);
    heavy_prefixes(index, heavy)
        .into_par_iter()
        .map_init(
            || (Scratch::default(), TermMarks::default(), RecentWords::default()),
            |(scratch, marks, recent), prefix| {
                let word = Word { end: prefix.len(), term: prefix.clone(), open: true, ..Word::default() };
                let query = Query { clauses: vec![Clause { words: vec![word] }], ..Query::default() };
                let evaluated = evaluate(index, &query, &EvaluateOptions { typos: true, keep: KEPT }, scratch);
                marks.fill(&index.vocabulary, &evaluated);
                let ranked = rerank(index, &evaluated, marks, depth, recent, &mut Missing::default());
                let heading =
                    |doc| evaluated.candidates.iter().any(|candidate| candidate.doc == doc && candidate.heading != 0);
                let mut pages = std::collections::HashSet::new();
                let entries = ranked
                    .iter()
                    .filter(|entry| pages.insert(index.pages.page(entry.doc)))
                    .take(ENTRIES)
                    .map(|entry| PrefixEntry { doc: entry.doc, heading: heading(entry.doc), base: entry.base })
                    .collect();
                PrefixAnswer { prefix, total: evaluated.total, entries }
            },
        )
        .collect()
}
