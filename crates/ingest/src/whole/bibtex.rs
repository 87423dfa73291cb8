//! BibTeX and BibLaTeX: an entry is a record.
//!
//! The file is cut where a line begins with `@`, so that one broken entry costs no other; abbreviations (`@string`) hold for all.

use biblatex::{Bibliography, ChunksExt as _};

use super::Entry;
use crate::problem::Reason;

/// Braces inside one another, at most.
const DEEPEST: usize = 64;
/// Fields by the names under which they are documents' fields.
const FIELDS: [(&str, &str); 20] = [
    ("title", "title"),
    ("subtitle", "subtitle"),
    ("author", "author"),
    ("editor", "editor"),
    ("abstract", "abstract"),
    ("year", "year"),
    ("date", "date"),
    ("journal", "journal"),
    ("journaltitle", "journal"),
    ("booktitle", "booktitle"),
    ("publisher", "publisher"),
    ("school", "school"),
    ("institution", "institution"),
    ("series", "series"),
    ("keywords", "keywords"),
    ("url", "url"),
    ("doi", "doi"),
    ("note", "note"),
    ("volume", "volume"),
    ("pages", "pages"),
];

/// The entries of a bibliography, in order.
pub(super) fn entries(text: &str) -> Vec<Entry> {
    let pieces = pieces(text);
    let abbreviations: String =
        pieces.iter().filter(|(_, piece)| begins(piece, "@string")).map(|(_, piece)| *piece).collect();
    let silent = ["@string", "@comment", "@preamble"];
    let wanted = pieces.into_iter().filter(|(_, piece)| !silent.iter().any(|kind| begins(piece, kind)));
    wanted.map(|(line, piece)| Entry { line, fields: fields(&abbreviations, piece) }).collect()
}

fn begins(piece: &str, kind: &str) -> bool {
    piece.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind))
}

/// What begins with `@` at the start of a line, up to the next, with its line.
fn pieces(text: &str) -> Vec<(u64, &str)> {
    let mut starts: Vec<(u64, usize)> = Vec::new();
    let mut at = 0;
    for (line, content) in (1u64..).zip(text.split_inclusive('\n')) {
        let indent = content.len() - content.trim_start_matches([' ', '\t', '\u{feff}']).len();
        if content.get(indent..).is_some_and(|rest| rest.starts_with('@')) {
            starts.push((line, at + indent));
        }
        at += content.len();
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|start| start.1).chain([text.len()]).collect();
    starts.iter().zip(ends).map(|(&(line, start), end)| (line, text.get(start..end).unwrap_or(""))).collect()
}

fn fields(abbreviations: &str, piece: &str) -> Result<Vec<(&'static str, String)>, Reason> {
    let fault = |message: &str| Reason::BibtexSyntax { message: message.to_owned() };
    let mut depth = 0usize;
    for byte in piece.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Err(fault("braces are nested too deep"));
        }
    }
    let read = Bibliography::parse(&format!("{abbreviations}\n{piece}"));
    let read = read.map_err(|error| fault(&error.kind.to_string()))?;
    let entry = read.iter().last().ok_or_else(|| fault("there is no entry"))?;
    let mut found = vec![("id", entry.key.clone())];
    for (theirs, ours) in FIELDS {
        if let Some(chunks) = entry.fields.get(theirs) {
            found.push((ours, chunks.format_verbatim()));
        }
    }
    if !entry.fields.contains_key("url")
        && let Some(doi) = entry.fields.get("doi")
    {
        found
            .push(("url", format!("https://doi.org/{}", doi.format_verbatim().trim_start_matches("https://doi.org/"))));
    }
    Ok(found)
}
