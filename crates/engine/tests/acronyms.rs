//! An abbreviation finds the documents that only spell it out, and the words of a long form those that only abbreviate.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "build")]

mod common;

use common::{built, document, session};
use thumbindex_engine::{Answer, Document, MatchKind, SearchOptions};

fn documents() -> Vec<Document> {
    vec![
        document("defines", "Lazy training", "We study the neural tangent kernel (NTK) of wide networks."),
        document("short", "Beyond the NTK", "Feature learning cannot be explained so."),
        document("long", "Neural tangent kernels", "Convergence of gradient descent."),
        document("parts", "A kernel method", "Neural, but nothing else."),
        document("aids", "AIDS (acquired immune deficiency syndrome)", "An epidemic."),
        document("aid", "First aid", "Bandages and plasters."),
        document("things", "The Internet of Things (IoT)", "Sensors everywhere."),
        document("sensors", "Security of IoT", "Attacks on devices."),
        document("other", "Databases", "Nothing of all that."),
    ]
}

fn answer(query: &str) -> Answer {
    session(documents()).search(query, &SearchOptions::default())
}

fn found(query: &str) -> Vec<String> {
    answer(query).hits.into_iter().map(|hit| hit.id).collect()
}

#[test]
fn an_abbreviation_finds_what_spells_it_out() {
    for query in ["ntk", "NTK.", "ntk "] {
        let mut found = found(query);
        assert_eq!(found.remove(0), "short", "{query}");
        found.sort();
        assert_eq!(found, ["defines", "long"], "{query}");
    }
}

#[test]
fn what_has_the_typed_word_is_before_what_only_spells_it_out_in_the_same_place() {
    let mut titles = session(vec![
        document("defines", "The neural tangent kernel (NTK)", ""),
        document("long", "The neural tangent kernel", ""),
        document("short", "Beyond the NTK regime", ""),
    ]);
    let mut bodies = session(vec![
        document("defines", "One", "We study the neural tangent kernel (NTK) of wide networks at length."),
        document("long", "Two", "We study the neural tangent kernel of wide networks at length."),
        document("short", "Three", "We study the NTK of wide networks at length."),
    ]);
    for session in [&mut titles, &mut bodies] {
        let hits = session.search("ntk", &SearchOptions::default()).hits;
        assert_eq!(hits.len(), 3);
        assert_eq!(hits[2].id, "long");
        assert!(hits[2].score < 0.7 * hits[1].score);
    }
}

#[test]
fn its_long_form_finds_what_abbreviates() {
    for query in ["neural tangent kernel", "Neural Tangent Kernels."] {
        let found = found(query);
        assert_eq!(found[0], "long", "{query}");
        assert!(found.contains(&"short".to_owned()), "{query}");
        // The abbreviation stands for all its words, so it is before what has only some.
        let place = |id: &str| found.iter().position(|found| found == id);
        assert!(place("short") < place("parts"), "{query}: {found:?}");
    }
    assert!(found("internet of things").contains(&"sensors".to_owned()));
}

#[test]
fn only_all_words_of_a_long_form_are_the_abbreviation() {
    for query in ["neural kernel", "tangent kernel", "neural tangent", "kernel neural tangent", "neural tangent ker"] {
        assert!(!found(query).contains(&"short".to_owned()), "{query}");
    }
    assert!(!found("ntk").contains(&"parts".to_owned()));
}

#[test]
fn other_forms_of_an_abbreviation_are_other_words() {
    assert!(found("aids").contains(&"aids".to_owned()));
    let mut session = session(vec![
        document("1", "AIDS (acquired immune deficiency syndrome)", ""),
        document("2", "Acquired immune deficiency syndrome", ""),
        document("3", "An aid", ""),
    ]);
    let mut ids = |query: &str| -> Vec<String> {
        session.search(query, &SearchOptions::default()).hits.into_iter().map(|hit| hit.id).collect()
    };
    assert!(ids("aids.").contains(&"2".to_owned()));
    assert!(!ids("aid.").contains(&"2".to_owned()));
    assert!(!ids("acquired immune deficiency syndrome").contains(&"3".to_owned()));
}

#[test]
fn a_quoted_word_or_one_in_a_field_is_taken_as_it_is() {
    assert_eq!(found("\"ntk\""), ["short", "defines"]);
    assert!(!found("title:neural title:tangent title:kernel").contains(&"short".to_owned()));
    assert!(!found("\"neural tangent kernel\"").contains(&"short".to_owned()));
}

#[test]
fn what_stands_for_the_typed_words_is_marked_as_a_variant() {
    let kinds = |query: &str, id: &str| -> Vec<MatchKind> {
        let answer = answer(query);
        let hit = answer.hits.iter().find(|hit| hit.id == id).unwrap();
        hit.title.marks.iter().map(|mark| mark.kind).collect()
    };
    assert_eq!(kinds("ntk", "long"), [MatchKind::Variant; 3]);
    assert_eq!(kinds("ntk", "short"), [MatchKind::Exact]);
    assert_eq!(kinds("neural tangent kernel", "short"), [MatchKind::Variant]);
}

#[test]
fn a_large_collection_needs_two_documents_that_say_the_same() {
    let with = |definitions: usize| {
        let mut documents: Vec<Document> =
            (0..2000).map(|number| document(&format!("d{number}"), "Databases", "of everything")).collect();
        for number in 0..definitions {
            documents.push(document(&format!("x{number}"), "The neural tangent kernel (NTK)", ""));
        }
        documents.push(document("short", "Beyond the NTK", ""));
        let mut session = session(documents);
        session.search("neural tangent kernel", &SearchOptions::default()).hits.iter().any(|hit| hit.id == "short")
    };
    assert!(!with(1));
    assert!(with(2));
}

#[test]
fn a_collection_that_defines_nothing_has_no_such_part() {
    let parts = |documents: Vec<Document>| -> Vec<String> {
        built(documents).inspection.parts.into_iter().map(|part| part.name).collect()
    };
    assert!(!parts(vec![document("1", "Databases", "of everything")]).contains(&"relations".to_owned()));
    assert!(parts(documents()).contains(&"relations".to_owned()));
}
