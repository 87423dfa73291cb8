//! The index as bytes: readers and, with feature `build`, the writers beside them.
//!
//! FORMAT.md specifies every byte. Only [`bytes`] and [`bits`] touch foreign bytes; everything else reads
//! through them, so no length or offset from a file is believed before it was compared with the
//! bytes that are there.

pub(crate) mod bits;
pub(crate) mod bytes;
