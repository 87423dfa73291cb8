//! The large shape: a root and blocks answer as the one file does, and are a folder like any other.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::harness::{Run, Scratch, files};

type Files = BTreeMap<String, Vec<u8>>;

/// Records enough for several blocks of each kind.
fn records(scratch: &Scratch, seed: usize) {
    records_of(scratch, seed, 400);
}

fn records_of(scratch: &Scratch, seed: usize, count: usize) {
    let words =
        ["tide", "glacier", "moss", "estuary", "orbit", "lichen", "dune", "sand", "shade", "clock", "satellite"];
    let mut text = String::new();
    for number in 0..count {
        let word = |place: usize| words[(number * 7 + place * place + seed + number / 11) % words.len()];
        let body: Vec<String> = (0..60).map(|place| format!("{}{}", word(place), (number * place) % 97)).collect();
        let (one, two) = (word(1), word(4));
        let _ = writeln!(
            text,
            r#"{{"id":"r{number}","title":"{one} {two} {number}","abstract":"{one} and {two}. {}","year":{}}}"#,
            body.join(" "),
            1990 + number % 20,
        );
    }
    scratch.write("many.jsonl", text);
}

fn built() -> Scratch {
    let scratch = Scratch::new();
    records(&scratch, 0);
    scratch.run(&["build", "many.jsonl", "-o", "large", "--shape", "large"]).ok();
    scratch
}

/// Names in a folder that end so.
fn names(scratch: &Scratch, folder: &str, ending: &str) -> Vec<String> {
    let entries = fs::read_dir(scratch.path(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(ending)).collect();
    names.sort();
    names
}

#[test]
fn both_shapes_answer_the_same() {
    let scratch = built();
    scratch.run(&["build", "many.jsonl", "-o", "small", "--shape", "small"]).ok();
    assert!(names(&scratch, "large", ".tib").len() > 8 && names(&scratch, "small", ".tib").is_empty());
    let queries =
        ["moss", "glacier tide", "gla", "lichne clock", "\"tide and\"", "sand year:1995..1999", "mossorbit", "r"];
    for query in queries {
        let answer = |folder: &str| scratch.run(&["search", folder, query, "--json"]).ok().json();
        assert_eq!(answer("large")["hits"], answer("small")["hits"], "{query}");
        assert_eq!(answer("large")["total"], answer("small")["total"], "{query}");
    }
    let parts = |folder: &str| scratch.run(&["inspect", folder, "--json"]).ok().json()["parts"].clone();
    assert_eq!(parts("large"), parts("small"));
}

#[test]
fn what_a_query_fetches_is_shown() {
    let scratch = built();
    let plan = |query: &str| scratch.run(&["inspect", "large", "--query", query, "--json"]).ok().json();
    let known = names(&scratch, "large", ".tib");
    let found = plan("glacier moss3");
    let trips = found["trips"].as_array().unwrap();
    assert!(!trips.is_empty() && found["hits"] == 10, "{found}");
    let mut bytes = 0;
    let mut seen = Vec::new();
    for trip in trips {
        for (name, length) in trip["blocks"].as_object().unwrap() {
            assert!(known.contains(name) && !seen.contains(name), "{name}");
            let file = fs::metadata(scratch.path("large").join(name)).unwrap();
            assert_eq!(Some(file.len()), length.as_u64());
            bytes += file.len();
            seen.push(name.clone());
        }
    }
    assert_eq!((found["bytes"].as_u64(), found["blocks"].as_u64()), (Some(bytes), Some(seen.len() as u64)));
    assert!(seen.len() < known.len());
    let text = scratch.run(&["inspect", "large", "--query", "glacier moss3"]).ok().out();
    assert!(text.contains("trip 1: ") && text.contains(&seen[0]), "{text}");
    scratch.run(&["build", "papers.jsonl", "-o", "small"]).ok();
    assert_eq!(scratch.run(&["inspect", "small", "--query", "moss", "--json"]).ok().json()["bytes"], 0);
    fs::remove_file(scratch.path("large").join(&seen[0])).unwrap();
    assert_ne!(scratch.run(&["inspect", "large", "--query", "glacier moss3"]).status(), Some(0));
}

#[test]
fn size_decides_unless_told() {
    let scratch = Scratch::built();
    assert!(names(&scratch, "site", ".tib").is_empty());
    let run = scratch.run(&["build", "papers.jsonl", "-o", "other", "--shape", "wide"]);
    assert_ne!(run.status(), Some(0));
    assert!(run.err().contains("small or large"), "{}", run.err());
}

#[test]
fn the_manifest_stays_small_and_every_block_is_verified() {
    let scratch = built();
    let manifest = fs::read_to_string(scratch.path("large/thumbindex.json")).unwrap();
    assert!(!manifest.contains(".tib\""), "blocks are listed elsewhere");
    scratch.run(&["verify", "large"]).ok();
    let block = scratch.path("large").join(&names(&scratch, "large", ".tib")[3]);
    let whole = fs::read(&block).unwrap();
    let mut damaged = whole.clone();
    damaged[0] ^= 1;
    for (bytes, code) in [(Some(damaged), "hash"), (Some(whole[1..].to_vec()), "length"), (None, "missing")] {
        match bytes {
            Some(bytes) => fs::write(&block, bytes).unwrap(),
            None => fs::remove_file(&block).unwrap(),
        }
        let run = scratch.run(&["verify", "large"]);
        assert_eq!(run.status(), Some(1));
        assert!(run.out().contains(&format!("[{code}]")), "{}", run.out());
        assert_ne!(scratch.run(&["search", "large", "moss"]).status(), Some(0), "{code}");
    }
    fs::write(&block, whole).unwrap();
    scratch.run(&["verify", "large"]).ok();
    // Another build's list, under this one's name.
    let list = names(&scratch, "large", ".json").into_iter().find(|name| name.starts_with("blocks-")).unwrap();
    fs::write(scratch.path("large").join(list), "{}").unwrap();
    assert_eq!(scratch.run(&["verify", "large"]).status(), Some(1));
}

/// The parsed manifest of a folder.
fn manifest(scratch: &Scratch, folder: &str) -> Value {
    serde_json::from_slice(&fs::read(scratch.path(folder).join("thumbindex.json")).unwrap()).unwrap()
}

#[test]
fn the_files_of_a_build_stay_for_one_more_build() {
    let scratch = built();
    let build = |seed: usize| {
        records(&scratch, seed);
        scratch.run(&["build", "many.jsonl", "-o", "large", "--shape", "large"]).ok();
        scratch.run(&["verify", "large"]).ok();
        names(&scratch, "large", ".tib")
    };
    let first = names(&scratch, "large", ".tib");
    assert!(manifest(&scratch, "large").get("previous").is_none());
    let old = manifest(&scratch, "large")["index"].as_str().unwrap().to_owned();
    let both = build(5);
    // Builds may have blocks in common.
    let own = || -> Vec<String> {
        let list = scratch.path("large").join(manifest(&scratch, "large")["blocks"].as_str().unwrap());
        let list: Value = serde_json::from_slice(&fs::read(list).unwrap()).unwrap();
        list.as_object().unwrap().keys().cloned().collect()
    };
    let second = own();
    assert!(first.iter().all(|name| both.contains(name)) && first != second);
    assert!(scratch.path("large").join(&old).exists());
    // Pages of the first build go on searching.
    let old = scratch.path("large").join(old);
    assert_eq!(
        scratch.run(&["search", old.to_str().unwrap(), "moss", "--json"]).ok().json()["hits"].as_array().unwrap().len(),
        10
    );
    // A build that changes nothing changes nothing.
    let before = files(&scratch.path("large"));
    assert_eq!(build(5), both);
    assert_eq!(files(&scratch.path("large")), before);
    // The list is of the folder, and what it lists is verified.
    let listed = manifest(&scratch, "large")["previous"].as_str().unwrap().to_owned();
    let block = scratch.path("large").join(&first[0]);
    let whole = fs::read(&block).unwrap();
    fs::write(&block, "damaged").unwrap();
    assert_eq!(scratch.run(&["verify", "large"]).status(), Some(1));
    fs::write(&block, &whole).unwrap();
    let third = build(9);
    assert!(second.iter().all(|name| third.contains(name)));
    let wanted = [own(), second].concat();
    assert!(third.iter().all(|name| wanted.contains(name)), "the first build is gone");
    assert!(!scratch.path("large").join(listed).exists());
    // What is damaged does not come along, and harms nothing.
    fs::write(scratch.path("large").join(&third[0]), "damaged").unwrap();
    build(11);
}

#[test]
fn a_large_folder_is_replaced_as_a_whole() {
    let scratch = built();
    scratch.run(&["build", "papers.jsonl", "-o", "large"]).ok();
    assert!(!names(&scratch, "large", ".tib").is_empty(), "for one more build");
    scratch.run(&["build", "other.jsonl", "-o", "large"]).ok();
    assert!(names(&scratch, "large", ".tib").is_empty(), "nothing of it stays");
    scratch.write("large/mine.txt", "mine");
    assert_ne!(scratch.run(&["build", "papers.jsonl", "-o", "large"]).status(), Some(0));
}

/// Builds over a large folder with a fault at some of its steps: those around the files, and some among them.
fn faulty(kind: &str, check: impl Fn(&Scratch, &Files, &Files, &Run)) {
    const FEW: usize = 60;
    let args = ["build", "many.jsonl", "-o", "large", "--shape", "large"];
    let fresh = || {
        let scratch = Scratch::new();
        records_of(&scratch, 0, FEW);
        scratch.run(&args).ok();
        records_of(&scratch, 5, FEW);
        scratch
    };
    let whole = fresh();
    let old = files(&whole.path("large"));
    whole.run(&args).ok();
    let new = files(&whole.path("large"));
    assert!(new.keys().filter(|name| name.ends_with(".tib")).count() > 4);
    // Two steps a file that is written, one for each that comes along, then those that are removed.
    let (written, kept) = (2 * old.len() as u32, old.len() as u32);
    let last = written + 2 * kept + 12;
    let (mut stopped, mut finished) = (0, 0);
    for step in (1..5).chain([written - 1, written + 2]).chain((written + 4..last).step_by(3)) {
        let scratch = fresh();
        let run = scratch.run_with(&args, &[("THUMBINDEX_TEST_FAULT", &format!("{kind}:{step}"))]);
        if run.status() == Some(0) {
            finished += 1;
        } else {
            stopped += 1;
        }
        check(&scratch, &old, &new, &run);
        scratch.run(&["verify", "large"]).ok();
        scratch.run(&args).ok();
        assert_eq!(files(&scratch.path("large")), new);
        assert_eq!(scratch.hidden(), [""; 0], "after {kind} at step {step} and another run");
    }
    assert!(stopped > 5, "{stopped} stopped, {finished} finished");
}

#[test]
fn killed_while_blocks_are_written_the_folder_is_the_old_or_the_new_one() {
    faulty("abort", |scratch, old, new, _| {
        let now = files(&scratch.path("large"));
        assert!(now == *old || now == *new, "neither old nor new");
    });
}

#[test]
fn a_disk_that_is_full_or_refuses_leaves_the_old_folder_whole() {
    for (kind, code) in [("full", "disk-full"), ("denied", "permission-denied")] {
        faulty(kind, |scratch, old, new, run| {
            let now = files(&scratch.path("large"));
            if run.status() == Some(0) {
                assert_eq!(now, *new);
            } else {
                assert!(run.err().contains(&format!("error[{code}]: ")), "{}", run.err());
                assert_eq!(now, *old);
                assert_eq!(scratch.hidden(), [""; 0]);
            }
        });
    }
}
