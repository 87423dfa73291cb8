//! `year:2019`, `year:2019..2022`, `year:2019..`, `year:..2022`: only documents of these years.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "build")]

mod common;

use common::{built, ids, session};
use thumbindex_engine::{Answer, Document, SearchOptions, Session};

fn document(id: &str, year: Option<i32>, title: &str) -> Document {
    Document { id: id.to_owned(), title: title.to_owned(), year, ..Document::default() }
}

fn some_documents() -> Vec<Document> {
    vec![
        document("old", Some(1850), "Tides of old"),
        document("a", Some(2018), "Tides in estuaries"),
        document("b", Some(2019), "Tides and moss"),
        document("c", Some(2019), "Moss on stones"),
        document("d", Some(2022), "Tides on stones"),
        document("none", None, "Tides of a year unknown"),
    ]
}

fn search(documents: Vec<Document>, query: &str, options: &SearchOptions) -> Answer {
    session(documents).search(query, options)
}

fn answer(query: &str) -> Answer {
    search(some_documents(), query, &SearchOptions::default())
}

#[test]
fn documents_of_other_years_are_neither_hits_nor_counted() {
    for (query, expected) in [
        ("tides year:2019", &["b"][..]),
        ("year:2019 tides", &["b"]),
        ("tides year:2018..2019", &["a", "b"]),
        ("tides year:2019..", &["b", "d"]),
        ("tides year:..2018", &["a", "old"]),
        ("tides Year:2018.. year:..2019", &["a", "b"]),
        ("year:2022 tid", &["d"]),
        ("tides year:0000..9999", &["a", "b", "d", "old"]),
        ("tides -moss year:2018..2022", &["a", "d"]),
        ("\"on stones\" year:2019", &["c"]),
    ] {
        let answer = answer(query);
        assert_eq!(ids(&answer), expected, "{query}");
        assert_eq!(answer.total as usize, expected.len(), "{query}");
        assert!(answer.unmatched.is_empty(), "{query}");
    }
}

#[test]
fn years_alone_give_the_newest_documents_first() {
    let answer = answer("year:2018..");
    let years: Vec<Option<i32>> = answer.hits.iter().map(|hit| hit.year).collect();
    assert_eq!(years, [Some(2022), Some(2019), Some(2019), Some(2018)]);
    assert!(answer.hits[1].doc < answer.hits[2].doc);
    assert_eq!(answer.total, 4);
    let many = (0..900).map(|number| document(&number.to_string(), Some(1500 + number), "x")).collect();
    let answer = search(many, "year:1000..", &SearchOptions { limit: 50, ..SearchOptions::default() });
    let years: Vec<i32> = answer.hits.iter().map(|hit| hit.year.unwrap()).collect();
    assert_eq!(years, (2350..2400).rev().collect::<Vec<_>>());
    assert_eq!(answer.total, 900);
}

#[test]
fn years_that_no_document_is_of_are_named() {
    for query in ["tides year:2020..2021", "year:1999", "year:2019.. year:..2018"] {
        let answer = answer(query);
        assert_eq!((answer.hits.len(), answer.total), (0, 0), "{query}");
        assert_eq!(answer.unmatched.len(), 1, "{query}");
    }
    assert_eq!(answer("tides year:2020..2021").unmatched, ["year:2020..2021"]);
    // No words, but years are there: nothing is to be named but the word.
    assert_eq!(answer("zzzzqqqq year:2019").unmatched, ["zzzzqqqq"]);
}

#[test]
fn where_no_document_has_a_year_none_is_found() {
    let built = built(vec![document("a", None, "Tides"), document("b", None, "Moss")]);
    assert!(built.inspection.parts.iter().all(|part| part.name != "years"));
    let answer = Session::open(built.bytes).unwrap().search("tides year:2019", &SearchOptions::default());
    assert_eq!((answer.hits.len(), answer.unmatched), (0, vec!["year:2019".to_owned()]));
}

#[test]
fn whatever_is_no_range_of_years_is_plain_text() {
    for query in ["year:", "year:20", "year:2019.", "year:2022..2019", "year:20190", "year:..", "-year:2019"] {
        let with = answer(&format!("tides {query}"));
        assert!(with.total >= 4, "{query}");
    }
}

#[test]
fn the_column_takes_less_than_a_byte_of_a_document() {
    let documents = (0..2000).map(|number| document(&number.to_string(), Some(1980 + number % 45), "x")).collect();
    let inspection = built(documents).inspection;
    let part = inspection.parts.iter().find(|part| part.name == "years").unwrap();
    assert!(part.bytes <= 2000, "{}", part.bytes);
}
