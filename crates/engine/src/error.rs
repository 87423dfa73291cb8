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
/// Errors are made deep inside readers and cross many calls on their way out, so they are one word and
/// the sentence is made only where somebody reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Failure>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Failure {
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
        Error(Box::new(Failure { kind, about: "", number: 0, sentence: Some(sentence.into()) }))
    }

    /// A failure of a named thing.
    #[cold]
    pub(crate) fn about(kind: ErrorKind, about: &'static str) -> Self {
        Error::numbered(kind, about, 0)
    }

    /// A failure of a named thing with a number that tells more.
    #[cold]
    pub(crate) fn numbered(kind: ErrorKind, about: &'static str, number: u64) -> Self {
        Error(Box::new(Failure { kind, about, number, sentence: None }))
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }
}

impl Error {
    /// What failed and what to do, as a sentence. [`Display`](fmt::Display) gives the same; this way to it takes no part of the
    /// formatting machinery, which the module does without.
    pub fn sentence(&self) -> String {
        let Failure { kind, about, number, sentence } = &*self.0;
        if let Some(sentence) = sentence {
            return sentence.as_ref().to_owned();
        }
        let mut digits = String::new();
        push_decimal(&mut digits, *number);
        let parts: [&str; 5] = match kind {
            ErrorKind::NotAnIndex => [
                "this is not a thumbindex index (perhaps an error page in its place); check the address",
                "",
                "",
                "",
                "",
            ],
            ErrorKind::Truncated => [
                "the index file has ",
                &digits,
                " bytes, not as many as it says; load it again or build it again",
                "",
                "",
            ],
            ErrorKind::Corrupt => {
                ["the index is damaged: ", about, " does not match its hash; load it again or build it again", "", ""]
            }
            ErrorKind::Version => [
                "the index has format version ",
                &digits,
                ", this module reads version ",
                crate::format::container::VERSION_NAME,
                "; build the index and the page code with the same thumbindex",
            ],
            ErrorKind::WrongBlock => {
                ["block ", &digits, " ", about, "; load it again past the cache, or load the page again"]
            }
            ErrorKind::Malformed | ErrorKind::Corpus => ["the index is malformed: ", about, "; build it again", "", ""],
        };
        let mut sentence = String::new();
        for part in parts {
            sentence.push_str(part);
        }
        sentence
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence())
    }
}

impl std::error::Error for Error {}

/// Appends a number in decimal digits.
pub(crate) fn push_decimal(out: &mut String, number: u64) {
    let mut digits = [0u8; 20];
    let (mut rest, mut first) = (number, digits.len());
    for digit in digits.iter_mut().rev() {
        *digit = (rest % 10) as u8;
        rest /= 10;
        first -= 1;
        if rest == 0 {
            break;
        }
    }
    for &digit in digits.iter().skip(first) {
        out.push(char::from(b'0' + digit));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn decimals_are_those_of_the_standard_library() {
        for number in [0, 7, 10, 1_000, 18_446_744_073_709_551_615] {
            let mut out = String::from("n");
            super::push_decimal(&mut out, number);
            assert_eq!(out, format!("n{number}"));
        }
    }
}
