//! A build that is killed, or that the disk refuses, at each of its steps.

use std::collections::BTreeMap;
use std::fs;

use crate::harness::{Scratch, files};

type Files = BTreeMap<String, Vec<u8>>;

/// More steps than a build has, however much page code the binary carries.
const STEPS: u32 = 1000;

/// The folders of both corpora.
fn both() -> (Files, Files) {
    let scratch = Scratch::built();
    let old = files(&scratch.path("site"));
    scratch.run(&["build", "other.jsonl", "-o", "site"]).ok();
    (old, files(&scratch.path("site")))
}

/// Kills a build over an old folder at every step; `extra` goes into the fault.
fn kill_everywhere(extra: &str) -> (u32, bool) {
    let (old, new) = both();
    let (mut kills, mut gap) = (0, false);
    for step in 1..=STEPS {
        let scratch = Scratch::built();
        let fault = format!("abort:{step}{extra}");
        let run = scratch.run_with(&["build", "other.jsonl", "-o", "site"], &[("THUMBINDEX_TEST_FAULT", &fault)]);
        let site = scratch.path("site");
        if run.status() == Some(0) {
            assert_eq!(files(&site), new);
            assert_eq!(scratch.hidden(), [""; 0]);
            break;
        }
        kills += 1;
        if !site.exists() {
            // Only without an atomic exchange: `verify` puts the new folder in place.
            gap = true;
            let run = scratch.run(&["verify", "site"]).ok();
            assert!(run.out().starts_with("repaired: "), "{}", run.out());
            assert_eq!(files(&site), new);
        }
        assert!([&old, &new].contains(&&files(&site)), "killed at step {step}: neither old nor new");
        scratch.run(&["verify", "site"]).ok();
        scratch.run(&["build", "other.jsonl", "-o", "site"]).ok();
        assert_eq!(files(&site), new);
        assert_eq!(scratch.hidden(), [""; 0], "after a kill at step {step} and another run");
    }
    (kills, gap)
}

#[test]
fn killed_at_any_step_the_folder_is_the_old_or_the_new_one() {
    let (kills, gap) = kill_everywhere("");
    assert!(kills > 12 && kills < STEPS, "{kills} kills");
    // A temporary folder may be on a file system that cannot exchange.
    assert!(!gap || cfg!(not(target_os = "linux")));
}

#[test]
fn killed_where_folders_cannot_be_exchanged_the_gap_is_repaired() {
    let (kills, gap) = kill_everywhere(",exchange:0");
    assert!(kills > 12 && kills < STEPS, "{kills} kills");
    assert!(gap, "no kill fell between the two renames");
}

#[test]
fn a_build_repairs_the_gap_too() {
    let (_, new) = both();
    let scratch = Scratch::built();
    let mut step = 1;
    while scratch.path("site").exists() {
        let fault = format!("abort:{step},exchange:0");
        scratch.run_with(&["build", "other.jsonl", "-o", "site"], &[("THUMBINDEX_TEST_FAULT", &fault)]);
        step += 1;
        assert!(step < STEPS, "no kill fell between the two renames");
    }
    // Even a build that fails for another reason repairs first.
    scratch.run(&["search", "site", "dunes"]).fails(2, "not-found", "thumbindex verify");
    scratch.write("bad.jsonl", "{}\n");
    scratch.run(&["build", "bad.jsonl", "-o", "site"]).fails(2, "no-documents", "");
    assert_eq!(files(&scratch.path("site")), new);
}

#[test]
fn a_killed_first_build_leaves_nothing_or_the_folder() {
    let scratch = Scratch::new();
    scratch.run(&["build", "other.jsonl", "-o", "site"]).ok();
    let new = files(&scratch.path("site"));
    for step in 1..=STEPS {
        let scratch = Scratch::new();
        let fault = format!("abort:{step}");
        let run = scratch.run_with(&["build", "other.jsonl", "-o", "site"], &[("THUMBINDEX_TEST_FAULT", &fault)]);
        if scratch.path("site").exists() {
            assert_eq!(files(&scratch.path("site")), new);
        }
        scratch.run(&["build", "other.jsonl", "-o", "site"]).ok();
        assert_eq!(files(&scratch.path("site")), new);
        assert_eq!(scratch.hidden(), [""; 0]);
        if run.status() == Some(0) {
            break;
        }
    }
}

/// Lets every step of a build over an old folder fail; gives how many made the build fail.
fn refuse_everywhere(extra: &str) -> u32 {
    let (old, new) = both();
    let (mut refused, mut unharmed) = (0, 0);
    for step in 1..=STEPS {
        let scratch = Scratch::built();
        let fault = format!("full:{step}{extra}");
        let run = scratch.run_with(&["build", "other.jsonl", "-o", "site"], &[("THUMBINDEX_TEST_FAULT", &fault)]);
        if run.status() == Some(0) {
            // The new folder is in place; only the removal of the old one can have been refused.
            assert_eq!(files(&scratch.path("site")), new);
            assert!(scratch.hidden().is_empty() || run.err().contains("warning[left-over]"), "{}", run.err());
            unharmed = if scratch.hidden().is_empty() { unharmed + 1 } else { 0 };
        } else {
            (refused, unharmed) = (refused + 1, 0);
            run.fails(2, "disk-full", "");
            assert_eq!(files(&scratch.path("site")), old);
            assert_eq!(scratch.hidden(), [""; 0]);
        }
        // One step (the last sync) may fail without harm; more than that is past the end.
        if unharmed > 2 {
            break;
        }
    }
    refused
}

#[test]
fn a_full_disk_leaves_the_old_folder_and_nothing_else() {
    let (exchanged, renamed) = (refuse_everywhere(""), refuse_everywhere(",exchange:0"));
    assert!(exchanged > 10 && renamed == exchanged + 1, "{exchanged}, {renamed}");
}

#[test]
fn a_refused_write_is_named() {
    let scratch = Scratch::built();
    let run = scratch.run_with(&["build", "other.jsonl", "-o", "site"], &[("THUMBINDEX_TEST_FAULT", "denied:1")]);
    run.fails(2, "permission-denied", ".site.thumbindex-tmp-");
}

#[test]
fn what_is_not_ours_is_not_swept_away() {
    let scratch = Scratch::built();
    let foreign = scratch.write(".site.thumbindex-tmp-1/diary.txt", "mine");
    fs::create_dir(scratch.path(".site.thumbindex-old-2")).unwrap();
    let run = scratch.run(&["build", "other.jsonl", "-o", "site"]).ok();
    assert!(run.err().contains("warning[left-over]") && run.err().contains("diary.txt"), "{}", run.err());
    assert_eq!(fs::read_to_string(foreign).unwrap(), "mine");
    assert_eq!(scratch.hidden(), [".site.thumbindex-tmp-1"]);
}

/// Many files are waited for together; at each step of that a kill leaves the old folder or the new one.
#[test]
fn a_site_that_is_killed_leaves_the_old_folder_or_the_new_one() {
    let record = |number: u32| format!("{{\"id\": \"{number}\", \"title\": \"Stone {number}\"}}\n");
    let stones: String = (0..40).map(record).collect();
    let args = ["build", "stones.jsonl", "-o", "site", "--site"];
    let fresh = || {
        let scratch = Scratch::built();
        scratch.write("stones.jsonl", &stones);
        scratch
    };
    let whole = fresh();
    let old = files(&whole.path("site"));
    whole.run(&args).ok();
    let new = files(&whole.path("site"));
    assert!(new.len() > 40);
    // Two steps a file; those around the files, and some among them.
    let last = 2 * new.len() as u32 + 12;
    for step in (1..12).chain([40, 41]).chain(last - 16..last) {
        let scratch = fresh();
        let run = scratch.run_with(&args, &[("THUMBINDEX_TEST_FAULT", &format!("abort:{step}"))]);
        let site = files(&scratch.path("site"));
        assert!(site == old || site == new, "killed at step {step}: neither old nor new");
        assert!(run.status() != Some(0) || site == new);
        scratch.run(&args).ok();
        assert_eq!(files(&scratch.path("site")), new);
        assert_eq!(scratch.hidden(), [""; 0], "after a kill at step {step} and another run");
    }
}
