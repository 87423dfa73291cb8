//! What can be wrong with one record, and what becomes of it.
//!
//! A [`Problem`] concerns one record of a file; reading goes on behind it. What concerns a file as a whole is an
//! [`Error`](crate::Error).

use std::fmt;
use std::sync::Arc;

use thiserror::Error;

/// What became of the record that a [`Problem`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// A document was made, without the part that could not be used.
    Warning,
    /// There is no document for this record.
    Skipped,
}

/// A record that could not be used, or not wholly.
///
/// Its text names the place, what became of the record, a stable code, the cause and the remedy:
///
/// ```
/// use thumbindex_ingest::{Problem, Reason};
/// let problem = Problem { file: "papers.csv".into(), line: 7, reason: Reason::FieldCount { expected: 3, found: 2 } };
/// assert_eq!(
///     problem.to_string(),
///     "papers.csv:7: record skipped [field-count]: the row has 2 fields, the header has 3. \
///      Fix: quote fields that contain the separator, and give every row as many fields as the header."
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The name of the file, as it was given.
    pub file: Arc<str>,
    /// The line on which the record begins, counted from 1. LF, CRLF and a lone CR each end a line.
    pub line: u64,
    /// What is wrong.
    pub reason: Reason,
}

impl Problem {
    /// Whether the record was skipped or used in part.
    pub fn severity(&self) -> Severity {
        self.reason.severity()
    }

    /// A short name of the reason that stays the same between versions.
    pub fn code(&self) -> &'static str {
        self.reason.code()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fate = match self.severity() {
            Severity::Skipped => "record skipped",
            Severity::Warning => "warning",
        };
        let Problem { file, line, reason } = self;
        write!(f, "{file}:{line}: {fate} [{}]: {reason}. Fix: {}.", reason.code(), reason.fix())
    }
}

impl std::error::Error for Problem {}

/// Why a record could not be used, or not wholly. The text is the cause alone; see [`Reason::fix`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Reason {
    /// Longer than [`Limits::record_bytes`](crate::Limits::record_bytes). What lies beyond was not kept in memory.
    #[error("the record is longer than the limit of {limit} bytes")]
    RecordTooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// Not UTF-8.
    #[error("the bytes are not UTF-8 (first at byte {at} of the record)")]
    NotUtf8 {
        /// Offset of the first wrong byte in the record.
        at: usize,
    },
    /// Not JSON.
    #[error("not valid JSON: {message}")]
    JsonSyntax {
        /// What the parser expected, and where in the record.
        message: String,
    },
    /// JSON nested deeper than 128 levels.
    #[error("the JSON is nested more than 128 levels deep")]
    JsonTooDeep,
    /// JSON, but not an object.
    #[error("the record is {found}, not an object")]
    NotAnObject {
        /// What was found: "a list", "text", ...
        found: &'static str,
    },
    /// The file ends before the record does.
    #[error("the file ends inside this record")]
    Unfinished,
    /// The file ends before the JSON array is closed. All complete records were read.
    #[error("the file ends before the array is closed with ']'")]
    ArrayNotClosed,
    /// Something follows the closed JSON array.
    #[error("there is text after the end of the array")]
    AfterArray,
    /// A row with more or fewer fields than the header.
    #[error("the row has {found} fields, the header has {expected}")]
    FieldCount {
        /// Fields in the header.
        expected: usize,
        /// Fields in the row.
        found: usize,
    },
    /// A quoted CSV field that never ends.
    #[error("a quotation mark opened in this row is never closed")]
    OpenQuote,
    /// Neither a title nor a body.
    #[error("the record has neither a title nor a body")]
    NoText,
    /// An earlier record has the same id.
    #[error("the id \"{id}\" is already used by {first_file}:{first_line}")]
    DuplicateId {
        /// The id.
        id: String,
        /// The file of the first record with this id.
        first_file: Arc<str>,
        /// Its line.
        first_line: u64,
    },
    /// An id that is neither text nor a whole number.
    #[error("the id is {found}, not text or a whole number")]
    IdKind {
        /// What was found.
        found: &'static str,
    },
    /// A whole number with too many digits to be read exactly.
    #[error("the id is a number with too many digits to be read exactly")]
    IdNotExact,
    /// A link that leads elsewhere than to http, https, mailto or a relative address. The document has no url.
    #[error("the url \"{url}\" is refused: {why}")]
    UrlRefused {
        /// The link as it was found, cleaned of control characters and cut to 100 characters.
        url: String,
        /// What is wrong with it.
        why: UrlFault,
    },
    /// A year field in which no year was found. The document has no year.
    #[error("no year was found in \"{value}\"")]
    YearUnreadable {
        /// The value, cut to 100 characters.
        value: String,
    },
    /// Not BibTeX.
    #[error("the entry is not valid BibTeX: {message}")]
    BibtexSyntax {
        /// What the parser expected.
        message: String,
    },
    /// Neither Atom nor RSS.
    #[error("the feed cannot be read: {message}")]
    FeedSyntax {
        /// What the parser found.
        message: String,
    },
    /// A page with bytes that are no text in its encoding; they were replaced.
    #[error("bytes of the page are not {encoding}")]
    PageEncoding {
        /// The encoding that the page names.
        encoding: &'static str,
    },
    /// A page whose elements are nested too deep, or a tag with too many attributes. The rest of the page was left out.
    #[error("the page nests its elements without end, or has a tag with hundreds of attributes")]
    PageTooDeep,
    /// A page that is too long. The rest of it was left out.
    #[error("the page is longer than {limit} bytes")]
    PageTooLong {
        /// The limit in bytes.
        limit: usize,
    },
}

/// Why a link is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UrlFault {
    /// A scheme other than http, https and mailto.
    #[error("only http, https, mailto and relative addresses are allowed")]
    Scheme,
    /// `//host/path` leads to another host under the page's own scheme.
    #[error("an address that begins with // leads to another host")]
    OtherHost,
    /// Browsers read a backslash as a slash.
    #[error("it contains a backslash, which browsers read as a slash")]
    Backslash,
    /// `https:` without a host, and the like.
    #[error("nothing follows the scheme")]
    Empty,
}

impl Reason {
    /// Whether the record was skipped or used in part.
    pub fn severity(&self) -> Severity {
        match self {
            Reason::UrlRefused { .. } | Reason::YearUnreadable { .. } | Reason::ArrayNotClosed | Reason::AfterArray => {
                Severity::Warning
            }
            Reason::PageEncoding { .. } | Reason::PageTooDeep | Reason::PageTooLong { .. } => Severity::Warning,
            _ => Severity::Skipped,
        }
    }

    /// A short name of the reason that stays the same between versions.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::RecordTooLong { .. } => "record-too-long",
            Reason::NotUtf8 { .. } => "not-utf8",
            Reason::JsonSyntax { .. } => "json-syntax",
            Reason::JsonTooDeep => "json-too-deep",
            Reason::NotAnObject { .. } => "not-an-object",
            Reason::Unfinished => "record-unfinished",
            Reason::ArrayNotClosed => "array-not-closed",
            Reason::AfterArray => "after-array",
            Reason::FieldCount { .. } => "field-count",
            Reason::OpenQuote => "open-quote",
            Reason::NoText => "no-text",
            Reason::DuplicateId { .. } => "duplicate-id",
            Reason::IdKind { .. } => "id-kind",
            Reason::IdNotExact => "id-not-exact",
            Reason::UrlRefused { .. } => "url-refused",
            Reason::YearUnreadable { .. } => "year-unreadable",
            Reason::BibtexSyntax { .. } => "bibtex-syntax",
            Reason::FeedSyntax { .. } => "feed-syntax",
            Reason::PageEncoding { .. } => "page-encoding",
            Reason::PageTooDeep => "page-too-deep",
            Reason::PageTooLong { .. } => "page-too-long",
        }
    }

    /// The remedy.
    pub fn fix(&self) -> &'static str {
        match self {
            Reason::RecordTooLong { .. } => "split the record, or raise record_mib in [limits] of thumbindex.toml",
            Reason::NotUtf8 { .. } => "save the file as UTF-8",
            Reason::JsonSyntax { .. } => "write one complete JSON object for each record",
            Reason::JsonTooDeep => "flatten the record",
            Reason::NotAnObject { .. } => "write each record as an object such as {\"title\": \"...\"}",
            Reason::Unfinished | Reason::ArrayNotClosed => "the file was probably cut short: copy it again",
            Reason::AfterArray => "put all records into one array, or write one object a line (.jsonl)",
            Reason::FieldCount { .. } => {
                "quote fields that contain the separator, and give every row as many fields as the header"
            }
            Reason::OpenQuote => "close the quotation mark; write a quotation mark inside a field twice",
            Reason::NoText => "give the record a title or a body, or name the right fields with --field body=NAME",
            Reason::DuplicateId { .. } => "give every record an id of its own",
            Reason::IdKind { .. } | Reason::IdNotExact => "write the id as text, in quotation marks",
            Reason::UrlRefused { .. } => "link to an http or https address or to a path of this site",
            Reason::YearUnreadable { .. } => "write the year with four digits, such as 2024 or 2024-05-31",
            Reason::BibtexSyntax { .. } => "close every brace and quotation mark, and put a comma behind every field",
            Reason::FeedSyntax { .. } => "give a feed of <entry> or <item> elements in well-formed XML",
            Reason::PageEncoding { .. } => "save the page as UTF-8, and say so with <meta charset=utf-8>",
            Reason::PageTooDeep => "look at the page's markup: something in it is never closed",
            Reason::PageTooLong { .. } => "split the page",
        }
    }
}
