//! Reads LaTeX from left to right: stretches of text, groups, formulas, scripts, and the arguments of commands.

use super::writer::{Apart, Writer, write_script};
use super::{Formula, formula};

const MAX_DEPTH: u32 = 24;

/// A place in a text, and what is known there.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    depth: u32,
    pub(super) math: bool,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Reader { text, at: 0, depth: 0, math: false }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn before(&self) -> Option<u8> {
        self.at.checked_sub(1).and_then(|at| self.text.as_bytes().get(at)).copied()
    }

    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let is = self.peek() == Some(byte);
        self.at += usize::from(is);
        is
    }

    pub(super) fn skip_spaces(&mut self) {
        while self.peek().is_some_and(|b| b.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Reads to the end, or to the brace that closes a group.
    pub(super) fn run(&mut self, w: &mut Writer, in_group: bool) {
        while let Some(byte) = self.peek() {
            match byte {
                b'}' => {
                    self.at += 1;
                    if in_group {
                        return;
                    }
                }
                _ => self.step(w),
            }
        }
    }

    /// Reads one thing: a command, a group, a formula, a script, or a stretch of ordinary characters.
    fn step(&mut self, w: &mut Writer) {
        let Some(byte) = self.peek() else { return };
        match byte {
            b'\\' => self.command(w),
            b'{' => {
                self.at += 1;
                self.group(w);
            }
            b'}' => self.at += 1,
            b'$' => self.dollar(w),
            b'^' if self.math || self.rest().len() > 1 => self.script(w, true),
            b'_' if self.math || self.rest().starts_with("_{") => self.script(w, false),
            b'~' => {
                // A tie has something before it; "~10 %" and "/~user" are meant as they are.
                let tie = self.math || !self.before().is_none_or(|b| b.is_ascii_whitespace() || b"(/[~".contains(&b));
                self.at += 1;
                w.put(if tie { ' ' } else { '~' });
            }
            b'`' if self.rest().starts_with("``") => {
                self.at += 2;
                w.put('“');
            }
            b'\'' if !self.math && self.rest().starts_with("''") => {
                self.at += 2;
                w.put('”');
            }
            b'-' if !self.math && self.rest().starts_with("--") => self.dashes(w),
            _ => {
                let rest = self.rest();
                let end = rest
                    .bytes()
                    .skip(1)
                    .position(|b| matches!(b, b'\\' | b'{' | b'}' | b'$' | b'^' | b'_' | b'~' | b'`' | b'\'' | b'-'))
                    .map_or(rest.len(), |at| at + 1);
                let end = (end..=rest.len()).find(|&end| rest.is_char_boundary(end)).unwrap_or(rest.len());
                w.text(&rest[..end]);
                self.at += end;
            }
        }
    }

    fn dashes(&mut self, w: &mut Writer) {
        let count = self.rest().bytes().take_while(|&b| b == b'-').count();
        let spaced = self.before().is_none_or(|b| b.is_ascii_whitespace());
        let next = self.text.as_bytes().get(self.at + count);
        let option = spaced && next.is_some_and(u8::is_ascii_alphabetic);
        match count {
            2 if !option => w.put('–'),
            3 => w.put('—'),
            _ => w.text(&self.rest()[..count]),
        }
        self.at += count;
    }

    /// Reads a group behind its opening brace.
    fn group(&mut self, w: &mut Writer) {
        if self.depth < MAX_DEPTH {
            self.depth += 1;
            self.run(w, true);
            self.depth -= 1;
        }
    }

    fn dollar(&mut self, w: &mut Writer) {
        match formula(self.text, self.at) {
            Some(Formula { start, end, next }) => {
                let outer = w.formula_start;
                w.formula_start = w.out.len();
                w.apart = Apart::No;
                let inside = self.text.get(start..end).unwrap_or_default();
                let inside = inside.trim();
                Reader { text: inside, at: 0, depth: self.depth + 1, math: true }.run(w, false);
                w.end_of_formula();
                w.formula_start = outer;
                self.at = next;
            }
            None => {
                self.at += 1;
                w.put('$');
            }
        }
    }

    /// Reads one argument: a group, a command, or one character.
    pub(super) fn argument(&mut self, w: &mut Writer) {
        self.skip_spaces();
        match self.peek() {
            None | Some(b'}') => {}
            Some(b'{') => {
                self.at += 1;
                self.group(w);
            }
            Some(b'\\') if self.depth < MAX_DEPTH => {
                self.depth += 1;
                self.command(w);
                self.depth -= 1;
            }
            Some(b'$') if !self.math => self.step(w),
            Some(_) => {
                if let Some(c) = self.rest().chars().next() {
                    self.at += c.len_utf8();
                    w.put(c);
                }
            }
        }
    }

    /// Reads one argument. Returns where it begins in what is written.
    pub(super) fn argument_from(&mut self, w: &mut Writer) -> usize {
        let start = w.out.len();
        let floor = std::mem::replace(&mut w.floor, start);
        self.argument(w);
        w.floor = floor;
        start
    }

    /// Reads one argument and gives it back instead of writing it.
    pub(super) fn captured(&mut self, w: &mut Writer) -> String {
        let apart = std::mem::take(&mut w.apart);
        let formula_start = std::mem::replace(&mut w.formula_start, w.out.len());
        let start = self.argument_from(w);
        w.formula_start = formula_start;
        let text = w.take(start);
        w.apart = apart;
        text
    }

    /// The inside of a group that is not text: a key, a colour, an address. Nothing is read when there is no group.
    pub(super) fn raw_argument(&mut self) -> &'t str {
        const LONGEST: usize = 2000;
        let spaces = self.rest().len() - self.rest().trim_start().len();
        let rest = self.rest();
        if rest.as_bytes().get(spaces) != Some(&b'{') {
            return "";
        }
        let mut depth = 0;
        for (at, byte) in rest.bytes().enumerate().skip(spaces).take(LONGEST) {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.at += at + 1;
                return &rest[spaces + 1..at];
            }
        }
        ""
    }

    /// Skips `[...]`.
    pub(super) fn skip_option(&mut self) -> &'t str {
        let rest = self.rest();
        if !rest.starts_with('[') {
            return "";
        }
        match rest.bytes().take(200).position(|b| b == b']') {
            Some(end) => {
                self.at += end + 1;
                &rest[1..end]
            }
            None => "",
        }
    }

    fn script(&mut self, w: &mut Writer, up: bool) {
        self.at += 1;
        if matches!(self.peek(), None | Some(b' ' | b'}' | b'^' | b'_' | b'(' | b'[')) {
            w.put(if up { '^' } else { '_' });
            return;
        }
        let piece = self.captured(w);
        write_script(w, &piece, up);
    }
}
