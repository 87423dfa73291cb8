//! Suggestions: what is offered while a query is being typed.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "build")]

mod common;

use common::{document, session};
use thumbindex_engine::Session;

fn suggested(session: &mut Session, query: &str) -> Vec<String> {
    session.suggest(query, 5).into_iter().map(|suggestion| suggestion.text).collect()
}

fn papers() -> Session {
    session(vec![
        document("0", "Neural tangent kernels", "A kernel of wide networks."),
        document("1", "Neural networks for text", "A network reads."),
        document("2", "Étude of networks", "Neural network studies."),
    ])
}

#[test]
fn a_word_is_completed_by_what_most_documents_have() {
    assert_eq!(suggested(&mut papers(), "net")[0], "networks");
}

#[test]
fn what_stands_before_the_word_stays_as_it_was_typed() {
    assert_eq!(suggested(&mut papers(), "Deep  NEUR").last().unwrap(), "Deep  neural");
}

#[test]
fn two_words_that_begin_a_title_suggest_the_title_first() {
    assert_eq!(suggested(&mut papers(), "neural tan")[0], "Neural tangent kernels");
    assert_eq!(suggested(&mut papers(), "etude of")[0], "Étude of networks");
}

#[test]
fn a_word_that_is_finished_or_unknown_suggests_nothing() {
    assert!(suggested(&mut papers(), "zzz").is_empty());
    assert!(suggested(&mut papers(), "networks.").is_empty());
    assert!(suggested(&mut papers(), "").is_empty());
}

#[test]
fn the_limit_holds_for_titles_and_words_together() {
    let mut papers = papers();
    for limit in 0..4 {
        assert!(papers.suggest("neural ne", limit).len() <= limit);
    }
}
