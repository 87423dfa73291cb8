//! Files that are sound by their hashes and hostile all the same: opening and asking takes memory and time in proportion.
//!
//! `THUMBINDEX_CASES` sets how many random changes are tried, `THUMBINDEX_SEED` where they start.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "build")]

mod common;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use common::container::{self as c, Bits};
use common::handmade::{self, Index, Model};
use common::random::Random;
use common::use_all::{QUERIES, use_all};
use common::{built, documents, mutations, setting};
use peak_alloc::PeakAlloc;
use thumbindex_engine::{Document, ErrorKind, SearchOptions, Session};

#[global_allocator]
static PEAK: PeakAlloc = PeakAlloc;

const MIB: usize = 1 << 20;

/// Only one test at a time counts what is allocated.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The most bytes that `work` had allocated at once, beyond what was there before.
fn peak_of<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = PEAK.current_usage();
    PEAK.reset_peak_usage();
    let result = work();
    (result, PEAK.peak_usage().saturating_sub(before))
}

/// Opens a file and asks for everything.
#[track_caller]
fn used(file: Vec<u8>, queries: &[&str], most: usize) -> Result<(), ErrorKind> {
    let start = Instant::now();
    let length = file.len();
    let (result, peak) = peak_of(move || {
        let mut session = Session::open(file).map_err(|error| error.kind())?;
        use_all(&mut session, queries);
        Ok(())
    });
    assert!(peak <= most, "{peak} bytes for a file of {length}: {result:?}");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}: {result:?}", start.elapsed());
    result
}

#[test]
fn a_sound_index_takes_no_more_than_four_times_its_bytes() {
    let _alone = alone();
    for documents in [documents::small(), documents::large(), documents::documents(5, 1000, 150, 5000)] {
        let file = built(documents).bytes;
        let most = 4 * file.len() + MIB;
        used(file, QUERIES, most).unwrap();
    }
}

#[test]
fn no_change_with_repaired_hashes_takes_more_than_four_times_the_file_and_a_mebibyte() {
    let _alone = alone();
    let small = built(documents::small()).bytes;
    let large = built(documents::large()).bytes;
    let (small, large) = ((c::blocks(&small), small), (c::blocks(&large), large));
    let first = setting("THUMBINDEX_SEED", 1);
    for number in first..first + setting("THUMBINDEX_CASES", 50_000) {
        let mut random = Random::new(number ^ 0x03e3_0000_0000);
        let (blocks, file) = if number % 64 == 0 { &large } else { &small };
        let bytes = mutations::with_repaired_hashes(blocks, file, &mut random);
        let from = random.below(QUERIES.len() - 2);
        let most = 4 * bytes.len() + MIB;
        let (_, peak) = peak_of(|| used(bytes, &QUERIES[from..from + 3], usize::MAX));
        assert!(peak <= most, "case {number}: {peak} bytes");
    }
}

/// Opens the small hand-made index with some block changed.
fn with(part: u32, bytes: Vec<u8>) -> Result<(), ErrorKind> {
    let mut blocks = Index::small().blocks();
    blocks.retain(|block| block.0 != part);
    let at = blocks.partition_point(|block| block.0 < part);
    blocks.insert(at, (part, bytes));
    used(c::file(&blocks), QUERIES, MIB)
}

fn with_terms(terms: impl Iterator<Item = (u32, u32)>, group_bits: &[u32]) -> Result<(), ErrorKind> {
    with(c::TERMS, handmade::terms(8192, terms, group_bits))
}

const MALFORMED: Result<(), ErrorKind> = Err(ErrorKind::Malformed);

#[test]
fn a_small_file_can_be_made_by_hand() {
    let _alone = alone();
    let mut session = Session::open(Index::small().file()).unwrap();
    let answer = session.search("x", &SearchOptions::default());
    assert_eq!(answer.hits.len(), 1);
    assert_eq!(answer.hits[0].title.text, "x");
    assert_eq!(answer.hits[0].snippet.text, "x");
    assert_eq!(
        session.document(0),
        Some(Document { id: "0".into(), title: "x".into(), body: "x".into(), ..Document::default() })
    );
    assert_eq!(used(Index::small().file(), QUERIES, MIB), Ok(()));
}

#[test]
fn manifests_that_cannot_be_are_refused() {
    let _alone = alone();
    let usual = handmade::manifest(1, 1, 1, [1.0, 1.0], &[1]);
    assert_eq!(with(c::MANIFEST, usual.clone()), Ok(()));
    let manifests = [
        ("no bytes", Vec::new()),
        ("cut", usual[..usual.len() - 1].to_vec()),
        ("trailing bytes", [&usual[..], &[0]].concat()),
        ("too many documents", handmade::manifest((1 << 24) + 1, 1, 1, [1.0, 1.0], &[1])),
        ("as many documents as numbers", handmade::manifest(u32::MAX, 1, 1, [1.0, 1.0], &[1])),
        ("another number of documents", handmade::manifest(2, 1, 1, [1.0, 1.0], &[1])),
        ("no documents", handmade::manifest(0, 1, 1, [1.0, 1.0], &[1])),
        ("another number of terms", handmade::manifest(1, 2, 1, [1.0, 1.0], &[1])),
        ("another number of postings", handmade::manifest(1, 1, 2, [1.0, 1.0], &[1])),
        ("a mean that is no number", handmade::manifest(1, 1, 1, [f32::NAN, 1.0], &[1])),
        ("an endless mean", handmade::manifest(1, 1, 1, [1.0, f32::INFINITY], &[1])),
        ("a negative mean", handmade::manifest(1, 1, 1, [1.0, -1.0], &[1])),
        ("three codes of one bit", handmade::manifest(1, 1, 1, [1.0, 1.0], &[1, 1, 1])),
        ("a code of 16 bits", handmade::manifest(1, 1, 1, [1.0, 1.0], &[16])),
        ("257 symbols", handmade::manifest(1, 1, 1, [1.0, 1.0], &[9; 257])),
        ("60,000 symbols", handmade::manifest(1, 1, 1, [1.0, 1.0], &[0; 60_000])),
        ("a number of symbols beyond all bytes", [&usual[..usual.len() - 6], &[252, 0xff, 0xff, 0xff, 0xff]].concat()),
        ("a number of symbols of 64 bits", [&usual[..usual.len() - 6], &[253], &[0xff; 8]].concat()),
        ("a number of 128 bits", [&[254][..], &[0xff; 16], &usual].concat()),
    ];
    for (name, manifest) in manifests {
        assert_eq!(with(c::MANIFEST, manifest), MALFORMED, "{name}");
    }
}

/// All words of so many letters a and b.
fn transducer(letters: u32, keys: u64) -> Vec<u8> {
    let mut nodes = Vec::new();
    for level in 0..letters {
        let [o0, o1, o2, o3] = (1u32 << level).to_le_bytes();
        let distance = u8::from(level > 0);
        nodes.extend([o0, o1, o2, o3, 0, 0, 0, 0, distance, distance, b'b', b'a', 0x14, 0x02]);
    }
    let root = 16 + nodes.len() as u64 - 1;
    [&3u64.to_le_bytes()[..], &[0; 8], &nodes, &keys.to_le_bytes(), &root.to_le_bytes(), &[0; 4]].concat()
}

#[test]
fn lexicons_that_promise_too_much_are_refused() {
    let _alone = alone();
    for (name, lexicon) in [
        ("no bytes", Vec::new()),
        ("two to the 31 words in 500 bytes", transducer(31, 1 << 31)),
        ("a million words in 300 bytes", transducer(20, 1 << 20)),
        ("a number of words beyond 32 bits", transducer(20, 1 << 40)),
        ("a word less than promised", handmade::lexicon(&[])),
        ("a word more than promised", handmade::lexicon(&["a".into(), "b".into()])),
    ] {
        assert_eq!(with(c::LEXICON, lexicon), MALFORMED, "{name}");
    }
}

#[test]
fn term_tables_that_cannot_be_are_refused() {
    let _alone = alone();
    assert_eq!(with_terms([(1, 0)].into_iter(), &[1]), Ok(()));
    for (name, result) in [
        ("a list longer than the corpus", with_terms([(2, 0)].into_iter(), &[1])),
        ("the longest list there is", with_terms([(u32::MAX >> 1, 0)].into_iter(), &[1])),
        ("a class beyond the last term", with_terms([(1, 1)].into_iter(), &[1])),
        ("a class far beyond", with_terms([(1, u32::MAX >> 2)].into_iter(), &[1])),
        ("no group", with_terms([(1, 0)].into_iter(), &[])),
        ("a group too many", with_terms([(1, 0)].into_iter(), &[1, 1])),
        ("no term", with_terms([].into_iter(), &[])),
        ("no stream", with(c::TERMS, vec![1])),
        ("a stream of 4 GiB", with(c::TERMS, vec![1, 0xff, 0xff, 0xff, 0xff, 0x0f])),
        ("a number of 5 bytes and more", with(c::TERMS, vec![0xff; 6])),
        (
            "something in the last stream",
            with(c::TERMS, [&handmade::terms(8192, [(1, 0)].into_iter(), &[1])[..7], &[1, 0]].concat()),
        ),
    ] {
        assert_eq!(result, MALFORMED, "{name}");
    }
    // A stem class is a chain; two of its links never lead to one term.
    let words: Vec<String> = ["a", "b", "c"].map(String::from).into();
    let three = |steps: [u32; 3]| {
        let mut index = Index { lexicon: handmade::lexicon(&words), term_count: 3, postings: 3, ..Index::small() };
        index.terms = handmade::terms(8192, steps.into_iter().map(|step| (1, step)), &[3]);
        used(index.file(), &["a", "b"], MIB)
    };
    assert_eq!(three([2, 0, 0]), Ok(()));
    assert_eq!(three([2, 1, 0]), MALFORMED);
}

#[test]
fn a_number_of_blocks_that_does_not_fit_is_refused() {
    let _alone = alone();
    let small = Index::small();
    for posting_blocks in [vec![], vec![vec![0], vec![0]]] {
        assert_eq!(used(Index { posting_blocks, ..small.clone() }.file(), QUERIES, MIB), MALFORMED);
    }
    for part in [c::CARDS, c::TEXTS] {
        let mut blocks = small.blocks();
        let block = blocks.iter().find(|block| block.0 == part).unwrap().clone();
        blocks.retain(|block| block.0 != part);
        assert_eq!(used(c::file(&blocks), QUERIES, MIB), MALFORMED, "none of part {part}");
        let at = blocks.partition_point(|block| block.0 < part);
        blocks.splice(at..at, [block.clone(), block]);
        assert_eq!(used(c::file(&blocks), QUERIES, MIB), MALFORMED, "two of part {part}");
    }
    // Seventeen terms are two groups; where the first fills a block, the second needs another.
    let words: Vec<String> = (0..17).map(|number| format!("{number:02}")).collect();
    let mut index = Index { lexicon: handmade::lexicon(&words), term_count: 17, postings: 17, ..small };
    for (bits, blocks) in [(16, 1), (8 * 8192, 2), (u32::MAX, 2)] {
        index.terms = handmade::terms(8192, (0..17).map(|_| (1, 0)), &[bits, 1]);
        for count in 0..4 {
            index.posting_blocks = vec![vec![0; 3]; count];
            let expected = if count == blocks { Ok(()) } else { MALFORMED };
            assert_eq!(
                used(index.file(), &["1", "16", "00"], MIB),
                expected,
                "{count} blocks for groups of {bits} bits"
            );
        }
    }
}

#[test]
fn parts_that_no_reader_knows_and_parts_in_pieces_are_refused() {
    let _alone = alone();
    let add = |part: u32, bytes: &[u8]| {
        let mut blocks = Index::small().blocks();
        let at = blocks.partition_point(|block| block.0 <= part);
        blocks.insert(at, (part, bytes.to_vec()));
        used(c::file(&blocks), QUERIES, MIB)
    };
    assert_eq!(add(12, b""), MALFORMED);
    assert_eq!(add(1 << 30, b"future"), MALFORMED);
    for part in [c::MANIFEST, c::LEXICON, c::TERMS, c::LENGTHS, c::FOLDING, c::TEXT_MODEL] {
        assert_eq!(add(part, b""), MALFORMED, "a second block of part {part}");
        // Nor may it come later.
        let blocks = Index::small().blocks();
        let number = blocks.iter().position(|block| block.0 == part).unwrap();
        let mut file = c::file(&blocks);
        let start = c::HEADER
            + blocks.len() * c::ENTRY
            + c::SEAL
            + blocks[..number].iter().map(|block| block.1.len()).sum::<usize>();
        file.drain(start..start + blocks[number].1.len());
        file[c::HEADER + number * c::ENTRY + 3] |= 0x80;
        let length = file.len() as u64;
        file[16..24].copy_from_slice(&length.to_le_bytes());
        c::seal(&mut file);
        assert_eq!(used(file, QUERIES, MIB), MALFORMED, "part {part} detached");
    }
}

#[test]
fn lengths_neighbours_and_folding_that_do_not_fit_are_refused() {
    let _alone = alone();
    for lengths in [&[][..], &[1], &[1; 3]] {
        assert_eq!(with(c::LENGTHS, lengths.to_vec()), MALFORMED);
    }
    for (neighbours, expected) in [
        (&[][..], Ok(())),
        (&[5], Ok(())),
        (&[16], Ok(())),
        (&[17], MALFORMED),
        (&[5, 0], MALFORMED),
        (&[0xff, 0xff, 0xff, 0xff, 0x0f], MALFORMED),
    ] {
        assert_eq!(with(c::NEIGHBOURS, neighbours.to_vec()), expected, "{neighbours:?}");
    }
    let long = |bytes: usize| [&[1, 0x61][..], &[bytes as u8], &vec![b'x'; bytes]].concat();
    for (name, folding, expected) in [
        ("nothing", vec![0], Ok(())),
        ("no bytes", vec![], MALFORMED),
        ("four billion characters", vec![0xff, 0xff, 0xff, 0xff, 0x0f], MALFORMED),
        ("a character twice", vec![2, 0x61, 1, b'x', 0, 1, b'y'], MALFORMED),
        ("a surrogate", vec![1, 0x80, 0xb0, 0x03, 1, b'x'], MALFORMED),
        ("no character", vec![1, 0x80, 0x80, 0x44, 1, b'x'], MALFORMED),
        ("no UTF-8", vec![1, 0x61, 1, 0xff], MALFORMED),
        ("trailing bytes", vec![0, 0], MALFORMED),
        ("a character that vanishes", vec![1, 0x61, 0], Ok(())),
        ("a character that becomes many", long(64), Ok(())),
        ("a character that becomes a book", long(65), MALFORMED),
    ] {
        assert_eq!(with(c::FOLDING, folding), expected, "{name}");
    }
}

/// A prefix answer: its prefix, documents that match, and entries of document and score.
type Answer<'a> = (&'a str, u32, &'a [(u32, f32)]);

fn prefixes(answers: &[Answer<'_>], width: u32) -> Vec<u8> {
    let mut out = Vec::new();
    c::varint(&mut out, answers.len() as u32);
    for (prefix, total, entries) in answers {
        c::varint(&mut out, prefix.len() as u32);
        out.extend(prefix.as_bytes());
        c::varint(&mut out, *total);
        c::varint(&mut out, entries.len() as u32);
        let mut bits = Bits::default();
        for (doc, base) in *entries {
            bits.put(u64::from(*doc), width).put(0, 1).put(u64::from(base.to_bits()), 32);
        }
        out.extend(bits.bytes);
    }
    out
}

#[test]
fn prefix_answers_that_name_what_is_not_there_are_refused() {
    let _alone = alone();
    let file = built(documents::documents(6, 5, 30, 40)).bytes;
    let with = |answers: &[Answer<'_>]| {
        let mut blocks = c::blocks(&file);
        *c::part(&mut blocks, c::PREFIXES) = prefixes(answers, 3);
        used(c::file(&blocks), &["r", "ra"], MIB)
    };
    for (name, answers, expected) in [
        ("one answer", &[("r", 5, &[(4, 1.0), (0, 0.5)][..])][..], Ok(())),
        ("the same document again and again", &[("r", 5, &[(4, 1.0); 20])], Ok(())),
        ("an unknown document", &[("r", 5, &[(5, 1.0)])], MALFORMED),
        ("more than match", &[("r", 6, &[(4, 1.0)])], MALFORMED),
        ("too many", &[("r", 5, &[(4, 1.0); 21])], MALFORMED),
        ("no number", &[("r", 5, &[(4, f32::NAN)])], MALFORMED),
        ("an endless number", &[("r", 5, &[(4, f32::INFINITY)])], MALFORMED),
        ("a negative number", &[("r", 5, &[(4, -1.0)])], MALFORMED),
        ("a prefix twice", &[("r", 5, &[]), ("r", 5, &[])], MALFORMED),
        ("prefixes out of order", &[("ra", 5, &[]), ("r", 5, &[])], MALFORMED),
    ] {
        assert_eq!(with(answers), expected, "{name}");
    }
    let mut blocks = c::blocks(&file);
    *c::part(&mut blocks, c::PREFIXES) = vec![0xff, 0xff, 0xff, 0xff, 0x0f];
    assert_eq!(used(c::file(&blocks), &["r"], MIB), MALFORMED, "four billion answers");
}

#[test]
fn lists_that_cost_no_bits_use_up_the_fuel_and_no_time() {
    let _alone = alone();
    // All words of 17 letters, each in all of 40 documents; a symbol without a code and ids without bits cost nothing.
    let letters = 17;
    let count = 1u32 << letters;
    let words: Vec<String> =
        (0..count).map(|n| (0..letters).rev().map(|bit| if n >> bit & 1 == 0 { 'a' } else { 'b' }).collect()).collect();
    let groups = count.div_ceil(7) as usize;
    let index = Index {
        documents: 40,
        postings: u64::from(count) * 40,
        symbol_length: 0,
        lexicon: handmade::lexicon(&words),
        // Seven lists of 40 are more than 256 postings: a group. All terms are of one stem.
        terms: handmade::terms(8192, (0..count).map(|n| (40, u32::from(n + 1 < count))), &vec![0; groups]),
        term_count: count,
        posting_blocks: vec![Vec::new()],
        ..Index::small()
    };
    let file = index.file();
    let start = Instant::now();
    let mut session = Session::open(file).unwrap();
    let options = SearchOptions::default();
    // 2.6 million postings are read, 5.2 million are not.
    assert!(!session.search("a", &options).partial);
    let answer = session.search("a* OR b", &options);
    assert!(answer.partial && answer.total == 40, "{} hits", answer.total);
    let answer = session.search("aaaaaaaaaaaaaaaaa", &options);
    assert_eq!(answer.total, 40, "a stem class of all words is not read to its end");
    for query in ["ab OR ".repeat(40), "abababababababab ".repeat(15), "bbbbbbbbaaaaaaaaaabb".into(), "-a b".into()] {
        session.search(&query, &options);
        session.suggest(&query, 5);
        session.plan(&query, &options);
    }
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

/// An index of one document whose card and text are these bits, in a model with these symbols.
fn endless(model: Model, title: &Bits, text: Vec<u8>) -> Index {
    Index { model, card: handmade::card(title), text, ..Index::small() }
}

#[test]
fn texts_that_repeat_for_ever_end() {
    let _alone = alone();
    const TEXT_BYTES: usize = 1 << 24;
    // Nothing but marks: each bit 0 says so, and beyond the end all bits are 0.
    let marks = Model::of(&[(handmade::END, 2), (handmade::TITLED, 1), (handmade::SPELL, 2)]);
    let mut title = Bits::default();
    title.put(0, 60);
    assert_eq!(used(endless(marks, &title, vec![0; 100_000]).file(), &["x", "x x"], 4 * 200_000 + MIB), Ok(()));
    // A word of one letter, repeated by a bit each: x x x x ...
    let repeats = Model::of(&[(handmade::LAST_WORD, 1), (handmade::SPELL, 2), (handmade::END, 2)]);
    let mut text = Bits::default();
    text.put(0b11, 2).put(0, 1).put(0b10, 2);
    text.bytes.extend([0; 50_000]);
    assert_eq!(
        used(endless(repeats.clone(), &text, text.bytes.clone()).file(), &["x", "x x"], 4 * 100_000 + 4 * MIB),
        Ok(())
    );
    // A long word, repeated by a bit each.
    let mut text = Bits::default();
    text.put(0b11, 2);
    for _ in 0..20_000 {
        text.put(0, 1);
    }
    text.put(0b10, 2);
    text.bytes.extend([0; 20_000]);
    assert_eq!(used(endless(repeats, &text, text.bytes.clone()).file(), &["x", "x x"], 4 * TEXT_BYTES), Ok(()));
    // A long gap, again and again.
    let mut gaps = Model::of(&[(handmade::GAP, 1), (handmade::SPELL, 2), (handmade::END, 2)]);
    gaps.gaps = vec![50_000];
    let mut text = Bits::default();
    text.put(0, 1);
    text.bytes.extend([0; 20_000]);
    assert_eq!(used(endless(gaps, &text, text.bytes.clone()).file(), &["x", "x x"], 4 * TEXT_BYTES), Ok(()));
}

#[test]
fn a_card_of_endless_lists_ends_with_its_bytes_and_within_its_room() {
    let _alone = alone();
    // A title and an id of no bits, no url, no year, no venue, no authors; then four billion keywords of no letters.
    let mut card = Bits::default();
    card.put(0, 1).put(0, 4).put(1, 1).gamma(u32::MAX >> 1);
    let bits = 8 * 100_000;
    card.bytes.extend(vec![0; bits / 8]);
    let index = Index { card: card.bytes, ..Index::small() };
    // A keyword is a list entry in memory, however few bits it has here.
    assert_eq!(used(index.file(), &["x"], 3 * 24 * bits + MIB), Ok(()));
    // Keywords that are a long gap each.
    let mut model = Model::of(&[(handmade::END, 1), (handmade::GAP, 2), (handmade::SPELL, 2)]);
    model.gaps = vec![50_000];
    let mut card = Bits::default();
    card.put(0, 1).put(0, 4).put(1, 1).gamma(u32::MAX >> 1);
    for _ in 0..20_000 {
        // A value that is no list entry: a gap, the end.
        card.put(1, 1).put(0b10, 2).put(0, 1);
    }
    let index = Index { card: card.bytes, model, ..Index::small() };
    assert_eq!(used(index.file(), &["x"], 64 * MIB), Ok(()));
}
