//! Stem classes: which terms are forms of one word (Snowball stemmers; Porter2 for English).

use std::collections::HashMap;

use snowball_stemmers_rs::{Algorithm, Stemmer};

/// For each term the distance to the next term of its class, 0 at the end of a class.
pub(crate) fn class_steps(terms: &[String]) -> Vec<u32> {
    let stemmer = Stemmer::create(Algorithm::English);
    let mut steps = vec![0u32; terms.len()];
    let mut last: HashMap<String, usize> = HashMap::new();
    for (ordinal, term) in terms.iter().enumerate() {
        if term.len() < 3 || !term.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            continue;
        }
        let stem = stemmer.stem(term).into_owned();
        if let Some(before) = last.insert(stem, ordinal) {
            steps[before] = (ordinal - before) as u32;
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    #[test]
    fn forms_of_one_word_are_linked_in_order() {
        let terms = ["network", "networks", "neural", "train", "trained", "training"].map(str::to_owned);
        assert_eq!(super::class_steps(&terms), [1, 0, 0, 1, 1, 0]);
    }
}
