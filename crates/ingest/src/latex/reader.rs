//! Reads the commands of LaTeX, one after the other.

use super::writer::{Apart, Writer, accent, part, write_script};
use super::{Formula, formula};
use crate::symbols::{Symbol, double_struck, superscript, symbol};

const MAX_DEPTH: u32 = 24;

/// A place in a text, and what is known there.
pub(super) struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: u32,
    math: bool,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Reader { text, at: 0, depth: 0, math: false }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn before(&self) -> Option<u8> {
        self.at.checked_sub(1).and_then(|at| self.text.as_bytes().get(at)).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is = self.peek() == Some(byte);
        self.at += usize::from(is);
        is
    }

    fn skip_spaces(&mut self) {
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
    fn argument(&mut self, w: &mut Writer) {
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
    fn argument_from(&mut self, w: &mut Writer) -> usize {
        let start = w.out.len();
        let floor = std::mem::replace(&mut w.floor, start);
        self.argument(w);
        w.floor = floor;
        start
    }

    /// Reads one argument and gives it back instead of writing it.
    fn captured(&mut self, w: &mut Writer) -> String {
        let apart = std::mem::take(&mut w.apart);
        let formula_start = std::mem::replace(&mut w.formula_start, w.out.len());
        let start = self.argument_from(w);
        w.formula_start = formula_start;
        let text = w.take(start);
        w.apart = apart;
        text
    }

    /// The inside of a group that is not text: a key, a colour, an address. Nothing is read when there is no group.
    fn raw_argument(&mut self) -> &'t str {
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
    fn skip_option(&mut self) -> &'t str {
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

    fn command(&mut self, w: &mut Writer) {
        self.at += 1;
        let rest = self.rest();
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if length == 0 {
            return self.sign_command(w);
        }
        let name = &rest[..length];
        let start = self.at;
        self.at += length;
        self.eat(b'*');
        if self.named(w, name) {
            return;
        }
        self.at = start + length;
        // Braces got lost on the way: \mathcalO, \sqrtT, \emphword.
        for (prefix, longest, capital) in GLUED {
            if let Some(glued) = name.strip_prefix(prefix)
                && !glued.is_empty()
                && glued.len() <= *longest
                && (!capital || glued.starts_with(|c: char| c.is_ascii_uppercase()))
            {
                self.at = start + prefix.len();
                self.named(w, prefix);
                return;
            }
        }
        for prefix in ["begin", "end"] {
            if let Some(glued) = name.strip_prefix(prefix)
                && let Some(environment) = ENVIRONMENTS.iter().find(|e| glued.starts_with(**e))
            {
                self.at = start + prefix.len() + environment.len();
                w.put(' ');
                return;
            }
        }
        // \cO: what many call the calligraphic capitals.
        if let [b'c', capital @ b'A'..=b'Z'] = name.as_bytes() {
            w.put(char::from(*capital));
            return;
        }
        if name.starts_with("cite") {
            let key = self.rest();
            let end = key.bytes().take_while(|b| b.is_ascii_alphanumeric() || b",:_-".contains(b)).count();
            self.at += end;
            w.drop_spaces();
            return;
        }
        w.word(name, self.math);
        if !self.math {
            w.apart = Apart::No;
        }
    }

    /// A backslash and a sign.
    fn sign_command(&mut self, w: &mut Writer) {
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

    /// A command with a name. Returns whether it is known.
    fn named(&mut self, w: &mut Writer, name: &str) -> bool {
        if let Some(mark) = letter_accent(name) {
            let rest = self.rest();
            let spaced = rest.trim_start().starts_with(|c: char| c.is_ascii_alphabetic() || c == '\\');
            if !self.math && (rest.starts_with('{') || (spaced && !rest.starts_with('\\'))) {
                let start = self.argument_from(w);
                accent(w, start, mark);
                return true;
            }
            if symbol(name).is_none() {
                return false;
            }
        }
        if let Some(found) = symbol(name) {
            self.symbol(w, name, found);
            return true;
        }
        match name {
            // Only the argument matters.
            "emph" | "textbf" | "textit" | "texttt" | "textsc" | "textsf" | "textrm" | "textsl" | "textup"
            | "textmd" | "textnormal" | "underline" | "uline" | "overline" | "mathbf" | "mathcal" | "mathrm"
            | "mathsf" | "mathit" | "mathtt" | "mathscr" | "mathfrak" | "mathnormal" | "boldsymbol" | "bm" | "pmb"
            | "mathds" | "vec" | "overrightarrow" | "underbrace" | "overbrace" | "smash" | "ensuremath" | "mathop"
            | "mathbin" | "mathrel" | "mathord" | "enquote" | "uppercase" | "lowercase" | "centering" | "phantom"
            | "boxed" | "fbox" | "hbox" | "sout" | "st" | "xspace" | "mathchoice" | "substack" | "mathring"
            | "math" | "romannumeral" => {}
            "mbox" | "text" => {
                let math = std::mem::replace(&mut self.math, false);
                self.argument(w);
                self.math = math;
            }
            "operatorname" => {
                let word = self.captured(w);
                w.word(&word, self.math);
            }
            "mathbb" | "Bbb" => {
                let letters = self.captured(w);
                let struck: String = letters.chars().map(|c| double_struck(c).unwrap_or(c)).collect();
                w.text(&struck);
            }
            // Switches and spacing.
            "em" | "it" | "bf" | "rm" | "sf" | "tt" | "sl" | "sc" | "cal" | "normalfont" | "bfseries" | "itshape"
            | "ttfamily" | "scshape" | "upshape" | "tiny" | "small" | "footnotesize" | "normalsize" | "large"
            | "Large" | "LARGE" | "huge" | "Huge" | "displaystyle" | "textstyle" | "scriptstyle" | "limits"
            | "nolimits" | "noindent" | "indent" | "protect" | "relax" | "unskip" | "boldmath" | "nonumber"
            | "notag" | "allowbreak" | "raggedright" | "middle" => self.skip_spaces(),
            "quad" | "qquad" | "par" | "newline" | "linebreak" | "break" | "hfill" | "smallskip" | "medskip"
            | "bigskip" | "thinspace" | "enspace" | "space" | "nobreakspace" | "hskip" | "newpage" | "maketitle" => {
                w.put(' ')
            }
            "left" | "bigl" | "Bigl" | "biggl" | "Biggl" | "mleft" | "big" | "Big" | "bigg" | "Bigg" | "bigm"
            | "Bigm" => {
                self.skip_spaces();
                match self.peek() {
                    Some(b'.') if name.ends_with("left") => self.at += 1,
                    Some(bracket @ (b'(' | b'[')) => {
                        self.at += 1;
                        w.put(char::from(bracket));
                        self.skip_spaces();
                    }
                    _ => {}
                }
            }
            "right" | "bigr" | "Bigr" | "biggr" | "Biggr" | "mright" => {
                self.skip_spaces();
                if self.math {
                    w.drop_spaces();
                }
                if name.ends_with("right") {
                    self.eat(b'.');
                }
            }
            "begin" | "end" => {
                let environment = self.raw_argument();
                if name == "begin" {
                    self.skip_option();
                    if matches!(environment, "array" | "tabular" | "tabular*") {
                        self.raw_argument();
                    }
                }
                w.put(' ');
            }
            "item" => {
                self.skip_spaces();
                let label = self.skip_option();
                w.put(' ');
                w.text(label.trim_matches(['{', '}']));
                w.put(' ');
            }
            "cite" | "citep" | "citet" | "citealp" | "citealt" | "citeauthor" | "citeyear" | "citeyearpar"
            | "parencite" | "textcite" | "autocite" | "footcite" | "nocite" | "ref" | "eqref" | "autoref" | "cref"
            | "Cref" | "pageref" | "label" | "vspace" | "hspace" | "vskip" | "footnotemark" | "color"
            | "includegraphics" | "bibliographystyle" | "bibliography" => {
                self.skip_option();
                self.skip_option();
                self.raw_argument();
                w.drop_spaces();
                if matches!(name, "vspace" | "hspace" | "color" | "label") {
                    w.put(' ');
                }
            }
            "url" | "path" | "nolinkurl" => {
                let url = self.raw_argument();
                for piece in url.split('\\') {
                    w.text(piece);
                }
            }
            "href" => {
                self.raw_argument();
                self.argument(w);
            }
            "textcolor" | "colorbox" | "hyperlink" | "hyperref" | "raisebox" | "scalebox" | "fontsize" => {
                self.skip_option();
                self.raw_argument();
                self.argument(w);
            }
            "footnote" | "footnotetext" | "thanks" => {
                self.skip_option();
                let math = std::mem::replace(&mut self.math, false);
                let note = self.captured(w);
                self.math = math;
                if !note.is_empty() {
                    w.text(" (");
                    w.text(&note);
                    w.text(") ");
                }
            }
            "frac" | "tfrac" | "dfrac" | "cfrac" | "nicefrac" | "sfrac" | "flatfrac" => {
                let above = self.captured(w);
                let below = self.captured(w);
                if w.out.chars().next_back().is_some_and(|c| c.is_ascii_digit())
                    && above.starts_with(|c: char| c.is_ascii_digit())
                {
                    w.put(' ');
                }
                part(w, &above);
                w.put('/');
                part(w, &below);
            }
            "over" => {
                w.drop_spaces();
                w.put('/');
                self.skip_spaces();
            }
            "binom" | "tbinom" | "dbinom" => {
                let above = self.captured(w);
                let below = self.captured(w);
                w.text(&format!("({above} choose {below})"));
            }
            "sqrt" => {
                let degree = self.skip_option();
                let inside = self.captured(w);
                match degree {
                    "3" => w.put('∛'),
                    "4" => w.put('∜'),
                    _ => {
                        let raised: String = degree.chars().filter_map(superscript).collect();
                        w.text(&raised);
                        w.put('√');
                    }
                }
                part(w, &inside);
            }
            "pmod" => {
                let modulus = self.captured(w);
                w.text(&format!(" (mod {modulus})"));
            }
            "not" => {
                let start = self.argument_from(w);
                if w.out.len() > start {
                    w.out.push('\u{338}');
                }
            }
            "textsuperscript" | "textsubscript" => {
                let up = name == "textsuperscript";
                let piece = self.captured(w);
                if piece.chars().all(char::is_alphabetic) {
                    w.text(&piece);
                } else {
                    write_script(w, &piece, up);
                }
            }
            "hat" | "widehat" | "tilde" | "Tilde" | "widetilde" | "wt" | "bar" | "dot" | "ddot" | "check" | "breve"
            | "acute" | "grave" => {
                let mark = match name {
                    "hat" | "widehat" => '\u{302}',
                    "tilde" | "Tilde" | "widetilde" | "wt" => '\u{303}',
                    "bar" => '\u{304}',
                    "dot" => '\u{307}',
                    "ddot" => '\u{308}',
                    "check" => '\u{30c}',
                    "breve" => '\u{306}',
                    "acute" => '\u{301}',
                    _ => '\u{300}',
                };
                let inside = self.captured(w);
                w.text(&inside);
                let mut chars = inside.chars();
                if chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none() {
                    w.out.push(mark);
                }
            }
            "stackrel" | "overset" | "underset" => {
                self.captured(w);
                let base = self.captured(w);
                w.operator(&base, self.math, false);
            }
            _ => return false,
        }
        true
    }

    fn symbol(&mut self, w: &mut Writer, name: &str, found: Symbol) {
        match found {
            Symbol::Sign(sign) => {
                w.text(sign);
                // \o and the like swallow the space that ends their name, in words: S\o ren.
                let letter = sign.chars().all(char::is_alphabetic) && name.len() <= 2 && !sign.starts_with('ℝ');
                if !self.math && letter && self.rest().starts_with(' ') {
                    self.skip_spaces();
                }
            }
            Symbol::Operator(sign) => {
                let spaced = self.peek().is_some_and(|b| b.is_ascii_whitespace());
                if self.math && sign == "×" && self.rest().trim_start().is_empty() {
                    // "$3 \times$ faster"
                    if w.out.len() > w.formula_start {
                        w.drop_spaces();
                    }
                    return w.text(sign);
                }
                w.operator(sign, self.math, spaced);
            }
            Symbol::Word(word) => w.word(word, true),
            Symbol::Short(word) => {
                w.word(word, false);
                w.apart = Apart::No;
                self.eat(b'.');
                if self.peek().is_some_and(|b| b.is_ascii_alphabetic()) {
                    w.put(' ');
                }
            }
        }
    }
}

/// Commands that occur glued to their argument: at most so many letters of it; whether it must begin with a capital.
const GLUED: &[(&str, usize, bool)] = &[
    ("widetilde", 3, false),
    ("widehat", 3, false),
    ("operatorname", 40, false),
    ("boldsymbol", 40, false),
    ("mathcal", 40, false),
    ("mathscr", 40, false),
    ("mathfrak", 40, false),
    ("mathbf", 40, false),
    ("mathbb", 40, false),
    ("mathrm", 40, false),
    ("mathsf", 40, false),
    ("mathit", 40, false),
    ("mathtt", 40, false),
    ("textbf", 40, false),
    ("textit", 40, false),
    ("texttt", 40, false),
    ("textsc", 40, false),
    ("textsf", 40, false),
    ("textrm", 40, false),
    ("underline", 40, false),
    ("overline", 40, false),
    ("emph", 40, false),
    ("tilde", 3, false),
    ("sqrt", 40, false),
    ("frac", 40, false),
    ("text", 40, false),
    ("hat", 1, false),
    ("bar", 1, false),
    ("small", 40, false),
    ("math", 1, false),
    ("log", 3, true),
    ("ln", 3, true),
];

/// Environments whose name may be glued to \begin and \end.
const ENVIRONMENTS: &[&str] = &["itemize", "enumerate", "equation", "align", "array", "quote", "center", "cases"];

/// The combining character of an accent named by letters.
fn letter_accent(name: &str) -> Option<char> {
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
