//! Stored text: words, with the search lexicon as their dictionary, and what stands between them.
//!
//! A text is cut into words (runs of letters and digits) and gaps. The lexicon of the index lists nearly all
//! words already, so a word costs what its term costs: some 14 bits for a word of the subject, 4 to 7 for a
//! function word, 5 to 10 for a word that the text had before. A single text is readable on its own, at about
//! a fifth of its bytes, and reading is joining terms: no decompressor, no table of Unicode.
//!
//! Reading order: [`Words`] (what the lexicon provides), [`TextModel`] (reads), [`TextSink`] (takes a text without
//! a string), [`train`] and [`TextEncoder`] (write; feature `build`).
//!
//! # Model
//!
//! The spaceless word model of Moura, Navarro, Ziviani and Baeza-Yates ("Fast and flexible word searching on
//! compressed text", 2000): words and gaps share one alphabet, and one space between two words is not coded
//! at all. Beyond it:
//!
//! - **Symbols for groups.** Only the commonest words, the heads, have a symbol each. Any other term is a symbol for its
//!   group, the terms of one octave of document frequency and one usual form, and its place in the group
//!   in binary. Frequencies are known from the index, so 160,000 words take no code lengths in the model.
//! - **Contexts.** The symbol before decides which of up to 128 Huffman codes is used. Contexts with similar
//!   successors share a code, as many as pay for their lengths.
//! - **Memory.** A word that is no head and was among the last 128 distinct ones is coded by its recency. So
//!   what is left to the groups is about one occurrence per document, which is what document frequency counts.
//! - **Case.** Each term has a usual form (small, Capitalised, UPPER, or a pattern as in `mRNA`), which the memory
//!   replaces by the form last seen. A small word is expected with a capital where a sentence starts and, in
//!   titles that are written so, everywhere. A mark goes before a word that differs.
//! - **Escapes.** What has no symbol is spelled in letters: words that are no term because of accents or scripts
//!   with other capitals (frequent ones are listed in the model as extra words) and rare gaps. Coding is lossless
//!   for every string.
//!
//! # Layout of a text
//!
//! Bits, most significant first. A text is a sequence of symbols, each in the code of the context that the one before
//! has set; the first context is that of the text's [`Kind`]. Symbols are numbered in this order:
//!
//! | symbols | what follows in the bits | meaning |
//! |---|---|---|
//! | 0 end | | the text is over |
//! | 1 spell | letters of words, to their end | a word, as it stands |
//! | 2 spell gap | letters of gaps, to their end | a gap |
//! | 3 small, 4 capitalised, 5 upper | | form of the next word if it is a term |
//! | 6 mixed | behind the symbols of the next word: a bit for each of a-z in the first 64 bytes of its term | form |
//! | 7 titled | | small words are expected with a capital from here on, or no longer so |
//! | 8 | | the last word of the memory |
//! | 9-15 repeat | n bits, n = symbol - 9 | the word of the memory with recency 2^n + bits |
//! | own gaps, at most 40 | | gap number 0, 1, ... of the list |
//! | groups of 8, 16, 32, ... gaps | 3, 4, 5, ... bits | the others of the list |
//! | heads | | a term |
//! | groups of 8, 16, 32, ... extra words | 3, 4, 5, ... bits | a word of the list |
//! | groups of terms | place in truncated binary | a term |
//!
//! A word that follows a word has one space before it. The form shown is that of the mark; else the usual form (for a
//! repeat the form in the memory), with a capital instead of a small form if the text starts here, or the gap
//! before ends a sentence (as the list says; for a spelled gap: it has `.`, `!` or `?`), or words are titled
//! and this is no head that stays small. Forms apply to the letters a-z of a term, within its first 64 bytes.
//! Each word but a head enters the memory as its last one: with the form of its mark or else its usual form
//! (a repeat: the form it has there), and with the context of its first symbol.
//!
//! # Layout of the model
//!
//! Bits again. `gamma` is Elias gamma of numbers from 1 on; `step(k)` is gamma(1 + high part) and k low bits.
//!
//! 1. gamma(1 + threshold), gamma(1 + number of terms of at least that document frequency), and for each kind a bit:
//!    whether its texts start titled.
//! 2. Letters of words, then letters of gaps: gamma(1 + count); for each gamma(code point - the one before, the first from
//!    -1); then code lengths of 4 bits for each, for the end, and for other letters (which 21 bits follow).
//! 3. Gaps: gamma(1 + count); each spelled, with a bit: the next word is expected with a capital.
//! 4. Heads by ordinal: k in 5 bits, gamma(1 + count); each step(k) of terms skipped, its class in 2 bits (small,
//!    capitalised, upper, mixed), for mixed a bit for each letter as above, and a bit: stays small in titles.
//! 5. Extra words, most frequent first: gamma(1 + count), each spelled.
//! 6. Usual forms of all other terms: for each octave from document frequency 2 on that has terms which are not digits
//!    alone: k in 5 bits, then step(k) of small terms skipped and the class of the one behind them (0
//!    capitalised, 10 upper, 11 mixed with a bit for each letter), until all terms are passed. Terms of one
//!    document are small. The terms of one octave and class, in the order small, capitalised, upper, mixed, digits
//!    alone, are a group.
//! 7. Number of codes in 8 bits; for each symbol and each kind its code in truncated binary; 32 code lengths of 4 bits for
//!    differences (0 absent, 1 none, 2 one less, 3 one more, 4 two less, ...); then for each symbol the difference of its
//!    usual length to the one before (the first to 8); then for each code the differences of its lengths
//!    to the usual ones, without the symbols that are absent there.

use super::bits::BitReader;
use super::huffman::Codes;

#[cfg(feature = "build")]
pub(crate) use writer::{Record, Spelling, TextEncoder, best_low, put_step, train};

/// The lexicon as the text coder sees it: sorted folded terms, each with its document frequency.
///
/// A model is read with the same terms and frequencies that it was trained with.
pub(crate) trait Words {
    /// How many terms there are; their ordinals are 0..len.
    fn len(&self) -> u32;
    /// The term of an ordinal; empty beyond the last.
    fn term(&self, ordinal: u32) -> &str;
    /// In how many documents the term occurs.
    fn frequency(&self, ordinal: u32) -> u32;
    /// The ordinal of a term that is spelled exactly so.
    fn ordinal(&self, term: &str) -> Option<u32>;
}

/// Takes a text in its parts, without anyone making a string of it.
///
/// Between two words that no gap was reported for stands one space.
pub(crate) trait TextSink {
    /// A word of the lexicon, whatever its case in the text.
    fn word(&mut self, ordinal: u32);
    /// A word that no term gives back as it is, as it stands in the text.
    fn spelled(&mut self, word: &str);
    /// What stands between two words, or before the first or after the last.
    fn gap(&mut self, gap: &str);
}

/// What a text is; each kind starts in a context of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Running text.
    Body = 0,
    /// A title.
    Title = 1,
    /// The name of a person.
    Name = 2,
    /// A venue, a keyword, the value of a metadata field.
    Label = 3,
}

/// How many kinds of text there are.
const KINDS: usize = 4;

// Forms: which bytes of a word are capitals, bit i for byte i. Bytes beyond the 64th never are.
const SMALL: u64 = 0;
const CAPITALISED: u64 = 1;
const UPPER: u64 = u64::MAX;

/// The bytes of a term that a form applies to.
fn cased(term: &str) -> impl Iterator<Item = usize> + '_ {
    term.bytes().enumerate().take(64).filter(|(_, byte)| byte.is_ascii_lowercase()).map(|(at, _)| at)
}

/// The words of one record that may be repeated by their recency.
///
/// Texts of one record that are always read one after the other share one memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    /// The last word last.
    recent: Vec<Recent>,
    /// Words spelled in this record one after the other, and where each ends.
    spelled: String,
    ends: Vec<u32>,
}

/// Words that a memory finds again.
const RECENT: usize = 128;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Recent {
    /// A term, then an extra word, then a word spelled in this record.
    id: u32,
    /// What follows: for a reader its code, for a writer its context.
    next: u16,
    form: u64,
}

impl Memory {
    /// The word of this recency, 0 for the last one.
    #[inline]
    fn at(&self, recency: usize) -> Option<Recent> {
        if recency >= RECENT {
            return None;
        }
        self.recent.get(self.recent.len().checked_sub(recency + 1)?).copied()
    }

    /// How recent the last word is that `is` holds for.
    #[cfg(feature = "build")]
    fn find(&self, is: impl Fn(&Recent) -> bool) -> Option<usize> {
        self.recent.iter().rev().take(RECENT).position(is)
    }

    /// Puts a word behind all others.
    #[inline]
    fn add(&mut self, word: Recent) {
        self.recent.push(word);
    }

    /// Puts the word of this recency behind all others, as `word`.
    #[inline]
    fn renew(&mut self, recency: usize, word: Recent) {
        let at = self.recent.len().saturating_sub(recency + 1);
        if let Some(later) = self.recent.get_mut(at..) {
            later.copy_within(1.min(later.len()).., 0);
            if let Some(last) = later.last_mut() {
                *last = word;
            }
        }
    }

    /// Stores a spelled word and numbers it.
    fn keep(&mut self, word: &str) -> u32 {
        let number = self.ends.len() as u32;
        self.spelled.push_str(word);
        self.ends.push(self.spelled.len() as u32);
        number
    }

    fn kept(&self, number: u32) -> Option<&str> {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.spelled.get(start as usize..*self.ends.get(number)? as usize)
    }
}

/// What a symbol of the alphabet does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    End,
    Spell,
    SpellGap,
    /// The next word has this form.
    Form(u64),
    /// The next word has a form that follows it, a bit for each letter.
    Mixed,
    Titled,
    /// The recency less `first` follows in `bits` bits; and so on below.
    Repeat { first: u32, bits: u8 },
    Gap { first: u32, bits: u8 },
    Head(u32),
    Extra { first: u32, bits: u8 },
    Group(u32),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Gap {
    text: String,
    /// Whether the next word is expected with a capital.
    capital: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Head {
    ordinal: u32,
    form: u64,
    /// Whether it stays small in titles where other words are capitalised.
    small: bool,
}

/// Terms of about the same frequency and of one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Group {
    /// Where its terms start in `tail`.
    start: u32,
    len: u32,
    class: u8,
    /// Where the forms of its terms start in `mixed`, if it is of class mixed.
    forms: u32,
}

// Classes of terms by their usual form.
const CLASS_SMALL: u8 = 0;
const CLASS_CAPITALISED: u8 = 1;
const CLASS_UPPER: u8 = 2;
const CLASS_MIXED: u8 = 3;
#[cfg(feature = "build")]
const CLASS_DIGITS: u8 = 4;
const CLASSES: usize = 5;

/// Terms of fewer documents are small by definition: listing their forms costs more than their marks.
const CLASSED: u32 = 2;

/// Terms are grouped by the power of two in their document frequency.
const OCTAVES: usize = 32;

/// Which symbols there are, and what each does.
#[derive(Clone, Debug, Default)]
struct Alphabet {
    gaps: Vec<Gap>,
    heads: Vec<Head>,
    extras: Vec<String>,
    groups: Vec<Group>,
    /// The terms of all groups, group after group, each in ordinal order.
    tail: Vec<u32>,
    /// The usual forms of the terms of class mixed, in the order of `tail`.
    mixed: Vec<u64>,
    /// By symbol.
    actions: Vec<Action>,
}

/// Gaps that have a symbol of their own.
const OWN_GAPS: usize = 40;

impl Alphabet {
    /// Adds the terms of one octave as groups, with the forms of those of class mixed.
    fn add_groups(&mut self, classes: [Vec<u32>; CLASSES], mixed: &[u64]) {
        for (class, terms) in (0u8..).zip(&classes) {
            if !terms.is_empty() {
                let (start, forms) = (self.tail.len() as u32, self.mixed.len() as u32);
                self.groups.push(Group { start, len: terms.len() as u32, class, forms });
                self.tail.extend_from_slice(terms);
            }
        }
        self.mixed.extend_from_slice(mixed);
    }

    /// Numbers the symbols, once all else is there.
    fn number(&mut self) {
        let actions = &mut self.actions;
        actions.extend([Action::End, Action::Spell, Action::SpellGap]);
        actions.extend([SMALL, CAPITALISED, UPPER].map(Action::Form));
        actions.extend([Action::Mixed, Action::Titled, Action::Repeat { first: 0, bits: 0 }]);
        actions.extend((0..RECENT.ilog2() as u8).map(|bits| Action::Repeat { first: 1 << bits, bits }));
        let own = self.gaps.len().min(OWN_GAPS) as u32;
        actions.extend((0..own).map(|first| Action::Gap { first, bits: 0 }));
        doubling(own, self.gaps.len(), |first, bits| actions.push(Action::Gap { first, bits }));
        actions.extend((0..self.heads.len() as u32).map(Action::Head));
        doubling(0, self.extras.len(), |first, bits| actions.push(Action::Extra { first, bits }));
        actions.extend((0..self.groups.len() as u32).map(Action::Group));
    }

    /// The usual form of the term at a place of a group.
    fn form(&self, group: &Group, place: u32) -> u64 {
        if group.class == CLASS_MIXED {
            return self.mixed.get(group.forms.saturating_add(place) as usize).copied().unwrap_or(SMALL);
        }
        form_of(group.class)
    }
}

/// The form of a class; for mixed it is no single one.
fn form_of(class: u8) -> u64 {
    match class {
        CLASS_CAPITALISED => CAPITALISED,
        CLASS_UPPER => UPPER,
        _ => SMALL,
    }
}

/// Cuts a list from `first` on into stretches of 8, 16, 32, ... entries: where each starts and the bits for a place in it.
fn doubling(first: u32, len: usize, mut stretch: impl FnMut(u32, u8)) {
    let (mut first, mut bits) = (first, 3u8);
    while (first as usize) < len && bits < 31 {
        stretch(first, bits);
        first = first.saturating_add(1 << bits);
        bits += 1;
    }
}

/// The terms of each octave in ordinal order: those with letters, and those of digits alone.
///
/// Leaves out the heads and everything below the threshold.
fn by_octave<W: Words + ?Sized>(words: &W, threshold: u32, heads: &[Head]) -> Vec<[Vec<u32>; 2]> {
    let mut octaves = vec![[Vec::new(), Vec::new()]; OCTAVES];
    let mut heads = heads.iter().peekable();
    for ordinal in 0..words.len() {
        let frequency = words.frequency(ordinal);
        if heads.next_if(|head| head.ordinal == ordinal).is_some() || frequency < threshold {
            continue;
        }
        let digits = words.term(ordinal).bytes().all(|byte| byte.is_ascii_digit());
        let octave = octaves.get_mut(frequency.max(1).ilog2() as usize);
        if let Some(terms) = octave.and_then(|octave| octave.get_mut(usize::from(digits))) {
            terms.push(ordinal);
        }
    }
    octaves
}

/// The letters of words or of gaps, each with its code; then the end, then any other letter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Letters {
    letters: Vec<char>,
    code: Codes,
}

impl Letters {
    /// Appends what is spelled here; false where it is malformed or longer than `room` bytes.
    pub(crate) fn read(&self, reader: &mut BitReader<'_>, mut room: usize, out: &mut String) -> bool {
        loop {
            let Some(symbol) = self.code.symbol(0, reader) else { return false };
            let letter = match self.letters.get(symbol as usize) {
                Some(&letter) => Some(letter),
                None if symbol as usize == self.letters.len() => return !reader.overran(),
                None => char::from_u32(reader.bits(21)),
            };
            let Some(letter) = letter.filter(|letter| letter.len_utf8() <= room && !reader.overran()) else {
                return false;
            };
            room -= letter.len_utf8();
            out.push(letter);
        }
    }

    /// Reads letters into an empty list.
    pub(crate) fn open(&mut self, reader: &mut BitReader<'_>) -> Option<()> {
        let mut next = 0u32;
        for _ in 0..count(reader) {
            next = next.checked_add(count(reader))?;
            self.letters.push(char::from_u32(next)?);
            next += 1;
            if reader.overran() {
                return None;
            }
        }
        let lengths: Vec<u8> = (0..self.letters.len() + 2).map(|_| reader.bits(4) as u8).collect();
        self.code.push(&lengths)
    }
}

/// What is needed to read stored text beside the lexicon.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextModel {
    /// By kind: whether words are expected capitalised from the start.
    titled: [bool; KINDS],
    word_letters: Letters,
    gap_letters: Letters,
    alphabet: Alphabet,
    codes: Codes,
    /// By symbol: what it does, and the code of what follows.
    steps: Vec<(Action, u8)>,
    /// By kind: the code of its start.
    starts: [u8; KINDS],
}

/// Receives the parts of a text; false ends it.
trait Visitor {
    fn space(&mut self) -> bool;
    fn term(&mut self, ordinal: u32, form: u64) -> bool;
    fn spelled(&mut self, word: &str) -> bool;
    fn gap(&mut self, gap: &str) -> bool;
}

struct IntoString<'a, W: ?Sized> {
    words: &'a W,
    out: &'a mut String,
    /// The length that `out` may reach.
    limit: usize,
}

impl<W: Words + ?Sized> Visitor for IntoString<'_, W> {
    #[inline]
    fn space(&mut self) -> bool {
        self.gap(" ")
    }

    #[inline]
    fn term(&mut self, ordinal: u32, form: u64) -> bool {
        let (term, start) = (self.words.term(ordinal), self.out.len());
        let fits = self.gap(term);
        let mut capitals = form;
        while fits && capitals != 0 {
            let at = capitals.trailing_zeros() as usize;
            if at >= term.len() {
                break;
            }
            // A byte that is no letter of its own is left alone.
            if let Some(letter) = self.out.get_mut(start + at..start + at + 1) {
                letter.make_ascii_uppercase();
            }
            capitals &= capitals - 1;
        }
        fits
    }

    fn spelled(&mut self, word: &str) -> bool {
        self.gap(word)
    }

    #[inline]
    fn gap(&mut self, gap: &str) -> bool {
        let fits = self.out.len() + gap.len() <= self.limit;
        if fits {
            self.out.push_str(gap);
        }
        fits
    }
}

struct IntoSink<'a, S> {
    sink: &'a mut S,
    /// Words and gaps that may still come.
    left: usize,
}

impl<S> IntoSink<'_, S> {
    fn take(&mut self) -> bool {
        let some = self.left > 0;
        self.left = self.left.saturating_sub(1);
        some
    }
}

impl<S: TextSink> Visitor for IntoSink<'_, S> {
    fn space(&mut self) -> bool {
        true
    }

    fn term(&mut self, ordinal: u32, _: u64) -> bool {
        let going = self.take();
        if going {
            self.sink.word(ordinal);
        }
        going
    }

    fn spelled(&mut self, word: &str) -> bool {
        let going = self.take();
        if going {
            self.sink.spelled(word);
        }
        going
    }

    fn gap(&mut self, gap: &str) -> bool {
        let going = self.take();
        if going {
            self.sink.gap(gap);
        }
        going
    }
}

/// Whether a word after this gap is expected with a capital, for gaps that are not in the list.
fn ends_sentence(gap: &str) -> bool {
    gap.bytes().any(|byte| matches!(byte, b'.' | b'!' | b'?'))
}

/// The form that a word has when no mark says otherwise.
#[inline]
fn expected(form: u64, capital: bool, titled: bool, small: bool) -> u64 {
    if form == SMALL && (capital || (titled && !small)) { CAPITALISED } else { form }
}

impl TextModel {
    /// Appends one text to `out`, which may grow by `max_bytes`.
    ///
    /// False where the text is malformed, cut off or longer; `out` then ends anywhere.
    pub(crate) fn decode<W: Words + ?Sized>(
        &self,
        words: &W,
        kind: Kind,
        memory: &mut Memory,
        reader: &mut BitReader<'_>,
        max_bytes: usize,
        out: &mut String,
    ) -> bool {
        let limit = out.len().saturating_add(max_bytes);
        self.walk(words, kind, memory, reader, max_bytes, &mut IntoString { words, out, limit })
    }

    /// Hands one text to `sink`, at most `max_tokens` words and gaps of it.
    ///
    /// False where the text is malformed or cut off (what came before was handed over) or goes on.
    pub(crate) fn scan<W: Words + ?Sized, S: TextSink>(
        &self,
        words: &W,
        kind: Kind,
        memory: &mut Memory,
        reader: &mut BitReader<'_>,
        max_tokens: usize,
        sink: &mut S,
    ) -> bool {
        self.walk(words, kind, memory, reader, usize::MAX, &mut IntoSink { sink, left: max_tokens })
    }

    // One copy for both ways of reading: calls through a table cost a nanosecond or two for each word, a second
    // copy would be a twentieth of the code that a page loads for stored documents.
    fn walk<W: Words + ?Sized>(
        &self,
        words: &W,
        kind: Kind,
        memory: &mut Memory,
        reader: &mut BitReader<'_>,
        max_spelled: usize,
        visitor: &mut dyn Visitor,
    ) -> bool {
        let alphabet = &self.alphabet;
        let first_extra = words.len();
        let first_spelled = first_extra.saturating_add(alphabet.extras.len() as u32);
        let mut code = self.starts.get(kind as usize).copied().unwrap_or_default();
        let mut titled = self.titled.get(kind as usize).copied().unwrap_or_default();
        let (mut capital, mut after_word) = (true, false);
        // The form that a mark has set, and whether it is still to come.
        let (mut form, mut mixed): (Option<u64>, bool) = (None, false);
        let mut spelling = String::new();
        memory.recent.reserve(RECENT);
        let mut symbols = 0u32;
        loop {
            // Beyond the end all bits are zero and might go on for ever.
            symbols = symbols.wrapping_add(1);
            if symbols.is_multiple_of(64) && reader.overran() {
                return false;
            }
            let Some(symbol) = self.codes.symbol(usize::from(code), reader) else { return false };
            let Some(&(action, next)) = self.steps.get(symbol as usize) else { return false };
            code = next;
            let new = |id: u32, form: u64| Recent { id, next: u16::from(next), form };
            let (mut word, small, recency) = match action {
                Action::End => return !reader.overran(),
                Action::Form(set) => {
                    form = Some(set);
                    continue;
                }
                Action::Mixed => {
                    mixed = true;
                    continue;
                }
                Action::Titled => {
                    titled = !titled;
                    continue;
                }
                Action::Gap { first, bits } => {
                    let index = first.saturating_add(reader.bits(u32::from(bits)));
                    let Some(gap) = alphabet.gaps.get(index as usize) else { return false };
                    if !visitor.gap(&gap.text) {
                        return false;
                    }
                    (capital, after_word) = (gap.capital, false);
                    continue;
                }
                Action::SpellGap => {
                    spelling.clear();
                    if !self.gap_letters.read(reader, max_spelled, &mut spelling) || !visitor.gap(&spelling) {
                        return false;
                    }
                    (capital, after_word) = (ends_sentence(&spelling), false);
                    continue;
                }
                Action::Spell => {
                    spelling.clear();
                    if !self.word_letters.read(reader, max_spelled, &mut spelling) {
                        return false;
                    }
                    (new(first_spelled.saturating_add(memory.keep(&spelling)), SMALL), false, None)
                }
                Action::Repeat { first, bits } => {
                    let recency = first.saturating_add(reader.bits(u32::from(bits))) as usize;
                    let Some(word) = memory.at(recency) else { return false };
                    code = word.next as u8;
                    (word, false, Some(recency))
                }
                Action::Head(head) => {
                    let Some(head) = alphabet.heads.get(head as usize) else { return false };
                    (new(head.ordinal, head.form), head.small, None)
                }
                Action::Extra { first, bits } => {
                    let index = first.saturating_add(reader.bits(u32::from(bits)));
                    (new(first_extra.saturating_add(index), SMALL), false, None)
                }
                Action::Group(group) => {
                    let Some(group) = alphabet.groups.get(group as usize) else { return false };
                    let place = reader.below(group.len);
                    let Some(&ordinal) = alphabet.tail.get(group.start.saturating_add(place) as usize) else { return false };
                    (new(ordinal, alphabet.form(group, place)), false, None)
                }
            };
            if after_word && !visitor.space() {
                return false;
            }
            let going = if word.id < first_extra {
                let mut shown = expected(word.form, capital, titled, small);
                if mixed {
                    form = Some(read_mixed(reader, words.term(word.id)));
                }
                if let Some(set) = form {
                    (shown, word.form) = (set, set);
                }
                visitor.term(word.id, shown)
            } else if word.id < first_spelled {
                alphabet.extras.get((word.id - first_extra) as usize).is_some_and(|extra| visitor.spelled(extra))
            } else {
                memory.kept(word.id - first_spelled).is_some_and(|kept| visitor.spelled(kept))
            };
            if !going {
                return false;
            }
            match (recency, action) {
                (Some(recency), _) => memory.renew(recency, word),
                (None, Action::Head(_)) => {}
                (None, _) => memory.add(word),
            }
            (form, mixed, capital, after_word) = (None, false, false, true);
        }
    }
}

/// A number in two parts: gamma of the high one (from 1 on), then the low bits as they are.
///
/// Not inlined, as models are full of such numbers and none of them is read often.
#[inline(never)]
pub(crate) fn step(reader: &mut BitReader<'_>, low: u32) -> u32 {
    let high = reader.gamma().wrapping_sub(1);
    (high << low).wrapping_add(reader.bits(low))
}

/// The length of a list that follows.
pub(crate) fn count(reader: &mut BitReader<'_>) -> u32 {
    step(reader, 0)
}

fn read_mixed(reader: &mut BitReader<'_>, term: &str) -> u64 {
    cased(term).fold(SMALL, |form, at| form | u64::from(reader.bits(1)) << at)
}

impl TextModel {
    fn open_alphabet<W: Words + ?Sized>(&mut self, reader: &mut BitReader<'_>, words: &W, threshold: u32) -> Option<()> {
        let alphabet = &mut self.alphabet;
        for _ in 0..count(reader) {
            let mut gap = Gap::default();
            self.gap_letters.read(reader, usize::MAX, &mut gap.text).then_some(())?;
            gap.capital = reader.bits(1) == 1;
            alphabet.gaps.push(gap);
        }
        alphabet.open_heads(reader, words)?;
        for _ in 0..count(reader) {
            let mut extra = String::new();
            self.word_letters.read(reader, usize::MAX, &mut extra).then_some(())?;
            alphabet.extras.push(extra);
        }
        for [lettered, digits] in by_octave(words, threshold, &alphabet.heads) {
            alphabet.open_octave(reader, words, lettered, digits)?;
        }
        alphabet.number();
        Some(())
    }
}

impl Alphabet {
    fn open_heads<W: Words + ?Sized>(&mut self, reader: &mut BitReader<'_>, words: &W) -> Option<()> {
        let low = reader.bits(5);
        let mut next = 0u32;
        for _ in 0..count(reader) {
            let ordinal = next.checked_add(step(reader, low))?;
            let form = match reader.bits(2) as u8 {
                CLASS_MIXED => read_mixed(reader, words.term(ordinal)),
                class => form_of(class),
            };
            self.heads.push(Head { ordinal, form, small: reader.bits(1) == 1 });
            if ordinal >= words.len() || reader.overran() {
                return None;
            }
            next = ordinal + 1;
        }
        Some(())
    }

    fn open_octave<W: Words + ?Sized>(
        &mut self,
        reader: &mut BitReader<'_>,
        words: &W,
        lettered: Vec<u32>,
        digits: Vec<u32>,
    ) -> Option<()> {
        let mut classes = [Vec::new(), Vec::new(), Vec::new(), Vec::new(), digits];
        let mut forms = Vec::new();
        if lettered.first().is_some_and(|&ordinal| words.frequency(ordinal) >= CLASSED) {
            let low = reader.bits(5);
            let mut skip = step(reader, low);
            for ordinal in lettered {
                let mut class = CLASS_SMALL;
                if skip > 0 {
                    skip -= 1;
                } else {
                    class = CLASS_CAPITALISED + if reader.bits(1) == 0 { 0 } else { 1 + reader.bits(1) as u8 };
                    if class == CLASS_MIXED {
                        forms.push(read_mixed(reader, words.term(ordinal)));
                    }
                    skip = step(reader, low);
                    if reader.overran() {
                        return None;
                    }
                }
                classes.get_mut(usize::from(class))?.push(ordinal);
            }
        } else if let Some(small) = classes.first_mut() {
            *small = lettered;
        }
        self.add_groups(classes, &forms);
        Some(())
    }
}

/// The most symbols that an alphabet may have.
const SYMBOLS: usize = 4096;

/// Differences of code lengths that have a number: absent, none, -1, 1, -2, 2, ...
const DIFFERENCES: usize = 32;

/// The length that differs so from another; None where it is absent or impossible.
fn differs(from: u8, difference: u32) -> Option<u8> {
    let number = difference.checked_sub(1)?;
    let by = number.div_ceil(2) as u8;
    if number % 2 == 1 { from.checked_sub(by) } else { from.checked_add(by) }
}

impl TextModel {
    fn open_codes(&mut self, reader: &mut BitReader<'_>) -> Option<()> {
        let actions = &self.alphabet.actions;
        let codes = reader.bits(8);
        if actions.len() > SYMBOLS {
            return None;
        }
        let mut code = || reader.below(codes) as u8;
        self.steps = actions.iter().map(|&action| (action, code())).collect();
        self.starts.fill_with(code);
        let lengths: Vec<u8> = (0..DIFFERENCES).map(|_| reader.bits(4) as u8).collect();
        let differences = Codes::one(&lengths)?;
        let mut usual = vec![0u8; actions.len()];
        let mut before = 8u8;
        for length in &mut usual {
            let difference = differences.symbol(0, reader)?;
            if difference > 0 {
                before = differs(before, difference)?;
                *length = before;
            }
        }
        let mut lengths = usual.clone();
        for _ in 0..codes {
            for (length, &usual) in lengths.iter_mut().zip(&usual).filter(|(_, usual)| **usual > 0) {
                let difference = differences.symbol(0, reader)?;
                *length = if difference == 0 { 0 } else { differs(usual, difference)? };
            }
            if reader.overran() {
                return None;
            }
            self.codes.push(&lengths)?;
        }
        Some(())
    }
}

impl TextModel {
    /// Opens what [`TextEncoder::write`] wrote, with the lexicon that it was trained with.
    pub(crate) fn open<W: Words + ?Sized>(bytes: &[u8], words: &W) -> Option<TextModel> {
        let mut model = TextModel::default();
        let reader = &mut BitReader::new(bytes, 0);
        let threshold = count(reader);
        let known = count(reader) as usize;
        model.titled.fill_with(|| reader.bits(1) == 1);
        model.word_letters.open(reader)?;
        model.gap_letters.open(reader)?;
        model.open_alphabet(reader, words, threshold)?;
        model.open_codes(reader)?;
        let sound = known == model.alphabet.tail.len() + model.alphabet.heads.len() && !reader.overran();
        sound.then_some(model)
    }
}

#[cfg(feature = "build")]
mod writer {
    use std::cmp::Reverse;
    use std::collections::HashMap;
    use std::hash::{BuildHasherDefault, Hasher};
    use std::sync::LazyLock;

    use rayon::prelude::*;

    use super::super::bits::BitWriter;
    use super::super::huffman;
    use super::*;

    // Training passes twice over the texts. The survey counts terms, forms, gaps and words that are no terms; a draft
    // of the alphabet follows. The tally then says every text in that alphabet and counts which symbol follows
    // which; from it come the codes. What to say (by recency or not) depends on what it costs, so a tally of a
    // sample at guessed costs goes ahead. All arithmetic is in integers and all ties are broken by value, so the
    // bytes depend on the texts alone, not on threads or the machine.

    /// The most heads.
    const HEADS: usize = 256;
    /// A head is at least one word in so many ...
    const HEAD_SHARE: u64 = 2500;
    /// ... and occurs at least so often.
    const HEAD_COUNT: u64 = 16;
    /// Records that a word must occur in to be an extra word.
    const EXTRA_RECORDS: u32 = 3;
    /// How often a gap must occur to be listed.
    const GAP_COUNT: u32 = 6;
    /// The most gaps that are listed.
    const GAPS: usize = 4096;
    /// The most letters that have a code.
    const LETTERS: usize = 1 << 14;
    /// How often a letter must be spelled to have a code.
    const LETTER_COUNT: u64 = 2;
    /// The most codes.
    const CODES: usize = 128;
    /// What one more code length must save, in 256ths of a bit: some 5 bits, twice, as the model is always loaded.
    const LENGTH_COST: u64 = 10 * 256;
    /// Records of the first tally.
    const SAMPLE: usize = 20_000;

    // Symbols by name.
    const END: usize = 0;
    const SPELL: usize = 1;
    const SPELL_GAP: usize = 2;
    const MARK_SMALL: usize = 3;
    const MARK_CAPITALISED: usize = 4;
    const MARK_UPPER: usize = 5;
    const MARK_MIXED: usize = 6;
    const TITLED: usize = 7;
    const REPEAT: usize = 8;

    /// A multiplying hash: fast, and nobody gains by making its keys collide.
    #[derive(Clone, Copy, Default)]
    pub(crate) struct Multiply(u64);

    impl Hasher for Multiply {
        fn write(&mut self, bytes: &[u8]) {
            for chunk in bytes.chunks(8) {
                let mut word = [0u8; 8];
                word[..chunk.len()].copy_from_slice(chunk);
                self.write_u64(u64::from_le_bytes(word));
            }
        }

        fn write_u8(&mut self, value: u8) {
            self.write_u64(u64::from(value));
        }

        fn write_u32(&mut self, value: u32) {
            self.write_u64(u64::from(value));
        }

        fn write_u64(&mut self, value: u64) {
            self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }

        fn finish(&self) -> u64 {
            self.0 ^ (self.0 >> 29)
        }
    }

    type Map<K, V> = HashMap<K, V, BuildHasherDefault<Multiply>>;

    /// A text cut into words and gaps, in turn: whether it is a word, and the piece.
    struct Pieces<'t> {
        rest: &'t str,
    }

    fn pieces(text: &str) -> Pieces<'_> {
        Pieces { rest: text }
    }

    impl<'t> Iterator for Pieces<'t> {
        type Item = (bool, &'t str);

        fn next(&mut self) -> Option<(bool, &'t str)> {
            let in_word = |letter: char| {
                if letter.is_ascii() { letter.is_ascii_alphanumeric() } else { letter.is_alphanumeric() }
            };
            let word = in_word(self.rest.chars().next()?);
            let end = self.rest.find(|letter| in_word(letter) != word).unwrap_or(self.rest.len());
            let (piece, rest) = self.rest.split_at(end);
            self.rest = rest;
            Some((word, piece))
        }
    }

    /// Whether most longer words at the start of a text have a capital.
    fn is_titled(text: &str) -> bool {
        let words = pieces(text).filter_map(|(word, piece)| {
            let first = *piece.as_bytes().first()?;
            (word && piece.len() >= 4 && first.is_ascii_alphabetic()).then_some(first.is_ascii_uppercase())
        });
        let (all, capitals) = words.take(40).fold((0, 0), |(all, capitals), capital| (all + 1, capitals + u32::from(capital)));
        capitals > 0 && capitals * 10 >= all * 6
    }

    /// Finds terms quickly.
    struct Dictionary<'w, W: ?Sized> {
        words: &'w W,
        /// Open addressing: the high half of the hash and the ordinal.
        slots: Vec<Option<(u32, u32)>>,
    }

    /// A word of a text as a term and the form it has there.
    #[derive(Clone, Copy)]
    struct Found {
        ordinal: u32,
        /// The letters that a form applies to.
        letters: u64,
        /// Those of them that are capitals.
        form: u64,
    }

    impl Found {
        fn shows(&self, form: u64) -> bool {
            form & self.letters == self.form
        }

        /// The mark for this form.
        fn mark(&self) -> usize {
            if self.shows(SMALL) {
                MARK_SMALL
            } else if self.shows(CAPITALISED) {
                MARK_CAPITALISED
            } else if self.shows(UPPER) {
                MARK_UPPER
            } else {
                MARK_MIXED
            }
        }
    }

    impl<'w, W: Words + ?Sized> Dictionary<'w, W> {
        fn new(words: &'w W) -> Self {
            let size = (words.len() as usize * 2 + 1).next_power_of_two();
            let mut dictionary = Dictionary { words, slots: vec![None; size] };
            for ordinal in 0..words.len() {
                let (high, mut slot) = dictionary.start(words.term(ordinal));
                while dictionary.slots[slot].is_some() {
                    slot = dictionary.after(slot);
                }
                dictionary.slots[slot] = Some((high, ordinal));
            }
            dictionary
        }

        fn start(&self, term: &str) -> (u32, usize) {
            let mut hasher = Multiply::default();
            hasher.write(term.as_bytes());
            let hash = hasher.finish();
            ((hash >> 32) as u32, hash as usize & (self.slots.len() - 1))
        }

        fn after(&self, slot: usize) -> usize {
            (slot + 1) & (self.slots.len() - 1)
        }

        fn find(&self, term: &str) -> Option<u32> {
            let (high, mut slot) = self.start(term);
            loop {
                let (own, ordinal) = self.slots[slot]?;
                if own == high && self.words.term(ordinal) == term {
                    return Some(ordinal);
                }
                slot = self.after(slot);
            }
        }

        /// The term and the form that give exactly this word, with `lower` as scratch space.
        fn look_up(&self, word: &str, lower: &mut String) -> Option<Found> {
            lower.clear();
            lower.push_str(word);
            lower.make_ascii_lowercase();
            let mut found = Found { ordinal: self.find(lower)?, letters: 0, form: 0 };
            for (at, byte) in word.bytes().enumerate() {
                if at >= 64 && byte.is_ascii_uppercase() {
                    return None;
                }
                if at < 64 && byte.is_ascii_alphabetic() {
                    found.letters |= 1 << at;
                    found.form |= u64::from(byte.is_ascii_uppercase()) << at;
                }
            }
            Some(found)
        }
    }

    /// Texts that share a memory.
    pub(crate) type Record<'t> = Vec<(Kind, &'t str)>;

    /// What the texts of a corpus are made of, counted.
    #[derive(Default)]
    struct Survey {
        words: u64,
        /// By ordinal.
        terms: Vec<TermCount>,
        /// By term and form, for forms of class mixed.
        mixed: Map<(u32, u64), u32>,
        /// Words that no term gives: in how many records, and the last of them.
        others: Map<String, (u32, u32)>,
        gaps: Map<String, GapCount>,
        /// By kind: how many texts, and how many of them titled.
        texts: [(u32, u32); KINDS],
    }

    #[derive(Clone, Copy, Default)]
    struct TermCount {
        all: u32,
        /// By class, where nothing but the word itself decides on the form.
        forms: [u32; 4],
        /// Small and capitalised in titled texts.
        titled: [u32; 2],
    }

    #[derive(Clone, Copy, Default)]
    struct GapCount {
        all: u32,
        /// Before small letters, and before capitals, outside titled texts.
        small: u32,
        capital: u32,
    }

    impl Survey {
        fn new<W: Words + ?Sized>(words: &W) -> Survey {
            Survey { terms: vec![TermCount::default(); words.len() as usize], ..Survey::default() }
        }

        fn add<W: Words + ?Sized>(&mut self, dictionary: &Dictionary<'_, W>, threshold: u32, number: u32, record: &Record<'_>) {
            let mut lower = String::new();
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
            lower: &mut String,
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

        fn merge(mut self, other: Survey) -> Survey {
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

        fn class(&self, ordinal: u32) -> u8 {
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
        fn extras(&self) -> Vec<(&str, u32)> {
            let all = self.others.iter().map(|(word, &(count, _))| (word.as_str(), count));
            let mut extras: Vec<(&str, u32)> = all.filter(|&(_, count)| count >= EXTRA_RECORDS).collect();
            extras.sort_unstable_by_key(|&(word, count)| (Reverse(count), word));
            extras
        }

        fn listed_gaps(&self) -> Vec<(&str, GapCount)> {
            let all = self.gaps.iter().map(|(gap, &count)| (gap.as_str(), count));
            let mut gaps: Vec<(&str, GapCount)> = all.filter(|(_, count)| count.all >= GAP_COUNT).collect();
            gaps.sort_unstable_by_key(|&(gap, count)| (Reverse(count.all), gap));
            gaps.truncate(GAPS);
            gaps
        }
    }

    /// An alphabet for what was surveyed, and a guess at what each symbol costs.
    fn draft<W: Words + ?Sized>(words: &W, threshold: u32, survey: &Survey) -> (Alphabet, Vec<u32>) {
        let mut alphabet = Alphabet::default();
        let gaps = survey.listed_gaps();
        alphabet.gaps = gaps.iter().map(|&(gap, count)| Gap { text: gap.to_owned(), capital: count.capital > count.small }).collect();
        let extras = survey.extras();
        alphabet.extras = extras.iter().map(|&(word, _)| word.to_owned()).collect();

        let mut best: Map<u32, (u32, u64)> = Map::default();
        for (&(ordinal, form), &count) in &survey.mixed {
            let own = best.entry(ordinal).or_default();
            *own = (*own).max((count, form));
        }
        let count = |ordinal: u32| u64::from(survey.terms[ordinal as usize].all);
        let least = (survey.words / HEAD_SHARE).max(HEAD_COUNT);
        let mut heads: Vec<u32> = (0..words.len()).filter(|&ordinal| words.frequency(ordinal) >= threshold && count(ordinal) >= least).collect();
        heads.sort_unstable_by_key(|&ordinal| (Reverse(count(ordinal)), ordinal));
        heads.truncate(HEADS);
        heads.sort_unstable();
        let head = |&ordinal: &u32| {
            let form = match survey.class(ordinal) {
                CLASS_MIXED => best.get(&ordinal).map_or(SMALL, |&(_, form)| form),
                class => form_of(class),
            };
            let [small, capitalised] = survey.terms[ordinal as usize].titled;
            Head { ordinal, form, small: small > capitalised }
        };
        alphabet.heads = heads.iter().map(head).collect();

        for [lettered, digits] in by_octave(words, threshold, &alphabet.heads) {
            let mut classes: [Vec<u32>; CLASSES] = Default::default();
            for ordinal in lettered {
                let listed = words.frequency(ordinal) >= CLASSED;
                let class = if listed { survey.class(ordinal) } else { CLASS_SMALL };
                classes[usize::from(class)].push(ordinal);
            }
            let mixed = classes[usize::from(CLASS_MIXED)].iter();
            let mixed: Vec<u64> = mixed.map(|ordinal| best.get(ordinal).map_or(SMALL, |&(_, form)| form)).collect();
            classes[usize::from(CLASS_DIGITS)] = digits;
            alphabet.add_groups(classes, &mixed);
        }
        alphabet.number();

        let cost = |count: u64| (log2(survey.words * 2).saturating_sub(log2(count.max(1))) * u64::from(BIT) / 256) as u32;
        let rough = |&action: &Action| match action {
            Action::Gap { first, bits } => cost(gaps[first as usize..].iter().take(1 << bits).map(|(_, count)| u64::from(count.all)).sum()),
            Action::Extra { first, bits } => cost(extras[first as usize..].iter().take(1 << bits).map(|&(_, count)| u64::from(count)).sum()),
            Action::Head(head) => cost(count(alphabet.heads[head as usize].ordinal)),
            Action::Group(group) => {
                let group = alphabet.groups[group as usize];
                let terms = &alphabet.tail[group.start as usize..][..group.len as usize];
                cost(terms.iter().map(|&ordinal| u64::from(words.frequency(ordinal))).sum())
            }
            Action::Repeat { .. } => 4 * BIT,
            _ => 5 * BIT,
        };
        let rough = alphabet.actions.iter().map(rough).collect();
        (alphabet, rough)
    }

    /// The binary logarithm in 256ths, the same on every machine; 0 for 0.
    fn log2(number: u64) -> u64 {
        if number == 0 {
            return 0;
        }
        let whole = number.ilog2();
        // The mantissa from 1 to 2, as 31 bits behind the point; squaring it yields one binary digit a round.
        let mut mantissa = if whole >= 31 { number >> (whole - 31) } else { number << (31 - whole) };
        let mut result = u64::from(whole);
        for _ in 0..8 {
            mantissa = (mantissa * mantissa) >> 31;
            let digit = mantissa >> 32;
            mantissa >>= digit;
            result = result << 1 | digit;
        }
        result
    }

    /// Costs are counted in sixteenths of a bit.
    const BIT: u32 = 16;
    /// The cost of a symbol that its context has not.
    const NEVER: u32 = 1 << 20;

    /// Where what is said goes: into bits, or into counts.
    trait Emit {
        fn cost(&self, context: usize, symbol: usize) -> u32;
        fn symbol(&mut self, context: usize, symbol: usize);
        fn bits(&mut self, value: u32, count: u32);
        fn below(&mut self, value: u32, bound: u32);
        fn letters(&mut self, word: bool, text: &str);
    }

    /// Code lengths by code and symbol, and the code of each context: of each symbol, then of each kind.
    struct Lengths {
        contexts: Vec<u8>,
        codes: Vec<Vec<u8>>,
    }

    impl Lengths {
        #[inline]
        fn cost(&self, context: usize, symbol: usize) -> u32 {
            match self.codes[usize::from(self.contexts[context])][symbol] {
                0 => NEVER,
                length => u32::from(length) * BIT,
            }
        }
    }

    /// What is spelled.
    #[derive(Default)]
    struct LetterCounts {
        letters: Map<char, u64>,
        ends: u64,
    }

    impl LetterCounts {
        fn add(&mut self, text: &str) {
            for letter in text.chars() {
                *self.letters.entry(letter).or_default() += 1;
            }
            self.ends += 1;
        }

        fn merge(&mut self, other: LetterCounts) {
            for (letter, count) in other.letters {
                *self.letters.entry(letter).or_default() += count;
            }
            self.ends += other.ends;
        }
    }

    /// What would be said, counted.
    struct Tally<'a> {
        rough: &'a [u32],
        lengths: Option<&'a Lengths>,
        /// By context, then by symbol.
        counts: Vec<u32>,
        word_letters: LetterCounts,
        gap_letters: LetterCounts,
    }

    impl<'a> Tally<'a> {
        fn new(rough: &'a [u32], lengths: Option<&'a Lengths>) -> Self {
            let counts = vec![0; (rough.len() + KINDS) * rough.len()];
            Tally { rough, lengths, counts, word_letters: LetterCounts::default(), gap_letters: LetterCounts::default() }
        }

        /// Counts what every `every`th record is said as.
        fn of<W: Words + Sync + ?Sized>(
            speaker: &Speaker<'_, W>,
            rough: &'a [u32],
            lengths: Option<&'a Lengths>,
            records: &[Record<'_>],
            every: usize,
        ) -> Self {
            let sample: Vec<&Record<'_>> = records.iter().step_by(every).collect();
            let tallies = sample.par_chunks(share(sample.len())).map(|records| {
                let mut tally = Tally::new(rough, lengths);
                for record in records {
                    let mut memory = Memory::default();
                    for &(kind, text) in *record {
                        speaker.text(kind, text, &mut memory, &mut tally);
                    }
                }
                tally
            });
            tallies.reduce_with(Tally::merge).unwrap_or_else(|| Tally::new(rough, lengths))
        }

        fn merge(mut self, other: Tally<'a>) -> Self {
            self.counts.iter_mut().zip(other.counts).for_each(|(own, other)| *own += other);
            self.word_letters.merge(other.word_letters);
            self.gap_letters.merge(other.gap_letters);
            self
        }
    }

    impl Emit for Tally<'_> {
        fn cost(&self, context: usize, symbol: usize) -> u32 {
            match self.lengths {
                // What the sample had not may well be there.
                Some(lengths) => lengths.cost(context, symbol).min(20 * BIT),
                None => self.rough[symbol],
            }
        }

        fn symbol(&mut self, context: usize, symbol: usize) {
            self.counts[context * self.rough.len() + symbol] += 1;
        }

        fn bits(&mut self, _: u32, _: u32) {}

        fn below(&mut self, _: u32, _: u32) {}

        fn letters(&mut self, word: bool, text: &str) {
            if word { self.word_letters.add(text) } else { self.gap_letters.add(text) }
        }
    }

    /// Records for each thread.
    fn share(records: usize) -> usize {
        records.div_ceil(rayon::current_num_threads().max(1)).max(1)
    }

    /// Letters with their codes, for writing.
    #[derive(Clone, Default)]
    pub(crate) struct Spelling {
        letters: Vec<char>,
        lengths: Vec<u8>,
        codes: Vec<(u16, u8)>,
    }

    impl Spelling {
        /// Letters for these strings.
        pub(crate) fn of<'s>(texts: impl Iterator<Item = &'s str>) -> Spelling {
            let mut counts = LetterCounts::default();
            texts.for_each(|text| counts.add(text));
            Spelling::new(&counts)
        }

        fn new(counts: &LetterCounts) -> Spelling {
            let all = counts.letters.iter().map(|(&letter, &count)| (letter, count));
            let mut listed: Vec<(char, u64)> = all.filter(|&(_, count)| count >= LETTER_COUNT).collect();
            listed.sort_unstable_by_key(|&(letter, count)| (Reverse(count), letter));
            listed.truncate(LETTERS);
            listed.sort_unstable();
            let mut weights: Vec<u64> = listed.iter().map(|&(_, count)| count).collect();
            let others = counts.letters.values().sum::<u64>() - weights.iter().sum::<u64>();
            weights.extend([counts.ends.max(1), others.max(1)]);
            let lengths = huffman::lengths(&weights);
            let codes = huffman::codes(&lengths);
            Spelling { letters: listed.into_iter().map(|(letter, _)| letter).collect(), lengths, codes }
        }

        pub(crate) fn put(&self, out: &mut BitWriter, text: &str) {
            for letter in text.chars() {
                match self.letters.binary_search(&letter) {
                    Ok(symbol) => huffman::put(out, &self.codes, symbol),
                    Err(_) => {
                        huffman::put(out, &self.codes, self.letters.len() + 1);
                        out.bits(letter as u32, 21);
                    }
                }
            }
            huffman::put(out, &self.codes, self.letters.len());
        }

        pub(crate) fn write(&self, out: &mut BitWriter) {
            out.gamma(self.letters.len() as u32 + 1);
            let mut next = 0;
            for &letter in &self.letters {
                out.gamma(letter as u32 + 1 - next);
                next = letter as u32 + 1;
            }
            for &length in &self.lengths {
                out.bits(u32::from(length), 4);
            }
        }
    }

    /// How a term is said if not by recency.
    #[derive(Clone, Copy)]
    struct Place {
        symbol: usize,
        rank: u32,
        /// The size of its group; 1 for a head.
        of: u32,
        form: u64,
        head: bool,
        small: bool,
    }

    /// How a string of a list is said.
    #[derive(Clone, Copy)]
    struct Listed {
        symbol: usize,
        index: u32,
        rank: u32,
        bits: u32,
    }

    /// Turns texts into symbols.
    struct Speaker<'w, W: ?Sized> {
        dictionary: Dictionary<'w, W>,
        alphabet: Alphabet,
        titled: [bool; KINDS],
        /// By ordinal.
        places: Vec<Option<Place>>,
        gaps: Map<String, Listed>,
        extras: Map<String, Listed>,
    }

    /// Where a text has come to.
    #[derive(Clone, Copy)]
    struct Spot {
        context: usize,
        capital: bool,
        titled: bool,
        after_word: bool,
    }

    /// One way to say a word.
    #[derive(Clone, Copy)]
    struct Saying {
        mark: Option<usize>,
        symbol: usize,
        value: u32,
        /// The value is below this bound; a power of two where it is bits.
        bound: u32,
        recency: Option<usize>,
        /// What the memory will hold.
        recent: Recent,
        cost: u32,
    }

    impl<'w, W: Words + ?Sized> Speaker<'w, W> {
        fn new(dictionary: Dictionary<'w, W>, alphabet: Alphabet, titled: [bool; KINDS]) -> Self {
            let mut places = vec![None; dictionary.words.len() as usize];
            let (mut gaps, mut extras) = (Map::default(), Map::default());
            let listed = |symbol: usize, first: u32, rank: u32, bits: u8| Listed { symbol, index: first + rank, rank, bits: u32::from(bits) };
            for (symbol, &action) in alphabet.actions.iter().enumerate() {
                match action {
                    Action::Gap { first, bits } => {
                        let own = alphabet.gaps[first as usize..].iter().take(1 << bits);
                        gaps.extend((0..).zip(own).map(|(rank, gap)| (gap.text.clone(), listed(symbol, first, rank, bits))));
                    }
                    Action::Extra { first, bits } => {
                        let own = alphabet.extras[first as usize..].iter().take(1 << bits);
                        extras.extend((0..).zip(own).map(|(rank, extra)| (extra.clone(), listed(symbol, first, rank, bits))));
                    }
                    Action::Head(head) => {
                        let Head { ordinal, form, small } = alphabet.heads[head as usize];
                        places[ordinal as usize] = Some(Place { symbol, rank: 0, of: 1, form, head: true, small });
                    }
                    Action::Group(group) => {
                        let group = alphabet.groups[group as usize];
                        for (rank, &ordinal) in (0..).zip(&alphabet.tail[group.start as usize..][..group.len as usize]) {
                            let form = alphabet.form(&group, rank);
                            places[ordinal as usize] = Some(Place { symbol, rank, of: group.len, form, head: false, small: false });
                        }
                    }
                    _ => {}
                }
            }
            Speaker { dictionary, alphabet, titled, places, gaps, extras }
        }

        fn text<E: Emit>(&self, kind: Kind, text: &str, memory: &mut Memory, out: &mut E) {
            let context = self.alphabet.actions.len() + kind as usize;
            let mut spot = Spot { context, capital: true, titled: self.titled[kind as usize], after_word: false };
            let mut lower = String::new();
            if is_titled(text) != spot.titled && out.cost(context, TITLED) < NEVER {
                out.symbol(context, TITLED);
                spot.context = TITLED;
                spot.titled = !spot.titled;
            }
            let mut pieces = pieces(text).peekable();
            while let Some((word, piece)) = pieces.next() {
                if word {
                    spot.context = self.word(piece, spot, memory, &mut lower, out);
                    spot.capital = false;
                } else if !(piece == " " && spot.after_word && pieces.peek().is_some()) {
                    (spot.context, spot.capital) = self.gap(piece, spot.context, out);
                }
                spot.after_word = word;
            }
            out.symbol(spot.context, END);
        }

        /// Says a gap; returns the next context, and whether a capital is expected there.
        fn gap<E: Emit>(&self, gap: &str, context: usize, out: &mut E) -> (usize, bool) {
            match self.gaps.get(gap) {
                Some(listed) if out.cost(context, listed.symbol) < NEVER => {
                    out.symbol(context, listed.symbol);
                    out.bits(listed.rank, listed.bits);
                    (listed.symbol, self.alphabet.gaps[listed.index as usize].capital)
                }
                _ => {
                    out.symbol(context, SPELL_GAP);
                    out.letters(false, gap);
                    (SPELL_GAP, ends_sentence(gap))
                }
            }
        }

        /// Says a word the cheapest way; returns the next context.
        fn word<E: Emit>(&self, word: &str, spot: Spot, memory: &mut Memory, lower: &mut String, out: &mut E) -> usize {
            let found = self.dictionary.look_up(word, lower);
            let placed = found.and_then(|found| Some((found, self.places[found.ordinal as usize]?)));
            let found = placed.map(|(found, _)| found);
            let extra = if placed.is_none() { self.extras.get(word) } else { None };
            let direct = match (placed, extra) {
                (Some((found, place)), _) => Some(self.say_term(found, place, spot, out)),
                (None, Some(extra)) => Some(self.say_extra(extra, spot, out)),
                (None, None) => None,
            };
            let is_head = placed.is_some_and(|(_, place)| place.head);
            let repeated = if is_head { None } else { self.say_again(word, found, direct.map(|direct| direct.recent.id), spot, memory, out) };
            let sayings = [repeated, direct].into_iter().flatten().filter(|saying| saying.cost < NEVER);
            let Some(saying) = sayings.min_by_key(|saying| saying.cost) else {
                out.symbol(spot.context, SPELL);
                out.letters(true, word);
                let id = self.first_spelled() + memory.keep(word);
                memory.add(Recent { id, next: SPELL as u16, form: SMALL });
                return SPELL;
            };
            if let Some(mark) = saying.mark {
                out.symbol(spot.context, mark);
            }
            out.symbol(saying.mark.unwrap_or(spot.context), saying.symbol);
            out.below(saying.value, saying.bound);
            if let (Some(MARK_MIXED), Some(found)) = (saying.mark, found) {
                let letters = (0..64).filter(|at| found.letters >> at & 1 == 1);
                letters.for_each(|at| out.bits((found.form >> at & 1) as u32, 1));
            }
            match saying.recency {
                Some(recency) => memory.renew(recency, saying.recent),
                None if is_head => {}
                None => memory.add(saying.recent),
            }
            usize::from(saying.recent.next)
        }

        fn say_term<E: Emit>(&self, found: Found, place: Place, spot: Spot, out: &E) -> Saying {
            let recent = Recent { id: found.ordinal, next: place.symbol as u16, form: place.form };
            let saying = Saying { mark: None, symbol: place.symbol, value: place.rank, bound: place.of, recency: None, recent, cost: 0 };
            self.mark(saying, Some(found), expected(place.form, spot.capital, spot.titled, place.small), spot.context, out)
        }

        fn say_extra<E: Emit>(&self, extra: &Listed, spot: Spot, out: &E) -> Saying {
            let id = self.dictionary.words.len() + extra.index;
            let recent = Recent { id, next: extra.symbol as u16, form: SMALL };
            let saying = Saying { mark: None, symbol: extra.symbol, value: extra.rank, bound: 1 << extra.bits, recency: None, recent, cost: 0 };
            self.mark(saying, None, SMALL, spot.context, out)
        }

        /// Says a word by its recency, if the memory has it: by its id, or as it was spelled.
        fn say_again<E: Emit>(
            &self,
            word: &str,
            found: Option<Found>,
            id: Option<u32>,
            spot: Spot,
            memory: &Memory,
            out: &E,
        ) -> Option<Saying> {
            let first_spelled = self.first_spelled();
            let recency = memory.find(|recent| match recent.id.checked_sub(first_spelled) {
                None => Some(recent.id) == id,
                Some(number) => memory.kept(number) == Some(word),
            })?;
            let recent = memory.at(recency)?;
            let place = recency as u32;
            let (symbol, first) = match place.checked_ilog2() {
                None => (REPEAT, 0),
                Some(bits) => (REPEAT + 1 + bits as usize, 1 << bits),
            };
            let saying = Saying { mark: None, symbol, value: place - first, bound: first.max(1), recency: Some(recency), recent, cost: 0 };
            let found = found.filter(|_| recent.id < self.dictionary.words.len());
            Some(self.mark(saying, found, expected(recent.form, spot.capital, spot.titled, false), spot.context, out))
        }

        /// Puts the mark before a term that it needs where `shown` is expected, and adds up the cost.
        fn mark<E: Emit>(&self, mut saying: Saying, found: Option<Found>, shown: u64, context: usize, out: &E) -> Saying {
            saying.cost = (log2(u64::from(saying.bound)) * u64::from(BIT) / 256) as u32;
            if let Some(found) = found.filter(|found| !found.shows(shown)) {
                let mark = found.mark();
                saying.mark = Some(mark);
                saying.recent.form = match mark {
                    MARK_SMALL => SMALL,
                    MARK_CAPITALISED => CAPITALISED,
                    MARK_UPPER => UPPER,
                    _ => found.form,
                };
                let letters = if mark == MARK_MIXED { found.letters.count_ones() } else { 0 };
                saying.cost += out.cost(context, mark) + letters * BIT;
            }
            saying.cost += out.cost(saying.mark.unwrap_or(context), saying.symbol);
            saying
        }

        fn first_spelled(&self) -> u32 {
            self.dictionary.words.len() + self.alphabet.extras.len() as u32
        }
    }

    /// A text model with all that writing takes.
    pub(crate) struct TextEncoder<'w, W: ?Sized> {
        speaker: Speaker<'w, W>,
        threshold: u32,
        lengths: Lengths,
        /// By code and symbol.
        codes: Vec<Vec<(u16, u8)>>,
        word_spelling: Spelling,
        gap_spelling: Spelling,
    }

    struct IntoBits<'a, 'w, W: ?Sized> {
        encoder: &'a TextEncoder<'w, W>,
        out: &'a mut BitWriter,
    }

    impl<W: ?Sized> Emit for IntoBits<'_, '_, W> {
        #[inline]
        fn cost(&self, context: usize, symbol: usize) -> u32 {
            self.encoder.lengths.cost(context, symbol)
        }

        #[inline]
        fn symbol(&mut self, context: usize, symbol: usize) {
            let code = usize::from(self.encoder.lengths.contexts[context]);
            huffman::put(self.out, &self.encoder.codes[code], symbol);
        }

        fn bits(&mut self, value: u32, count: u32) {
            self.out.bits(value, count);
        }

        fn below(&mut self, value: u32, bound: u32) {
            self.out.below(value, bound);
        }

        fn letters(&mut self, word: bool, text: &str) {
            let spelling = if word { &self.encoder.word_spelling } else { &self.encoder.gap_spelling };
            spelling.put(self.out, text);
        }
    }

    /// Learns a model from the records that it will code; terms of fewer than `threshold` documents are spelled.
    ///
    /// Other texts can be coded with it too, only not as short.
    pub(crate) fn train<'w, W: Words + Sync + ?Sized>(words: &'w W, threshold: u32, records: &[Record<'_>]) -> TextEncoder<'w, W> {
        let threshold = threshold.max(1);
        let dictionary = Dictionary::new(words);
        let numbered: Vec<(u32, &Record<'_>)> = (0..).zip(records).collect();
        let surveys = numbered.par_chunks(share(records.len())).map(|records| {
            let mut survey = Survey::new(words);
            records.iter().for_each(|&(number, record)| survey.add(&dictionary, threshold, number, record));
            survey
        });
        let survey = surveys.reduce_with(Survey::merge).unwrap_or_else(|| Survey::new(words));
        let (alphabet, rough) = draft(words, threshold, &survey);
        let speaker = Speaker::new(dictionary, alphabet, survey.texts.map(|(all, titled)| titled * 2 > all));
        drop(survey);

        let first = lengths(&Tally::of(&speaker, &rough, None, records, records.len().div_ceil(SAMPLE).max(1)));
        let mut tally = Tally::of(&speaker, &rough, Some(&first), records, 1);
        let lengths = lengths(&tally);
        let codes = lengths.codes.iter().map(|lengths| huffman::codes(lengths)).collect();
        // The lists of the model are spelled with the same letters.
        speaker.alphabet.gaps.iter().for_each(|gap| tally.gap_letters.add(&gap.text));
        speaker.alphabet.extras.iter().for_each(|extra| tally.word_letters.add(extra));
        let (word_spelling, gap_spelling) = (Spelling::new(&tally.word_letters), Spelling::new(&tally.gap_letters));
        TextEncoder { speaker, threshold, lengths, codes, word_spelling, gap_spelling }
    }

    /// Contexts that share a code, and how often each symbol follows.
    struct Cluster {
        contexts: Vec<usize>,
        counts: Vec<u32>,
        total: u64,
        /// Of the symbols and the code lengths, in 256ths of a bit.
        cost: u64,
    }

    impl Cluster {
        fn new(contexts: Vec<usize>, counts: Vec<u32>) -> Cluster {
            let total = counts.iter().map(|&count| u64::from(count)).sum();
            let cost = cost_of(total, counts.iter().copied());
            Cluster { contexts, counts, total, cost }
        }

        /// What it costs to share a code; negative where that saves.
        fn cost_with(&self, other: &Cluster) -> i64 {
            let counts = self.counts.iter().zip(&other.counts).map(|(own, other)| own + other);
            cost_of(self.total + other.total, counts) as i64 - (self.cost + other.cost) as i64
        }

        fn with(mut self, other: Cluster) -> Cluster {
            self.contexts.extend(other.contexts);
            self.counts.iter_mut().zip(other.counts).for_each(|(own, other)| *own += other);
            Cluster::new(self.contexts, self.counts)
        }
    }

    /// n log n for small numbers n: clustering asks for little else.
    static KNOWN: LazyLock<Vec<u64>> = LazyLock::new(|| (0..4096).map(|number| number * log2(number)).collect());

    fn cost_of(total: u64, counts: impl Iterator<Item = u32>) -> u64 {
        let (mut known, mut lengths) = (0u64, 0u64);
        for count in counts.filter(|&count| count > 0) {
            known += match KNOWN.get(count as usize) {
                Some(&known) => known,
                None => u64::from(count) * log2(u64::from(count)),
            };
            lengths += 1;
        }
        (total * log2(total)).saturating_sub(known) + lengths * LENGTH_COST
    }

    /// Finds contexts with similar successors and gives them codes.
    fn lengths(tally: &Tally<'_>) -> Lengths {
        let symbols = tally.rough.len();
        let counts = tally.counts.chunks(symbols).enumerate();
        let mut all: Vec<Cluster> = counts.map(|(context, counts)| Cluster::new(vec![context], counts.to_vec())).collect();
        all.sort_by_key(|cluster| Reverse(cluster.total));
        // The many rare contexts join a frequent one at once.
        let rare = all.split_off(all.len().min(CODES * 2));
        let mut clusters: Vec<Option<Cluster>> = all.into_iter().map(Some).collect();
        for other in rare {
            let best = clusters.iter_mut().min_by_key(|cluster| cluster.as_ref().map_or(0, |cluster| cluster.cost_with(&other)));
            let Some(best) = best else { break };
            *best = best.take().map(|cluster| cluster.with(other));
        }
        // Then pair after pair, the best one first, as long as sharing saves or there are too many.
        let mut clusters: Vec<Cluster> = clusters.into_iter().flatten().collect();
        let row = |clusters: &[Cluster], one: usize| (0..one).map(|two| clusters[one].cost_with(&clusters[two])).collect::<Vec<i64>>();
        let mut costs: Vec<Vec<i64>> = (0..clusters.len()).into_par_iter().map(|one| row(&clusters, one)).collect();
        loop {
            let pairs = costs.iter().enumerate().flat_map(|(one, row)| row.iter().enumerate().map(move |(two, &cost)| (cost, one, two)));
            let Some((cost, one, two)) = pairs.min() else { break };
            if cost >= 0 && clusters.len() <= CODES {
                break;
            }
            let other = clusters.remove(one);
            let cluster = clusters.remove(two);
            clusters.push(cluster.with(other));
            for gone in [one, two] {
                costs.remove(gone);
                costs.iter_mut().skip(gone).for_each(|row| _ = row.remove(gone));
            }
            costs.push(row(&clusters, clusters.len() - 1));
        }
        let mut lengths = Lengths { contexts: vec![0; symbols + KINDS], codes: Vec::new() };
        for (code, cluster) in (0..).zip(clusters) {
            cluster.contexts.iter().for_each(|&context| lengths.contexts[context] = code);
            let mut counts: Vec<u64> = cluster.counts.iter().map(|&count| u64::from(count)).collect();
            // Whatever comes, it can be spelled and ended.
            [END, SPELL, SPELL_GAP].iter().for_each(|&symbol| counts[symbol] = counts[symbol].max(1));
            lengths.codes.push(huffman::lengths(&counts));
        }
        lengths
    }

    /// Writes the number that [`step`] reads.
    pub(crate) fn put_step(out: &mut BitWriter, value: u32, low: u32) {
        out.gamma((value >> low) + 1);
        out.bits(value & ((1 << low) - 1), low);
    }

    /// The low bits that make a list of numbers shortest.
    pub(crate) fn best_low(values: &[u32]) -> u32 {
        let cost = |low: u32| values.iter().map(|&value| u64::from(((value >> low) + 1).ilog2() * 2 + 1 + low)).sum::<u64>();
        (0..31).min_by_key(|&low| cost(low)).unwrap_or(0)
    }

    fn put_mixed(out: &mut BitWriter, term: &str, form: u64) {
        cased(term).for_each(|at| out.bits((form >> at & 1) as u32, 1));
    }

    /// The number that [`differs`] reads.
    fn difference(from: u8, to: u8) -> usize {
        match i32::from(to) - i32::from(from) {
            up @ 0.. => 1 + 2 * up as usize,
            down => (-2 * down) as usize,
        }
    }

    impl<W: Words + ?Sized> TextEncoder<'_, W> {
        /// Appends one text.
        pub(crate) fn encode(&self, kind: Kind, text: &str, memory: &mut Memory, out: &mut BitWriter) {
            self.speaker.text(kind, text, memory, &mut IntoBits { encoder: self, out });
        }

        /// The model as bytes.
        pub(crate) fn write(&self) -> Vec<u8> {
            let mut out = BitWriter::default();
            let (words, alphabet) = (self.speaker.dictionary.words, &self.speaker.alphabet);
            out.gamma(self.threshold + 1);
            out.gamma((alphabet.tail.len() + alphabet.heads.len()) as u32 + 1);
            self.speaker.titled.iter().for_each(|&titled| out.bits(u32::from(titled), 1));
            self.word_spelling.write(&mut out);
            self.gap_spelling.write(&mut out);
            out.gamma(alphabet.gaps.len() as u32 + 1);
            for gap in &alphabet.gaps {
                self.gap_spelling.put(&mut out, &gap.text);
                out.bits(u32::from(gap.capital), 1);
            }
            self.write_heads(&mut out);
            out.gamma(alphabet.extras.len() as u32 + 1);
            alphabet.extras.iter().for_each(|extra| self.word_spelling.put(&mut out, extra));
            let mut classes = vec![CLASS_SMALL; words.len() as usize];
            for group in &alphabet.groups {
                let terms = &alphabet.tail[group.start as usize..][..group.len as usize];
                terms.iter().for_each(|&ordinal| classes[ordinal as usize] = group.class);
            }
            for [lettered, _] in by_octave(words, self.threshold, &alphabet.heads) {
                self.write_octave(&mut out, &classes, &lettered);
            }
            self.write_codes(&mut out);
            out.into_bytes()
        }

        fn write_heads(&self, out: &mut BitWriter) {
            let (words, heads) = (self.speaker.dictionary.words, &self.speaker.alphabet.heads);
            let mut next = 0;
            let skips: Vec<u32> = heads.iter().map(|head| head.ordinal - std::mem::replace(&mut next, head.ordinal + 1)).collect();
            let low = best_low(&skips);
            out.bits(low, 5);
            out.gamma(heads.len() as u32 + 1);
            for (head, &skip) in heads.iter().zip(&skips) {
                put_step(out, skip, low);
                match head.form {
                    SMALL => out.bits(u32::from(CLASS_SMALL), 2),
                    CAPITALISED => out.bits(u32::from(CLASS_CAPITALISED), 2),
                    UPPER => out.bits(u32::from(CLASS_UPPER), 2),
                    form => {
                        out.bits(u32::from(CLASS_MIXED), 2);
                        put_mixed(out, words.term(head.ordinal), form);
                    }
                }
                out.bits(u32::from(head.small), 1);
            }
        }

        fn write_octave(&self, out: &mut BitWriter, classes: &[u8], lettered: &[u32]) {
            let words = self.speaker.dictionary.words;
            if lettered.first().is_none_or(|&ordinal| words.frequency(ordinal) < CLASSED) {
                return;
            }
            let class = |ordinal: u32| classes[ordinal as usize];
            let skips: Vec<u32> = lettered.split(|&ordinal| class(ordinal) != CLASS_SMALL).map(|small| small.len() as u32).collect();
            let low = best_low(&skips);
            out.bits(low, 5);
            put_step(out, skips[0], low);
            let others = lettered.iter().filter(|&&ordinal| class(ordinal) != CLASS_SMALL);
            for (&ordinal, &skip) in others.zip(&skips[1..]) {
                match class(ordinal) {
                    CLASS_CAPITALISED => out.bits(0b0, 1),
                    CLASS_UPPER => out.bits(0b10, 2),
                    _ => {
                        let form = self.speaker.places[ordinal as usize].map_or(SMALL, |place| place.form);
                        out.bits(0b11, 2);
                        put_mixed(out, words.term(ordinal), form);
                    }
                }
                put_step(out, skip, low);
            }
        }

        fn write_codes(&self, out: &mut BitWriter) {
            let Lengths { contexts, codes } = &self.lengths;
            out.bits(codes.len() as u32, 8);
            contexts.iter().for_each(|&code| out.below(u32::from(code), codes.len() as u32));
            let usual = (0..self.speaker.alphabet.actions.len()).map(|symbol| {
                let present: Vec<u32> = codes.iter().map(|lengths| u32::from(lengths[symbol])).filter(|&length| length > 0).collect();
                let count = present.len() as u32;
                (present.iter().sum::<u32>() + count / 2).checked_div(count).unwrap_or(0) as u8
            });
            let usual: Vec<u8> = usual.collect();
            let mut numbers = Vec::new();
            let mut before = 8;
            for &length in &usual {
                numbers.push(if length == 0 { 0 } else { difference(std::mem::replace(&mut before, length), length) });
            }
            for lengths in codes {
                let present = lengths.iter().zip(&usual).filter(|&(_, &usual)| usual > 0);
                numbers.extend(present.map(|(&length, &usual)| if length == 0 { 0 } else { difference(usual, length) }));
            }
            let mut counts = vec![0u64; DIFFERENCES];
            numbers.iter().for_each(|&number| counts[number] += 1);
            let lengths = huffman::lengths(&counts);
            lengths.iter().for_each(|&length| out.bits(u32::from(length), 4));
            let codes = huffman::codes(&lengths);
            numbers.iter().for_each(|&number| huffman::put(out, &codes, number));
        }
    }
}

#[cfg(all(test, feature = "build"))]
pub(crate) mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    use super::super::bits::BitWriter;
    use super::*;

    /// A lexicon of folded words for tests.
    pub(crate) struct Lexicon(Vec<(String, u32)>);

    impl Lexicon {
        pub(crate) fn of<'t>(documents: impl Iterator<Item = Vec<&'t str>>) -> Lexicon {
            let mut terms: BTreeMap<String, u32> = BTreeMap::new();
            for texts in documents {
                let folded = texts.iter().map(|text| text.nfd().filter(|&letter| !is_combining_mark(letter)).collect::<String>().to_lowercase());
                let words = folded.flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>());
                let words: BTreeSet<String> = words.filter(|word| !word.is_empty()).collect();
                words.into_iter().for_each(|word| *terms.entry(word.chars().take(64).collect()).or_default() += 1);
            }
            Lexicon(terms.into_iter().collect())
        }
    }

    impl Words for Lexicon {
        fn len(&self) -> u32 {
            self.0.len() as u32
        }

        fn term(&self, ordinal: u32) -> &str {
            self.0.get(ordinal as usize).map_or("", |(term, _)| term)
        }

        fn frequency(&self, ordinal: u32) -> u32 {
            self.0.get(ordinal as usize).map_or(0, |&(_, frequency)| frequency)
        }

        fn ordinal(&self, term: &str) -> Option<u32> {
            self.0.binary_search_by(|(own, _)| own.as_str().cmp(term)).ok().map(|at| at as u32)
        }
    }

    const KIND: [Kind; KINDS] = [Kind::Body, Kind::Title, Kind::Name, Kind::Label];

    /// A model of some texts, each of which is a document and a record.
    struct Trained {
        words: Lexicon,
        model: Vec<u8>,
        texts: Vec<(Kind, Vec<u8>, usize)>,
    }

    /// Learns from `texts`, and codes those and then `others`, each by itself.
    fn train_on(threshold: u32, texts: &[(Kind, &str)], others: &[(Kind, &str)]) -> Trained {
        let words = Lexicon::of(texts.iter().map(|&(_, text)| vec![text]));
        let records: Vec<Record<'_>> = texts.iter().map(|&text| vec![text]).collect();
        let encoder = train(&words, threshold, &records);
        let code = |&(kind, text): &(Kind, &str)| {
            let mut out = BitWriter::default();
            encoder.encode(kind, text, &mut Memory::default(), &mut out);
            let bits = out.position();
            (kind, out.into_bytes(), bits)
        };
        let (model, texts) = (encoder.write(), texts.iter().chain(others).map(code).collect());
        Trained { words, model, texts }
    }

    impl Trained {
        fn read(&self, index: usize) -> Option<String> {
            let model = TextModel::open(&self.model, &self.words).unwrap();
            let (kind, bytes, bits) = &self.texts[index];
            let mut out = String::new();
            let mut reader = BitReader::new(bytes, 0);
            let read = model.decode(&self.words, *kind, &mut Memory::default(), &mut reader, usize::MAX, &mut out);
            (read && reader.position() == *bits).then_some(out)
        }
    }

    /// Joins what it is given, letters of terms as they are in the lexicon.
    struct Join<'w> {
        words: &'w Lexicon,
        out: String,
        after_word: bool,
        tokens: usize,
    }

    impl Join<'_> {
        fn word_of(&mut self, word: &str) {
            let space = if self.after_word { " " } else { "" };
            self.out.extend([space, word]);
            self.after_word = true;
            self.tokens += 1;
        }
    }

    impl TextSink for Join<'_> {
        fn word(&mut self, ordinal: u32) {
            self.word_of(self.words.term(ordinal));
        }

        fn spelled(&mut self, word: &str) {
            self.word_of(word);
        }

        fn gap(&mut self, gap: &str) {
            self.out.push_str(gap);
            self.after_word = false;
            self.tokens += 1;
        }
    }

    fn check(texts: &[(Kind, &str)], others: &[(Kind, &str)], threshold: u32) {
        let trained = train_on(threshold, texts, others);
        let model = TextModel::open(&trained.model, &trained.words).unwrap();
        for (index, &(kind, text)) in texts.iter().chain(others).enumerate() {
            assert_eq!(trained.read(index).as_deref(), Some(text));
            let mut join = Join { words: &trained.words, out: String::new(), after_word: false, tokens: 0 };
            let mut reader = BitReader::new(&trained.texts[index].1, 0);
            assert!(model.scan(&trained.words, kind, &mut Memory::default(), &mut reader, usize::MAX, &mut join));
            assert_eq!(join.out.to_ascii_lowercase(), text.to_ascii_lowercase());
            let tokens = join.tokens;
            for some in 0..tokens.min(3) {
                join.tokens = 0;
                let mut reader = BitReader::new(&trained.texts[index].1, 0);
                assert!(!model.scan(&trained.words, kind, &mut Memory::default(), &mut reader, some, &mut join));
                assert_eq!(join.tokens, some, "at most as many as were asked for");
            }
        }
    }

    fn bodies<'t>(texts: &[&'t str]) -> Vec<(Kind, &'t str)> {
        texts.iter().map(|&text| (Kind::Body, text)).collect()
    }

    /// Words in all cases, joined by gaps from nothing to strange.
    fn some_text() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            4 => "(the|of|cell|mrna|neural|networks|2024|3d|straße|naïve|état|ǅ|ﬁn)",
            1 => "(The|CELL|mRNA|Neural|STRASSE|İstanbul|Straße|ÉTAT|ΣΊΣΥΦΟΣ|深度学习|x²)",
            1 => "[a-zA-Z0-9]{1,9}",
        ];
        let gap = prop_oneof![
            8 => Just(" ".to_owned()),
            3 => "(, |[.] |-|: | [(]|[)] |[.]|\r\n|\n\n|  |\t|'|… |\u{200d}|👩\u{200d}🔬| — )",
            1 => "\\PC{0,4}",
        ];
        let loose = prop_oneof![9 => Just(String::new()), 1 => any::<String>()];
        (proptest::collection::vec((word, gap), 0..30), loose).prop_map(|(pieces, loose)| {
            pieces.into_iter().flat_map(|(word, gap)| [word, gap]).chain([loose]).collect()
        })
    }

    fn some_texts() -> impl Strategy<Value = Vec<(usize, String)>> {
        proptest::collection::vec((0..KINDS, some_text()), 0..20)
    }

    fn of_kinds(texts: &[(usize, String)]) -> Vec<(Kind, &str)> {
        texts.iter().map(|(kind, text)| (KIND[*kind], text.as_str())).collect()
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_whole_and_in_parts(texts in some_texts(), others in some_texts(), threshold in 0u32..4) {
            check(&of_kinds(&texts), &of_kinds(&others), threshold);
        }

        #[test]
        fn texts_that_share_a_memory_are_read_back_in_order(texts in some_texts()) {
            let texts = of_kinds(&texts);
            let words = Lexicon::of(texts.iter().map(|&(_, text)| vec![text]));
            let encoder = train(&words, 1, std::slice::from_ref(&texts));
            let (mut out, mut memory) = (BitWriter::default(), Memory::default());
            texts.iter().for_each(|&(kind, text)| encoder.encode(kind, text, &mut memory, &mut out));
            let (bytes, model) = (out.into_bytes(), TextModel::open(&encoder.write(), &words).unwrap());
            let (mut reader, mut memory) = (BitReader::new(&bytes, 0), Memory::default());
            for (kind, text) in texts {
                let mut read = String::new();
                prop_assert!(model.decode(&words, kind, &mut memory, &mut reader, usize::MAX, &mut read));
                prop_assert_eq!(read, text);
            }
        }

        #[test]
        fn any_bytes_as_a_text_end_without_panic_and_within_the_limit(texts in some_texts(), bytes in proptest::collection::vec(any::<u8>(), 0..200), limit in 0usize..300) {
            let trained = train_on(1, &of_kinds(&texts), &[]);
            let model = TextModel::open(&trained.model, &trained.words).unwrap();
            for kind in KIND {
                let mut out = String::from("before");
                model.decode(&trained.words, kind, &mut Memory::default(), &mut BitReader::new(&bytes, 0), limit, &mut out);
                prop_assert!(out.len() <= "before".len() + limit);
                let mut join = Join { words: &trained.words, out: String::new(), after_word: false, tokens: 0 };
                model.scan(&trained.words, kind, &mut Memory::default(), &mut BitReader::new(&bytes, 0), limit, &mut join);
                prop_assert!(join.tokens <= limit);
            }
        }

        #[test]
        fn any_damage_to_a_model_is_an_error_or_reads_something(texts in some_texts(), damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4), end in any::<prop::sample::Index>(), cut in any::<bool>()) {
            let trained = train_on(1, &of_kinds(&texts), &[]);
            let mut model = trained.model.clone();
            for (at, bits) in &damage {
                let at = at.index(model.len());
                model[at] ^= bits;
            }
            if cut {
                model.truncate(end.index(model.len()));
            }
            if let Some(model) = TextModel::open(&model, &trained.words) {
                for (kind, bytes, _) in &trained.texts {
                    let mut out = String::new();
                    model.decode(&trained.words, *kind, &mut Memory::default(), &mut BitReader::new(bytes, 0), 10_000, &mut out);
                    prop_assert!(out.len() <= 10_000);
                }
            }
        }

        #[test]
        fn any_bytes_as_a_model_open_without_panic(texts in some_texts(), bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let words = Lexicon::of(texts.iter().map(|(_, text)| vec![text.as_str()]));
            let _ = TextModel::open(&bytes, &words);
        }
    }

    #[test]
    fn a_text_is_read_up_to_its_limit_and_no_further() {
        let trained = train_on(1, &bodies(&["one two three"]), &[]);
        let model = TextModel::open(&trained.model, &trained.words).unwrap();
        for limit in 0..20 {
            let mut out = String::new();
            let mut reader = BitReader::new(&trained.texts[0].1, 0);
            let read = model.decode(&trained.words, Kind::Body, &mut Memory::default(), &mut reader, limit, &mut out);
            assert_eq!(read, limit >= 13, "{limit}");
            assert!("one two three".starts_with(&out));
        }
    }

    #[test]
    fn long_words_with_capitals_far_behind_are_read_back() {
        let (small, mixed) = ("a".repeat(80), "a".repeat(70) + "B" + &"a".repeat(9));
        let (upper, half) = ("A".repeat(64), "A".repeat(64) + &"b".repeat(10));
        check(&bodies(&[&small, &mixed, &upper, &half, &half, &format!("{upper} {half} {mixed}")]), &bodies(&[&half.to_uppercase()]), 1);
        let whole = Lexicon(vec![("a".repeat(64) + &"b".repeat(10), 3)]);
        let records = vec![vec![(Kind::Body, half.as_str())]; 3];
        let encoder = train(&whole, 1, &records);
        let mut out = BitWriter::default();
        encoder.encode(Kind::Body, &half, &mut Memory::default(), &mut out);
        encoder.encode(Kind::Body, &half.to_uppercase(), &mut Memory::default(), &mut out);
        let (bytes, model) = (out.into_bytes(), TextModel::open(&encoder.write(), &whole).unwrap());
        let (mut reader, mut read) = (BitReader::new(&bytes, 0), String::new());
        for _ in 0..2 {
            assert!(model.decode(&whole, Kind::Body, &mut Memory::default(), &mut reader, 1000, &mut read));
        }
        assert_eq!(read, half.clone() + &half.to_uppercase());
    }

    #[test]
    fn no_text_at_all_makes_a_model_that_spells() {
        check(&[], &bodies(&["", "Anything, really.", "\u{0}"]), 1);
    }

    /// Sentences over a few words.
    const SENTENCES: [&str; 8] = [
        "The cell divides and the membrane grows around it.",
        "A membrane separates the cell from what is around.",
        "Genes of the cell are read as mRNA. The mRNA leaves it.",
        "In the cell, mRNA is short; the membrane is thin.",
        "What divides the membrane? A cell that grows and divides.",
        "DNA is read as mRNA, and mRNA is what leaves the cell.",
        "The DNA of a cell is long. It is read from one side.",
        "A gene is a part of the DNA. The cell has many.",
    ];

    /// The bits of each text in a corpus of many such sentences, in which each of the texts occurs once.
    fn bits_of(kind: Kind, texts: &[&str]) -> Vec<usize> {
        let corpus = texts.iter().map(|&text| (kind, text)).chain((0..400).map(|number| (Kind::Body, SENTENCES[number % 8])));
        let trained = train_on(1, &corpus.collect::<Vec<_>>(), &[]);
        (0..texts.len()).map(|index| trained.texts[index].2).collect()
    }

    #[test]
    fn one_space_between_words_costs_nothing() {
        let bits = bits_of(Kind::Body, &["the cell divides", "the cell, divides", "the cell  divides"]);
        assert!(bits[0] < bits[1] && bits[0] < bits[2], "{bits:?}");
    }

    #[test]
    fn the_usual_form_of_a_word_costs_nothing() {
        let bits = bits_of(Kind::Body, &["what leaves DNA", "what leaves dna", "what leaves Dna", "what leaves dNa"]);
        assert!(bits[1..].iter().all(|&other| bits[0] < other), "{bits:?}");
        let bits = bits_of(Kind::Body, &["what leaves mRNA", "what leaves mrna", "what leaves MRNA"]);
        assert!(bits[1..].iter().all(|&other| bits[0] < other), "{bits:?}");
    }

    #[test]
    fn a_capital_is_expected_where_a_sentence_starts_and_nowhere_else() {
        let bits = bits_of(Kind::Body, &["It divides. Membrane", "It divides. membrane", "It divides, membrane", "It divides, Membrane"]);
        assert!(bits[0] < bits[1] && bits[2] < bits[3], "{bits:?}");
    }

    #[test]
    fn capitals_are_expected_all_through_a_title_that_has_them() {
        let titled = ["The Membrane Divides and Grows around It", "A Gene Leaves the Cell", "The Membrane divides and grows around It"];
        let bits = bits_of(Kind::Title, &titled);
        assert!(bits[0] < bits[2], "{bits:?}");
    }

    #[test]
    fn a_form_is_remembered_with_its_word() {
        let bits = bits_of(Kind::Body, &["what GROWS around GROWS around GROWS", "what GROWS around grows around GROWS"]);
        assert!(bits[0] < bits[1], "{bits:?}");
    }

    #[test]
    fn a_word_that_is_no_term_is_spelled_once_and_then_remembered() {
        let bits = bits_of(Kind::Body, &["what leaves Ångström", "what leaves Ångström and Ångström and Ångström"]);
        assert!(bits[1] < bits[0] + 60, "{bits:?}");
    }

    #[test]
    fn the_bytes_do_not_depend_on_threads() {
        let texts: Vec<String> = (0..200).map(|number| format!("{} It is Number {number} of mRNA {}", SENTENCES[number % 8], number % 7)).collect();
        let texts: Vec<(Kind, &str)> = texts.iter().map(|text| (Kind::Body, text.as_str())).collect();
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let trained = pool.install(|| train_on(1, &texts, &[]));
            (trained.model, trained.texts.into_iter().map(|(_, bytes, _)| bytes).collect::<Vec<_>>())
        };
        assert!(with(1) == with(3));
    }

    #[test]
    fn a_model_read_with_another_lexicon_is_an_error_or_reads_something() {
        let trained = train_on(1, &bodies(&SENTENCES), &[]);
        let fewer = Lexicon::of(SENTENCES[1..].iter().map(|&text| vec![text]));
        assert!(TextModel::open(&trained.model, &fewer).is_none(), "another number of terms");
        let others = Lexicon(trained.words.0.iter().map(|(term, _)| (format!("x{term}"), 1)).collect());
        if let Some(model) = TextModel::open(&trained.model, &others) {
            let mut out = String::new();
            model.decode(&others, Kind::Body, &mut Memory::default(), &mut BitReader::new(&trained.texts[0].1, 0), 1000, &mut out);
        }
    }

    #[test]
    fn the_default_corpus_takes_less_than_a_third_of_its_bytes() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus/papers.jsonl");
        let Ok(corpus) = std::fs::read_to_string(path) else { return };
        let texts: Vec<&str> = corpus.lines().collect();
        check(&bodies(&texts), &[], 1);
        let trained = train_on(1, &bodies(&texts), &[]);
        let coded = trained.texts.iter().map(|(_, bytes, _)| bytes.len()).sum::<usize>();
        assert!((trained.model.len() + coded) * 3 < corpus.len(), "{} + {coded} of {}", trained.model.len(), corpus.len());
    }
}
