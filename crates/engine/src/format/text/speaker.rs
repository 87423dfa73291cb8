//! Says texts in the symbols of an alphabet, each word the cheapest way.

use super::alphabet::{Action, Alphabet, Head};
use super::costs::{BIT, NEVER, log2};
use super::dictionary::{Dictionary, Found, Map};
use super::forms::{CAPITALISED, SMALL, UPPER, ends_sentence, expected};
use super::memory::{Memory, Recent};
use super::pieces::{is_titled, pieces};
use super::symbols::{END, MARK_CAPITALISED, MARK_MIXED, MARK_SMALL, MARK_UPPER, REPEAT, SPELL, SPELL_GAP, TITLED};
use super::{KINDS, Kind, Words};

/// Where what is said goes: into bits, or into counts.
pub(super) trait Emit {
    fn cost(&self, context: usize, symbol: usize) -> u32;
    fn symbol(&mut self, context: usize, symbol: usize);
    fn bits(&mut self, value: u32, count: u32);
    fn below(&mut self, value: u32, bound: u32);
    fn letters(&mut self, word: bool, text: &str);
}

/// How a term is said if not by recency.
#[derive(Clone, Copy)]
pub(super) struct Place {
    symbol: usize,
    rank: u32,
    /// The size of its group; 1 for a head.
    of: u32,
    pub(super) form: u64,
    head: bool,
    small: bool,
}

/// How a string of a list is said.
#[derive(Clone, Copy)]
pub(super) struct Listed {
    symbol: usize,
    index: u32,
    rank: u32,
    bits: u32,
}

/// Turns texts into symbols.
pub(super) struct Speaker<'w, W: ?Sized> {
    pub(super) dictionary: Dictionary<'w, W>,
    pub(super) alphabet: Alphabet,
    pub(super) titled: [bool; KINDS],
    /// By ordinal.
    pub(super) places: Vec<Option<Place>>,
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
    pub(super) fn new(dictionary: Dictionary<'w, W>, alphabet: Alphabet, titled: [bool; KINDS]) -> Self {
        let mut places = vec![None; dictionary.words.len() as usize];
        let (mut gaps, mut extras) = (Map::default(), Map::default());
        let listed = |symbol: usize, first: u32, rank: u32, bits: u8| Listed {
            symbol,
            index: first + rank,
            rank,
            bits: u32::from(bits),
        };
        for (symbol, &action) in alphabet.actions.iter().enumerate() {
            match action {
                Action::Gap { first, bits } => {
                    let own = alphabet.gaps[first as usize..].iter().take(1 << bits);
                    gaps.extend(
                        (0..).zip(own).map(|(rank, gap)| (gap.text.clone(), listed(symbol, first, rank, bits))),
                    );
                }
                Action::Extra { first, bits } => {
                    let own = alphabet.extras[first as usize..].iter().take(1 << bits);
                    extras
                        .extend((0..).zip(own).map(|(rank, extra)| (extra.clone(), listed(symbol, first, rank, bits))));
                }
                Action::Head(head) => {
                    let Head { ordinal, form, small } = alphabet.heads[head as usize];
                    places[ordinal as usize] = Some(Place { symbol, rank: 0, of: 1, form, head: true, small });
                }
                Action::Group(group) => {
                    let group = alphabet.groups[group as usize];
                    for (rank, &ordinal) in (0..).zip(&alphabet.tail[group.start as usize..][..group.len as usize]) {
                        let form = alphabet.form(&group, rank);
                        places[ordinal as usize] =
                            Some(Place { symbol, rank, of: group.len, form, head: false, small: false });
                    }
                }
                _ => {}
            }
        }
        Speaker { dictionary, alphabet, titled, places, gaps, extras }
    }

    pub(super) fn text<E: Emit>(&self, kind: Kind, text: &str, memory: &mut Memory, out: &mut E) {
        let context = self.alphabet.actions.len() + kind as usize;
        let mut spot = Spot { context, capital: true, titled: self.titled[kind as usize], after_word: false };
        let mut lower = Vec::new();
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
    fn word<E: Emit>(&self, word: &str, spot: Spot, memory: &mut Memory, lower: &mut Vec<u8>, out: &mut E) -> usize {
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
        let repeated = if is_head {
            None
        } else {
            self.say_again(word, found, direct.map(|direct| direct.recent.id), spot, memory, out)
        };
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
        let saying = Saying {
            mark: None,
            symbol: place.symbol,
            value: place.rank,
            bound: place.of,
            recency: None,
            recent,
            cost: 0,
        };
        self.mark(saying, Some(found), expected(place.form, spot.capital, spot.titled, place.small), spot.context, out)
    }

    fn say_extra<E: Emit>(&self, extra: &Listed, spot: Spot, out: &E) -> Saying {
        let id = self.dictionary.words.len() + extra.index;
        let recent = Recent { id, next: extra.symbol as u16, form: SMALL };
        let saying = Saying {
            mark: None,
            symbol: extra.symbol,
            value: extra.rank,
            bound: 1 << extra.bits,
            recency: None,
            recent,
            cost: 0,
        };
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
        let spelled = |id: u32| memory.kept(id - first_spelled) == Some(word);
        let recency = memory.find(id.unwrap_or(u32::MAX), first_spelled, spelled)?;
        let recent = memory.at(recency)?;
        let place = recency as u32;
        let (symbol, first) = match place.checked_ilog2() {
            None => (REPEAT, 0),
            Some(bits) => (REPEAT + 1 + bits as usize, 1 << bits),
        };
        let saying = Saying {
            mark: None,
            symbol,
            value: place - first,
            bound: first.max(1),
            recency: Some(recency),
            recent,
            cost: 0,
        };
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
