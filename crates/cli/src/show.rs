//! Hits for a person: marked titles and snippets on a terminal, plain text in a pipe.

use std::ops::Range;

use thumbindex_engine::{Hit, MarkedText};

use crate::commands::Output;
use crate::failure::{Failure, printable};

const BOLD_UNDERLINED: &str = "\u{1b}[1;4m";
const FAINT: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

/// Prints hits with their rank, best first.
pub(crate) fn hits(hits: &[Hit], out: &mut Output) -> Result<(), Failure> {
    for at in 0..hits.len() {
        hit(hits, at, out)?;
    }
    Ok(())
}

/// Prints one of several hits with its rank.
pub(crate) fn hit(hits: &[Hit], at: usize, out: &mut Output) -> Result<(), Failure> {
    let width = hits.len().to_string().len();
    if let Some(hit) = hits.get(at) {
        let title = if hit.title.text.is_empty() { "(untitled)".to_string() } else { marked(&hit.title, out.styled) };
        out.line(format!("{:>width$}. {title}", at + 1))?;
        let indent = " ".repeat(width + 2);
        let details = details(hit);
        out.line(if out.styled { format!("{indent}{FAINT}{details}{PLAIN}") } else { format!("{indent}{details}") })?;
        if !hit.snippet.text.is_empty() {
            out.line(format!("{indent}{}", marked(&hit.snippet, out.styled)))?;
        }
    }
    Ok(())
}

fn details(hit: &Hit) -> String {
    let mut parts = vec![printable(&hit.id)];
    parts.extend(hit.year.map(|year| year.to_string()));
    for text in [&hit.venue, &hit.url] {
        if !text.is_empty() {
            parts.push(printable(text));
        }
    }
    let mut line = parts.join("  ");
    if !hit.editions.is_empty() {
        let names = hit.editions.iter().map(|other| format!("{} {}", other.version, other.language));
        let names: Vec<String> = names.map(|name| printable(name.trim())).collect();
        line += &format!("  (also: {})", names.join(", "));
    }
    line
}

/// The text with its marks bold and underlined, or plain.
fn marked(text: &MarkedText, styled: bool) -> String {
    if !styled {
        return printable(&text.text);
    }
    let mut shown = String::with_capacity(text.text.len() + text.marks.len() * 16);
    let mut done = 0;
    for mark in &text.marks {
        let Some(range) = bytes_of(&text.text, mark.start..mark.end) else { continue };
        if range.start < done {
            continue;
        }
        shown.push_str(&printable(&text.text[done..range.start]));
        shown.push_str(BOLD_UNDERLINED);
        shown.push_str(&printable(&text.text[range.clone()]));
        shown.push_str(PLAIN);
        done = range.end;
    }
    shown.push_str(&printable(&text.text[done..]));
    shown
}

/// Byte range of a range of UTF-16 units; nothing when it splits a character or leaves the text.
fn bytes_of(text: &str, units: Range<u32>) -> Option<Range<usize>> {
    let byte_at = |wanted: u32| {
        let mut unit = 0;
        for (byte, c) in text.char_indices() {
            if unit >= wanted {
                return (unit == wanted).then_some(byte);
            }
            unit += c.len_utf16() as u32;
        }
        (unit == wanted).then_some(text.len())
    };
    let (start, end) = (byte_at(units.start)?, byte_at(units.end)?);
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use thumbindex_engine::{Mark, MatchKind};

    fn text(text: &str, marks: &[(u32, u32)]) -> MarkedText {
        let marks = marks.iter().map(|&(start, end)| Mark { start, end, kind: MatchKind::Exact }).collect();
        MarkedText { text: text.into(), marks }
    }

    #[test]
    fn marks_count_utf16_units() {
        // U+1D6FC takes two units and four bytes, U+00E9 one unit and two bytes.
        let shown = marked(&text("\u{1d6fc} caf\u{e9} net", &[(3, 7), (8, 11)]), true);
        assert_eq!(shown, "\u{1d6fc} \u{1b}[1;4mcaf\u{e9}\u{1b}[0m \u{1b}[1;4mnet\u{1b}[0m");
        assert_eq!(marked(&text("\u{1d6fc} caf\u{e9}", &[(3, 7)]), false), "\u{1d6fc} caf\u{e9}");
    }

    #[test]
    fn impossible_marks_are_dropped() {
        assert_eq!(marked(&text("\u{1d6fc}b", &[(1, 2), (2, 9), (5, 4)]), true), "\u{1d6fc}b");
    }

    #[test]
    fn a_corpus_cannot_send_terminal_commands() {
        assert_eq!(marked(&text("a\u{1b}]0;x\u{7}b\nc", &[]), true), "a\u{fffd}]0;x\u{fffd}b c");
    }
}
