//! An explanation adds up to the score of the hit that it explains.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![cfg(all(feature = "build", feature = "explain"))]

mod common;

use common::random::Random;
use common::use_all::QUERIES;
use common::{built, documents};
use thumbindex_engine::{Document, Explanation, MatchKind, SearchOptions, Session};

#[track_caller]
fn assert_close(left: f32, right: f32, what: &str) {
    assert!((left - right).abs() <= 1e-4 * left.abs().max(right.abs()), "{what}: {left} and {right}");
}

/// Every number of an explanation follows from those below it.
fn assert_adds_up(why: &Explanation, what: &str) {
    let mut sum = 0.0;
    for clause in &why.clauses {
        let counted: Vec<f32> = clause.matches.iter().filter(|found| found.counted).map(|found| found.score).collect();
        assert_eq!(counted, if clause.score > 0.0 { vec![clause.score] } else { vec![] }, "{what}: {clause:?}");
        sum += clause.score;
        for found in &clause.matches {
            assert_close(found.factor * found.idf * found.frequency, found.score, what);
            assert!(!found.terms.is_empty() && !found.reason.is_empty(), "{what}: {found:?}");
        }
    }
    if !why.clauses.is_empty() {
        assert_close(sum * why.all_clauses * why.phrase, why.base, what);
    }
    let lent: f32 = why.lenders.iter().map(|lender| lender.amount).sum();
    assert_close(lent, why.lent, what);
    let second = 1.0 + why.title + why.order + why.adjacent + why.sentence;
    assert_close(why.base * second + why.lent, why.score, what);
}

/// Words of the documents' own, whole, cut, misspelt, run together, quoted, with filters.
fn some_queries(documents: &[Document]) -> Vec<String> {
    let mut random = Random::new(17);
    let mut queries: Vec<String> = QUERIES.iter().map(|&query| query.to_owned()).collect();
    for number in 0..400 {
        let document = &documents[random.below(documents.len())];
        let text = if random.one_in(2) { &document.title } else { &document.body };
        let words: Vec<&str> = text.split(' ').filter(|word| word.is_ascii() && !word.contains('"')).collect();
        if words.len() < 4 {
            continue;
        }
        let first = random.below(words.len() - 3);
        let run = &words[first..first + 1 + number % 3];
        let mut query = match number % 6 {
            0 => run.concat(),
            1 => format!("\"{}\" {}", run.join(" "), words[0]),
            2 => format!("{} year:1995..2020", run.join(" ")),
            3 => format!("{} OR {}", run.join(" "), words[random.below(words.len())]),
            _ => run.join(" "),
        };
        if random.one_in(3) {
            let at = random.below(query.len());
            query.replace_range(at..=at, "e");
        }
        if random.one_in(4) {
            query.truncate(1 + random.below(query.len()));
        }
        queries.push(query);
    }
    queries
}

#[test]
fn the_explanation_of_every_hit_is_its_score() {
    let documents = documents::documents(31, 1200, 60, 2500);
    let mut session = Session::open(built(documents.clone()).bytes).unwrap();
    let mut kinds = std::collections::BTreeSet::new();
    let (mut hits, mut lent, mut heavy) = (0, 0, 0);
    for options in [SearchOptions::default(), SearchOptions { open_last_word: false, ..SearchOptions::default() }] {
        for query in some_queries(&documents) {
            for hit in session.search(&query, &options).hits {
                let why = session.explain(&query, &options, hit.doc).unwrap();
                let what = format!("{query:?}, document {}", hit.doc);
                assert_eq!(why.doc, hit.doc);
                assert_close(why.score, hit.score, &what);
                assert_adds_up(&why, &what);
                for found in why.clauses.iter().flat_map(|clause| &clause.matches) {
                    kinds.insert(found.kind);
                }
                hits += 1;
                lent += usize::from(!why.lenders.is_empty());
                heavy += usize::from(query.len() == 1);
            }
        }
    }
    assert!(hits > 3000 && lent > 300 && heavy > 5, "{hits} {lent} {heavy}");
    for kind in [MatchKind::Exact, MatchKind::Prefix, MatchKind::Compound, MatchKind::Typo] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
}

fn small() -> Session {
    let document = |id: &str, title: &str, body: &str| Document {
        id: id.to_owned(),
        title: title.to_owned(),
        body: body.to_owned(),
        ..Document::default()
    };
    let documents = vec![
        document("1", "Neural networks", "A neural network is trained. Training a network takes time."),
        document("2", "Kernels", "Neural code for a database."),
        document("3", "Estuaries", "Tides."),
    ];
    Session::open(built(documents).bytes).unwrap()
}

#[test]
fn it_says_how_each_word_matches() {
    let mut session = small();
    let options = SearchOptions::default();
    let doc = session.find("1").unwrap();
    let why = session.explain("nueral network", &options, doc).unwrap();
    let [first, second] = why.clauses.as_slice() else { panic!("{why:?}") };
    let [typo] = first.matches.as_slice() else { panic!("{first:?}") };
    assert_eq!((typo.terms.as_slice(), typo.reason.as_str()), (&["neural".to_owned()][..], "one letter off"));
    assert!(typo.counted && typo.factor == 0.4);
    let kinds: Vec<MatchKind> = second.matches.iter().map(|found| found.kind).collect();
    assert_eq!(kinds, [MatchKind::Exact, MatchKind::Prefix, MatchKind::Stem]);
    assert_eq!(why.all_clauses, 1.3);
    assert!(why.title > 0.0 && why.sentence > 0.0 && why.adjacent > 0.0);
}

#[test]
fn what_is_no_hit_has_no_explanation() {
    let mut session = small();
    let options = SearchOptions::default();
    let doc = session.find("3").unwrap();
    assert_eq!(session.explain("neural", &options, doc), None);
    assert_eq!(session.explain("", &options, doc), None);
    assert_eq!(session.explain("tides", &options, u32::MAX), None);
    assert!(session.explain("tides", &options, doc).is_some());
}

#[test]
fn explaining_changes_no_answer() {
    let mut session = small();
    let options = SearchOptions::default();
    let before = session.search("neural network", &options);
    session.explain("neural network", &options, 0);
    assert_eq!(session.search("neural network", &options), before);
}
