//! What crosses the border to JavaScript: values, lists and records.
//!
//! Everything that goes out is first a [`Value`]: serde derives a serialiser for each type, and nine of them would be
//! a twentieth of the module; one is enough. A record is the list of its values: `engine.js` gives them their names, so that these
//! need not cross the border with every answer, letter by letter.

use serde::ser::{Serialize, Serializer};
use thumbindex_engine::{Answer, Document, Error, Hit, Inspection, Mark, MarkedText, Suggestion};
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
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(value) => serializer.serialize_f64(*value),
            Value::Text(value) => serializer.serialize_str(value),
            Value::List(items) => serializer.collect_seq(items),
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

/// The values of an object in the order in which `engine.js` names them.
fn record<'a, const N: usize>(values: [Value<'a>; N]) -> Value<'a> {
    Value::List(values.into())
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

/// A text, and three numbers for each of its marks: start, end, and the place of its kind among those of `engine.js`.
fn marked(marked: &MarkedText) -> Value<'_> {
    let mut marks = Vec::new();
    for Mark { start, end, kind } in &marked.marks {
        for part in [start, end, &(*kind as u32)] {
            marks.push(number(part));
        }
    }
    record([text(&marked.text), Value::List(marks)])
}

#[cfg_attr(not(feature = "full"), allow(clippy::let_and_return, reason = "the full module tells more"))]
pub(crate) fn hit(hit: &Hit) -> Value<'_> {
    let told = record([
        number(&hit.doc),
        text(&hit.id),
        text(&hit.url),
        marked(&hit.title),
        marked(&hit.snippet),
        list(&hit.authors, text),
        year(hit.year),
        text(&hit.venue),
        list(&hit.keywords, text),
        list(&hit.meta, pair),
        Value::Number(f64::from(hit.score)),
    ]);
    #[cfg(feature = "full")]
    let told = with(told, &hit.editions, edition);
    told
}

/// The same page in another version or language.
#[cfg(feature = "full")]
fn edition(other: &thumbindex_engine::OtherEdition) -> Value<'_> {
    record([number(&other.doc), text(&other.version), text(&other.language)])
}

/// A record with one more list behind it, if anything is in that.
#[cfg(feature = "full")]
fn with<'a, T>(mut told: Value<'a>, items: &'a [T], each: fn(&'a T) -> Value<'a>) -> Value<'a> {
    if let Value::List(values) = &mut told
        && !items.is_empty()
    {
        values.push(list(items, each));
    }
    told
}

#[cfg_attr(not(feature = "full"), allow(clippy::let_and_return, reason = "the full module tells more"))]
pub(crate) fn answer(answer: &Answer) -> Value<'_> {
    let told = record([
        list(&answer.hits, hit),
        number(&answer.total),
        Value::Bool(answer.partial),
        list(&answer.missing, number),
        list(&answer.unmatched, text),
        answer.did_you_mean.as_ref().map_or(Value::Null, text),
    ]);
    #[cfg(feature = "full")]
    let told = with(told, &answer.facets, counts);
    told
}

/// A record that says its names itself, behind a zero, as its first value.
#[cfg(feature = "full")]
fn told<'a>(names: &'static str, values: impl IntoIterator<Item = Value<'a>>) -> Value<'a> {
    Value::List(std::iter::once(Value::Text(names)).chain(values).collect())
}

/// Why a document has its score.
#[cfg(feature = "full")]
pub(crate) fn explanation(explanation: &thumbindex_engine::Explanation) -> Value<'_> {
    let thumbindex_engine::Explanation {
        doc,
        score,
        base,
        clauses,
        all_clauses,
        phrase,
        title,
        order,
        adjacent,
        sentence,
        lent,
        lenders,
    } = explanation;
    let mut values = vec![number(doc), list(clauses, clause), list(lenders, lender)];
    values.extend([score, base, all_clauses, phrase, title, order, adjacent, sentence, lent].map(share));
    told("\0doc clauses lenders score base allClauses phrase title order adjacent sentence lent", values)
}

#[cfg(feature = "full")]
fn share(share: &f32) -> Value<'static> {
    Value::Number(f64::from(*share))
}

#[cfg(feature = "full")]
fn clause(clause: &thumbindex_engine::ExplainedClause) -> Value<'_> {
    let values = [list(&clause.words, text), share(&clause.score), list(&clause.matches, matched)];
    told("\0words score matches", values)
}

#[cfg(feature = "full")]
fn matched(matched: &thumbindex_engine::ExplainedMatch) -> Value<'_> {
    use thumbindex_engine::MatchKind;
    let kind = match matched.kind {
        MatchKind::Exact => "exact",
        MatchKind::Prefix => "prefix",
        MatchKind::Stem => "stem",
        MatchKind::Compound => "compound",
        MatchKind::Variant => "variant",
        MatchKind::Typo => "typo",
    };
    let values = [
        text(&matched.word),
        list(&matched.terms, text),
        Value::Text(kind),
        text(&matched.reason),
        share(&matched.factor),
        share(&matched.idf),
        share(&matched.frequency),
        share(&matched.score),
        Value::Bool(matched.counted),
    ];
    told("\0word terms kind reason factor idf frequency score counted", values)
}

#[cfg(feature = "full")]
fn lender(lender: &thumbindex_engine::Lender) -> Value<'_> {
    told("\0doc amount", [number(&lender.doc), share(&lender.amount)])
}

/// How often the values of a field are among the documents.
#[cfg(feature = "full")]
fn counts(counts: &thumbindex_engine::FieldCounts) -> Value<'_> {
    let (min, max) = counts.range.as_ref().map_or((Value::Null, Value::Null), |(min, max)| (text(min), text(max)));
    record([
        text(&counts.field),
        number(&counts.distinct),
        min,
        max,
        list(&counts.values, |value| record([text(&value.value), number(&value.documents)])),
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
    record([Value::Text(error.kind().code()), Value::Text(sentence)])
}

pub(crate) fn suggestion(suggestion: &Suggestion) -> Value<'_> {
    record([text(&suggestion.text), number(&suggestion.documents)])
}

/// A stored document, named as hits name things.
pub(crate) fn document(document: &Document) -> Value<'_> {
    record([
        text(&document.id),
        text(&document.title),
        text(&document.body),
        text(&document.url),
        list(&document.authors, text),
        year(document.year),
        text(&document.venue),
        list(&document.keywords, text),
        list(&document.meta, pair),
    ])
}

pub(crate) fn inspection(inspection: &Inspection) -> Value<'_> {
    record([
        number(&inspection.version),
        text(&inspection.build),
        number(&inspection.documents),
        number(&inspection.terms),
        Value::Number(inspection.postings as f64),
    ])
}
