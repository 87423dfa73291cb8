//! What no parser should be given: a page that nests without end, or a tag with thousands of attributes.
//!
//! The rules of HTML make a parser look through all open elements at many a tag, and through all attributes at each attribute, so
//! such pages take time by the square of their size. Browsers cut them as well.

use std::collections::HashMap;

/// Elements inside one another, at most.
const DEEPEST: usize = 1_000;
/// Attributes of one tag, at most.
const ATTRIBUTES: usize = 400;
/// Bytes of a page, at most.
pub(super) const LONGEST: usize = 32 << 20;

/// Elements whose content is no markup.
fn is_raw(name: &str) -> bool {
    matches!(name, "script" | "style" | "textarea" | "title" | "xmp" | "noscript")
}

/// Elements that nothing is in, or that the next of their kind ends.
fn is_flat(name: &str) -> bool {
    let empty = matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    );
    let ended = matches!(
        name,
        "p" | "li"
            | "dt"
            | "dd"
            | "tr"
            | "td"
            | "th"
            | "option"
            | "optgroup"
            | "thead"
            | "tbody"
            | "tfoot"
            | "colgroup"
            | "html"
            | "head"
            | "body"
            | "rp"
    );
    empty || ended
}

/// How many bytes of a page can be parsed in time that is proportional to them; all, but for pages that were made to hurt.
pub(super) fn parseable(html: &str) -> usize {
    let bytes = html.as_bytes();
    let mut open: HashMap<String, usize> = HashMap::new();
    let mut depth = 0;
    let mut name = String::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', bytes.get(at..).unwrap_or(&[])) {
        let start = at + found;
        if start > LONGEST {
            return html.floor_char_boundary(LONGEST);
        }
        at = start + 1;
        let closes = bytes.get(at) == Some(&b'/');
        let from = at + usize::from(closes);
        if bytes.get(start..start + 4) == Some(b"<!--") {
            at = memchr::memmem::find(bytes.get(start + 4..).unwrap_or(&[]), b"-->")
                .map_or(bytes.len(), |end| start + 4 + end);
            continue;
        }
        let length = bytes.iter().skip(from).take(32).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if length == 0 {
            continue;
        }
        name.clear();
        name.extend(html.get(from..from + length).unwrap_or("").chars().map(|letter| letter.to_ascii_lowercase()));
        let (end, attributes) = tag(bytes, from + length);
        if attributes > ATTRIBUTES {
            return start;
        }
        at = end;
        if is_flat(&name) {
            continue;
        }
        if closes {
            if let Some(count) = open.get_mut(&name).filter(|count| **count > 0) {
                *count -= 1;
                depth -= 1;
            }
        } else if is_raw(&name) {
            at = behind_raw(bytes, at, &name);
        } else if bytes.get(end.saturating_sub(2)) != Some(&b'/') {
            match open.get_mut(&name) {
                Some(count) => *count += 1,
                None => drop(open.insert(name.clone(), 1)),
            }
            depth += 1;
            if depth > DEEPEST {
                return start;
            }
        }
    }
    html.floor_char_boundary(LONGEST.min(html.len()))
}

/// Where a tag ends, and how many attributes it has at the most.
fn tag(bytes: &[u8], from: usize) -> (usize, usize) {
    let (mut quote, mut attributes, mut blank) = (0, 0, true);
    for (at, &byte) in bytes.iter().enumerate().skip(from) {
        if quote != 0 {
            if byte == quote {
                quote = 0;
                blank = true;
            }
            continue;
        }
        match byte {
            b'>' => return (at + 1, attributes),
            b'"' | b'\'' if bytes.get(at.wrapping_sub(1)) == Some(&b'=') => quote = byte,
            b' ' | b'\t' | b'\n' | b'\r' | 0x0c | b'/' => blank = true,
            _ => {
                attributes += usize::from(blank);
                blank = false;
                if attributes > ATTRIBUTES {
                    break;
                }
            }
        }
    }
    (bytes.len(), attributes)
}

/// Where the end tag of an element begins whose content is no markup.
fn behind_raw(bytes: &[u8], from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = memchr::memmem::find(bytes.get(at..).unwrap_or(&[]), b"</") {
        at += found;
        if bytes.get(at + 2..at + 2 + name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes())) {
            return at;
        }
        at += 2;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_are_parsed_whole() {
        let page = format!(
            "<!doctype html><html><body>{}<script>{}</script>{}</body></html>",
            "<p>one<li>two<br><img src=a alt=b>".repeat(5_000),
            "if (a<b) x<div;".repeat(5_000),
            "<div><b>x</b></div>".repeat(5_000)
        );
        assert_eq!(parseable(&page), page.len());
    }

    #[test]
    fn what_was_made_to_hurt_is_cut() {
        assert!(parseable(&"<div>".repeat(100_000)) < 10_000);
        assert!(parseable(&format!("<p>a{}", "<b><i>".repeat(100_000))) < 10_000);
        let attributes: String = (0..100_000).map(|number| format!("a{number}=1 ")).collect();
        assert_eq!(parseable(&format!("<p>text<a {attributes}>b</a>")), 7);
    }
}
