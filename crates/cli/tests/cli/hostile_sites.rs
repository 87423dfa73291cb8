//! Sites that were made to hurt, and sites that are only odd: names of files, encodings, and what the bytes of an index depend on.

use std::fs;

use crate::harness::{Scratch, files};

/// Pages with something of their own each, more than one chunk of the reader has.
fn some_pages(scratch: &Scratch, folder: &str, breaks: &str) {
    for number in 0..60 {
        let page = format!(
            "<!doctype html>\n<html lang={}>\n<title>Page {number} - Site</title>\n<h1>Page {number}</h1>\n<p>About topic{}, I\u{131}\u{130}.</p>\n\
             <h2 id=more>More of {number}</h2>\n<p>And word{} too, foo_bar::Baz{number}.</p>\n<p data-thumb-filter=kind>kind{}</p>\n",
            ["en", "de", "tr"][number % 3],
            number % 7,
            number % 11,
            number % 2,
        );
        scratch.write(&format!("{folder}/{}/p{number}.html", ["a", "b"][number % 2]), page.replace('\n', breaks));
    }
}

#[test]
fn the_index_of_a_site_does_not_depend_on_threads_locale_place_or_the_order_of_its_files() {
    let scratch = Scratch::new();
    some_pages(&scratch, "public", "\n");
    scratch.run_with(&["build", "public", "-o", "one", "--threads", "1"], &[("LC_ALL", "C"), ("TZ", "UTC")]).ok();
    let locale = [("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TZ", "Asia/Kathmandu")];
    scratch.run_with(&["build", "public", "-o", "deep/er/two", "--threads", "2"], &locale).ok();
    let one = files(&scratch.path("one"));
    assert!(one.len() > 3);
    assert!(one == files(&scratch.path("deep/er/two")));
    // Elsewhere, and written the other way around.
    let mut names: Vec<_> = ["a", "b"]
        .into_iter()
        .flat_map(|folder| fs::read_dir(scratch.path("public").join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    for path in names.iter().rev() {
        let inside = path.strip_prefix(scratch.path("public")).unwrap();
        scratch.write(&format!("else/where/{}", inside.display()), fs::read(path).unwrap());
    }
    scratch.run(&["build", "else/where", "-o", "three"]).ok();
    assert!(one == files(&scratch.path("three")));
}

#[test]
fn line_ends_a_byte_order_mark_and_the_encoding_of_pages_make_no_difference() {
    let scratch = Scratch::new();
    some_pages(&scratch, "lf", "\n");
    some_pages(&scratch, "crlf", "\r\n");
    some_pages(&scratch, "cr", "\r");
    for folder in ["lf", "crlf", "cr"] {
        scratch.run(&["build", folder, "-o", &format!("{folder}-index")]).ok();
    }
    let lf = files(&scratch.path("lf-index"));
    assert!(lf == files(&scratch.path("crlf-index")) && lf == files(&scratch.path("cr-index")));
    let bytes = |text: &str, kind: &str| -> Vec<u8> {
        match kind {
            "mark" => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            "utf16" => [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
            _ => text.as_bytes().to_vec(),
        }
    };
    for kind in ["plain", "mark", "utf16"] {
        scratch.write(&format!("{kind}/a.html"), bytes("<title>Größe</title><p>Über Bäume\u{2026}", kind));
        scratch.run(&["build", kind, "-o", &format!("{kind}-index")]).ok();
    }
    let plain = files(&scratch.path("plain-index"));
    assert!(plain == files(&scratch.path("mark-index")) && plain == files(&scratch.path("utf16-index")));
    // Bytes that are no text are said, and cost themselves alone.
    scratch.write("odd/a.html", b"<meta charset=utf-8><title>Odd</title><p>before \xff\xfe\0 behind".as_slice());
    let run = scratch.run(&["build", "odd", "-o", "odd-index"]).ok();
    assert!(run.err().contains("[page-encoding]"), "{}", run.err());
    assert!(scratch.run(&["search", "odd-index", "behind"]).ok().out().contains("a.html"));
}

/// C8: what a file or a folder is called is an address, never the name of a file that is written.
#[cfg(unix)]
#[test]
fn names_of_pages_are_never_names_of_what_is_written() {
    let scratch = Scratch::new();
    let long = "n".repeat(240);
    let deep = "d/".repeat(60);
    let odd = [
        "CON.html",
        "aux/nul.html",
        "A.html",
        "a.html",
        "x..%2f..%2fescape.html",
        "x..\\..\\escape.html",
        "line\nbreak.html",
        "-rf.html",
        "%.html",
        "a b?c#d.html",
    ];
    let all: Vec<String> = odd
        .iter()
        .map(|name| (*name).to_owned())
        .chain([format!("{long}.html"), format!("{deep}{long}.html")])
        .collect();
    // Digits would be no difference between pages.
    let own = |number: usize| format!("only{}", char::from(b'a' + number as u8).to_string().repeat(5));
    for (number, name) in all.iter().enumerate() {
        scratch.write(&format!("public/{name}"), format!("<title>Page {number}</title><p>{}", own(number)));
    }
    scratch.run(&["build", "public"]).ok();
    scratch.run(&["verify", "public/thumbindex"]).ok();
    for name in files(&scratch.path("public/thumbindex")).keys() {
        assert!(
            name.len() < 40 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)),
            "{name}"
        );
    }
    assert!(!scratch.path("escape.html").exists() && !scratch.path("public/escape.html").exists());
    let mut urls = std::collections::BTreeSet::new();
    for (number, name) in all.iter().enumerate() {
        let answer = scratch.run(&["search", "public/thumbindex", &own(number), "--json"]).ok().json();
        let url = answer["hits"][0]["url"].as_str().unwrap();
        // A sign that would lead elsewhere is encoded.
        assert!(!url.contains(['\n', '\\', '?', '#', ' ']) && !url.starts_with('/'), "{name:?}: {url}");
        assert!(urls.insert(url.to_owned()), "{name:?}: {url}");
    }
}
