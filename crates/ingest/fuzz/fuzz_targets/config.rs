//! Any text as thumbindex.toml: settings or an error, never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use thumbindex_ingest::Config;

fuzz_target!(|text: &str| {
    let _ = Config::from_toml(text);
});
