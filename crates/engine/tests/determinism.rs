//! The same documents give the same bytes, however often and with however many threads they are built.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "build")]

mod common;

use common::documents;
use thumbindex_engine::Document;
use thumbindex_engine::build::{BuildOptions, Builder};

fn bytes_of(documents: Vec<Document>, threads: usize) -> Vec<u8> {
    let mut builder = Builder::new(BuildOptions { threads, ..BuildOptions::default() });
    documents.into_iter().for_each(|document| builder.add(document));
    builder.finish(&|_, _, _| {}).unwrap().bytes
}

fn some_documents() -> Vec<Document> {
    // More than one chunk of each stage, and heavy prefixes.
    documents::documents(21, 1300, 60, 3000)
}

#[test]
fn the_bytes_do_not_depend_on_threads() {
    let one = bytes_of(some_documents(), 1);
    for threads in [2, 3, 8, 0] {
        assert!(bytes_of(some_documents(), threads) == one, "{threads} threads");
    }
}

#[test]
fn building_again_gives_the_same_bytes() {
    for documents in [Vec::new(), documents::small(), documents::large()] {
        let first = bytes_of(documents.clone(), 2);
        for _ in 0..3 {
            assert!(bytes_of(documents.clone(), 2) == first);
        }
    }
}

#[test]
fn the_build_id_tells_builds_apart_and_nothing_else_does() {
    let build = |documents: Vec<Document>| common::built(documents).inspection.build;
    let same = build(documents::small());
    assert_eq!(build(documents::small()), same);
    let mut other = documents::small();
    other[3].body.push('!');
    assert_ne!(build(other), same);
}
