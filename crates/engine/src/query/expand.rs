//! Expansions: which terms of the lexicon a typed word may stand for, and at what price.
//!
//! | kind | what | factor |
//! | --- | --- | --- |
//! | exact | the word as typed | 1.1 |
//! | stem | all forms of its stem class, frequencies added up | 0.85 |
//! | stem | of a form that no document has: those that begin like it without its last one to four letters | 0.5 |
//! | prefix | completions of an open word, one idf for all | 0.9 |
//! | typo | one edit 0.4, two edits 0.25, inside an open word 0.3; half of it where the first letter differs; less where the typed word exists | |
//! | compound | two typed words joined 0.9 (0.7 open); one typed word split 0.8, both halves in the document | |
//! | variant | an abbreviation for its long form, all words in the document, and the words of a long form for its abbreviation | 0.6 |
//!
//! The factors are from experiments on several collections at once; see the documentation of ranking.

use std::ops::Range;

use super::automaton::{self, TypoOptions};
use super::parse::{Place, Word};
use crate::answer::MatchKind;
use crate::format::relations;
use crate::index::Vocabulary;
use crate::limits::EXPANSIONS;
use crate::sorting::{larger_first, sort_by_key, then};

const EXACT: f32 = 1.1;
const STEM: f32 = 0.85;
const PREFIX: f32 = 0.9;
const ONE_EDIT: f32 = 0.4;
const TWO_EDITS: f32 = 0.25;
const OPEN_EDIT: f32 = 0.3;
const FIRST_LETTER: f32 = 0.5;
const KNOWN_WORD: f32 = 0.3;
const JOINED: f32 = 0.9 * 1.3;
const JOINED_OPEN: f32 = 0.7 * 1.3;
const SPLIT: f32 = 0.8;
const SPLIT_OPEN: f32 = 0.7;
const VARIANT: f32 = 0.6;
const UNSEEN: f32 = 0.5;

/// Typo candidates of one word.
const CANDIDATES: usize = 8;
/// Words whose corrections are kept.
const RECENT: usize = 32;
/// Two edits are sought only where one edit finds fewer than this.
const FEW: usize = 3;
/// Places at which one word is split.
const SPLITS: usize = 3;
/// Letters of each half of a split word, at the least.
const HALF: usize = 2;
/// Letters that an ending may have where the form was never seen, and that must be left then.
const ENDING: usize = 4;
const BEGINNING: usize = 4;
/// Nodes that the typo search of one word may visit.
const TYPO_FUEL: u32 = 60_000;

/// How the lists of an expansion's terms count together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Combine {
    /// Forms of one word: their frequencies add up.
    Sum,
    /// Different words: the best one counts.
    Best,
    /// Forms of one word of several that must all be there; the next expansion has the next word.
    Part,
    /// The last of these words. The least of their frequencies counts.
    Whole,
}

/// Ranges of ordinals with their factor.
type Terms = Vec<(Range<u32>, f32)>;

/// Terms with a factor each.
#[derive(Clone, Debug)]
pub(crate) struct Expansion {
    pub(crate) kind: MatchKind,
    pub(crate) combine: Combine,
    pub(crate) terms: Terms,
    /// Whether a match in the title counts as the word standing there.
    pub(crate) settles: bool,
}

/// A word split in two: both halves must be in the document.
#[derive(Clone, Debug)]
pub(crate) struct Split {
    pub(crate) left: u32,
    /// The second half; a range of completions where the word is open.
    pub(crate) right: Range<u32>,
    pub(crate) factor: f32,
}

/// Everything one word may stand for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expanded {
    pub(crate) expansions: Vec<Expansion>,
    pub(crate) splits: Vec<Split>,
    /// Whether the word itself, or a completion of it, is in the lexicon.
    pub(crate) known: bool,
    /// The stem class of a word that may be one of a long form.
    pub(crate) class: Option<u32>,
    /// Documents that have the word, and postings of all that it may become.
    pub(crate) typed: u32,
    pub(crate) reach: u32,
    /// Whether it only says something where nothing else does.
    pub(crate) function_word: bool,
}

impl Expanded {
    /// Keeps the expansions of certain kinds.
    pub(crate) fn keep(&mut self, kept: impl Fn(MatchKind) -> bool) {
        for expansion in std::mem::take(&mut self.expansions) {
            if kept(expansion.kind) {
                self.expansions.push(expansion);
            }
        }
    }
}

/// How many characters a word has: the bytes that start one.
pub(crate) fn letters(word: &str) -> usize {
    let mut count = 0;
    for byte in word.bytes() {
        count += usize::from(byte & 0xC0 != 0x80);
    }
    count
}

/// Letters that may be wrong in a word of this many.
fn edits_allowed(word: &str) -> u8 {
    // Numbers and versions mean what they say.
    if word.bytes().filter(u8::is_ascii_digit).count() * 3 >= word.len() {
        return 0;
    }
    match letters(word) {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

fn single(ordinal: u32) -> Range<u32> {
    ordinal..ordinal + 1
}

/// All expansions of one word.
pub(crate) fn expand(vocabulary: &Vocabulary, word: &Word, typos: bool, recent: &mut RecentTypos) -> Expanded {
    let Vocabulary { lexicon, table, .. } = vocabulary;
    let mut out = Expanded::default();
    let exact = lexicon.get(&word.term);
    if let Some(ordinal) = exact {
        out.known = true;
        out.function_word = table.is_function_word(ordinal);
        out.typed = table.frequency(ordinal);
        push(&mut out.expansions, MatchKind::Exact, Combine::Sum, &[ordinal], EXACT);
    }
    let completions = if word.open { lexicon.prefix(&word.term) } else { 0..0 };
    out.reach = table.postings_of(completions.clone()).min(u64::from(u32::MAX)) as u32;
    // Function words are not completed into content words unless they are all there is to go by.
    if completions.len() > usize::from(exact.is_some()) {
        out.known = true;
        let mut terms = vec![(completions.clone(), PREFIX)];
        if let Some(ordinal) = exact.filter(|ordinal| completions.contains(ordinal)) {
            terms.clear();
            for range in [completions.start..ordinal, ordinal + 1..completions.end] {
                if !range.is_empty() {
                    terms.push((range, PREFIX));
                }
            }
        }
        out.expansions.push(Expansion { kind: MatchKind::Prefix, combine: Combine::Best, terms, settles: true });
    }
    if word.literal {
        return out;
    }
    if let Some(ordinal) = exact {
        if word.place == Place::Anywhere {
            out.class = Some(table.class(ordinal));
        }
        let members = members(vocabulary, ordinal);
        if members.len() > 1 {
            push(&mut out.expansions, MatchKind::Stem, Combine::Sum, &members, STEM);
        }
    }
    if let Some(ordinal) = exact
        && !out.function_word
    {
        let mut forms = vocabulary.relations.forms();
        while let Some((shorts, form)) = relations::next(&mut forms) {
            if shorts.contains(&ordinal) && out.expansions.len() < EXPANSIONS {
                long_form(vocabulary, form, &mut out.expansions);
            }
        }
    }
    if typos
        && !out.function_word
        && let terms = recent.of(vocabulary, word, &completions, out.known)
        && !terms.is_empty()
    {
        let combine = Combine::Best;
        out.expansions.push(Expansion { kind: MatchKind::Typo, combine, terms, settles: !out.known });
    }
    if exact.is_none() {
        out.splits = splits(vocabulary, word);
    }
    if typos && out.expansions.is_empty() && out.splits.is_empty() {
        unseen_form(vocabulary, &word.term, &mut out.expansions);
    }
    out
}

/// A form that no document has stands for the forms that begin like it: what the word is without its ending. The build stems the words
/// that it sees; there is no stemmer here.
fn unseen_form(vocabulary: &Vocabulary, term: &str, out: &mut Vec<Expansion>) {
    let mut rest = term;
    for _ in 0..ENDING {
        let Some((last, _)) = rest.char_indices().next_back() else { return };
        rest = rest.get(..last).unwrap_or("");
        let terms = vocabulary.lexicon.prefix(rest);
        if letters(rest) < BEGINNING || edits_allowed(rest) == 0 {
            return;
        }
        if !terms.is_empty() {
            return push(out, MatchKind::Stem, Combine::Sum, &members(vocabulary, terms.start), UNSEEN);
        }
    }
}

/// All forms of a word.
fn members(vocabulary: &Vocabulary, ordinal: u32) -> Vec<u32> {
    let mut members = Vec::new();
    for member in vocabulary.table.class_members(ordinal).take(EXPANSIONS) {
        members.push(member);
    }
    members
}

/// Appends terms of one factor.
#[inline(never)]
fn push(out: &mut Vec<Expansion>, kind: MatchKind, combine: Combine, ordinals: &[u32], factor: f32) {
    let mut terms = Vec::new();
    for &ordinal in ordinals {
        terms.push((single(ordinal), factor));
    }
    out.push(Expansion { kind, combine, terms, settles: true });
}

/// What a long form is looked up as: the words that say something.
fn long_form(vocabulary: &Vocabulary, form: &[u32], out: &mut Vec<Expansion>) {
    let table = &vocabulary.table;
    let mut rarest = (0, u32::MAX);
    for &word in form {
        if !table.is_function_word(word) {
            if table.frequency(word) < rarest.1 {
                rarest = (out.len(), table.frequency(word));
            }
            push(out, MatchKind::Variant, Combine::Part, &members(vocabulary, word), VARIANT);
        }
    }
    // The rarest word last: its place tells where the whole stands.
    if rarest.1 < u32::MAX {
        let last = out.len() - 1;
        out.swap(rarest.0, last);
        if let Some(last) = out.last_mut() {
            last.combine = Combine::Whole;
        }
    }
}

/// Words that spell a long form stand for its abbreviation too, each with its own weight.
pub(crate) fn abbreviate(vocabulary: &Vocabulary, words: &mut [&mut Expanded]) {
    let mut forms = vocabulary.relations.forms();
    while let Some((shorts, form)) = relations::next(&mut forms) {
        for start in 0..words.len() {
            let mut spelled = 0;
            while let (Some(expanded), Some(&word)) = (words.get(start + spelled), form.get(spelled))
                && expanded.class == Some(word)
            {
                spelled += 1;
            }
            if spelled < form.len() {
                continue;
            }
            for expanded in words.iter_mut().skip(start).take(spelled) {
                if expanded.expansions.len() < EXPANSIONS {
                    push(&mut expanded.expansions, MatchKind::Variant, Combine::Sum, shorts, VARIANT);
                }
            }
        }
    }
}

/// The corrections of the words that were typed last: who types on at one word leaves the others as they were.
#[derive(Debug, Default)]
pub(crate) struct RecentTypos {
    /// By the word, with a star behind it where it is open.
    found: Vec<(String, Terms)>,
}

impl RecentTypos {
    /// Nothing yet.
    pub(crate) const EMPTY: RecentTypos = RecentTypos { found: Vec::new() };

    fn of(&mut self, vocabulary: &Vocabulary, word: &Word, completions: &Range<u32>, known: bool) -> Terms {
        let mut key = word.term.clone();
        if word.open {
            key.push('*');
        }
        let mut terms = Vec::new();
        for (other, found) in &self.found {
            if *other == key {
                for term in found {
                    terms.push(term.clone());
                }
                return terms;
            }
        }
        let found = corrections(vocabulary, word, completions, known);
        for term in &found {
            terms.push(term.clone());
        }
        if self.found.len() == RECENT {
            self.found.clear();
        }
        self.found.push((key, found));
        terms
    }
}

/// Corrections of a word, with their factors.
fn corrections(vocabulary: &Vocabulary, word: &Word, completions: &Range<u32>, known: bool) -> Terms {
    let allowed = edits_allowed(&word.term);
    let mut terms = Vec::new();
    let Some(first) = word.term.chars().next() else { return terms };
    // Terms with their factor; and the document frequency.
    let mut found: Vec<((Range<u32>, f32), u32)> = Vec::new();
    for edits in 1..=allowed {
        if found.len() >= FEW {
            break;
        }
        // Two edits with a free first letter would be close to anything.
        let options = TypoOptions { max_edits: edits, first_letter_fixed: edits > 1, prefix: word.open };
        let mut fuel = TYPO_FUEL;
        automaton::search(&vocabulary.lexicon, &word.term, &options, &mut fuel, &mut |hit| {
            let completed = hit.ordinals.start >= completions.start && hit.ordinals.end <= completions.end;
            if hit.edits != edits || completed {
                return;
            }
            let mut factor = match (hit.complete, hit.edits) {
                (false, 1) => OPEN_EDIT,
                (false, _) => return,
                (true, 1) => ONE_EDIT,
                (true, _) => TWO_EDITS,
            };
            if !vocabulary.terms.get(hit.ordinals.start).starts_with(first) {
                factor *= FIRST_LETTER;
            }
            if known {
                factor *= KNOWN_WORD;
            }
            let frequency = vocabulary.table.postings_of(hit.ordinals.clone()).min(u64::from(u32::MAX)) as u32;
            found.push(((hit.ordinals, factor), frequency));
        });
    }
    // Better factors first, then commoner words, then the order of the lexicon, in which they were found at each distance.
    sort_by_key(&mut found, &|entry| then(larger_first(entry.0.1), !entry.1));
    for (entry, _) in found.iter().take(CANDIDATES) {
        terms.push(entry.clone());
    }
    terms
}

/// The best places to split a word that is not in the lexicon.
fn splits(vocabulary: &Vocabulary, word: &Word) -> Vec<Split> {
    let Vocabulary { lexicon, table, .. } = vocabulary;
    let mut found: Vec<(u32, Split)> = Vec::new();
    for at in HALF..(word.term.len() + 1).saturating_sub(HALF) {
        // Only at borders of characters.
        let Some((left, right)) = word.term.split_at_checked(at) else { continue };
        let Some(left) = lexicon.get(left).filter(|&left| !table.is_function_word(left)) else { continue };
        let whole = lexicon.get(right);
        let frequency = table.frequency(left);
        if let Some(right) = whole {
            found.push((frequency.min(table.frequency(right)), Split { left, right: single(right), factor: SPLIT }));
        } else if word.open {
            let range = lexicon.prefix(right);
            if !range.is_empty() {
                let reach = table.postings_of(range.clone()).min(u64::from(u32::MAX)) as u32;
                found.push((frequency.min(reach), Split { left, right: range, factor: SPLIT_OPEN }));
            }
        }
    }
    sort_by_key(&mut found, &|entry| then(!entry.0, entry.1.left));
    let mut splits = Vec::new();
    for (_, split) in found.iter().take(SPLITS) {
        splits.push(split.clone());
    }
    splits
}

/// Two neighbouring words typed as two that are one in the lexicon.
pub(crate) fn joined(vocabulary: &Vocabulary, first: &Word, second: &Word) -> Option<Expansion> {
    if first.open || first.literal || second.literal || first.place != second.place {
        return None;
    }
    let mut term = first.term.clone();
    term.push_str(&second.term);
    let mut terms: Terms = Vec::new();
    if let Some(ordinal) = vocabulary.lexicon.get(&term) {
        terms.push((single(ordinal), JOINED));
    }
    if second.open {
        let range = vocabulary.lexicon.prefix(&term);
        if !range.is_empty() {
            terms.push((range, JOINED_OPEN));
        }
    }
    (!terms.is_empty()).then_some(Expansion { kind: MatchKind::Compound, combine: Combine::Best, terms, settles: true })
}

/// How a match of a kind and a factor came about, in words.
#[cfg(feature = "explain")]
pub(crate) fn reason(kind: MatchKind, factor: f32) -> String {
    let mut reason = match kind {
        MatchKind::Exact => "as typed",
        MatchKind::Prefix => "begins as typed",
        MatchKind::Stem => "all forms of the word",
        MatchKind::Compound => "split or joined",
        MatchKind::Variant => "abbreviation or long form",
        MatchKind::Typo => "corrected",
    }
    .to_owned();
    if kind == MatchKind::Typo {
        let edits =
            [(ONE_EDIT, "one letter off"), (TWO_EDITS, "two letters off"), (OPEN_EDIT, "begins one letter off")];
        for (edit, says) in edits {
            for (first, letter) in [(1.0, ""), (FIRST_LETTER, ", the first letter differs")] {
                for (known, exists) in [(1.0, ""), (KNOWN_WORD, ", though the typed word exists")] {
                    if edit * first * known == factor {
                        reason = [says, letter, exists].concat();
                    }
                }
            }
        }
    }
    reason
}
