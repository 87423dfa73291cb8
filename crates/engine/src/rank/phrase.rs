//! Phrases: which of the candidates have the quoted words one after the other.
//!
//! No positions are stored, so titles, authors, keywords and texts are read. A text comes as the words and gaps of the text
//! coder, which are not always those of the analyser: where a gap may join words (an apostrophe, a mark), or a word is not
//! plain, the stretch goes through the analyser once more.

use super::evaluate::{Candidate, Evaluated};
use crate::analysis::class::{Class, class};
use crate::analysis::tokens::{Pairs, tokens};
use crate::format::text::{TextSink, Words};
use crate::index::{Index, Missing};
use crate::query::parse::{Phrase, Place, Word};

/// Candidates that are read, at most.
pub(crate) const PHRASE_CHECKED: usize = 300;
/// Bytes of texts that are read for one query, at most.
const FUEL: usize = 1 << 24;
/// Words and gaps of one text that are read.
const WORDS: usize = 1 << 16;
/// Bytes that the analyser is given at once.
const LONGEST: usize = 4096;

/// Drops the candidates that lack a phrase or have one that is excluded, and those behind the best [`PHRASE_CHECKED`] or behind
/// `enough` that are right. Those whose blocks are missing stay until they are there. False where no candidate has all phrases
/// that are asked for.
pub(crate) fn verify(
    index: &Index,
    phrases: &[Phrase],
    enough: usize,
    evaluated: &mut Evaluated,
    missing: &mut Missing,
) -> bool {
    let mut finder = Finder::new(index, phrases);
    let (mut wanted, mut unwanted) = (0u32, 0u32);
    for (number, phrase) in phrases.iter().enumerate() {
        *(if phrase.clauses > 0 { &mut wanted } else { &mut unwanted }) |= 1 << number;
    }
    let (mut some, mut checked, mut right) = (wanted == 0, 0, 0);
    let mut kept: Vec<Candidate> = Vec::new();
    for &candidate in &evaluated.candidates {
        if wanted > 0 || candidate.suspect {
            if checked == PHRASE_CHECKED || right >= enough || finder.fuel == 0 {
                evaluated.exhausted |= finder.fuel == 0;
                continue;
            }
            checked += 1;
            if let Some(found) = finder.read(candidate.doc, missing) {
                some |= found & wanted == wanted;
                if found & wanted != wanted || found & unwanted != 0 {
                    evaluated.total = evaluated.total.saturating_sub(1);
                    continue;
                }
                right += 1;
            } else {
                some = true;
            }
        }
        kept.push(candidate);
    }
    evaluated.candidates = kept;
    some
}

/// Looks for all phrases at once: shift-and (Baeza-Yates and Gonnet 1992) on words.
struct Finder<'a> {
    index: &'a Index,
    /// The words of all phrases, one behind the other: ordinal, word, number of its phrase.
    words: Vec<(u32, &'a Word, usize)>,
    /// Bit n: word n is the first of its phrase, the last.
    firsts: u64,
    lasts: u64,
    /// Bit n: what was read so far ends with word n and all before it in its phrase.
    state: u64,
    /// Where that which is read stands.
    place: Place,
    /// Phrases that were found in the document.
    found: u32,
    /// A plain word of which it is not yet known whether it ends here.
    pending: Option<u32>,
    /// What the analyser has to cut once its end is known, and whether the next word belongs to it.
    stretch: String,
    open: bool,
    fuel: usize,
}

impl<'a> Finder<'a> {
    fn new(index: &'a Index, phrases: &'a [Phrase]) -> Finder<'a> {
        let mut finder = Finder {
            index,
            words: Vec::new(),
            firsts: 0,
            lasts: 0,
            state: 0,
            place: Place::Anywhere,
            found: 0,
            pending: None,
            stretch: String::new(),
            open: false,
            fuel: FUEL,
        };
        for (number, phrase) in phrases.iter().enumerate() {
            finder.firsts |= 1 << finder.words.len();
            for word in &phrase.words {
                // A word that no document has has no ordinal, and is found nowhere.
                finder.words.push((index.vocabulary.ordinal(&word.term).unwrap_or(u32::MAX), word, number));
            }
            finder.lasts |= 1 << (finder.words.len() - 1);
        }
        finder
    }

    /// The phrases of a document, a bit each; None where it is not there.
    fn read(&mut self, doc: u32, missing: &mut Missing) -> Option<u32> {
        let card = self.index.card(doc, missing)?;
        self.found = 0;
        self.text(Place::Title, &card.title);
        for author in &card.authors {
            self.text(Place::Authors, author);
        }
        for keyword in &card.keywords {
            self.text(Place::Keywords, keyword);
        }
        // Whether there is a phrase that the text may have.
        let mut left = false;
        for &(_, word, phrase) in &self.words {
            left |= word.place == Place::Anywhere && self.found & (1 << phrase) == 0;
        }
        if left {
            (self.state, self.place) = (0, Place::Anywhere);
            if !self.index.scan(doc, false, WORDS, missing, self) {
                return None;
            }
            self.flush();
        }
        Some(self.found)
    }

    fn text(&mut self, place: Place, text: &str) {
        (self.state, self.place) = (0, place);
        self.analyse(text);
    }

    /// Takes in all words of a text.
    fn analyse(&mut self, text: &str) {
        let index = self.index;
        tokens(text, &index.folding, Pairs::Query, &mut |token| {
            let mut equal = 0;
            for (number, (_, word, _)) in self.words.iter().enumerate() {
                equal |= u64::from(word.term == token.term) << number;
            }
            self.step(equal);
        });
    }

    /// Takes in a word, given the words that it equals.
    fn step(&mut self, equal: u64) {
        self.state = (self.state << 1 | self.firsts) & equal;
        let mut ends = self.state & self.lasts;
        while ends != 0 {
            if let Some((_, word, phrase)) = self.words.get(ends.trailing_zeros() as usize)
                && (word.place == Place::Anywhere || word.place == self.place)
            {
                self.found |= 1 << phrase;
            }
            ends &= ends - 1;
        }
    }

    /// Takes in what is known to have ended.
    fn flush(&mut self) {
        if let Some(ordinal) = self.pending.take() {
            let mut equal = 0;
            for (number, word) in self.words.iter().enumerate() {
                equal |= u64::from(word.0 == ordinal) << number;
            }
            self.step(equal);
        }
        if !self.stretch.is_empty() {
            let mut stretch = std::mem::take(&mut self.stretch);
            self.analyse(&stretch);
            stretch.clear();
            self.stretch = stretch;
        }
        self.open = false;
    }

    /// Adds to what the analyser has to cut. No word is as long as what is cut apart or left out here.
    fn hold(&mut self, piece: &str) {
        if self.stretch.len() + piece.len() > LONGEST {
            self.flush();
        }
        if piece.len() <= LONGEST {
            self.stretch.push_str(piece);
        }
    }

    /// Whether there is fuel for a piece.
    fn pays(&mut self, piece: &str) -> bool {
        self.fuel = self.fuel.saturating_sub(piece.len() + 8);
        self.fuel > 0
    }
}

impl TextSink for Finder<'_> {
    fn word(&mut self, ordinal: u32) {
        let term = self.index.vocabulary.terms.get(ordinal);
        if term.is_ascii() && !self.open && self.pays("") {
            self.flush();
            self.pending = Some(ordinal);
        } else {
            self.spelled(term);
        }
    }

    fn spelled(&mut self, word: &str) {
        if self.pays(word) {
            if !self.open {
                self.flush();
            }
            self.hold(word);
            self.open = false;
        }
    }

    fn gap(&mut self, gap: &str) {
        if !self.pays(gap) {
            return;
        }
        for c in gap.chars() {
            if class(c) != Class::Other {
                // The analyser knows whether the words on both sides are one.
                if let Some(ordinal) = self.pending.take() {
                    self.hold(self.index.vocabulary.terms.get(ordinal));
                }
                self.hold(gap);
                self.open = true;
                return;
            }
        }
        self.flush();
    }
}
