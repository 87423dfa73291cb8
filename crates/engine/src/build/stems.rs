//! Stem classes: which terms are forms of one word (Snowball stemmers, that of each language; Porter2 for English).
//!
//! Spellings that vary between British and American English, plurals of abbreviations, and a Greek letter and its name are of one
//! class too (`variants.rs`).

use std::collections::HashMap;

use rayon::prelude::*;
use snowball_stemmers_rs::Stemmer;

use super::languages::{ENGLISH, Languages, STEMMED};
use super::variants::{american, greek, singular};

/// For each of the sorted terms the distance to the next term of its class, 0 at the end of a class. `languages` says for each in which
/// languages it is stemmed: what is one word in any of them is of one class.
pub(crate) fn class_steps(terms: &[String], languages: &[Languages]) -> Vec<u32> {
    let stemmers = STEMMED.map(|(_, algorithm)| Stemmer::create(algorithm));
    let known = |word: &str| terms.binary_search_by(|term| term.as_str().cmp(word)).is_ok();
    // For each term its stems, each with its language: they are all of one class.
    let stemmed = |(term, &languages): (&String, &Languages)| {
        let mut found: Vec<(usize, String)> = Vec::new();
        if let Some(name) = greek(term).filter(|_| languages & ENGLISH != 0) {
            return vec![(0, name.to_owned())];
        }
        for (language, stemmer) in stemmers.iter().enumerate().filter(|(place, _)| languages & (1 << place) != 0) {
            if !stems(term, language) {
                continue;
            }
            found.push((language, stemmer.stem(term).into_owned()));
            if language == 0
                && let Some(other) = american(term, &known).or_else(|| singular(term).map(str::to_owned))
            {
                found.push((language, stemmer.stem(&other).into_owned()));
            }
        }
        found
    };
    let stems: Vec<Vec<(usize, String)>> = terms.par_iter().zip(languages).map(stemmed).collect();
    let mut classes = Classes::default();
    let mut of: Vec<Option<usize>> = Vec::with_capacity(terms.len());
    for stems in stems {
        let mut class = None;
        for (language, stem) in stems {
            let own = classes.named(language, stem);
            classes.unite(class.unwrap_or(own), own);
            class = Some(own);
        }
        of.push(class);
    }
    let mut steps = vec![0u32; terms.len()];
    let mut last: HashMap<usize, usize> = HashMap::new();
    for (ordinal, class) in of.into_iter().enumerate() {
        if let Some(class) = class
            && let Some(before) = last.insert(classes.root(class), ordinal)
        {
            steps[before] = (ordinal - before) as u32;
        }
    }
    steps
}

/// Whether a term is a word that has forms.
fn stems(term: &str, language: usize) -> bool {
    if language > 0 {
        return term.chars().count() > 2 && term.chars().all(char::is_alphabetic);
    }
    // Two letters say too little, but for the names of four Greek letters.
    let short = term.len() < 3 && !matches!(term, "mu" | "nu" | "pi" | "xi");
    !short && term.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Stems, of which some are the same.
#[derive(Debug, Default)]
struct Classes {
    numbers: HashMap<(usize, String), usize>,
    /// A stem that is the same and has a lower number, or the stem itself.
    parents: Vec<usize>,
}

impl Classes {
    /// The number of a stem of a language.
    fn named(&mut self, language: usize, stem: String) -> usize {
        let next = self.parents.len();
        let number = *self.numbers.entry((language, stem)).or_insert(next);
        if number == next {
            self.parents.push(next);
        }
        number
    }

    /// The lowest number of the same stem.
    fn root(&self, mut number: usize) -> usize {
        while self.parents[number] != number {
            number = self.parents[number];
        }
        number
    }

    fn unite(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other)] = one.min(other);
    }
}

#[cfg(test)]
mod tests {
    use super::{ENGLISH, STEMMED, class_steps};

    fn steps<const N: usize>(terms: [&str; N]) -> Vec<u32> {
        class_steps(&terms.map(str::to_owned), &[ENGLISH; N])
    }

    #[test]
    fn forms_of_one_word_are_linked_in_order() {
        assert_eq!(steps(["network", "networks", "neural", "train", "trained", "training"]), [1, 0, 0, 1, 1, 0]);
    }

    #[test]
    fn a_word_is_linked_to_the_forms_of_its_other_spelling() {
        assert_eq!(steps(["color", "colored", "colour", "colours", "contour"]), [1, 1, 1, 0, 0]);
        assert_eq!(steps(["analysed", "analyze", "normalisation", "normalize"]), [1, 0, 1, 0]);
        assert_eq!(steps(["for", "four", "or", "our", "prise", "prize"]), [0; 6]);
    }

    #[test]
    fn a_greek_letter_is_linked_to_its_name_where_it_stands_alone() {
        assert_eq!(steps(["alpha", "pi", "α", "αβ", "π"]), [2, 3, 0, 0, 0]);
    }

    #[test]
    fn words_are_stemmed_in_their_languages() {
        let in_language = |tag: &str, terms: [&str; 2]| {
            let languages = 1 << STEMMED.iter().position(|entry| entry.0 == tag).unwrap();
            class_steps(&terms.map(str::to_owned), &[languages; 2])[0]
        };
        for (tag, one, other) in [
            ("de", "haus", "hauser"),
            ("fr", "continuelle", "continuellement"),
            ("es", "biblioteca", "bibliotecas"),
            ("ru", "книга", "книги"),
            ("sv", "bok", "boken"),
        ] {
            assert_eq!(in_language(tag, [one, other]), 1, "{tag}");
        }
        assert_eq!(in_language("en", ["haus", "hauser"]), 0);
        assert_eq!(in_language("en", ["книга", "книги"]), 0);
    }
}
