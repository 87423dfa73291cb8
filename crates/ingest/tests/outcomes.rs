//! What becomes of each input: the tables of the crate's front page, row by row.

#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};

use thumbindex_engine::Document;
use thumbindex_ingest::{Error, FieldMap, Ingest, Limits, Severity, Summary, ingest};

struct Outcome {
    documents: Vec<Document>,
    /// "line code" of each problem.
    problems: Vec<String>,
    texts: Vec<String>,
    result: Result<Summary, Error>,
}

fn read_with(name: &str, bytes: impl Read + Send, fields: &FieldMap, limits: &Limits) -> Outcome {
    let (mut documents, mut problems, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    let result = ingest(
        name,
        bytes,
        fields,
        limits,
        |document| documents.push(document),
        |problem| {
            problems.push(format!("{} {}", problem.line, problem.code()));
            texts.push(problem.to_string());
        },
    );
    Outcome { documents, problems, texts, result }
}

fn read(name: &str, bytes: impl AsRef<[u8]>) -> Outcome {
    read_with(name, bytes.as_ref(), &FieldMap::default(), &Limits::default())
}

/// The titles of the documents, and "line code" of the problems.
#[track_caller]
fn check(name: &str, bytes: impl AsRef<[u8]>, titles: &[&str], problems: &[&str]) {
    let outcome = read(name, bytes);
    outcome.result.unwrap();
    let found: Vec<&str> = outcome.documents.iter().map(|d| d.title.as_str()).collect();
    assert_eq!(found, titles, "problems: {:?}", outcome.texts);
    assert_eq!(outcome.problems, problems, "{:?}", outcome.texts);
}

#[track_caller]
fn refused(name: &str, bytes: impl AsRef<[u8]>, code: &str) {
    let outcome = read(name, bytes);
    let error = outcome.result.unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    assert!(error.to_string().starts_with(name) && error.to_string().contains("Fix:"), "{error}");
}

#[track_caller]
fn one(text: &str) -> Document {
    let mut outcome = read("a.jsonl", text);
    assert_eq!(outcome.problems, [""; 0], "{:?}", outcome.texts);
    assert_eq!(outcome.documents.len(), 1);
    outcome.documents.remove(0)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// `{"title":"Fünf"}` LF `{"title":"Six"}` LF, as xz -0 packs it.
const XZ: &[u8] = include_bytes!("data/two.jsonl.xz");

// Formats

#[test]
fn a_whole_date_gives_the_year_and_is_kept_beside_it() {
    let date = |text: &str| {
        let document = one(text);
        let named = document.meta.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("date"));
        (document.year, named.map(|(_, date)| date))
    };
    let dated = |year, date: &str| (Some(year), Some(date.to_owned()));
    assert_eq!(date(r#"{"title":"A","date":"2024-05-31T10:00:00Z"}"#), dated(2024, "2024-05-31"));
    assert_eq!(date(r#"{"title":"A","published":"2024-05"}"#), dated(2024, "2024-05"));
    assert_eq!(date(r#"{"title":"A","year":2020,"date":"2024-05-31"}"#), dated(2020, "2024-05-31"));
    assert_eq!(date(r#"{"title":"A","date":"May 2024"}"#), (Some(2024), None));
    assert_eq!(date(r#"{"title":"A","year":2024}"#), (Some(2024), None));
}

#[test]
fn every_format_gives_the_same_document() {
    let expected = Document {
        id: "7".into(),
        title: "Fast search".into(),
        body: "On pages, \"quickly\".".into(),
        url: "https://example.org/7".into(),
        authors: vec!["Ann Lee".into(), "Bo Chen".into()],
        year: Some(2024),
        venue: "SIGIR".into(),
        keywords: vec!["fst".into(), "wasm".into()],
        meta: vec![("pages".into(), "12".into())],
    };
    let json = r#"{"id":7,"title":"Fast search","abstract":"On pages, \"quickly\".","url":"https://example.org/7",
        "authors":["Ann Lee","Bo Chen"],"year":2024,"venue":"SIGIR","keywords":["fst","wasm"],"pages":12}"#;
    let line = json.replace("\n", "");
    let header = "id,title,abstract,url,authors,year,venue,keywords,pages";
    let row = r#"7,Fast search,"On pages, ""quickly"".",https://example.org/7,Ann Lee; Bo Chen,2024,SIGIR,fst;wasm,12"#;
    let tabs = "7\tFast search\tOn pages, \"quickly\".\thttps://example.org/7\tAnn Lee and Bo Chen\t2024\tSIGIR\tfst, wasm\t12";
    let table = format!("{header}\n{row}\n");
    let tsv = format!("{}\n{tabs}\n", header.replace(',', "\t"));
    for (name, text) in [
        ("a.jsonl", line.clone()),
        ("a.ndjson", format!("\n{line}\n\n")),
        ("a.json", format!("[{json}]")),
        ("a.json", line.clone()),
        ("a.json", json.replace("\",", "\",\n")),
        ("-", format!(" [\n{json}\n]\n")),
        ("a.csv", table.clone()),
        (
            "a.csv",
            header.replace(',', ";")
                + "\n7;Fast search;\"On pages, \"\"quickly\"\".\";https://example.org/7;\
            \"Ann Lee;Bo Chen\";2024;SIGIR;fst,wasm;12",
        ),
        ("a.tsv", tsv.clone()),
        ("stdin", table),
        ("stdin", tsv),
    ] {
        let outcome = read(name, &text);
        assert_eq!(outcome.problems, [""; 0], "{name}: {:?}", outcome.texts);
        assert_eq!(outcome.documents, std::slice::from_ref(&expected), "{name}: {text}");
        let packed = read(&format!("{name}.gz"), gzip(text.as_bytes()));
        assert_eq!(packed.documents, std::slice::from_ref(&expected), "{name}.gz");
    }
}

#[test]
fn packed_files_are_told_by_their_bytes() {
    check("two.jsonl.xz", XZ, &["Fünf", "Six"], &[]);
    check("two.jsonl", XZ, &["Fünf", "Six"], &[]);
    check("two.jsonl.xz", [XZ, XZ].concat(), &["Fünf", "Six", "Fünf", "Six"], &[]);
    let twice = [gzip(b"{\"title\":\"A\"}\n"), gzip(b"{\"title\":\"B\"}\n")].concat();
    check("a.jsonl.gz", &twice, &["A", "B"], &[]);
    check("download", &twice, &["A", "B"], &[]);
}

#[test]
fn a_name_that_promises_packing_must_keep_it() {
    refused("a.jsonl.gz", "{\"title\":\"A\"}", "not-compressed");
    refused("a.jsonl.xz", gzip(b"{}"), "not-compressed");
}

#[test]
fn a_cut_packed_file_hands_out_what_stands_before_the_cut() {
    let text: String = (0..20_000).map(|n| format!("{{\"title\":\"T {n} {}\"}}\n", n * 7919 % 10007)).collect();
    let packed = gzip(text.as_bytes());
    let outcome = read("a.jsonl.gz", &packed[..packed.len() / 2]);
    assert!(outcome.result.unwrap_err().is_truncated());
    assert!(outcome.documents.len() > 5_000, "{}", outcome.documents.len());
    for (name, bytes) in [("a.jsonl.gz", gzip(b"{\"title\":\"A\"}\n")), ("a.jsonl.xz", XZ.to_vec())] {
        for length in 1..bytes.len() {
            let error = read(name, &bytes[..length]).result.unwrap_err();
            assert!(error.is_truncated(), "{name} cut to {length}: {error}");
        }
    }
}

#[test]
fn a_damaged_packed_file_is_named() {
    let mut damaged = XZ.to_vec();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0x10;
    refused("a.jsonl.xz", damaged, "corrupt");
    let mut damaged = gzip(b"{\"title\":\"A\"}\n");
    let checksum = damaged.len() - 6;
    damaged[checksum] ^= 0x10;
    refused("a.jsonl.gz", damaged, "corrupt");
}

#[test]
fn an_xz_file_may_ask_for_so_much_memory() {
    // Stream header, and a block header that asks for a dictionary of 512 MiB.
    refused("a.jsonl.xz", include_bytes!("data/dictionary-512-mib.jsonl.xz"), "xz-memory");
}

#[test]
fn an_empty_file_has_no_documents() {
    for name in ["a.jsonl", "a.json", "a.csv", "a.tsv", "a", "a.jsonl.gz", "a.csv.xz"] {
        for text in ["", "\n", " \r\n\t\n", "\u{feff}"] {
            if !text.is_empty() && (name.ends_with("gz") || name.ends_with("xz")) {
                continue;
            }
            let outcome = read(name, text);
            assert_eq!(outcome.result.unwrap(), Summary::default(), "{name} {text:?}");
        }
    }
    check("a.json", "[]", &[], &[]);
    check("a.jsonl.gz", gzip(b""), &[], &[]);
    check("a.csv", "id,title\n", &[], &[]);
}

#[test]
fn a_format_that_cannot_be_told_is_named() {
    refused("README", "Just text\n", "unknown-format");
    refused("page.svg", "<svg>", "unknown-format");
}

// Bytes

#[test]
fn a_record_that_is_not_utf8_is_skipped() {
    check("a.jsonl", b"{\"title\":\"A\"}\n{\"title\":\"\xff\"}\n{\"title\":\"C\"}", &["A", "C"], &["2 not-utf8"]);
    check("a.json", b"[{\"title\":\"A\"},\n{\"title\":\"\xc3\x28\"}]", &["A"], &["2 not-utf8"]);
    check("a.csv", b"id,title\n1,A\n2,\xe9\n", &["A"], &["3 not-utf8"]);
    check("a.tsv", b"id\ttitle\n1\t\xe9\n2\tB", &["B"], &["2 not-utf8"]);
    refused("a.csv", b"id,title,\xff\n1,2,3\n", "header");
}

#[test]
fn line_ends_and_a_byte_order_mark_make_no_difference() {
    for (name, text) in [
        ("a.jsonl", "{\"title\":\"A\"}\n\n{\"title\":\"B\"}\n{\"x\":1}\n"),
        ("a.json", "[{\"title\":\n\"A\"},\n{\"title\":\"B\"},\n{\"x\":1}\n]"),
        ("a.csv", "id,title,body\n1,A,\"one\ntwo\"\n\n2,B,b\n3,,\n"),
        ("a.tsv", "id\ttitle\n1\tA\n2\tB\n3\t\n"),
    ] {
        let expected = read(name, text);
        assert_eq!(expected.documents.len(), 2);
        assert_eq!(expected.problems.len(), 1);
        for end in ["\n", "\r\n", "\r"] {
            for mark in ["", "\u{feff}"] {
                let outcome = read(name, format!("{mark}{}", text.replace('\n', end)));
                assert_eq!(outcome.documents, expected.documents, "{name} {end:?}");
                assert_eq!(outcome.problems, expected.problems, "{name} {end:?}");
            }
        }
    }
}

#[test]
fn utf16_is_named() {
    for name in ["a.jsonl", "a.csv", "a"] {
        let little: Vec<u8> = "{\"title\":1}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "{\"title\":1}".encode_utf16().flat_map(u16::to_be_bytes).collect();
        refused(name, [&b"\xff\xfe"[..], &little].concat(), "utf16");
        refused(name, [&b"\xfe\xff"[..], &big].concat(), "utf16");
        refused(name, little, "utf16");
        refused(name, big, "utf16");
    }
}

#[test]
fn nul_and_control_characters() {
    assert_eq!(one("{\"title\":\"a\\u0000b\\u001bc\"}").title, "a b c");
    check("a.jsonl", b"{\"title\":\"a\0b\"}\n{\"title\":\"B\"}", &["B"], &["1 json-syntax"]);
    check("a.jsonl", b"{\"title\":\"a\tb\"}", &[], &["1 json-syntax"]);
    check("a.csv", b"id,title\n1,a\0b\n", &["a b"], &[]);
    check("a.jsonl", b"{\"title\":\"A\"}\n\0\0\0", &["A"], &["2 json-syntax"]);
}

// Size and depth

#[test]
fn deep_json_is_skipped_without_recursion() {
    let deep = format!("{{\"title\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let text = format!("{deep}\n{{\"title\":\"B\"}}");
    check("a.jsonl", &text, &["B"], &["1 json-too-deep"]);
    check("a.json", format!("[{deep},{{\"title\":\"B\"}}]"), &["B"], &["1 json-too-deep"]);
    check("a.json", "[".repeat(100_000), &[], &["1 record-unfinished"]);
    let fine = format!("{{\"title\":\"A\",\"x\":{}1{}}}", "[".repeat(100), "]".repeat(100));
    check("a.jsonl", fine, &["A"], &[]);
}

/// `before`, then `count` times `unit`, then `after`: without holding it.
fn long(before: &str, unit: u8, count: u64, after: &str) -> impl Read + Send {
    let (before, after) = (before.to_owned().into_bytes(), after.to_owned().into_bytes());
    std::io::Cursor::new(before).chain(std::io::repeat(unit).take(count)).chain(std::io::Cursor::new(after))
}

#[test]
fn a_record_of_100_mb_is_skipped_and_the_next_one_read() {
    const COUNT: u64 = 100_000_000;
    for (name, before, after) in [
        ("a.jsonl", "{\"title\":\"", "\"}\n{\"title\":\"B\"}"),
        ("a.json", "[{\"title\":\"", "\"},{\"title\":\"B\"}]"),
        ("a.csv", "id,title\n1,\"", "\"\n2,B\n"),
        ("a.tsv", "id\ttitle\n1\t", "\n2\tB\n"),
    ] {
        let outcome = read_with(name, long(before, b'x', COUNT, after), &FieldMap::default(), &Limits::default());
        assert_eq!(outcome.documents.len(), 1, "{name}");
        assert_eq!(outcome.documents[0].title, "B");
        assert!(outcome.problems[0].ends_with("record-too-long"), "{name}: {:?}", outcome.problems);
        assert!(outcome.texts[0].contains("16777216 bytes"), "{:?}", outcome.texts);
    }
}

#[test]
fn the_limit_on_a_record_can_be_set() {
    let limits = Limits { record_bytes: 13 };
    let outcome = read_with("a.jsonl", &b"{\"title\":\"A\"}\n{\"title\":\"BB\"}"[..], &FieldMap::default(), &limits);
    assert_eq!(outcome.documents.len(), 1);
    assert_eq!(outcome.problems, ["2 record-too-long"]);
}

#[test]
fn long_words_and_many_equal_words_are_kept() {
    let word = "x".repeat(65_536);
    assert_eq!(one(&format!("{{\"title\":\"{word}\"}}")).title, word);
    let words = "word ".repeat(1_000_000);
    assert_eq!(one(&format!("{{\"body\":\"{words}\"}}")).body, words.trim_end());
}

// Records

#[test]
fn records_that_are_no_objects_are_skipped() {
    check(
        "a.jsonl",
        "[1]\n\"text\"\n3\nnull\ntrue\n{\"title\":\"A\"}",
        &["A"],
        &["1 not-an-object", "2 not-an-object", "3 not-an-object", "4 not-an-object", "5 not-an-object"],
    );
    check("a.json", "[1, {\"title\":\"A\"}, [], \"x\"]", &["A"], &["1 not-an-object"; 3]);
    check(
        "a.jsonl",
        "{\"title\":\"A\"}\n{\"title\":\n{\"title\":\"B\"}{}",
        &["A"],
        &["2 json-syntax", "3 json-syntax"],
    );
}

#[test]
fn a_record_needs_a_title_or_a_body() {
    check(
        "a.jsonl",
        "{}\n{\"id\":1}\n{\"title\":\" \",\"body\":null}\n{\"title\":\"{\"}\n{\"title\":\"$\\\\,$\"}",
        &["{"],
        &["1 no-text", "2 no-text", "3 no-text", "5 no-text"],
    );
    assert_eq!(one("{\"body\":\"text\"}").title, "");
}

#[test]
fn arrays_that_end_too_early_or_go_on_too_long() {
    check("a.json", "[{\"title\":\"A\"},\n{\"title\":\"B", &["A"], &["2 record-unfinished"]);
    check("a.json", "[{\"title\":\"A\"},\n", &["A"], &["2 array-not-closed"]);
    check("a.json", "[{\"title\":\"A\"}]\n{\"title\":\"B\"}", &["A"], &["2 after-array"]);
    let summary = read("a.json", "[{\"title\":\"A\"}").result.unwrap();
    assert_eq!((summary.records, summary.documents, summary.skipped, summary.warnings), (1, 1, 0, 1));
}

#[test]
fn rows_must_fit_the_header() {
    check("a.csv", "id,title\n1\n2,B\n3,C,c\n", &["B"], &["2 field-count", "4 field-count"]);
    check("a.tsv", "id\ttitle\n1\tA\t\n2\tB\n", &["B"], &["2 field-count"]);
    check("a.csv", "id,title\n1,A\n2,\"B\n3,C\n", &["A"], &["3 open-quote"]);
}

#[test]
fn a_table_needs_a_header_that_is_understood() {
    refused("a.csv", "1,First paper\n2,Second paper\n", "no-known-column");
    refused("a.tsv", "year\tvenue\n2024\tSIGIR\n", "no-known-column");
    let mut fields = FieldMap::default();
    fields.assign("title=Titel").unwrap();
    let outcome = read_with("a.csv", &b"Nr,TITEL\n1,A\n"[..], &fields, &Limits::default());
    assert_eq!(outcome.documents[0].title, "A");
    assert_eq!(outcome.documents[0].meta, [("Nr".to_owned(), "1".to_owned())]);
}

// Identifiers

#[test]
fn an_id_is_text_a_whole_number_or_the_number_of_the_record() {
    for (id, expected) in [
        ("\"a-1\"", "a-1"),
        ("123", "123"),
        ("-5", "-5"),
        ("18446744073709551615", "18446744073709551615"),
        ("7.0", "7"),
        ("null", "0"),
        ("\"\"", "0"),
        ("\" a\\u0000\\tb\\n\"", "a b"),
        ("\"../../etc/passwd\"", "../../etc/passwd"),
        ("\"$x$\"", "$x$"),
    ] {
        assert_eq!(one(&format!("{{\"id\":{id},\"title\":\"t\"}}")).id, expected, "{id}");
    }
    for (id, code) in [
        ("[1]", "1 id-kind"),
        ("{\"a\":1}", "1 id-kind"),
        ("true", "1 id-kind"),
        ("1.5", "1 id-kind"),
        ("123456789012345678901234567890", "1 id-not-exact"),
    ] {
        check("a.jsonl", format!("{{\"id\":{id},\"title\":\"t\"}}"), &[], &[code]);
    }
    assert_eq!(one("{\"_id\":\"x\",\"title\":\"t\"}").id, "x");
}

#[test]
fn an_id_that_occurred_before_names_both_lines() {
    let text = "{\"id\":\"1\",\"title\":\"A\"}\n{\"title\":\"B\"}\n{\"id\":1,\"title\":\"C\"}";
    check("a.jsonl", text, &["A"], &["2 duplicate-id", "3 duplicate-id"]);
    let outcome = read("a.jsonl", text);
    assert!(
        outcome.texts[1]
            .starts_with("a.jsonl:3: record skipped [duplicate-id]: the id \"1\" is already used by a.jsonl:1.")
    );
}

#[test]
fn ids_are_unique_over_all_files_of_a_collection() {
    let mut all = Ingest::new(FieldMap::default(), Limits::default());
    let mut problems = Vec::new();
    for name in ["a.csv", "b.csv"] {
        all.file(name, &b"id,title\nx,A\n"[..], |_| {}, |p| problems.push(p.to_string())).unwrap();
    }
    assert_eq!(all.summary().documents, 1);
    assert!(problems[0].starts_with("b.csv:2: ") && problems[0].contains("used by a.csv:2"), "{problems:?}");
}

// Fields

#[test]
fn names_are_compared_without_case_and_nested_ones_are_flattened() {
    let document = one(
        r#"{"TITLE":"A","Journal":{"name":"J","issn":"1"},"ids":{"doi":"10.1/x","no":3},"open":true,"n":1.5,"list":[1,"b",null],"e":"","z":null}"#,
    );
    assert_eq!(document.venue, "J");
    let meta: Vec<(&str, &str)> = document.meta.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    assert_eq!(meta, [("ids.doi", "10.1/x"), ("ids.no", "3"), ("open", "true"), ("n", "1.5"), ("list", "1, b")]);
}

#[test]
fn several_sources_for_one_target() {
    let document = one(
        r#"{"text":"Second.","abstract":"First.","summary":"First.","name":"N","title":"T","tags":["b","A"],"keywords":"a;c"}"#,
    );
    assert_eq!(document.body, "First. Second.");
    assert_eq!(document.title, "T");
    assert_eq!(document.meta, [("name".to_owned(), "N".to_owned())]);
    assert_eq!(document.keywords, ["a", "c", "b"]);
    assert_eq!(one(r#"{"title":"T","year":null,"date":"May 2019"}"#).year, Some(2019));
}

#[test]
fn explicit_names_replace_the_usual_ones() {
    let mut fields = FieldMap::default();
    fields.assign("body=full.text").unwrap();
    fields.assign("keywords = area , tags").unwrap();
    let text = r#"{"title":"T","abstract":"short","full":{"text":"long"},"area":"x","tags":"y"}"#;
    let outcome = read_with("a.jsonl", text.as_bytes(), &fields, &Limits::default());
    assert_eq!(outcome.documents[0].body, "long");
    assert_eq!(outcome.documents[0].keywords, ["x", "y"]);
    assert_eq!(outcome.documents[0].meta, [("abstract".to_owned(), "short".to_owned())]);
    for (wrong, text) in
        [("body", "write TARGET=NAME"), ("bodi=x", "did you mean \"body\"?"), ("body=,", "names no field")]
    {
        let error = FieldMap::default().assign(wrong).unwrap_err();
        assert!(error.is_config() && error.to_string().contains(text), "{error}");
    }
}

#[test]
fn authors_are_read_however_they_are_written() {
    for (json, expected) in [
        (r#"["Ann Lee","Bo Chen"]"#, &["Ann Lee", "Bo Chen"][..]),
        (r#"[{"name":"Ann Lee"},{"given":"Bo","family":"Chen"},{"x":1}]"#, &["Ann Lee", "Bo Chen"]),
        (r#""Ann Lee; Bo Chen""#, &["Ann Lee", "Bo Chen"]),
        (r#""Lee, Ann; Chen, Bo""#, &["Lee, Ann", "Chen, Bo"]),
        (r#""Ann Lee and Bo Chen""#, &["Ann Lee", "Bo Chen"]),
        (r#""Lee, Ann and Chen, Bo""#, &["Lee, Ann", "Chen, Bo"]),
        (r#""Ann Lee, Bo Chen, and Cy Wu""#, &["Ann Lee", "Bo Chen", "Cy Wu"]),
        (r#""Ann Lee, Bo Chen & Cy Wu""#, &["Ann Lee", "Bo Chen", "Cy Wu"]),
        (r#""Ann Lee, Bo Chen""#, &["Ann Lee", "Bo Chen"]),
        (r#""Lee, Ann""#, &["Lee, Ann"]),
        (r#""Lee, A., Chen, B.""#, &["Lee, A.", "Chen, B."]),
        (r#""Lee, Chen, Wu""#, &["Lee", "Chen", "Wu"]),
        (r#"["P\\'al Erd\\H{o}s"]"#, &["Pál Erdős"]),
        (r#"{"name":"Ann Lee"}"#, &["Ann Lee"]),
        (r#""""#, &[]),
    ] {
        assert_eq!(one(&format!("{{\"title\":\"t\",\"authors\":{json}}}")).authors, expected, "{json}");
    }
}

#[test]
fn a_year_is_found_in_a_date() {
    for (json, expected) in [
        ("2024", 2024),
        ("\"2024\"", 2024),
        ("\"2024-05-31T00:00:00Z\"", 2024),
        ("\"31.05.2024\"", 2024),
        ("20240531", 2024),
        ("\"c. 1890\"", 1890),
        ("2024.0", 2024),
        ("[2023, 5]", 2023),
    ] {
        assert_eq!(one(&format!("{{\"title\":\"t\",\"year\":{json}}}")).year, Some(expected), "{json}");
    }
    for json in ["\"in press\"", "99", "\"12345\"", "1700000000", "-1"] {
        check("a.jsonl", format!("{{\"title\":\"t\",\"year\":{json}}}"), &["t"], &["1 year-unreadable"]);
    }
}

// Links

#[test]
fn a_link_to_a_script_costs_the_link_not_the_document() {
    let text = "{\"title\":\"A\",\"url\":\"java\\tscript:alert(1)\"}\n{\"title\":\"B\",\"url\":\"/b\"}";
    let outcome = read("a.jsonl", text);
    assert_eq!(outcome.problems, ["1 url-refused"]);
    let urls: Vec<&str> = outcome.documents.iter().map(|d| d.url.as_str()).collect();
    assert_eq!(urls, ["", "/b"]);
    assert_eq!(outcome.result.unwrap(), Summary { records: 2, documents: 2, skipped: 0, warnings: 1 });
    let mut severity = None;
    ingest(
        "a.jsonl",
        text.as_bytes(),
        &FieldMap::default(),
        &Limits::default(),
        |_| {},
        |p| severity = Some(p.severity()),
    )
    .unwrap();
    assert_eq!(severity, Some(Severity::Warning));
}

// Threads

#[test]
fn the_number_of_threads_makes_no_difference() {
    let text: String = (0..30_000)
        .map(|n| match n % 100 {
            7 => "{}\n".to_owned(),
            9 => format!("{{\"id\":{},\"title\":\"twice\"}}\n", n - 1),
            _ => format!("{{\"id\":{n},\"title\":\"Title {n}\",\"abstract\":\"$x^{{{n}}}$ of {n}\"}}\n"),
        })
        .collect();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| read("a.jsonl", &text))
    };
    let (one, four) = (with(1), with(4));
    assert_eq!(one.documents, four.documents);
    assert_eq!(one.texts, four.texts);
    assert_eq!(one.result.unwrap(), four.result.unwrap());
    assert_eq!(one.documents.len(), 30_000 - 600);
}
