//! Any bytes under any name: every document is clean, and nothing panics. The first byte chooses the format.

#![no_main]

use libfuzzer_sys::fuzz_target;
use thumbindex_ingest::{FieldMap, Limits, check_url, clean, ingest};

const NAMES: [&str; 8] = ["a.jsonl", "a.json", "a.csv", "a.tsv", "a", "a.jsonl.gz", "a.csv.xz", "a.json.gz"];

fuzz_target!(|data: &[u8]| {
    let Some((&choice, bytes)) = data.split_first() else { return };
    let name = NAMES[usize::from(choice) % NAMES.len()];
    let limits = Limits { record_bytes: 1 << 16, ..Limits::default() };
    let _ = ingest(
        name,
        bytes,
        &FieldMap::default(),
        &limits,
        |document| {
            assert_eq!(clean(&document.title), document.title);
            assert!(document.url.is_empty() || check_url(&document.url).is_ok());
            assert!(!document.title.is_empty() || !document.body.is_empty());
        },
        |problem| assert!(!problem.to_string().is_empty()),
    );
});
