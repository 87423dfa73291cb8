//! Tokens: the runs of word characters in a text, each with its folded term and its place.

use super::class::{Class, class};
use super::folding::Folding;
use crate::limits::TERM_CHARS;

/// Where a token stands and what term it makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// First byte in the text.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// The folded term, never empty, at most [`TERM_CHARS`] characters.
    pub(crate) term: &'a str,
    /// False for a token that overlaps the one before it (the pairs of scripts without spaces).
    pub(crate) fresh: bool,
}

/// Which terms a run of a script without spaces gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pairs {
    /// Single characters and overlapping pairs: what a document is found by.
    Index,
    /// Overlapping pairs only, or the character where there is just one: what a query asks for.
    Query,
}

/// Calls `each` with every token of `text` in order.
pub(crate) fn tokens(text: &str, folding: &Folding, pairs: Pairs, each: &mut dyn FnMut(Token<'_>)) {
    let mut term = String::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        // Most text is ASCII: one byte, one step.
        if byte.is_ascii() && !byte.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let mut end = at;
        while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            end += 1;
        }
        // A word of nothing but ASCII; an apostrophe or a mark might carry it on.
        if end > at && bytes.get(end).is_none_or(|&next| next.is_ascii() && next != b'\'') {
            term.clear();
            for &letter in bytes.get(at..end.min(at + TERM_CHARS)).unwrap_or(&[]) {
                term.push(char::from(letter.to_ascii_lowercase()));
            }
            each(Token { start: at, end, term: &term, fresh: true });
            at = end;
            continue;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        at = match class(c) {
            Class::Letter => word(text, at, folding, &mut term, each),
            Class::Ideograph => ideographs(text, at, folding, pairs, &mut term, each),
            _ => at + c.len_utf8(),
        };
    }
}

/// One word from `start` on; gives the place behind it.
fn word(text: &str, start: usize, folding: &Folding, term: &mut String, each: &mut dyn FnMut(Token<'_>)) -> usize {
    term.clear();
    let mut chars = 0;
    let mut end = start;
    let mut rest = text.get(start..).unwrap_or("").char_indices().peekable();
    while let Some((offset, c)) = rest.next() {
        match class(c) {
            Class::Letter => {
                if chars < TERM_CHARS {
                    folding.push(c, term);
                    chars += 1;
                }
            }
            Class::Mark => {}
            Class::Apostrophe if rest.peek().is_some_and(|&(_, next)| class(next) == Class::Letter) => {}
            _ => break,
        }
        end = start + offset + c.len_utf8();
    }
    if !term.is_empty() {
        each(Token { start, end, term, fresh: true });
    }
    end
}

/// A run of a script without spaces from `start` on; gives the place behind it.
fn ideographs(
    text: &str,
    start: usize,
    folding: &Folding,
    pairs: Pairs,
    term: &mut String,
    each: &mut dyn FnMut(Token<'_>),
) -> usize {
    let mut previous: Option<(usize, String)> = None;
    let mut paired = false;
    let mut end = start;
    for (offset, c) in text.get(start..).unwrap_or("").char_indices() {
        match class(c) {
            Class::Ideograph => {}
            Class::Mark => {
                end = start + offset + c.len_utf8();
                continue;
            }
            _ => break,
        }
        let here = start + offset;
        end = here + c.len_utf8();
        let mut folded = String::new();
        folding.push(c, &mut folded);
        if folded.is_empty() {
            continue;
        }
        if let Some((before, first)) = &previous {
            term.clear();
            term.push_str(first);
            term.push_str(&folded);
            each(Token { start: *before, end, term, fresh: pairs == Pairs::Query && !paired });
            paired = true;
        }
        if pairs == Pairs::Index {
            each(Token { start: here, end, term: &folded, fresh: true });
        }
        previous = Some((here, folded));
    }
    if pairs == Pairs::Query
        && !paired
        && let Some((before, only)) = &previous
    {
        each(Token { start: *before, end, term: only, fresh: true });
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str, pairs: Pairs) -> Vec<String> {
        let mut out = Vec::new();
        tokens(text, &Folding::default(), pairs, &mut |token| out.push(token.term.to_owned()));
        out
    }

    #[test]
    fn words_are_runs_of_letters_and_digits_in_lower_case() {
        assert_eq!(
            terms("State-of-the-art BERT4Rec, 3D!", Pairs::Index),
            ["state", "of", "the", "art", "bert4rec", "3d"]
        );
    }

    #[test]
    fn an_apostrophe_joins_only_between_letters() {
        assert_eq!(terms("Parkinson's don’t 'quoted' rock'", Pairs::Index), ["parkinsons", "dont", "quoted", "rock"]);
    }

    #[test]
    fn combining_marks_belong_to_the_letter_before_and_vanish() {
        assert_eq!(terms("Poincare\u{301} soft\u{AD}hyphen", Pairs::Index), ["poincare", "softhyphen"]);
    }

    #[test]
    fn scripts_without_spaces_give_pairs() {
        assert_eq!(terms("深度学习 deep", Pairs::Index), ["深", "深度", "度", "度学", "学", "学习", "习", "deep"]);
        assert_eq!(terms("深度学", Pairs::Query), ["深度", "度学"]);
        assert_eq!(terms("深", Pairs::Query), ["深"]);
    }

    #[test]
    fn long_words_are_cut_but_their_place_is_whole() {
        let long = "x".repeat(200);
        tokens(&long, &Folding::default(), Pairs::Index, &mut |token| {
            assert_eq!((token.start, token.end, token.term.len()), (0, 200, TERM_CHARS));
        });
    }
}

#[cfg(all(test, feature = "build"))]
mod properties {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    proptest! {
        #[test]
        fn tokens_lie_in_order_on_character_borders(text in any::<String>()) {
            let folding = Folding::for_characters(&text.chars().collect());
            let mut last = 0;
            tokens(&text, &folding, Pairs::Index, &mut |token| {
                assert!(text.get(token.start..token.end).is_some_and(|slice| !slice.is_empty()));
                assert!(!token.term.is_empty());
                assert!(token.start >= last || !token.fresh);
                if token.fresh { last = token.start; }
            });
        }

        #[test]
        fn every_word_of_uax_29_in_plain_prose_is_a_token_or_more(words in proptest::collection::vec("[a-zäöüéA-Z]{1,9}", 1..20)) {
            let text = words.join(" ");
            let mut count = 0;
            tokens(&text, &Folding::default(), Pairs::Index, &mut |_| count += 1);
            prop_assert_eq!(count, text.unicode_words().count());
        }
    }
}
