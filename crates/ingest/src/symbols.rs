//! The commands of LaTeX that stand for a character or a word.

/// How the text of a command fits between its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Symbol {
    /// A letter or sign: as it stands.
    Sign(&'static str),
    /// A relation, an arrow or a binary operator: between spaces, in formulas.
    Operator(&'static str),
    /// A word such as log: apart from letters and digits.
    Word(&'static str),
    /// An abbreviation that ends in a full stop: one is enough.
    Short(&'static str),
}

/// The symbol that a command, named without its backslash, stands for.
pub(crate) fn symbol(name: &str) -> Option<Symbol> {
    let index = SYMBOLS.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    SYMBOLS.get(index).map(|(_, symbol)| *symbol)
}

use Symbol::{Operator, Short, Sign, Word};

/// Sorted by name. Greek letters come in their ordinary form: \varepsilon and \epsilon are both ε, so that a search
/// finds either.
#[rustfmt::skip]
const SYMBOLS: &[(&str, Symbol)] = &[
    ("AA", Sign("Å")), ("AE", Sign("Æ")), ("BibTeX", Word("BibTeX")), ("Box", Sign("□")), ("Cov", Word("Cov")),
    ("DH", Sign("Ð")), ("DJ", Sign("Đ")), ("Delta", Sign("Δ")), ("Diamond", Sign("◇")), ("Downarrow", Operator("⇓")),
    ("EUR", Sign("€")), ("Eg", Short("E.g.")), ("Gamma", Sign("Γ")), ("Ie", Short("I.e.")), ("Im", Sign("ℑ")),
    ("KL", Word("KL")), ("L", Sign("Ł")), ("LaTeX", Word("LaTeX")), ("LaTeXe", Word("LaTeX2e")),
    ("Lambda", Sign("Λ")), ("Leftarrow", Operator("⇐")), ("Leftrightarrow", Operator("⇔")),
    ("Longleftarrow", Operator("⟸")), ("Longleftrightarrow", Operator("⟺")), ("Longrightarrow", Operator("⟹")),
    ("N", Sign("ℕ")), ("NN", Sign("ℕ")), ("O", Sign("Ø")), ("OE", Sign("Œ")), ("OPT", Word("OPT")),
    ("Omega", Sign("Ω")), ("Otilde", Sign("Õ")), ("P", Sign("¶")), ("Phi", Sign("Φ")), ("Pi", Sign("Π")), ("Pr", Word("Pr")),
    ("Psi", Sign("Ψ")), ("Q", Sign("ℚ")), ("QQ", Sign("ℚ")), ("R", Sign("ℝ")), ("RR", Sign("ℝ")), ("Re", Sign("ℜ")),
    ("Real", Sign("ℝ")), ("Reals", Sign("ℝ")), ("Rightarrow", Operator("⇒")), ("S", Sign("§")), ("SS", Sign("ẞ")), ("Sigma", Sign("Σ")),
    ("TH", Sign("Þ")), ("TeX", Word("TeX")), ("Theta", Sign("Θ")), ("Tr", Word("Tr")), ("Uparrow", Operator("⇑")),
    ("Upsilon", Sign("Υ")), ("Var", Word("Var")), ("Vdash", Operator("⊩")), ("Vert", Sign("‖")), ("Xi", Sign("Ξ")),
    ("Z", Sign("ℤ")), ("ZZ", Sign("ℤ")), ("aa", Sign("å")), ("ae", Sign("æ")), ("aka", Short("a.k.a.")),
    ("aleph", Sign("ℵ")), ("alpha", Sign("α")), ("amalg", Operator("⨿")), ("angle", Sign("∠")),
    ("approx", Operator("≈")), ("approxeq", Operator("≊")), ("arccos", Word("arccos")), ("arcsin", Word("arcsin")),
    ("arctan", Word("arctan")), ("arg", Word("arg")), ("argmax", Word("arg max")), ("argmin", Word("arg min")),
    ("ast", Sign("*")), ("asymp", Operator("≍")), ("backslash", Sign("∖")), ("bbR", Sign("ℝ")),
    ("because", Operator("∵")), ("beta", Sign("β")), ("beth", Sign("ℶ")), ("between", Operator("≬")),
    ("bigcap", Sign("⋂")), ("bigcirc", Operator("◯")), ("bigcup", Sign("⋃")), ("bigoplus", Sign("⨁")),
    ("bigotimes", Sign("⨂")), ("bigstar", Sign("★")), ("bigtriangleup", Operator("△")), ("bigvee", Sign("⋁")),
    ("bigwedge", Sign("⋀")), ("blacksquare", Sign("■")), ("bmod", Word("mod")), ("bot", Sign("⊥")),
    ("bowtie", Operator("⋈")), ("bullet", Sign("•")), ("bumpeq", Operator("≏")), ("cap", Operator("∩")),
    ("cdot", Operator("·")), ("cdotp", Operator("·")), ("cdots", Sign("⋯")), ("cf", Short("cf.")),
    ("checkmark", Sign("✓")), ("chi", Sign("χ")), ("choose", Word("choose")), ("circ", Sign("∘")),
    ("clubsuit", Sign("♣")), ("cmark", Sign("✓")), ("colon", Sign(":")), ("coloneq", Operator("≔")),
    ("coloneqq", Operator("≔")), ("cong", Operator("≅")), ("coprod", Sign("∐")), ("copyright", Sign("©")),
    ("cos", Word("cos")), ("cosh", Word("cosh")), ("cot", Word("cot")), ("coth", Word("coth")), ("csc", Word("csc")),
    ("cup", Operator("∪")), ("curlyeqprec", Operator("⋞")), ("dag", Sign("†")), ("dagger", Sign("†")),
    ("dashrightarrow", Operator("⇢")), ("dashv", Operator("⊣")), ("ddag", Sign("‡")), ("ddagger", Sign("‡")),
    ("ddots", Sign("⋱")), ("defeq", Operator("≔")), ("deg", Word("deg")), ("degree", Sign("°")), ("delta", Sign("δ")),
    ("det", Word("det")), ("dh", Sign("ð")), ("diag", Word("diag")), ("diamond", Sign("⋄")),
    ("diamondsuit", Sign("♢")), ("digamma", Sign("ϝ")), ("dim", Word("dim")), ("div", Operator("÷")),
    ("dj", Sign("đ")), ("doteq", Operator("≐")), ("dots", Sign("…")), ("dotsb", Sign("⋯")), ("dotsc", Sign("…")),
    ("dotsm", Sign("⋯")), ("dotso", Sign("…")), ("downarrow", Operator("↓")), ("eg", Short("e.g.")),
    ("ell", Sign("ℓ")), ("emptyset", Sign("∅")), ("eps", Sign("ε")), ("epsilon", Sign("ε")), ("eqdef", Operator("≕")),
    ("equiv", Operator("≡")), ("eta", Sign("η")), ("etal", Short("et al.")), ("etc", Short("etc.")),
    ("euro", Sign("€")), ("exists", Sign("∃")), ("exp", Word("exp")), ("flat", Sign("♭")), ("forall", Sign("∀")),
    ("gamma", Sign("γ")), ("gcd", Word("gcd")), ("ge", Operator("≥")), ("geq", Operator("≥")),
    ("geqslant", Operator("≥")), ("gets", Operator("←")), ("gg", Operator("≫")), ("ggg", Operator("⋙")),
    ("gtrapprox", Operator("⪆")), ("gtreqless", Operator("⋛")), ("gtrsim", Operator("≳")),
    ("guillemotleft", Sign("«")), ("guillemotright", Sign("»")), ("hbar", Sign("ℏ")), ("heartsuit", Sign("♡")),
    ("hom", Word("hom")), ("hookleftarrow", Operator("↩")), ("hookrightarrow", Operator("↪")), ("i", Sign("ı")),
    ("ie", Short("i.e.")), ("iff", Operator("⟺")), ("iid", Short("i.i.d.")), ("iint", Sign("∬")),
    ("imath", Sign("ı")), ("impliedby", Operator("⟸")), ("implies", Operator("⟹")), ("in", Operator("∈")),
    ("inf", Word("inf")), ("infty", Sign("∞")), ("int", Sign("∫")), ("iota", Sign("ι")), ("j", Sign("ȷ")),
    ("jmath", Sign("ȷ")), ("kappa", Sign("κ")), ("ker", Word("ker")), ("l", Sign("ł")), ("lVert", Sign("‖")),
    ("lambda", Sign("λ")), ("land", Operator("∧")), ("langle", Sign("⟨")), ("lbrace", Sign("{")),
    ("lbrack", Sign("[")), ("lceil", Sign("⌈")), ("lcm", Word("lcm")), ("ldots", Sign("…")), ("le", Operator("≤")),
    ("leadsto", Operator("⇝")), ("leftarrow", Operator("←")), ("leftharpoondown", Operator("↽")),
    ("leftharpoonup", Operator("↼")), ("leftrightarrow", Operator("↔")), ("leftrightarrows", Operator("⇆")),
    ("leq", Operator("≤")), ("leqslant", Operator("≤")), ("lessapprox", Operator("⪅")), ("lessgtr", Operator("≶")),
    ("lesssim", Operator("≲")), ("lfloor", Sign("⌊")), ("lg", Word("lg")), ("lhd", Operator("⊲")),
    ("lim", Word("lim")), ("liminf", Word("lim inf")), ("limsup", Word("lim sup")), ("ll", Operator("≪")),
    ("lll", Operator("⋘")), ("ln", Word("ln")), ("lnot", Sign("¬")), ("log", Word("log")),
    ("longleftarrow", Operator("⟵")), ("longleftrightarrow", Operator("⟷")), ("longmapsto", Operator("⟼")),
    ("longrightarrow", Operator("⟶")), ("lor", Operator("∨")), ("lozenge", Sign("◊")), ("lq", Sign("‘")),
    ("ltimes", Operator("⋉")), ("lvert", Sign("|")), ("mapsto", Operator("↦")), ("max", Word("max")),
    ("micro", Sign("µ")), ("mid", Operator("|")), ("min", Word("min")), ("mod", Word("mod")),
    ("models", Operator("⊨")), ("mp", Operator("∓")), ("mu", Sign("μ")), ("multimap", Operator("⊸")),
    ("nabla", Sign("∇")), ("natural", Sign("♮")), ("ne", Operator("≠")), ("nearrow", Operator("↗")),
    ("neg", Sign("¬")), ("neq", Operator("≠")), ("nexists", Sign("∄")), ("ng", Sign("ŋ")), ("ngeq", Operator("≱")),
    ("ni", Operator("∋")), ("nleq", Operator("≰")), ("nmid", Operator("∤")), ("notin", Operator("∉")),
    ("nparallel", Operator("∦")), ("nsubseteq", Operator("⊈")), ("nu", Sign("ν")), ("nwarrow", Operator("↖")),
    ("o", Sign("ø")), ("odot", Operator("⊙")), ("oe", Sign("œ")), ("ohm", Sign("Ω")), ("oint", Sign("∮")),
    ("omega", Sign("ω")), ("omicron", Sign("ο")), ("ominus", Operator("⊖")), ("oplus", Operator("⊕")),
    ("oslash", Operator("⊘")), ("otilde", Sign("Õ")), ("otimes", Operator("⊗")), ("parallel", Operator("∥")), ("partial", Sign("∂")),
    ("percnt", Sign("%")), ("perp", Operator("⊥")), ("phi", Sign("φ")), ("pi", Sign("π")), ("pm", Operator("±")),
    ("poly", Word("poly")), ("polylog", Word("polylog")), ("polyloglog", Word("polyloglog")), ("pounds", Sign("£")),
    ("prec", Operator("≺")), ("preccurlyeq", Operator("≼")), ("preceq", Operator("≼")), ("prime", Sign("′")),
    ("prod", Sign("∏")), ("propto", Operator("∝")), ("psi", Sign("ψ")), ("quotedblbase", Sign("„")),
    ("quotesinglbase", Sign("‚")), ("rVert", Sign("‖")), ("rangle", Sign("⟩")), ("rank", Word("rank")),
    ("rbrace", Sign("}")), ("rbrack", Sign("]")), ("rceil", Sign("⌉")), ("real", Sign("ℝ")), ("reals", Sign("ℝ")),
    ("registered", Sign("®")), ("rfloor", Sign("⌋")), ("rhd", Operator("⊳")), ("rho", Sign("ρ")),
    ("rightarrow", Operator("→")), ("rightharpoondown", Operator("⇁")), ("rightharpoonup", Operator("⇀")),
    ("rightleftharpoons", Operator("⇌")), ("rightrightarrows", Operator("⇉")), ("rightsquigarrow", Operator("⇝")),
    ("rq", Sign("’")), ("rtimes", Operator("⋊")), ("rvert", Sign("|")), ("searrow", Operator("↘")),
    ("sec", Word("sec")), ("setminus", Operator("∖")), ("sgn", Word("sgn")), ("sharp", Sign("♯")),
    ("sigma", Sign("σ")), ("sign", Word("sign")), ("sim", Operator("∼")), ("simeq", Operator("≃")),
    ("sin", Word("sin")), ("sinh", Word("sinh")), ("slash", Sign("/")), ("smallsetminus", Operator("∖")),
    ("softmax", Word("softmax")), ("spadesuit", Sign("♠")), ("sqcap", Operator("⊓")), ("sqcup", Operator("⊔")),
    ("sqsubset", Operator("⊏")), ("sqsubseteq", Operator("⊑")), ("sqsupseteq", Operator("⊒")), ("square", Sign("□")),
    ("ss", Sign("ß")), ("star", Sign("⋆")), ("subset", Operator("⊂")), ("subseteq", Operator("⊆")),
    ("subsetneq", Operator("⊊")), ("succ", Operator("≻")), ("succcurlyeq", Operator("≽")), ("succeq", Operator("≽")),
    ("sum", Sign("∑")), ("sup", Word("sup")), ("supset", Operator("⊃")), ("supseteq", Operator("⊇")),
    ("supsetneq", Operator("⊋")), ("surd", Sign("√")), ("swarrow", Operator("↙")), ("tan", Word("tan")),
    ("tanh", Word("tanh")), ("tau", Sign("τ")), ("textasciicircum", Sign("^")), ("textasciitilde", Sign("~")),
    ("textbackslash", Sign("∖")), ("textbar", Sign("|")), ("textbullet", Sign("•")), ("textcopyright", Sign("©")),
    ("textdegree", Sign("°")), ("textellipsis", Sign("…")), ("textemdash", Sign("—")), ("textendash", Sign("–")),
    ("texteuro", Sign("€")), ("textgreater", Sign(">")), ("textleftarrow", Operator("←")), ("textless", Sign("<")),
    ("textmu", Sign("μ")), ("textonehalf", Sign("½")), ("textordmasculine", Sign("º")), ("textpercent", Sign("%")),
    ("textperiodcentered", Sign("·")), ("textpm", Operator("±")), ("textquotedblleft", Sign("“")),
    ("textquotedblright", Sign("”")), ("textquoteleft", Sign("‘")), ("textquoteright", Sign("’")),
    ("textquotesingle", Sign("'")), ("textregistered", Sign("®")), ("textrightarrow", Operator("→")),
    ("textsterling", Sign("£")), ("textsuperscripttwo", Sign("²")), ("texttimes", Operator("×")),
    ("texttrademark", Sign("™")), ("textunderscore", Sign("_")), ("th", Sign("þ")), ("therefore", Operator("∴")),
    ("theta", Sign("θ")), ("thickapprox", Operator("≈")), ("thicksim", Operator("∼")), ("times", Operator("×")),
    ("to", Operator("→")), ("top", Sign("⊤")), ("tr", Word("tr")), ("trace", Word("trace")), ("trademark", Sign("™")),
    ("triangle", Sign("△")), ("trianglelefteq", Operator("⊴")), ("triangleq", Operator("≜")),
    ("trianglerighteq", Operator("⊵")), ("twoheadrightarrow", Operator("↠")), ("unlhd", Operator("⊴")),
    ("unrhd", Operator("⊵")), ("uparrow", Operator("↑")), ("updownarrow", Operator("↕")), ("uplus", Operator("⊎")),
    ("upsilon", Sign("υ")), ("vDash", Operator("⊨")), ("varDelta", Sign("Δ")), ("varGamma", Sign("Γ")),
    ("varLambda", Sign("Λ")), ("varOmega", Sign("Ω")), ("varPhi", Sign("Φ")), ("varPi", Sign("Π")),
    ("varPsi", Sign("Ψ")), ("varSigma", Sign("Σ")), ("varTheta", Sign("Θ")), ("varepsilon", Sign("ε")),
    ("varkappa", Sign("ϰ")), ("varnothing", Sign("∅")), ("varphi", Sign("φ")), ("varpi", Sign("ϖ")),
    ("varpropto", Operator("∝")), ("varrho", Sign("ϱ")), ("varsigma", Sign("ς")), ("vartheta", Sign("ϑ")),
    ("vdash", Operator("⊢")), ("vdots", Sign("⋮")), ("vee", Operator("∨")), ("veps", Sign("ε")), ("vert", Sign("|")),
    ("vs", Short("vs.")), ("wedge", Operator("∧")), ("wp", Sign("℘")), ("wr", Operator("≀")),
    ("wrt", Short("w.r.t.")), ("xi", Sign("ξ")), ("xmark", Sign("✗")), ("zeta", Sign("ζ")),
];

/// Superscript of a character, where there is one.
pub(crate) fn superscript(c: char) -> Option<char> {
    paired(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW⊤′",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ′",
        c,
    )
}

/// Subscript of a character, where there is one.
pub(crate) fn subscript(c: char) -> Option<char> {
    paired("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", c)
}

/// Double-struck capitals that name sets of numbers.
pub(crate) fn double_struck(c: char) -> Option<char> {
    paired("CHNPQRZ", "ℂℍℕℙℚℝℤ", c)
}

fn paired(from: &str, to: &str, c: char) -> Option<char> {
    from.chars().zip(to.chars()).find(|(f, _)| *f == c).map(|(_, t)| t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(SYMBOLS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn scripts_pair_up() {
        assert_eq!(superscript('⊤'), Some('ᵀ'));
        assert_eq!(superscript('z'), Some('ᶻ'));
        assert_eq!(superscript('W'), Some('ᵂ'));
        assert_eq!(superscript('q'), None);
        assert_eq!(subscript('x'), Some('ₓ'));
        assert_eq!(double_struck('Z'), Some('ℤ'));
    }
}
