//! Abbreviations and their long forms, found in the documents: "neural tangent kernel (NTK)", "NTK (neural tangent kernel)".
//!
//! After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text", Pacific
//! Symposium on Biocomputing 2003: beside a parenthesis stand a short form and, within a number of words that its length
//! allows, a long form; the letters of the short form are looked for in the long form from the last to the first, and the first has
//! to start a word. What differs here: words are those of the analyser (so a hyphen separates them), a short form is one word with
//! a capital, letters that can be the initials of words are taken for that, and what few documents say does not count.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::analysis::folding::Folding;
use crate::analysis::tokens::{Pairs, tokens};
use crate::document::Document;
use crate::format::relations::{Relation, WORDS};

/// Long forms of one abbreviation, at most.
const FORMS: usize = 3;
/// Letters of an abbreviation.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=10;
/// Bytes beside a parenthesis that are looked at.
const REACH: usize = 240;
/// From this many documents on, two have to say the same.
const LARGE: usize = 2000;
/// A further long form needs this part of the support of the first: one in so many.
const SHARE: u32 = 5;

/// A short and a long form, both by ordinal.
type Pair = (u32, Vec<u32>);

/// How many documents say a long form, by the words as they stand there.
type Said = BTreeMap<Vec<u32>, u32>;

/// What the documents define, by abbreviation; `classes` names the stem class of each term.
pub(crate) fn relations(documents: &[Document], folding: &Folding, terms: &[String], classes: &[u32]) -> Vec<Relation> {
    let class = |form: &[u32]| -> Vec<u32> { form.iter().map(|&word| classes[word as usize]).collect() };
    let pairs: Vec<Pair> = documents
        .par_iter()
        .flat_map_iter(|document| {
            let mut found: BTreeSet<Pair> = BTreeSet::new();
            for text in [&document.title, &document.body] {
                definitions(text, folding, terms, &mut found);
            }
            // A document that has the plural too says it once.
            let mut said: BTreeSet<Pair> = BTreeSet::new();
            found.into_iter().filter(|(short, long)| said.insert((*short, class(long)))).collect::<Vec<Pair>>()
        })
        .collect();
    // By abbreviation, then by the classes of the words.
    let mut counted: BTreeMap<u32, BTreeMap<Vec<u32>, Said>> = BTreeMap::new();
    for (short, long) in pairs {
        *counted.entry(short).or_default().entry(class(&long)).or_default().entry(long).or_default() += 1;
    }
    let least = if documents.len() < LARGE { 1 } else { 2 };
    let mut out = Vec::new();
    for (abbreviation, forms) in counted {
        // Most supported first; where equal, as the lexicon has them.
        let mut best: Vec<(u32, Vec<u32>)> = forms
            .into_values()
            .filter_map(|said| {
                let support = said.values().sum();
                let (form, _) =
                    said.into_iter().max_by_key(|(form, count)| (*count, std::cmp::Reverse(form.clone())))?;
                (support >= least).then_some((support, form))
            })
            .collect();
        best.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
        let Some(&(most, _)) = best.first() else { continue };
        best.retain(|(support, _)| support * SHARE >= most);
        best.truncate(FORMS);
        // Other words of the class are other words: "aid" is not AIDS. Nor is "gas" the plural of GA.
        let plural = terms
            .binary_search(&format!("{}s", terms[abbreviation as usize]))
            .ok()
            .filter(|&plural| classes[plural] == classes[abbreviation as usize])
            .map_or(abbreviation, |plural| plural as u32);
        out.extend(best.iter().map(|entry| Relation { short: abbreviation, plural, words: class(&entry.1) }));
    }
    out
}

/// The definitions in one text.
fn definitions(text: &str, folding: &Folding, terms: &[String], found: &mut BTreeSet<Pair>) {
    for (at, _) in text.match_indices('(') {
        let after = window(text, at + 1, at + 1 + REACH);
        let Some((inside, _)) = after.split_once(')') else { continue };
        // What follows a comma or semicolon is a reference or a remark.
        let inside = inside.split([',', ';', '(']).next().unwrap_or("").trim();
        let before = sentence(window(text, at.saturating_sub(REACH), at)).trim_end();
        let pair = match short_form(inside, folding, 1) {
            Some(short) => long_form(&short, before, folding).map(|long| (short, long)),
            // The other way around; a capital at the start of a sentence does not make an abbreviation.
            None => before
                .rsplit([' ', '\u{a0}'])
                .next()
                .and_then(|word| short_form(word, folding, 2))
                .and_then(|short| long_form(&short, inside, folding).map(|long| (short, long))),
        };
        let Some((short, long)) = pair else { continue };
        let ordinal = |term: &String| terms.binary_search(term).ok().map(|ordinal| ordinal as u32);
        if let Some(short) = ordinal(&short.term).or_else(|| ordinal(&short.plural))
            && let Some(long) = long.iter().map(ordinal).collect::<Option<Vec<u32>>>()
            && !long.contains(&short)
        {
            found.insert((short, long));
        }
    }
}

/// The text between two places, or at the borders of characters inside.
fn window(text: &str, from: usize, to: usize) -> &str {
    let to = text.floor_char_boundary(to);
    text.get(text.ceil_char_boundary(from).min(to)..to).unwrap_or("")
}

/// What follows the last end of a sentence, or of another part of it.
fn sentence(text: &str) -> &str {
    let text = text.rsplit(['(', ')', ';', ':', '?', '!']).next().unwrap_or("");
    text.rsplit(". ").next().unwrap_or("")
}

/// What a text calls a thing in short.
#[derive(Debug, PartialEq, Eq)]
struct Short {
    /// Folded, without the s of a plural.
    term: String,
    /// Folded, as it stands there.
    plural: String,
}

/// A short form: one word of few letters, so many of them capitals at the least.
fn short_form(raw: &str, folding: &Folding, capitals: usize) -> Option<Short> {
    let raw = raw.trim_matches(|c: char| !c.is_alphanumeric());
    let mut words = words(raw, folding);
    let term = words.pop().filter(|term| words.is_empty() && LETTERS.contains(&term.chars().count()))?;
    if raw.chars().filter(|c| c.is_uppercase()).count() < capitals {
        return None;
    }
    let mut last = raw.chars().rev();
    let plural = last.next() == Some('s') && last.next().is_some_and(char::is_uppercase) && raw.chars().count() > 2;
    let singular = if plural { term.strip_suffix('s').unwrap_or(&term) } else { &term };
    Some(Short { term: singular.to_owned(), plural: term })
}

/// The words at the end of a text that the letters of a short form stand for.
fn long_form(short: &Short, text: &str, folding: &Folding) -> Option<Vec<String>> {
    let letters: Vec<char> = short.term.chars().collect();
    let mut words = words(text, folding);
    let most = (letters.len() + 5).min(letters.len() * 2).min(WORDS as usize);
    words.drain(..words.len().saturating_sub(most));
    let start = initials(&letters, &words).or_else(|| first_word(&letters, &words))?;
    let long = words.split_off(start);
    let length: usize = long.iter().map(|word| word.chars().count()).sum();
    let own = long.contains(&short.term) || long.contains(&short.plural);
    (long.len() >= 2 && length > letters.len() && !own).then_some(long)
}

/// Words that an abbreviation passes over, and that none starts with.
const SMALL: [&str; 12] = ["a", "an", "and", "by", "for", "of", "on", "or", "the", "to", "via", "with"];

/// Reads the letters as the initials of words, small ones left out where they do not fit. Gives the first word.
fn initials(letters: &[char], words: &[String]) -> Option<usize> {
    let mut left = letters.to_vec();
    for (number, word) in words.iter().enumerate().rev() {
        let small = SMALL.contains(&word.as_str());
        if word.chars().next() == left.last().copied() && !(small && left.len() == 1) {
            left.pop();
        } else if !small || left.len() == letters.len() {
            return None;
        }
        if left.is_empty() {
            return Some(number);
        }
    }
    None
}

/// Looks for the letters from the last to the first, each as far behind as it can be; the first one starts a word. Gives that
/// word.
fn first_word(letters: &[char], words: &[String]) -> Option<usize> {
    let mut left = letters.to_vec();
    for (number, word) in words.iter().enumerate().rev() {
        for (place, c) in word.chars().rev().enumerate() {
            let starts = place + 1 == word.chars().count() && !SMALL.contains(&word.as_str());
            if left.last() == Some(&c) && (left.len() > 1 || starts) {
                left.pop();
            }
            if left.is_empty() {
                return Some(number);
            }
        }
    }
    None
}

fn words(text: &str, folding: &Folding) -> Vec<String> {
    let mut words = Vec::new();
    tokens(text, folding, Pairs::Index, &mut |token| words.push(token.term.to_owned()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definitions in a text as "short: long form".
    fn found(text: &str) -> Vec<String> {
        let folding = Folding::default();
        let terms: Vec<String> = words(text, &folding).into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        let mut found = BTreeSet::new();
        definitions(text, &folding, &terms, &mut found);
        let term = |&ordinal: &u32| terms[ordinal as usize].clone();
        found
            .iter()
            .map(|(short, long)| format!("{}: {}", term(short), long.iter().map(term).collect::<Vec<_>>().join(" ")))
            .collect()
    }

    #[test]
    fn a_short_form_in_parentheses_stands_for_the_words_before_it() {
        assert_eq!(found("We study the neural tangent kernel (NTK) here."), ["ntk: neural tangent kernel"]);
        assert_eq!(found("of Long Short-Term Memory (LSTM, [3])"), ["lstm: long short term memory"]);
        assert_eq!(found("the Internet of Things (IoT)"), ["iot: internet of things"]);
        assert_eq!(found("heat shock transcription factor 1 (HSF1)"), ["hsf1: heat shock transcription factor 1"]);
    }

    #[test]
    fn a_short_form_before_a_parenthesis_stands_for_the_words_in_it() {
        assert_eq!(found("An NTK (neural tangent kernel) is fixed."), ["ntk: neural tangent kernel"]);
        assert_eq!(found("Networks (see the nearest work there) are fine"), [""; 0]);
    }

    #[test]
    fn a_plural_defines_the_singular_where_the_collection_has_it() {
        assert_eq!(found("Graph neural networks (GNNs) are hard. A GNN is not."), ["gnn: graph neural networks"]);
        assert_eq!(found("Graph neural networks (GNNs) are hard."), ["gnns: graph neural networks"]);
    }

    #[test]
    fn what_does_not_spell_the_letters_is_no_long_form() {
        for text in [
            "a recent survey (ABC)",
            "the results (see below)",
            "in mice (n = 5)",
            "in Germany (2019)",
            "It ended. We did not (WHO)",
            "electroencephalogram (EEG)",
            "(NTK)",
            "(",
            "ends here (NTK",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
