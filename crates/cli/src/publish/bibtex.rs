//! A record as BibTeX, for those who cite it.

use std::fmt::Write as _;

use thumbindex_engine::Document;

/// The entry of a document; `None` where it lacks what a citation takes: authors and a year.
pub(crate) fn entry(document: &Document, link: &str) -> Option<String> {
    let (first, year) = (document.authors.first()?, document.year?);
    let (kind, place) = if document.venue.is_empty() { ("misc", "") } else { ("article", "journal") };
    let mut text = format!("@{kind}{{{},\n", key(first, year, &document.title));
    let mut field = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "  {name} = {{{value}}},");
        }
    };
    // Braces keep the title's capitals.
    field("title", &format!("{{{}}}", escaped(&document.title)));
    let authors: Vec<String> = document.authors.iter().map(|name| person(name)).collect();
    field("author", &authors.join(" and "));
    field("year", &year.to_string());
    if !place.is_empty() {
        field(place, &escaped(&document.venue));
    }
    for (name, value) in &document.meta {
        if name == "doi" && verbatim(value) {
            field(name, value);
        } else if matches!(name.as_str(), "volume" | "number" | "pages" | "publisher" | "isbn" | "issn") {
            field(name, &escaped(value));
        }
    }
    if (link.starts_with("http://") || link.starts_with("https://")) && verbatim(link) {
        field("url", link);
    }
    text.push_str("}\n");
    Some(text)
}

/// Addresses and DOIs are taken as they are, but for those whose braces would end the field.
fn verbatim(value: &str) -> bool {
    !value.contains(['{', '}', '\\'])
}

/// A name that itself has " and " in it is one name, not two.
fn person(name: &str) -> String {
    let text = escaped(name);
    if text.split_whitespace().any(|word| word.eq_ignore_ascii_case("and")) { format!("{{{text}}}") } else { text }
}

/// `brook2001tides`: the first author's last word, the year, the title's first long word.
fn key(author: &str, year: i32, title: &str) -> String {
    let plain =
        |word: &str| -> String { word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase() };
    // "Brook, Ada" begins with the family name.
    let family = match author.split_once(',') {
        Some((family, _)) => plain(family),
        None => author.split_whitespace().next_back().map(plain).unwrap_or_default(),
    };
    let word = title.split_whitespace().map(plain).find(|word| word.len() > 3).unwrap_or_default();
    let family = if family.is_empty() { "anonymous".into() } else { family };
    format!("{family}{year}{word}")
}

/// Text in which TeX's own signs are signs.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_what_the_record_has() {
        let document = Document {
            title: "Tides & 100% of {braces}".into(),
            authors: vec!["Ada Brook".into(), "Smith and Sons".into()],
            year: Some(2001),
            venue: "Water".into(),
            meta: vec![("doi".into(), "10.1/a_b".into()), ("colour".into(), "red".into())],
            ..Document::default()
        };
        let expected = "@article{brook2001tides,\n  title = {{Tides \\& 100\\% of \\{braces\\}}},\n  author = {Ada Brook and {Smith and Sons}},\n  \
                        year = {2001},\n  journal = {Water},\n  doi = {10.1/a_b},\n  url = {https://a.example/},\n}\n";
        assert_eq!(entry(&document, "https://a.example/").as_deref(), Some(expected));
        assert_eq!(entry(&Document { year: None, ..document.clone() }, ""), None);
        assert_eq!(entry(&Document { authors: vec![], ..document }, ""), None);
    }

    #[test]
    fn braces_stay_balanced_whatever_a_record_holds() {
        for text in ["}", "{{{", "\\", "a}b,\n evil = {", "\\}"] {
            let document = Document {
                title: text.into(),
                authors: vec![text.into()],
                venue: text.into(),
                year: Some(1),
                ..Document::default()
            };
            let entry = entry(&document, text).unwrap();
            let bare = entry.replace("\\{", "").replace("\\}", "");
            assert_eq!(bare.matches('{').count(), bare.matches('}').count(), "{entry}");
        }
    }
}
