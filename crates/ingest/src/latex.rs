//! LaTeX to readable Unicode.
//!
//! Not a TeX: what people leave of TeX in titles and abstracts. Macros are unknown, braces get lost on the way
//! (`\sqrtT`, `\mathcalO`), formulas stand outside their dollar signs. Whatever is not understood keeps its readable part.
//!
//! Only texts that contain LaTeX are touched: see [`render`].

// One reader goes over the text once, from left to right; arguments are read by recursion, at most MAX_DEPTH deep, so
// that time is linear. What an argument becomes is found at the end of `out`: some commands change it there.

mod commands;
mod reader;
mod signs;
mod writer;

use std::borrow::Cow;

use crate::symbols::{Symbol, symbol};
use reader::Reader;
use writer::Writer;

/// Translates the LaTeX in a text.
///
/// A text without any (no command, no formula between dollar signs) comes back unchanged, whatever its braces, tildes
/// and hyphens.
pub(crate) fn render(text: &str) -> Cow<'_, str> {
    let text = mended(text);
    if !has_latex(&text) {
        return text;
    }
    let text = text.as_ref();
    let mut writer = Writer { out: String::with_capacity(text.len()), ..Writer::default() };
    Reader::new(text).run(&mut writer, false);
    Cow::Owned(writer.out)
}

/// Puts back what an escape has eaten: in a JSON text written by hand "\times" is a tab and "imes".
fn mended(text: &str) -> Cow<'_, str> {
    /// What is left of the command, its first letter, and what must follow: `true` a brace, `false` anything but a letter.
    const TORN: &[(&str, char, bool)] = &[
        ("imes", 't', false),
        ("extbf", 't', true),
        ("extit", 't', true),
        ("exttt", 't', true),
        ("extsc", 't', true),
        ("ext", 't', true),
        ("ilde", 't', true),
        ("rac", 'f', true),
        ("au$", 't', false),
        ("ho$", 'r', false),
        ("heta$", 't', false),
        ("eta$", 'b', false),
        ("o$", 't', false),
    ];
    if memchr::memchr(b'$', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut done = 0;
    let bytes = text.as_bytes();
    for (at, _) in bytes.iter().enumerate().filter(|(_, b)| matches!(b, b' ' | b'\t' | b'\r' | 8 | 12)) {
        let rest = text.get(at + 1..).unwrap_or_default();
        let found = TORN.iter().find(|(left, _, brace)| {
            let whole_formula = !left.ends_with('$') || at.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b'$');
            let follows = rest.as_bytes().get(left.len());
            let fits = if *brace { follows == Some(&b'{') } else { !follows.is_some_and(u8::is_ascii_alphabetic) };
            whole_formula && rest.starts_with(left) && (fits || left.ends_with('$'))
        });
        if let Some((_, first, _)) = found {
            // The blank is the escape's, unless it separates two words.
            let kept = if at.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b'$') { at } else { at + 1 };
            out.push_str(text.get(done..kept).unwrap_or_default());
            out.push('\\');
            out.push(*first);
            done = at + 1;
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

fn has_latex(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = memchr::memchr2(b'\\', b'$', &bytes[from..]).map(|at| from + at) {
        if bytes[at] == b'$' {
            match formula(text, at) {
                Some(_) => return true,
                None => from = at + 1,
            }
        } else {
            let next = bytes.get(at + 1);
            let sign = next.is_some_and(|b| b.is_ascii_alphabetic() || br#"\ "'`^~=.%&_#{}$,;:!|()[]/-"#.contains(b));
            if sign || text.get(at + 1..).is_some_and(|rest| rest.starts_with(['’', '´'])) {
                return true;
            }
            from = at + 1;
        }
    }
    false
}

/// A formula between dollar signs: its inside, and where the text goes on.
struct Formula {
    start: usize,
    end: usize,
    next: usize,
}

/// The formula that the dollar sign at `at` opens, if it does.
///
/// Prices have dollar signs too. What stands between two dollar signs is a formula when it has a command, a script or
/// braces and little prose; otherwise when it touches both signs, no digit follows, and it is no prose at all. Single
/// letters may keep their distance (`$ d $`), and bare signs their neighbours (`$>$90`).
fn formula(text: &str, at: usize) -> Option<Formula> {
    const LONGEST: usize = 2000;
    let bytes = text.as_bytes();
    let double = bytes.get(at + 1) == Some(&b'$');
    let start = if double { at + 2 } else { at + 1 };
    let mut end = start;
    loop {
        let skip = memchr::memchr2(b'\\', b'$', bytes.get(end..)?)?;
        end += skip;
        if bytes.get(end) == Some(&b'$') {
            break;
        }
        end += 2;
    }
    let inside = text.get(start..end)?;
    let next = end + if double && bytes.get(end + 1) == Some(&b'$') { 2 } else { 1 };
    let trimmed = inside.trim();
    if trimmed.is_empty() || inside.len() > LONGEST {
        return None;
    }
    let digit_follows = bytes.get(next).is_some_and(u8::is_ascii_digit);
    let touches = trimmed.len() == inside.len() && !digit_follows;
    let strong = inside.contains(['\\', '^', '{']) || has_subscript(inside);
    let prose = prose_words(inside);
    let is_formula = strong && prose < if touches { 6 } else { 3 }
        || touches && prose == 0
        || inside.len() == trimmed.len() + 2 && !digit_follows && is_short(trimmed)
        || trimmed.bytes().all(|b| b"<>=+-*".contains(&b));
    is_formula.then_some(Formula { start, end, next })
}

/// Short and without a word of two letters.
fn is_short(inside: &str) -> bool {
    let letters = inside.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_alphabetic));
    inside.len() <= 12 && !letters && !inside.contains(' ')
}

/// x_1, but not snake_case.
fn has_subscript(inside: &str) -> bool {
    let bytes = inside.as_bytes();
    memchr::memchr_iter(b'_', bytes).any(|at| {
        let before = bytes[..at].iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
        let after = bytes.get(at + 1).is_some_and(|b| !b.is_ascii_whitespace());
        after && before <= 2
    })
}

/// Words of two letters and more that stand alone between spaces and are not names of functions.
fn prose_words(inside: &str) -> usize {
    if !inside.trim().contains(char::is_whitespace) {
        return 0;
    }
    inside
        .split_whitespace()
        .map(|word| word.trim_matches([',', '.', ';', ':', '(', ')']))
        .filter(|word| word.chars().count() > 1 && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '-')))
        .filter(|word| word.len() > 3 || !word.chars().all(char::is_uppercase))
        .filter(|word| !matches!(symbol(word), Some(Symbol::Word(_))))
        .count()
}

#[cfg(test)]
mod tests {
    use crate::clean::clean;

    #[track_caller]
    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            let cleaned = clean(text);
            assert_eq!(cleaned, *expected, "from {text:?}");
            assert_eq!(clean(&cleaned), cleaned, "cleaned again, from {text:?}");
        }
    }

    #[test]
    fn accents() {
        check(&[
            (r#"Schr\"odinger, G\"{o}del, {\"U}ber, \"Uber"#, "Schrödinger, Gödel, Über, Über"),
            (r"Fr\'echet, Poincar\'{e}, L\'{\i}nea, R\’{e}nyi", "Fréchet, Poincaré, Línea, Rényi"),
            (r"Erd\H{o}s, \v{C}ech, Fran\c{c}ois, Fran\c cois, \k{a}, \r{a}", "Erdős, Čech, François, François, ą, å"),
            (r"S\o ren {\O}rsted, stra\ss e, \L{}ukasz, \AE", "Søren Ørsted, straße, Łukasz, Æ"),
            (r"ma\~nana, na\^ive, \`a la, \=a, \.z", "mañana, naîve, à la, ā, ż"),
            ("Teichm\\\"\"uller", "Teichmüller"),
            (r#"the \"word\" it said"#, r#"the "word" it said"#),
        ]);
    }

    #[test]
    fn emphasis_and_fonts_leave_their_argument() {
        check(&[
            (r"\emph{a \textbf{b}} {\em c} {\bf d}", "a b c d"),
            (r"$\mathbf{x} \in \mathcal{X}$, $\mathbb{R}^d$, $\mathbb{E}[x]$", "x ∈ X, ℝᵈ, E[x]"),
            (
                r"\textcolor{red}{text} \href{https://x.org}{here} \url{https://x.org/~a_b}",
                "text here https://x.org/~a_b",
            ),
            (r"as in~\cite{a,b}. See \ref{x}", "as in. See"),
            (r"code\footnote{at x.org} is", "code (at x.org) is"),
            (r"\begin{itemize} \item One \item Two \end{itemize}", "One Two"),
        ]);
    }

    #[test]
    fn braces_that_got_lost() {
        check(&[
            (r"O(\sqrtT) and \mathcalO(n), \tildeO(\sqrtn)", "O(√T) and O(n), Õ(√n)"),
            (r"\emphpreference relations, \textitword", "preference relations, word"),
            (r"O(\logN), \frac1ε, \fracNε", "O(log N), 1/ε, N/ε"),
            (r"\beginenumerate \item a \endenumerate", "a"),
        ]);
    }

    #[test]
    fn symbols_and_their_spaces() {
        check(&[
            (r"$\alpha\leq\beta$, $x\to\infty$, $n\times m$", "α ≤ β, x → ∞, n × m"),
            (r"3$\times$ faster, $2\times$, $\sim$10, $\pm 2$", "3× faster, 2×, ∼10, ± 2"),
            (r"$\epsilon$-greedy, $\varepsilon$", "ε-greedy, ε"),
            (r"$n\log n$, $\log\log n$, $O(\log^2 n)$, $2\ln\delta$", "n log n, log log n, O(log² n), 2 ln δ"),
            (r"$x\not\in A$, $\{0,1\}$, $\|x\|$, $\left( a \right)$", "x ∉ A, {0,1}, ‖x‖, (a)"),
            (r"$\hat{x}$, $\tilde{O}(n)$, $\bar x$, $\widetilde{ab}$", "x̂, Õ(n), x̄, ab"),
        ]);
    }

    #[test]
    fn scripts_and_fractions() {
        check(&[
            ("$x^2$, $x^{n+1}$, $x^{\\alpha+1}$, $n^{2/3}$", "x², xⁿ⁺¹, x^(α+1), n^(2/3)"),
            ("$x_1$, $x_{ij}$, $\\ell_\\infty$, $L_{max}$, $x_{\\theta}$", "x₁, xᵢⱼ, ℓ_∞, L_max, x_θ"),
            (r"$\frac{a}{b}$, $\frac{a+b}{c}$, $\frac12$, ${a \over b}$", "a/b, (a+b)/c, 1/2, a/b"),
            (r"$\sqrt{n}$, $\sqrt{n+1}$, $\sqrt[3]{x}$, $\binom{n}{k}$", "√n, √(n+1), ∛x, (n choose k)"),
            (r"$A^\top$, $x^*$, $90^\circ$, 2\textsuperscript{nd}", "Aᵀ, x*, 90°, 2nd"),
            ("CO$_2$ and 10$^{-3}$", "CO₂ and 10⁻³"),
        ]);
    }

    #[test]
    fn what_takes_blanks_away_leaves_those_before_the_argument() {
        check(&[(r"\textbf{a} \footnote{\cite{b}}c \'{\cite{b}}", "a c '"), ("a \\hat{\\cite{b}é}", "a é̂")]);
    }

    #[test]
    fn text_of_tex() {
        check(&[
            (r"50\% of R\&D, a\_b, \#1, \$5", "50% of R&D, a_b, #1, $5"),
            (r"``a'' -- b --- c, \emph{x}", "“a” – b — c, x"),
            (r"Figure~1 (~10 of them) \emph{x} http://x.org/~me", "Figure 1 (~10 of them) x http://x.org/~me"),
            (r"\ie this, \eg. that, \LaTeX\ is", "i.e. this, e.g. that, LaTeX is"),
            (r"{A} {B}ayesian \emph{x}", "A Bayesian x"),
            (r"an \unknown{macro} and \name", "an unknownmacro and name"),
        ]);
    }

    #[test]
    fn a_dollar_sign_is_not_always_a_formula() {
        check(&[
            ("from $5 to $10", "from $5 to $10"),
            ("$100K or 100 Days", "$100K or 100 Days"),
            ("$0.23 - $0.27 a piece", "$0.23 - $0.27 a piece"),
            ("paid $5 and 10$ back", "paid $5 and 10$ back"),
            ("$HOME and $PATH", "$HOME and $PATH"),
            ("$k$ of $n$, $ d $, $T = HK$, $>$90, $n log n$", "k of n, d, T = HK, >90, n log n"),
            ("$5 for $n^2$ steps", "$5 for n² steps"),
            ("$$x = y$$", "x = y"),
        ]);
    }

    #[test]
    fn commands_torn_by_an_escape_are_mended() {
        check(&[("8$ imes$ and 3 $\times$ 3", "8× and 3 × 3"), ("$\tau$, $ ho$, a extbf{76}", "τ, ρ, a 76")]);
    }

    #[test]
    fn texts_without_latex_keep_braces_tildes_and_hyphens() {
        for text in ["A {B}ayesian ~ approach -- x_1^2 {\"o}", "C:5 back\\5 slash\\"] {
            check(&[(text, text)]);
        }
    }
}
