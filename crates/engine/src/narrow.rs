//! Filters, counts and orders: what a search may ask for beside its words.
//!
//! Each field is a file of its own beside the index, handed in with [`Session::provide_facet`](crate::Session::provide_facet). On a site
//! the values are those of pages, and all sections of a page have them.

use crate::format::facet::Facet;
pub use crate::format::facet::FacetKind;
use crate::index::Index;
use crate::sorting::{sort_by_key, then};

/// What a search is narrowed by, and what is to be counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    /// What documents must have: all of it.
    pub criteria: Vec<Criterion>,
    /// Another order than the best first. Then documents that have all words of the query come alone, where there are any.
    pub sort: Option<Sort>,
    /// Fields whose values are to be counted.
    pub count: Vec<String>,
    /// How many values of a field are told, those of most documents; 0 for 100.
    pub most: usize,
}

/// What a field of a document must have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Criterion {
    /// The field.
    pub field: String,
    /// One of these values, where there are any.
    pub any: Vec<String>,
    /// All of these values.
    pub all: Vec<String>,
    /// None of these values.
    pub none: Vec<String>,
    /// A value from this one on.
    pub from: Option<String>,
    /// A value up to this one: `2024` includes all its days.
    pub to: Option<String>,
}

/// An order by the values of a field. Documents without any come last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// The field.
    pub field: String,
    /// The largest first.
    pub descending: bool,
}

/// How often the values of a field are among the documents that match.
///
/// A field that is narrowed by some of its values is counted as if it were not: so it is seen what another choice would bring.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FieldCounts {
    /// The field.
    pub field: String,
    /// What its values are.
    pub kind: FacetKind,
    /// How many values are there; `values` may have fewer.
    pub distinct: u32,
    /// The smallest and the largest of them, where they are numbers or dates.
    pub range: Option<(String, String)>,
    /// Those of most documents, most first.
    pub values: Vec<ValueCount>,
}

/// How many documents have a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ValueCount {
    /// As the documents have it.
    pub value: String,
    /// How many documents that match have it. Where the query has a phrase: at most so many.
    pub documents: u32,
}

/// Values of a field that are told unless said.
const MOST: usize = 100;

/// What was asked for, put to the fields that are there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Narrowed {
    fields: Vec<Field>,
    /// The field that decides the order, and whether the largest comes first.
    sort: Option<(usize, bool)>,
    most: usize,
    /// Whether a field is asked for that is not there: then nothing is found rather than too much.
    pub(crate) lacks: bool,
}

/// A field that takes part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Field {
    /// Its place among those of the index.
    facet: usize,
    /// By value, whether it is one of those that may be chosen; none where all are fine.
    chosen: Option<Vec<bool>>,
    all: Vec<u32>,
    none: Vec<u32>,
    count: bool,
    counts: Vec<u32>,
}

impl Narrowed {
    /// Puts what is asked for to the fields that are there.
    pub(crate) fn new(narrow: &Narrow, facets: &[Facet]) -> Narrowed {
        let most = if narrow.most == 0 { MOST } else { narrow.most };
        let mut narrowed = Narrowed { most, ..Narrowed::default() };
        // First, so that counts come in the order in which they are asked for.
        for name in &narrow.count {
            if let Some((number, facet)) = narrowed.field(name, facets)
                && let Some(field) = narrowed.fields.get_mut(number)
            {
                field.count = true;
                field.counts.resize(facet.values.len(), 0);
            }
        }
        for criterion in &narrow.criteria {
            let Some((number, facet)) = narrowed.field(&criterion.field, facets) else { continue };
            let places = |wanted: &[String]| {
                let mut places = Vec::new();
                for value in wanted {
                    places.extend(facet.values.iter().position(|other| other == value).map(|place| place as u32));
                }
                places
            };
            let (any, all, none) = (places(&criterion.any), places(&criterion.all), places(&criterion.none));
            // No document has a value that is not there.
            let nothing = all.len() < criterion.all.len();
            let (from, to) = (criterion.from.as_deref(), criterion.to.as_deref());
            let Some(field) = narrowed.fields.get_mut(number) else { continue };
            if nothing || !criterion.any.is_empty() || from.is_some() || to.is_some() {
                let mut chosen = Vec::with_capacity(facet.values.len());
                for (place, value) in (0u32..).zip(&facet.values) {
                    let before = field.chosen.as_ref().is_none_or(|chosen| chosen.get(place as usize) == Some(&true));
                    let named = criterion.any.is_empty() || any.contains(&place);
                    chosen.push(before && !nothing && named && facet.kind.between(value, from, to));
                }
                field.chosen = Some(chosen);
            }
            field.all.extend(all);
            field.none.extend(none);
        }
        if let Some(sort) = &narrow.sort
            && let Some((number, _)) = narrowed.field(&sort.field, facets)
        {
            narrowed.sort = Some((number, sort.descending));
        }
        narrowed
    }

    /// The place of a field among those that take part.
    fn field<'f>(&mut self, name: &str, facets: &'f [Facet]) -> Option<(usize, &'f Facet)> {
        let Some((place, facet)) = facets.iter().enumerate().find(|(_, facet)| facet.field == name) else {
            self.lacks = true;
            return None;
        };
        let number = self.fields.iter().position(|field| field.facet == place).unwrap_or_else(|| {
            self.fields.push(Field { facet: place, ..Field::default() });
            self.fields.len() - 1
        });
        Some((number, facet))
    }

    /// Whether another order than the best first is asked for.
    pub(crate) fn sorts(&self) -> bool {
        self.sort.is_some()
    }

    /// Whether the document may be a hit.
    pub(crate) fn admits(&self, index: &Index, doc: u32) -> bool {
        let page = index.page_number(doc);
        !self.lacks && self.fields.iter().all(|field| field.has(index, page) && field.fits(index, page))
    }

    /// Takes a document that matches into the counts, with `once` where it is the first of its page; whether it may be a hit.
    pub(crate) fn take(&mut self, index: &Index, doc: u32, once: bool) -> bool {
        let page = index.page_number(doc);
        // The fields that speak against it by what was chosen; those are counted as if nothing were.
        let mut against = None;
        for (number, field) in self.fields.iter().enumerate() {
            if !field.has(index, page) {
                return false;
            }
            if !field.fits(index, page) && against.replace(number).is_some() {
                return false;
            }
        }
        if self.lacks {
            return false;
        }
        if once {
            for (number, field) in self.fields.iter_mut().enumerate() {
                if field.count && against.is_none_or(|against| against == number) {
                    for &value in field.of(index, page) {
                        if let Some(count) = field.counts.get_mut(value as usize) {
                            *count += 1;
                        }
                    }
                }
            }
        }
        against.is_none()
    }

    /// Forgets what was counted.
    pub(crate) fn restart(&mut self) {
        for count in self.fields.iter_mut().flat_map(|field| &mut field.counts) {
            *count = 0;
        }
    }

    /// The place of a document in the order that is asked for: the lower, the earlier.
    pub(crate) fn place(&self, index: &Index, doc: u32) -> u32 {
        let Some((field, descending)) = self.sort.and_then(|(number, down)| Some((self.fields.get(number)?, down)))
        else {
            return 0;
        };
        let values = field.of(index, index.page_number(doc));
        // What has several stands where it stands best.
        let value = if descending { values.last().map(|&value| u32::MAX - 1 - value) } else { values.first().copied() };
        value.unwrap_or(u32::MAX)
    }

    /// What was counted.
    pub(crate) fn counted(&self, index: &Index) -> Vec<FieldCounts> {
        let mut all = Vec::new();
        for field in self.fields.iter().filter(|field| field.count) {
            let Some(facet) = index.facets.get(field.facet) else { continue };
            let mut places: Vec<u32> = Vec::new();
            for (place, &count) in (0u32..).zip(&field.counts) {
                if count > 0 {
                    places.push(place);
                }
            }
            let value = |place: u32| facet.values.get(place as usize).cloned().unwrap_or_default();
            let range = places.first().zip(places.last()).filter(|_| facet.kind != FacetKind::Text);
            let range = range.map(|(&first, &last)| (value(first), value(last)));
            let distinct = places.len() as u32;
            let count = |place: u32| field.counts.get(place as usize).copied().unwrap_or(0);
            sort_by_key(&mut places, &|&place| then(!count(place), place));
            let mut values = Vec::new();
            for &place in places.iter().take(self.most) {
                values.push(ValueCount { value: value(place), documents: count(place) });
            }
            all.push(FieldCounts { field: facet.field.clone(), kind: facet.kind, distinct, range, values });
        }
        all
    }
}

impl Field {
    fn of<'i>(&self, index: &'i Index, page: u32) -> &'i [u32] {
        index.facets.get(self.facet).map_or(&[], |facet| facet.of(page))
    }

    /// Whether a page has all that it must and nothing that it must not have.
    fn has(&self, index: &Index, page: u32) -> bool {
        let own = self.of(index, page);
        self.all.iter().all(|value| own.contains(value)) && !self.none.iter().any(|value| own.contains(value))
    }

    /// Whether a page has one of the values that were chosen.
    fn fits(&self, index: &Index, page: u32) -> bool {
        let Some(chosen) = &self.chosen else { return true };
        self.of(index, page).iter().any(|&value| chosen.get(value as usize) == Some(&true))
    }
}
