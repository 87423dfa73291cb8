//! Stem classes: which terms are forms of one word (Snowball stemmers; Porter2 for English).
//!
//! Spellings that vary between British and American English, plurals of abbreviations, and a Greek letter and its name are of one
//! class too (`variants.rs`).

use std::collections::HashMap;

use snowball_stemmers_rs::{Algorithm, Stemmer};

use super::variants::{american, greek, singular};

/// For each of the sorted terms the distance to the next term of its class, 0 at the end of a class.
pub(crate) fn class_steps(terms: &[String]) -> Vec<u32> {
    let stemmer = Stemmer::create(Algorithm::English);
    let known = |word: &str| terms.binary_search_by(|term| term.as_str().cmp(word)).is_ok();
    let mut classes = Classes::default();
    let mut of: Vec<Option<usize>> = Vec::with_capacity(terms.len());
    for term in terms {
        if let Some(name) = greek(term) {
            of.push(Some(classes.named(name.to_owned())));
            continue;
        }
        // Two letters say too little, but for the names of four Greek letters.
        let short = term.len() < 3 && !matches!(term.as_str(), "mu" | "nu" | "pi" | "xi");
        if short || !term.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            of.push(None);
            continue;
        }
        let class = classes.named(stemmer.stem(term).into_owned());
        of.push(Some(class));
        let other = american(term, &known).or_else(|| singular(term).map(str::to_owned));
        if let Some(other) = other {
            let other = classes.named(stemmer.stem(&other).into_owned());
            classes.unite(class, other);
        }
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

/// Stems, of which some are the same.
#[derive(Debug, Default)]
struct Classes {
    numbers: HashMap<String, usize>,
    /// A stem that is the same and has a lower number, or the stem itself.
    parents: Vec<usize>,
}

impl Classes {
    /// The number of a stem.
    fn named(&mut self, stem: String) -> usize {
        let next = self.parents.len();
        let number = *self.numbers.entry(stem).or_insert(next);
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
    use super::class_steps;

    fn steps<const N: usize>(terms: [&str; N]) -> Vec<u32> {
        class_steps(&terms.map(str::to_owned))
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
}
