//! What crosses the border: options in, plain objects out.

use serde::Serialize;
use thumbindex_engine::{Document, SearchOptions};
use wasm_bindgen::prelude::*;

use crate::error;

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

/// Turns a value of the engine into a plain object: absent values are `null`, numbers are numbers.
pub(crate) fn encode<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, js_sys::Error> {
    let encoder = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&encoder).map_err(|failure| error::new("encode", &failure.to_string()))
}

/// A stored document, named as hits name things.
#[derive(Serialize)]
pub(crate) struct Stored<'a> {
    id: &'a str,
    title: &'a str,
    body: &'a str,
    url: &'a str,
    authors: &'a [String],
    year: Option<i32>,
    venue: &'a str,
    keywords: &'a [String],
    meta: &'a [(String, String)],
}

impl<'a> From<&'a Document> for Stored<'a> {
    fn from(document: &'a Document) -> Self {
        Stored {
            id: &document.id,
            title: &document.title,
            body: &document.body,
            url: &document.url,
            authors: &document.authors,
            year: document.year,
            venue: &document.venue,
            keywords: &document.keywords,
            meta: &document.meta,
        }
    }
}
