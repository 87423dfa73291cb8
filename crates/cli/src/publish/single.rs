//! A site in one file: engine, index and page, for a stick, an e-mail or a folder that no server serves.
//!
//! What comes from records is either escaped text or base64, whose letters cannot end an element. A policy inside the page
//! lets exactly its own script and style run, by their hashes, and nothing be fetched.

use std::fmt::Write as _;
use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};
use thumbindex_engine::Document;

use super::Look;
use super::date::Date;
use super::html::{PROGRAM, STYLE, escape, link};
use super::words::{Words, put};
use crate::assets::{Asset, FULL, Files, SINGLE};
use crate::failure::Failure;
use crate::folder::manifest::Manifest;

/// Entries that are listed for readers without scripts; the list of a larger collection would outgrow its index.
const LISTED: usize = 1000;

/// The start of every file that this module writes: others are not replaced.
pub(crate) fn opening() -> String {
    format!("<!doctype html>\n<!-- {}", Manifest::generator().split(' ').next().unwrap_or_default())
}

/// What the page holds.
pub(crate) struct Inside<'a> {
    pub(crate) index: &'a [u8],
    pub(crate) filters: &'a [u8],
    /// The files of the fields that the filters name.
    pub(crate) fields: &'a Files,
    /// The documents, for the list.
    pub(crate) documents: &'a [Document],
}

/// The file.
pub(crate) fn page(look: &Look, inside: &Inside, assets: &[Asset]) -> Result<Vec<u8>, Failure> {
    let script = text(assets, |name| name == SINGLE)?;
    let style = match &look.style {
        Some(style) => style,
        None => text(assets, |name| name == STYLE)?,
    };
    let module = asset(assets, |name| name.starts_with(FULL))?;
    for (what, end) in [(script, "script"), (style, "style")] {
        let lower = what.to_ascii_lowercase();
        if lower.contains(&format!("</{end}")) || lower.contains("<!--") {
            if end == "style" && look.style.is_some() {
                let cause = "the style sheet of --style holds </style or <!--, which cannot stand in a page";
                return Err(Failure::new("usage", cause, "take that out"));
            }
            return Err(broken(&format!("its {end} cannot stand in a page")));
        }
    }
    let title = escape(&look.title);
    let policy = format!(
        "default-src 'none'; script-src '{}' 'wasm-unsafe-eval'; style-src '{}'; img-src data:; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'",
        source(script),
        source(style),
    );
    let mut out = format!(
        "{} -->\n<html {}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"{}\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body class=\"site front\">\n<header>\n\
         <h1 dir=\"auto\">{title}</h1>\n",
        opening(),
        look.language(),
        Manifest::generator(),
    );
    if !look.about.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escape(&look.about));
    }
    let words = look.words();
    let _ = write!(
        out,
        "<thumb-index layout=\"inline\" hotkey=\"/\" label=\"{}\" placeholder=\"{}\" autofocus>\
         <p class=\"noscript\">{}</p></thumb-index>\n</header>\n<main>\n",
        words.search_here, words.search_fields, words.noscript_single,
    );
    list(inside.documents, words, &mut out);
    let _ = writeln!(out, "</main>\n<footer>\n<p>{}</p>\n</footer>", put(words.searched_inside, &[PROGRAM]));
    for (id, bytes) in [("module", module), ("index", inside.index), ("filters", inside.filters)] {
        let _ = writeln!(out, "<script type=\"text/plain\" id=\"thumbindex-{id}\">{}</script>", packed(bytes));
    }
    for (name, bytes) in inside.fields {
        let _ = writeln!(out, "<script type=\"text/plain\" data-field=\"{}\">{}</script>", escape(name), packed(bytes));
    }
    let _ = write!(out, "<script>{script}</script>\n</body>\n</html>\n");
    Ok(out.into_bytes())
}

fn list(documents: &[Document], words: &Words, out: &mut String) {
    let mut documents: Vec<&Document> = documents.iter().collect();
    // A stable sort: equals stay in the order of their ids.
    documents.sort_by_key(|document| std::cmp::Reverse(Date::of(document)));
    out.push_str("<ul class=\"rows\">\n");
    for document in documents.iter().take(LISTED) {
        let title = escape(if document.title.is_empty() { &document.id } else { &document.title });
        // A relative link leads nowhere from a file that travels.
        let href = link(&document.url).filter(|_| document.url.contains(':'));
        let _ = match href {
            Some(href) => write!(out, "<li dir=\"auto\"><a class=\"title\" href=\"{href}\">{title}</a>"),
            None => write!(out, "<li dir=\"auto\"><span class=\"title\">{title}</span>"),
        };
        let mut parts: Vec<String> =
            document.authors.iter().take(3).map(|name| format!("<bdi>{}</bdi>", escape(name))).collect();
        parts.extend(document.year.map(|year| year.to_string()));
        if !parts.is_empty() {
            let _ = write!(out, "<p class=\"byline\">{}</p>", parts.join(", "));
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
    if documents.len() > LISTED {
        let rest = words.number(documents.len() - LISTED);
        let _ = writeln!(out, "<p class=\"quiet\">{}</p>", put(words.more, &[&rest]));
    }
}

/// Base64 of the bytes, or of a gzip stream of them where that is a fair bit shorter.
fn packed(bytes: &[u8]) -> String {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let zipped = encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default();
    let worth = !zipped.is_empty() && zipped.len() < bytes.len() / 100 * 97;
    STANDARD.encode(if worth { &zipped } else { bytes })
}

/// How a policy names the content of an inline element.
fn source(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

fn asset(assets: &[Asset], wanted: impl Fn(&str) -> bool) -> Result<&'static [u8], Failure> {
    let found = assets.iter().find(|(name, _)| wanted(name)).map(|(_, bytes)| *bytes);
    found.ok_or_else(|| {
        let cause = "this binary carries no page code, and a page of one file holds it";
        Failure::new("no-page-code", cause, "build the binary with `cargo xtask build`")
    })
}

fn text(assets: &[Asset], wanted: impl Fn(&str) -> bool) -> Result<&'static str, Failure> {
    std::str::from_utf8(asset(assets, wanted)?).map_err(|_| broken("its text is not UTF-8"))
}

fn broken(reason: &str) -> Failure {
    let cause = format!("the page code in this binary is unusable: {reason}");
    Failure::new("page-code", cause, "build the binary with `cargo xtask build`")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASSETS: &[Asset] = &[("full-1.wasm", b"\0asm"), ("page.css", b"p{}"), ("single.js", b"go()")];

    fn look() -> Look {
        let title = "</title><script>alert(1)</script>".into();
        Look { title, about: String::new(), base_url: None, date: None, pages: 0, lang: "en".into(), style: None }
    }

    fn fields(text: &str) -> Files {
        [(text.to_owned(), text.as_bytes().to_vec().into())].into()
    }

    #[test]
    fn nothing_that_comes_from_records_can_end_an_element() {
        let payload = "</script><!--<script>alert(1)</script>\"><img src=x onerror=alert(1)>";
        let documents = [Document {
            title: payload.into(),
            authors: vec![payload.into()],
            url: "javascript:x".into(),
            ..Document::default()
        }];
        let inside = Inside {
            index: payload.as_bytes(),
            filters: payload.as_bytes(),
            fields: &fields(payload),
            documents: &documents,
        };
        let page = String::from_utf8(page(&look(), &inside, ASSETS).unwrap()).unwrap();
        assert_eq!(page.matches("<script").count(), 5, "{page}");
        assert_eq!(page.matches("</script").count(), 5);
        assert!(!page.contains("<img") && !page.contains("javascript:"));
        assert!(page.starts_with(&opening()));
    }

    #[test]
    fn it_speaks_its_language() {
        let inside = Inside { index: b"", filters: b"", fields: &Files::new(), documents: &[] };
        let page = String::from_utf8(page(&Look { lang: "ar".into(), ..look() }, &inside, ASSETS).unwrap()).unwrap();
        for text in ["<html lang=\"ar\" dir=\"rtl\">", "البحث في هذه المجموعة", "داخل هذا الملف"]
        {
            assert!(page.contains(text), "{text}");
        }
    }

    #[test]
    fn a_style_sheet_cannot_end_its_element() {
        let inside = Inside { index: b"", filters: b"", fields: &Files::new(), documents: &[] };
        let with = |style: &str| page(&Look { style: Some(style.into()), ..look() }, &inside, ASSETS);
        assert!(String::from_utf8(with("p{color:red}").unwrap()).unwrap().contains("<style>p{color:red}</style>"));
        assert_eq!(with("</StYle><script>").unwrap_err().code, "usage");
    }

    #[test]
    fn a_binary_without_page_code_says_so() {
        let inside = Inside { index: b"", filters: b"", fields: &Files::new(), documents: &[] };
        assert_eq!(page(&look(), &inside, &[]).unwrap_err().code, "no-page-code");
        let hostile: &[Asset] = &[("full-1.wasm", b""), ("page.css", b"p{}</STYLE>"), ("single.js", b"")];
        assert_eq!(page(&look(), &inside, hostile).unwrap_err().code, "page-code");
    }
}
