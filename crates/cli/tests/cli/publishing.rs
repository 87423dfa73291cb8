//! `build --site`: pages over one file of records; `--single`: what it refuses.

use std::collections::BTreeSet;
use std::fs;

use crate::harness::{PAPERS, Scratch, files};

/// Every page and the feed of a site, as text by name.
fn pages(scratch: &Scratch, folder: &str) -> Vec<(String, String)> {
    files(&scratch.path(folder))
        .into_iter()
        .filter(|(name, _)| name.ends_with(".html") || name.ends_with(".xml"))
        .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
        .collect()
}

fn page(scratch: &Scratch, name: &str) -> String {
    fs::read_to_string(scratch.path("site").join(name)).unwrap()
}

/// What stands between two texts, each time.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).map(|rest| rest.split(end).next().unwrap()).collect()
}

#[test]
fn a_site_is_whole_and_its_links_lead_somewhere() {
    let scratch = Scratch::new();
    let run = scratch.run(&["build", "papers.jsonl", "-o", "site", "--site", "--title", "Field notes"]).ok();
    assert!(run.out().contains("wrote site, "), "{}", run.out());
    scratch.run(&["verify", "site"]).ok();
    let names: BTreeSet<String> = files(&scratch.path("site")).into_keys().collect();
    for (name, text) in pages(&scratch, "site") {
        for target in between(&text, "href=\"", "\"") {
            let file = target.split('#').next().unwrap();
            assert!(names.contains(file), "{name} links to {target}");
        }
    }
    let home = page(&scratch, "index.html");
    assert!(home.contains("<h1 dir=\"auto\">Field notes</h1>"), "{home}");
    // The newest first; the one without a year last.
    let rows = between(&home, "<li id=\"", "\"");
    assert_eq!(rows, ["p-7", "p-tides", "p-moss"]);
}

#[test]
fn a_hit_leads_to_its_page_and_the_page_to_the_paper() {
    let scratch = Scratch::new();
    let record = r#"{"id": "a", "title": "Tides", "url": "https://papers.example/a?x=1&y=2", "authors": ["Ada Brook"], "year": 2001}"#;
    scratch.write("one.jsonl", record);
    scratch.run(&["build", "one.jsonl", "-o", "site", "--site"]).ok();
    let answer = scratch.run(&["search", "site", "tides", "--json"]).ok().json();
    assert_eq!(answer["hits"][0]["url"], "p-a.html");
    let text = page(&scratch, "p-a.html");
    assert!(text.contains("<a href=\"https://papers.example/a?x=1&amp;y=2\">Open at papers.example</a>"), "{text}");
    assert!(text.contains("@misc{brook2001tides,"), "{text}");
    // Without a page of its own a record leads where it led before, or to its place in the list.
    scratch.write("two.jsonl", format!("{record}\n{{\"id\": \"b\", \"title\": \"Moss\"}}\n"));
    scratch.run(&["build", "two.jsonl", "-o", "site", "--site", "--pages", "0"]).ok();
    let url = |query| scratch.run(&["search", "site", query, "--json"]).ok().json()["hits"][0]["url"].clone();
    assert_eq!(url("tides"), "https://papers.example/a?x=1&y=2");
    assert_eq!(url("moss"), "all.html#p-b");
    assert!(page(&scratch, "all.html").contains("<li id=\"p-b\""));
}

#[test]
fn long_lists_are_cut_into_pages_that_lead_to_each_other() {
    let scratch = Scratch::new();
    let record = |number| {
        format!(
            "{{\"id\": \"{number}\", \"title\": \"Stone {number}\", \"year\": {}, \"topics\": [\"stones\"]}}\n",
            1900 + number / 50
        )
    };
    scratch.write("many.jsonl", (0..250).map(record).collect::<String>());
    scratch.run(&["build", "many.jsonl", "-o", "site", "--site", "--pages", "10"]).ok();
    for (name, rows, links) in [
        ("all.html", 100, vec!["all.2.html"]),
        ("all.2.html", 100, vec!["all.html", "all.3.html"]),
        ("all.3.html", 50, vec!["all.2.html"]),
        ("topic-stones.3.html", 50, vec!["topic-stones.2.html"]),
    ] {
        let text = page(&scratch, name);
        assert_eq!(between(&text, "<li id=\"", "\"").len(), rows, "{name}");
        let turn = between(&text, "<nav class=\"turn\"", "</nav>")[0];
        assert_eq!(between(turn, "href=\"", "\""), links, "{name}");
    }
    assert_eq!(between(&page(&scratch, "all.html"), "<h2 class=\"year\">", "<"), ["1904", "1903"]);
    let own = files(&scratch.path("site")).into_keys().filter(|name| name.starts_with("p-")).count();
    assert_eq!(own, 10);
}

#[test]
fn nothing_from_a_record_becomes_markup() {
    let scratch = Scratch::new();
    let payload = r#"</title></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&]]>"#;
    let records: String = (0..3)
        .map(|number| {
            format!(
                "{{\"id\": \"{payload}{number}\", \"title\": \"{payload}\", \"abstract\": \"words {payload}\", \"authors\": [\"{payload}\"], \
                 \"venue\": \"{payload}\", \"topics\": [\"{payload}\"], \"doi\": \"{payload}\", \"year\": 2001, \"url\": \"https://a.example/{payload}\"}}\n"
            )
        })
        .collect();
    scratch.write("bad.jsonl", records);
    let args = [
        "build",
        "bad.jsonl",
        "-o",
        "site",
        "--site",
        "--title",
        "</title><script>alert(1)</script>",
        "--about",
        "\"><img src=x>",
    ];
    scratch.run(&args).ok();
    let found = pages(&scratch, "site");
    assert!(found.len() > 6, "{found:?}");
    for (name, text) in found {
        for bad in ["<script", "<img", "]]>", "onerror=alert(1)>"] {
            assert!(!text.contains(bad), "{name} has {bad}: {text}");
        }
        assert_eq!(text.matches('<').count(), text.matches('>').count(), "{name}: {text}");
    }
}

#[test]
fn the_feed_has_what_atom_wants_and_only_where_there_are_dates() {
    let scratch = Scratch::new();
    let base = ["build", "papers.jsonl", "-o", "site", "--site", "--title", "Notes"];
    let with = |more: &[&str]| scratch.run(&[&base, more].concat()).ok();
    with(&["--base-url", "https://a.example/n"]);
    let feed = page(&scratch, "feed.xml");
    // The record without a date is none of it.
    assert_eq!(feed.matches("<entry>").count(), 2, "{feed}");
    assert_eq!(
        between(&feed, "<updated>", "<"),
        ["2010-01-01T00:00:00Z", "2010-01-01T00:00:00Z", "2001-01-01T00:00:00Z"]
    );
    assert!(feed.contains("<link rel=\"self\" type=\"application/atom+xml\" href=\"https://a.example/n/feed.xml\"/>"));
    assert!(feed.contains("<link rel=\"alternate\" href=\"https://a.example/n/p-7.html\"/>"), "{feed}");
    let ids: BTreeSet<&str> = between(&feed, "<id>", "<").into_iter().collect();
    assert_eq!(ids.len(), 3);
    assert!(page(&scratch, "p-7.html").contains("<link rel=\"canonical\" href=\"https://a.example/n/p-7.html\">"));
    // Ids do not change when records come or go.
    scratch.write("more.jsonl", format!("{PAPERS}{{\"id\": \"new\", \"title\": \"New\", \"date\": \"2024-05-31\"}}\n"));
    scratch
        .run(&["build", "more.jsonl", "-o", "site", "--site", "--base-url", "https://a.example/n/", "--date", "2000"])
        .ok();
    let later = page(&scratch, "feed.xml");
    assert_eq!(later.matches("<entry>").count(), 4);
    assert!(later.contains("<updated>2024-05-31T00:00:00Z</updated>"), "{later}");
    assert!(ids.iter().all(|id| later.contains(id)));
    // Without dates there is none, and that is said.
    let run = scratch.run(&["build", "other.jsonl", "-o", "site", "--site"]).ok();
    assert!(run.err().contains("no-dates"), "{}", run.err());
    assert!(!scratch.path("site/feed.xml").exists() && !page(&scratch, "index.html").contains("feed.xml"));
}

#[test]
fn the_same_records_give_the_same_site() {
    let scratch = Scratch::new();
    scratch.run(&["build", "papers.jsonl", "other.jsonl", "-o", "one", "--site", "--threads", "1"]).ok();
    scratch.run(&["build", "other.jsonl", "papers.jsonl", "-o", "two", "--site", "--threads", "2"]).ok();
    assert_eq!(files(&scratch.path("one")), files(&scratch.path("two")));
    // A site replaces a folder, and a folder a site, as a whole.
    scratch.run(&["build", "papers.jsonl", "-o", "one"]).ok();
    assert!(!scratch.path("one/all.html").exists());
    scratch.run(&["verify", "one"]).ok();
}

#[test]
fn a_site_takes_a_style_sheet_of_its_own() {
    let scratch = Scratch::new();
    scratch.write("mine.css", "p { color: red }");
    scratch.run(&["build", "papers.jsonl", "-o", "site", "--site", "--style", "mine.css"]).ok();
    assert_eq!(page(&scratch, "page.css"), "p { color: red }");
    assert!(page(&scratch, "p-7.html").contains("<link rel=\"stylesheet\" href=\"page.css\">"));
    scratch.run(&["verify", "site"]).ok();
    scratch.run(&["build", "papers.jsonl", "-o", "site", "--site", "--style", "gone.css"]).fails(
        2,
        "not-found",
        "gone.css",
    );
}

#[test]
fn a_site_speaks_its_language() {
    let scratch = Scratch::new();
    for (lang, frame, heading, foot) in [
        ("de-AT", "<html lang=\"de-AT\">", "<h1 dir=\"auto\">Alle Einträge</h1>", "Durchsucht von"),
        ("he", "<html lang=\"he\" dir=\"rtl\">", "<h1 dir=\"auto\">כל הרשומות</h1>", "החיפוש:"),
        ("tlh", "<html lang=\"tlh\">", "<h1 dir=\"auto\">All entries</h1>", "Searched by"),
    ] {
        scratch.run(&["build", "papers.jsonl", "-o", "site", "--site", "--lang", lang]).ok();
        let all = page(&scratch, "all.html");
        for text in [frame, heading, foot] {
            assert!(all.contains(text), "{lang}: {text}\n{all}");
        }
        for (name, text) in pages(&scratch, "site").iter().filter(|(name, _)| name.ends_with(".html")) {
            for english in ["Topics", "Newest", "Home", "Similar", "ntries", "Open at", "Searched"] {
                assert!(lang == "tlh" || !text.contains(english), "{lang}: {english} in {name}\n{text}");
            }
        }
    }
}

#[test]
fn wrong_arguments_are_named() {
    let scratch = Scratch::new();
    let site = |more: &[&str]| scratch.run(&[&["build", "papers.jsonl", "-o", "site", "--site"], more].concat());
    site(&["--base-url", "example.org"]).fails(2, "usage", "--base-url example.org");
    site(&["--date", "May"]).fails(2, "usage", "--date May");
    site(&["--lang", "\"><x"]).fails(2, "usage", "--lang");
    scratch.run(&["build", "papers.jsonl", "--site"]).fails(2, "usage", "--output");
    scratch.run(&["build", "papers.jsonl"]).fails(2, "usage", "--output");
    assert!(!scratch.path("site").exists());
}

#[test]
fn one_file_replaces_only_what_was_written_so() {
    let scratch = Scratch::new();
    scratch.write("page.html", "<!doctype html><title>mine</title>");
    scratch.run(&["build", "papers.jsonl", "--single", "page.html"]).fails(2, "output-not-ours", "page.html");
    assert_eq!(fs::read_to_string(scratch.path("page.html")).unwrap(), "<!doctype html><title>mine</title>");
    fs::create_dir(scratch.path("folder.html")).unwrap();
    scratch.run(&["build", "papers.jsonl", "--single", "folder.html"]).fails(2, "output-unusable", "folder.html");
    // The command that these tests run carries no page code.
    scratch.run(&["build", "papers.jsonl", "--single", "new.html"]).fails(2, "no-page-code", "cargo xtask build");
    assert!(!scratch.path("new.html").exists());
    assert_eq!(scratch.hidden(), [""; 0]);
}

#[test]
fn filters_lie_beside_the_index() {
    let scratch = Scratch::built();
    let index = scratch.index("site");
    let name = index.file_name().unwrap().to_str().unwrap().replace("index-", "filters-").replace(".tix", ".json");
    let filters: serde_json::Value = serde_json::from_slice(&files(&scratch.path("site"))[&name]).unwrap();
    assert_eq!(filters[0]["field"], "year");
    assert_eq!(filters[0]["range"], serde_json::json!({"min": 2001, "max": 2010}));
    assert_eq!(
        filters[1]["values"][0],
        serde_json::json!({"value": "Ada Brook", "documents": 1, "query": "author:\"Ada Brook\""})
    );
}
