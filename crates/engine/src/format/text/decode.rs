//! Reads a text: into a string, or into a sink part by part.

use super::alphabet::Action;
use super::forms::{SMALL, ends_sentence, expected, read_mixed};
use super::memory::{Memory, RECENT, Recent};
use super::{Kind, Spot, TextModel, TextSink, Words};
use crate::format::bits::BitReader;

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
    spots: &'a mut Vec<Spot>,
}

impl<W: Words + ?Sized> Visitor for IntoString<'_, W> {
    #[inline]
    fn space(&mut self) -> bool {
        self.gap(" ")
    }

    #[inline]
    fn term(&mut self, ordinal: u32, form: u64) -> bool {
        let (term, start) = (self.words.term(ordinal), self.out.len());
        self.spots.push((start as u32, ordinal));
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

impl TextModel {
    /// Appends one text to `out`, which may grow by `max_bytes`, and its words of the lexicon to `spots`.
    ///
    /// False where the text is malformed, cut off or longer; `out` then ends anywhere.
    #[expect(clippy::too_many_arguments, reason = "what is read from, by what, and the two places where it goes")]
    pub(crate) fn decode<W: Words + ?Sized>(
        &self,
        words: &W,
        kind: Kind,
        memory: &mut Memory,
        reader: &mut BitReader<'_>,
        max_bytes: usize,
        out: &mut String,
        spots: &mut Vec<Spot>,
    ) -> bool {
        let limit = out.len().saturating_add(max_bytes);
        self.walk(words, kind, memory, reader, max_bytes, &mut IntoString { words, out, limit, spots })
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
                    let Some(&ordinal) = alphabet.tail.get(group.start.saturating_add(place) as usize) else {
                        return false;
                    };
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
