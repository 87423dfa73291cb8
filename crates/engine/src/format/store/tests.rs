//! Documents read back, blocks found, and any damage to either.

use proptest::prelude::*;

use super::block::{assemble, record};
use super::writer::{CARDS_PER_BLOCK, StoreWriter, TEXTS_PER_BLOCK, Written};
use super::{StoreModel, write};
use crate::document::Document;
use crate::format::text::tests::Lexicon;
use crate::format::text::{Kind, TextSink};
use crate::limits::TEXT_BYTES;

fn lexicon(documents: &[Document]) -> Lexicon {
    Lexicon::of(documents.iter().map(|document| {
        let lists = document.authors.iter().chain(&document.keywords).map(String::as_str);
        lists.chain([document.title.as_str(), &document.body]).collect()
    }))
}

#[derive(Default)]
struct Count(usize);

impl TextSink for Count {
    fn word(&mut self, _: u32) {
        self.0 += 1;
    }

    fn spelled(&mut self, _: &str) {
        self.0 += 1;
    }

    fn gap(&mut self, _: &str) {}
}

fn words_of(text: &str) -> usize {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).count()
}

fn check(documents: &[Document]) {
    let words = lexicon(documents);
    let Written { model, cards, texts } = write(&words, documents);
    let model = StoreModel::open(&model, &words).unwrap();
    let mut read = 0;
    for (cards, documents) in cards.iter().zip(documents.chunks(model.cards_per_block() as usize)) {
        for (index, document) in (0..).zip(documents) {
            let card = model.read_card(&words, cards, index, &mut Vec::new()).unwrap();
            assert_eq!(Document { body: document.body.clone(), ..card }, *document);
            let mut title = Count::default();
            assert!(model.scan(&words, Kind::Title, cards, index, usize::MAX, &mut title));
            assert_eq!(title.0, words_of(&document.title));
            read += 1;
        }
        assert!(model.read_card(&words, cards, documents.len() as u32, &mut Vec::new()).is_none());
    }
    for (texts, documents) in texts.iter().zip(documents.chunks(model.texts_per_block() as usize)) {
        for (index, document) in (0..).zip(documents) {
            assert_eq!(
                model.read_text(&words, texts, index, TEXT_BYTES, &mut Vec::new()).unwrap(),
                (document.body.clone(), true)
            );
            let mut text = Count::default();
            assert!(model.scan(&words, Kind::Body, texts, index, usize::MAX, &mut text));
            assert_eq!(text.0, words_of(&document.body));
            read += 1;
        }
        assert!(model.read_text(&words, texts, documents.len() as u32, TEXT_BYTES, &mut Vec::new()).is_none());
    }
    assert_eq!(read, documents.len() * 2);
}

fn some_string() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        6 => "(Deep |neural |networks? |cell |Müller |de |[.], ){0,6}",
        1 => any::<String>(),
    ]
}

fn some_id() -> impl Strategy<Value = String> {
    prop_oneof!["[0-9]{1,12}", "W[0-9]{8}", "(deep|cell|guide)/(neural|index)[.]html", any::<String>()]
}

fn some_documents() -> impl Strategy<Value = Vec<Document>> {
    let list = || proptest::collection::vec(some_string(), 0..4);
    let long = prop_oneof![9 => list(), 1 => proptest::collection::vec(some_string(), 20..40)];
    let pairs = proptest::collection::vec(("(doi|pages|)", some_string()), 0..3);
    let year = prop_oneof![3 => proptest::option::of(1990..2030i32), 1 => any::<i32>().prop_map(Some)];
    let texts = (some_id(), some_string(), some_string(), some_string(), some_string());
    let document = (texts, long, list(), pairs, year, 0..3u8).prop_map(
        |((id, title, body, url, venue), authors, keywords, meta, year, usual)| {
            let url = if usual > 0 { format!("https://example.org/{id}.html") } else { url };
            Document { id, title, body, url, authors, year, venue, keywords, meta }
        },
    );
    proptest::collection::vec(document, 0..90)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_documents_are_read_back(documents in some_documents()) {
        check(&documents);
    }

    #[test]
    fn any_damage_is_an_error_or_reads_something(documents in some_documents(), damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let words = lexicon(&documents);
        let written = write(&words, &documents);
        let damaged = |bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            for (at, bits) in &damage {
                let at = at.index(bytes.len().max(1));
                bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= bits);
            }
            bytes
        };
        let read_all = |model: &[u8], cards: &[Vec<u8>], texts: &[Vec<u8>]| {
            let Ok(model) = StoreModel::open(model, &words) else { return };
            for index in 0..3 {
                cards.iter().for_each(|block| drop(model.read_card(&words, block, index, &mut Vec::new())));
                texts.iter().for_each(|block| drop(model.read_text(&words, block, index, TEXT_BYTES, &mut Vec::new())));
            }
        };
        read_all(&damaged(&written.model), &written.cards, &written.texts);
        let blocks = |blocks: &[Vec<u8>]| blocks.iter().map(|block| damaged(block)).collect::<Vec<_>>();
        read_all(&written.model, &blocks(&written.cards), &blocks(&written.texts));
    }

    #[test]
    fn any_bytes_as_a_block_read_without_panic(block in proptest::collection::vec(any::<u8>(), 0..200), index in 0u32..70) {
        let documents = [Document { title: "Deep neural networks".into(), ..Document::default() }];
        let words = lexicon(&documents);
        let model = StoreModel::open(&write(&words, &documents).model, &words).unwrap();
        let _ = (model.read_card(&words, &block, index, &mut Vec::new()), model.read_text(&words, &block, index, TEXT_BYTES, &mut Vec::new()));
        model.scan(&words, Kind::Body, &block, index, 100, &mut Count::default());
    }
}

fn numbered(count: u32) -> Vec<Document> {
    let document = |number: u32| Document {
        id: number.to_string(),
        title: format!("Deep networks, part {}", number % 9),
        body: format!("We train network {number} and find that it is deep. Part {} is not.", number % 7),
        url: format!("https://example.org/papers/{number}"),
        authors: vec!["Ada Lovelace".into(), "Émile Borel".into()],
        year: Some(2000 + (number % 20) as i32),
        venue: ["Journal of Networks", "Deep Letters"][number as usize % 2].into(),
        keywords: vec!["networks".into()],
        meta: vec![("doi".into(), format!("10.1000/{number}"))],
    };
    (0..count).map(document).collect()
}

#[test]
fn blocks_are_full_save_the_last() {
    for count in [0, 1, 15, 16, 17, 64, 65, 200] {
        let documents = numbered(count);
        let words = lexicon(&documents);
        let written = write(&words, &documents);
        assert_eq!(written.cards.len() as u32, count.div_ceil(CARDS_PER_BLOCK));
        assert_eq!(written.texts.len() as u32, count.div_ceil(TEXTS_PER_BLOCK));
        check(&documents);
    }
}

/// Bytes of all cards when each document is changed so.
fn card_bytes(change: impl Fn(&mut Document)) -> usize {
    let mut documents = numbered(512);
    documents.iter_mut().for_each(change);
    check(&documents);
    write(&lexicon(&documents), &documents).cards.iter().map(Vec::len).sum()
}

#[test]
fn what_all_documents_share_costs_little() {
    let usual = card_bytes(|_| ());
    assert!(usual - card_bytes(|document| document.url.clear()) < 512 / 8, "a url by template");
    assert!(usual - card_bytes(|document| document.venue.clear()) < 512 / 4, "one of two venues");
    assert!(usual - card_bytes(|document| document.keywords.clear()) < 512 / 4, "always the same keyword");
}

#[test]
fn ids_with_a_common_start_and_digits_cost_their_digits() {
    let ids = card_bytes(|document| {
        document.id = format!("arXiv:2401.{:05}", document.id.parse::<u32>().unwrap() * 97);
        document.url.clear();
    });
    let none = card_bytes(|document| {
        document.id.clear();
        document.url.clear();
    });
    assert!(ids - none < 512 * 4, "{}", ids - none);
}

#[test]
fn strings_beyond_the_limit_are_cut_at_a_letter() {
    let body = "é".repeat(TEXT_BYTES / 2 + 5);
    let documents = [Document { body, ..Document::default() }];
    let words = lexicon(&documents);
    let written = write(&words, &documents);
    let model = StoreModel::open(&written.model, &words).unwrap();
    assert_eq!(model.read_text(&words, &written.texts[0], 0, TEXT_BYTES, &mut Vec::new()).unwrap().0.len(), TEXT_BYTES);
}

#[test]
fn a_record_is_found_by_the_lengths_before_it() {
    let records: Vec<Vec<u8>> = (0..40u8).map(|number| vec![number; usize::from(number) * 9 % 31]).collect();
    let block = assemble(&records);
    for (index, expected) in (0..).zip(&records) {
        assert_eq!(record(&block, index), Some(expected.as_slice()));
    }
    assert_eq!(record(&block, 40), None);
    for end in 0..block.len() {
        assert_eq!(record(&block[..end], 39).filter(|record| !record.is_empty()), None, "cut at {end}");
    }
}

#[test]
fn a_card_that_promises_endless_lists_ends_with_its_bytes() {
    let documents = numbered(3);
    let words = lexicon(&documents);
    let writer = StoreWriter::train(&words, 1, &documents);
    let model = StoreModel::open(&writer.write(), &words).unwrap();
    let card = writer.write_card(&documents[0]);
    for end in 0..card.len() {
        assert!(model.card(&words, &card[..end], &mut Vec::new()).is_none(), "cut at {end}");
    }
}
