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

pub(crate) fn hit(hit: &Hit) -> Value<'_> {
    object([
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
    ])
}

pub(crate) fn answer(answer: &Answer) -> Value<'_> {
    object([
        ("hits", list(&answer.hits, hit)),
        ("total", number(&answer.total)),
        ("partial", Value::Bool(answer.partial)),
        ("missing", list(&answer.missing, number)),
        ("unmatched", list(&answer.unmatched, text)),
        ("didYouMean", answer.did_you_mean.as_ref().map_or(Value::Null, text)),
    ])
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
