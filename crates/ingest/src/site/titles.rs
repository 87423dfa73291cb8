//! What a page is called: its first heading, unless most pages have the same, or its `<title>` without what all titles share.

use std::collections::HashMap;

use rayon::prelude::*;

use super::repeats::Repeats;
use crate::html::{BlockKind, Page};

/// What stands between the parts of a title.
const SEPARATORS: [&str; 10] = [" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " « ", " • ", ": "];
/// Words at the end of headings that may be the site's.
const SHARED_WORDS: usize = 4;

/// A page's title, and where it is from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) text: String,
    pub(super) from: &'static str,
}

/// The titles of all pages.
pub(super) fn titles(pages: &[Page], works: &[usize]) -> Vec<Title> {
    let headings = Repeats::of(pages, works, |page| first_headings(page).map(|text| (text, true)).collect());
    let heads =
        Repeats::of(pages, works, |page| parts(&page.head_title).into_iter().map(|part| (part.1, true)).collect());
    let mut titles: Vec<Title> = pages.par_iter().map(|page| title(page, &headings, &heads)).collect();
    let shared = shared_endings(&titles);
    for title in &mut titles {
        let cut =
            shared.iter().filter_map(|ending| title.text.strip_suffix(ending.as_str())).min_by_key(|rest| rest.len());
        if let Some(rest) = cut.map(str::trim).filter(|rest| !rest.is_empty()) {
            title.text = rest.to_owned();
        }
    }
    titles
}

/// Headings of level 1: those of the content first.
fn first_headings(page: &Page) -> impl Iterator<Item = &str> {
    let inside =
        page.blocks.iter().filter(|block| block.kind == BlockKind::Heading(1)).map(|block| block.text.as_str());
    inside.take(2).chain(page.first_headings.iter().map(String::as_str)).filter(|text| !text.is_empty())
}

fn title(page: &Page, headings: &Repeats<'_>, heads: &Repeats<'_>) -> Title {
    let own = |text: String, from| Title { text, from };
    if let Some((_, given)) = page.meta.iter().find(|(name, _)| name == "title") {
        return own(given.clone(), "data-thumb-meta");
    }
    if let Some(heading) = first_headings(page).find(|text| headings.of_page(page).count(text, true).is_none()) {
        return own(heading.to_owned(), "the first heading");
    }
    let mut head = String::new();
    for (separator, part) in parts(&page.head_title) {
        if heads.of_page(page).count(part, true).is_none() {
            head.push_str(if head.is_empty() { "" } else { separator });
            head.push_str(part);
        }
    }
    if !head.is_empty() {
        return own(head, "<title>");
    }
    let heading = page.blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading(_)));
    if let Some(heading) = heading.filter(|heading| headings.of_page(page).count(&heading.text, true).is_none()) {
        return own(heading.text.clone(), "a heading");
    }
    if let Some(text) = first_headings(page).next() {
        return own(text.to_owned(), "the first heading");
    }
    if !page.head_title.is_empty() {
        return own(page.head_title.clone(), "<title>");
    }
    own(page.path.rsplit('/').find(|part| !part.starts_with("index.")).unwrap_or(&page.path).to_owned(), "the path")
}

/// The parts of a title, each with what stands before it.
fn parts(title: &str) -> Vec<(&str, &str)> {
    let mut parts = Vec::new();
    let (mut rest, mut before) = (title, "");
    loop {
        let next = SEPARATORS.iter().filter_map(|separator| Some((rest.find(separator)?, *separator))).min();
        let Some((at, separator)) = next else { break };
        parts.push((before, rest[..at].trim()));
        before = separator;
        rest = &rest[at + separator.len()..];
    }
    parts.push((before, rest.trim()));
    parts.retain(|part| !part.1.is_empty());
    parts
}

/// Words that most titles end with, with the blank before them.
fn shared_endings(titles: &[Title]) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for title in titles {
        let mut at = title.text.len();
        for _ in 0..SHARED_WORDS {
            let Some(blank) = title.text[..at].rfind(' ') else { break };
            at = blank;
            *counts.entry(&title.text[at..]).or_default() += 1;
        }
    }
    let least = (titles.len() / 2).max(4);
    let mut shared: Vec<String> =
        counts.into_iter().filter(|count| count.1 > least).map(|found| found.0.to_owned()).collect();
    shared.sort();
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::read_page;

    fn called(pages: &[&str]) -> Vec<String> {
        let pages: Vec<Page> = pages
            .iter()
            .enumerate()
            .map(|(at, html)| read_page(&format!("{at}.html"), html.as_bytes(), false))
            .collect();
        titles(&pages, &(0..pages.len()).collect::<Vec<_>>()).into_iter().map(|title| title.text).collect()
    }

    #[test]
    fn a_heading_that_most_pages_have_is_not_a_title() {
        let page =
            |name: &str| format!("<title>{name} | The docs</title><h1>The docs</h1><h1>{name} in depth</h1><p>x");
        let pages = ["Ants", "Bees", "Cats", "Dogs"].map(page);
        assert_eq!(
            called(&pages.each_ref().map(String::as_str)),
            ["Ants in depth", "Bees in depth", "Cats in depth", "Dogs in depth"]
        );
        let page = |name: &str| format!("<title>The docs: {name} - Handbook 3.2</title><h1>The docs</h1><p>x");
        let pages = ["Ants", "Bees", "Cats", "Dogs"].map(page);
        assert_eq!(called(&pages.each_ref().map(String::as_str)), ["Ants", "Bees", "Cats", "Dogs"]);
    }

    #[test]
    fn words_that_most_titles_end_with_are_the_sites() {
        let pages = ["ant(1)", "bee(1)", "cat(5)", "dog(1)", "elk(7)", "fox(1)"]
            .map(|name| format!("<h1>{name} Manual Page</h1>"));
        assert_eq!(
            called(&pages.each_ref().map(String::as_str)),
            ["ant(1)", "bee(1)", "cat(5)", "dog(1)", "elk(7)", "fox(1)"]
        );
    }

    #[test]
    fn every_page_is_called_something() {
        assert_eq!(called(&["<p>x", "<title>A</title>", "<h3>B</h3>", ""]), ["0.html", "A", "B", "3.html"]);
    }
}
