//! Output places that must not be replaced.

use std::fs::{self, File};
use std::process::Stdio;

use crate::harness::{Scratch, files};

#[test]
fn a_folder_of_ours_is_replaced() {
    let scratch = Scratch::built();
    let old = files(&scratch.path("site"));
    scratch.run(&["build", "other.jsonl", "-o", "site"]).ok();
    let new = files(&scratch.path("site"));
    assert!(new.keys().ne(old.keys()), "names carry hashes");
    scratch.run(&["build", "papers.jsonl", "-o", "site/"]).ok();
    let now = files(&scratch.path("site"));
    let same =
        old.iter().filter(|(name, _)| *name != "thumbindex.json").all(|(name, bytes)| now.get(name) == Some(bytes));
    assert!(same, "the same files; what else is there is of the build before");
}

#[test]
fn an_empty_folder_is_taken() {
    let scratch = Scratch::new();
    fs::create_dir(scratch.path("site")).unwrap();
    scratch.run(&["build", "papers.jsonl", "-o", "site"]).ok();
    scratch.run(&["verify", "site"]).ok();
}

#[test]
fn foreign_files_are_refused_by_name() {
    let scratch = Scratch::built();
    scratch.write("site/robots.txt", "x");
    let before = files(&scratch.path("site"));
    scratch.run(&["build", "other.jsonl", "-o", "site"]).fails(2, "output-has-foreign-files", "robots.txt");
    assert_eq!(files(&scratch.path("site")), before);

    scratch.write("photos/cat.jpg", "x");
    scratch.run(&["build", "other.jsonl", "-o", "photos"]).fails(2, "output-not-ours", "cat.jpg");
    assert_eq!(files(&scratch.path("photos")).len(), 1);

    scratch.write("web/thumbindex.json", "{\"format\":1,\"generator\":\"sitemaker\"}");
    scratch.run(&["build", "other.jsonl", "-o", "web"]).fails(2, "output-not-ours", "damaged manifest");
    assert_eq!(files(&scratch.path("web")).len(), 1);
}

#[test]
fn a_folder_inside_ours_is_foreign() {
    let scratch = Scratch::built();
    fs::create_dir(scratch.path("site/drafts")).unwrap();
    scratch.run(&["build", "other.jsonl", "-o", "site"]).fails(2, "output-has-foreign-files", "drafts");
}

#[test]
fn files_and_odd_places_are_refused() {
    let scratch = Scratch::new();
    scratch.write("site", "x");
    scratch.run(&["build", "papers.jsonl", "-o", "site"]).fails(2, "output-is-file", "site");
    for place in [".", "..", "/"] {
        scratch.run(&["build", "papers.jsonl", "-o", place]).fails(2, "output-unusable", "");
    }
    assert_eq!(fs::read_to_string(scratch.path("site")).unwrap(), "x");
    assert_eq!(scratch.hidden(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_refused() {
    let scratch = Scratch::built();
    let before = files(&scratch.path("site"));
    std::os::unix::fs::symlink(scratch.path("site"), scratch.path("link")).unwrap();
    scratch.run(&["build", "other.jsonl", "-o", "link"]).fails(2, "output-is-symlink", "link");
    assert_eq!(files(&scratch.path("site")), before);
}

#[test]
fn two_runs_do_not_collide() {
    let scratch = Scratch::built();
    let before = files(&scratch.path("site"));
    let lock = File::create(scratch.path(".site.thumbindex-lock")).unwrap();
    lock.lock().unwrap();
    scratch.run(&["build", "other.jsonl", "-o", "site"]).fails(2, "output-in-use", "another run");
    assert_eq!(files(&scratch.path("site")), before);
    // A lock file whose holder is gone locks nothing.
    drop(lock);
    scratch.run(&["build", "other.jsonl", "-o", "site"]).ok();
    assert_eq!(scratch.hidden(), [""; 0]);
}

#[test]
fn many_runs_at_once_leave_one_whole_folder() {
    let scratch = Scratch::new();
    let spawn = |input| {
        let mut command = scratch.command(&["build", input, "-o", "site"]);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let runs: Vec<_> = ["papers.jsonl", "other.jsonl"].into_iter().cycle().take(8).map(spawn).collect();
    let mut won = 0;
    for run in runs {
        let output = run.wait_with_output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() || err.contains("output-in-use"), "{err}");
        won += u32::from(output.status.success());
    }
    assert!(won >= 1);
    scratch.run(&["verify", "site"]).ok();
    assert_eq!(scratch.hidden(), [""; 0]);
}
