//! The worked example of FORMAT.md is an index file: it opens, answers, and is what the builder writes today.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "build")]

mod common;

use std::path::Path;

use common::built;
use thumbindex_engine::{Document, SearchOptions, Session};

/// The documents of the example, as FORMAT.md lists them.
fn documents() -> Vec<Document> {
    let document = |id: &str, title: &str, body: &str, year| Document {
        id: id.to_owned(),
        title: title.to_owned(),
        body: body.to_owned(),
        year: Some(year),
        ..Document::default()
    };
    vec![document("7", "Deep cells", "Cells grow. DNA!", 2001), document("4", "The cell", "A cell is deep.", 2003)]
}

fn page() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("FORMAT.md")).unwrap()
}

/// The lines of the example: bytes, and what the page says of them.
fn example(page: &str) -> Vec<(Vec<u8>, String)> {
    let (_, block) = page.split_once("```hex\n").expect("FORMAT.md has a block ```hex");
    let (block, _) = block.split_once("```").unwrap();
    let line = |line: &str| {
        let (bytes, told) = line.split_once(';').unwrap_or((line, ""));
        let bytes = bytes.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect();
        (bytes, told.to_owned())
    };
    block.lines().map(line).collect()
}

#[test]
fn the_example_is_what_the_builder_writes() {
    let bytes: Vec<u8> = example(&page()).into_iter().flat_map(|line| line.0).collect();
    assert!(
        bytes == built(documents()).bytes,
        "the format or the builder has changed: run `cargo test -p thumbindex-engine --features build --test format_example -- --ignored`, \
         then read FORMAT.md and set right what it says of the bytes"
    );
}

#[test]
fn the_example_opens_and_answers() {
    let bytes: Vec<u8> = example(&page()).into_iter().flat_map(|line| line.0).collect();
    let mut session = Session::open(bytes).unwrap();
    let answer = session.search("cell deep", &SearchOptions::default());
    assert_eq!(answer.total, 2);
    let mut found: Vec<Document> = answer.hits.iter().map(|hit| session.document(hit.doc).unwrap()).collect();
    found.sort_by(|a, b| b.id.cmp(&a.id));
    assert_eq!(found, documents());
}

#[test]
fn every_line_of_the_example_says_what_its_bytes_are() {
    for (bytes, told) in example(&page()) {
        assert!(bytes.is_empty() || told.trim().len() > 3, "{bytes:02x?} is not explained");
    }
}

/// Writes the bytes of today into FORMAT.md, with the lines as long as they are there.
#[test]
#[ignore = "changes FORMAT.md; for whoever changed the format"]
fn rewrite_the_example() {
    let page = page();
    let bytes = built(documents()).bytes;
    let mut rest = bytes.as_slice();
    let mut block = String::new();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    for (old, told) in example(&page) {
        let (new, left) = rest.split_at(old.len().min(rest.len()));
        rest = left;
        block.push_str(&match (new.is_empty(), told.is_empty()) {
            (true, _) if told.is_empty() => "\n".to_owned(),
            (true, _) => format!(";{told}\n"),
            (false, true) => format!("{}\n", hex(new)),
            (false, false) => format!("{:<48};{told}\n", hex(new)),
        });
    }
    rest.chunks(16).for_each(|chunk| block.push_str(&format!("{}\n", hex(chunk))));
    let (before, after) = page.split_once("```hex\n").unwrap();
    let (_, after) = after.split_once("```").unwrap();
    std::fs::write(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("FORMAT.md"),
        format!("{before}```hex\n{block}```{after}"),
    )
    .unwrap();
}
