//! The large shape: a root and blocks answer as the one file does, and are a folder like any other.

use std::fmt::Write as _;
use std::fs;

use crate::harness::Scratch;

/// Records enough for several blocks of each kind.
fn records(scratch: &Scratch, seed: usize) {
    let words =
        ["tide", "glacier", "moss", "estuary", "orbit", "lichen", "dune", "sand", "shade", "clock", "satellite"];
    let mut text = String::new();
    for number in 0..400 {
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

#[test]
fn a_large_folder_is_replaced_as_a_whole() {
    let scratch = built();
    let before = names(&scratch, "large", ".tib");
    records(&scratch, 5);
    scratch.run(&["build", "many.jsonl", "-o", "large", "--shape", "large"]).ok();
    let after = names(&scratch, "large", ".tib");
    assert!(after != before && !after.is_empty());
    scratch.run(&["verify", "large"]).ok();
    scratch.run(&["build", "papers.jsonl", "-o", "large"]).ok();
    assert!(names(&scratch, "large", ".tib").is_empty(), "nothing of it stays");
    scratch.write("large/mine.txt", "mine");
    assert_ne!(scratch.run(&["build", "papers.jsonl", "-o", "large"]).status(), Some(0));
}
