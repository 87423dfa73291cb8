//! The values of fields over all documents, each field for a file of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::folding::Folding;
use crate::document::Document;
use crate::error::Error;
use crate::format::container::{self, PartId};
use crate::format::facet::{FacetKind, LONGEST, MOST_OF_A_PAGE, write, written_kind};

/// A field that documents can be filtered, counted and sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltFacet {
    /// The field.
    pub field: String,
    /// What its values are.
    pub kind: FacetKind,
    /// How many documents have it; of a site how many pages.
    pub documents: u32,
    /// Each value with the number of documents that have it, in ascending order.
    pub values: Vec<(String, u32)>,
    /// The file that [`Session::provide_facet`](crate::Session::provide_facet) takes.
    pub bytes: Vec<u8>,
}

/// What a build knows of the fields before the index has its id.
#[derive(Debug, Default)]
pub(super) struct Facets {
    pages: u32,
    /// By field and value the pages that have it.
    fields: BTreeMap<String, BTreeMap<String, Vec<u32>>>,
}

impl Facets {
    /// Takes in the documents in the order of the index; `begins` says which begin pages, `named` which of their metadata are fields.
    pub(super) fn of<'d>(
        documents: impl Iterator<Item = (&'d Document, &'d [(String, String)])>,
        begins: &[bool],
        named: &[String],
    ) -> Facets {
        let mut facets = Facets::default();
        for ((document, given), _) in documents.zip(begins).filter(|(_, begins)| **begins) {
            let page = facets.pages;
            facets.pages += 1;
            let year = document.year.map(|year| year.to_string());
            let mut all: Vec<(&str, &str)> = Vec::new();
            all.extend(year.iter().map(|year| ("year", year.as_str())));
            all.extend(document.authors.iter().map(|author| ("author", author.as_str())));
            all.extend(document.keywords.iter().map(|keyword| ("keyword", keyword.as_str())));
            all.push(("venue", &document.venue));
            for (name, value) in &document.meta {
                match name.as_str() {
                    "lang" | "language" => all.push(("language", value)),
                    name if named.iter().any(|other| other == name) => all.push((name, value)),
                    _ => {}
                }
            }
            all.extend(given.iter().map(|(field, value)| (field.as_str(), value.as_str())));
            let mut seen: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            for (field, value) in all {
                let value = value.trim();
                let own = seen.entry(field).or_default();
                if !value.is_empty() && value.len() <= LONGEST && own.len() < MOST_OF_A_PAGE && own.insert(value) {
                    facets.add(field, value, page);
                }
            }
        }
        facets
    }

    fn add(&mut self, field: &str, value: &str, page: u32) {
        if !self.fields.contains_key(field) {
            self.fields.insert(field.to_owned(), BTreeMap::new());
        }
        let Some(values) = self.fields.get_mut(field) else { return };
        match values.get_mut(value) {
            Some(pages) => pages.push(page),
            None => drop(values.insert(value.to_owned(), vec![page])),
        }
    }

    /// The files, by the names of their fields.
    pub(super) fn files(self, build: u64, folding: &Folding) -> Result<Vec<BuiltFacet>, Error> {
        let Facets { pages, fields } = self;
        let mut files = Vec::new();
        for (field, values) in fields {
            let kind = written_kind(values.keys().map(String::as_str));
            let mut of: Vec<u32> = values.values().flatten().copied().collect();
            of.sort_unstable();
            of.dedup();
            let mut sorted: Vec<(String, String, Vec<u32>)> =
                values.into_iter().map(|(value, pages)| (key(kind, &value, folding), value, pages)).collect();
            sorted.sort_by(|a, b| kind.order(&a.0, &b.0).then_with(|| a.1.cmp(&b.1)));
            let values = sorted.iter().map(|(_, value, pages)| (value.clone(), pages.len() as u32)).collect();
            let lists: Vec<(&str, Vec<u32>)> =
                sorted.iter_mut().map(|(_, value, pages)| (value.as_str(), std::mem::take(pages))).collect();
            let block = write(build, &field, kind, pages, &lists);
            let bytes = container::write(&[(PartId::Facet, block)])?;
            files.push(BuiltFacet { field, kind, documents: of.len() as u32, values, bytes });
        }
        Ok(files)
    }
}

/// What a value is sorted by: names without case and accents.
fn key(kind: FacetKind, value: &str, folding: &Folding) -> String {
    let mut key = String::new();
    for letter in value.chars() {
        if kind == FacetKind::Text { folding.push(letter, &mut key) } else { key.push(letter) }
    }
    key
}
