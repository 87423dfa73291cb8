//! Whatever the bytes, reading them ends with documents and problems: no panic, and nothing is lost uncounted.

#![allow(clippy::unwrap_used)]

use std::io::Write;

use proptest::prelude::*;
use thumbindex_ingest::{FieldMap, Limits, Records, ingest};

const NAMES: &[&str] = &["a.jsonl", "a.json", "a.csv", "a.tsv", "a", "a.jsonl.gz", "a.csv.xz"];

fn read(name: &str, bytes: &[u8], record_bytes: usize) {
    let limits = Limits { record_bytes };
    let fields = FieldMap::default();
    let (mut documents, mut problems) = (0, 0);
    let result = ingest(
        name,
        bytes,
        &fields,
        &limits,
        |document| {
            documents += 1;
            assert!(!document.id.is_empty());
            assert!(!document.title.is_empty() || !document.body.is_empty());
        },
        |problem| {
            problems += 1;
            assert!(problem.line >= 1 && !problem.to_string().is_empty());
        },
    );
    if let Ok(summary) = result {
        assert_eq!(summary.documents, documents);
        assert_eq!(summary.skipped + summary.warnings, problems);
        assert_eq!(summary.records, summary.documents + summary.skipped);
    }
    // The parts of the interface give what the whole gives.
    if let Ok(records) = Records::open(name, bytes, &fields, &limits) {
        let parser = records.parser(&fields);
        for record in records.map_while(Result::ok) {
            assert!(record.bytes.len() <= record_bytes);
            let _ = parser.parse(record);
        }
    }
}

/// Pieces of all formats.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: &[&[u8]] = &[
        b"{",
        b"}",
        b"[",
        b"]",
        b"\"",
        b",",
        b":",
        b"\\",
        b"\n",
        b"\r",
        b"\r\n",
        b"\t",
        b";",
        b" ",
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"{\"title\":\"A\"}",
        b"{\"id\":1,\"title\":\"B\"}\n",
        b"\"title\":",
        b"\"id\":",
        b"\"url\":\"javascript:x\"",
        b"1",
        b"1e999",
        b"-",
        b"null",
        b"true",
        b"\"\\ud800\"",
        b"\"\\u0000\"",
        b"id,title\n",
        b"id\ttitle\n",
        b"\"a,\"\"b\"",
        b"x",
        b"\xc3\xa9",
        b"\x1f\x8b\x08\0",
        b"\xfd7zXZ\0",
    ];
    let piece = prop_oneof![9 => proptest::sample::select(PIECES).prop_map(<[u8]>::to_vec), 1 => any::<[u8; 3]>().prop_map(Vec::from)];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_bytes_in_any_format(bytes in prop_oneof![pieces(), any::<Vec<u8>>()], limit in prop_oneof![Just(1usize << 20), 0usize..40]) {
        for name in NAMES {
            read(name, &bytes, limit);
        }
    }

    #[test]
    fn any_lines_behind_a_header(rows in pieces()) {
        read("a.csv", &[b"id,title,abstract,url,year\n", rows.as_slice()].concat(), 1 << 20);
        read("a.tsv", &[b"id\ttitle\tabstract\n", rows.as_slice()].concat(), 1 << 20);
    }

    #[test]
    fn any_text_survives_json_and_csv(title in "[^\\\\$<&`\\u{0}-\\u{1f}]{1,30}") {
        let expected = thumbindex_ingest::clean(&title);
        let json = format!("{{\"title\":\"{}\"}}", title.replace('"', "\\\""));
        let csv = format!("id,title\n1,\"{}\"\n", title.replace('"', "\"\""));
        for (name, text) in [("a.jsonl", json), ("a.csv", csv)] {
            let mut titles = Vec::new();
            ingest(name, text.as_bytes(), &FieldMap::default(), &Limits::default(), |d| titles.push(d.title), |_| {}).unwrap();
            prop_assert_eq!(titles.concat(), expected.clone(), "{}", name);
        }
    }

    #[test]
    fn any_damage_to_a_packed_file(at in any::<prop::sample::Index>(), flip in 1u8..=255) {
        let text: String = (0..50).map(|n| format!("{{\"id\":{n},\"title\":\"T{n}\"}}\n")).collect();
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        for (name, mut packed) in [
            ("a.jsonl.gz", encoder.finish().unwrap()),
            ("a.jsonl.xz", include_bytes!("data/two.jsonl.xz").to_vec()),
        ] {
            let at = at.index(packed.len());
            packed[at] ^= flip;
            read(name, &packed, 1 << 20);
        }
    }
}
