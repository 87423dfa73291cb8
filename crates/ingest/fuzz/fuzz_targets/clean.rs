//! Cleaning never panics and leaves its own output as it is.

#![no_main]

use libfuzzer_sys::fuzz_target;
use thumbindex_ingest::clean;

fuzz_target!(|text: &str| {
    let once = clean(text);
    assert_eq!(clean(&once), once);
});
