//! Texts read back, models read back, and any damage to either.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::*;
use crate::format::bits::{BitReader, BitWriter};

/// A lexicon of folded words for tests.
pub(crate) struct Lexicon(Vec<(String, u32)>);

impl Lexicon {
    pub(crate) fn of<'t>(documents: impl Iterator<Item = Vec<&'t str>>) -> Lexicon {
        let mut terms: BTreeMap<String, u32> = BTreeMap::new();
        for texts in documents {
            let folded = texts
                .iter()
                .map(|text| text.nfd().filter(|&letter| !is_combining_mark(letter)).collect::<String>().to_lowercase());
            let words = folded.flat_map(|text| {
                text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>()
            });
            let words: BTreeSet<String> = words.filter(|word| !word.is_empty()).collect();
            words.into_iter().for_each(|word| *terms.entry(word.chars().take(64).collect()).or_default() += 1);
        }
        Lexicon(terms.into_iter().collect())
    }
}

impl Words for Lexicon {
    fn len(&self) -> u32 {
        self.0.len() as u32
    }

    fn term(&self, ordinal: u32) -> &str {
        self.0.get(ordinal as usize).map_or("", |(term, _)| term)
    }

    fn frequency(&self, ordinal: u32) -> u32 {
        self.0.get(ordinal as usize).map_or(0, |&(_, frequency)| frequency)
    }

    fn ordinal(&self, term: &str) -> Option<u32> {
        self.0.binary_search_by(|(own, _)| own.as_str().cmp(term)).ok().map(|at| at as u32)
    }
}

const KIND: [Kind; KINDS] = [Kind::Body, Kind::Title, Kind::Name, Kind::Label];

/// A model of some texts, each of which is a document and a record.
struct Trained {
    words: Lexicon,
    model: Vec<u8>,
    texts: Vec<(Kind, Vec<u8>, usize)>,
}

/// Learns from `texts`, and codes those and then `others`, each by itself.
fn train_on(threshold: u32, texts: &[(Kind, &str)], others: &[(Kind, &str)]) -> Trained {
    let words = Lexicon::of(texts.iter().map(|&(_, text)| vec![text]));
    let records: Vec<Record<'_>> = texts.iter().map(|&text| vec![text]).collect();
    let encoder = train(&words, threshold, &records);
    let code = |&(kind, text): &(Kind, &str)| {
        let mut out = BitWriter::default();
        encoder.encode(kind, text, &mut Memory::default(), &mut out);
        let bits = out.position();
        (kind, out.into_bytes(), bits)
    };
    let (model, texts) = (encoder.write(), texts.iter().chain(others).map(code).collect());
    Trained { words, model, texts }
}

impl Trained {
    fn read(&self, index: usize) -> Option<String> {
        let model = TextModel::open(&self.model, &self.words).unwrap();
        let (kind, bytes, bits) = &self.texts[index];
        let mut out = String::new();
        let mut reader = BitReader::new(bytes, 0);
        let read = model.decode(
            &self.words,
            *kind,
            &mut Memory::default(),
            &mut reader,
            usize::MAX,
            &mut out,
            &mut Vec::new(),
        );
        (read && reader.position() == *bits).then_some(out)
    }
}

/// Joins what it is given, letters of terms as they are in the lexicon.
struct Join<'w> {
    words: &'w Lexicon,
    out: String,
    after_word: bool,
    tokens: usize,
}

impl Join<'_> {
    fn word_of(&mut self, word: &str) {
        let space = if self.after_word { " " } else { "" };
        self.out.extend([space, word]);
        self.after_word = true;
        self.tokens += 1;
    }
}

impl TextSink for Join<'_> {
    fn word(&mut self, ordinal: u32) {
        self.word_of(self.words.term(ordinal));
    }

    fn spelled(&mut self, word: &str) {
        self.word_of(word);
    }

    fn gap(&mut self, gap: &str) {
        self.out.push_str(gap);
        self.after_word = false;
        self.tokens += 1;
    }
}

fn check(texts: &[(Kind, &str)], others: &[(Kind, &str)], threshold: u32) {
    let trained = train_on(threshold, texts, others);
    let model = TextModel::open(&trained.model, &trained.words).unwrap();
    for (index, &(kind, text)) in texts.iter().chain(others).enumerate() {
        assert_eq!(trained.read(index).as_deref(), Some(text));
        let mut join = Join { words: &trained.words, out: String::new(), after_word: false, tokens: 0 };
        let mut reader = BitReader::new(&trained.texts[index].1, 0);
        assert!(model.scan(&trained.words, kind, &mut Memory::default(), &mut reader, usize::MAX, &mut join));
        assert_eq!(join.out.to_ascii_lowercase(), text.to_ascii_lowercase());
        let tokens = join.tokens;
        for some in 0..tokens.min(3) {
            join.tokens = 0;
            let mut reader = BitReader::new(&trained.texts[index].1, 0);
            assert!(!model.scan(&trained.words, kind, &mut Memory::default(), &mut reader, some, &mut join));
            assert_eq!(join.tokens, some, "at most as many as were asked for");
        }
    }
}

fn bodies<'t>(texts: &[&'t str]) -> Vec<(Kind, &'t str)> {
    texts.iter().map(|&text| (Kind::Body, text)).collect()
}

/// Words in all cases, joined by gaps from nothing to strange.
fn some_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "(the|of|cell|mrna|neural|networks|2024|3d|straße|naïve|état|ǅ|ﬁn)",
        1 => "(The|CELL|mRNA|Neural|STRASSE|İstanbul|Straße|ÉTAT|ΣΊΣΥΦΟΣ|深度学习|x²)",
        1 => "[a-zA-Z0-9]{1,9}",
    ];
    let gap = prop_oneof![
        8 => Just(" ".to_owned()),
        3 => "(, |[.] |-|: | [(]|[)] |[.]|\r\n|\n\n|  |\t|'|… |\u{200d}|👩\u{200d}🔬| — )",
        1 => "\\PC{0,4}",
    ];
    let loose = prop_oneof![9 => Just(String::new()), 1 => any::<String>()];
    (proptest::collection::vec((word, gap), 0..30), loose)
        .prop_map(|(pieces, loose)| pieces.into_iter().flat_map(|(word, gap)| [word, gap]).chain([loose]).collect())
}

fn some_texts() -> impl Strategy<Value = Vec<(usize, String)>> {
    proptest::collection::vec((0..KINDS, some_text()), 0..20)
}

fn of_kinds(texts: &[(usize, String)]) -> Vec<(Kind, &str)> {
    texts.iter().map(|(kind, text)| (KIND[*kind], text.as_str())).collect()
}

proptest! {
    #[test]
    fn any_text_is_read_back_whole_and_in_parts(texts in some_texts(), others in some_texts(), threshold in 0u32..4) {
        check(&of_kinds(&texts), &of_kinds(&others), threshold);
    }

    #[test]
    fn texts_that_share_a_memory_are_read_back_in_order(texts in some_texts()) {
        let texts = of_kinds(&texts);
        let words = Lexicon::of(texts.iter().map(|&(_, text)| vec![text]));
        let encoder = train(&words, 1, std::slice::from_ref(&texts));
        let (mut out, mut memory) = (BitWriter::default(), Memory::default());
        texts.iter().for_each(|&(kind, text)| encoder.encode(kind, text, &mut memory, &mut out));
        let (bytes, model) = (out.into_bytes(), TextModel::open(&encoder.write(), &words).unwrap());
        let (mut reader, mut memory) = (BitReader::new(&bytes, 0), Memory::default());
        for (kind, text) in texts {
            let mut read = String::new();
            prop_assert!(model.decode(&words, kind, &mut memory, &mut reader, usize::MAX, &mut read, &mut Vec::new()));
            prop_assert_eq!(read, text);
        }
    }

    #[test]
    fn any_bytes_as_a_text_end_without_panic_and_within_the_limit(texts in some_texts(), bytes in proptest::collection::vec(any::<u8>(), 0..200), limit in 0usize..300) {
        let trained = train_on(1, &of_kinds(&texts), &[]);
        let model = TextModel::open(&trained.model, &trained.words).unwrap();
        for kind in KIND {
            let mut out = String::from("before");
            model.decode(&trained.words, kind, &mut Memory::default(), &mut BitReader::new(&bytes, 0), limit, &mut out, &mut Vec::new());
            prop_assert!(out.len() <= "before".len() + limit);
            let mut join = Join { words: &trained.words, out: String::new(), after_word: false, tokens: 0 };
            model.scan(&trained.words, kind, &mut Memory::default(), &mut BitReader::new(&bytes, 0), limit, &mut join);
            prop_assert!(join.tokens <= limit);
        }
    }

    #[test]
    fn any_damage_to_a_model_is_an_error_or_reads_something(texts in some_texts(), damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4), end in any::<prop::sample::Index>(), cut in any::<bool>()) {
        let trained = train_on(1, &of_kinds(&texts), &[]);
        let mut model = trained.model.clone();
        for (at, bits) in &damage {
            let at = at.index(model.len());
            model[at] ^= bits;
        }
        if cut {
            model.truncate(end.index(model.len()));
        }
        if let Some(model) = TextModel::open(&model, &trained.words) {
            for (kind, bytes, _) in &trained.texts {
                let mut out = String::new();
                model.decode(&trained.words, *kind, &mut Memory::default(), &mut BitReader::new(bytes, 0), 10_000, &mut out, &mut Vec::new());
                prop_assert!(out.len() <= 10_000);
            }
        }
    }

    #[test]
    fn any_bytes_as_a_model_open_without_panic(texts in some_texts(), bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let words = Lexicon::of(texts.iter().map(|(_, text)| vec![text.as_str()]));
        let _ = TextModel::open(&bytes, &words);
    }
}

#[test]
fn a_text_is_read_up_to_its_limit_and_no_further() {
    let trained = train_on(1, &bodies(&["one two three"]), &[]);
    let model = TextModel::open(&trained.model, &trained.words).unwrap();
    for limit in 0..20 {
        let mut out = String::new();
        let mut reader = BitReader::new(&trained.texts[0].1, 0);
        let read = model.decode(
            &trained.words,
            Kind::Body,
            &mut Memory::default(),
            &mut reader,
            limit,
            &mut out,
            &mut Vec::new(),
        );
        assert_eq!(read, limit >= 13, "{limit}");
        assert!("one two three".starts_with(&out));
    }
}

#[test]
fn long_words_with_capitals_far_behind_are_read_back() {
    let (small, mixed) = ("a".repeat(80), "a".repeat(70) + "B" + &"a".repeat(9));
    let (upper, half) = ("A".repeat(64), "A".repeat(64) + &"b".repeat(10));
    check(
        &bodies(&[&small, &mixed, &upper, &half, &half, &format!("{upper} {half} {mixed}")]),
        &bodies(&[&half.to_uppercase()]),
        1,
    );
    let whole = Lexicon(vec![("a".repeat(64) + &"b".repeat(10), 3)]);
    let records = vec![vec![(Kind::Body, half.as_str())]; 3];
    let encoder = train(&whole, 1, &records);
    let mut out = BitWriter::default();
    encoder.encode(Kind::Body, &half, &mut Memory::default(), &mut out);
    encoder.encode(Kind::Body, &half.to_uppercase(), &mut Memory::default(), &mut out);
    let (bytes, model) = (out.into_bytes(), TextModel::open(&encoder.write(), &whole).unwrap());
    let (mut reader, mut read) = (BitReader::new(&bytes, 0), String::new());
    for _ in 0..2 {
        assert!(model.decode(
            &whole,
            Kind::Body,
            &mut Memory::default(),
            &mut reader,
            1000,
            &mut read,
            &mut Vec::new()
        ));
    }
    assert_eq!(read, half.clone() + &half.to_uppercase());
}

#[test]
fn no_text_at_all_makes_a_model_that_spells() {
    check(&[], &bodies(&["", "Anything, really.", "\u{0}"]), 1);
}

/// Sentences over a few words.
const SENTENCES: [&str; 8] = [
    "The cell divides and the membrane grows around it.",
    "A membrane separates the cell from what is around.",
    "Genes of the cell are read as mRNA. The mRNA leaves it.",
    "In the cell, mRNA is short; the membrane is thin.",
    "What divides the membrane? A cell that grows and divides.",
    "DNA is read as mRNA, and mRNA is what leaves the cell.",
    "The DNA of a cell is long. It is read from one side.",
    "A gene is a part of the DNA. The cell has many.",
];

/// The bits of each text in a corpus of many such sentences, in which each of the texts occurs once.
fn bits_of(kind: Kind, texts: &[&str]) -> Vec<usize> {
    let corpus =
        texts.iter().map(|&text| (kind, text)).chain((0..400).map(|number| (Kind::Body, SENTENCES[number % 8])));
    let trained = train_on(1, &corpus.collect::<Vec<_>>(), &[]);
    (0..texts.len()).map(|index| trained.texts[index].2).collect()
}

#[test]
fn one_space_between_words_costs_nothing() {
    let bits = bits_of(Kind::Body, &["the cell divides", "the cell, divides", "the cell  divides"]);
    assert!(bits[0] < bits[1] && bits[0] < bits[2], "{bits:?}");
}

#[test]
fn the_usual_form_of_a_word_costs_nothing() {
    let bits = bits_of(Kind::Body, &["what leaves DNA", "what leaves dna", "what leaves Dna", "what leaves dNa"]);
    assert!(bits[1..].iter().all(|&other| bits[0] < other), "{bits:?}");
    let bits = bits_of(Kind::Body, &["what leaves mRNA", "what leaves mrna", "what leaves MRNA"]);
    assert!(bits[1..].iter().all(|&other| bits[0] < other), "{bits:?}");
}

#[test]
fn a_capital_is_expected_where_a_sentence_starts_and_nowhere_else() {
    let bits = bits_of(
        Kind::Body,
        &["It divides. Membrane", "It divides. membrane", "It divides, membrane", "It divides, Membrane"],
    );
    assert!(bits[0] < bits[1] && bits[2] < bits[3], "{bits:?}");
}

#[test]
fn capitals_are_expected_all_through_a_title_that_has_them() {
    let titled = [
        "The Membrane Divides and Grows around It",
        "A Gene Leaves the Cell",
        "The Membrane divides and grows around It",
    ];
    let bits = bits_of(Kind::Title, &titled);
    assert!(bits[0] < bits[2], "{bits:?}");
}

#[test]
fn a_form_is_remembered_with_its_word() {
    let bits = bits_of(Kind::Body, &["what GROWS around GROWS around GROWS", "what GROWS around grows around GROWS"]);
    assert!(bits[0] < bits[1], "{bits:?}");
}

#[test]
fn a_word_that_is_no_term_is_spelled_once_and_then_remembered() {
    let bits = bits_of(Kind::Body, &["what leaves Ångström", "what leaves Ångström and Ångström and Ångström"]);
    assert!(bits[1] < bits[0] + 60, "{bits:?}");
}

#[test]
fn the_bytes_do_not_depend_on_threads() {
    let texts: Vec<String> = (0..200)
        .map(|number| format!("{} It is Number {number} of mRNA {}", SENTENCES[number % 8], number % 7))
        .collect();
    let texts: Vec<(Kind, &str)> = texts.iter().map(|text| (Kind::Body, text.as_str())).collect();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let trained = pool.install(|| train_on(1, &texts, &[]));
        (trained.model, trained.texts.into_iter().map(|(_, bytes, _)| bytes).collect::<Vec<_>>())
    };
    assert!(with(1) == with(3));
}

#[test]
fn a_model_read_with_another_lexicon_is_an_error_or_reads_something() {
    let trained = train_on(1, &bodies(&SENTENCES), &[]);
    let fewer = Lexicon::of(SENTENCES[1..].iter().map(|&text| vec![text]));
    assert!(TextModel::open(&trained.model, &fewer).is_none(), "another number of terms");
    let others = Lexicon(trained.words.0.iter().map(|(term, _)| (format!("x{term}"), 1)).collect());
    if let Some(model) = TextModel::open(&trained.model, &others) {
        let mut out = String::new();
        model.decode(
            &others,
            Kind::Body,
            &mut Memory::default(),
            &mut BitReader::new(&trained.texts[0].1, 0),
            1000,
            &mut out,
            &mut Vec::new(),
        );
    }
}
