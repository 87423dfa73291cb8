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

/// A failure: its kind, what it is about, and a number or text that belongs to it.
///
/// Errors are made deep inside readers and cross many calls on their way out, so they are small and
/// the sentence is made only where somebody reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    about: &'static str,
    number: u64,
    /// A whole sentence in place of the one by kind.
    sentence: Option<Box<str>>,
}

impl Error {
    /// A failure that has a sentence of its own.
    #[cfg(feature = "build")]
    #[cold]
    pub(crate) fn new(kind: ErrorKind, sentence: impl Into<Box<str>>) -> Self {
        Error { kind, about: "", number: 0, sentence: Some(sentence.into()) }
    }

    /// A failure of a named thing.
    #[cold]
    pub(crate) fn about(kind: ErrorKind, about: &'static str) -> Self {
        Error::numbered(kind, about, 0)
    }

    /// A failure of a named thing with a number that tells more.
    #[cold]
    pub(crate) fn numbered(kind: ErrorKind, about: &'static str, number: u64) -> Self {
        Error { kind, about, number, sentence: None }
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sentence) = &self.sentence {
            return f.write_str(sentence);
        }
        let Error { kind, about, number, .. } = self;
        match kind {
            ErrorKind::NotAnIndex => {
                f.write_str("this is not a thumbindex index (perhaps an error page in its place); check the address")
            }
            ErrorKind::Truncated => {
                write!(f, "the index file has {number} bytes, not as many as it says; load it again or build it again")
            }
            ErrorKind::Corrupt => {
                write!(f, "the index is damaged: {about} does not match its hash; load it again or build it again")
            }
            ErrorKind::Version => write!(
                f,
                "the index has format version {number}, this module reads version {}; build the index and the page code with the same thumbindex",
                crate::format::container::VERSION
            ),
            ErrorKind::WrongBlock => {
                write!(f, "block {number} {about}; load it again past the cache, or load the page again")
            }
            ErrorKind::Malformed | ErrorKind::Corpus => write!(f, "the index is malformed: {about}; build it again"),
        }
    }
}

impl std::error::Error for Error {}
