//! The same query has the same answer, however it came to stand in the box: typed letter by letter, corrected, cut, pasted.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "build")]

mod common;

use common::documents::documents;
use common::random::Random;
use common::{built, setting};
use thumbindex_engine::{SearchOptions, Session};

/// What somebody may do to the query next.
fn edited(random: &mut Random, query: &str, words: &[String]) -> String {
    let mut letters: Vec<char> = query.chars().collect();
    let place = random.below(letters.len() + 1);
    match random.below(16) {
        // Mostly another letter of a word that exists, or a blank and the next word's first one.
        0..8 => {
            let last = query.rsplit(' ').next().unwrap_or("");
            let next = words.iter().find(|word| word.starts_with(last) && word.len() > last.len());
            let letter = next.and_then(|word| word[last.len()..].chars().next()).unwrap_or(' ');
            letters.push(letter);
        }
        8 => letters.push(' '),
        9 => drop(letters.pop()),
        10 => letters.truncate(place),
        11 => letters.insert(place, ' '),
        12 => letters.insert(place, 'e'),
        13 => letters.extend(format!(" {}", random.pick(words)).chars()),
        14 => letters
            .extend([" -", " \"", "\"", " OR ", " title:", " author:", " year:200", "*"][random.below(8)].chars()),
        _ => letters = random.pick(words).chars().collect(),
    }
    letters.into_iter().take(80).collect()
}

#[test]
fn what_was_typed_before_changes_no_answer() {
    let documents = documents(7, 400, 60, 250);
    let words: Vec<String> = documents
        .iter()
        .flat_map(|document| document.title.split([' ', ',']))
        .filter(|word| word.is_ascii() && word.len() > 1)
        .map(str::to_lowercase)
        .collect();
    let bytes = built(documents).bytes;
    let mut kept = Session::open(bytes.clone()).unwrap();
    let mut random = Random::new(setting("THUMBINDEX_SEED", 11));
    let mut query = String::new();
    let mut found = 0;
    for _ in 0..setting("THUMBINDEX_CASES", 4000) {
        query = edited(&mut random, &query, &words);
        let options = SearchOptions {
            typos: !random.one_in(6),
            open_last_word: !random.one_in(8),
            limit: if random.one_in(5) { 30 } else { 10 },
            snippets: !random.one_in(4),
            ..SearchOptions::default()
        };
        let answer = kept.search(&query, &options);
        let fresh = Session::open(bytes.clone()).unwrap().search(&query, &options);
        assert_eq!(answer, fresh, "{query:?} {options:?}");
        found += usize::from(!answer.hits.is_empty());
        // Asked in between, as pages do.
        match random.below(8) {
            0 => drop(kept.suggest(&query, 5)),
            1 => drop(answer.hits.first().map(|hit| kept.similar(hit.doc))),
            #[cfg(feature = "explain")]
            2 => drop(answer.hits.first().map(|hit| kept.explain(&query, &options, hit.doc))),
            _ => {}
        }
    }
    assert!(found > 1000, "{found} answers with hits");
}
