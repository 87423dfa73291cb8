//! The two functions that the module exports: each decodes, calls the engine and encodes.
//!
//! An instance holds one index, for as long as it lives: a page that closes an index lets go of the instance. `engine.js`
//! makes a class of the two. Few exports with plain arguments are a matter of size: each method of an exported class is
//! code on both sides.

use std::cell::RefCell;

use js_sys::Uint8Array;
use thumbindex_engine::{SearchOptions, Session, utf8};
use wasm_bindgen::prelude::*;

use crate::wire::{self, Value};

thread_local! {
    static SESSION: RefCell<Session> = const { RefCell::new(Session::EMPTY) };
}

/// Operations of [`ask`]: `engine.js` has the same list.
const SEARCH: u32 = 0;
const SUGGEST: u32 = 1;
const SIMILAR: u32 = 2;
const DOCUMENT: u32 = 3;
const INFO: u32 = 4;
#[cfg(feature = "full")]
const EXPLAIN: u32 = 5;

/// Flags of [`ask`].
const TYPOS: u32 = 1;
const OPEN_LAST_WORD: u32 = 2;
const SNIPPETS: u32 = 4;

/// Runs once for each instance, before anything else is called.
#[cfg(feature = "panics")]
#[wasm_bindgen(start)]
pub(crate) fn start() {
    // A panic ends in a trap that says only "unreachable": the message goes to the console first.
    std::panic::set_hook(Box::new(|panic| {
        web_sys::console::error_1(&panic.to_string().into());
    }));
}

/// The number that stands for the index file where blocks are named.
#[cfg(any(feature = "embed", feature = "large"))]
const INDEX: u32 = u32::MAX;

/// The number that stands for the file of a field.
#[cfg(feature = "full")]
const FACET: u32 = u32::MAX - 1;

/// Takes bytes: the index file first (none: the index that was compiled into the module, where there is one), then the
/// blocks that plans and answers name, and the files of fields. Returns null, or what is wrong with the bytes: `{code, message}`.
#[wasm_bindgen(skip_typescript)]
pub fn load(block: u32, bytes: &Uint8Array) -> JsValue {
    let bytes = bytes.to_vec();
    SESSION.with_borrow_mut(|session| {
        let done = match block {
            #[cfg(feature = "embed")]
            INDEX if bytes.is_empty() => session.load(crate::embedded::INDEX.to_vec()),
            #[cfg(feature = "full")]
            FACET => session.provide_facet(bytes),
            #[cfg(feature = "large")]
            block if block != INDEX => session.provide(block, bytes),
            _ => session.load(bytes),
        };
        match done {
            Ok(()) => JsValue::NULL,
            Err(failure) => wire::encode(&wire::failure(&failure, &failure.sentence())),
        }
    })
}

/// Answers a question about the index. `text` is a query as UTF-8 or unused, `number` a limit or a document.
#[wasm_bindgen(skip_typescript)]
pub fn ask(operation: u32, text: &Uint8Array, number: u32, flags: u32) -> JsValue {
    #[cfg(feature = "trap")]
    trap::due();
    #[cfg(feature = "trap")]
    trap::hang(&utf8(&text.to_vec()).unwrap_or_default());
    let text = &utf8(&text.to_vec()).unwrap_or_default();
    let limit = number as usize;
    let options = SearchOptions {
        limit,
        typos: flags & TYPOS != 0,
        open_last_word: flags & OPEN_LAST_WORD != 0,
        snippets: flags & SNIPPETS != 0,
        #[cfg(feature = "full")]
        narrow: None,
        #[cfg(feature = "full")]
        reader: thumbindex_engine::Reader::default(),
    };
    SESSION.with_borrow_mut(|session| match operation {
        #[cfg(feature = "full")]
        SEARCH if text.contains(wire::NARROWED) => {
            let (query, narrow, reader) = wire::narrow(text);
            let options = SearchOptions { narrow, reader, ..options };
            wire::encode(&wire::answer(&session.search(query, &options)))
        }
        SEARCH => wire::encode(&wire::answer(&session.search(text, &options))),
        SUGGEST => wire::encode(&wire::list(&session.suggest(text, limit), wire::suggestion)),
        SIMILAR => wire::encode(&wire::list(&session.similar(number), wire::hit)),
        #[cfg(feature = "full")]
        EXPLAIN => wire::encode(
            &session.explain(text, &SearchOptions::default(), number).as_ref().map_or(Value::Null, wire::explanation),
        ),
        #[cfg(feature = "large")]
        DOCUMENT if !session.lacks(number).is_empty() => {
            wire::encode(&wire::list(&session.lacks(number), wire::number))
        }
        DOCUMENT => wire::encode(&session.document(number).as_ref().map_or(Value::Null, wire::document)),
        INFO => wire::encode(&wire::inspection(&session.info())),
        // What this module does not know, of a page that takes it for the full one.
        _ => JsValue::NULL,
    })
}

/// Traps and hangs on demand, so that tests can see a page survive them. Never shipped.
#[cfg(feature = "trap")]
mod trap {
    use js_sys::{Reflect, global};

    /// Panics as often as the global `thumbindexTraps` says, counting it down.
    pub(super) fn due() {
        if counted("thumbindexTraps") {
            panic!("a trap that a test asked for");
        }
    }

    /// Never returns as often as the global `thumbindexHangs` says, nor ever from the query `hang forever`.
    pub(super) fn hang(query: &str) {
        if query == "hang forever" || counted("thumbindexHangs") {
            loop {
                std::hint::spin_loop();
            }
        }
    }

    /// Whether a global is a number above zero; it becomes one less.
    fn counted(name: &str) -> bool {
        let name = name.into();
        let left = Reflect::get(&global(), &name).ok().and_then(|left| left.as_f64()).unwrap_or_default();
        let _ = Reflect::set(&global(), &name, &(left - 1.0).max(0.0).into());
        left > 0.0
    }
}
