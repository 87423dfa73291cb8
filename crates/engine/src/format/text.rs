//! Stored text, word by word, with the search lexicon as the dictionary.
use super::bits::BitReader;
use super::bytes::malformed;
use super::huffman::Code;
use crate::error::Error;

#[cfg(feature = "build")]
pub(crate) use writer::{Record, Spelling, TextEncoder, best_low, put_step, train};

/// The lexicon as the text coder sees it: sorted folded terms, each with its document frequency.
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
    /// A word that was spelled out, as it stands in the text.
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

/// The words of one record that may be repeated by their recency.
///
/// Texts of one record that are read one after the other share one memory.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    recent: Vec<Recent>,
    /// Spelled words one after the other, and where each ends.
    spelled: String,
    ends: Vec<u32>,
}

/// Words that a memory holds.
const RECENT: usize = 128;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Recent {
    /// A term, then an extra word, then a word spelled in this record.
    id: u32,
    /// The symbol it was first coded with: the context of what follows.
    symbol: u16,
    form: u64,
}

impl Memory {
    /// Moves the word at `place` to the front, or puts it there if it is new.
    #[inline]
    fn touch(&mut self, place: usize, word: Recent) {
        if place >= self.recent.len() {
            if self.recent.len() >= RECENT {
                self.recent.pop();
            }
            self.recent.insert(0, word);
            return;
        }
        if let Some(head) = self.recent.get_mut(..=place) {
            head.rotate_right(1);
            if let Some(first) = head.first_mut() {
                *first = word;
            }
        }
    }

    fn keep(&mut self, word: &str) -> u32 {
        self.spelled.push_str(word);
        self.ends.push(self.spelled.len() as u32);
        self.ends.len() as u32 - 1
    }

    fn kept(&self, index: u32) -> Option<&str> {
        let index = index as usize;
        let start = if index == 0 { 0 } else { *self.ends.get(index - 1)? };
        self.spelled.get(start as usize..*self.ends.get(index)? as usize)
    }
}

// Which letters of a word are capitals, by byte: bit i stands for byte i.
const LOWER: u64 = 0;
const CAPITAL: u64 = 1;
/// Every byte, those beyond the 64th too.
const UPPER: u64 = u64::MAX;

/// What a symbol of the main alphabet does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    /// The text is over.
    End,
    /// A word follows in letters.
    Spell,
    /// A gap follows in letters.
    SpellGap,
    /// The next word has this form, whatever was expected.
    Form(u64),
    /// The next word has a form that follows it, a bit for each letter.
    Mixed,
    /// From here on words are expected capitalised, or no longer so.
    Titled,
    /// A word of the memory; its place less `first` follows in `bits` bits.
    Repeat { first: u16, bits: u8 },
    /// A gap of the list; its index less `first` follows in `bits` bits.
    Gap { first: u16, bits: u8 },
    /// One of the commonest words.
    Head(u16),
    /// A word of the list of words that no term spells.
    Extra { first: u32, bits: u8 },
    /// A term of the group, in truncated binary.
    Group(u16),
}

#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Terms of about the same frequency and of one usual form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Group {
    start: u32,
    len: u32,
    class: u8,
}

// Classes of terms by their usual form.
const CLASS_LOWER: u8 = 0;
const CLASS_CAPITAL: u8 = 1;
const CLASS_UPPER: u8 = 2;
const CLASS_MIXED: u8 = 3;
const CLASS_NUMBER: u8 = 4;
const CLASSES: usize = 5;

/// Which symbols there are, and what each does.
#[derive(Clone, Debug, Default)]
struct Alphabet {
    gaps: Vec<Gap>,
    heads: Vec<Head>,
    extras: Vec<String>,
    groups: Vec<Group>,
    /// The terms of all groups, group after group, each in ordinal order.
    tail: Vec<u32>,
    /// The usual forms of the terms of class mixed, by ordinal.
    mixed: Vec<(u32, u64)>,
    actions: Vec<Action>,
}

/// Gaps that have a symbol of their own; the others share symbols in groups of 8, 16, 32, ...
const OWN_GAPS: usize = 40;

impl Alphabet {
    /// Numbers the symbols.
    fn enumerate(&mut self) {
        let mut actions = vec![
            Action::End,
            Action::Spell,
            Action::SpellGap,
            Action::Form(LOWER),
            Action::Form(CAPITAL),
            Action::Form(UPPER),
            Action::Mixed,
            Action::Titled,
            Action::Repeat { first: 0, bits: 0 },
        ];
        actions.extend((0..7u8).map(|bits| Action::Repeat { first: 1 << bits, bits }));
        let own = self.gaps.len().min(OWN_GAPS);
        actions.extend((0..own).map(|gap| Action::Gap { first: gap as u16, bits: 0 }));
        let (mut first, mut bits) = (own, 3u8);
        while first < self.gaps.len() {
            actions.push(Action::Gap { first: first as u16, bits });
            first += 1 << bits;
            bits += 1;
        }
        actions.extend((0..self.heads.len()).map(|head| Action::Head(head as u16)));
        let (mut first, mut bits) = (0usize, 3u8);
        while first < self.extras.len() {
            actions.push(Action::Extra { first: first as u32, bits });
            first += 1 << bits;
            bits += 1;
        }
        actions.extend((0..self.groups.len()).map(|group| Action::Group(group as u16)));
        self.actions = actions;
    }

    fn group_form(&self, group: &Group, ordinal: u32) -> u64 {
        match group.class {
            CLASS_CAPITAL => CAPITAL,
            CLASS_UPPER => UPPER,
            CLASS_MIXED => match self.mixed.binary_search_by_key(&ordinal, |&(own, _)| own) {
                Ok(at) => self.mixed.get(at).map_or(LOWER, |&(_, form)| form),
                Err(_) => LOWER,
            },
            _ => LOWER,
        }
    }
}

/// Terms are grouped by document frequency, two groups to an octave.
fn octave(frequency: u32) -> usize {
    let frequency = frequency.max(1);
    let power = frequency.ilog2();
    let half = if power == 0 { 0 } else { frequency >> (power - 1) & 1 };
    (power * 2 + half) as usize
}

/// One more than the largest [`octave`].
const OCTAVES: usize = 64;

/// Whether a term is a plain number, which has no case.
fn is_number(term: &str) -> bool {
    term.bytes().all(|byte| byte.is_ascii_digit())
}

/// How many letters of a term have a case that the coder knows.
fn cased_letters(term: &str) -> u32 {
    term.bytes().take(64).filter(u8::is_ascii_lowercase).count() as u32
}

/// Letters of words or gaps: the characters in order, then the end, then any other character by its number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Letters {
    letters: Vec<char>,
    code: Code,
}

impl Letters {
    /// Appends what is spelled here; false where it is malformed or longer than `room` bytes.
    pub(crate) fn read(&self, reader: &mut BitReader<'_>, mut room: usize, out: &mut String) -> bool {
        loop {
            let Some(symbol) = self.code.symbol(reader) else { return false };
            let letter = match self.letters.get(symbol as usize) {
                Some(&letter) => letter,
                None if symbol as usize == self.letters.len() => return !reader.overran(),
                None => match char::from_u32(reader.bits(21)) {
                    Some(letter) => letter,
                    None => return false,
                },
            };
            let size = letter.len_utf8();
            if size > room || reader.overran() {
                return false;
            }
            room -= size;
            out.push(letter);
        }
    }
}

/// What is needed to read stored text beside the lexicon.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextModel {
    threshold: u32,
    /// By kind: whether words are expected capitalised from the start.
    titled: [bool; KINDS],
    word_letters: Letters,
    gap_letters: Letters,
    alphabet: Alphabet,
    /// By symbol, then by kind: which code comes next.
    contexts: Vec<u8>,
    codes: Vec<Code>,
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
        let term = self.words.term(ordinal);
        if self.out.len() + term.len() > self.limit {
            return false;
        }
        if form == LOWER {
            self.out.push_str(term);
        } else {
            for (at, letter) in term.char_indices() {
                let capital = form == UPPER || (at < 64 && form >> at & 1 == 1);
                self.out.push(if capital { letter.to_ascii_uppercase() } else { letter });
            }
        }
        true
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
    left: usize,
}

impl<S: TextSink> IntoSink<'_, S> {
    fn take(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0
    }
}

impl<S: TextSink> Visitor for IntoSink<'_, S> {
    fn space(&mut self) -> bool {
        true
    }

    fn term(&mut self, ordinal: u32, _: u64) -> bool {
        self.sink.word(ordinal);
        self.take()
    }

    fn spelled(&mut self, word: &str) -> bool {
        self.sink.spelled(word);
        self.take()
    }

    fn gap(&mut self, gap: &str) -> bool {
        self.sink.gap(gap);
        self.take()
    }
}

/// Whether a word after this gap is expected with a capital, for gaps that are not in the list.
fn ends_sentence(gap: &str) -> bool {
    gap.bytes().any(|byte| matches!(byte, b'.' | b'!' | b'?'))
}

/// The form that a word has when no mark says otherwise.
#[inline]
fn expected(form: u64, capital: bool, titled: bool, small: bool) -> u64 {
    if form == LOWER && (capital || (titled && !small)) { CAPITAL } else { form }
}

impl TextModel {
    /// Appends one text to `out`, which may grow by `max_bytes`; false where the text is malformed, cut off or longer.
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

    /// Hands one text to `sink`, at most `max_tokens` words and gaps of it; false where it does not end in order
    /// by then.
    pub(crate) fn scan<W: Words + ?Sized, S: TextSink>(
        &self,
        words: &W,
        kind: Kind,
        memory: &mut Memory,
        reader: &mut BitReader<'_>,
        max_tokens: usize,
        sink: &mut S,
    ) -> bool {
        if max_tokens == 0 {
            return false;
        }
        self.walk(words, kind, memory, reader, usize::MAX, &mut IntoSink { sink, left: max_tokens })
    }

    fn walk<W: Words + ?Sized, V: Visitor>(
        &self,
        words: &W,
        kind: Kind,
        memory: &mut Memory,
        reader: &mut BitReader<'_>,
        max_spelled: usize,
        visitor: &mut V,
    ) -> bool {
        let alphabet = &self.alphabet;
        let first_extra = words.len();
        let first_spelled = first_extra.saturating_add(alphabet.extras.len() as u32);
        let mut context = alphabet.actions.len() + kind as usize;
        let mut titled = self.titled.get(kind as usize).copied().unwrap_or(false);
        let (mut capital, mut after_word) = (true, false);
        // The form that a mark has set, and whether it is still to come.
        let (mut form, mut mixed): (Option<u64>, bool) = (None, false);
        let mut spelling = String::new();
        loop {
            let code = self.contexts.get(context).and_then(|&code| self.codes.get(usize::from(code)));
            let Some(symbol) = code.and_then(|code| code.symbol(reader)) else { return false };
            if reader.overran() {
                return false;
            }
            context = symbol as usize;
            let Some(&action) = alphabet.actions.get(context) else { return false };
            // What a word comes from: its place in the memory, what the memory will hold of it.
            let (place, mut word, small);
            match action {
                Action::End => return true,
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
                    let index = u32::from(first) + reader.bits(u32::from(bits));
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
                    let id = first_spelled.saturating_add(memory.keep(&spelling));
                    (place, small) = (usize::MAX, false);
                    word = Recent { id, symbol: symbol as u16, form: LOWER };
                }
                Action::Repeat { first, bits } => {
                    place = usize::from(first) + reader.bits(u32::from(bits)) as usize;
                    let Some(&recent) = memory.recent.get(place) else { return false };
                    (word, small) = (recent, false);
                    context = usize::from(word.symbol);
                }
                Action::Head(head) => {
                    let Some(head) = alphabet.heads.get(usize::from(head)) else { return false };
                    (place, small) = (usize::MAX, head.small);
                    word = Recent { id: head.ordinal, symbol: symbol as u16, form: head.form };
                }
                Action::Extra { first, bits } => {
                    let index = first.saturating_add(reader.bits(u32::from(bits)));
                    (place, small) = (usize::MAX, false);
                    word = Recent { id: first_extra.saturating_add(index), symbol: symbol as u16, form: LOWER };
                }
                Action::Group(group) => {
                    let Some(group) = alphabet.groups.get(usize::from(group)) else { return false };
                    let index = group.start as usize + reader.below(group.len) as usize;
                    let Some(&ordinal) = alphabet.tail.get(index) else { return false };
                    (place, small) = (usize::MAX, false);
                    let form = alphabet.group_form(group, ordinal);
                    word = Recent { id: ordinal, symbol: symbol as u16, form };
                }
            }
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
                let Some(extra) = alphabet.extras.get((word.id - first_extra) as usize) else { return false };
                visitor.spelled(extra)
            } else {
                let Some(kept) = memory.kept(word.id - first_spelled) else { return false };
                visitor.spelled(kept)
            };
            if !going {
                return false;
            }
            if !matches!(action, Action::Head(_)) {
                memory.touch(place, word);
            }
            (form, mixed, capital, after_word) = (None, false, false, true);
        }
    }
}

/// A number in steps of a power of two: gamma of the high part, then the low bits as they are.
pub(crate) fn step(reader: &mut BitReader<'_>, low: u32) -> u32 {
    let high = reader.gamma().wrapping_sub(1);
    (high << low).wrapping_add(reader.bits(low))
}

/// The form that belongs to a class, for class mixed with a bit for each letter of the term.
fn read_form(reader: &mut BitReader<'_>, class: u8, term: &str) -> u64 {
    match class {
        CLASS_CAPITAL => CAPITAL,
        CLASS_UPPER => UPPER,
        CLASS_MIXED => read_mixed(reader, term),
        _ => LOWER,
    }
}

fn read_mixed(reader: &mut BitReader<'_>, term: &str) -> u64 {
    let mut form = LOWER;
    for (at, _) in term.bytes().enumerate().take(64).filter(|(_, byte)| byte.is_ascii_lowercase()) {
        form |= u64::from(reader.bits(1)) << at;
    }
    form
}

/// The terms of each octave of document frequency, in ordinal order: those with a case, then plain numbers.
///
/// Leaves out the commonest words and everything below the threshold.
fn by_octave<W: Words + ?Sized>(words: &W, threshold: u32, heads: &[Head]) -> Vec<[Vec<u32>; 2]> {
    let mut octaves = vec![[Vec::new(), Vec::new()]; OCTAVES];
    let mut heads = heads.iter().peekable();
    for ordinal in 0..words.len() {
        if heads.next_if(|head| head.ordinal == ordinal).is_some() || words.frequency(ordinal) < threshold {
            continue;
        }
        let number = usize::from(is_number(words.term(ordinal)));
        let terms = octaves.get_mut(octave(words.frequency(ordinal))).and_then(|both| both.get_mut(number));
        if let Some(terms) = terms {
            terms.push(ordinal);
        }
    }
    octaves
}

impl Letters {
    pub(crate) fn open(reader: &mut BitReader<'_>) -> Option<Letters> {
        let count = reader.gamma() - 1;
        let mut letters = Vec::new();
        let mut number = 0u32;
        for _ in 0..count {
            number = number.checked_add(reader.gamma())?;
            letters.push(char::from_u32(number - 1)?);
            if reader.overran() {
                return None;
            }
        }
        let lengths: Vec<u8> = (0..letters.len() + 2).map(|_| reader.bits(4) as u8).collect();
        Some(Letters { letters, code: Code::new(&lengths)? })
    }
}

impl Alphabet {
    fn open<W: Words + ?Sized>(
        reader: &mut BitReader<'_>,
        words: &W,
        threshold: u32,
        word_letters: &Letters,
        gap_letters: &Letters,
    ) -> Option<Alphabet> {
        let mut alphabet = Alphabet::default();
        for _ in 1..reader.gamma() {
            let mut text = String::new();
            if !gap_letters.read(reader, usize::MAX, &mut text) {
                return None;
            }
            alphabet.gaps.push(Gap { text, capital: reader.bits(1) == 1 });
        }
        let low = reader.bits(5);
        let mut next = 0u32;
        for _ in 1..reader.gamma() {
            let ordinal = next.checked_add(step(reader, low))?;
            let class = reader.bits(2) as u8;
            let form = read_form(reader, class, words.term(ordinal));
            alphabet.heads.push(Head { ordinal, form, small: reader.bits(1) == 1 });
            if ordinal >= words.len() || reader.overran() {
                return None;
            }
            next = ordinal + 1;
        }
        for _ in 1..reader.gamma() {
            let mut text = String::new();
            if !word_letters.read(reader, usize::MAX, &mut text) {
                return None;
            }
            alphabet.extras.push(text);
        }
        for [cased, numbers] in by_octave(words, threshold, &alphabet.heads) {
            let mut classes: [Vec<u32>; CLASSES] = Default::default();
            let [lower, capital, upper, mixed, number] = &mut classes;
            let low = if cased.is_empty() { 0 } else { reader.bits(5) };
            let mut until = if cased.is_empty() { 0 } else { step(reader, low) };
            for ordinal in cased {
                if until > 0 {
                    until -= 1;
                    lower.push(ordinal);
                    continue;
                }
                if reader.bits(1) == 0 {
                    capital.push(ordinal);
                } else if reader.bits(1) == 0 {
                    upper.push(ordinal);
                } else {
                    mixed.push(ordinal);
                    alphabet.mixed.push((ordinal, read_mixed(reader, words.term(ordinal))));
                }
                until = step(reader, low);
                if reader.overran() {
                    return None;
                }
            }
            *number = numbers;
            for (class, terms) in (0u8..).zip(classes) {
                if !terms.is_empty() {
                    let start = alphabet.tail.len() as u32;
                    alphabet.groups.push(Group { start, len: terms.len() as u32, class });
                    alphabet.tail.extend(terms);
                }
            }
        }
        alphabet.mixed.sort_unstable();
        alphabet.enumerate();
        Some(alphabet)
    }
}

/// The most symbols that a model may have.
const SYMBOLS: usize = 4096;

/// Code lengths are stored as differences, each one of so many values: none, then 0, -1, 1, -2, 2, ...
const DIFFERENCES: usize = 32;

/// Undoes the numbering of differences.
fn apply(length: u8, difference: u32) -> Option<u8> {
    let number = difference.checked_sub(1)?;
    let half = (number / 2 + number % 2) as u8;
    if number % 2 == 1 { length.checked_sub(half) } else { length.checked_add(half) }
}

fn open_codes(reader: &mut BitReader<'_>, symbols: usize) -> Option<(Vec<u8>, Vec<Code>)> {
    let count = reader.bits(8) as usize;
    if count == 0 || symbols > SYMBOLS {
        return None;
    }
    let contexts = (0..symbols + KINDS).map(|_| reader.below(count as u32) as u8).collect();
    let lengths: Vec<u8> = (0..DIFFERENCES).map(|_| reader.bits(4) as u8).collect();
    let differences = Code::new(&lengths)?;
    let mut usual = vec![0u8; symbols];
    let mut last = 8u8;
    for length in &mut usual {
        let difference = differences.symbol(reader)?;
        if difference > 0 {
            last = apply(last, difference)?;
            *length = last;
        }
    }
    let mut codes = Vec::new();
    for _ in 0..count {
        let mut lengths = usual.clone();
        for length in lengths.iter_mut().filter(|length| **length > 0) {
            let difference = differences.symbol(reader)?;
            *length = if difference == 0 { 0 } else { apply(*length, difference)? };
        }
        if reader.overran() {
            return None;
        }
        codes.push(Code::new(&lengths)?);
    }
    Some((contexts, codes))
}

impl TextModel {
    /// Opens what [`TextModel::write`] wrote, with the lexicon that it was trained with.
    pub(crate) fn open<W: Words + ?Sized>(bytes: &[u8], words: &W) -> Result<TextModel, Error> {
        Self::open_at(&mut BitReader::new(bytes, 0), words).ok_or_else(|| malformed("text model"))
    }

    fn open_at<W: Words + ?Sized>(reader: &mut BitReader<'_>, words: &W) -> Option<TextModel> {
        let threshold = reader.gamma();
        let count = reader.gamma() - 1;
        let mut titled = [false; KINDS];
        titled.fill_with(|| reader.bits(1) == 1);
        let word_letters = Letters::open(reader)?;
        let gap_letters = Letters::open(reader)?;
        let alphabet = Alphabet::open(reader, words, threshold, &word_letters, &gap_letters)?;
        let (contexts, codes) = open_codes(reader, alphabet.actions.len())?;
        let known = alphabet.tail.len() + alphabet.heads.len();
        let sound = known == count as usize && !reader.overran();
        sound.then_some(TextModel { threshold, titled, word_letters, gap_letters, alphabet, contexts, codes })
    }
}

#[cfg(feature = "build")]
mod writer {
    use std::collections::HashMap;
    use std::hash::{BuildHasherDefault, Hasher};

    use rayon::prelude::*;

    use super::super::bits::BitWriter;
    use super::super::huffman::{self, LONGEST};
    use super::*;

    /// A multiplying hash; nothing here is keyed by an adversary who gains by collisions.
    #[derive(Clone, Copy, Default)]
    pub(super) struct Multiply(u64);

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

    /// A text cut into words and gaps, in turn.
    struct Units<'t> {
        rest: &'t str,
    }

    impl<'t> Iterator for Units<'t> {
        type Item = (bool, &'t str);

        fn next(&mut self) -> Option<(bool, &'t str)> {
            let is_word = |letter: char| letter.is_ascii_alphanumeric() || (!letter.is_ascii() && letter.is_alphanumeric());
            let word = is_word(self.rest.chars().next()?);
            let end = self.rest.find(|letter| is_word(letter) != word).unwrap_or(self.rest.len());
            let (unit, rest) = self.rest.split_at(end);
            self.rest = rest;
            Some((word, unit))
        }
    }

    /// Finds terms quickly.
    struct Dictionary<'w, W: ?Sized> {
        words: &'w W,
        slots: Vec<u32>,
    }

    const EMPTY: u32 = u32::MAX;

    impl<'w, W: Words + ?Sized> Dictionary<'w, W> {
        fn new(words: &'w W) -> Self {
            let size = (words.len() as usize * 2).next_power_of_two();
            let mut dictionary = Dictionary { words, slots: vec![EMPTY; size] };
            for ordinal in 0..words.len() {
                let mut slot = dictionary.slot(words.term(ordinal));
                while dictionary.slots[slot] != EMPTY {
                    slot = (slot + 1) & (size - 1);
                }
                dictionary.slots[slot] = ordinal;
            }
            dictionary
        }

        fn slot(&self, term: &str) -> usize {
            let mut hasher = Multiply::default();
            hasher.write(term.as_bytes());
            hasher.finish() as usize & (self.slots.len() - 1)
        }

        fn find(&self, term: &str) -> Option<u32> {
            let mut slot = self.slot(term);
            loop {
                match self.slots[slot] {
                    EMPTY => return None,
                    ordinal if self.words.term(ordinal) == term => return Some(ordinal),
                    _ => slot = (slot + 1) & (self.slots.len() - 1),
                }
            }
        }
    }

    /// A word of a text as a term and the form it has there.
    #[derive(Clone, Copy)]
    struct Found {
        ordinal: u32,
        /// The letters that have a case.
        letters: u64,
        /// Those of them that are capitals.
        form: u64,
    }

    impl Found {
        fn shows(&self, form: u64) -> bool {
            form & self.letters == self.form
        }

        /// The form as one that has a mark, if there is one.
        fn plain(&self) -> Option<u64> {
            [LOWER, CAPITAL, UPPER].into_iter().find(|&form| self.shows(form))
        }
    }

    impl<W: Words + ?Sized> Dictionary<'_, W> {
        /// The term that gives this word back, with `lower` as scratch space.
        fn look_up(&self, word: &str, lower: &mut String) -> Option<Found> {
            lower.clear();
            lower.push_str(word);
            lower.make_ascii_lowercase();
            let ordinal = self.find(lower)?;
            let (mut letters, mut form) = (0u64, 0u64);
            for (at, byte) in word.bytes().enumerate() {
                if at >= 64 {
                    if byte.is_ascii_uppercase() {
                        return None;
                    }
                } else if byte.is_ascii_alphabetic() {
                    letters |= 1 << at;
                    form |= u64::from(byte.is_ascii_uppercase()) << at;
                }
            }
            Some(Found { ordinal, letters, form })
        }
    }

    /// Whether most longer words of a text start with a capital.
    fn is_titled(text: &str) -> bool {
        let (mut capital, mut all) = (0, 0);
        for (word, unit) in (Units { rest: text }) {
            let first = unit.as_bytes()[0];
            if word && unit.len() >= 4 && first.is_ascii_alphabetic() {
                all += 1;
                capital += u32::from(first.is_ascii_uppercase());
                if all == 40 {
                    break;
                }
            }
        }
        capital >= 1 && capital * 10 >= all * 6
    }

    /// What the texts of a corpus are made of, counted.
    #[derive(Default)]
    struct Survey {
        words: u64,
        /// By ordinal.
        terms: Vec<TermCount>,
        /// By term and form, for forms without a mark.
        mixed: Map<(u32, u64), u32>,
        /// Words that no term gives back: in how many records, and the last of them.
        others: Map<String, (u32, u32)>,
        /// How often, and how often before a capital and before a small letter.
        gaps: Map<String, (u32, u32, u32)>,
        /// By kind: how many texts, and how many of them with capitalised words.
        texts: [(u32, u32); KINDS],
    }

    #[derive(Clone, Copy, Default)]
    struct TermCount {
        all: u32,
        lower: u32,
        capital: u32,
        upper: u32,
        mixed: u32,
        /// In titles with capitalised words.
        small: u32,
        large: u32,
    }

    /// Texts that share a memory.
    pub(crate) type Record<'t> = Vec<(Kind, &'t str)>;

    impl Survey {
        fn new<W: Words + ?Sized>(words: &W) -> Survey {
            Survey { terms: vec![TermCount::default(); words.len() as usize], ..Survey::default() }
        }

        fn record<W: Words + ?Sized>(
            &mut self,
            dictionary: &Dictionary<'_, W>,
            threshold: u32,
            number: u32,
            record: &Record<'_>,
        ) {
            let mut lower = String::new();
            for &(kind, text) in record {
                let titled = is_titled(text);
                self.texts[kind as usize].0 += 1;
                self.texts[kind as usize].1 += u32::from(titled);
                let mut units = (Units { rest: text }).peekable();
                let mut capital = true;
                let mut after_word = false;
                while let Some((word, unit)) = units.next() {
                    if !word {
                        let next = units.peek().map_or(b'0', |&(_, next)| next.as_bytes()[0]);
                        capital = ends_sentence(unit);
                        if !(unit == " " && after_word && units.peek().is_some()) {
                            let count = match self.gaps.get_mut(unit) {
                                Some(count) => count,
                                None => self.gaps.entry(unit.to_owned()).or_default(),
                            };
                            count.0 += 1;
                            count.1 += u32::from(!titled && next.is_ascii_uppercase());
                            count.2 += u32::from(!titled && next.is_ascii_lowercase());
                        }
                        after_word = false;
                        continue;
                    }
                    after_word = true;
                    self.words += 1;
                    let found = dictionary.look_up(unit, &mut lower);
                    let Some(found) = found.filter(|found| dictionary.words.frequency(found.ordinal) >= threshold) else {
                        match self.others.get_mut(unit) {
                            Some((_, last)) if *last == number => {}
                            Some((count, last)) => (*count, *last) = (*count + 1, number),
                            None => _ = self.others.insert(unit.to_owned(), (1, number)),
                        }
                        continue;
                    };
                    let count = &mut self.terms[found.ordinal as usize];
                    count.all += 1;
                    match found.plain() {
                        Some(LOWER) if titled => count.small += 1,
                        Some(LOWER) => count.lower += 1,
                        Some(CAPITAL) if titled => count.large += 1,
                        Some(CAPITAL) if capital => {}
                        Some(CAPITAL) => count.capital += 1,
                        Some(_) => count.upper += 1,
                        None => {
                            count.mixed += 1;
                            *self.mixed.entry((found.ordinal, found.form)).or_default() += 1;
                        }
                    }
                    capital = false;
                }
            }
        }

        fn merge(mut self, other: Survey) -> Survey {
            self.words += other.words;
            for (own, other) in self.terms.iter_mut().zip(other.terms) {
                own.all += other.all;
                own.lower += other.lower;
                own.capital += other.capital;
                own.upper += other.upper;
                own.mixed += other.mixed;
                own.small += other.small;
                own.large += other.large;
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
                *own = (own.0 + count.0, own.1 + count.1, own.2 + count.2);
            }
            for (own, other) in self.texts.iter_mut().zip(other.texts) {
                *own = (own.0 + other.0, own.1 + other.1);
            }
            self
        }

        fn class(&self, ordinal: u32) -> u8 {
            let count = &self.terms[ordinal as usize];
            let forms = [count.lower, count.capital, count.upper, count.mixed];
            let best = (0..4).rev().max_by_key(|&class| forms[class]);
            best.map_or(CLASS_LOWER, |class| class as u8)
        }
    }

    /// The most common words that get a symbol each.
    const HEADS: usize = 256;
    /// A head makes at least this share of all words.
    const HEAD_SHARE: u64 = 2500;
    /// Records that a word must occur in to be an extra word.
    const EXTRA_RECORDS: u32 = 3;
    /// How often a gap must occur to be listed.
    const GAP_COUNT: u32 = 6;
    const GAPS: usize = 4096;

    struct Draft {
        alphabet: Alphabet,
        titled: [bool; KINDS],
        /// By ordinal.
        classes: Vec<u8>,
        /// By symbol: a guess at its cost.
        rough: Vec<u32>,
    }

    fn draft<W: Words + ?Sized>(words: &W, threshold: u32, survey: &Survey) -> Draft {
        let mut alphabet = Alphabet::default();
        let mut gaps: Vec<(&String, &(u32, u32, u32))> = survey.gaps.iter().filter(|(_, count)| count.0 >= GAP_COUNT).collect();
        gaps.sort_unstable_by(|one, two| two.1.0.cmp(&one.1.0).then(one.0.cmp(two.0)));
        gaps.truncate(GAPS);
        alphabet.gaps = gaps.iter().map(|(text, count)| Gap { text: (*text).clone(), capital: count.1 > count.2 }).collect();

        let mut best: Map<u32, (u32, u64)> = Map::default();
        for (&(ordinal, form), &count) in &survey.mixed {
            let own = best.entry(ordinal).or_insert((count, form));
            *own = (*own).max((count, form));
        }
        let form = |ordinal: u32, class: u8| match class {
            CLASS_CAPITAL => CAPITAL,
            CLASS_UPPER => UPPER,
            CLASS_MIXED => best.get(&ordinal).map_or(LOWER, |&(_, form)| form),
            _ => LOWER,
        };
        let classes: Vec<u8> = (0..words.len()).map(|ordinal| survey.class(ordinal)).collect();

        let mut heads: Vec<u32> = (0..words.len())
            .filter(|&ordinal| {
                words.frequency(ordinal) >= threshold
                    && u64::from(survey.terms[ordinal as usize].all) * HEAD_SHARE >= survey.words.max(HEAD_SHARE * 8)
            })
            .collect();
        heads.sort_unstable_by_key(|&ordinal| (std::cmp::Reverse(survey.terms[ordinal as usize].all), ordinal));
        heads.truncate(HEADS);
        heads.sort_unstable();
        alphabet.heads = heads
            .iter()
            .map(|&ordinal| {
                let count = &survey.terms[ordinal as usize];
                Head { ordinal, form: form(ordinal, classes[ordinal as usize]), small: count.small > count.large }
            })
            .collect();

        let mut extras: Vec<(&String, u32)> =
            survey.others.iter().map(|(word, &(count, _))| (word, count)).filter(|&(_, count)| count >= EXTRA_RECORDS).collect();
        extras.sort_unstable_by(|one, two| two.1.cmp(&one.1).then(one.0.cmp(two.0)));
        alphabet.extras = extras.iter().map(|(word, _)| (*word).clone()).collect();

        for [cased, numbers] in by_octave(words, threshold, &alphabet.heads) {
            let mut split: [Vec<u32>; CLASSES] = Default::default();
            for ordinal in cased {
                split[usize::from(classes[ordinal as usize])].push(ordinal);
            }
            split[usize::from(CLASS_NUMBER)] = numbers;
            for (class, terms) in (0u8..).zip(split) {
                if !terms.is_empty() {
                    let start = alphabet.tail.len() as u32;
                    alphabet.groups.push(Group { start, len: terms.len() as u32, class });
                    if class == CLASS_MIXED {
                        alphabet.mixed.extend(terms.iter().map(|&ordinal| (ordinal, form(ordinal, class))));
                    }
                    alphabet.tail.extend(terms);
                }
            }
        }
        alphabet.mixed.sort_unstable();
        alphabet.enumerate();

        let cost = |count: u64| (log2(survey.words * 2).saturating_sub(log2(count.max(1))) >> 4) as u32;
        let rough = alphabet.actions.iter().map(|&action| match action {
            Action::Gap { first, bits } => cost(gaps[usize::from(first)..].iter().take(1 << bits).map(|(_, count)| u64::from(count.0)).sum()),
            Action::Head(head) => cost(u64::from(survey.terms[alphabet.heads[usize::from(head)].ordinal as usize].all)),
            Action::Extra { first, bits } => cost(extras[first as usize..].iter().take(1 << bits).map(|&(_, count)| u64::from(count)).sum()),
            Action::Group(group) => {
                let group = &alphabet.groups[usize::from(group)];
                let terms = &alphabet.tail[group.start as usize..][..group.len as usize];
                cost(terms.iter().map(|&ordinal| u64::from(words.frequency(ordinal))).sum())
            }
            Action::Repeat { .. } => 4 * BIT,
            _ => 5 * BIT,
        });
        let rough = rough.collect();
        let titled = survey.texts.map(|(all, titled)| titled * 2 > all);
        Draft { alphabet, titled, classes, rough }
    }

    /// Costs are counted in sixteenths of a bit.
    const BIT: u32 = 16;
    /// What cannot be said at all.
    const NEVER: u32 = 1 << 20;

    /// The logarithm in 256ths, the same on every machine.
    fn log2(number: u64) -> u64 {
        if number == 0 {
            return 0;
        }
        let whole = u64::from(number.ilog2());
        let mut mantissa = if whole >= 31 { number >> (whole - 31) } else { number << (31 - whole) };
        let mut result = whole;
        for _ in 0..8 {
            mantissa = (mantissa * mantissa) >> 31;
            let bit = mantissa >> 32;
            result = result << 1 | bit;
            mantissa >>= bit;
        }
        result
    }

    /// Where a text goes: into bits, or into counts.
    trait Emit {
        fn cost(&self, context: usize, symbol: usize) -> u32;
        fn symbol(&mut self, context: usize, symbol: usize);
        fn bits(&mut self, value: u32, count: u32);
        fn below(&mut self, value: u32, bound: u32);
        fn letters(&mut self, word: bool, text: &str);
    }

    /// Code lengths by context, and which context each symbol leads to.
    #[derive(Clone, Default)]
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

    #[derive(Clone)]
    struct Tally<'a> {
        rough: &'a [u32],
        lengths: Option<&'a Lengths>,
        symbols: usize,
        /// By context, then by symbol.
        counts: Vec<u32>,
        word_letters: Map<char, u64>,
        gap_letters: Map<char, u64>,
        word_ends: u64,
        gap_ends: u64,
    }

    impl<'a> Tally<'a> {
        fn new(rough: &'a [u32], lengths: Option<&'a Lengths>) -> Self {
            let symbols = rough.len();
            Tally {
                rough,
                lengths,
                symbols,
                counts: vec![0; (symbols + KINDS) * symbols],
                word_letters: Map::default(),
                gap_letters: Map::default(),
                word_ends: 0,
                gap_ends: 0,
            }
        }

        fn merge(mut self, other: Tally<'a>) -> Self {
            for (own, other) in self.counts.iter_mut().zip(other.counts) {
                *own += other;
            }
            for (letter, count) in other.word_letters {
                *self.word_letters.entry(letter).or_default() += count;
            }
            for (letter, count) in other.gap_letters {
                *self.gap_letters.entry(letter).or_default() += count;
            }
            self.word_ends += other.word_ends;
            self.gap_ends += other.gap_ends;
            self
        }
    }

    impl Emit for Tally<'_> {
        fn cost(&self, context: usize, symbol: usize) -> u32 {
            match self.lengths {
                Some(lengths) => lengths.cost(context, symbol).min(20 * BIT),
                None => self.rough[symbol],
            }
        }

        fn symbol(&mut self, context: usize, symbol: usize) {
            self.counts[context * self.symbols + symbol] += 1;
        }

        fn bits(&mut self, _: u32, _: u32) {}

        fn below(&mut self, _: u32, _: u32) {}

        fn letters(&mut self, word: bool, text: &str) {
            let letters = if word { &mut self.word_letters } else { &mut self.gap_letters };
            for letter in text.chars() {
                *letters.entry(letter).or_default() += 1;
            }
            *(if word { &mut self.word_ends } else { &mut self.gap_ends }) += 1;
        }
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
            let (mut counts, mut ends) = (Map::default(), 0);
            for text in texts {
                for letter in text.chars() {
                    *counts.entry(letter).or_default() += 1;
                }
                ends += 1;
            }
            Spelling::new(&counts, ends, 2)
        }

        fn new(counts: &Map<char, u64>, ends: u64, least: u64) -> Spelling {
            let mut listed: Vec<(char, u64)> = counts.iter().map(|(&letter, &count)| (letter, count)).filter(|&(_, count)| count >= least).collect();
            listed.sort_unstable();
            let others: u64 = counts.values().filter(|&&count| count < least).sum();
            let mut weights: Vec<u64> = listed.iter().map(|&(_, count)| count).collect();
            weights.extend([ends.max(1), others.max(1)]);
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
            let mut last = 0;
            for &letter in &self.letters {
                out.gamma(letter as u32 + 1 - last);
                last = letter as u32 + 1;
            }
            for &length in &self.lengths {
                out.bits(u32::from(length), 4);
            }
        }

        fn reader(&self) -> Letters {
            Letters { letters: self.letters.clone(), code: Code::new(&self.lengths).unwrap_or_default() }
        }
    }

    /// Where a term is in the alphabet.
    #[derive(Clone, Copy)]
    struct Place {
        symbol: u16,
        class_form: u64,
        rank: u32,
    }

    /// Turns texts into symbols.
    struct Speaker<'a, W: ?Sized> {
        dictionary: Dictionary<'a, W>,
        alphabet: Alphabet,
        titled: [bool; KINDS],
        places: Vec<Option<Place>>,
        /// Symbol, rank and number of rank bits.
        gaps: Map<String, (u32, u32, u32)>,
        extras: Map<String, (u32, u32, u32)>,
        first_head: u32,
    }

    const SPELL: usize = 1;
    const SPELL_GAP: usize = 2;
    const MARK_MIXED: usize = 6;
    const TITLED: usize = 7;
    const REPEAT: usize = 8;

    impl<'a, W: Words + ?Sized> Speaker<'a, W> {
        fn new(dictionary: Dictionary<'a, W>, alphabet: Alphabet, titled: [bool; KINDS]) -> Self {
            let mut places = vec![None; dictionary.words.len() as usize];
            let (mut gaps, mut extras) = (Map::default(), Map::default());
            for (symbol, &action) in (0u32..).zip(&alphabet.actions) {
                match action {
                    Action::Gap { first, bits } => {
                        let listed = alphabet.gaps[usize::from(first)..].iter().take(1 << bits);
                        gaps.extend((0u32..).zip(listed).map(|(rank, gap)| (gap.text.clone(), (symbol, rank, u32::from(bits)))));
                    }
                    Action::Extra { first, bits } => {
                        let listed = alphabet.extras[first as usize..].iter().take(1 << bits);
                        extras.extend((0u32..).zip(listed).map(|(rank, extra)| (extra.clone(), (symbol, rank, u32::from(bits)))));
                    }
                    Action::Head(head) => {
                        let head = alphabet.heads[usize::from(head)];
                        places[head.ordinal as usize] = Some(Place { symbol: symbol as u16, class_form: head.form, rank: 0 });
                    }
                    Action::Group(group) => {
                        let group = alphabet.groups[usize::from(group)];
                        let terms = &alphabet.tail[group.start as usize..][..group.len as usize];
                        for (rank, &ordinal) in (0u32..).zip(terms) {
                            let class_form = alphabet.group_form(&group, ordinal);
                            places[ordinal as usize] = Some(Place { symbol: symbol as u16, class_form, rank });
                        }
                    }
                    _ => {}
                }
            }
            let first_head = alphabet.actions.iter().position(|action| matches!(action, Action::Head(_))).unwrap_or(0) as u32;
            Speaker { dictionary, alphabet, titled, places, gaps, extras, first_head }
        }

        fn text<E: Emit>(&self, kind: Kind, text: &str, memory: &mut Memory, out: &mut E) {
            let symbols = self.alphabet.actions.len();
            let mut context = symbols + kind as usize;
            let mut titled = self.titled[kind as usize];
            let mut lower = String::new();
            if is_titled(text) != titled && out.cost(context, TITLED) < NEVER {
                out.symbol(context, TITLED);
                (context, titled) = (TITLED, !titled);
            }
            let (mut capital, mut after_word) = (true, false);
            let mut units = (Units { rest: text }).peekable();
            while let Some((word, unit)) = units.next() {
                if word {
                    context = self.word(unit, context, capital, titled, memory, &mut lower, out);
                    (capital, after_word) = (false, true);
                    continue;
                }
                if unit == " " && after_word && units.peek().is_some() {
                    continue;
                }
                after_word = false;
                match self.gaps.get(unit) {
                    Some(&(symbol, rank, bits)) if out.cost(context, symbol as usize) < NEVER => {
                        out.symbol(context, symbol as usize);
                        out.bits(rank, bits);
                        context = symbol as usize;
                        let Action::Gap { first, .. } = self.alphabet.actions[context] else { continue };
                        capital = self.alphabet.gaps[usize::from(first) + rank as usize].capital;
                    }
                    _ => {
                        out.symbol(context, SPELL_GAP);
                        out.letters(false, unit);
                        context = SPELL_GAP;
                        capital = ends_sentence(unit);
                    }
                }
            }
            out.symbol(context, 0);
        }

        /// The mark that `found` needs where `shown` is expected, with what it costs and the context behind it.
        fn mark<E: Emit>(&self, found: &Found, shown: u64, context: usize, out: &E) -> (Option<usize>, u32) {
            if found.shows(shown) {
                return (None, 0);
            }
            let symbol = match found.plain() {
                Some(LOWER) => 3,
                Some(CAPITAL) => 4,
                Some(_) => 5,
                None => MARK_MIXED,
            };
            let bits = if symbol == MARK_MIXED { found.letters.count_ones() * BIT } else { 0 };
            (Some(symbol), out.cost(context, symbol) + bits)
        }

        #[expect(clippy::too_many_arguments)]
        fn word<E: Emit>(
            &self,
            word: &str,
            context: usize,
            capital: bool,
            titled: bool,
            memory: &mut Memory,
            lower: &mut String,
            out: &mut E,
        ) -> usize {
            let first_extra = self.dictionary.words.len();
            let first_spelled = first_extra + self.alphabet.extras.len() as u32;
            let found = self.dictionary.look_up(word, lower);
            let found = found.and_then(|found| Some((found, self.places[found.ordinal as usize]?)));
            let extra = if found.is_none() { self.extras.get(word) } else { None };

            // By recency, if it is remembered.
            let place = match (&found, extra) {
                (Some((found, place)), _) => {
                    let head = self.is_head(place.symbol);
                    if head { None } else { memory.recent.iter().position(|recent| recent.id == found.ordinal) }
                }
                (None, Some(&(symbol, rank, _))) => {
                    let id = first_extra + self.extra_index(symbol, rank);
                    memory.recent.iter().position(|recent| recent.id == id)
                }
                (None, None) => None,
            };
            let place = place.or_else(|| {
                memory.recent.iter().position(|recent| {
                    recent.id >= first_spelled && memory.kept(recent.id - first_spelled) == Some(word)
                })
            });
            let by_recency = place.map(|place| {
                let recent = memory.recent[place];
                let power = (place + 1).ilog2();
                let (first, bits) = if place == 0 { (0, 0) } else { (1 << place.ilog2(), place.ilog2()) };
                let symbol = if place == 0 { REPEAT } else { REPEAT + 1 + bits as usize };
                let _ = power;
                let mark = match &found {
                    Some((found, _)) if recent.id < first_extra => {
                        self.mark(found, expected(recent.form, capital, titled, false), context, out)
                    }
                    _ => (None, 0),
                };
                let after = mark.0.unwrap_or(context);
                (mark, symbol, place as u32 - first, bits, mark.1 + out.cost(after, symbol) + bits * BIT)
            });
            // By its place in the alphabet.
            let directly = match (&found, extra) {
                (Some((found, place)), _) => {
                    let small = self.is_head(place.symbol) && self.alphabet.heads[usize::from(place.symbol) - self.first_head as usize].small;
                    let mark = self.mark(found, expected(place.class_form, capital, titled, small), context, out);
                    let after = mark.0.unwrap_or(context);
                    let rank_cost = match self.alphabet.actions[usize::from(place.symbol)] {
                        Action::Group(group) => (log2(u64::from(self.alphabet.groups[usize::from(group)].len)) >> 4) as u32,
                        _ => 0,
                    };
                    Some((mark, usize::from(place.symbol), mark.1 + out.cost(after, usize::from(place.symbol)) + rank_cost))
                }
                (None, Some(&(symbol, _, bits))) => Some(((None, 0), symbol as usize, out.cost(context, symbol as usize) + bits * BIT)),
                (None, None) => None,
            };

            let cost_directly = directly.map_or(NEVER, |(_, _, cost)| cost);
            if let Some((mark, symbol, rank, bits, cost)) = by_recency
                && cost < NEVER
                && cost <= cost_directly
            {
                let after = self.put_mark(mark.0, context, out);
                out.symbol(after, symbol);
                out.bits(rank, bits);
                let place = place.unwrap_or_default();
                let mut recent = memory.recent[place];
                self.put_form(mark.0, found.map(|(found, _)| found), &mut recent, out);
                memory.touch(place, recent);
                return usize::from(recent.symbol);
            }
            if let Some((mark, symbol, cost)) = directly
                && cost < NEVER
            {
                let after = self.put_mark(mark.0, context, out);
                out.symbol(after, symbol);
                let mut recent = Recent { id: 0, symbol: symbol as u16, form: LOWER };
                match (&found, extra) {
                    (Some((found, place)), _) => {
                        recent.id = found.ordinal;
                        recent.form = place.class_form;
                        if let Action::Group(group) = self.alphabet.actions[symbol] {
                            out.below(place.rank, self.alphabet.groups[usize::from(group)].len);
                        }
                    }
                    (None, Some(&(symbol, rank, bits))) => {
                        recent.id = first_extra + self.extra_index(symbol, rank);
                        out.bits(rank, bits);
                    }
                    (None, None) => {}
                }
                self.put_form(mark.0, found.map(|(found, _)| found), &mut recent, out);
                if !self.is_head(symbol as u16) {
                    // A direct word that is remembered goes in anew, as the reader does it.
                    memory.touch(usize::MAX, recent);
                }
                return symbol;
            }
            out.symbol(context, SPELL);
            out.letters(true, word);
            let id = first_spelled + memory.keep(word);
            memory.touch(usize::MAX, Recent { id, symbol: SPELL as u16, form: LOWER });
            SPELL
        }

        fn is_head(&self, symbol: u16) -> bool {
            matches!(self.alphabet.actions[usize::from(symbol)], Action::Head(_))
        }

        fn extra_index(&self, symbol: u32, rank: u32) -> u32 {
            match self.alphabet.actions[symbol as usize] {
                Action::Extra { first, .. } => first + rank,
                _ => 0,
            }
        }

        fn put_mark<E: Emit>(&self, mark: Option<usize>, context: usize, out: &mut E) -> usize {
            if let Some(symbol) = mark {
                out.symbol(context, symbol);
            }
            mark.unwrap_or(context)
        }

        /// Writes the letters of a mixed form, and notes the form that the memory will hold.
        fn put_form<E: Emit>(&self, mark: Option<usize>, found: Option<Found>, recent: &mut Recent, out: &mut E) {
            let (Some(mark), Some(found)) = (mark, found) else { return };
            recent.form = match mark {
                3 => LOWER,
                4 => CAPITAL,
                5 => UPPER,
                _ => {
                    for at in (0..64).filter(|at| found.letters >> at & 1 == 1) {
                        out.bits((found.form >> at & 1) as u32, 1);
                    }
                    found.form
                }
            };
        }
    }

    /// A text model with all that writing takes.
    pub(crate) struct TextEncoder<'w, W: ?Sized> {
        speaker: Speaker<'w, W>,
        threshold: u32,
        classes: Vec<u8>,
        lengths: Lengths,
        codes: Vec<Vec<(u16, u8)>>,
        word_spelling: Spelling,
        gap_spelling: Spelling,
    }

    struct Coder<'a, 'w, W: ?Sized> {
        encoder: &'a TextEncoder<'w, W>,
        out: &'a mut BitWriter,
    }

    impl<W: ?Sized> Emit for Coder<'_, '_, W> {
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

    /// Counts what every `every`th record turns into.
    fn tally<'a, W: Words + Sync + ?Sized>(
        speaker: &Speaker<'_, W>,
        rough: &'a [u32],
        lengths: Option<&'a Lengths>,
        records: &[Record<'_>],
        every: usize,
    ) -> Tally<'a> {
        let sample: Vec<&Record<'_>> = records.iter().step_by(every).collect();
        let size = sample.len().div_ceil(rayon::current_num_threads().max(1)).max(1);
        let tallies = sample.par_chunks(size).map(|chunk| {
            let mut tally = Tally::new(rough, lengths);
            for record in chunk {
                let mut memory = Memory::default();
                for &(kind, text) in *record {
                    speaker.text(kind, text, &mut memory, &mut tally);
                }
            }
            tally
        });
        tallies.reduce_with(Tally::merge).unwrap_or_else(|| Tally::new(rough, lengths))
    }

    /// Learns a model from the texts that it will code.
    pub(crate) fn train<'w, W: Words + Sync + ?Sized>(words: &'w W, threshold: u32, records: &[Record<'_>]) -> TextEncoder<'w, W> {
        let threshold = threshold.max(1);
        let dictionary = Dictionary::new(words);
        let numbered: Vec<(u32, &Record<'_>)> = (0u32..).zip(records).collect();
        let size = numbered.len().div_ceil(rayon::current_num_threads().max(1)).max(1);
        let survey = numbered
            .par_chunks(size)
            .map(|chunk| {
                let mut survey = Survey::new(words);
                for &(number, record) in chunk {
                    survey.record(&dictionary, threshold, number, record);
                }
                survey
            })
            .reduce(|| Survey::new(words), Survey::merge);
        let Draft { alphabet, titled, classes, rough } = draft(words, threshold, &survey);
        let speaker = Speaker::new(dictionary, alphabet, titled);
        let first = lengths_of(&tally(&speaker, &rough, None, records, records.len().div_ceil(20_000).max(1)));
        let mut last = tally(&speaker, &rough, Some(&first), records, 1);
        let lengths = lengths_of(&last);
        // The lists of the model are spelled with the same letters.
        for gap in &speaker.alphabet.gaps {
            last.letters(false, &gap.text);
        }
        for extra in &speaker.alphabet.extras {
            last.letters(true, extra);
        }
        let least = 2;
        let word_spelling = Spelling::new(&last.word_letters, last.word_ends, least);
        let gap_spelling = Spelling::new(&last.gap_letters, last.gap_ends, least);
        drop(last);
        let codes = lengths.codes.iter().map(|lengths| huffman::codes(lengths)).collect();
        TextEncoder { speaker, threshold, classes, lengths, codes, word_spelling, gap_spelling }
    }

    /// Counts of the symbols behind some contexts.
    #[derive(Clone)]
    struct Cluster {
        contexts: Vec<usize>,
        counts: Vec<u32>,
        total: u64,
        /// Bits for the symbols and for the code lengths, in 256ths.
        cost: u64,
    }

    /// What a code length takes, in 256ths of a bit.
    const LENGTH_COST: u64 = 3 * 256;
    const CODES: usize = 64;

    impl Cluster {
        fn new(contexts: Vec<usize>, counts: Vec<u32>) -> Cluster {
            let total: u64 = counts.iter().map(|&count| u64::from(count)).sum();
            let mut cluster = Cluster { contexts, counts, total, cost: 0 };
            cluster.cost = Cluster::cost_of(total, cluster.counts.iter().copied());
            cluster
        }

        fn cost_of(total: u64, counts: impl Iterator<Item = u32>) -> u64 {
            let (mut own, mut used) = (0u64, 0u64);
            for count in counts.filter(|&count| count > 0) {
                own += u64::from(count) * log2(u64::from(count));
                used += 1;
            }
            (total * log2(total)).saturating_sub(own) + used * LENGTH_COST
        }

        /// What merging two adds to the cost; negative where it pays.
        fn merged_cost(&self, other: &Cluster) -> i64 {
            let counts = self.counts.iter().zip(&other.counts).map(|(one, two)| one + two);
            Cluster::cost_of(self.total + other.total, counts) as i64 - (self.cost + other.cost) as i64
        }

        fn absorb(&mut self, other: Cluster) {
            self.contexts.extend(other.contexts);
            let counts = self.counts.iter().zip(&other.counts).map(|(one, two)| one + two).collect();
            *self = Cluster::new(std::mem::take(&mut self.contexts), counts);
        }
    }

    /// Groups contexts with similar successors and gives each group its code.
    fn lengths_of(tally: &Tally<'_>) -> Lengths {
        let symbols = tally.symbols;
        let mut clusters: Vec<Cluster> = (0..symbols + KINDS)
            .map(|context| Cluster::new(vec![context], tally.counts[context * symbols..][..symbols].to_vec()))
            .collect();
        clusters.sort_by_key(|cluster| (std::cmp::Reverse(cluster.total), cluster.contexts[0]));
        // The many rare contexts join a frequent one at once.
        let rare = clusters.split_off(clusters.len().min(CODES * 2));
        for cluster in rare {
            let best = (0..clusters.len()).min_by_key(|&at| clusters[at].merged_cost(&cluster)).unwrap_or(0);
            // Their few counts change little, so costs are brought up to date at the end.
            clusters[best].contexts.extend(&cluster.contexts);
            for (own, other) in clusters[best].counts.iter_mut().zip(&cluster.counts) {
                *own += other;
            }
        }
        let mut clusters: Vec<Cluster> = clusters.into_iter().map(|cluster| Cluster::new(cluster.contexts, cluster.counts)).collect();
        let mut costs: Vec<Vec<i64>> =
            (0..clusters.len()).map(|one| (0..one).map(|two| clusters[one].merged_cost(&clusters[two])).collect()).collect();
        loop {
            let mut best: Option<(i64, usize, usize)> = None;
            for (one, row) in costs.iter().enumerate() {
                for (two, &cost) in row.iter().enumerate() {
                    if best.is_none_or(|best| cost < best.0) {
                        best = Some((cost, one, two));
                    }
                }
            }
            let Some((cost, one, two)) = best else { break };
            if cost >= 0 && clusters.len() <= CODES {
                break;
            }
            let other = clusters.remove(one);
            costs.remove(one);
            for row in costs.iter_mut().skip(one) {
                row.remove(one);
            }
            clusters[two].absorb(other);
            for at in 0..clusters.len() {
                if at < two {
                    costs[two][at] = clusters[two].merged_cost(&clusters[at]);
                } else if at > two {
                    costs[at][two] = clusters[at].merged_cost(&clusters[two]);
                }
            }
        }
        let mut lengths = Lengths { contexts: vec![0; symbols + KINDS], codes: Vec::new() };
        for (number, cluster) in clusters.iter().enumerate() {
            for &context in &cluster.contexts {
                lengths.contexts[context] = number as u8;
            }
            let mut counts: Vec<u64> = cluster.counts.iter().map(|&count| u64::from(count)).collect();
            // Whatever comes, it can be spelled and ended.
            for count in counts.iter_mut().take(SPELL_GAP + 1) {
                *count = (*count).max(1);
            }
            lengths.codes.push(huffman::lengths(&counts));
        }
        lengths
    }

    /// The number that [`step`] reads.
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
        for (at, _) in term.bytes().enumerate().take(64).filter(|(_, byte)| byte.is_ascii_lowercase()) {
            out.bits((form >> at & 1) as u32, 1);
        }
    }

    impl<'w, W: Words + ?Sized> TextEncoder<'w, W> {
        /// Appends one text.
        pub(crate) fn encode(&self, kind: Kind, text: &str, memory: &mut Memory, out: &mut BitWriter) {
            self.speaker.text(kind, text, memory, &mut Coder { encoder: self, out });
        }

        /// The model as a reader has it.
        pub(crate) fn model(&self) -> TextModel {
            TextModel {
                threshold: self.threshold,
                titled: self.speaker.titled,
                word_letters: self.word_spelling.reader(),
                gap_letters: self.gap_spelling.reader(),
                alphabet: self.speaker.alphabet.clone(),
                contexts: self.lengths.contexts.clone(),
                codes: self.lengths.codes.iter().map(|lengths| Code::new(lengths).unwrap_or_default()).collect(),
            }
        }

        /// The model as bytes.
        pub(crate) fn write(&self) -> Vec<u8> {
            let mut out = BitWriter::default();
            let (words, alphabet) = (self.speaker.dictionary.words, &self.speaker.alphabet);
            out.gamma(self.threshold);
            out.gamma((alphabet.tail.len() + alphabet.heads.len()) as u32 + 1);
            for titled in self.speaker.titled {
                out.bits(u32::from(titled), 1);
            }
            self.word_spelling.write(&mut out);
            self.gap_spelling.write(&mut out);
            let mut mark = out.position();
            let mut trace = |what: &str, out: &BitWriter| {
                if std::env::var_os("TRACE").is_some() {
                    eprintln!("  {what}: {} bytes", (out.position() - mark) / 8);
                }
                mark = out.position();
            };
            out.gamma(alphabet.gaps.len() as u32 + 1);
            for gap in &alphabet.gaps {
                self.gap_spelling.put(&mut out, &gap.text);
                out.bits(u32::from(gap.capital), 1);
            }
            trace("gaps", &out);
            self.write_heads(&mut out);
            trace("heads", &out);
            out.gamma(alphabet.extras.len() as u32 + 1);
            for extra in &alphabet.extras {
                self.word_spelling.put(&mut out, extra);
            }
            trace("extras", &out);
            for [cased, _] in by_octave(words, self.threshold, &alphabet.heads) {
                self.write_classes(&mut out, &cased);
            }
            trace("classes", &out);
            self.write_codes(&mut out);
            trace("codes", &out);
            if std::env::var_os("TRACE").is_some() {
                eprintln!("  gaps {} heads {} extras {} groups {} symbols {} codes {}", alphabet.gaps.len(), alphabet.heads.len(), alphabet.extras.len(), alphabet.groups.len(), alphabet.actions.len(), self.codes.len());
            }
            out.into_bytes()
        }

        fn class(&self, ordinal: u32) -> u8 {
            self.classes[ordinal as usize]
        }

        fn write_heads(&self, out: &mut BitWriter) {
            let (words, heads) = (self.speaker.dictionary.words, &self.speaker.alphabet.heads);
            let mut next = 0;
            let steps: Vec<u32> = heads.iter().map(|head| head.ordinal - std::mem::replace(&mut next, head.ordinal + 1)).collect();
            let low = best_low(&steps);
            out.bits(low, 5);
            out.gamma(heads.len() as u32 + 1);
            for (head, &step) in heads.iter().zip(&steps) {
                put_step(out, step, low);
                let class = self.class(head.ordinal);
                out.bits(u32::from(class), 2);
                if class == CLASS_MIXED {
                    put_mixed(out, words.term(head.ordinal), head.form);
                }
                out.bits(u32::from(head.small), 1);
            }
        }

        fn write_classes(&self, out: &mut BitWriter, cased: &[u32]) {
            if cased.is_empty() {
                return;
            }
            let alphabet = &self.speaker.alphabet;
            let mut steps = vec![0u32];
            for &ordinal in cased {
                match self.class(ordinal) {
                    CLASS_LOWER => steps.last_mut().into_iter().for_each(|step| *step += 1),
                    _ => steps.push(0),
                }
            }
            let low = best_low(&steps);
            out.bits(low, 5);
            put_step(out, steps[0], low);
            let capitals = cased.iter().filter(|&&ordinal| self.class(ordinal) != CLASS_LOWER);
            for (&ordinal, &step) in capitals.zip(&steps[1..]) {
                match self.class(ordinal) {
                    CLASS_CAPITAL => out.bits(0, 1),
                    CLASS_UPPER => out.bits(0b10, 2),
                    class => {
                        out.bits(0b11, 2);
                        let form = alphabet.group_form(&Group { start: 0, len: 0, class }, ordinal);
                        put_mixed(out, self.speaker.dictionary.words.term(ordinal), form);
                    }
                }
                put_step(out, step, low);
            }
        }

        fn write_codes(&self, out: &mut BitWriter) {
            let symbols = self.speaker.alphabet.actions.len();
            let Lengths { contexts, codes } = &self.lengths;
            out.bits(codes.len() as u32, 8);
            for &context in contexts {
                out.below(u32::from(context), codes.len() as u32);
            }
            // The usual length is the rounded mean of those that are there.
            let usual: Vec<u8> = (0..symbols)
                .map(|symbol| {
                    let present = codes.iter().map(|lengths| lengths[symbol]).filter(|&length| length > 0);
                    let (sum, count) = present.fold((0u32, 0u32), |(sum, count), length| (sum + u32::from(length), count + 1));
                    (sum + count / 2).checked_div(count).unwrap_or(0) as u8
                })
                .collect();
            let difference = |from: u8, to: u8| match i32::from(to) - i32::from(from) {
                up if up >= 0 => 1 + 2 * up as usize,
                down => (-2 * down) as usize,
            };
            let mut numbers = Vec::new();
            let mut last = 8;
            for &length in &usual {
                numbers.push(if length == 0 { 0 } else { difference(std::mem::replace(&mut last, length), length) });
            }
            for lengths in codes {
                for (&length, &usual) in lengths.iter().zip(&usual).filter(|&(_, &usual)| usual > 0) {
                    numbers.push(if length == 0 { 0 } else { difference(usual, length) });
                }
            }
            let mut counts = vec![0u64; DIFFERENCES];
            for &number in &numbers {
                counts[number] += 1;
            }
            let lengths = huffman::lengths(&counts);
            for &length in &lengths {
                out.bits(u32::from(length), LONGEST.ilog2() + 1);
            }
            let codes = huffman::codes(&lengths);
            for &number in &numbers {
                huffman::put(out, &codes, number);
            }
        }
    }
}
