//! A query with a word that only its corrections match is offered corrected.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "build")]

mod common;

use common::{document, session};
use thumbindex_engine::{Answer, Document, SearchOptions};

fn some_documents() -> Vec<Document> {
    vec![
        document("1", "Neural networks", "A neural network is trained. Training takes time."),
        document("2", "Neural tangent kernels", "Networks of infinite width."),
        document("3", "Natural gradient descent", "Training by the gradient."),
        document("4", "Databases", "A data base of everything. Neurons were recorded."),
        document("5", "Tangents and kernels", "A wide network."),
    ]
}

fn answer_with(query: &str, options: &SearchOptions) -> Answer {
    session(some_documents()).search(query, options)
}

fn answer(query: &str) -> Answer {
    answer_with(query, &SearchOptions::default())
}

fn corrected(query: &str) -> Option<String> {
    answer(query).did_you_mean
}

#[test]
fn only_the_wrong_words_change() {
    for (query, expected) in [
        ("nueral", "neural"),
        ("nueral network", "neural network"),
        ("Training the  nueral, netwrok!", "Training the  neural, network!"),
        ("title:nueral -xyz kernels", "title:neural -xyz kernels"),
        ("\"tangent kernels\" gradeint", "\"tangent kernels\" gradient"),
        ("tangnet* kernels", "tangent* kernels"),
        ("nueral OR gradeint.", "neural OR gradient."),
    ] {
        let answer = answer(query);
        assert_eq!(answer.did_you_mean.as_deref(), Some(expected), "{query}");
        assert!(!answer.hits.is_empty(), "{query}");
    }
}

#[test]
fn the_corrected_query_needs_no_correction() {
    for query in ["nueral netwrok", "gradeint descnet", "title:nueral kernels"] {
        assert_eq!(corrected(&corrected(query).unwrap()), None, "{query}");
    }
}

#[test]
fn words_that_match_in_any_other_way_stay() {
    for query in [
        "neural network",
        "trained",
        // Another form of it, its beginning, two words for one, one for two.
        "kernel",
        "neur",
        "databases",
        "data bases",
        "neuralnetworks",
        "\"neural\"",
    ] {
        assert_eq!(corrected(query), None, "{query}");
    }
}

#[test]
fn nothing_is_offered_where_nothing_matches() {
    for query in ["zzzzqqqq", "nueral year:2019", "\"nueral\"", "nueral -neural", ""] {
        let answer = answer(query);
        assert_eq!((answer.did_you_mean, answer.hits.len()), (None, 0), "{query}");
    }
    assert_eq!(answer("zzzzqqqq nueral").unmatched, ["zzzzqqqq"]);
    assert_eq!(corrected("zzzzqqqq nueral").as_deref(), Some("zzzzqqqq neural"));
}

#[test]
fn without_typos_the_query_is_taken_literally() {
    let literal = answer_with("nueral networks", &SearchOptions { typos: false, ..SearchOptions::default() });
    assert_eq!(literal.did_you_mean, None);
    assert_eq!(literal.unmatched, ["nueral"]);
}

#[test]
fn a_title_is_corrected_by_words_of_titles() {
    // "neurons" stands in a body only; "natural" is two edits away.
    assert_eq!(corrected("title:neurol").as_deref(), Some("title:neural"));
}
