//! HTML and JATS inside texts: inline tags and entities.
//!
//! Texts taken from web pages and from publishers carry `<i>`, `<jats:sub>` and `&amp;`; texts about logic carry `a < b`.
//! A tag is only taken for one when its name is known, its attributes look like attributes, and, unless it stands
//! alone by nature (`<br>`, `<p>`), both its forms occur in the text.

use std::borrow::Cow;

use memchr::memchr2;

/// Known tags; those marked `true` separate words, and may stand alone.
#[rustfmt::skip]
const TAGS: &[(&str, bool)] = &[
    ("a", false), ("abbr", false), ("abstract", true), ("b", false), ("bold", false), ("br", true), ("cite", false),
    ("code", false), ("div", true), ("em", false), ("ext-link", false), ("font", false), ("h1", true), ("h2", true),
    ("h3", true), ("h4", true), ("h5", true), ("h6", true), ("i", false), ("inline-formula", false), ("italic", false),
    ("label", false), ("li", true), ("list", true), ("list-item", true), ("mi", false), ("mml:math", false),
    ("mml:mi", false), ("mml:mn", false), ("mml:mo", false), ("mml:mrow", false), ("mml:msub", false),
    ("mml:msup", false), ("mml:mtext", false), ("monospace", false), ("ol", true), ("p", true), ("q", false),
    ("sc", false), ("scp", false), ("sec", true), ("section", true), ("small", false), ("span", false),
    ("strong", false), ("sub", false), ("sup", false), ("tex-math", false), ("title", true), ("tt", false),
    ("u", false), ("ul", true), ("underline", false), ("xref", false),
];

struct Tag {
    index: usize,
    closing: bool,
    /// `<br/>`.
    alone: bool,
    length: usize,
}

/// The longest tag that is looked at, attributes included.
const MAX_TAG: usize = 400;

/// Strips known tags and decodes entities.
pub(crate) fn strip(text: &str) -> Cow<'_, str> {
    if memchr2(b'<', b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let (mut opened, mut closed) = ([false; TAGS.len()], [false; TAGS.len()]);
    for at in memchr::memchr_iter(b'<', text.as_bytes()) {
        if let Some(tag) = tag_at(&text[at..]) {
            if tag.closing { closed[tag.index] = true } else { opened[tag.index] = true }
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr2(b'<', b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = if rest.starts_with('<') {
            tag_at(rest).and_then(|tag| {
                let separates = TAGS[tag.index].1;
                let both = opened[tag.index] && closed[tag.index];
                (both || separates || tag.alone).then(|| {
                    if separates {
                        out.push(' ');
                    }
                    tag.length
                })
            })
        } else {
            entity_at(rest).map(|(c, length)| {
                out.push(c);
                length
            })
        };
        match taken {
            Some(length) => rest = &rest[length..],
            None => {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The known tag that `text` begins with.
fn tag_at(text: &str) -> Option<Tag> {
    let bytes = text.as_bytes();
    let bytes = &bytes[..bytes.len().min(MAX_TAG)];
    let end = 1 + memchr::memchr2(b'>', b'<', bytes.get(1..)?)?;
    if bytes.get(end) != Some(&b'>') {
        return None;
    }
    let inner = text.get(1..end)?;
    let (closing, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let (alone, inner) = match inner.strip_suffix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let name_end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != ':').unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(name_end);
    let blank = attributes.trim().is_empty();
    if !blank && (closing || !attributes.starts_with(char::is_whitespace) || !attributes.contains('=')) {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let name = name.strip_prefix("jats:").unwrap_or(&name);
    let index = TAGS.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    Some(Tag { index, closing, alone, length: end + 1 })
}

/// The entity that `text` begins with: its character and its length.
fn entity_at(text: &str) -> Option<(char, usize)> {
    let bytes = text.as_bytes();
    let end = bytes.iter().take(12).position(|&byte| byte == b';')?;
    let name = text.get(1..end)?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) if digits.bytes().all(|b| b.is_ascii_hexdigit()) => u32::from_str_radix(digits, 16),
                None if number.bytes().all(|b| b.is_ascii_digit()) => number.parse(),
                _ => return None,
            };
            char::from_u32(code.ok()?)?
        }
        None => {
            let index = ENTITIES.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
            ENTITIES.get(index)?.1
        }
    };
    Some((c, end + 1))
}

/// Named entities, sorted by name.
#[rustfmt::skip]
const ENTITIES: &[(&str, char)] = &[
    ("AElig", 'Æ'), ("Aacute", 'Á'), ("Acirc", 'Â'), ("Agrave", 'À'), ("Alpha", 'Α'), ("Aring", 'Å'), ("Atilde", 'Ã'),
    ("Auml", 'Ä'), ("Beta", 'Β'), ("Ccedil", 'Ç'), ("Chi", 'Χ'), ("Dagger", '‡'), ("Delta", 'Δ'), ("ETH", 'Ð'),
    ("Eacute", 'É'), ("Ecirc", 'Ê'), ("Egrave", 'È'), ("Epsilon", 'Ε'), ("Eta", 'Η'), ("Euml", 'Ë'), ("Gamma", 'Γ'),
    ("Iacute", 'Í'), ("Icirc", 'Î'), ("Igrave", 'Ì'), ("Iota", 'Ι'), ("Iuml", 'Ï'), ("Kappa", 'Κ'), ("Lambda", 'Λ'),
    ("Mu", 'Μ'), ("Ntilde", 'Ñ'), ("Nu", 'Ν'), ("OElig", 'Œ'), ("Oacute", 'Ó'), ("Ocirc", 'Ô'), ("Ograve", 'Ò'),
    ("Omega", 'Ω'), ("Omicron", 'Ο'), ("Oslash", 'Ø'), ("Otilde", 'Õ'), ("Ouml", 'Ö'), ("Phi", 'Φ'), ("Pi", 'Π'),
    ("Prime", '″'), ("Psi", 'Ψ'), ("Rho", 'Ρ'), ("Scaron", 'Š'), ("Sigma", 'Σ'), ("THORN", 'Þ'), ("Tau", 'Τ'),
    ("Theta", 'Θ'), ("Uacute", 'Ú'), ("Ucirc", 'Û'), ("Ugrave", 'Ù'), ("Upsilon", 'Υ'), ("Uuml", 'Ü'), ("Xi", 'Ξ'),
    ("Yacute", 'Ý'), ("Yuml", 'Ÿ'), ("Zeta", 'Ζ'), ("aacute", 'á'), ("acirc", 'â'), ("acute", '´'), ("aelig", 'æ'),
    ("agrave", 'à'), ("alpha", 'α'), ("amp", '&'), ("and", '∧'), ("ang", '∠'), ("apos", '\''), ("aring", 'å'),
    ("asymp", '≈'), ("atilde", 'ã'), ("auml", 'ä'), ("bdquo", '„'), ("beta", 'β'), ("bull", '•'), ("cap", '∩'),
    ("ccedil", 'ç'), ("cedil", '¸'), ("cent", '¢'), ("chi", 'χ'), ("circ", 'ˆ'), ("cong", '≅'), ("copy", '©'),
    ("cup", '∪'), ("dArr", '⇓'), ("dagger", '†'), ("darr", '↓'), ("deg", '°'), ("delta", 'δ'), ("divide", '÷'),
    ("eacute", 'é'), ("ecirc", 'ê'), ("egrave", 'è'), ("empty", '∅'), ("emsp", ' '), ("ensp", ' '), ("epsilon", 'ε'),
    ("equiv", '≡'), ("eta", 'η'), ("eth", 'ð'), ("euml", 'ë'), ("euro", '€'), ("exist", '∃'), ("forall", '∀'),
    ("frac12", '½'), ("frac14", '¼'), ("frac34", '¾'), ("gamma", 'γ'), ("ge", '≥'), ("gt", '>'), ("hArr", '⇔'),
    ("harr", '↔'), ("hellip", '…'), ("iacute", 'í'), ("icirc", 'î'), ("iexcl", '¡'), ("igrave", 'ì'), ("infin", '∞'),
    ("int", '∫'), ("iota", 'ι'), ("iquest", '¿'), ("isin", '∈'), ("iuml", 'ï'), ("kappa", 'κ'), ("lArr", '⇐'),
    ("lambda", 'λ'), ("laquo", '«'), ("larr", '←'), ("ldquo", '“'), ("le", '≤'), ("lsaquo", '‹'), ("lsquo", '‘'),
    ("lt", '<'), ("macr", '¯'), ("mdash", '—'), ("micro", 'µ'), ("middot", '·'), ("minus", '−'), ("mu", 'μ'),
    ("nabla", '∇'), ("nbsp", ' '), ("ndash", '–'), ("ne", '≠'), ("ni", '∋'), ("not", '¬'), ("notin", '∉'),
    ("ntilde", 'ñ'), ("nu", 'ν'), ("oacute", 'ó'), ("ocirc", 'ô'), ("oelig", 'œ'), ("ograve", 'ò'), ("omega", 'ω'),
    ("omicron", 'ο'), ("oplus", '⊕'), ("or", '∨'), ("ordf", 'ª'), ("ordm", 'º'), ("oslash", 'ø'), ("otilde", 'õ'),
    ("otimes", '⊗'), ("ouml", 'ö'), ("para", '¶'), ("part", '∂'), ("permil", '‰'), ("perp", '⊥'), ("phi", 'φ'),
    ("pi", 'π'), ("plusmn", '±'), ("pound", '£'), ("prime", '′'), ("prod", '∏'), ("prop", '∝'), ("psi", 'ψ'),
    ("quot", '"'), ("rArr", '⇒'), ("radic", '√'), ("raquo", '»'), ("rarr", '→'), ("rdquo", '”'), ("reg", '®'),
    ("rho", 'ρ'), ("rsaquo", '›'), ("rsquo", '’'), ("sbquo", '‚'), ("scaron", 'š'), ("sdot", '⋅'), ("sect", '§'),
    ("shy", '\u{ad}'), ("sigma", 'σ'), ("sigmaf", 'ς'), ("sim", '∼'), ("sub", '⊂'), ("sube", '⊆'), ("sum", '∑'),
    ("sup", '⊃'), ("sup1", '¹'), ("sup2", '²'), ("sup3", '³'), ("supe", '⊇'), ("szlig", 'ß'), ("tau", 'τ'),
    ("theta", 'θ'), ("thinsp", ' '), ("thorn", 'þ'), ("tilde", '˜'), ("times", '×'), ("trade", '™'), ("uArr", '⇑'),
    ("uacute", 'ú'), ("uarr", '↑'), ("ucirc", 'û'), ("ugrave", 'ù'), ("uml", '¨'), ("upsilon", 'υ'), ("uuml", 'ü'),
    ("xi", 'ξ'), ("yacute", 'ý'), ("yen", '¥'), ("yuml", 'ÿ'), ("zeta", 'ζ'), ("zwj", '\u{200d}'),
    ("zwnj", '\u{200c}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(strip(text), expected, "from {text:?}");
    }

    #[test]
    fn the_tables_are_sorted() {
        assert!(TAGS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(ENTITIES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn known_tags_go_and_their_text_stays() {
        check("H<sub>2</sub>O in <i>E. coli</i>", "H2O in E. coli");
        check("<jats:p>One.</jats:p><jats:p>Two.</jats:p>", " One.  Two. ");
        check("a<br>b<br/>c", "a b c");
        check("see <a href=\"https://x.org/?a=b\">here</a>", "see here");
        check("<P CLASS='x'>a</P>", " a ");
    }

    #[test]
    fn what_is_no_tag_stays() {
        for text in [
            "a < b and c > d",
            "a <b and c> d",
            "tokens <s> and </s>, <object>",
            "x<i and y",
            "index <i> alone",
            "<script>alert(1)</script>",
            "<",
            "<>",
            "</",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn entities_are_decoded_where_they_are_whole() {
        check("R&amp;D &mdash; &lt;5&nbsp;&micro;m &#233;&#xe9;&eacute;", "R&D — <5 µm ééé");
        for text in ["AT&T; x", "&;", "&#;", "&#x;", "&#55296;", "&unknown;", "& amp;", "&#+65;", "a&b"] {
            check(text, text);
        }
    }
}
