//! One page to documents: the page up to its first section, then every section that has an anchor.

use std::collections::HashSet;

use thumbindex_engine::{Document, Edition, Section};

use super::address::fragment;
use super::repeats::{Repeats, fingerprint};
use crate::html::{Block, BlockKind, Page};

/// Characters from which on text that is nearly all links is a list of them, and the share in percent.
const LINKS: usize = 300;
const LINKED: usize = 85;
/// The same of a whole page: then only its title is found.
const INDEX: usize = 4_000;
const INDEXED: usize = 50;
/// Characters of a passage: a longer section is found by its passages, so that its length hides nothing in it.
const PASSAGE: usize = 2_400;
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
    edition: Option<&Edition>,
    title: &str,
    url: &str,
    repeats: &Repeats<'_>,
    tell: bool,
) -> (Vec<Section>, Vec<(String, String)>) {
    let mut dropped = Vec::new();
    let total: usize = page.blocks.iter().map(|block| block.text.len()).sum();
    let linked: usize = page.blocks.iter().map(|block| block.linked).sum();
    let index = total > INDEX && linked * 100 > total * INDEXED;
    if index && tell {
        dropped.push((format!("{} sections", page.blocks.len()), "the page is a list of links".to_owned()));
    }
    let mut parts = vec![Part { title: title.to_owned(), ..Part::default() }];
    let mut anchors: HashSet<&str> = HashSet::new();
    let own = fingerprint(title, true);
    let repeats = repeats.of_page(page);
    for block in page.blocks.iter().filter(|_| !index) {
        let repeated = repeats.count(&block.text, block.kind.is_heading());
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
    let facets = facets(page, edition);
    let mut documents: Vec<Section> = Vec::with_capacity(parts.len());
    for (number, part) in parts.into_iter().enumerate() {
        let length: usize = part.blocks.iter().map(|block| block.text.len()).sum();
        let linked: usize = part.blocks.iter().map(|block| block.linked).sum();
        let list = length > LINKS && linked * 100 > length * LINKED;
        if list && tell {
            dropped.push((part.title.clone(), "a list of links".to_owned()));
        }
        let passages = if list { vec![Passage::default()] } else { passages(&part.blocks) };
        // A heading that many pages have, with nothing under it, leads nowhere.
        if number > 0 && (list || part.common) && passages.iter().all(|passage| passage.text.is_empty()) {
            continue;
        }
        let mut document = Document { title: part.title, ..Document::default() };
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
        for (place, Passage { text, weights }) in passages.into_iter().enumerate() {
            let mut document = document.clone();
            document.body = text;
            if place > 0 {
                document.id = format!("{}~{}", document.id, place + 1);
                document.meta.clear();
            }
            documents.push(Section {
                document,
                continues: number + place > 0,
                language: page.language.clone(),
                weights,
                facets: if number + place == 0 { facets.clone() } else { Vec::new() },
                edition: edition.filter(|_| number + place == 0).cloned(),
            });
        }
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

/// What a page can be filtered and sorted by: what it gives, its language, its version, its section (the one that it names, or else the first folder
/// of its path), and its date.
fn facets(page: &Page, edition: Option<&Edition>) -> Vec<(String, String)> {
    let mut facets = page.filters.clone();
    let named = |name: &str| page.meta.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
    let folder = page.path.split_once('/').map(|(folder, _)| folder);
    let date = named("date").and_then(|date| date.get(..10)).filter(|date| {
        date.bytes().enumerate().all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
    });
    let own = [
        ("language", Some(page.language.as_str())),
        ("version", edition.map(|edition| edition.version.as_str())),
        ("section", named("section").or(folder)),
        ("date", date),
    ];
    for (name, value) in own {
        if let Some(value) = value.filter(|value| !value.is_empty())
            && facets.iter().all(|(other, _)| other != name)
        {
            facets.push((name.to_owned(), value.to_owned()));
        }
    }
    facets
}

/// A stretch of a section's text, and how much its words count.
#[derive(Default)]
struct Passage {
    text: String,
    weights: Vec<(usize, u8)>,
}

impl Passage {
    fn push(&mut self, text: &str, weight: u8) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(text);
        match self.weights.last_mut().filter(|last| last.1 == weight) {
            Some(last) => last.0 = self.text.len(),
            None => self.weights.push((self.text.len(), weight)),
        }
    }
}

/// The text of blocks in passages; one at the least. A block is cut where it is longer than a passage.
fn passages(blocks: &[&Block]) -> Vec<Passage> {
    let mut passages = vec![Passage::default()];
    for block in blocks {
        let mut rest = block.text.as_str();
        while !rest.is_empty() {
            let Some(last) = passages.last_mut() else { return passages };
            let room = PASSAGE.saturating_sub(last.text.len());
            if rest.len() <= room {
                last.push(rest, block.weight);
                break;
            }
            // A short block goes into the next passage as a whole; of a long one as much as there is room for.
            let cut = if rest.len() <= PASSAGE {
                0
            } else {
                rest.get(..rest.floor_char_boundary(room)).and_then(|text| text.rfind(' ')).unwrap_or(0)
            };
            let cut = if cut == 0 && last.text.is_empty() { rest.floor_char_boundary(PASSAGE) } else { cut };
            let (now, later) = rest.split_at(cut);
            if !now.trim().is_empty() {
                last.push(now.trim(), block.weight);
            }
            rest = later.trim_start();
            passages.push(Passage::default());
        }
    }
    passages
}

fn shortened(heading: &str) -> String {
    match heading.char_indices().nth(HEADING) {
        Some((at, _)) => format!("{}…", heading.get(..at).unwrap_or("").trim_end()),
        None => heading.to_owned(),
    }
}
