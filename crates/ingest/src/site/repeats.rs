//! What repeats over the pages of a site: headers, menus, footers, banners.
//!
//! A block of text that stands on three pages in ten (and on three pages at least) is not what these pages are about. Pages are compared
//! within their language, and within the first folder of their path: a site may be made of several. Digits count as one digit, so
//! that dates and page numbers hide nothing.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::html::Page;

/// The share of pages, in percent, on which text is furniture.
const SHARE: usize = 30;
/// The least number of such pages.
const LEAST: usize = 3;
/// Pages of one group that are compared; more would tell nothing new.
const COMPARED: usize = 2_000;

/// What a text is compared by; for headings digits count, for "Release 1.2" and "Release 1.3" are two.
pub(super) fn fingerprint(text: &str, heading: bool) -> u64 {
    let mut hasher = DefaultHasher::new();
    for c in text.chars() {
        if heading && c.is_numeric() {
            c.hash(&mut hasher);
        } else if c.is_numeric() {
            '0'.hash(&mut hasher);
        } else if c.is_alphabetic() {
            c.to_lowercase().for_each(|c| c.hash(&mut hasher));
        }
    }
    hasher.finish()
}

/// The groups that a page is compared in.
fn groups(page: &Page) -> [(&str, &str); 2] {
    let language = page.language.split('-').next().unwrap_or("");
    let folder = page.path.split_once('/').map_or("", |(first, _)| first);
    [(language, "*"), (language, folder)]
}

/// Texts that repeat, by group.
#[derive(Debug, Default)]
pub(super) struct Repeats<'p> {
    groups: HashMap<(&'p str, &'p str), HashMap<u64, usize>>,
}

impl<'p> Repeats<'p> {
    /// Compares pages by texts of theirs, each with whether it is a heading.
    pub(super) fn of(pages: &'p [Page], texts: impl Fn(&'p Page) -> Vec<(&'p str, bool)>) -> Repeats<'p> {
        let mut members: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        for (number, page) in pages.iter().enumerate() {
            for group in groups(page) {
                members.entry(group).or_default().push(number);
            }
        }
        let mut repeats = Repeats::default();
        for (group, numbers) in members {
            if numbers.len() < LEAST {
                continue;
            }
            let step = numbers.len().div_ceil(COMPARED);
            let mut counts: HashMap<u64, usize> = HashMap::new();
            let mut compared = 0;
            for &number in numbers.iter().step_by(step) {
                compared += 1;
                let own: HashSet<u64> =
                    texts(&pages[number]).into_iter().map(|(text, heading)| fingerprint(text, heading)).collect();
                for print in own {
                    *counts.entry(print).or_default() += 1;
                }
            }
            let least = (compared * SHARE).div_ceil(100).max(LEAST);
            counts.retain(|_, count| *count >= least);
            repeats.groups.insert(group, counts);
        }
        repeats
    }

    /// On how many pages of its group a text of a page stands, where it repeats.
    pub(super) fn count(&self, page: &Page, text: &str, heading: bool) -> Option<usize> {
        let print = fingerprint(text, heading);
        groups(page).into_iter().filter_map(|group| self.groups.get(&group)?.get(&print).copied()).max()
    }
}
