//! An index whose postings, cards and texts come later, block by block, answers as the whole file does.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "build")]

mod common;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use common::random::Random;
use common::use_all::{QUERIES, assert_sound};
use common::{built, documents};
use thumbindex_engine::build::BuiltIndex;
use thumbindex_engine::{Answer, SearchOptions, Session};

/// Enough documents for several blocks of each part.
static BUILT: LazyLock<BuiltIndex> = LazyLock::new(|| built(documents::documents(3, 500, 120, 4000)));

fn whole() -> Session {
    Session::open(BUILT.bytes.clone()).unwrap()
}

/// The session without any block, and the blocks by number.
fn detached() -> (Session, BTreeMap<u32, Vec<u8>>) {
    let (root, blocks) = BUILT.detached().unwrap();
    (Session::open(root).unwrap(), blocks.into_iter().collect())
}

/// Numbers of the blocks of a part.
fn numbers(part: &str) -> std::ops::Range<u32> {
    let mut first = 0;
    for other in whole().inspect().parts {
        if other.name == part {
            return first..first + other.blocks;
        }
        first += other.blocks;
    }
    0..0
}

/// Searches, takes in what is missing, and searches again until nothing is. Gives the answer and the number of trips.
fn search(
    session: &mut Session,
    blocks: &BTreeMap<u32, Vec<u8>>,
    query: &str,
    options: &SearchOptions,
) -> (Answer, u32) {
    for trips in 0..20 {
        let answer = session.search(query, options);
        assert_sound(&answer, options);
        if answer.missing.is_empty() {
            return (answer, trips);
        }
        for number in &answer.missing {
            session.provide(*number, blocks[number].clone()).unwrap();
        }
    }
    panic!("{query:?} never has all it needs");
}

/// Queries of one, two and three words of the documents' own, cut anywhere.
fn some_queries() -> Vec<String> {
    let mut random = Random::new(11);
    let documents = documents::documents(3, 500, 120, 4000);
    let mut queries: Vec<String> = QUERIES.iter().map(|&query| query.to_owned()).collect();
    for number in 0..200 {
        let body = &documents[random.below(documents.len())].body;
        let words: Vec<&str> = body.split(' ').collect();
        let first = random.below(words.len() - 3);
        let mut query = words[first..first + 1 + number % 3].join(" ");
        if random.one_in(2) {
            query.truncate(query.floor_char_boundary(1 + random.below(query.len())));
        }
        if number % 5 == 0 && query.contains(' ') {
            // Some phrases of the documents, some excluded, some that nobody wrote.
            query = format!("{}\"{query}\"", if number % 3 == 2 { "ra -" } else { "" });
        }
        if number % 7 == 0 {
            query.push_str([" year:1990..2010", " year:2005", " year:..1999", " year:1800.."][number / 7 % 4]);
        }
        queries.push(query);
    }
    queries.push("year:2000..".to_owned());
    queries
}

#[test]
fn the_fixture_has_several_blocks_of_each_part() {
    for part in ["postings", "cards", "texts"] {
        assert!(numbers(part).len() > 2, "{part}");
    }
    let (root, blocks) = BUILT.detached().unwrap();
    let detached: Vec<u32> = blocks.iter().map(|block| block.0).collect();
    let expected: Vec<u32> = ["postings", "cards", "texts", "years"].into_iter().flat_map(numbers).collect();
    assert_eq!(detached, expected);
    assert!(
        root.len() + blocks.iter().map(|block| block.1.len()).sum::<usize>() == BUILT.bytes.len(),
        "nothing is stored twice"
    );
}

#[test]
fn the_answer_is_that_of_the_whole_file_once_nothing_is_missing() {
    let mut whole = whole();
    for options in [
        SearchOptions::default(),
        SearchOptions { limit: 40, typos: false, open_last_word: false, ..SearchOptions::default() },
    ] {
        // Each query on its own, and all of them on one session that has more and more blocks.
        let (mut kept, blocks) = detached();
        for query in some_queries() {
            let expected = whole.search(&query, &options);
            let (mut fresh, _) = detached();
            assert_eq!(search(&mut fresh, &blocks, &query, &options).0, expected, "{query:?}");
            assert_eq!(search(&mut kept, &blocks, &query, &options).0, expected, "{query:?}");
        }
    }
}

#[test]
fn a_query_needs_few_trips() {
    let options = SearchOptions::default();
    for query in some_queries() {
        let (mut session, blocks) = detached();
        for number in session.plan(&query, &options) {
            session.provide(number, blocks[&number].clone()).unwrap();
        }
        let (_, trips) = search(&mut session, &blocks, &query, &options);
        assert!(trips <= 3, "{query:?} takes {trips} trips after its postings");
    }
}

#[test]
fn an_answer_without_its_blocks_is_partial_and_names_them() {
    let mut whole = whole();
    let options = SearchOptions::default();
    for query in some_queries() {
        let expected = whole.search(&query, &options);
        let cut = query.split(' ').count() > 16;
        assert!(expected.missing.is_empty() && expected.partial == cut, "{query:?}");
        let (mut session, blocks) = detached();
        let answer = session.search(&query, &options);
        assert_sound(&answer, &options);
        if expected.total > 0 {
            assert!(answer.partial && !answer.missing.is_empty(), "{query:?}");
        }
        assert!(answer.missing.iter().all(|number| blocks.contains_key(number)));
    }
}

#[test]
fn a_plan_names_the_missing_postings_blocks_and_no_other() {
    let (postings, years) = (numbers("postings"), numbers("years"));
    assert_eq!(years.len(), 1);
    let options = SearchOptions::default();
    for query in some_queries() {
        let (mut session, blocks) = detached();
        let mut needed = session.plan(&query, &options);
        let wanted = |number: &u32| postings.contains(number) || (query.contains("year:") && years.contains(number));
        assert!(needed.iter().all(wanted), "{query:?} needs {needed:?}");
        assert!(needed.is_sorted_by(|a, b| a < b));
        // Once those are there, no answer asks for postings.
        let mut rounds = 0;
        while !needed.is_empty() {
            for number in needed {
                session.provide(number, blocks[&number].clone()).unwrap();
            }
            needed = session.plan(&query, &options);
            rounds += 1;
            assert!(rounds <= 20, "{query:?}");
        }
        let answer = session.search(&query, &options);
        assert!(answer.missing.iter().all(|number| !postings.contains(number)), "{query:?}");
        // None of them was for nothing: with all but the blocks of a plan, the plan is the same.
        let (mut other, blocks) = detached();
        let plan = other.plan(&query, &options);
        for (number, bytes) in &blocks {
            if !plan.contains(number) {
                other.provide(*number, bytes.clone()).unwrap();
            }
        }
        assert_eq!(other.plan(&query, &options), plan, "{query:?}");
    }
}

#[test]
fn one_plan_names_everything() {
    let options = SearchOptions::default();
    for query in some_queries() {
        let (mut session, blocks) = detached();
        for number in session.plan(&query, &options) {
            session.provide(number, blocks[&number].clone()).unwrap();
        }
        assert_eq!(session.plan(&query, &options), [], "{query:?}");
    }
}

#[test]
fn blocks_may_come_in_any_order_and_twice() {
    let (mut whole, options) = (whole(), SearchOptions::default());
    let queries = some_queries();
    let expected: Vec<Answer> = queries.iter().map(|query| whole.search(query, &options)).collect();
    let mut random = Random::new(5);
    for _ in 0..5 {
        let (mut session, blocks) = detached();
        let mut order: Vec<(u32, Vec<u8>)> = blocks.into_iter().collect();
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at + 1));
        }
        for (number, bytes) in &order {
            session.provide(*number, bytes.clone()).unwrap();
            if random.one_in(4) {
                session.search(&queries[random.below(queries.len())], &options);
                session.provide(*number, bytes.clone()).unwrap();
            }
        }
        for (query, expected) in queries.iter().zip(&expected) {
            assert_eq!(session.search(query, &options), *expected, "{query:?}");
        }
    }
}

#[test]
fn what_is_there_is_right_while_texts_are_missing() {
    let (mut whole, options) = (whole(), SearchOptions { snippets: false, ..SearchOptions::default() });
    let texts = numbers("texts");
    let (mut session, blocks) = detached();
    for (number, bytes) in &blocks {
        if !texts.contains(number) {
            session.provide(*number, bytes.clone()).unwrap();
        }
    }
    for query in some_queries() {
        let (answer, expected) = (session.search(&query, &options), whole.search(&query, &options));
        if query.contains('"') {
            assert!(answer.total >= expected.total && answer.hits.len() >= expected.hits.len(), "{query:?}");
        } else {
            assert_eq!(answer.total, expected.total, "{query:?}");
            assert_eq!(answer.hits.len(), expected.hits.len(), "{query:?}");
        }
        if answer.missing.is_empty() {
            assert_eq!(answer, expected, "{query:?}");
        }
        // Documents of a word alone are ranked without their texts.
        assert!(answer.missing.iter().all(|number| texts.contains(number)), "{query:?}");
    }
}

#[test]
fn documents_and_suggestions_are_those_of_the_whole_file() {
    let mut whole = whole();
    let (mut session, blocks) = detached();
    for query in some_queries() {
        // Titles are suggested once their blocks are there; words at once.
        let expected = whole.suggest(&query, usize::MAX);
        for suggestion in session.suggest(&query, 50) {
            assert!(expected.contains(&suggestion), "{query:?}: {suggestion:?}");
        }
        if !query.trim().contains(' ') {
            let words = |suggestions: Vec<thumbindex_engine::Suggestion>| {
                suggestions.into_iter().filter(|suggestion| !suggestion.text.contains(' ')).collect::<Vec<_>>()
            };
            assert_eq!(words(session.suggest(&query, 5)), words(whole.suggest(&query, 5)), "{query:?}");
        }
    }
    assert_eq!(session.document(0), None, "not there yet");
    for (number, bytes) in blocks {
        session.provide(number, bytes).unwrap();
    }
    for query in some_queries() {
        assert_eq!(session.suggest(&query, 5), whole.suggest(&query, 5), "{query:?}");
    }
    for doc in 0..whole.inspect().documents {
        assert_eq!(session.document(doc), whole.document(doc));
        assert_eq!(session.similar(doc), whole.similar(doc));
    }
    assert_eq!(session.inspect(), whole.inspect());
}
