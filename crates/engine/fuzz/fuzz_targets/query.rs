#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| thumbindex_engine_fuzz::targets::query(data));
