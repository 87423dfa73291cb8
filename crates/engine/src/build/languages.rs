//! Which languages the words of a collection are in, as far as stemming wants to know.
//!
//! A page says its language, and a word is of every language in which it stands in a good part of its documents: names and words that
//! two languages share are of both.

use snowball_stemmers_rs::Algorithm;

use crate::format::manifest::Frequencies;

/// A word is of a language where at least one in so many of its documents is in that language.
const SHARE: u32 = 4;

/// The languages that Snowball has a stemmer for, by their primary tags. English comes first: it is what is meant where nothing is said.
pub(super) const STEMMED: [(&str, Algorithm); 30] = [
    ("en", Algorithm::English),
    ("ar", Algorithm::Arabic),
    ("ca", Algorithm::Catalan),
    ("cs", Algorithm::Czech),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("es", Algorithm::Spanish),
    ("et", Algorithm::Estonian),
    ("eu", Algorithm::Basque),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("ga", Algorithm::Irish),
    ("hi", Algorithm::Hindi),
    ("hu", Algorithm::Hungarian),
    ("hy", Algorithm::Armenian),
    ("id", Algorithm::Indonesian),
    ("it", Algorithm::Italian),
    ("lt", Algorithm::Lithuanian),
    ("nb", Algorithm::Norwegian),
    ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian),
    ("pl", Algorithm::Polish),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sr", Algorithm::Serbian),
    ("sv", Algorithm::Swedish),
    ("ta", Algorithm::Tamil),
    ("tr", Algorithm::Turkish),
];

/// A language of [`STEMMED`] by its place there, or one without a stemmer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Language(Option<u8>);

/// Places in [`STEMMED`] as bits.
pub(super) type Languages = u32;

/// English alone.
pub(super) const ENGLISH: Languages = 1;

impl Language {
    /// The language of a tag such as `pt-BR`; English where nothing is said.
    pub(super) fn of(tag: &str) -> Language {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
        if primary.is_empty() {
            return Language(Some(0));
        }
        Language(STEMMED.iter().position(|(tag, _)| *tag == primary).map(|place| place as u8))
    }
}

/// The languages of every term. Words of languages without a stemmer are taken for English, as names and code are.
pub(super) fn of_terms(
    documents: &[Vec<(u32, Frequencies)>],
    languages: &[Language],
    frequencies: &[u32],
) -> Vec<Languages> {
    let mut found = vec![0; frequencies.len()];
    for place in 0..STEMMED.len() as u8 {
        let own = |language: &Language| *language == Language(Some(place));
        if !languages.iter().any(own) {
            continue;
        }
        let mut counts = vec![0u32; frequencies.len()];
        for (document, _) in documents.iter().zip(languages).filter(|(_, language)| own(language)) {
            document.iter().for_each(|entry| counts[entry.0 as usize] += 1);
        }
        for ((found, count), all) in found.iter_mut().zip(counts).zip(frequencies) {
            if count > 0 && count.saturating_mul(SHARE) >= *all {
                *found |= 1 << place;
            }
        }
    }
    found.into_iter().map(|found| if found == 0 { ENGLISH } else { found }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_known_by_their_first_part() {
        assert_eq!(Language::of("pt-BR"), Language::of("PT"));
        assert_eq!(Language::of(""), Language::of("en_GB"));
        assert_eq!(Language::of("zh-Hant"), Language(None));
        assert!(STEMMED.iter().is_sorted_by_key(|(tag, _)| (*tag != "en", *tag)));
    }

    #[test]
    fn a_word_is_of_the_languages_that_have_a_good_part_of_it() {
        let has = |terms: &[u32]| terms.iter().map(|&term| (term, Frequencies::default())).collect::<Vec<_>>();
        let documents = [has(&[0, 1]), has(&[0]), has(&[0]), has(&[0]), has(&[0, 2]), has(&[3])];
        let languages = ["fr", "de", "de", "de", "de", "zh"].map(Language::of);
        let [de, fr] = ["de", "fr"].map(|tag| 1 << STEMMED.iter().position(|entry| entry.0 == tag).unwrap());
        assert_eq!(of_terms(&documents, &languages, &[5, 1, 1, 1]), [de, fr, de, ENGLISH]);
    }
}
