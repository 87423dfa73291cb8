//! `search`, `similar` and `inspect`.

use std::io::Read as _;
use std::process::Stdio;

use crate::harness::Scratch;

#[test]
fn hits_show_rank_title_and_details() {
    let scratch = Scratch::built();
    let out = scratch.run(&["search", "site", "tides", "estuaries"]).ok().out();
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "1. Tides in narrow estuaries");
    assert_eq!(lines[1], "   tides  2001  Water");
    assert!(lines.contains(&"1 document matched"), "{out}");
    assert!(!out.contains('\u{1b}'), "no styles in a pipe");
}

#[test]
fn a_file_is_as_good_as_its_folder() {
    let scratch = Scratch::built();
    let index = scratch.index("site");
    let by_file = scratch.run(&["search", index.to_str().unwrap(), "moss", "--json"]).ok().json();
    assert_eq!(by_file, scratch.run(&["search", "site", "moss", "--json"]).ok().json());
    assert_eq!(by_file["hits"][0]["id"], "moss");
}

#[test]
fn the_json_is_the_engine_s_answer() {
    let scratch = Scratch::built();
    let answer = scratch.run(&["search", "site", "glacier", "--json"]).ok().json();
    for key in ["hits", "total", "partial", "missing", "unmatched", "didYouMean"] {
        assert!(answer.get(key).is_some(), "{key}");
    }
    let hit = &answer["hits"][0];
    assert_eq!(hit["title"]["text"], "Glacier retreat seen from orbit");
    let mark = &hit["title"]["marks"][0];
    assert_eq!((&mark["start"], &mark["end"], &mark["kind"]), (&0.into(), &7.into(), &"exact".into()));
}

#[test]
fn answers_are_narrowed_counted_and_put_in_order() {
    let scratch = Scratch::built();
    let ids = |args: &[&str]| -> Vec<String> {
        let answer = scratch.run(&[&["search", "site"], args, &["--json"]].concat()).ok().json();
        answer["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&["--filter", "year=2001"]), ["tides"]);
    let latest_first = ids(&["--sort", "-year"]);
    let mut earliest_first = ids(&["--sort=year", "--filter", "year=1000.."]);
    earliest_first.reverse();
    assert!(
        earliest_first.len() > 1 && latest_first.starts_with(&earliest_first),
        "{latest_first:?} {earliest_first:?}"
    );
    let out = scratch.run(&["search", "site", "tides", "--count", "author"]).ok().out();
    assert!(out.contains("author: Ada Brook (1)"), "{out}");
    scratch.run(&["search", "site", "x", "--count", "autor"]).fails(2, "no-such-field", "author");
    scratch.run(&["search", "site", "--filter", "author"]).fails(2, "usage", "author=Ada");
    scratch.run(&["search", "site"]).fails(2, "usage", "");
}

#[test]
fn limits_and_nothing_found() {
    let scratch = Scratch::built();
    let answer = scratch.run(&["search", "site", "tide", "ice", "shade", "-n", "1", "--json"]).ok().json();
    assert_eq!(answer["hits"].as_array().unwrap().len(), 1);
    let out = scratch.run(&["search", "site", "zzzzqqqq"]).ok().out();
    assert!(out.contains("no results for \"zzzzqqqq\""), "{out}");
    scratch.run(&["search", "site", "x", "-n", "0"]).fails(2, "usage", "1..=1000");
}

#[test]
fn queries_cannot_break_out() {
    let scratch = Scratch::built();
    for query in ["\u{1b}[31m", "\"", "a:b (c", "\u{202e}x", " ", &"x".repeat(100_000)] {
        let run = scratch.run(&["search", "site", query]).ok();
        assert!(!run.out().contains('\u{1b}'), "{query:?}");
    }
}

#[test]
fn similar_documents_are_found_by_id() {
    let scratch = Scratch::built();
    let similar = scratch.run(&["similar", "site", "7", "--json"]).ok().json();
    assert_eq!(similar["id"], "7");
    assert!(similar["hits"].as_array().unwrap().iter().all(|hit| hit["id"] != "7"));
    scratch.run(&["similar", "site", "7", "-n", "1"]).ok();
    scratch.run(&["similar", "site", "seven"]).fails(2, "unknown-id", "seven");
}

#[test]
fn inspect_adds_up() {
    let scratch = Scratch::built();
    let object = scratch.run(&["inspect", "site", "--json"]).ok().json();
    assert_eq!(object["documents"], 3);
    assert_eq!(object["bytes"], std::fs::metadata(scratch.index("site")).unwrap().len());
    assert_eq!(object["build"].as_str().unwrap().len(), 16);
    let out = scratch.run(&["inspect", "site"]).ok().out();
    assert!(out.contains("documents 3, ") && out.contains("per document"), "{out}");
}

#[test]
fn the_stored_text_of_the_default_corpus_takes_less_than_a_third_of_its_bytes() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/papers.jsonl");
    let scratch = Scratch::new();
    scratch.run(&["build", corpus, "-o", "site"]).ok();
    let object = scratch.run(&["inspect", "site", "--json"]).ok().json();
    let parts = object["parts"].as_array().unwrap().iter().filter(|part| part["storedText"] == true);
    let stored: u64 = parts.map(|part| part["bytes"].as_u64().unwrap()).sum();
    let whole = std::fs::metadata(corpus).unwrap().len();
    assert!(stored > 0 && stored * 3 < whole, "{stored} of {whole}");
}

#[test]
fn what_is_no_index_is_refused_by_name() {
    let scratch = Scratch::built();
    scratch.write("page.html", "<!doctype html>");
    std::fs::create_dir(scratch.path("bare")).unwrap();
    for command in ["search", "similar"] {
        scratch.run(&[command, "page.html", "x"]).fails(2, "not-an-index", "page.html");
        scratch.run(&[command, "bare", "x"]).fails(2, "not-an-index-folder", "bare");
        scratch.run(&[command, "siet", "x"]).fails(2, "not-found", "did you mean site?");
    }
    scratch.run(&["inspect", "page.html"]).fails(2, "not-an-index", "page.html");
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let scratch = Scratch::built();
    let mut child =
        scratch.command(&["search", "site", "glacier"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(err, "");
}

#[test]
fn a_score_is_explained_below_its_hit() {
    let scratch = Scratch::built();
    let out = scratch.run(&["search", "site", "tides", "estuaries", "--explain"]).ok().out();
    assert!(out.contains("for having all") && out.contains("(as typed)"), "{out}");
    let answer = scratch.run(&["search", "site", "tides", "estuaries", "--explain", "--json"]).ok().json();
    let (hit, why) = (&answer["hits"][0], &answer["explanations"][0]);
    assert_eq!(hit["score"], why["score"]);
    assert_eq!(why["clauses"][0]["matches"][0]["kind"], "exact");
}
