//! Marks and snippets: where the words of a query stand in a text, and which passage shows it best.
//!
//! Nothing about places is stored; the text of a hit is read once more. All ranges that leave this
//! module count UTF-16 units, as the page does.

use crate::analysis::tokens::{Pairs, tokens};
use crate::answer::{Mark, MarkedText, MatchKind};
use crate::format::text::{Spot, Words};
use crate::index::Index;
use crate::query::expand::letters;
use crate::query::parse::OPERATORS;
use crate::rank::bm25f::idf;
use crate::rank::evaluate::Evaluated;
use crate::rank::marks::TermMarks;

/// Bytes that a snippet aims at, and that it never exceeds by more than a word.
const LENGTH: usize = 240;

/// A query as the marker sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marker<'a> {
    pub(crate) index: &'a Index,
    pub(crate) evaluated: &'a Evaluated,
    pub(crate) marks: &'a TermMarks,
}

/// Where a term stands in a text: its first byte, and one past its last.
#[derive(Clone, Copy, Debug)]
struct Occurrence {
    start: u32,
    end: u32,
    ordinal: u32,
}

/// Bytes of a text in which terms are sought.
const READ: usize = 1 << 20;

/// A text as far as it is the same for every query.
#[derive(Debug)]
pub(crate) struct Prepared {
    text: String,
    terms: Vec<Occurrence>,
    sentences: Vec<std::ops::Range<usize>>,
}

impl Prepared {
    /// Nothing yet.
    pub(crate) const EMPTY: Prepared = Prepared { text: String::new(), terms: Vec::new(), sentences: Vec::new() };

    /// Prepares a text with these words of the lexicon.
    pub(crate) fn new(index: &Index, mut text: String, words: &[Spot]) -> Prepared {
        text.truncate(text.floor_char_boundary(READ));
        Prepared { terms: occurrences(index, &text, words), sentences: sentences(&text), text }
    }

    /// Its length in bytes.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }
}

/// All terms of a text, where they stand. Most are the `words` that it was written with, which need not be looked up.
fn occurrences(index: &Index, text: &str, words: &[Spot]) -> Vec<Occurrence> {
    let vocabulary = &index.vocabulary;
    let mut found = Vec::with_capacity(words.len());
    let mut at = 0;
    tokens(text, &index.folding, Pairs::Index, &mut |token| {
        let (start, end) = (token.start as u32, token.end as u32);
        while words.get(at).is_some_and(|word| word.0 < start) {
            at += 1;
        }
        let ordinal = match words.get(at) {
            Some(word) if word.0 == start && vocabulary.terms.get(word.1) == token.term => Some(word.1),
            _ => vocabulary.ordinal(token.term),
        };
        if let Some(ordinal) = ordinal {
            found.push(Occurrence { start, end, ordinal });
        }
    });
    found
}

/// A word of the text that the query asks for.
#[derive(Clone, Copy, Debug)]
struct Match {
    start: usize,
    end: usize,
    /// One past the last byte of the part that was typed.
    typed: usize,
    clauses: u16,
    kind: MatchKind,
}

impl Marker<'_> {
    /// The whole text, of which these are words of the lexicon, with marks.
    pub(crate) fn mark(&self, text: &str, words: &[Spot]) -> MarkedText {
        let matches = self.matches(text, &occurrences(self.index, text, words));
        cut(text, 0..text.len(), false, &matches)
    }

    /// The passage that answers best, with marks; the beginning of the text where nothing matches. False where something may be
    /// found in what comes behind the text: `more` says that something does.
    pub(crate) fn snippet(&self, prepared: &Prepared, more: bool) -> (MarkedText, bool) {
        let text = &prepared.text;
        let matches = self.matches(text, &prepared.terms);
        let passage = self.passage(prepared, &matches);
        (cut(text, passage, more, &matches), !matches.is_empty() || !more)
    }

    fn matches(&self, text: &str, terms: &[Occurrence]) -> Vec<Match> {
        let mut found = Vec::new();
        let mut last = 0;
        for &Occurrence { start, end, ordinal } in terms {
            let (start, end) = (start as usize, end as usize);
            let clauses = self.marks.of(ordinal);
            if clauses == 0 || start < last {
                continue;
            }
            let (kind, letters) = self.kind(ordinal, clauses);
            let mut typed = end;
            if let Some(mut letters) = letters {
                // Behind so many letters the next one starts.
                typed = start;
                for &byte in text.as_bytes().get(start..end).unwrap_or(&[]) {
                    if byte & 0xC0 != 0x80 {
                        if letters == 0 {
                            break;
                        }
                        letters -= 1;
                    }
                    typed += 1;
                }
            }
            last = end;
            found.push(Match { start, end, typed, clauses, kind });
        }
        found
    }

    /// The strongest reason why a term is marked; for a completion also how many letters were typed.
    fn kind(&self, ordinal: u32, clauses: u16) -> (MatchKind, Option<usize>) {
        let mut best: Option<(MatchKind, Option<usize>)> = None;
        let mut take = |kind: MatchKind, letters| {
            if best.is_none_or(|(known, _)| kind < known) {
                best = Some((kind, letters));
            }
        };
        for (number, clause) in self.evaluated.clauses.iter().enumerate() {
            if clauses & (1 << number) == 0 {
                continue;
            }
            for (word, expanded) in &clause.words {
                for expansion in expanded.expansions.iter().filter(|expansion| expansion.settles) {
                    if expansion.terms.iter().any(|(terms, _)| terms.contains(&ordinal)) {
                        take(expansion.kind, (expansion.kind == MatchKind::Prefix).then(|| letters(&word.term)));
                    }
                }
                if expanded.splits.iter().any(|split| split.left == ordinal || split.right.contains(&ordinal)) {
                    take(MatchKind::Compound, None);
                }
            }
        }
        best.unwrap_or((MatchKind::Compound, None))
    }

    /// The run of sentences with the most distinct, rarest clauses; earlier ones where equal.
    fn passage(&self, Prepared { text, sentences, .. }: &Prepared, matches: &[Match]) -> std::ops::Range<usize> {
        let documents = self.index.manifest.documents;
        let weight = |bits: u16| -> f32 {
            let mut sum = 0.0;
            for (number, clause) in self.evaluated.clauses.iter().enumerate() {
                if bits & (1 << number) != 0 {
                    sum += 0.1 + idf(documents, clause.documents);
                }
            }
            sum
        };
        let mut best = (0..text.len().min(LENGTH), -1.0f32);
        for (number, first) in sentences.iter().enumerate() {
            let mut end = first.end;
            for next in sentences.get(number + 1..).unwrap_or(&[]) {
                if next.end - first.start > LENGTH {
                    break;
                }
                end = next.end;
            }
            let inside = within(matches, first.start, end);
            let range = if end - first.start > LENGTH { densest(first.clone(), inside) } else { first.start..end };
            // Typed words before completed and corrected ones; words side by side before scattered ones.
            let (mut bits, mut exact, mut beside, mut phrased) = (0, 0u32, 0u32, 0u32);
            let mut before: Option<&Match> = None;
            for found in inside {
                if range.contains(&found.start) {
                    bits |= found.clauses;
                }
                exact += u32::from(found.kind == MatchKind::Exact);
                if let Some(before) = before
                    && before.end + 1 >= found.start
                {
                    beside += u32::from(before.clauses != found.clauses);
                    if OPERATORS {
                        phrased += u32::from(before.clauses & (found.clauses >> 1) & self.evaluated.pairs != 0);
                    }
                }
                before = Some(found);
            }
            let score = weight(bits)
                + 0.05 * exact.min(4) as f32
                + 0.3 * beside.min(4) as f32
                + if OPERATORS { phrased.min(self.evaluated.pairs.count_ones()) as f32 } else { 0.0 };
            if score > best.1 {
                best = (range, score);
            }
        }
        on_words(text, best.0)
    }
}

/// The matches inside a range. They stand in order and apart, so they are a stretch, found without looking at the others: a text
/// may have very many.
fn within(matches: &[Match], start: usize, end: usize) -> &[Match] {
    let from = matches.partition_point(|found| found.start < start);
    let to = matches.partition_point(|found| found.end <= end);
    matches.get(from..to).unwrap_or(&[])
}

/// The part of a long sentence with the most matches.
fn densest(sentence: std::ops::Range<usize>, matches: &[Match]) -> std::ops::Range<usize> {
    let mut best = (sentence.start, 0);
    for found in matches {
        // A little of what stands before the first match says what it is about.
        let start = found.start.saturating_sub(LENGTH / 5).max(sentence.start);
        let mut bits = 0u16;
        for other in within(matches, start, start + LENGTH) {
            bits |= other.clauses;
        }
        if bits.count_ones() > best.1 {
            best = (start, bits.count_ones());
        }
    }
    let end = (best.0 + LENGTH).min(sentence.end);
    let start = if end == sentence.end { end.saturating_sub(LENGTH).max(sentence.start) } else { best.0 };
    start..end
}

/// The signs that end a sentence of scripts with blanks, and, in UTF-8, of those without.
fn is_stop(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?')
}

const WIDE_STOPS: [&[u8]; 3] = ["。".as_bytes(), "！".as_bytes(), "？".as_bytes()];

/// Whether text that ends here ends a sentence.
fn ends_sentence(bytes: &[u8]) -> bool {
    bytes.last().is_some_and(|&byte| is_stop(byte)) || WIDE_STOPS.iter().any(|stop| bytes.ends_with(stop))
}

/// Sentences: they end at a full stop, an exclamation or question mark before a blank, and at ideographic stops.
fn sentences(text: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut start = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let before = bytes.get(start..at).unwrap_or(&[]);
        if byte == b' ' {
            // "et al. 2019", "Fig. 3", "e.g. this": short pieces are no sentences.
            if before.len() >= 24 && before.last().is_some_and(|&byte| is_stop(byte)) {
                out.push(start..at);
                start = at + 1;
            }
        } else if byte >= 0x80
            && ends_sentence(before)
            && !is_stop(bytes.get(at.saturating_sub(1)).copied().unwrap_or(0))
        {
            out.push(start..at);
            start = at;
        }
    }
    if start < bytes.len() {
        out.push(start..bytes.len());
    }
    out
}

/// Moves a range to borders of words (or at least of characters), and off blanks.
fn on_words(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let bytes = text.as_bytes();
    let blank = |at: usize| bytes.get(at).is_none_or(|&byte| byte == b' ');
    let border = |at: usize, forward: bool| -> usize {
        let mut to = at.min(bytes.len());
        for _ in 0..40 {
            if to == 0 || blank(to) || blank(to - 1) {
                return to;
            }
            to = if forward { to + 1 } else { to - 1 };
        }
        // No blank near: a border of characters will do.
        let mut to = at.min(bytes.len());
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        to
    };
    let mut start = border(range.start, true);
    let mut end = border(range.end, false).max(start);
    while start < end && blank(start) {
        start += 1;
    }
    while start < end && blank(end - 1) {
        end -= 1;
    }
    start..end
}

/// A part of a text with its marks in UTF-16 units; an ellipsis stands for what was left out. `more` text comes behind this one.
fn cut(text: &str, range: std::ops::Range<usize>, more: bool, matches: &[Match]) -> MarkedText {
    let mut out = MarkedText::default();
    let mut units = 0u32;
    if range.start > 0 && !starts_sentence(text, range.start) {
        out.text.push_str("… ");
        units = 2;
    }
    let slice = text.get(range.clone()).unwrap_or("");
    out.text.push_str(slice);
    let mut at = range.start;
    let mut place = |to: usize, units: &mut u32| {
        *units += utf16_units(text.as_bytes().get(at..to).unwrap_or(&[]));
        at = at.max(to);
        *units
    };
    for found in matches.iter().filter(|found| found.start >= range.start && found.end <= range.end) {
        let start = place(found.start, &mut units);
        if found.kind == MatchKind::Prefix && found.typed < found.end {
            let typed = place(found.typed, &mut units);
            let end = place(found.end, &mut units);
            out.marks.push(Mark { start, end: typed, kind: MatchKind::Exact });
            out.marks.push(Mark { start: typed, end, kind: MatchKind::Prefix });
        } else {
            let end = place(found.end, &mut units);
            out.marks.push(Mark { start, end, kind: found.kind });
        }
    }
    if (more || range.end < text.len()) && !ends_sentence(slice.as_bytes()) {
        out.text.push_str(" …");
    }
    out
}

/// UTF-16 units of whole characters in UTF-8: one for each that starts, two for those of four bytes.
fn utf16_units(bytes: &[u8]) -> u32 {
    let mut units = 0;
    for &byte in bytes {
        units += u32::from(byte & 0xC0 != 0x80) + u32::from(byte >= 0xF0);
    }
    units
}

fn starts_sentence(text: &str, at: usize) -> bool {
    let mut before = text.as_bytes().get(..at).unwrap_or(&[]);
    while let Some((b' ', rest)) = before.split_last() {
        before = rest;
    }
    before.is_empty() || ends_sentence(before)
}
