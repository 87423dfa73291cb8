//! What the texts of a corpus are made of: the first pass of training.

use std::cmp::Reverse;

use super::dictionary::{Dictionary, Map};
use super::forms::{CLASS_CAPITALISED, CLASS_MIXED, CLASS_SMALL, CLASS_UPPER, ends_sentence};
use super::pieces::{is_titled, pieces};
use super::symbols::{MARK_CAPITALISED, MARK_MIXED, MARK_SMALL};
use super::{KINDS, Kind, Words};

/// Records that a word must occur in to be an extra word.
const EXTRA_RECORDS: u32 = 3;
/// How often a gap must occur to be listed.
const GAP_COUNT: u32 = 6;
/// The most gaps that are listed.
const GAPS: usize = 4096;

/// Texts that share a memory.
pub(crate) type Record<'t> = Vec<(Kind, &'t str)>;

/// What the texts of a corpus are made of, counted.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) words: u64,
    /// By ordinal.
    pub(super) terms: Vec<TermCount>,
    /// By term and form, for forms of class mixed.
    pub(super) mixed: Map<(u32, u64), u32>,
    /// Words that no term gives: in how many records, and the last of them.
    others: Map<String, (u32, u32)>,
    gaps: Map<String, GapCount>,
    /// By kind: how many texts, and how many of them titled.
    pub(super) texts: [(u32, u32); KINDS],
}

#[derive(Clone, Copy, Default)]
pub(super) struct TermCount {
    pub(super) all: u32,
    /// By class, where nothing but the word itself decides on the form.
    forms: [u32; 4],
    /// Small and capitalised in titled texts.
    pub(super) titled: [u32; 2],
}

#[derive(Clone, Copy, Default)]
pub(super) struct GapCount {
    pub(super) all: u32,
    /// Before small letters, and before capitals, outside titled texts.
    pub(super) small: u32,
    pub(super) capital: u32,
}

impl Survey {
    pub(super) fn new<W: Words + ?Sized>(words: &W) -> Survey {
        Survey { terms: vec![TermCount::default(); words.len() as usize], ..Survey::default() }
    }

    pub(super) fn add<W: Words + ?Sized>(
        &mut self,
        dictionary: &Dictionary<'_, W>,
        threshold: u32,
        number: u32,
        record: &Record<'_>,
    ) {
        let mut lower = Vec::new();
        for &(kind, text) in record {
            let titled = is_titled(text);
            let texts = &mut self.texts[kind as usize];
            *texts = (texts.0 + 1, texts.1 + u32::from(titled));
            let (mut capital, mut after_word) = (true, false);
            let mut pieces = pieces(text).peekable();
            while let Some((word, piece)) = pieces.next() {
                if word {
                    self.add_word(dictionary, threshold, number, piece, (capital, titled), &mut lower);
                    capital = false;
                } else {
                    capital = ends_sentence(piece);
                    let next = pieces.peek().map(|&(_, next)| next);
                    if !(piece == " " && after_word && next.is_some()) {
                        self.add_gap(piece, next.filter(|_| !titled));
                    }
                }
                after_word = word;
            }
        }
    }

    fn add_word<W: Words + ?Sized>(
        &mut self,
        dictionary: &Dictionary<'_, W>,
        threshold: u32,
        number: u32,
        word: &str,
        (capital, titled): (bool, bool),
        lower: &mut Vec<u8>,
    ) {
        self.words += 1;
        let found = dictionary.look_up(word, lower);
        let Some(found) = found.filter(|found| dictionary.words.frequency(found.ordinal) >= threshold) else {
            match self.others.get_mut(word) {
                Some((_, last)) if *last == number => {}
                Some((count, last)) => (*count, *last) = (*count + 1, number),
                None => drop(self.others.insert(word.to_owned(), (1, number))),
            }
            return;
        };
        let count = &mut self.terms[found.ordinal as usize];
        count.all += 1;
        match found.mark() {
            MARK_SMALL if titled => count.titled[0] += 1,
            MARK_CAPITALISED if titled => count.titled[1] += 1,
            MARK_CAPITALISED if capital => {}
            mark => count.forms[mark - MARK_SMALL] += 1,
        }
        if found.mark() == MARK_MIXED {
            *self.mixed.entry((found.ordinal, found.form)).or_default() += 1;
        }
    }

    fn add_gap(&mut self, gap: &str, next: Option<&str>) {
        let first = next.and_then(|next| next.bytes().next()).unwrap_or(b' ');
        let count = match self.gaps.get_mut(gap) {
            Some(count) => count,
            None => self.gaps.entry(gap.to_owned()).or_default(),
        };
        count.all += 1;
        count.small += u32::from(first.is_ascii_lowercase());
        count.capital += u32::from(first.is_ascii_uppercase());
    }

    pub(super) fn merge(mut self, other: Survey) -> Survey {
        self.words += other.words;
        for (own, other) in self.terms.iter_mut().zip(other.terms) {
            own.all += other.all;
            own.forms.iter_mut().zip(other.forms).for_each(|(own, other)| *own += other);
            own.titled.iter_mut().zip(other.titled).for_each(|(own, other)| *own += other);
        }
        for (key, count) in other.mixed {
            *self.mixed.entry(key).or_default() += count;
        }
        for (word, (count, last)) in other.others {
            let own = self.others.entry(word).or_default();
            *own = (own.0 + count, last);
        }
        for (gap, count) in other.gaps {
            let own = self.gaps.entry(gap).or_default();
            own.all += count.all;
            own.small += count.small;
            own.capital += count.capital;
        }
        for (own, other) in self.texts.iter_mut().zip(other.texts) {
            *own = (own.0 + other.0, own.1 + other.1);
        }
        self
    }

    pub(super) fn class(&self, ordinal: u32) -> u8 {
        let count = &self.terms[ordinal as usize];
        let [small, _, upper, mixed] = count.forms;
        let odd = upper + mixed;
        if small + count.titled[0] == 0 && odd < count.all - odd {
            // Never small: a name, even where titles alone show it.
            return CLASS_CAPITALISED;
        }
        let classes = [CLASS_SMALL, CLASS_CAPITALISED, CLASS_UPPER, CLASS_MIXED].into_iter().zip(count.forms);
        classes.rev().max_by_key(|&(_, count)| count).map_or(CLASS_SMALL, |(class, _)| class)
    }

    /// The number of records of all words that no term gives, by frequency.
    pub(super) fn extras(&self) -> Vec<(&str, u32)> {
        let all = self.others.iter().map(|(word, &(count, _))| (word.as_str(), count));
        let mut extras: Vec<(&str, u32)> = all.filter(|&(_, count)| count >= EXTRA_RECORDS).collect();
        extras.sort_unstable_by_key(|&(word, count)| (Reverse(count), word));
        extras
    }

    pub(super) fn listed_gaps(&self) -> Vec<(&str, GapCount)> {
        let all = self.gaps.iter().map(|(gap, &count)| (gap.as_str(), count));
        let mut gaps: Vec<(&str, GapCount)> = all.filter(|(_, count)| count.all >= GAP_COUNT).collect();
        gaps.sort_unstable_by_key(|&(gap, count)| (Reverse(count.all), gap));
        gaps.truncate(GAPS);
        gaps
    }
}
