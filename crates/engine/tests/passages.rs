//! Which passage of a text a hit shows.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "build")]

mod common;

use common::{document, session};
use thumbindex_engine::{MarkedText, SearchOptions, Session};

/// Sentences without any word that the tests ask for, `bytes` long or a little longer.
fn filler(bytes: usize) -> String {
    let sentence = "Nothing of that kind stands in such a plain line. ";
    sentence.repeat(bytes.div_ceil(sentence.len()))
}

fn long() -> Session {
    let late = format!("{}A zebra drinks here, as zebras do. {}", filler(3000), filler(500));
    let both = format!("An okapi eats leaves. {}The okapi saw a giraffe there. {}", filler(1500), filler(900));
    let first = format!("The first lemur sleeps. {}A lemur, said the lemur to a lemur.", filler(900));
    session(vec![
        document("late", "Drinking", &late),
        document("both", "Eating", &both),
        document("first", "Sleep", &first),
    ])
}

fn snippet(session: &mut Session, query: &str) -> MarkedText {
    session.search(query, &SearchOptions::default()).hits.remove(0).snippet
}

fn marked(snippet: &MarkedText) -> Vec<String> {
    let units: Vec<u16> = snippet.text.encode_utf16().collect();
    snippet.marks.iter().map(|mark| String::from_utf16_lossy(&units[mark.start as usize..mark.end as usize])).collect()
}

#[test]
fn one_word_shows_where_it_stands_first() {
    let snippet = snippet(&mut long(), "lemur");
    assert!(snippet.text.starts_with("The first lemur sleeps."), "{}", snippet.text);
    assert_eq!(marked(&snippet), ["lemur"]);
}

#[test]
fn one_word_is_found_far_down_too() {
    let snippet = snippet(&mut long(), "zebra");
    assert!(snippet.text.contains("A zebra drinks here, as zebras do."), "{}", snippet.text);
    assert_eq!(marked(&snippet), ["zebra", "zebra", "s"]);
}

#[test]
fn several_words_show_where_they_stand_together() {
    let snippet = snippet(&mut long(), "okapi giraffe");
    assert!(snippet.text.contains("The okapi saw a giraffe there."), "{}", snippet.text);
}

#[test]
fn a_passage_that_ends_inside_a_sentence_says_so() {
    let endless = format!("Here is a tapir {}and no stop", "beside many other animals ".repeat(60));
    let snippet = snippet(&mut session(vec![document("endless", "One line", &endless)]), "tapir");
    assert!(snippet.text.starts_with("Here is a tapir beside") && snippet.text.ends_with(" …"), "{}", snippet.text);
}

#[test]
fn what_was_asked_before_changes_no_passage() {
    let queries = ["zebra", "okapi", "okapi giraffe", "lemur", "drinks zebra", "o", "z", "l"];
    let mut kept = long();
    for first in queries {
        for second in queries {
            let _ = snippet(&mut kept, first);
            assert_eq!(snippet(&mut kept, second), snippet(&mut long(), second), "{first}, then {second}");
        }
    }
}
