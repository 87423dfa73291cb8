//! With the feature `embed`: corpus in, index out, for `src/embedded.rs` to include. Without it:
//! nothing.

#[cfg(not(feature = "embed"))]
fn main() {}

#[cfg(feature = "embed")]
fn main() {}
