//! What queries can be narrowed by: the fields of the documents with their values and counts, as a file beside the index
//! that pages fetch when somebody asks for it.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use thumbindex_engine::Document;

/// How many values of a field are listed; the most frequent are.
const MOST_VALUES: usize = 200;
/// Longer values are no names to choose from.
const LONGEST_VALUE: usize = 200;

/// A field with its values, as `client.d.ts` describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Filter {
    field: &'static str,
    documents: usize,
    distinct: usize,
    values: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Value {
    value: String,
    documents: usize,
    /// What to type to have these documents; null where the query language knows no such thing.
    query: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct Range {
    min: i32,
    max: i32,
}

/// The filters of a corpus. Fields that no document has are left out.
pub(crate) fn filters(documents: &[Document]) -> Vec<Filter> {
    let names = |field, query, of: fn(&Document) -> &[String]| named(field, query, documents.iter().map(of));
    let all = [
        years(documents),
        names("author", Some("author"), |document| &document.authors),
        names("keyword", Some("keyword"), |document| &document.keywords),
        names("venue", None, |document| std::slice::from_ref(&document.venue)),
    ];
    all.into_iter().filter(|filter| filter.documents > 0).collect()
}

/// The file that pages read.
pub(crate) fn to_bytes(filters: &[Filter]) -> Vec<u8> {
    // Strings and numbers always serialise.
    serde_json::to_vec(filters).unwrap_or_else(|_| b"[]".to_vec())
}

fn years(documents: &[Document]) -> Filter {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for year in documents.iter().filter_map(|document| document.year) {
        *counts.entry(year).or_default() += 1;
    }
    let range = counts.keys().next().zip(counts.keys().next_back()).map(|(&min, &max)| Range { min, max });
    // Queries read years of four digits.
    let query = |year: i32| (1000..10_000).contains(&year).then(|| format!("year:{year}"));
    let value = |(&year, &documents): (&i32, &usize)| Value { value: year.to_string(), documents, query: query(year) };
    Filter {
        field: "year",
        documents: counts.values().sum(),
        distinct: counts.len(),
        values: counts.iter().rev().map(value).collect(),
        range,
    }
}

fn named<'a>(field: &'static str, query: Option<&str>, lists: impl Iterator<Item = &'a [String]>) -> Filter {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut documents = 0;
    for list in lists {
        let mut seen: Vec<&str> = Vec::new();
        for value in list.iter().map(String::as_str) {
            if !value.is_empty() && value.len() <= LONGEST_VALUE && !seen.contains(&value) {
                seen.push(value);
                *counts.entry(value).or_default() += 1;
            }
        }
        documents += usize::from(!seen.is_empty());
    }
    let distinct = counts.len();
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    counts.truncate(MOST_VALUES);
    let value = |(value, documents): (&str, usize)| Value {
        value: value.to_string(),
        documents,
        query: query.and_then(|name| narrowed(name, value)),
    };
    Filter { field, documents, distinct, values: counts.into_iter().map(value).collect(), range: None }
}

/// `author:"Ada Brook"`, if there is a word to look for.
fn narrowed(name: &str, value: &str) -> Option<String> {
    value.chars().any(char::is_alphanumeric).then(|| format!("{name}:\"{}\"", value.replace('"', " ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(authors: &[&str], year: Option<i32>) -> Document {
        Document { authors: authors.iter().map(|&name| name.into()).collect(), year, ..Document::default() }
    }

    #[test]
    fn values_are_counted_once_for_each_document_and_the_most_frequent_come_first() {
        let documents =
            [document(&["Bo", "Ada", "Ada"], Some(2001)), document(&["Ada"], Some(1999)), document(&["\"—\""], None)];
        let found = filters(&documents);
        assert_eq!(found.iter().map(|filter| filter.field).collect::<Vec<_>>(), ["year", "author"]);
        let values = |filter: &Filter| -> Vec<(String, usize, Option<String>)> {
            filter.values.iter().map(|value| (value.value.clone(), value.documents, value.query.clone())).collect()
        };
        assert_eq!(
            values(&found[0]),
            [("2001".into(), 1, Some("year:2001".into())), ("1999".into(), 1, Some("year:1999".into()))]
        );
        assert_eq!(found[0].range, Some(Range { min: 1999, max: 2001 }));
        assert_eq!(
            values(&found[1]),
            [
                ("Ada".into(), 2, Some("author:\"Ada\"".into())),
                ("\"—\"".into(), 1, None),
                ("Bo".into(), 1, Some("author:\"Bo\"".into())),
            ]
        );
        assert_eq!((found[1].documents, found[1].distinct), (3, 3));
    }

    #[test]
    fn a_long_list_is_cut_and_says_how_long_it_was() {
        let documents: Vec<Document> = (0..500).map(|number| document(&[&format!("A{number:03}")], None)).collect();
        let found = filters(&documents);
        assert_eq!((found[0].distinct, found[0].values.len()), (500, MOST_VALUES));
        assert_eq!(filters(&[]), []);
    }
}
