//! Bytes that nobody vouches for: whatever happens to an index file, it is refused, or read without harm.
//!
//! `THUMBINDEX_CASES` sets how many random cases are tried (nightly: 100_000_000), `THUMBINDEX_SEED` where they start.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "build")]

mod common;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use common::container as c;
use common::mutations::{mutate, with_repaired_hashes};
use common::random::Random;
use common::use_all::{QUERIES, use_all};
use common::{built, documents, setting};
use thumbindex_engine::{ErrorKind, SearchOptions, Session};

/// An index of about 100 kB.
static LARGE: LazyLock<Vec<u8>> = LazyLock::new(|| built(documents::large()).bytes);
/// An index of about 3 kB.
static SMALL: LazyLock<Vec<u8>> = LazyLock::new(|| built(documents::small()).bytes);

/// Kinds that are found before any parser has seen a byte.
fn is_before_parsing(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotAnIndex | ErrorKind::Truncated | ErrorKind::Version | ErrorKind::Corrupt)
}

fn refusal(bytes: &[u8]) -> Option<ErrorKind> {
    Session::open(bytes.to_vec()).err().map(|error| error.kind())
}

#[track_caller]
fn assert_refused(bytes: &[u8], what: impl std::fmt::Display) {
    let kind = refusal(bytes);
    assert!(kind.is_some_and(is_before_parsing), "{what}: {kind:?}");
}

/// Runs numbered cases on all cores; says which one was running where one fails or takes a minute.
fn in_parallel(first: u64, count: u64, case: impl Fn(u64) + Sync) {
    const BATCH: u64 = 64;
    let next = AtomicU64::new(first);
    let end = first + count;
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let from = next.fetch_add(BATCH, Ordering::Relaxed);
                    if from >= end {
                        return;
                    }
                    for number in from..end.min(from + BATCH) {
                        let start = Instant::now();
                        case(number);
                        assert!(start.elapsed() < Duration::from_secs(10), "case {number} took {:?}", start.elapsed());
                    }
                }
            });
        }
    });
}

mod accidents {
    use super::*;

    #[test]
    fn every_single_flipped_bit_is_refused_before_parsing() {
        let bytes = &*LARGE;
        assert!((80_000..160_000).contains(&bytes.len()), "{}", bytes.len());
        in_parallel(0, bytes.len() as u64, |at| {
            let mut damaged = bytes.clone();
            for bit in 0..8 {
                damaged[at as usize] ^= 1 << bit;
                assert_refused(&damaged, format_args!("bit {bit} of byte {at}"));
                damaged[at as usize] ^= 1 << bit;
            }
        });
    }

    #[test]
    fn every_shorter_file_is_refused() {
        for length in 0..LARGE.len() {
            assert_refused(&LARGE[..length], format_args!("{length} bytes"));
        }
    }

    #[test]
    fn whatever_follows_the_end_is_refused() {
        for byte in [0, 0xff, b'\n', LARGE[0]] {
            for count in 1..=64 {
                let longer = [LARGE.as_slice(), &vec![byte; count]].concat();
                assert_eq!(refusal(&longer), Some(ErrorKind::Truncated), "{count} times {byte}");
            }
        }
        assert_eq!(refusal(&[LARGE.as_slice(), &LARGE].concat()), Some(ErrorKind::Truncated));
    }

    #[test]
    fn every_other_value_of_every_byte_is_refused() {
        let bytes = &*SMALL;
        assert!((2_000..8_000).contains(&bytes.len()), "{}", bytes.len());
        in_parallel(0, bytes.len() as u64, |at| {
            let mut damaged = bytes.clone();
            for other in 1..=255 {
                damaged[at as usize] ^= other;
                assert_refused(&damaged, format_args!("byte {at} xor {other}"));
                damaged[at as usize] ^= other;
            }
        });
    }

    /// One case in 64 is on the large file, whose hash takes so much longer.
    #[test]
    fn a_million_random_changes_are_refused() {
        in_parallel(setting("THUMBINDEX_SEED", 1), setting("THUMBINDEX_CASES", 1_000_000), |number| {
            let mut random = Random::new(number);
            let bytes = if number % 64 == 0 { &*LARGE } else { &*SMALL };
            let mut changed = bytes.clone();
            for _ in 0..=random.skewed(4) {
                mutate(&mut changed, &mut random);
            }
            if changed != *bytes {
                assert_refused(&changed, format_args!("case {number}"));
            }
        });
    }

    #[test]
    fn what_is_no_index_is_named_so() {
        for bytes in [
            &b""[..],
            b"\n",
            b"<!doctype html><title>404 Not Found</title><h1>Not Found</h1>",
            b"<html><body><form action=/login>",
            b"{\"error\": \"not found\", \"status\": 404}",
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
            b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR",
            b"\0asm\x01\0\0\0",
            b"\xef\xbb\xbf\x89TIX\r\n\x1a\n",
            b"\x89TIX\n\x1a\n\x01\0\0\0",
            b"\x89TIX\r\n\x1a\r\n\x01\0\0\0",
            b"\xc2\x89TIX\r\n\x1a\n\x01\0\0\0",
        ] {
            let page = [bytes, &[b' '; 5000]].concat();
            for bytes in [bytes, &page] {
                assert_eq!(refusal(bytes), Some(ErrorKind::NotAnIndex), "{:?}", bytes.escape_ascii().to_string());
            }
        }
    }

    #[test]
    fn another_version_is_refused_by_name_even_where_nothing_else_fits() {
        for version in [0, 2, 3, 256, u32::MAX] {
            let mut other = SMALL.clone();
            other[8..12].copy_from_slice(&version.to_le_bytes());
            let mut sealed = other.clone();
            c::seal(&mut sealed);
            for bytes in [other.clone(), sealed, other[..200].to_vec(), other[..12].to_vec()] {
                let error = Session::open(bytes).unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Version);
                let message = error.to_string();
                assert!(message.contains(&format!("version {version}")) && message.contains("version 1"), "{message}");
            }
        }
    }

    #[test]
    fn lengths_and_counts_that_do_not_fit_are_refused_although_the_seal_does() {
        let whole = SMALL.len() as u64;
        for length in [0, 1, whole - 1, whole + 1, whole << 32, u64::MAX] {
            let mut wrong = SMALL.clone();
            wrong[16..24].copy_from_slice(&length.to_le_bytes());
            c::seal(&mut wrong);
            assert_eq!(refusal(&wrong), Some(ErrorKind::Truncated), "{length}");
        }
        let blocks = c::blocks(&SMALL).len();
        for number in 0..blocks {
            let at = c::HEADER + number * c::ENTRY + 8;
            let length = u32::from_le_bytes(SMALL[at..at + 4].try_into().unwrap());
            for wrong_length in [0, length.wrapping_sub(1), length + 1, u32::MAX] {
                let mut wrong = SMALL.clone();
                wrong[at..at + 4].copy_from_slice(&wrong_length.to_le_bytes());
                if wrong == *SMALL {
                    continue;
                }
                c::seal(&mut wrong);
                assert_eq!(refusal(&wrong), Some(ErrorKind::Corrupt), "block {number}: {wrong_length}");
            }
        }
        for count in [0, 1, blocks as u32 - 1, blocks as u32 + 1, 1 << 16, u32::MAX] {
            let mut wrong = SMALL.clone();
            wrong[12..16].copy_from_slice(&count.to_le_bytes());
            if c::HEADER + c::SEAL + count as usize * c::ENTRY <= wrong.len() {
                c::seal(&mut wrong);
            }
            assert_eq!(refusal(&wrong), Some(ErrorKind::Corrupt), "{count} blocks");
        }
    }
}

mod mixtures {
    use super::*;
    use thumbindex_engine::build::BuiltIndex;

    static ONE: LazyLock<BuiltIndex> = LazyLock::new(|| built(documents::documents(7, 150, 60, 800)));
    static OTHER: LazyLock<BuiltIndex> = LazyLock::new(|| built(documents::documents(8, 150, 60, 800)));

    #[test]
    fn a_block_of_another_build_is_refused_when_the_file_is_opened() {
        let others = c::blocks(&OTHER.bytes);
        let mut at = c::HEADER + c::blocks(&ONE.bytes).len() * c::ENTRY + c::SEAL;
        for (number, (part, bytes)) in c::blocks(&ONE.bytes).iter().enumerate() {
            for (_, other) in others.iter().filter(|other| other.0 == *part && other.1 != *bytes) {
                let mut mixed = ONE.bytes.clone();
                mixed.splice(at..at + bytes.len(), other.iter().copied());
                let kind = refusal(&mixed);
                let expected = if other.len() == bytes.len() { ErrorKind::Corrupt } else { ErrorKind::Truncated };
                assert_eq!(kind, Some(expected), "block {number}");
                let length = mixed.len() as u64;
                mixed[16..24].copy_from_slice(&length.to_le_bytes());
                c::seal(&mut mixed);
                assert_eq!(refusal(&mixed), Some(ErrorKind::Corrupt), "block {number}, with a header that fits");
            }
            at += bytes.len();
        }
    }

    #[test]
    fn two_blocks_of_one_file_in_each_others_place_are_refused() {
        let blocks = c::blocks(&ONE.bytes);
        let count = blocks.len();
        let start = c::HEADER + count * c::ENTRY + c::SEAL;
        for left in 0..count {
            for right in left + 1..count {
                if blocks[left].1 == blocks[right].1 {
                    continue;
                }
                // The bytes change places, and the lengths and hashes with them; part and ordinal stay.
                let mut swapped = ONE.bytes.clone();
                for field in 8..c::ENTRY {
                    swapped.swap(c::HEADER + left * c::ENTRY + field, c::HEADER + right * c::ENTRY + field);
                }
                let mut bytes: Vec<&[u8]> = blocks.iter().map(|block| block.1.as_slice()).collect();
                bytes.swap(left, right);
                swapped.splice(start.., bytes.concat());
                c::seal(&mut swapped);
                assert_eq!(refusal(&swapped), Some(ErrorKind::Corrupt), "blocks {left} and {right}");
                // And the whole entries too: then the order is wrong, or the ordinals are.
                let mut entries = ONE.bytes.clone();
                for field in 0..c::ENTRY {
                    entries.swap(c::HEADER + left * c::ENTRY + field, c::HEADER + right * c::ENTRY + field);
                }
                entries.splice(start.., bytes.concat());
                c::seal(&mut entries);
                assert_eq!(refusal(&entries), Some(ErrorKind::Corrupt), "entries {left} and {right}");
            }
        }
    }

    #[test]
    fn only_the_very_block_is_taken_where_one_is_missing() {
        let (root, blocks) = ONE.detached().unwrap();
        let (_, others) = OTHER.detached().unwrap();
        let mut session = Session::open(root).unwrap();
        let mut refused = |number: u32, bytes: &[u8], what: &str| {
            let error = session.provide(number, bytes.to_vec()).expect_err(what);
            assert_eq!(error.kind(), ErrorKind::WrongBlock, "{what} for block {number}");
            assert!(error.to_string().contains(&number.to_string()));
        };
        for (number, bytes) in &blocks {
            for (_, other) in blocks.iter().filter(|other| other.1 != *bytes) {
                refused(*number, other, "another block of this build");
            }
            for (_, other) in others.iter().filter(|other| other.1 != *bytes) {
                refused(*number, other, "a block of another build");
            }
            refused(*number, &[], "nothing");
            refused(*number, b"<!doctype html><title>404</title>", "an error page");
            refused(*number, &[bytes.as_slice(), &[0]].concat(), "a block and a byte more");
            refused(*number, &bytes[1..], "a cut block");
            for at in [0, bytes.len() / 2, bytes.len() - 1] {
                let mut flipped = bytes.clone();
                flipped[at] ^= 0x10;
                refused(*number, &flipped, "a flipped bit");
            }
        }
        for number in [blocks.last().unwrap().0 + 1, 1 << 20, u32::MAX] {
            refused(number, &blocks[0].1, "no such block");
        }
        // All that refusing has changed nothing.
        for (number, bytes) in blocks {
            session.provide(number, bytes).unwrap();
        }
        let mut whole = Session::open(ONE.bytes.clone()).unwrap();
        let options = SearchOptions::default();
        for query in QUERIES {
            assert_eq!(session.search(query, &options), whole.search(query, &options));
        }
    }
}

mod hostility {
    use super::*;

    #[test]
    fn changes_with_repaired_hashes_are_refused_or_read_without_harm() {
        let small = (c::blocks(&SMALL), &*SMALL);
        let large = (c::blocks(&LARGE), &*LARGE);
        let opened = AtomicU64::new(0);
        let cases = setting("THUMBINDEX_CASES", 1_000_000) / 2;
        in_parallel(setting("THUMBINDEX_SEED", 1), cases, |number| {
            let mut random = Random::new(number ^ 0x5eed_0000_0000);
            let (blocks, file) = if number % 256 == 0 { &large } else { &small };
            let bytes = with_repaired_hashes(blocks, file, &mut random);
            if let Ok(mut session) = Session::open(bytes) {
                opened.fetch_add(1, Ordering::Relaxed);
                let first = random.below(QUERIES.len() - 2);
                use_all(&mut session, &QUERIES[first..first + 3]);
            }
        });
        assert!(opened.into_inner() > cases / 8, "most changes must reach further than the opening");
    }
}
