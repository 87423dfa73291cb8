//! `build`: what it reads, what it says, what it refuses.

use std::fs;

use serde_json::Value;

use crate::harness::{Scratch, files};

#[test]
fn a_built_folder_is_whole_and_answers() {
    let scratch = Scratch::new();
    let run = scratch.run(&["build", "papers.jsonl", "-o", "site/search"]).ok();
    assert!(run.out().starts_with("3 documents; "), "{}", run.out());
    assert!(run.out().contains("before it can answer"), "{}", run.out());
    scratch.run(&["verify", "site/search"]).ok();
    let answer = scratch.run(&["search", "site/search", "glacier", "--json"]).ok().json();
    assert_eq!(answer["hits"][0]["id"], "7");
    assert_eq!(answer["total"], 1);
    assert_eq!(scratch.hidden(), [""; 0]);
    let manifest: Value = serde_json::from_slice(&files(&scratch.path("site/search"))["thumbindex.json"]).unwrap();
    assert_eq!(manifest["format"], 1);
    assert_eq!(manifest["generator"], format!("thumbindex {}", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_json_summary_has_everything() {
    let scratch = Scratch::new();
    scratch.write("bad.jsonl", "{\"title\": \"Fine\", \"url\": \"javascript:alert(1)\"}\n{\"year\": 1}\nnonsense\n");
    let summary = scratch.run(&["build", "bad.jsonl", "papers.jsonl", "-o", "site", "--json"]).ok().json();
    assert_eq!((&summary["documents"], &summary["skipped"], &summary["warnings"]), (&4.into(), &2.into(), &1.into()));
    for key in ["terms", "postings", "indexBytes", "textBytes", "fetchBytes"] {
        assert!(summary[key].is_u64(), "{key}");
    }
    assert!(summary["seconds"].is_f64());
    assert!(summary["html"].as_str().unwrap().contains("<thumb-index src=\"site/\"></thumb-index>"));
    let part = &summary["parts"][0];
    assert!(
        part["name"].is_string()
            && part["blocks"].is_u64()
            && part["bytes"].is_u64()
            && part["storedText"].is_boolean()
    );
    let problems = summary["problems"].as_array().unwrap();
    let places: Vec<_> = problems
        .iter()
        .map(|problem| (problem["line"].as_u64().unwrap(), problem["severity"].as_str().unwrap()))
        .collect();
    assert_eq!(places, [(1, "warning"), (2, "skipped"), (3, "skipped")]);
    assert!(problems.iter().all(|problem| problem["file"] == "bad.jsonl"));
    let of_parts: u64 = summary["parts"].as_array().unwrap().iter().map(|part| part["bytes"].as_u64().unwrap()).sum();
    assert_eq!(of_parts, summary["indexBytes"].as_u64().unwrap() + summary["textBytes"].as_u64().unwrap());
}

#[test]
fn problems_are_shown_with_file_and_line_and_then_counted() {
    let scratch = Scratch::new();
    let mut text = String::from("{\"title\": \"Fine\"}\n");
    text.push_str(&"{\"year\": 1}\n".repeat(25));
    scratch.write("bad.jsonl", text);
    let run = scratch.run(&["build", "bad.jsonl", "-o", "site"]).ok();
    assert!(run.err().contains("bad.jsonl:2: "), "{}", run.err());
    assert!(run.err().contains("bad.jsonl:21: ") && !run.err().contains("bad.jsonl:22: "), "{}", run.err());
    assert!(run.err().contains("and 5 more problems"), "{}", run.err());
    assert!(run.out().contains("1 document, 25 skipped"), "{}", run.out());
}

#[test]
fn strict_stops_at_the_first_problem_and_leaves_the_old_folder() {
    let scratch = Scratch::built();
    let before = files(&scratch.path("site"));
    scratch.write("warned.jsonl", "{\"title\": \"A\"}\n{\"title\": \"B\", \"url\": \"javascript:x\"}\n{\"year\": 1}\n");
    scratch.run(&["build", "warned.jsonl", "-o", "site", "--strict"]).fails(1, "strict", "warned.jsonl:2: ");
    assert_eq!(files(&scratch.path("site")), before);
    assert_eq!(scratch.hidden(), [""; 0]);
    scratch.run(&["build", "other.jsonl", "-o", "site", "--strict"]).ok();
    assert_ne!(files(&scratch.path("site")), before);
}

#[test]
fn several_files_make_one_index() {
    let scratch = Scratch::new();
    scratch.run(&["build", "papers.jsonl", "other.jsonl", "-o", "site"]).ok();
    assert_eq!(scratch.run(&["inspect", "site", "--json"]).ok().json()["documents"], 5);
}

#[test]
fn an_id_that_two_records_have_is_an_error_that_names_both() {
    let scratch = Scratch::built();
    let before = files(&scratch.path("site"));
    let run = scratch.run(&["build", "papers.jsonl", "papers.jsonl", "-o", "site"]);
    run.fails(2, "duplicate-id", "papers.jsonl:1: the id \"tides\" is already used by papers.jsonl:1");
    assert_eq!(files(&scratch.path("site")), before);
    let twice =
        scratch.run(&["build", "papers.jsonl", "papers.jsonl", "-o", "site", "--json", "--keep-first"]).ok().json();
    assert_eq!((&twice["documents"], &twice["skipped"]), (&3.into(), &3.into()));
    assert_eq!(twice["problems"][0]["code"], "duplicate-id");
}

#[test]
fn an_empty_input_gives_a_working_empty_index() {
    let scratch = Scratch::new();
    scratch.write("empty.jsonl", "");
    scratch.write("none.json", "[]");
    let run = scratch.run(&["build", "empty.jsonl", "none.json", "-o", "site"]).ok();
    assert!(run.err().contains("warning[empty-corpus]"), "{}", run.err());
    scratch.run(&["verify", "site"]).ok();
    let answer = scratch.run(&["search", "site", "anything", "--json"]).ok().json();
    assert_eq!(answer["hits"].as_array().unwrap().len(), 0);
    scratch.run(&["build", "empty.jsonl", "-o", "site", "--strict"]).fails(1, "strict", "no documents");
}

/// C4: one document, and words that say nothing.
#[test]
fn one_document_of_nothing_but_function_words_is_found() {
    let scratch = Scratch::new();
    scratch.write(
        "one.jsonl",
        "{\"id\": 1, \"title\": \"To be or not to be\", \"authors\": [], \"abstract\": \"\", \"venue\": \"\"}\n",
    );
    scratch.run(&["build", "one.jsonl", "-o", "site"]).ok();
    for query in ["to be", "not", "or not to b"] {
        let answer = scratch.run(&["search", "site", "--json", "--", query]).ok().json();
        assert_eq!(answer["hits"][0]["id"], "1", "{query}");
    }
    assert_eq!(scratch.run(&["search", "site", "hamlet", "--json"]).ok().json()["total"], 0);
}

#[test]
fn an_input_without_a_usable_record_is_an_error() {
    let scratch = Scratch::built();
    let before = files(&scratch.path("site"));
    scratch.write("bad.jsonl", "{\"year\": 1}\n{\"year\": 2}\n");
    scratch.run(&["build", "bad.jsonl", "-o", "site"]).fails(2, "no-documents", "none of 2 records");
    assert_eq!(files(&scratch.path("site")), before);
}

#[test]
fn inputs_that_cannot_be_read_are_named() {
    let scratch = Scratch::new();
    fs::create_dir(scratch.path("data")).unwrap();
    scratch.write("data/more.csv", "title\nA\n");
    scratch.write("notes.xyz", "Just a line of prose\n");
    scratch.run(&["build", "paper.jsonl", "-o", "site"]).fails(2, "not-found", "did you mean papers.jsonl?");
    scratch.run(&["build", "data", "-o", "site"]).fails(2, "input-is-folder", "more.csv");
    scratch.run(&["build", "notes.xyz", "-o", "site"]).fails(2, "unknown-format", "notes.xyz");
    scratch.run(&["build", "papers.jsonl"]).fails(2, "usage", "--output");
    assert!(!scratch.path("site").exists());
    assert_eq!(scratch.hidden(), [""; 0]);
}

#[test]
fn fields_come_from_the_command_line_and_from_the_configuration() {
    let scratch = Scratch::new();
    scratch.write("own.jsonl", "{\"id\": \"x\", \"heading2\": \"Quokka habits\", \"prose\": \"Mostly numbats.\"}\n");
    scratch.run(&["build", "own.jsonl", "-o", "site"]).fails(2, "no-documents", "");
    let both = ["build", "own.jsonl", "-o", "site", "--field", "title=heading2", "--field", "body=prose"];
    scratch.run(&both).ok();
    let first = files(&scratch.path("site"));
    scratch.write("thumbindex.toml", "[fields]\ntitle = \"heading2\"\nbody = [\"prose\"]\n");
    scratch.run(&["build", "own.jsonl", "-o", "site"]).ok();
    assert_eq!(files(&scratch.path("site")), first);
    scratch.write("other.toml", "[fields]\ntitel = \"x\"\n");
    scratch.run(&["build", "own.jsonl", "-o", "site", "--config", "other.toml"]).fails(2, "config", "title");
    scratch.run(&["build", "own.jsonl", "-o", "site", "--config", "othr.toml"]).fails(2, "not-found", "other.toml");
    scratch.run(&["build", "own.jsonl", "-o", "site", "--field", "bdoy=prose"]).fails(2, "usage", "body");
}

#[test]
fn errors_are_json_when_json_is_asked_for() {
    let scratch = Scratch::new();
    for args in [&["build", "gone.jsonl", "-o", "site", "--json"][..], &["build", "--json"], &["nonsense", "--json"]] {
        let run = scratch.run(args);
        assert_eq!(run.status(), Some(2), "{args:?}");
        let error: Value = serde_json::from_str(&run.err()).unwrap();
        assert!(error["error"]["code"].is_string() && error["error"]["cause"].is_string(), "{error}");
        assert_eq!(run.out(), "");
    }
}
