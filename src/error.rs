//! Failures as JavaScript sees them: real `Error` objects with a name and a stable code.

use js_sys::{Error as JsError, Reflect};

/// The `name` of every error that the module throws on purpose. Anything else that comes out of a
/// call (a `RuntimeError`, say) means that the instance is not to be called again.
const NAME: &str = "ThumbindexError";

/// Makes the JavaScript error for a failure of the engine.
pub(crate) fn from_engine(error: &thumbindex_engine::Error) -> JsError {
    new(error.kind().code(), &error.sentence())
}

/// Makes a JavaScript error with a code.
pub(crate) fn new(code: &str, message: &str) -> JsError {
    let error = JsError::new(message);
    error.set_name(NAME);
    // A fresh ordinary object takes any property: there is no failure to report.
    let _ = Reflect::set(&error, &"code".into(), &code.into());
    error
}
