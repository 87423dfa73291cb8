//! Errors: what failed, where, and what to do.

use std::fmt;

/// What kind of failure an [`Error`] is; stable, for programs to decide on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The bytes are no thumbindex file at all (an error page, another format).
    NotAnIndex,
    /// The file is shorter or longer than it says.
    Truncated,
    /// The bytes changed since they were written: a hash does not match.
    Corrupt,
    /// The file is of a format version that this reader does not know.
    Version,
    /// The block belongs to another build or another place.
    WrongBlock,
    /// The file is intact but breaks a rule of the format.
    Malformed,
    /// The corpus cannot be indexed as it is.
    Corpus,
}

impl ErrorKind {
    /// The stable code that the page and `--json` show.
    pub fn code(self) -> &'static str {
        match self {
            ErrorKind::NotAnIndex => "not-an-index",
            ErrorKind::Truncated => "truncated",
            ErrorKind::Corrupt => "corrupt",
            ErrorKind::Version => "version",
            ErrorKind::WrongBlock => "wrong-block",
            ErrorKind::Malformed => "malformed",
            ErrorKind::Corpus => "corpus",
        }
    }
}

/// A failure with its kind and a sentence that names the thing and the remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into() }
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
