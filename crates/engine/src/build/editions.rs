//! Pages to their editions: which are the same one in other versions and languages, and which comes first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::document::Edition as Given;
use crate::format::editions::{Edition, write};

/// The editions of all documents, in their order.
#[derive(Debug, Default)]
pub(super) struct Editions {
    /// The part of the index; None where no page has another edition.
    pub(super) part: Option<Vec<u8>>,
    /// By document the number of its edition, 0 where its page is alone: what is in two editions is hardly of interest at once.
    pub(super) of: Vec<u32>,
}

/// Sorts pages into works and editions. `pages` has each document's edition and language; `begins` says which begin pages.
pub(super) fn editions<'p>(pages: impl Iterator<Item = (Option<&'p Given>, &'p str)>, begins: &[bool]) -> Editions {
    let pages: Vec<(Option<&Given>, &str)> = pages.collect();
    let firsts = || (0..pages.len()).filter(|&doc| begins.get(doc) == Some(&true));
    // By work its pages; of two in one edition the first.
    let mut works: BTreeMap<&str, BTreeMap<Edition, usize>> = BTreeMap::new();
    for doc in firsts() {
        if let Some((Some(given), language)) = pages.get(doc) {
            let edition = Edition { version: given.version.clone(), language: (*language).to_owned() };
            works.entry(&given.work).or_default().entry(edition).or_insert(doc);
        }
    }
    works.retain(|_, pages| pages.len() > 1);
    let mut all: Vec<&Edition> = works.values().flat_map(BTreeMap::keys).collect::<BTreeSet<_>>().into_iter().collect();
    all.sort_by_cached_key(|edition| (rank(&edition.version), edition.language.clone(), edition.version.clone()));
    let numbers: BTreeMap<&Edition, u32> = all.iter().copied().zip(0..).collect();
    let mut placed: BTreeMap<usize, (&str, u32)> = BTreeMap::new();
    for (work, pages) in &works {
        placed.extend(pages.iter().map(|(edition, &doc)| (doc, (*work, numbers[edition]))));
    }
    let (mut order, mut listed, mut of) = (BTreeMap::new(), Vec::new(), vec![0; pages.len()]);
    let mut own = 0;
    for (doc, edition) in of.iter_mut().enumerate() {
        if begins.get(doc) == Some(&true) {
            let place = placed.get(&doc).map(|&(work, number)| {
                let next = order.len() as u32;
                (*order.entry(work).or_insert(next), number)
            });
            own = place.map_or(0, |(_, number)| number + 1);
            listed.push(place);
        }
        *edition = own;
    }
    let all: Vec<Edition> = all.into_iter().cloned().collect();
    Editions { part: (!works.is_empty()).then(|| write(&all, &listed)), of }
}

/// The order of versions for a reader who is in none of them: what is called stable, pages without a version, the highest number
/// first, then what is being worked on.
fn rank(version: &str) -> (u8, Reverse<Vec<u64>>) {
    let name = version.to_ascii_lowercase();
    let class = match name.as_str() {
        "stable" | "current" | "release" => 0,
        "latest" => 1,
        "" => 2,
        _ if name.trim_start_matches('v').starts_with(|first: char| first.is_ascii_digit()) => 3,
        _ => 4,
    };
    let parts = name.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok());
    (class, Reverse(parts.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(work: &str, version: &str) -> Given {
        Given { work: work.to_owned(), version: version.to_owned() }
    }

    #[test]
    fn versions_have_an_order_for_whoever_is_in_none() {
        let mut versions = ["dev", "1.9", "v1.10", "1.2.3", "latest", "", "stable", "v2"];
        versions.sort_by_key(|version| rank(version));
        assert_eq!(versions, ["stable", "latest", "", "v2", "v1.10", "1.9", "1.2.3", "dev"]);
    }

    #[test]
    fn pages_of_one_work_in_two_editions_are_put_together() {
        let pages = [given("a", "1.0"), given("a", "1.0"), given("b", "1.0"), given("a", "2.0"), given("a", "1.0")];
        let begins = [true, false, true, true, true];
        let made = editions(pages.iter().map(|given| (Some(given), "en")), &begins);
        let expected = write(
            &[
                Edition { version: "2.0".into(), language: "en".into() },
                Edition { version: "1.0".into(), language: "en".into() },
            ],
            &[Some((0, 1)), None, Some((0, 0)), None],
        );
        assert_eq!((made.part, made.of), (Some(expected), vec![2, 2, 0, 1, 0]));
        let alone = editions(pages[..3].iter().map(|given| (Some(given), "en")), &begins[..3]);
        assert_eq!(alone.part, None);
    }
}
