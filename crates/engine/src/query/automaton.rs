//! Typo search: all terms within a few edits of a word.
//!
//! A bit-parallel automaton (Wu & Manber, "Fast text searching allowing errors", 1992, with swapped
//! neighbours as one edit) runs down the lexicon by code points. Its state is five machine words, a
//! step is a few shifts, and nothing is built beforehand but a list of where each letter stands. The
//! distance is the one known as optimal string alignment: insertions, deletions, substitutions and
//! swaps of two neighbouring letters, where no letter is edited twice.

use std::ops::Range;

use crate::format::fst_reader::{Fst, Subtree};
use crate::format::lexicon::Lexicon;

/// The most characters of a word that [`search`] takes.
pub(crate) const WORD_CHARS: usize = 64;
/// The most edits that [`search`] looks for.
pub(crate) const EDITS: usize = 2;

/// What [`search`] looks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TypoOptions {
    /// The most edits of a hit, up to [`EDITS`].
    pub(crate) max_edits: u8,
    /// Only terms whose first letter is that of the word.
    pub(crate) first_letter_fixed: bool,
    /// Also terms that only begin within `max_edits` of the word.
    pub(crate) prefix: bool,
}

/// Terms within some edits of the word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypoHit {
    /// One term where `complete`; else all terms with a common beginning that is within `edits`.
    pub(crate) ordinals: Range<u32>,
    /// The distance of the term, or of the common beginning, from the word.
    pub(crate) edits: u8,
    /// Whether the whole term was compared with the word.
    pub(crate) complete: bool,
}

/// Finds the terms of `lexicon` within `options.max_edits` of `word`, 0 edits included.
///
/// Each such term is a complete hit, once, in order of the ordinals. With `options.prefix`, each
/// longest range of terms that share a beginning within `max_edits` is an incomplete hit before the
/// complete ones in it; a range inside such a range follows only where it is fewer edits away. The
/// beginning may be empty: a word of `max_edits` letters has the whole lexicon as a hit.
///
/// `fuel` is lowered by the nodes that are visited; at 0 the walk ends and the answer is true: there
/// may be more hits. A word that is empty or longer than [`WORD_CHARS`] has none.
pub(crate) fn search(
    lexicon: &Lexicon,
    word: &str,
    options: &TypoOptions,
    fuel: &mut u32,
    hit: &mut dyn FnMut(TypoHit),
) -> bool {
    let mut ascii = [0; 128];
    let mut others = Vec::new();
    let mut count = 0u32;
    for letter in word.chars() {
        if count as usize == WORD_CHARS {
            return false;
        }
        let bit = 1u64 << count;
        match ascii.get_mut(letter as usize) {
            Some(places) => *places |= bit,
            None => others.push((letter as u32, bit)),
        }
        count += 1;
    }
    let Some(first) = word.chars().next() else { return false };
    let edits = usize::from(options.max_edits).min(EDITS);
    let mut walk = Walk {
        fst: lexicon.fst(),
        ascii,
        others: &others,
        last: 1 << (count - 1),
        edits,
        prefix: options.prefix,
        fuel,
        exhausted: false,
        hit,
    };
    let only = if options.first_letter_fixed { first as u32 } else { ANY };
    let start = State { rows: [0, 1, 3], swaps: [0; EDITS], depth: 0 };
    walk.visit(walk.fst.root(), &start, Partial::NONE, EDITS as u8 + 1, only);
    walk.exhausted
}

/// No code point: any letter will do.
const ANY: u32 = u32::MAX;

/// The automaton after some letters of a term.
#[derive(Clone, Copy)]
struct State {
    /// Bit `n` of `rows[e]`: the letters so far are within `e` edits of the first `n + 1` of the word.
    ///
    /// That they are within `e` edits of no letter at all has no bit; it holds while `depth <= e`.
    rows: [u64; EDITS + 1],
    /// Bit `n` of `swaps[e]`: within `e + 1` edits of the first `n + 1`, if the next letter of the
    /// term is the one before the last of these; the last letter was the last of these.
    swaps: [u64; EDITS],
    /// The letters so far.
    depth: usize,
}

impl State {
    /// The state after one more letter, which stands at these `places` of the word.
    #[inline]
    fn step(&self, places: u64) -> State {
        let none = |depth: usize, edits: usize| u64::from(depth <= edits);
        let [exact, one, two] = self.rows;
        let depth = self.depth;
        let exact_on = exact << 1 | none(depth, 0);
        let one_on = one << 1 | none(depth, 1);
        let two_on = two << 1 | none(depth, 2);
        let exact_now = exact_on & places;
        let swapped = places << 1;
        // Each row: the letter fits | it is one too many | it stands for another | the next of the
        // word is missing | it was swapped with the one before.
        let one_now = one_on & places | exact | exact_on | exact_now << 1 | self.swaps[0] & swapped;
        let two_now = two_on & places | one | one_on | (one_now << 1 | none(depth, 0)) | self.swaps[1] & swapped;
        State {
            rows: [exact_now, one_now, two_now],
            swaps: [exact_on << 1 & places, one_on << 1 & places],
            depth: depth + 1,
        }
    }

    /// Where no edit of so many is left: the places of which the next letter must have one.
    #[inline]
    fn wanted(&self, edits: usize) -> Option<u64> {
        let [exact, one, two] = self.rows;
        let (fewer, row, swap) = match edits {
            0 => (0, exact, 0),
            1 => (exact, one, self.swaps[0]),
            _ => (one, two, self.swaps[1]),
        };
        (fewer == 0 && self.depth >= edits).then_some(row << 1 | u64::from(self.depth <= edits) | swap >> 1)
    }
}

/// A code point of which some bytes are known.
#[derive(Clone, Copy)]
struct Partial {
    code: u32,
    missing: u8,
}

impl Partial {
    const NONE: Partial = Partial { code: 0, missing: 0 };

    /// With one more byte of UTF-8; `None` where that byte cannot follow.
    #[inline]
    fn push(self, byte: u8) -> Option<Partial> {
        let code = u32::from(byte);
        if self.missing > 0 {
            return (byte & 0xc0 == 0x80)
                .then_some(Partial { code: self.code << 6 | code & 0x3f, missing: self.missing - 1 });
        }
        Some(match byte {
            0..0x80 => Partial { code, missing: 0 },
            0xc0..0xe0 => Partial { code: code & 0x1f, missing: 1 },
            0xe0..0xf0 => Partial { code: code & 0x0f, missing: 2 },
            0xf0..0xf8 => Partial { code: code & 0x07, missing: 3 },
            _ => return None,
        })
    }
}

struct Walk<'a, 'h> {
    fst: Fst<'a>,
    /// The places of each letter in the word.
    ascii: [u64; 128],
    others: &'h [(u32, u64)],
    /// The bit of the whole word.
    last: u64,
    edits: usize,
    prefix: bool,
    fuel: &'h mut u32,
    exhausted: bool,
    hit: &'h mut dyn FnMut(TypoHit),
}

impl Walk<'_, '_> {
    #[inline]
    fn places(&self, letter: u32) -> u64 {
        match self.ascii.get(letter as usize) {
            Some(&places) => places,
            None => self.others.iter().filter(|other| other.0 == letter).fold(0, |all, other| all | other.1),
        }
    }

    /// Whether more letters can still lead to a hit.
    #[inline]
    fn alive(&self, state: &State) -> bool {
        let word = (self.last << 1).wrapping_sub(1);
        state.depth <= self.edits || state.rows.get(self.edits).is_some_and(|row| row & word != 0)
    }

    /// Visits the node on top of `below` and what is worth it underneath. `reported` is the distance
    /// of the incomplete hit that covers it; `only` the code point that must come first.
    ///
    /// Each level of this recursion takes a byte, and a term gets no longer than the word with its
    /// edits, so it is at most 4 * (64 + 2) deep.
    fn visit(&mut self, below: Subtree, state: &State, letter: Partial, mut reported: u8, only: u32) {
        if *self.fuel == 0 {
            self.exhausted = true;
            return;
        }
        *self.fuel -= 1;
        let Some(node) = self.fst.node(below) else { return };
        if letter.missing == 0
            && only == ANY
            && let Some(edits) = state.rows.iter().position(|row| row & self.last != 0)
            && edits <= self.edits
        {
            let edits = edits as u8;
            let ordinals = node.below();
            if self.prefix && edits < reported {
                reported = edits;
                (self.hit)(TypoHit { ordinals: ordinals.clone(), edits, complete: false });
            }
            if node.is_final() {
                let ordinals = ordinals.start..ordinals.start + 1;
                (self.hit)(TypoHit { ordinals, edits, complete: true });
            }
        }
        // Most letters at most nodes fail this test and cost no more than it.
        let wanted = state.wanted(self.edits);
        for (which, byte) in node.inputs().enumerate() {
            if let Some(wanted) = wanted
                && let Some(places) = self.ascii.get(usize::from(byte))
                && places & wanted == 0
            {
                continue;
            }
            let Some(letter) = letter.push(byte) else { continue };
            let mut next = *state;
            let mut only = only;
            if letter.missing == 0 {
                if only != ANY && letter.code != only {
                    continue;
                }
                only = ANY;
                next = state.step(self.places(letter.code));
                if !self.alive(&next) {
                    continue;
                }
            }
            if let Some(below) = node.child(which) {
                self.visit(below, &next, letter, reported, only);
                if self.exhausted {
                    return;
                }
            }
        }
    }
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;
    use crate::format::bytes::Bytes;
    use crate::format::lexicon::write;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::LazyLock;

    fn lexicon(terms: &BTreeSet<String>) -> Lexicon {
        Lexicon::open(Bytes::new(write(terms.iter().map(String::as_str)).unwrap())).unwrap()
    }

    fn hits(lexicon: &Lexicon, word: &str, options: TypoOptions) -> Vec<TypoHit> {
        let mut hits = Vec::new();
        assert!(!search(lexicon, word, &options, &mut u32::MAX.clone(), &mut |hit| hits.push(hit)));
        hits
    }

    /// Optimal string alignment as in the textbooks: the whole table, letter by letter.
    fn distance(left: &str, right: &str) -> usize {
        let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
        let mut table = vec![vec![0; right.len() + 1]; left.len() + 1];
        for i in 0..=left.len() {
            for j in 0..=right.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let changed = usize::from(left[i - 1] != right[j - 1]);
                    let mut best = (table[i - 1][j] + 1).min(table[i][j - 1] + 1).min(table[i - 1][j - 1] + changed);
                    if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                        best = best.min(table[i - 2][j - 2] + 1);
                    }
                    best
                };
            }
        }
        table[left.len()][right.len()]
    }

    /// What [`search`] should find, from the distances of all terms and all their beginnings.
    fn expected(terms: &BTreeSet<String>, word: &str, options: TypoOptions) -> Vec<TypoHit> {
        let sorted: Vec<&String> = terms.iter().collect();
        let near: BTreeMap<&str, usize> = terms
            .iter()
            .flat_map(|term| (0..=term.len()).filter_map(|end| term.get(..end)))
            .filter(|text| !options.first_letter_fixed || text.chars().next() == word.chars().next())
            .map(|text| (text, distance(text, word)))
            .filter(|(_, edits)| *edits <= usize::from(options.max_edits))
            .collect();
        let mut hits = Vec::new();
        for (&beginning, &edits) in &near {
            let above = (0..beginning.len()).filter_map(|end| near.get(beginning.get(..end)?)).min().copied();
            if options.prefix && above.is_none_or(|above| edits < above) {
                let start = sorted.partition_point(|term| term.as_str() < beginning) as u32;
                let count = sorted.iter().filter(|term| term.starts_with(beginning)).count() as u32;
                hits.push(TypoHit { ordinals: start..start + count, edits: edits as u8, complete: false });
            }
            if let Ok(ordinal) = sorted.binary_search_by(|term| term.as_str().cmp(beginning)) {
                let ordinal = ordinal as u32;
                hits.push(TypoHit { ordinals: ordinal..ordinal + 1, edits: edits as u8, complete: true });
            }
        }
        hits
    }

    fn some_options() -> impl Strategy<Value = TypoOptions> {
        (0u8..=2, any::<bool>(), any::<bool>()).prop_map(|(max_edits, first_letter_fixed, prefix)| TypoOptions {
            max_edits,
            first_letter_fixed,
            prefix,
        })
    }

    /// A word of few different letters and terms of the same letters.
    fn word_and_terms() -> impl Strategy<Value = (String, BTreeSet<String>)> {
        prop_oneof![
            ("[ab]{1,7}", proptest::collection::btree_set("[ab]{0,8}", 0..60)),
            ("[a-d]{1,6}", proptest::collection::btree_set("[a-d]{0,7}", 0..90)),
            ("[aéжя語𝒳]{1,5}", proptest::collection::btree_set("[aéжя語𝒳]{0,6}", 0..90)),
        ]
    }

    /// A word of about the most letters, and terms made from it by some edits.
    fn long_word_and_terms() -> impl Strategy<Value = (String, BTreeSet<String>)> {
        let edits = proptest::collection::vec((0usize..66, 0u8..4, any::<bool>()), 0..4);
        ("[abß]{60,64}", proptest::collection::vec(edits, 1..12)).prop_map(|(word, terms)| {
            let edited = |edits: Vec<(usize, u8, bool)>| {
                let mut letters: Vec<char> = word.chars().collect();
                for (at, kind, other) in edits {
                    let at = at.min(letters.len() - 2);
                    let letter = if other { 'a' } else { 'b' };
                    match kind {
                        0 => letters.insert(at, letter),
                        1 => drop(letters.remove(at)),
                        2 => letters[at] = letter,
                        _ => letters.swap(at, at + 1),
                    }
                }
                letters.into_iter().collect()
            };
            let terms = terms.into_iter().map(edited).collect();
            (word, terms)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]
        #[test]
        fn finds_what_the_textbook_distance_finds((word, terms) in word_and_terms(), options in some_options()) {
            prop_assert_eq!(hits(&lexicon(&terms), &word, options), expected(&terms, &word, options));
        }
    }

    proptest! {
        #[test]
        fn finds_long_words_too((word, terms) in long_word_and_terms(), options in some_options()) {
            prop_assert_eq!(hits(&lexicon(&terms), &word, options), expected(&terms, &word, options));
        }
    }

    fn complete(terms: &[&str], word: &str, options: TypoOptions) -> Vec<(String, u8)> {
        let terms: BTreeSet<String> = terms.iter().map(|&term| term.into()).collect();
        let hits = hits(&lexicon(&terms), word, options);
        let found = hits
            .into_iter()
            .filter(|hit| hit.complete)
            .map(|hit| (terms.iter().nth(hit.ordinals.start as usize).unwrap().clone(), hit.edits));
        found.collect()
    }

    const WHOLE: TypoOptions = TypoOptions { max_edits: 1, first_letter_fixed: false, prefix: false };

    #[test]
    fn each_kind_of_typo_is_one_edit_and_a_letter_is_one_letter_however_many_bytes() {
        for term in ["größe", "gröe", "grröße", "grüße", "görße"] {
            assert_eq!(complete(&[term], "größe", WHOLE), [(term.into(), u8::from(term != "größe"))]);
        }
        assert!(complete(&["grss"], "größe", WHOLE).is_empty());
    }

    #[test]
    fn a_fixed_first_letter_forgives_no_typo_in_it() {
        let typos = ["xedian", "edian", "xmedian", "emdian"];
        let options = TypoOptions { first_letter_fixed: true, ..WHOLE };
        assert_eq!(complete(&typos, "median", WHOLE).len(), typos.len());
        assert!(complete(&typos, "median", options).is_empty());
        assert_eq!(complete(&["mdian", "mmedian", "mdeian"], "median", options).len(), 3);
    }

    #[test]
    fn the_beginning_of_a_longer_term_may_hold_a_typo() {
        let terms = ["search", "searcher", "searching", "seat"].map(String::from).into();
        let options = TypoOptions { prefix: true, ..WHOLE };
        let found = hits(&lexicon(&terms), "saerch", options);
        assert_eq!(
            found,
            [
                TypoHit { ordinals: 0..3, edits: 1, complete: false },
                TypoHit { ordinals: 0..1, edits: 1, complete: true },
            ]
        );
    }

    #[test]
    fn words_without_or_with_too_many_letters_have_no_hits() {
        let long = "a".repeat(WORD_CHARS + 1);
        assert!(complete(&["a", &long], "", WHOLE).is_empty());
        assert!(complete(&["a", &long], &long, WHOLE).is_empty());
        assert_eq!(complete(&[&long], &long[1..], WHOLE), [(long.clone(), 1)]);
    }

    #[test]
    fn the_walk_ends_with_its_fuel() {
        let terms: BTreeSet<String> = (0..500).map(|n| format!("term{n}")).collect();
        let lexicon = lexicon(&terms);
        let mut needed = 10_000;
        assert!(!search(&lexicon, "term42", &WHOLE, &mut needed, &mut |_| {}));
        let needed = 10_000 - needed;
        for given in [0, 1, needed - 1] {
            let mut fuel = given;
            assert!(search(&lexicon, "term42", &WHOLE, &mut fuel, &mut |_| {}));
            assert_eq!(fuel, 0);
        }
        assert!(!search(&lexicon, "term42", &WHOLE, &mut { needed }, &mut |_| {}));
    }

    /// Nodes of sound lexicons, to be damaged.
    static SOUND: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
        let few = ["a", "ab", "abc", "été", "語"].map(String::from).into();
        let many = (0..60u32).map(|n| format!("{}{}", char::from_u32(0x61 + n).unwrap(), n * n)).collect();
        let binary = (0..256u32).map(|n| format!("{n:08b}")).collect();
        [few, many, binary]
            .iter()
            .map(|terms: &BTreeSet<String>| {
                let bytes = write(terms.iter().map(String::as_str)).unwrap();
                bytes[16..bytes.len() - 20].to_vec()
            })
            .collect()
    });

    fn some_nodes() -> impl Strategy<Value = Vec<u8>> {
        let damage = proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5);
        prop_oneof![
            3 => (0..SOUND.len(), damage).prop_map(|(which, damage)| {
                let mut nodes = SOUND[which].clone();
                for (at, byte) in damage {
                    let at = at.index(nodes.len());
                    nodes[at] = byte;
                }
                nodes
            }),
            1 => proptest::collection::vec(any::<u8>(), 0..200),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn any_bytes_give_ordinals_that_exist_and_cost_no_more_than_the_fuel(
            nodes in some_nodes(),
            len in prop_oneof![Just(0u32), Just(5), Just(60), Just(256), any::<u32>()],
            word in "[a-c0-9é語]{0,6}",
            options in some_options(),
        ) {
            let root = if nodes.is_empty() { 0 } else { 16 + nodes.len() as u64 - 1 };
            let tail = [u64::from(len).to_le_bytes(), root.to_le_bytes()].concat();
            let bytes = [&3u64.to_le_bytes()[..], &[0; 8], &nodes, &tail, &[0; 4]].concat();
            let lexicon = Lexicon::open(Bytes::new(bytes)).unwrap();
            prop_assert_eq!(lexicon.len(), len);
            prop_assert!(lexicon.get(&word).is_none_or(|ordinal| ordinal < len));
            for end in (0..=word.len()).filter(|&end| word.is_char_boundary(end)) {
                let range = lexicon.prefix(&word[..end]);
                prop_assert!(range.start <= range.end && range.end <= len);
            }
            if let Ok(terms) = lexicon.terms() {
                prop_assert_eq!(terms.len(), len);
                for ordinal in [0, len / 2, len.saturating_sub(1)].into_iter().filter(|&at| at < len) {
                    prop_assert_eq!(lexicon.get(terms.get(ordinal)), Some(ordinal));
                }
            }
            let (mut fuel, mut count) = (300, 0);
            let exhausted = search(&lexicon, &word, &options, &mut fuel, &mut |hit| {
                assert!(hit.ordinals.start < hit.ordinals.end && hit.ordinals.end <= len);
                assert!(hit.edits <= options.max_edits);
                count += 1;
            });
            prop_assert!(count <= 2 * (300 - fuel));
            prop_assert!(!exhausted || fuel == 0);
        }

        #[test]
        fn any_file_opens_or_is_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = Lexicon::open(Bytes::new(bytes));
        }
    }
}
