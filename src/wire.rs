//! What crosses the border: options in, plain objects out.
//!
//! Objects are made by hand, property by property: a general serialiser would be a tenth of the module.

use thumbindex_engine::{
    Answer, Document, Hit, Inspection, Mark, MarkedText, MatchKind, Part, SearchOptions, Suggestion,
};
use wasm_bindgen::prelude::*;

/// The largest answer a page may ask for: what the engine allows too.
const MOST_HITS: f64 = 1000.0;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("wire.d.ts");

#[wasm_bindgen]
extern "C" {
    /// `SearchOptions` of `wire.d.ts`. Getters give `None` for an absent property and convert any other
    /// value as JavaScript does.
    #[wasm_bindgen(typescript_type = "SearchOptions")]
    pub type Options;
    #[wasm_bindgen(method, getter, structural)]
    fn limit(this: &Options) -> Option<f64>;
    #[wasm_bindgen(method, getter, structural)]
    fn typos(this: &Options) -> Option<bool>;
    #[wasm_bindgen(method, getter, structural, js_name = openLastWord)]
    fn open_last_word(this: &Options) -> Option<bool>;
    #[wasm_bindgen(method, getter, structural)]
    fn snippets(this: &Options) -> Option<bool>;

    /// A plain object.
    type Object;
    #[wasm_bindgen(constructor)]
    fn new() -> Object;
    #[wasm_bindgen(method, structural, indexing_setter)]
    fn set(this: &Object, name: &str, value: &JsValue);

    /// A list.
    type Array;
    #[wasm_bindgen(constructor)]
    fn new() -> Array;
    #[wasm_bindgen(method)]
    fn push(this: &Array, value: &JsValue);
}

/// Reads options; what is not said is as the engine's defaults have it.
pub(crate) fn options(given: Option<&Options>) -> SearchOptions {
    let mut options = SearchOptions::default();
    let Some(given) = given else { return options };
    if let Some(limit) = given.limit().filter(|limit| !limit.is_nan()) {
        options.limit = limit.clamp(0.0, MOST_HITS) as usize;
    }
    options.typos = given.typos().unwrap_or(options.typos);
    options.open_last_word = given.open_last_word().unwrap_or(options.open_last_word);
    options.snippets = given.snippets().unwrap_or(options.snippets);
    options
}

/// An object with these properties.
fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        object.set(name, value);
    }
    object.into()
}

/// A list of what `each` makes of the items.
pub(crate) fn list<T>(items: &[T], each: fn(&T) -> JsValue) -> JsValue {
    let list = Array::new();
    for item in items {
        list.push(&each(item));
    }
    list.into()
}

fn text(text: &String) -> JsValue {
    JsValue::from_str(text)
}

fn number(number: u32) -> JsValue {
    JsValue::from_f64(f64::from(number))
}

fn year(year: Option<i32>) -> JsValue {
    year.map_or(JsValue::NULL, |year| JsValue::from_f64(f64::from(year)))
}

fn pair(pair: &(String, String)) -> JsValue {
    let list = Array::new();
    list.push(&text(&pair.0));
    list.push(&text(&pair.1));
    list.into()
}

fn mark(mark: &Mark) -> JsValue {
    let kind = match mark.kind {
        MatchKind::Exact => "exact",
        MatchKind::Prefix => "prefix",
        MatchKind::Stem => "stem",
        MatchKind::Compound => "compound",
        MatchKind::Variant => "variant",
        MatchKind::Typo => "typo",
    };
    object(&[("start", number(mark.start)), ("end", number(mark.end)), ("kind", JsValue::from_str(kind))])
}

fn marked(marked: &MarkedText) -> JsValue {
    object(&[("text", text(&marked.text)), ("marks", list(&marked.marks, mark))])
}

pub(crate) fn hit(hit: &Hit) -> JsValue {
    object(&[
        ("doc", number(hit.doc)),
        ("id", text(&hit.id)),
        ("url", text(&hit.url)),
        ("title", marked(&hit.title)),
        ("snippet", marked(&hit.snippet)),
        ("authors", list(&hit.authors, text)),
        ("year", year(hit.year)),
        ("venue", text(&hit.venue)),
        ("keywords", list(&hit.keywords, text)),
        ("meta", list(&hit.meta, pair)),
        ("score", JsValue::from_f64(f64::from(hit.score))),
    ])
}

pub(crate) fn answer(answer: &Answer) -> JsValue {
    object(&[
        ("hits", list(&answer.hits, hit)),
        ("total", number(answer.total)),
        ("partial", JsValue::from_bool(answer.partial)),
        ("missing", list(&answer.missing, |&block| number(block))),
        ("unmatched", list(&answer.unmatched, text)),
        ("didYouMean", answer.did_you_mean.as_ref().map_or(JsValue::NULL, text)),
    ])
}

pub(crate) fn suggestion(suggestion: &Suggestion) -> JsValue {
    object(&[("text", text(&suggestion.text)), ("documents", number(suggestion.documents))])
}

/// A stored document, named as hits name things.
pub(crate) fn document(document: &Document) -> JsValue {
    object(&[
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

fn part(part: &Part) -> JsValue {
    object(&[
        ("name", text(&part.name)),
        ("blocks", number(part.blocks)),
        ("bytes", JsValue::from_f64(part.bytes as f64)),
        ("stored_text", JsValue::from_bool(part.stored_text)),
    ])
}

pub(crate) fn inspection(inspection: &Inspection) -> JsValue {
    object(&[
        ("version", number(inspection.version)),
        ("build", text(&inspection.build)),
        ("documents", number(inspection.documents)),
        ("terms", number(inspection.terms)),
        ("postings", JsValue::from_f64(inspection.postings as f64)),
        ("parts", list(&inspection.parts, part)),
    ])
}
