//! What queries can be narrowed by: the fields of the documents with their values and counts, as a file beside the index
//! that pages fetch when somebody asks for it. It names the file that has which documents have which values.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use thumbindex_engine::FacetKind;
use thumbindex_engine::build::BuiltFacet;

use crate::assets::Files;
use crate::hash::hash16;

/// How many values of a field are listed; the most frequent are.
const MOST_VALUES: usize = 200;
/// The fields that records have, in the order in which they are told; others come behind them.
const FIRST: [&str; 4] = ["year", "author", "keyword", "venue"];

/// A field with its values, as `client.d.ts` describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Filter {
    pub(crate) field: String,
    pub(crate) kind: FacetKind,
    pub(crate) documents: u32,
    pub(crate) distinct: usize,
    values: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
    pub(crate) file: String,
    pub(crate) bytes: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Value {
    value: String,
    documents: u32,
    /// What to type to have these documents; null where the query language knows no such thing.
    query: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Range {
    min: serde_json::Value,
    max: serde_json::Value,
}

/// What another run of the command needs of the file.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Listed {
    pub(crate) field: String,
    pub(crate) file: String,
}

/// The filters of an index.
pub(crate) fn filters(facets: &[BuiltFacet]) -> Vec<Filter> {
    let place = |facet: &&BuiltFacet| FIRST.iter().position(|&name| name == facet.field).unwrap_or(FIRST.len());
    let mut sorted: Vec<&BuiltFacet> = facets.iter().collect();
    sorted.sort_by_key(place);
    sorted.into_iter().map(filter).collect()
}

/// The file that pages read.
pub(crate) fn to_bytes(filters: &[Filter]) -> Vec<u8> {
    // Strings and numbers always serialise.
    serde_json::to_vec(filters).unwrap_or_else(|_| b"[]".to_vec())
}

/// The fields that pages name themselves and that are a choice: what a box offers unasked. What every site has (sections, dates, languages) is
/// no reason for a row of buttons.
pub(crate) fn offered(facets: &[BuiltFacet]) -> Vec<String> {
    let usual = |name: &str| FIRST.contains(&name) || ["date", "language", "section", "version"].contains(&name);
    let plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let is_choice = |facet: &&BuiltFacet| {
        let fits = facet.kind != FacetKind::Text || facet.values.len() <= MOST_VALUES;
        !usual(&facet.field) && plain(&facet.field) && facet.values.len() > 1 && fits
    };
    facets.iter().filter(is_choice).map(|facet| facet.field.clone()).collect()
}

/// The files of the fields, by their names.
pub(crate) fn files(facets: Vec<BuiltFacet>) -> Files {
    facets.into_iter().map(|facet| (name(&facet.bytes), Cow::Owned(facet.bytes))).collect()
}

fn name(bytes: &[u8]) -> String {
    format!("facet-{}.bin", hash16(bytes))
}

fn filter(facet: &BuiltFacet) -> Filter {
    let mut values: Vec<&(String, u32)> = facet.values.iter().collect();
    let mut range = None;
    if facet.kind == FacetKind::Text {
        values.sort_by_key(|value| std::cmp::Reverse(value.1));
    } else {
        let shown = |(value, _): &&(String, u32)| match facet.kind {
            // Such as 007 are no numbers of JSON.
            FacetKind::Number => serde_json::from_str(value).unwrap_or_else(|_| value.as_str().into()),
            _ => value.as_str().into(),
        };
        range = values.first().map(shown).zip(values.last().map(shown)).map(|(min, max)| Range { min, max });
        values.reverse();
    }
    values.truncate(MOST_VALUES);
    let value = |(value, documents): &(String, u32)| Value {
        value: value.clone(),
        documents: *documents,
        query: query(&facet.field, value),
    };
    Filter {
        field: facet.field.clone(),
        kind: facet.kind,
        documents: facet.documents,
        distinct: facet.values.len(),
        values: values.into_iter().map(value).collect(),
        range,
        file: name(&facet.bytes),
        bytes: facet.bytes.len(),
    }
}

/// `author:"Ada Brook"` or `year:2019`, if there is a word to look for; queries read years of four digits.
fn query(field: &str, value: &str) -> Option<String> {
    match field {
        "year" => (value.len() == 4).then(|| format!("year:{value}")),
        "author" | "keyword" => {
            value.chars().any(char::is_alphanumeric).then(|| format!("{field}:\"{}\"", value.replace('"', " ")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use thumbindex_engine::Document;
    use thumbindex_engine::build::{BuildOptions, Builder};

    fn document(authors: &[&str], year: Option<i32>) -> Document {
        Document { authors: authors.iter().map(|&name| name.into()).collect(), year, ..Document::default() }
    }

    fn found(documents: impl IntoIterator<Item = Document>) -> Vec<Filter> {
        let mut builder = Builder::new(BuildOptions::default());
        for (number, document) in documents.into_iter().enumerate() {
            builder.add(Document { id: number.to_string(), ..document });
        }
        filters(&builder.finish(&|_, _, _| {}).unwrap().facets)
    }

    #[test]
    fn values_are_counted_once_for_each_document_and_the_most_frequent_come_first() {
        let found = found([
            document(&["Bo", "Ada", "Ada"], Some(2001)),
            document(&["Ada"], Some(1999)),
            document(&["\"—\""], None),
        ]);
        assert_eq!(found.iter().map(|filter| filter.field.as_str()).collect::<Vec<_>>(), ["year", "author"]);
        let values = |filter: &Filter| -> Vec<(String, u32, Option<String>)> {
            filter.values.iter().map(|value| (value.value.clone(), value.documents, value.query.clone())).collect()
        };
        assert_eq!(
            values(&found[0]),
            [("2001".into(), 1, Some("year:2001".into())), ("1999".into(), 1, Some("year:1999".into()))]
        );
        assert_eq!(found[0].range, Some(Range { min: 1999.into(), max: 2001.into() }));
        let author = values(&found[1]);
        assert_eq!(author[0], ("Ada".into(), 2, Some("author:\"Ada\"".into())));
        assert!(
            author.contains(&("\"—\"".into(), 1, None))
                && author.contains(&("Bo".into(), 1, Some("author:\"Bo\"".into())))
        );
        assert_eq!((found[1].documents, found[1].distinct), (3, 3));
    }

    #[test]
    fn a_long_list_is_cut_and_says_how_long_it_was() {
        let found = found((0..500).map(|number| document(&[&format!("A{number:03}")], None)));
        assert_eq!((found[0].distinct, found[0].values.len()), (500, MOST_VALUES));
        assert_eq!(filters(&[]), []);
    }
}
