//! The query language: forgiving words with a few operators.
//!
//! ```text
//! query  := item*
//! item   := ["-"] [field ":"] (quoted | word ["*"]) | item "OR" item | years
//! quoted := '"' word+ '"'            a phrase: each word literally, one after the other
//! field  := title | author | authors | keyword | keywords
//! years  := "year:" (year | year ".." year | year ".." | ".." year)     a year has four digits
//! ```
//! Everything else is plain text: an unknown field, an unbalanced quote, a lone operator. Limits cut, never fail.

use crate::analysis::folding::Folding;
use crate::analysis::tokens::{Pairs, tokens};
use crate::limits::{QUERY_CLAUSES, QUERY_UTF16};

/// Whether this build knows phrases and ranges of years.
pub(crate) const OPERATORS: bool = cfg!(feature = "operators");

/// Where a word must stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Place {
    #[default]
    Anywhere,
    Title,
    Authors,
    Keywords,
}

/// One word to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    /// Folded as the index folds.
    pub(crate) term: String,
    /// Still being typed, or ended with a star: stands for its completions too.
    pub(crate) open: bool,
    pub(crate) place: Place,
    /// From a phrase: taken literally, without other forms and corrections.
    pub(crate) literal: bool,
    /// Typed with nothing but a sign between it and the word before, as names of programs are.
    #[cfg(feature = "sections")]
    pub(crate) glued: bool,
    /// UTF-8 range in the query.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What one part of the query asks for: any of its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clause {
    pub(crate) words: Vec<Word>,
}

/// Words in quotes, two or more: they must follow each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Phrase {
    pub(crate) words: Vec<Word>,
    /// A bit for the clause of each word; none where the phrase must not occur.
    pub(crate) clauses: u16,
    /// UTF-8 range in the query, with the quotes.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Years that documents must be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct YearRange {
    pub(crate) from: i32,
    pub(crate) to: i32,
    /// UTF-8 range in the query.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A parsed query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    pub(crate) clauses: Vec<Clause>,
    /// Words that must not occur.
    pub(crate) excluded: Vec<Word>,
    pub(crate) phrases: Vec<Phrase>,
    pub(crate) years: Option<YearRange>,
    /// Filters, counts and orders that were asked for beside the words.
    #[cfg(feature = "facets")]
    pub(crate) narrowed: Option<crate::narrow::Narrowed>,
    /// For each edition its place in the order that suits the reader.
    #[cfg(feature = "facets")]
    pub(crate) editions: Vec<u32>,
    /// Whether a limit cut the query.
    pub(crate) cut: bool,
}

/// Parses a query. With `open_last_word` the last plain word counts as still being typed.
pub(crate) fn parse(text: &str, folding: &Folding, open_last_word: bool) -> Query {
    let (text, cut) = within_limit(text);
    let bytes = text.as_bytes();
    let mut query = Query { cut, ..Query::default() };
    let mut alternative = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if is_blank(byte) {
            at += 1;
            continue;
        }
        let end = word_end(bytes, at);
        if bytes.get(at..end) == Some(b"OR") && end < bytes.len() && !query.clauses.is_empty() {
            alternative = true;
            at = end;
            continue;
        }
        if OPERATORS && let Some((mut from, mut to)) = years(bytes.get(at..end).unwrap_or(&[])) {
            if let Some(before) = query.years {
                (from, to) = (from.max(before.from), to.min(before.to));
            }
            query.years = Some(YearRange { from, to, start: at, end });
            at = end;
            continue;
        }
        let item = Item::read(bytes, at, end);
        at = item.end;
        item.add(text, folding, &mut query, std::mem::take(&mut alternative));
        if query.clauses.len() > QUERY_CLAUSES {
            while query.clauses.len() > QUERY_CLAUSES {
                query.clauses.pop();
            }
            query.cut = true;
            break;
        }
    }
    if open_last_word
        && let Some(word) = query.clauses.last_mut().and_then(|clause| clause.words.last_mut())
        // The last word is open while nothing but blanks follows it.
        && !word.literal
        && bytes.iter().skip(word.end).all(|&byte| is_blank(byte))
    {
        word.open = true;
    }
    query
}

/// A filter by years, first and last; None for anything else, also while it is being typed.
fn years(item: &[u8]) -> Option<(i32, i32)> {
    let (name, value) = item.split_at_checked(5)?;
    let dots = |at: usize| value.get(at..at + 2) == Some(b"..");
    let first = || year(value, 0);
    let last = || year(value, value.len() - 4);
    let (from, to) = match value.len() {
        4 => (first()?, first()?),
        6 if dots(0) => (i32::MIN, last()?),
        6 if dots(4) => (first()?, i32::MAX),
        10 if dots(4) => (first()?, last()?),
        _ => return None,
    };
    (name.eq_ignore_ascii_case(b"year:") && from <= to).then_some((from, to))
}

/// The four digits at a place.
fn year(text: &[u8], at: usize) -> Option<i32> {
    let mut year = 0;
    for &digit in text.get(at..at + 4)? {
        if !digit.is_ascii_digit() {
            return None;
        }
        year = year * 10 + i32::from(digit - b'0');
    }
    Some(year)
}

/// Blanks between items. Other white space of Unicode is no part of any word, so it ends words all the same.
fn is_blank(byte: u8) -> bool {
    byte <= b' '
}

/// Where the run of bytes without blanks that starts at `at` ends.
fn word_end(bytes: &[u8], at: usize) -> usize {
    let length = bytes.iter().skip(at).position(|&byte| is_blank(byte));
    length.map_or(bytes.len(), |length| at + length)
}

/// The part of the query that is read, cut at a character border.
fn within_limit(text: &str) -> (&str, bool) {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > QUERY_UTF16 {
            return (text.get(..at).unwrap_or(""), true);
        }
    }
    (text, false)
}

/// One item as it stands in the text, operators recognised but words not yet cut.
#[derive(Default)]
struct Item {
    negated: bool,
    place: Place,
    phrase: bool,
    star: bool,
    start: usize,
    stop: usize,
    end: usize,
}

/// The names of fields, and the place that each means.
const FIELDS: [(&[u8], Place); 5] = [
    (b"title", Place::Title),
    (b"author", Place::Authors),
    (b"authors", Place::Authors),
    (b"keyword", Place::Keywords),
    (b"keywords", Place::Keywords),
];

impl Item {
    /// Reads the item at `at`, whose first word ends at `end`.
    fn read(bytes: &[u8], at: usize, end: usize) -> Item {
        let mut item = Item { start: at, stop: end, end, ..Item::default() };
        let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
        if byte(at) == b'-' && (byte(at + 1) == b'"' || byte(at + 1).is_ascii_alphanumeric() || byte(at + 1) >= 0x80) {
            item.negated = true;
            item.start += 1;
        }
        for (name, place) in FIELDS {
            let value = item.start + name.len() + 1;
            let named = bytes.get(item.start..value - 1).is_some_and(|word| word.eq_ignore_ascii_case(name));
            // A value follows at once: "title: x" and "a::b" are plain text.
            if !named || byte(value - 1) != b':' || is_blank(byte(value)) || byte(value) == b':' {
                continue;
            }
            item.place = place;
            item.start = value;
            break;
        }
        if byte(item.start) == b'"'
            && let Some(length) = bytes.iter().skip(item.start + 1).position(|&byte| byte == b'"')
        {
            item.phrase = true;
            item.start += 1;
            item.stop = item.start + length;
            item.end = item.stop + 1;
        } else {
            item.star = item.stop > item.start + 1 && byte(item.stop - 1) == b'*';
        }
        item
    }

    fn add(&self, text: &str, folding: &Folding, query: &mut Query, alternative: bool) {
        let mut words: Vec<Word> = Vec::new();
        tokens(text.get(self.start..self.stop).unwrap_or(""), folding, Pairs::Query, &mut |token| {
            words.push(Word {
                term: token.term.to_owned(),
                open: false,
                place: self.place,
                literal: self.phrase,
                #[cfg(feature = "sections")]
                glued: !self.phrase && !words.is_empty(),
                start: self.start + token.start,
                end: self.start + token.end,
            });
        });
        if self.star
            && let Some(last) = words.last_mut()
        {
            last.open = true;
        }
        if OPERATORS && self.phrase && words.len() > 1 {
            let mut phrase = Phrase { start: self.start - 1, end: self.end, ..Phrase::default() };
            if self.negated {
                let mut count = words.len();
                for other in &query.phrases {
                    count += if other.clauses == 0 { other.words.len() } else { 0 };
                }
                // Less of it would exclude more.
                if count > QUERY_CLAUSES {
                    query.cut = true;
                    return;
                }
                phrase.words = words;
                query.phrases.push(phrase);
                return;
            }
            // What the limit cuts off the clauses is no part of the phrase either.
            let before = query.clauses.len();
            for (number, word) in words.iter().take(QUERY_CLAUSES - before).enumerate() {
                phrase.clauses |= 1 << (before + number);
                phrase.words.push(word.clone());
            }
            if phrase.words.len() > 1 {
                query.phrases.push(phrase);
            }
        }
        if self.negated {
            for word in words {
                if query.excluded.len() < QUERY_CLAUSES {
                    query.excluded.push(word);
                }
            }
            return;
        }
        // "a OR b" joins single words; a phrase or compound beside OR is plain text.
        if alternative
            && words.len() == 1
            && (!OPERATORS
                || query.phrases.last().is_none_or(|phrase| phrase.clauses >> (query.clauses.len() - 1) == 0))
            && let Some(clause) = query.clauses.last_mut()
            && let Some(word) = words.pop()
        {
            clause.words.push(word);
            return;
        }
        for word in words {
            query.clauses.push(Clause { words: vec![word] });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Query {
        parse(text, &Folding::default(), true)
    }

    /// Clauses as text: alternatives joined by "|", a place as "title:", "*" behind an open word.
    fn clauses(text: &str) -> Vec<String> {
        let show = |word: &Word| {
            let place = match word.place {
                Place::Anywhere => "",
                Place::Title => "title:",
                Place::Authors => "author:",
                Place::Keywords => "keyword:",
            };
            format!("{place}{}{}", word.term, if word.open { "*" } else { "" })
        };
        parsed(text).clauses.iter().map(|clause| clause.words.iter().map(show).collect::<Vec<_>>().join("|")).collect()
    }

    #[test]
    fn the_last_word_is_open_even_before_a_blank() {
        assert_eq!(clauses("Neural Tang"), ["neural", "tang*"]);
        assert_eq!(clauses("neural tang "), ["neural", "tang*"]);
        assert_eq!(clauses("neural tang."), ["neural", "tang"]);
    }

    #[test]
    fn a_star_opens_any_word() {
        assert_eq!(clauses("gener* networks."), ["gener*", "networks"]);
        assert_eq!(clauses("* a"), ["a*"]);
    }

    #[test]
    fn quoted_words_are_literal_among_free_words() {
        let literal: Vec<bool> = parsed("wide \"neural tangent kernel\" limit")
            .clauses
            .iter()
            .map(|clause| clause.words[0].literal)
            .collect();
        assert_eq!(literal, [false, true, true, true, false]);
    }

    #[cfg(feature = "operators")]
    #[test]
    fn quoted_words_are_a_phrase_where_there_are_two_or_more() {
        let query = parsed("wide \"neural tangent kernel\" -title:\"mean field\" \"limit\"");
        let [wanted, unwanted] = query.phrases.as_slice() else { panic!("{:?}", query.phrases) };
        assert_eq!((wanted.clauses, wanted.start, wanted.end), (0b1110, 5, 28));
        assert_eq!((unwanted.clauses, unwanted.words.len(), unwanted.words[1].place), (0, 2, Place::Title));
        assert!(query.excluded.is_empty());
    }

    #[cfg(feature = "operators")]
    #[test]
    fn a_phrase_is_no_alternative() {
        assert_eq!(clauses("\"a b\" OR c"), ["a", "b", "c*"]);
        assert_eq!(clauses("\"a\" OR c"), ["a|c*"]);
    }

    #[cfg(feature = "operators")]
    #[test]
    fn the_limit_cuts_a_phrase() {
        let query = parsed(&format!("{}\"a b c\" d", "word ".repeat(14)));
        assert!(query.cut);
        assert_eq!((query.phrases[0].clauses, query.phrases[0].words.len()), (0xC000, 2));
    }

    #[cfg(feature = "operators")]
    #[test]
    fn years_are_a_filter_and_no_words() {
        let years = |text: &str| parsed(text).years.map(|years| (years.from, years.to));
        assert_eq!(years("a year:2019 b"), Some((2019, 2019)));
        assert_eq!(years("YEAR:2019..2022"), Some((2019, 2022)));
        assert_eq!(years("year:2019.."), Some((2019, i32::MAX)));
        assert_eq!(years("year:..2022"), Some((i32::MIN, 2022)));
        assert_eq!(years("year:2019.. year:..2022"), Some((2019, 2022)));
        assert_eq!(clauses("graph year:2019 theory"), ["graph", "theory*"]);
        assert_eq!(clauses("graph year:2019"), ["graph"]);
        for text in [
            "year:",
            "year:19",
            "year:20199",
            "year:2019.",
            "year:2019..20",
            "year:2022..2019",
            "year:..",
            "-year:2019",
        ] {
            assert_eq!(years(text), None, "{text}");
        }
        assert_eq!(clauses("year:201"), ["year", "201*"]);
    }

    #[test]
    fn unbalanced_quotes_and_lone_operators_are_plain_text() {
        assert_eq!(clauses("\"neural tangent"), ["neural", "tangent*"]);
        assert_eq!(clauses("- : OR * \" neural"), ["or", "neural*"]);
        assert!(parsed("\"neural tangent").clauses.iter().all(|clause| !clause.words[0].literal));
    }

    #[test]
    fn fields_are_known_by_name_and_unknown_ones_are_plain_text() {
        assert_eq!(clauses("title:kernel author:jacot x"), ["title:kernel", "author:jacot", "x*"]);
        assert_eq!(clauses("colour:red"), ["colour", "red*"]);
        assert_eq!(clauses("std::fmt"), ["std", "fmt*"]);
    }

    #[test]
    fn a_minus_excludes_only_at_the_front_of_a_word() {
        let query = parsed("state-of-the-art -survey");
        assert_eq!(query.excluded.len(), 1);
        assert_eq!(query.excluded[0].term, "survey");
        assert_eq!(query.clauses.len(), 4);
    }

    #[test]
    fn or_joins_the_words_beside_it() {
        assert_eq!(clauses("graph OR network theory"), ["graph|network", "theory*"]);
        assert_eq!(clauses("OR graph"), ["or", "graph*"]);
        // What an operator follows is finished.
        assert_eq!(clauses("graph OR "), ["graph"]);
    }

    #[test]
    fn limits_cut_and_say_so() {
        let query = parsed(&"word ".repeat(100));
        assert!(query.cut && query.clauses.len() <= QUERY_CLAUSES);
        assert!(parsed(&"x".repeat(1_000_000)).cut);
    }
}
