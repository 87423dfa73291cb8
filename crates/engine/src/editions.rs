//! Editions of pages: the same page in other versions and languages is one hit, the reader's first.

use crate::format::editions::{Edition, Editions};
use crate::sorting::{sort_by_key, then};

/// Who reads, as far as the choice between versions and languages of a page goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reader {
    /// The version, or the path of the page on which the reader is: the version that is a folder in it.
    pub version: String,
    /// The language, as `lang` has it: "pt-BR".
    pub language: String,
}

/// Another edition of the page of a hit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OtherEdition {
    /// Ordinal of the page's first document.
    pub doc: u32,
    /// Its version; empty where it has none.
    pub version: String,
    /// Its language; empty where it says none.
    pub language: String,
}

/// The first part of a language's tag.
fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or("")
}

/// For each edition its place in the order that suits a reader; 0 is the first.
pub(crate) fn places(editions: &Editions, reader: &Reader) -> Vec<u32> {
    let key = |number: u32, edition: &Edition| {
        let language = if edition.language.is_empty() || reader.language.is_empty() {
            1
        } else if edition.language.eq_ignore_ascii_case(&reader.language) {
            3
        } else {
            2 * u32::from(primary(&edition.language).eq_ignore_ascii_case(primary(&reader.language)))
        };
        let version = !edition.version.is_empty() && reader.version.split('/').any(|part| part == edition.version);
        then(6 - 2 * language + u32::from(!version), number)
    };
    let mut order: Vec<u32> = (0..editions.all.len() as u32).collect();
    sort_by_key(&mut order, &|&number| editions.all.get(number as usize).map_or(0, |edition| key(number, edition)));
    let mut places = vec![0; order.len()];
    for (place, &number) in (0u32..).zip(&order) {
        if let Some(slot) = places.get_mut(number as usize) {
            *slot = place;
        }
    }
    places
}

/// The other editions of the page that a document is of, in this order of editions.
pub(crate) fn others(editions: &Editions, places: &[u32], doc: u32) -> Vec<OtherEdition> {
    let Some((work, own)) = editions.of(doc) else { return Vec::new() };
    let mut pages: Vec<(u32, u32)> = Vec::new();
    for &(doc, edition) in editions.works.get(work as usize).map_or(&[][..], Vec::as_slice) {
        if edition != own {
            pages.push((doc, edition));
        }
    }
    sort_by_key(&mut pages, &|&(doc, edition)| then(places.get(edition as usize).copied().unwrap_or(0), doc));
    let mut others = Vec::new();
    for (doc, edition) in pages {
        let Edition { version, language } = editions.all.get(edition as usize).cloned().unwrap_or_default();
        others.push(OtherEdition { doc, version, language });
    }
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readers_language_counts_most_then_the_version_then_the_order_of_the_build() {
        let edition = |version: &str, language: &str| Edition { version: version.into(), language: language.into() };
        let all = vec![edition("2.0", "en"), edition("1.0", "en"), edition("2.0", "pt-br"), edition("1.0", "pt")];
        let mut editions = Editions::EMPTY;
        editions.all = all;
        let order = |version: &str, language: &str| {
            places(&editions, &Reader { version: version.into(), language: language.into() })
        };
        assert_eq!(order("", ""), [0, 1, 2, 3]);
        assert_eq!(order("/docs/1.0/a.html", ""), [2, 0, 3, 1]);
        assert_eq!(order("1.0", "pt-BR"), [3, 2, 0, 1]);
        assert_eq!(order("/pt/2.0/", "pt"), [2, 3, 1, 0]);
        assert_eq!(order("/x1.0/", "fr"), [0, 1, 2, 3]);
    }
}
