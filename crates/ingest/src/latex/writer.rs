//! Writes what LaTeX becomes: keeps words and operators apart, sets accents and scripts.

use crate::symbols::{subscript, superscript};

/// What the next character must be kept apart from.
#[derive(Clone, Copy, Default, PartialEq)]
pub(super) enum Apart {
    #[default]
    No,
    /// A word was written: no letter or digit may touch it.
    Word,
    /// An operator was written: a space follows, unless the formula ends.
    Operator,
}

/// The text so far.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) out: String,
    pub(super) apart: Apart,
    /// Where the formula at hand begins in `out`.
    pub(super) formula_start: usize,
    /// What stands before is not touched any more: an argument begins here that is still being read.
    pub(super) floor: usize,
}

impl Writer {
    pub(super) fn put(&mut self, c: char) {
        match self.apart {
            Apart::Word if c.is_alphanumeric() || c == '√' => self.out.push(' '),
            Apart::Operator if !c.is_whitespace() && !matches!(c, ')' | ']' | '}' | ',') => self.out.push(' '),
            _ => {}
        }
        self.apart = Apart::No;
        self.out.push(c);
    }

    pub(super) fn text(&mut self, text: &str) {
        let mut chars = text.chars();
        if let Some(first) = chars.next() {
            self.put(first);
            self.out.push_str(chars.as_str());
        }
    }

    pub(super) fn word(&mut self, word: &str, math: bool) {
        let last = self.out.chars().next_back();
        if math && last.is_some_and(|c| c.is_alphanumeric() || c == ')') && self.out.len() > self.formula_start {
            self.out.push(' ');
        }
        self.text(word);
        self.apart = Apart::Word;
    }

    pub(super) fn operator(&mut self, sign: &str, math: bool, space_follows: bool) {
        let inside = self.out.len() > self.formula_start && !self.out.ends_with([' ', '(', '[', '{']);
        if inside && (math || space_follows) {
            self.out.push(' ');
        }
        self.apart = Apart::No;
        self.text(sign);
        if math && inside {
            self.apart = Apart::Operator;
        }
    }

    pub(super) fn end_of_formula(&mut self) {
        self.apart = Apart::No;
    }

    pub(super) fn drop_spaces(&mut self) {
        let kept = self.out.trim_end().len();
        self.out.truncate(kept.max(self.floor));
    }

    /// Takes back what was written from `start` on.
    pub(super) fn take(&mut self, start: usize) -> String {
        let taken = self.out.split_off(start.min(self.out.len()));
        self.apart = Apart::No;
        taken.trim().to_owned()
    }
}

/// Sets a combining character on the first letter written since `start`.
pub(super) fn accent(w: &mut Writer, start: usize, mark: char) {
    let Some(first) = w.out.get(start..).and_then(|written| written.chars().next()) else { return };
    if !first.is_alphabetic() {
        return;
    }
    let end = start + first.len_utf8();
    // An accent takes the place of the dot of i and j.
    let first = match first {
        'ı' if mark != '\u{323}' => 'i',
        'ȷ' => 'j',
        other => other,
    };
    let mut accented = String::from(first);
    accented.push(mark);
    w.out.replace_range(start..end, &accented);
}

/// Writes a script: in Unicode when every character has one, and it is not a word.
pub(super) fn write_script(w: &mut Writer, piece: &str, up: bool) {
    let apart = w.apart;
    w.apart = Apart::No;
    match piece {
        "" => {}
        // Stars and daggers are raised by themselves; ∘ is the sign of degrees.
        "∘" if up => w.put('°'),
        "*" | "⋆" | "†" | "‡" | "′" | "′′" if up => w.text(piece),
        _ => {
            let convert = if up { superscript } else { subscript };
            let letters = piece.split(|c: char| !c.is_alphabetic()).map(|run| run.chars().count()).max().unwrap_or(0);
            let compact: String = piece.chars().filter(|c| !c.is_whitespace()).collect();
            match compact.chars().map(convert).collect::<Option<String>>() {
                Some(script) if letters <= 2 && compact.len() <= 12 => w.text(&script),
                _ => {
                    w.put(if up { '^' } else { '_' });
                    part_or_parentheses(w, piece);
                }
            }
        }
    }
    w.apart = if apart == Apart::Word { Apart::Word } else { Apart::No };
}

fn part_or_parentheses(w: &mut Writer, piece: &str) {
    let one = piece.chars().nth(1).is_none();
    if one || piece.chars().all(|c| (c.is_alphanumeric() && !is_script(c)) || c == '*') || is_enclosed(piece) {
        w.text(piece);
    } else {
        w.put('(');
        w.text(piece);
        w.put(')');
    }
}

/// Raised or lowered.
fn is_script(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '\u{2070}'..='\u{209f}' | '\u{1d2c}'..='\u{1d6a}' | '\u{1d9b}'..='\u{1dbf}' | 'ʰ'..='ʸ')
}

/// Writes a part of a fraction or a root, in parentheses where it needs them.
pub(super) fn part(w: &mut Writer, piece: &str) {
    let mut depth = 0;
    let compound = piece.chars().any(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0 && (c.is_whitespace() || "+-−*/=<>±×·,|".contains(c))
    });
    if compound && !is_enclosed(piece) {
        w.put('(');
        w.text(piece);
        w.put(')');
    } else {
        w.text(piece);
    }
}

/// Whether one pair of brackets surrounds it all.
fn is_enclosed(piece: &str) -> bool {
    let mut depth = 0i32;
    if !piece.starts_with(['(', '[', '⟨', '|', '‖', '⌈', '⌊']) {
        return false;
    }
    if let Some(bar) = piece.chars().next().filter(|c| matches!(c, '|' | '‖')) {
        return piece.chars().count() > 1 && piece.matches(bar).count() == 2 && piece.ends_with(bar);
    }
    for (at, c) in piece.char_indices() {
        match c {
            '(' | '[' | '⟨' | '⌈' | '⌊' => depth += 1,
            ')' | ']' | '⟩' | '⌉' | '⌋' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + c.len_utf8() == piece.len();
        }
    }
    false
}
