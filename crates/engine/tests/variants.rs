//! A word is found in its other spelling: British or American, with or without a hyphen, a Greek letter by its name.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "build")]

mod common;

use common::built;
use thumbindex_engine::{Document, MatchKind, SearchOptions, Session};

/// A session over documents with these titles, whose ids are their numbers from 1 on.
fn titled(titles: &[&str]) -> Session {
    let document = |(number, title): (usize, &&str)| Document {
        id: (number + 1).to_string(),
        title: (*title).to_owned(),
        ..Document::default()
    };
    Session::open(built(titles.iter().enumerate().map(document).collect()).bytes).unwrap()
}

/// Ids of the hits, sorted.
fn found(titles: &[&str], query: &str) -> Vec<String> {
    let mut ids: Vec<String> =
        titled(titles).search(query, &SearchOptions::default()).hits.into_iter().map(|hit| hit.id).collect();
    ids.sort();
    ids
}

/// As `found`, with nothing corrected.
fn found_as_typed(titles: &[&str], query: &str) -> Vec<String> {
    let options = SearchOptions { typos: false, ..SearchOptions::default() };
    let mut ids: Vec<String> = titled(titles).search(query, &options).hits.into_iter().map(|hit| hit.id).collect();
    ids.sort();
    ids
}

#[test]
fn either_spelling_finds_both_where_the_collection_has_both() {
    for (british, american) in [
        ("colour", "color"),
        ("behaviour", "behavior"),
        ("normalised", "normalize"),
        ("analyses", "analyze"),
        ("centre", "centers"),
        ("catalogues", "catalog"),
        ("tumours", "tumor"),
        ("labelled", "labeling"),
        ("fuelled", "fueling"),
        ("oestrogen", "estrogen"),
        ("haemoglobin", "hemoglobin"),
        ("paediatrics", "pediatric"),
        ("anaemia", "anemia"),
        ("defence", "defense"),
        ("aluminium", "aluminum"),
    ] {
        let label = if american == "labeling" { "label" } else { "fuel" };
        let titles = [format!("{british} here"), format!("{american} there"), format!("{label} elsewhere")];
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        for typed in [british, american] {
            let found = found_as_typed(&titles, typed);
            assert!(found.contains(&"1".to_owned()) && found.contains(&"2".to_owned()), "{typed}: {found:?}");
        }
    }
}

#[test]
fn the_spelling_that_was_typed_comes_first_and_the_other_is_marked_as_a_form_of_it() {
    let mut session = titled(&["Color vision", "Colour vision", "Sound"]);
    for (typed, first) in [("colour.", "2"), ("color.", "1")] {
        let hits = session.search(typed, &SearchOptions::default()).hits;
        assert_eq!(hits.len(), 2);
        assert_eq!(hits[0].id, first);
        assert_eq!([hits[0].title.marks[0].kind, hits[1].title.marks[0].kind], [MatchKind::Exact, MatchKind::Stem]);
    }
}

#[test]
fn a_spelling_that_the_collection_lacks_is_corrected_to_the_other_one() {
    let titles = ["Normalize the data", "Behavior of mice", "Normal mice", "Beehives"];
    assert_eq!(found(&titles, "normalise")[0], "1");
    assert_eq!(found(&titles, "behaviour"), ["2"]);
    // With another word the right document is first.
    for (query, first) in [("normalise data", "1"), ("mice behaviour", "2")] {
        assert_eq!(titled(&titles).search(query, &SearchOptions::default()).hits[0].id, first);
    }
}

#[test]
fn different_words_stay_different() {
    for (one, other) in [
        ("our", "or"),
        ("four", "for"),
        ("contour", "contor"),
        ("prise", "prize"),
        ("tyre", "tyer"),
        ("paradise", "parade"),
        ("improvise", "improve"),
        ("filled", "filed"),
        ("programmer", "programr"),
        ("gas", "ga"),
    ] {
        let titles = [format!("{one} xylophone"), format!("{other} zebra")];
        assert_eq!(found_as_typed(&titles.each_ref().map(String::as_str), &format!("{one}.")), ["1"], "{one}");
    }
}

#[test]
fn a_greek_letter_and_its_name_are_one_word() {
    let titles = ["TGF-β signalling", "TGF-beta receptor", "Aβ plaques"];
    assert_eq!(found(&titles, "β."), ["1", "2"]);
    assert_eq!(found(&titles, "beta."), ["1", "2"]);
    assert_eq!(found(&titles, "Β."), ["1", "2"]);
}

#[test]
fn a_hyphen_more_or_less_does_not_matter() {
    let titles = ["An e-mail", "An email", "T-cell", "Tcell", "Letters"];
    for query in ["e-mail", "email", "E-Mail."] {
        assert_eq!(found(&titles, query), ["1", "2"], "{query}");
    }
    for query in ["t-cell", "tcell", "T cell."] {
        assert_eq!(found(&titles, query), ["3", "4"], "{query}");
    }
}

#[test]
fn the_plural_of_an_abbreviation_is_a_form_of_it() {
    let titles = ["A CNN", "Two CNNs", "CNS"];
    assert_eq!(found_as_typed(&titles, "cnn."), ["1", "2"]);
    assert_eq!(found_as_typed(&titles, "cnns."), ["1", "2"]);
}
