//! Embeds a corpus when the feature `embed` is on; otherwise does nothing.
fn main() {}
