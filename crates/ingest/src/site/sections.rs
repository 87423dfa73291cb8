//! One page to documents: the page up to its first section, then every section that has an anchor.

use std::collections::HashSet;

use thumbindex_engine::{Document, Section};

use super::address::fragment;
use super::repeats::{Repeats, fingerprint};
use crate::html::{Block, BlockKind, Page};

/// Characters from which on text that is nearly all links is a list of them, and the share in percent.
const LINKS: usize = 300;
const LINKED: usize = 85;
/// Sections of one page, at most; the rest of it belongs to the last one.
const MOST: usize = 2_000;
/// Characters of a heading that are a title.
const HEADING: usize = 200;

/// A part of the page as it is put together.
#[derive(Default)]
struct Part<'p> {
    title: String,
    anchor: Option<&'p str>,
    /// Whether its heading repeats over the site.
    common: bool,
    blocks: Vec<&'p Block>,
}

/// The documents of a page, and with `tell` the texts that were dropped because they repeat.
pub(super) fn documents(
    page: &Page,
    title: &str,
    url: &str,
    repeats: &Repeats<'_>,
    tell: bool,
) -> (Vec<Section>, Vec<(String, String)>) {
    let mut dropped = Vec::new();
    let mut parts = vec![Part { title: title.to_owned(), ..Part::default() }];
    let mut anchors: HashSet<&str> = HashSet::new();
    let own = fingerprint(title, true);
    for block in &page.blocks {
        let repeated = repeats.count(page, &block.text, block.kind.is_heading());
        let is_section = block.kind.is_heading();
        if let Some(pages) = repeated.filter(|_| !is_section || block.kind == BlockKind::Heading(1)) {
            if tell {
                dropped.push((block.text.clone(), format!("on {pages} pages")));
            }
            continue;
        }
        let count = parts.len();
        let Some(last) = parts.last_mut() else { break };
        if !is_section {
            last.blocks.push(block);
            continue;
        }
        // The page's own heading begins no section.
        if last.anchor.is_none() && count == 1 && fingerprint(&block.text, true) == own {
            continue;
        }
        match block.anchor.as_deref() {
            Some(anchor) if count <= MOST && block.text.len() <= HEADING * 4 && anchors.insert(anchor) => {
                let title = shortened(&block.text);
                parts.push(Part { title, anchor: Some(anchor), common: repeated.is_some(), blocks: Vec::new() });
            }
            _ if repeated.is_some() => {}
            _ => last.blocks.push(block),
        }
    }
    let mut documents: Vec<Section> = Vec::with_capacity(parts.len());
    for (number, part) in parts.into_iter().enumerate() {
        let length: usize = part.blocks.iter().map(|block| block.text.len()).sum();
        let linked: usize = part.blocks.iter().map(|block| block.linked).sum();
        let list = length > LINKS && linked * 100 > length * LINKED;
        if list && tell {
            dropped.push((part.title.clone(), "a list of links".to_owned()));
        }
        let (body, weights) = if list { Default::default() } else { join(&part.blocks) };
        // A heading that many pages have, with nothing under it, leads nowhere.
        if number > 0 && body.is_empty() && (list || part.common) {
            continue;
        }
        let mut document = Document { title: part.title, body, ..Document::default() };
        match part.anchor {
            None => {
                document.id = page.path.clone();
                document.url = url.to_owned();
                describe(&mut document, page);
            }
            Some(anchor) => {
                document.id = format!("{}#{anchor}", page.path);
                document.url = format!("{url}#{}", fragment(anchor));
                document.venue = title.to_owned();
            }
        }
        documents.push(Section { document, continues: number > 0, weights });
    }
    (documents, dropped)
}

/// What the page says of itself goes with its first document.
fn describe(document: &mut Document, page: &Page) {
    for (name, value) in page.meta.iter().chain(&page.filters) {
        match name.as_str() {
            "title" => {}
            "author" | "authors" => document.authors.push(value.clone()),
            "keywords" | "tags" => {
                document
                    .keywords
                    .extend(value.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned));
            }
            "date" | "year" => document.year = document.year.or_else(|| value.get(..4)?.parse().ok()),
            _ => document.meta.push((name.clone(), value.clone())),
        }
    }
}

/// The text of blocks, and how much its words count.
fn join(blocks: &[&Block]) -> (String, Vec<(usize, u8)>) {
    let mut weights: Vec<(usize, u8)> = Vec::new();
    let mut body = String::with_capacity(blocks.iter().map(|block| block.text.len() + 1).sum());
    for block in blocks {
        if !body.is_empty() {
            body.push(' ');
        }
        body.push_str(&block.text);
        match weights.last_mut().filter(|last| last.1 == block.weight) {
            Some(last) => last.0 = body.len(),
            None => weights.push((body.len(), block.weight)),
        }
    }
    (body, weights)
}

fn shortened(heading: &str) -> String {
    match heading.char_indices().nth(HEADING) {
        Some((at, _)) => format!("{}…", heading.get(..at).unwrap_or("").trim_end()),
        None => heading.to_owned(),
    }
}
