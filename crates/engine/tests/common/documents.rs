//! Documents made of nothing: the same ones on every machine.

use thumbindex_engine::Document;

use super::random::Random;

const SYLLABLES: &[&str] = &[
    "ra", "ne", "ti", "so", "lu", "ka", "mo", "den", "vis", "tor", "gra", "ph", "net", "in", "al", "er", "or", "ing",
    "ex", "pro",
];
const FUNCTION_WORDS: &[&str] = &["the", "of", "and", "in", "is", "a", "we", "that", "for", "with"];
const ODD: &[&str] =
    &["naïve", "Müller", "深度学习", "don't", "x²", "BERT4Rec", "mRNA", "Ångström", "𝒳-ray", "e\u{301}tat"];

/// A vocabulary of so many words.
fn vocabulary(random: &mut Random, count: usize) -> Vec<String> {
    let word = |random: &mut Random| -> String { (0..2 + random.below(3)).map(|_| *random.pick(SYLLABLES)).collect() };
    (0..count).map(|_| word(random)).collect()
}

fn sentence(random: &mut Random, words: &[String], length: usize) -> String {
    let mut out = String::new();
    for at in 0..length {
        if at > 0 {
            out.push_str(if random.one_in(12) { ", " } else { " " });
        }
        match random.below(40) {
            0..12 => out.push_str(FUNCTION_WORDS[random.below(FUNCTION_WORDS.len())]),
            12 => out.push_str(ODD[random.below(ODD.len())]),
            13 => out.push_str(&random.below(2000).to_string()),
            _ => out.push_str(&words[random.skewed(words.len())]),
        }
    }
    out
}

/// So many documents of about so many words, from a vocabulary of so many.
pub(crate) fn documents(seed: u64, count: usize, length: usize, vocabulary_size: usize) -> Vec<Document> {
    let mut random = Random::new(seed);
    let words = vocabulary(&mut random, vocabulary_size);
    let document = |number: usize| {
        let random = &mut random;
        let mut body = String::new();
        let mut left = length;
        while left > 0 {
            let some = left.min(6 + random.below(16));
            body.push_str(&sentence(random, &words, some));
            body.push_str(". ");
            left -= some;
        }
        let title_length = 3 + random.below(6);
        let name =
            |random: &mut Random| format!("{} {}", words[random.below(words.len())], words[random.below(words.len())]);
        Document {
            id: format!("doc{number:04}"),
            title: sentence(random, &words, title_length),
            body: body.trim_end().to_owned(),
            url: format!("https://example.org/{number:04}"),
            authors: (0..random.below(4)).map(|_| name(random)).collect(),
            year: (!random.one_in(9)).then(|| 1990 + random.below(35) as i32),
            venue: words[random.below(5.min(words.len()))].clone(),
            keywords: (0..random.below(3)).map(|_| words[random.skewed(words.len())].clone()).collect(),
            meta: if random.one_in(3) { vec![("pages".to_owned(), random.below(99).to_string())] } else { Vec::new() },
        }
    };
    (0..count).map(document).collect()
}

/// Documents whose index has about 100 kB.
pub(crate) fn large() -> Vec<Document> {
    documents(1, 300, 130, 2500)
}

/// Documents whose index has about 3 kB.
pub(crate) fn small() -> Vec<Document> {
    documents(2, 6, 24, 60)
}
