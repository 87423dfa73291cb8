//! What can be wrong with a file as a whole, or with the configuration.

use std::io;

use thiserror::Error as ThisError;

/// A file that cannot be read, or read on; or a configuration that cannot be used.
///
/// What concerns one record alone is a [`Problem`](crate::Problem) instead. The text names the file, the cause and the
/// remedy; [`Error::code`] is for programs.
#[derive(Debug, ThisError)]
#[error(transparent)]
pub struct Error(#[from] Kind);

#[derive(Debug, ThisError)]
pub(crate) enum Kind {
    #[error("{file}: cannot be read: {source}")]
    Io { file: String, source: io::Error },
    #[error("{file}: the {packing} data ends too early. Fix: the file was cut short, copy it again")]
    Truncated { file: String, packing: &'static str },
    #[error("{file}: the {packing} data is damaged ({source}). Fix: copy or compress the file again")]
    Corrupt { file: String, packing: &'static str, source: io::Error },
    #[error("{file}: unpacking needs more than 256 MiB of memory. Fix: compress the file again, with xz -9 at most")]
    Memory { file: String },
    #[error("{file}: the name says {packing}, the bytes do not. Fix: rename the file or compress it")]
    NotPacked { file: String, packing: &'static str },
    #[error("{file}: the file is UTF-16. Fix: convert it to UTF-8, e.g. iconv -f UTF-16 -t UTF-8")]
    Utf16 { file: String },
    #[error("{file}: neither name nor content tell the format. Fix: name the file .jsonl, .json, .csv or .tsv")]
    UnknownFormat { file: String },
    #[error("{file}: the header cannot be used: {cause}. Fix: the first line must name the columns in UTF-8")]
    Header { file: String, cause: String },
    #[error(
        "{file}: no column is known to hold a title or a text (found: {found}). \
         Fix: write a header line, or name the columns with --field title=NAME and --field body=NAME"
    )]
    NoKnownColumn { file: String, found: String },
    #[error("{0}")]
    Config(String),
}

impl Error {
    pub(crate) fn config(message: impl Into<String>) -> Error {
        Error(Kind::Config(message.into()))
    }

    /// A short name of the kind that stays the same between versions.
    pub fn code(&self) -> &'static str {
        match &self.0 {
            Kind::Io { .. } => "io",
            Kind::Truncated { .. } => "truncated",
            Kind::Corrupt { .. } => "corrupt",
            Kind::Memory { .. } => "xz-memory",
            Kind::NotPacked { .. } => "not-compressed",
            Kind::Utf16 { .. } => "utf16",
            Kind::UnknownFormat { .. } => "unknown-format",
            Kind::Header { .. } => "header",
            Kind::NoKnownColumn { .. } => "no-known-column",
            Kind::Config(_) => "config",
        }
    }

    /// Whether a compressed file ends too early. The documents before the cut have been handed out.
    pub fn is_truncated(&self) -> bool {
        matches!(self.0, Kind::Truncated { .. })
    }

    /// Whether the configuration or a field mapping is at fault, not a file.
    pub fn is_config(&self) -> bool {
        matches!(self.0, Kind::Config(_))
    }
}
