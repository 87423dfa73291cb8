//! Compounds: in German and its like, words are written together ("Datenbankverbindung"). Their parts that stand by themselves elsewhere in
//! the collection become terms of the documents as well, so that "Verbindung" finds them; the module knows nothing of it.
//!
//! After Koehn and Knight, "Empirical methods for compound splitting", EACL 2003: a word is cut where the geometric mean of the frequencies
//! of its parts is largest. What differs: the word itself does not compete, for nothing is lost by its parts beside it.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::analyse::Analysed;
use super::languages::{Language, Languages, STEMMED};
use crate::format::manifest::Frequencies;

/// Languages that write compounds as one word, with what they put between the parts.
const JOINTS: [(&str, &[&str]); 8] = [
    ("da", &["", "s", "e"]),
    ("de", &["", "s", "n", "en", "es", "er", "e"]),
    ("fi", &["", "n"]),
    ("hu", &[""]),
    ("nb", &["", "s", "e"]),
    ("nl", &["", "s", "en", "e"]),
    ("no", &["", "s", "e"]),
    ("sv", &["", "s", "o"]),
];
/// Letters of a compound, and of a part, at the least.
const COMPOUND: usize = 9;
const PART: usize = 4;
/// Documents that a part must be in by itself: what is in fewer is rather an ending or a mistake.
const DOCUMENTS: u32 = 2;
/// Parts of one word, at most.
const PARTS: usize = 4;

/// Adds the parts of compounds to the documents in languages that have them.
pub(super) fn add_parts(
    analysed: &mut Analysed,
    of_documents: &[Language],
    languages: &[Languages],
    frequencies: &[u32],
) {
    let terms = &analysed.terms;
    for (tag, joints) in JOINTS {
        let own = Language::of(tag);
        if !of_documents.contains(&own) {
            continue;
        }
        let Some(bit) = STEMMED.iter().position(|entry| entry.0 == tag).map(|at| 1 << at) else { continue };
        let is_word = |ordinal: usize| languages[ordinal] & bit != 0 && frequencies[ordinal] >= DOCUMENTS;
        let splitter = Splitter { terms, frequencies, joints, is_word: &is_word };
        let parts: Vec<Vec<u32>> = (0..terms.len())
            .into_par_iter()
            .map(|ordinal| if languages[ordinal] & bit == 0 { Vec::new() } else { splitter.parts(&terms[ordinal]) })
            .collect();
        analysed.documents.par_iter_mut().zip(of_documents).filter(|(_, language)| **language == own).for_each(
            |(document, _)| {
                let had: BTreeSet<u32> = document.iter().map(|entry| entry.0).collect();
                let wanted: BTreeSet<u32> =
                    document.iter().flat_map(|entry| &parts[entry.0 as usize]).copied().collect();
                let body = Frequencies { body: 1, ..Frequencies::default() };
                document.extend(wanted.difference(&had).map(|&part| (part, body)));
                document.sort_unstable_by_key(|entry| entry.0);
            },
        );
    }
}

struct Splitter<'a> {
    terms: &'a [String],
    frequencies: &'a [u32],
    joints: &'a [&'a str],
    is_word: &'a (dyn Fn(usize) -> bool + Sync),
}

impl Splitter<'_> {
    /// The parts of a word by ordinal; none where it is no compound.
    fn parts(&self, word: &str) -> Vec<u32> {
        let (mut parts, mut rest) = (Vec::new(), vec![word]);
        while let Some(word) = rest.pop() {
            let Some((first, last)) = self.cut(word) else { continue };
            for part in [first, last] {
                if parts.len() < PARTS {
                    parts.push(part as u32);
                    rest.push(&self.terms[part]);
                }
            }
        }
        parts
    }

    /// The best cut in two.
    fn cut(&self, word: &str) -> Option<(usize, usize)> {
        if !word.chars().all(char::is_alphabetic) || word.chars().count() < COMPOUND {
            return None;
        }
        let known = |part: &str| {
            let at = self.terms.binary_search_by(|term| term.as_str().cmp(part)).ok()?;
            ((self.is_word)(at) && part.chars().count() >= PART).then_some(at)
        };
        let mut best: Option<(u64, (usize, usize))> = None;
        for (at, _) in word.char_indices().skip(PART) {
            let (before, behind) = word.split_at(at);
            let Some(last) = known(behind) else { continue };
            for joint in self.joints {
                // "Arbeitszeit" of Arbeit, and "Straßenbahn" where only Straßen stands by itself.
                let Some(first) = before.strip_suffix(joint).and_then(known) else { continue };
                let worth = u64::from(self.frequencies[first]) * u64::from(self.frequencies[last]);
                if best.is_none_or(|(most, _)| worth > most) {
                    best = Some((worth, (first, last)));
                }
            }
        }
        best.map(|(_, cut)| cut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_are_cut_into_words_that_stand_by_themselves() {
        let mut terms = [
            "arbeit",
            "arbeitszeit",
            "bank",
            "daten",
            "datenbank",
            "datenbankverbindung",
            "verbindung",
            "verbindungen",
            "zeit",
            "zeitung",
        ]
        .map(str::to_owned)
        .to_vec();
        terms.sort();
        let frequencies = vec![3; terms.len()];
        let splitter = Splitter { terms: &terms, frequencies: &frequencies, joints: JOINTS[1].1, is_word: &|_| true };
        let parts = |word: &str| {
            let mut found: Vec<&str> = splitter.parts(word).iter().map(|&at| terms[at as usize].as_str()).collect();
            found.sort_unstable();
            found.join(" ")
        };
        assert_eq!(parts("arbeitszeit"), "arbeit zeit");
        assert_eq!(parts("datenbankverbindung"), "bank daten datenbank verbindung");
        assert_eq!(parts("datenbankverbindungen"), "bank daten datenbank verbindungen");
        // Not one, or none whose parts are known.
        for word in ["verbindung", "zeitung", "datenblatt", "bank"] {
            assert_eq!(parts(word), "", "{word}");
        }
    }
}
