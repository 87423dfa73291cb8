//! Commands of a backslash and a sign, and the accents.

use super::reader::Reader;
use super::writer::{Apart, Writer, accent};

impl Reader<'_> {
    /// A backslash and a sign.
    pub(super) fn sign_command(&mut self, w: &mut Writer) {
        let Some(c) = self.rest().chars().next() else {
            return w.put('\\');
        };
        let length = c.len_utf8();
        match c {
            '%' | '&' | '_' | '#' | '{' | '}' | '$' => {
                self.at += length;
                w.put(c);
            }
            ' ' | '\t' | '\n' | '\r' | ',' | ';' | ':' => {
                self.at += length;
                w.put(' ');
            }
            '!' | '/' | '@' | '-' => self.at += length,
            '|' => {
                self.at += length;
                w.put('‖');
            }
            '(' | '[' => {
                self.at += length;
                w.apart = Apart::No;
                w.formula_start = w.out.len();
                self.math = true;
                if c == '[' {
                    w.put(' ');
                }
            }
            ')' | ']' => {
                self.at += length;
                w.end_of_formula();
                w.formula_start = 0;
                self.math = false;
                if c == ']' {
                    w.put(' ');
                }
            }
            '\\' => {
                self.at += length;
                // "\\alpha" is "\alpha" once escaped too much; a line break is followed by something else.
                let escaped = self.rest().starts_with(|c: char| c.is_ascii_alphabetic() || c == '|');
                if escaped {
                    self.at -= length;
                    self.command(w);
                } else {
                    self.skip_option();
                    w.put(' ');
                }
            }
            '’' | '´' if self.rest()[length..].starts_with(|c: char| c == '{' || c.is_ascii_alphabetic()) => {
                self.at += length;
                self.sign_accent(w, '\'', None);
            }
            '"' | '\'' | '`' | '^' | '~' | '=' | '.' => {
                let before = self.at.checked_sub(2).and_then(|at| self.text.as_bytes().get(at)).copied();
                self.at += length;
                self.sign_accent(w, c, before);
            }
            _ => w.put('\\'),
        }
    }

    fn sign_accent(&mut self, w: &mut Writer, sign: char, before: Option<u8>) {
        if sign == '"' && self.rest().starts_with('"') && self.rest().len() > 1 {
            // A quotation mark that CSV has doubled: Teichm\""uller.
            self.at += 1;
        }
        let rest = self.rest().as_bytes();
        let bare = rest.first().copied().unwrap_or(b' ');
        let takes = match (sign, bare) {
            (_, b'{') | (_, b'\\') => true,
            // \"word\" is an escaped quotation mark, Schr\"odinger is not.
            ('"', b) => {
                b"aeiouyAEIOUY".contains(&b)
                    && (before.is_some_and(|b| b.is_ascii_alphabetic() || b == b'{') || b.is_ascii_uppercase())
            }
            ('~', b) => b"nNaAoOiIuUeEyYvV".contains(&b) && before != Some(b'/'),
            (_, b) => b.is_ascii_alphabetic(),
        };
        let mark = match sign {
            '"' => '\u{308}',
            '\'' => '\u{301}',
            '`' => '\u{300}',
            '^' => '\u{302}',
            '~' => '\u{303}',
            '=' => '\u{304}',
            _ => '\u{307}',
        };
        if !takes {
            return w.put(sign);
        }
        let start = self.argument_from(w);
        if w.out.len() <= start {
            w.put(sign);
        } else {
            accent(w, start, mark);
        }
    }
}

/// The combining character of an accent named by letters.
pub(super) fn letter_accent(name: &str) -> Option<char> {
    Some(match name {
        "v" => '\u{30c}',
        "u" => '\u{306}',
        "H" => '\u{30b}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "d" => '\u{323}',
        "b" => '\u{331}',
        "r" => '\u{30a}',
        _ => return None,
    })
}
