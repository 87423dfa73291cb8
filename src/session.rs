//! The class that JavaScript holds: every method decodes, calls the engine and encodes.

use js_sys::{Error, Uint8Array};
use thumbindex_engine::Session;
use wasm_bindgen::prelude::*;

use crate::error;
use crate::wire::{self, Options, Value};

/// Runs once for each instance, before anything else is called.
#[wasm_bindgen(start)]
pub(crate) fn start() {
    // A panic ends in a trap that says only "unreachable": the message goes to the console first.
    std::panic::set_hook(Box::new(|panic| {
        // Put together by the console: formatting here would be code that nothing else needs.
        let (file, line) = panic.location().map_or(("", 0), |place| (place.file(), place.line()));
        let message = panic.payload_as_str().unwrap_or("");
        web_sys::console::error_4(&"thumbindex:".into(), &message.into(), &file.into(), &line.into());
    }));
}

/// An open index.
#[wasm_bindgen]
pub struct Engine {
    session: Session,
}

#[wasm_bindgen]
impl Engine {
    /// Opens an index file. Every byte is verified before it is parsed; throws a
    /// `ThumbindexError` for a file that is damaged, cut or foreign.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &Uint8Array) -> Result<Engine, Error> {
        Self::of(Session::open(bytes.to_vec()))
    }

    /// Opens the index that was compiled into the module.
    #[cfg(feature = "embed")]
    pub fn embedded() -> Result<Engine, Error> {
        Self::of(crate::embedded::open())
    }

    /// Answers a query. Lone surrogates in it count as U+FFFD, one UTF-16 unit like themselves.
    #[wasm_bindgen(unchecked_return_type = "Answer")]
    pub fn search(&mut self, query: &str, options: Option<Options>) -> Result<JsValue, Error> {
        #[cfg(feature = "trap")]
        trap::due();
        wire::encode(&wire::answer(&self.session.search(query, &wire::options(options.as_ref()))))
    }

    /// Completions of the word being typed, most useful first.
    #[wasm_bindgen(unchecked_return_type = "Suggestion[]")]
    pub fn suggest(&mut self, query: &str, limit: usize) -> Result<JsValue, Error> {
        wire::encode(&wire::list(&self.session.suggest(query, limit), wire::suggestion))
    }

    /// Documents most like this one, nearest first.
    #[wasm_bindgen(unchecked_return_type = "Hit[]")]
    pub fn similar(&mut self, doc: u32) -> Result<JsValue, Error> {
        wire::encode(&wire::list(&self.session.similar(doc), wire::hit))
    }

    /// The whole stored document, or null when there is no such document.
    #[wasm_bindgen(unchecked_return_type = "StoredDocument | null")]
    pub fn document(&mut self, doc: u32) -> Result<JsValue, Error> {
        let document = self.session.document(doc);
        wire::encode(&document.as_ref().map_or(Value::Null, wire::document))
    }

    /// The blocks that a query needs and that are not there yet.
    pub fn plan(&mut self, query: &str, options: Option<Options>) -> Vec<u32> {
        self.session.plan(query, &wire::options(options.as_ref()))
    }

    /// Hands in a block that `plan` or an answer named. Throws a `ThumbindexError` when the bytes
    /// are not that block of this build.
    pub fn provide(&mut self, block: u32, bytes: &Uint8Array) -> Result<(), Error> {
        let provided = self.session.provide(block, bytes.to_vec());
        provided.map_err(|failure| error::from_engine(&failure))
    }

    /// What the index holds.
    #[wasm_bindgen(unchecked_return_type = "Inspection")]
    pub fn info(&self) -> Result<JsValue, Error> {
        wire::encode(&wire::inspection(&self.session.inspect()))
    }
}

impl Engine {
    fn of(opened: Result<Session, thumbindex_engine::Error>) -> Result<Engine, Error> {
        match opened {
            Ok(session) => Ok(Engine { session }),
            Err(failure) => Err(error::from_engine(&failure)),
        }
    }
}

/// Traps on demand, so that tests can see a page survive them. Never shipped.
#[cfg(feature = "trap")]
mod trap {
    use js_sys::{Reflect, global};

    /// Panics as often as the global `thumbindexTraps` says, counting it down.
    pub(super) fn due() {
        let name = "thumbindexTraps".into();
        let left = Reflect::get(&global(), &name).ok().and_then(|left| left.as_f64());
        if let Some(left) = left.filter(|left| *left > 0.0) {
            let _ = Reflect::set(&global(), &name, &(left - 1.0).into());
            panic!("a trap that a test asked for");
        }
    }
}
