//! Failures as JavaScript sees them: real `Error` objects with a name and a stable code.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An `Error` of JavaScript.
    #[wasm_bindgen(js_name = Error)]
    pub type Failure;
    #[wasm_bindgen(constructor, js_class = "Error")]
    fn new(message: &str) -> Failure;
    #[wasm_bindgen(method, setter, structural)]
    fn set_name(this: &Failure, name: &str);
    #[wasm_bindgen(method, setter, structural)]
    fn set_code(this: &Failure, code: &str);
}

/// The `name` of every error that the module throws on purpose. Anything else that comes out of a
/// call (a `RuntimeError`, say) means that the instance is not to be called again.
const NAME: &str = "ThumbindexError";

/// Makes the JavaScript error for a failure of the engine.
pub(crate) fn from_engine(error: &thumbindex_engine::Error) -> Failure {
    let failure = Failure::new(&error.sentence());
    failure.set_name(NAME);
    failure.set_code(error.kind().code());
    failure
}
