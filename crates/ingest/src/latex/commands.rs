//! Commands with a name: what each of them writes.

use super::reader::Reader;
use super::signs::letter_accent;
use super::writer::{Apart, Writer, accent, part, write_script};
use crate::symbols::{Symbol, double_struck, superscript, symbol};

impl Reader<'_> {
    pub(super) fn command(&mut self, w: &mut Writer) {
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
