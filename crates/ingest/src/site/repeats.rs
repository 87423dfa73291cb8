//! What repeats over the pages of a site: headers, menus, footers, banners.
//!
//! A block of text that stands on three pages in ten (and on three pages at least) is not what these pages are about. Pages are compared
//! within their language, and within the first folder of their path: a site may be made of several. A page in several versions is one: what only
//! its versions share is its own. Digits count as one digit, so that dates and page numbers hide nothing.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use rayon::prelude::*;

use crate::html::Page;

/// The share of pages, in percent, on which text is furniture.
const SHARE: usize = 30;
/// The least number of such pages.
const LEAST: usize = 3;
/// Pages of one group that are compared; more would tell nothing new.
const COMPARED: usize = 2_000;

/// What a text is compared by; for headings digits count, for "Release 1.2" and "Release 1.3" are two.
pub(super) fn fingerprint(text: &str, heading: bool) -> u64 {
    let mut print = 0u64;
    let mut take = |c: char| print = (print.rotate_left(5) ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for c in text.chars() {
        if c.is_ascii_alphabetic() {
            take(c.to_ascii_lowercase());
        } else if c.is_numeric() {
            take(if heading { c } else { '0' });
        } else if !c.is_ascii() && c.is_alphabetic() {
            c.to_lowercase().for_each(&mut take);
        }
    }
    // The low bits are those that tables look at.
    print ^ (print >> 32)
}

/// For keys that are fingerprints.
#[derive(Clone, Copy, Debug, Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.0 = self.0.rotate_left(8) ^ u64::from(byte));
    }

    fn write_u64(&mut self, print: u64) {
        self.0 = print;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

type Counts = HashMap<u64, usize, BuildHasherDefault<AsItIs>>;

/// The groups that a page is compared in.
fn groups(page: &Page) -> [(&str, &str); 2] {
    let language = page.language.split('-').next().unwrap_or("");
    let folder = page.path.split_once('/').map_or("", |(first, _)| first);
    [(language, "*"), (language, folder)]
}

/// Texts that repeat, by group.
#[derive(Debug, Default)]
pub(super) struct Repeats<'p> {
    groups: HashMap<(&'p str, &'p str), Counts>,
}

/// What repeats on pages such as one.
#[derive(Clone, Copy, Debug)]
pub(super) struct OfPage<'r> {
    groups: [Option<&'r Counts>; 2],
}

impl<'p> Repeats<'p> {
    /// Compares pages by texts of theirs, each with whether it is a heading; `works` numbers what is one page in several versions.
    pub(super) fn of(
        pages: &'p [Page],
        works: &[usize],
        texts: impl Fn(&'p Page) -> Vec<(&'p str, bool)> + Sync,
    ) -> Repeats<'p> {
        let prints: Vec<Vec<u64>> = pages
            .par_iter()
            .map(|page| {
                let mut own: Vec<u64> =
                    texts(page).into_iter().map(|(text, heading)| fingerprint(text, heading)).collect();
                own.sort_unstable();
                own.dedup();
                own
            })
            .collect();
        let mut members: HashMap<(&str, &str), Vec<(usize, usize)>> = HashMap::new();
        for ((number, page), &work) in pages.iter().enumerate().zip(works) {
            for group in groups(page) {
                members.entry(group).or_default().push((work, number));
            }
        }
        let counted = members.into_par_iter().filter_map(|(group, mut members)| {
            members.sort_unstable();
            let works: Vec<&[(usize, usize)]> = members.chunk_by(|one, other| one.0 == other.0).collect();
            if works.len() < LEAST {
                return None;
            }
            let step = works.len().div_ceil(COMPARED);
            let mut counts = Counts::default();
            let mut compared = 0;
            for pages in works.into_iter().step_by(step) {
                compared += 1;
                let mut own: Vec<u64> = pages.iter().flat_map(|&(_, number)| &prints[number]).copied().collect();
                if pages.len() > 1 {
                    own.sort_unstable();
                    own.dedup();
                }
                own.into_iter().for_each(|print| *counts.entry(print).or_default() += 1);
            }
            let least = (compared * SHARE).div_ceil(100).max(LEAST);
            counts.retain(|_, count| *count >= least);
            Some((group, counts))
        });
        Repeats { groups: counted.collect() }
    }

    /// What repeats on pages such as this one.
    pub(super) fn of_page<'r>(&'r self, page: &'r Page) -> OfPage<'r> {
        OfPage { groups: groups(page).map(|group| self.groups.get(&group)) }
    }
}

impl OfPage<'_> {
    /// On how many pages a text stands, where it repeats.
    pub(super) fn count(&self, text: &str, heading: bool) -> Option<usize> {
        let print = fingerprint(text, heading);
        self.groups.iter().flatten().filter_map(|counts| counts.get(&print).copied()).max()
    }
}
