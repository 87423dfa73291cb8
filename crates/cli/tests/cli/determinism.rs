//! Same input, same bytes.

use std::fs;

use crate::harness::{Scratch, files};

#[test]
fn folders_do_not_depend_on_threads_locale_time_zone_or_place() {
    let scratch = Scratch::new();
    // More records than one batch of the reader has.
    let mut text = String::new();
    for number in 0..6000 {
        text.push_str(&format!(
            "{{\"id\": {number}, \"title\": \"Paper {number} on topic{} and I\u{131}\u{130}\", \"abstract\": \"word{} word{}\"}}\n",
            number % 97,
            number % 1013,
            number % 31
        ));
    }
    scratch.write("many.jsonl", text);
    let base = ["build", "many.jsonl", "-o"];
    scratch.run_with(&[&base[..], &["one", "--threads", "1"]].concat(), &[("LC_ALL", "C"), ("TZ", "UTC")]).ok();
    let locale = [("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TZ", "Asia/Kathmandu")];
    scratch.run_with(&[&base[..], &["deep/er/two", "--threads", "2"]].concat(), &locale).ok();
    let one = files(&scratch.path("one"));
    assert_eq!(one, files(&scratch.path("deep/er/two")));

    // From another folder, under another name.
    fs::create_dir(scratch.path("elsewhere")).unwrap();
    fs::copy(scratch.path("many.jsonl"), scratch.path("elsewhere/renamed.jsonl")).unwrap();
    let mut command = scratch.command(&["build", "renamed.jsonl", "-o", "three"]);
    assert!(command.current_dir(scratch.path("elsewhere")).output().unwrap().status.success());
    assert_eq!(one, files(&scratch.path("elsewhere/three")));
}

#[test]
fn line_ends_and_a_byte_order_mark_make_no_difference() {
    let scratch = Scratch::built();
    let text = fs::read_to_string(scratch.path("papers.jsonl")).unwrap();
    scratch.write("crlf.jsonl", format!("\u{feff}{}", text.replace('\n', "\r\n")));
    scratch.run(&["build", "crlf.jsonl", "-o", "other"]).ok();
    assert_eq!(files(&scratch.path("site")), files(&scratch.path("other")));
}

#[test]
fn the_order_of_files_makes_no_difference() {
    let scratch = Scratch::new();
    scratch.run(&["build", "papers.jsonl", "other.jsonl", "-o", "one"]).ok();
    scratch.run(&["build", "other.jsonl", "papers.jsonl", "-o", "two"]).ok();
    assert_eq!(files(&scratch.path("one")), files(&scratch.path("two")));
}
