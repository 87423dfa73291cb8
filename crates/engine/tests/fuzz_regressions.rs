//! What fuzzing once found is tried again on every run: the files of `fuzz/regressions/`, through the fuzz targets themselves.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "build")]

#[path = "../fuzz/src/targets.rs"]
#[allow(unreachable_pub, missing_docs, reason = "the fuzz targets call it from outside")]
mod targets;

use std::path::Path;

fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions").join(target);
    let Ok(files) = std::fs::read_dir(folder) else { return };
    for file in files {
        let path = file.unwrap().path();
        println!("{}", path.display());
        run(&std::fs::read(&path).unwrap());
    }
}

#[test]
fn index_files_that_once_did_harm_do_none() {
    replay("open_index", targets::open_index);
    replay("open_repaired", targets::open_repaired);
}

#[test]
fn queries_that_once_did_harm_do_none() {
    replay("query", targets::query);
}

#[test]
fn documents_that_once_were_not_read_back_are() {
    replay("round_trip", targets::round_trip);
}

#[test]
fn the_inputs_to_start_from_are_all_right() {
    for (target, seeds) in targets::seeds() {
        let run: fn(&[u8]) = match target {
            "open_index" => targets::open_index,
            "open_repaired" => targets::open_repaired,
            "query" => targets::query,
            _ => targets::round_trip,
        };
        seeds.iter().for_each(|seed| run(seed));
    }
}
