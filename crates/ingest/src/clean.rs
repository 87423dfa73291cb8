//! Cleaning of text: plain Unicode, single spaces, no markup.
//!
//! [`clean`] is the whole of it; [`latex`](crate::latex) and [`markup`](crate::markup) are its two translators, and the
//! rest of this module deals with characters.

// The passes are repeated until nothing changes any more. Hence the result is a fixed point by construction, and
// cleaning is idempotent whatever the passes do to each other: an entity may decode to a tag, "\$" to a dollar sign that
// closes a formula. Nearly every text needs none of this and is told by one look at each byte (`is_settled`).

use std::borrow::Cow;

use memchr::memmem;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::{latex, markup};

/// Turns text as it is found in corpora into text as it is read.
///
/// - White space of any kind and control characters become single spaces, without any at the ends.
/// - Unicode is brought to NFC; ligatures such as ﬁ become letters; soft hyphens, zero-width and direction marks go
///   (joiners stay between letters of scripts that need them). UTF-8 that was once read as Latin-1 (â€™) is repaired.
/// - Glyphs that a PDF reader could not name, "(cid:173)", are read where they are known, and go otherwise.
/// - LaTeX becomes what it stands for, in texts that have it: accents, symbols, formulas, emphasis, quotation marks.
///   "costs $5 to $10" is no formula.
/// - Inline HTML and JATS tags go and entities are decoded, where they are that: "a < b and c > d" stays.
///
/// Never panics, takes linear time, and cleaning its own result changes nothing.
///
/// ```
/// use thumbindex_ingest::clean;
/// assert_eq!(clean("  An \\emph{efﬁcient}\n$O(n^2 \\log n)$ Erd\\H{o}s sieve "), "An efficient O(n² log n) Erdős sieve");
/// assert_eq!(clean("from $5 to $10, {sic}"), "from $5 to $10, {sic}");
/// assert_eq!(clean("H<sub>2</sub>O &amp; salt, a < b"), "H2O & salt, a < b");
/// ```
pub fn clean(text: &str) -> String {
    if is_settled(text) {
        return text.to_owned();
    }
    let mut current = pass(text);
    for _ in 0..MAX_PASSES {
        if is_settled(&current) {
            return current;
        }
        let next = pass(&current);
        if next == current {
            return current;
        }
        current = next;
    }
    // Only texts made for it get here. Without these characters nothing but `characters` applies, and that settles.
    // (U+1FEF is composed to a grave accent.)
    current.retain(|c| !matches!(c, '(' | '\\' | '$' | '<' | '&' | '`' | '\u{1fef}' | '€' | '\u{200c}' | '\u{200d}'));
    characters(&current).into_owned()
}

/// Cleans characters and white space alone: for identifiers, names of columns and the like.
pub(crate) fn clean_plain(text: &str) -> String {
    if is_settled(text) {
        return text.to_owned();
    }
    let mut current = characters(text).into_owned();
    for _ in 0..MAX_PASSES {
        match characters(&current) {
            Cow::Borrowed(_) => return current,
            Cow::Owned(next) if next == current => return current,
            Cow::Owned(next) => current = next,
        }
    }
    current
}

const MAX_PASSES: usize = 6;

fn pass(text: &str) -> String {
    let text = glyphs(text);
    let text = markup::strip(&text);
    let text = latex::render(&text);
    characters(&text).into_owned()
}

/// Whether a text is printable ASCII in single spaces, without anything that could be markup.
fn is_settled(text: &str) -> bool {
    let mut before = b' ';
    for &byte in text.as_bytes() {
        let fine = match byte {
            b' ' => before != b' ',
            b'\\' | b'$' | b'<' | b'&' | b'`' => false,
            _ => byte.is_ascii_graphic(),
        };
        if !fine {
            return false;
        }
        before = byte;
    }
    (before != b' ' || text.is_empty()) && (text.len() < 7 || memmem::find(text.as_bytes(), GLYPH).is_none())
}

const GLYPH: &[u8] = b"(cid:";

/// What programs that read PDF write for a glyph they cannot name: "(cid:173)" is the hyphen at the end of a line, 11 to
/// 15 are the ligatures of TeX's fonts, of others nothing is known.
fn glyphs(text: &str) -> Cow<'_, str> {
    let finder = memmem::Finder::new(GLYPH);
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = finder.find(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let number = &rest[GLYPH.len()..];
        let digits = number.bytes().take(5).take_while(u8::is_ascii_digit).count();
        if digits == 0 || number.as_bytes().get(digits) != Some(&b')') {
            out.push('(');
            rest = &rest[1..];
            continue;
        }
        let code = &number[..digits];
        rest = &number[digits + 1..];
        match code {
            "173" => rest = rest.trim_start(),
            "11" => out.push_str("ff"),
            "12" => out.push_str("fi"),
            "13" => out.push_str("fl"),
            "14" => out.push_str("ffi"),
            "15" => out.push_str("ffl"),
            _ => out.push(' '),
        }
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Characters and white space, and the quotation marks of TeX in pairs.
fn characters(text: &str) -> Cow<'_, str> {
    let text = quotation_marks(text);
    if text.is_ascii() {
        return spaces(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(c) = rest.chars().next() {
        if c.is_ascii() {
            let end = rest.bytes().position(|b| !b.is_ascii()).unwrap_or(rest.len());
            put_ascii(&mut out, &rest[..end]);
            rest = &rest[end..];
            continue;
        }
        let (c, length) = repaired(rest, c);
        rest = &rest[length..];
        put(&mut out, c, rest.chars().next());
    }
    out.truncate(out.trim_end_matches(' ').len());
    let out = if is_nfc(&out) { out } else { out.nfc().collect() };
    if out == text { text } else { Cow::Owned(out) }
}

/// Single spaces, for ASCII.
fn spaces(text: Cow<'_, str>) -> Cow<'_, str> {
    let mut before = b' ';
    let settled = text.bytes().all(|byte| {
        let fine = byte.is_ascii_graphic() || (byte == b' ' && before != b' ');
        before = byte;
        fine
    });
    if settled && (before != b' ' || text.is_empty()) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    put_ascii(&mut out, &text);
    out.truncate(out.trim_end_matches(' ').len());
    Cow::Owned(out)
}

/// Appends what characters of ASCII stand for: themselves, and a space for what is none.
fn put_ascii(out: &mut String, ascii: &str) {
    for (number, word) in ascii.split(|c: char| !c.is_ascii_graphic()).enumerate() {
        if number > 0 && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        out.push_str(word);
    }
}

/// Appends what a character stands for.
fn put(out: &mut String, c: char, next: Option<char>) {
    match c {
        '!'..='~' => out.push(c),
        '\u{80}'..='\u{9f}' => out.push(windows_1252(c)),
        _ if c.is_whitespace() || c.is_control() => {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        }
        'ﬀ' => out.push_str("ff"),
        'ﬁ' => out.push_str("fi"),
        'ﬂ' => out.push_str("fl"),
        'ﬃ' => out.push_str("ffi"),
        'ﬄ' => out.push_str("ffl"),
        'ﬅ' | 'ﬆ' => out.push_str("st"),
        '\u{200c}' | '\u{200d}' => {
            // Between letters of Arabic, of the Indic scripts and between emoji a joiner says how they are written.
            let joins = |c: char| c >= '\u{590}' && !is_invisible(c) && !c.is_whitespace();
            if out.chars().next_back().is_some_and(joins) && next.is_some_and(joins) {
                out.push(c);
            }
        }
        _ if is_invisible(c) => {}
        _ => out.push(c),
    }
    // A C1 character without a meaning became a space, which may follow another one.
    if out.ends_with("  ") || out == " " {
        out.pop();
    }
}

/// Soft hyphens, zero-width characters, direction marks, place holders.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}'
    )
}

/// Control characters from 80 to 9F are the signs that Windows puts there; no text means the control characters.
fn windows_1252(c: char) -> char {
    const SIGNS: [char; 32] = [
        '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', //
        ' ', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
    ];
    SIGNS.get((c as usize).wrapping_sub(0x80)).copied().unwrap_or(' ')
}

/// The first character of `text`, or the one that its bytes meant before somebody took UTF-8 for Latin-1 or Windows-1252;
/// and how long it is. Only sequences that no text means are repaired: with a control character among them, or after "â€".
fn repaired(text: &str, c: char) -> (char, usize) {
    let as_found = (c, c.len_utf8());
    let length = match c {
        '\u{c2}'..='\u{df}' => 2,
        '\u{e0}'..='\u{ef}' => 3,
        '\u{f0}'..='\u{f4}' => 4,
        _ => return as_found,
    };
    if let Some(rest) = text.strip_prefix("â€") {
        let meant = match rest.chars().next() {
            Some('™') => '’',
            Some('˜') => '‘',
            Some('œ') => '“',
            Some('\u{9d}') => '”',
            Some('“') => '–',
            Some('”') => '—',
            Some('¦') => '…',
            Some('¢') => '•',
            _ => return as_found,
        };
        let found = "â€".len() + rest.chars().next().map_or(0, char::len_utf8);
        return (meant, found);
    }
    let mut bytes = [0; 4];
    let (mut count, mut found, mut control) = (0, 0, false);
    for (slot, c) in bytes.iter_mut().take(length).zip(text.chars()) {
        let Ok(byte) = u8::try_from(u32::from(c)) else { return as_found };
        *slot = byte;
        count += 1;
        found += c.len_utf8();
        control |= (0x80..0xa0).contains(&byte);
    }
    if count < length || !control {
        return as_found;
    }
    match bytes.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()).and_then(|t| t.chars().next()) {
        Some(meant) => (meant, found),
        None => as_found,
    }
}

/// ``quoted'' becomes “quoted”, in any text: no other than TeX's opens with two grave accents and closes with two
/// apostrophes.
fn quotation_marks(text: &str) -> Cow<'_, str> {
    let open = memmem::Finder::new("``");
    let mut out = String::new();
    let mut done = 0;
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| open.find(rest.as_bytes())).map(|at| from + at) {
        let inner = start + 2;
        let until = text.get(inner..).and_then(|rest| open.find(rest.as_bytes())).map_or(text.len(), |at| inner + at);
        let close = text.get(inner..until).and_then(|rest| rest.find("''")).map(|at| inner + at);
        let opens = !text[inner..].starts_with(char::is_whitespace) && !text[..start].ends_with(char::is_alphanumeric);
        match close {
            Some(close) if close > inner && opens => {
                out.push_str(&text[done..start]);
                out.push('“');
                out.push_str(&text[inner..close]);
                out.push('”');
                done = close + 2;
                from = done;
            }
            _ => from = until,
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let cleaned = clean(text);
        assert_eq!(cleaned, expected, "from {text:?}");
        assert_eq!(clean(&cleaned), cleaned, "cleaned again, from {text:?}");
    }

    #[test]
    fn white_space_and_controls_become_single_spaces() {
        check("", "");
        check(" \t\r\n", "");
        check("  a \u{a0}\u{3000}b\0c\u{2029}\u{b}d ", "a b c d");
        check("a\u{1b}[31mb", "a [31mb");
    }

    #[test]
    fn plain_ascii_comes_through_unchanged() {
        for text in [
            "A {B}ayesian ~50% snake_case x^2 -- 'quoted' \"too\" #1 @home, f(x)=y; [1] (2) a|b!",
            "from $5 and $10",
            "a < b and c > d",
            "AT&T & Co; R&D",
            "`code` and ``more",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn unicode_is_composed_and_ligatures_are_letters() {
        check("Universita\u{308}t eﬃcient ﬁne ﬂow ﬀ ﬆ", "Universität efficient fine flow ff st");
        check("\u{212b}ngstr\u{f6}m \u{2126}", "Ångström Ω");
    }

    #[test]
    fn invisible_characters_go_where_they_mean_nothing() {
        check("co\u{ad}op\u{200b}era\u{feff}tion\u{202e}", "cooperation");
        check("a\u{200d}b", "ab");
        check("नी\u{200d}क", "नी\u{200d}क");
        check("👩\u{200d}🔬", "👩\u{200d}🔬");
        check("می\u{200c}خواهم", "می\u{200c}خواهم");
    }

    #[test]
    fn text_once_read_in_the_wrong_encoding_is_repaired() {
        check("users\u{e2}\u{80}\u{99} \u{e2}\u{80}\u{9c}x\u{e2}\u{80}\u{9d}", "users’ “x”");
        check("donâ€™t â€“ naÃ¯ve", "don’t – naÃ¯ve");
        check("\u{93}quoted\u{94} \u{80}5 a\u{81}b", "“quoted” €5 a b");
        check("château, «Ã la carte»", "château, «Ã la carte»");
    }

    #[test]
    fn glyphs_without_a_name_are_read_where_they_are_known() {
        check("main(cid:173) tain the classi(cid:12)er, x (cid:3) y", "maintain the classifier, x y");
        check("(cid:) (cid:x) (cid:12", "(cid:) (cid:x) (cid:12");
    }

    #[test]
    fn quotation_marks_of_tex_come_in_pairs() {
        check("the ``quoted'' word", "the “quoted” word");
        check("``a ``b'' c", "``a “b” c");
        check("``code`` and f''", "``code`` and f''");
    }

    #[test]
    fn layers_of_markup_end_in_text() {
        check("&amp;lt;i&amp;gt;x&amp;lt;/i&amp;gt;", "x");
        check("\\$x\\$", "x");
    }
}
