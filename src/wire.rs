//! What crosses the border to JavaScript: plain objects.
//!
//! Everything that goes out is first a [`Value`]: serde derives a serialiser for each type, and nine of them would be
//! a twentieth of the module; one is enough.

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use thumbindex_engine::{Answer, Document, Error, Hit, Inspection, Mark, MarkedText, MatchKind, Suggestion};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("wire.d.ts");

/// A plain value of JavaScript.
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    Number(f64),
    Text(&'a str),
    List(Vec<Value<'a>>),
    Object(Vec<(&'static str, Value<'a>)>),
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(value) => serializer.serialize_f64(*value),
            Value::Text(value) => serializer.serialize_str(value),
            Value::List(items) => serializer.collect_seq(items),
            Value::Object(fields) => {
                let mut object = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    object.serialize_entry(name, value)?;
                }
                object.end()
            }
        }
    }
}

/// Makes the value that JavaScript sees.
pub(crate) fn encode(value: &impl Serialize) -> JsValue {
    let encoder = serde_wasm_bindgen::Serializer::json_compatible();
    // No value of this type is one that the encoder refuses.
    value.serialize(&encoder).unwrap_or_default()
}

/// A list of what `each` makes of the items.
pub(crate) fn list<'a, T>(items: &'a [T], each: fn(&'a T) -> Value<'a>) -> Value<'a> {
    Value::List(items.iter().map(each).collect())
}

fn object<'a, const N: usize>(fields: [(&'static str, Value<'a>); N]) -> Value<'a> {
    Value::Object(fields.into())
}

#[expect(clippy::ptr_arg, reason = "the lists of an answer hold Strings")]
fn text(text: &String) -> Value<'_> {
    Value::Text(text)
}

pub(crate) fn number(number: &u32) -> Value<'static> {
    Value::Number(f64::from(*number))
}

fn year(year: Option<i32>) -> Value<'static> {
    year.map_or(Value::Null, |year| Value::Number(f64::from(year)))
}

fn pair(pair: &(String, String)) -> Value<'_> {
    Value::List(vec![text(&pair.0), text(&pair.1)])
}

fn mark(mark: &Mark) -> Value<'_> {
    let kind = match mark.kind {
        MatchKind::Exact => "exact",
        MatchKind::Prefix => "prefix",
        MatchKind::Stem => "stem",
        MatchKind::Compound => "compound",
        MatchKind::Variant => "variant",
        MatchKind::Typo => "typo",
    };
    object([("start", number(&mark.start)), ("end", number(&mark.end)), ("kind", Value::Text(kind))])
}

fn marked(marked: &MarkedText) -> Value<'_> {
    object([("text", text(&marked.text)), ("marks", list(&marked.marks, mark))])
}

#[cfg_attr(not(feature = "full"), allow(clippy::let_and_return, reason = "the full module tells more"))]
pub(crate) fn hit(hit: &Hit) -> Value<'_> {
    let told = object([
        ("doc", number(&hit.doc)),
        ("id", text(&hit.id)),
        ("url", text(&hit.url)),
        ("title", marked(&hit.title)),
        ("snippet", marked(&hit.snippet)),
        ("authors", list(&hit.authors, text)),
        ("year", year(hit.year)),
        ("venue", text(&hit.venue)),
        ("keywords", list(&hit.keywords, text)),
        ("meta", list(&hit.meta, pair)),
        ("score", Value::Number(f64::from(hit.score))),
    ]);
    #[cfg(feature = "full")]
    let told = with(told, "editions", &hit.editions, edition);
    told
}

/// The same page in another version or language.
#[cfg(feature = "full")]
fn edition(other: &thumbindex_engine::OtherEdition) -> Value<'_> {
    object([("doc", number(&other.doc)), ("version", text(&other.version)), ("language", text(&other.language))])
}

/// An object with one more list in it, if anything is in that.
#[cfg(feature = "full")]
fn with<'a, T>(mut told: Value<'a>, name: &'static str, items: &'a [T], each: fn(&'a T) -> Value<'a>) -> Value<'a> {
    if let Value::Object(fields) = &mut told
        && !items.is_empty()
    {
        fields.push((name, list(items, each)));
    }
    told
}

#[cfg_attr(not(feature = "full"), allow(clippy::let_and_return, reason = "the full module tells more"))]
pub(crate) fn answer(answer: &Answer) -> Value<'_> {
    let told = object([
        ("hits", list(&answer.hits, hit)),
        ("total", number(&answer.total)),
        ("partial", Value::Bool(answer.partial)),
        ("missing", list(&answer.missing, number)),
        ("unmatched", list(&answer.unmatched, text)),
        ("didYouMean", answer.did_you_mean.as_ref().map_or(Value::Null, text)),
    ]);
    #[cfg(feature = "full")]
    let told = with(told, "facets", &answer.facets, counts);
    told
}

/// How often the values of a field are among the documents.
#[cfg(feature = "full")]
fn counts(counts: &thumbindex_engine::FieldCounts) -> Value<'_> {
    let (min, max) = counts.range.as_ref().map_or((Value::Null, Value::Null), |(min, max)| (text(min), text(max)));
    object([
        ("field", text(&counts.field)),
        ("distinct", number(&counts.distinct)),
        ("min", min),
        ("max", max),
        (
            "values",
            list(&counts.values, |value| {
                object([("value", text(&value.value)), ("documents", number(&value.documents))])
            }),
        ),
    ])
}

/// What stands between a query and what it is narrowed by.
#[cfg(feature = "full")]
pub(crate) const NARROWED: &str = "\0\0";

/// The query and what it is narrowed by, as `narrow.js` writes it: items with a zero between them. Every other item is a
/// word, and what it takes follows: `field NAME` begins a criterion; `any VALUE`, `all VALUE`, `none VALUE`, `from VALUE` and `to VALUE`
/// belong to it; `up NAME` and `down NAME` are orders; `count NAME`, and `most NUMBER` of values. `version PLACE` and `language TAG` say
/// who reads, which narrows nothing.
#[cfg(feature = "full")]
pub(crate) fn narrow(text: &str) -> (&str, Option<thumbindex_engine::Narrow>, thumbindex_engine::Reader) {
    use thumbindex_engine::{Criterion, Narrow, Reader, Sort};
    let (query, items) = text.split_once(NARROWED).unwrap_or((text, ""));
    let mut items = items.split('\0');
    let (mut narrow, mut reader, mut narrows) = (Narrow::default(), Reader::default(), false);
    while let (Some(word), Some(value)) = (items.next(), items.next()) {
        let owned = value.to_owned();
        narrows |= !matches!(word, "version" | "language");
        match word {
            "version" => reader.version = owned,
            "language" => reader.language = owned,
            "field" => narrow.criteria.push(Criterion { field: owned, ..Criterion::default() }),
            "up" | "down" => narrow.sort = Some(Sort { field: owned, descending: word == "down" }),
            "count" => narrow.count.push(owned),
            "most" => {
                narrow.most = value.bytes().fold(0, |most, digit| (most * 10 + usize::from(digit & 15)).min(1 << 20));
            }
            _ => {
                let Some(criterion) = narrow.criteria.last_mut() else { continue };
                match word {
                    "any" => criterion.any.push(owned),
                    "all" => criterion.all.push(owned),
                    "none" => criterion.none.push(owned),
                    "from" => criterion.from = Some(owned),
                    _ => criterion.to = Some(owned),
                }
            }
        }
    }
    (query, narrows.then_some(narrow), reader)
}

/// What failed, for `engine.js` to throw.
pub(crate) fn failure<'a>(error: &Error, sentence: &'a str) -> Value<'a> {
    object([("code", Value::Text(error.kind().code())), ("message", Value::Text(sentence))])
}

pub(crate) fn suggestion(suggestion: &Suggestion) -> Value<'_> {
    object([("text", text(&suggestion.text)), ("documents", number(&suggestion.documents))])
}

/// A stored document, named as hits name things.
pub(crate) fn document(document: &Document) -> Value<'_> {
    object([
        ("id", text(&document.id)),
        ("title", text(&document.title)),
        ("body", text(&document.body)),
        ("url", text(&document.url)),
        ("authors", list(&document.authors, text)),
        ("year", year(document.year)),
        ("venue", text(&document.venue)),
        ("keywords", list(&document.keywords, text)),
        ("meta", list(&document.meta, pair)),
    ])
}

pub(crate) fn inspection(inspection: &Inspection) -> Value<'_> {
    object([
        ("version", number(&inspection.version)),
        ("build", text(&inspection.build)),
        ("documents", number(&inspection.documents)),
        ("terms", number(&inspection.terms)),
        ("postings", Value::Number(inspection.postings as f64)),
    ])
}
