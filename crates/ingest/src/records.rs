//! The records of a file, and how each becomes a document.
//!
//! Reading is in two parts so that the second can run on many threads: [`Records`] cuts a file into [`Record`]s, one
//! after the other; a [`Parser`] makes documents of them, in any order.

use std::io::Read;
use std::sync::Arc;

use thumbindex_engine::Document;

use crate::csv::{Dialect, Table};
use crate::error::{Error, Kind};
use crate::fields::FieldMap;
use crate::format::{Format, Unpacked};
use crate::json::{self, Elements};
use crate::lines::{Cut, Input};
use crate::problem::{Problem, Reason};

/// What one record may cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest record in bytes, as it stands in the unpacked file. A longer one is a
    /// [`Reason::RecordTooLong`] problem, and no more than this is ever held of it.
    pub record_bytes: usize,
}

impl Default for Limits {
    /// 16 MiB a record.
    fn default() -> Self {
        Limits { record_bytes: 16 << 20 }
    }
}

/// One record as it stands in the file.
#[derive(Debug)]
pub struct Record {
    /// The line on which it begins, counted from 1.
    pub line: u64,
    /// Its number in the file, counted from 0; records that cannot be used count too.
    pub ordinal: u64,
    /// Its bytes, without what separates it from the next one.
    pub bytes: Vec<u8>,
    fault: Option<Reason>,
}

/// A document, and what had to be left out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The line on which the record begins.
    pub line: u64,
    /// The cleaned document.
    pub document: Document,
    /// Problems of severity [`Warning`](crate::Severity::Warning).
    pub warnings: Vec<Problem>,
}

enum Splitter {
    Lines,
    Elements(Elements),
    Rows,
}

/// The records of one file, read one after the other.
///
/// Memory: a buffer of 64 KiB, the record at hand, and the state of the unpacker (gzip 32 KiB; xz the size of its
/// dictionary, at most 256 MiB).
pub struct Records<'r> {
    input: Input<'r>,
    splitter: Splitter,
    shape: Shape,
    file: Arc<str>,
    packing: Option<&'static str>,
    format: Format,
    ordinal: u64,
    over: bool,
}

#[derive(Clone)]
enum Shape {
    Json,
    Table(Table),
}

impl<'r> Records<'r> {
    /// Opens a file. The name tells the format (see [`Format::detect`]) and is what problems are reported under; the
    /// file system is not touched.
    ///
    /// A table needs a header with a column for the title or the body, which is why the fields are asked for here.
    pub fn open<R: Read + Send + 'r>(
        name: &str,
        reader: R,
        fields: &FieldMap,
        limits: &Limits,
    ) -> Result<Records<'r>, Error> {
        let unpacked = Unpacked::open(name, reader)?;
        let packing = unpacked.packing;
        let format = match Format::detect(name, unpacked.head()) {
            Some(format) => format,
            None => return Err(Error::from(Kind::UnknownFormat { file: name.to_owned() })),
        };
        let dialect = match format {
            Format::Csv => Some(Dialect::of_csv(unpacked.head())),
            Format::Tsv => Some(Dialect::Tabs),
            _ => None,
        };
        let mut input = Input::new(Box::new(unpacked), limits.record_bytes);
        let (splitter, shape) = match (format, dialect) {
            (_, Some(dialect)) => {
                let columns = read_header(name, packing, dialect, &mut input, fields)?;
                (Splitter::Rows, Shape::Table(Table { dialect, columns }))
            }
            (Format::JsonArray, _) => (Splitter::Elements(Elements::of_array()), Shape::Json),
            (Format::JsonSequence, _) => (Splitter::Elements(Elements::of_sequence()), Shape::Json),
            _ => (Splitter::Lines, Shape::Json),
        };
        Ok(Records { input, splitter, shape, file: name.into(), packing, format, ordinal: 0, over: false })
    }

    /// The format of the file.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The line that is read next, counted from 1.
    pub fn line(&self) -> u64 {
        self.input.line()
    }

    /// What makes documents of this file's records.
    pub fn parser(&self, fields: &FieldMap) -> Parser {
        Parser { file: self.file.clone(), shape: self.shape.clone(), fields: fields.clone(), first_ordinal: 0 }
    }

    /// The next record; `None` at the end of the file. After an error there is nothing more to read.
    pub fn next_record(&mut self) -> Result<Option<Record>, Error> {
        if self.over {
            return Ok(None);
        }
        let cut = match (&mut self.splitter, &self.shape) {
            (Splitter::Elements(elements), _) => elements.next(&mut self.input),
            (Splitter::Rows, Shape::Table(table)) => table.dialect.next_row(&mut self.input),
            _ => self.input.next_line(),
        };
        match cut {
            Ok(Some(Cut { line, bytes, fault })) => {
                let ordinal = self.ordinal;
                self.ordinal += 1;
                Ok(Some(Record { line, ordinal, bytes, fault }))
            }
            Ok(None) => {
                self.over = true;
                Ok(None)
            }
            Err(error) => {
                self.over = true;
                Err(Unpacked::error(self.packing, &self.file, error))
            }
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_record().transpose()
    }
}

fn read_header(
    name: &str,
    packing: Option<&'static str>,
    dialect: Dialect,
    input: &mut Input<'_>,
    fields: &FieldMap,
) -> Result<Arc<[String]>, Error> {
    let row = dialect.next_row(input).map_err(|error| Unpacked::error(packing, name, error))?;
    let Some(Cut { bytes, fault, .. }) = row else { return Ok(Arc::default()) };
    let columns = match fault {
        Some(fault) => Err(fault),
        None => dialect.fields(&bytes),
    };
    let columns =
        columns.map_err(|fault| Error::from(Kind::Header { file: name.to_owned(), cause: fault.to_string() }))?;
    let columns: Vec<String> = columns.iter().map(|column| crate::clean::clean_plain(column)).collect();
    if !columns.iter().any(|column| fields.holds_text(column)) {
        let found: Vec<String> = columns.iter().take(8).map(|c| c.chars().take(40).collect()).collect();
        return Err(Error::from(Kind::NoKnownColumn { file: name.to_owned(), found: found.join(", ") }));
    }
    Ok(columns.into())
}

/// Makes documents of the records of one file. Any number of threads can share it.
#[derive(Clone)]
pub struct Parser {
    file: Arc<str>,
    shape: Shape,
    fields: FieldMap,
    first_ordinal: u64,
}

impl Parser {
    /// The same parser for a file whose records continue a count: what records without an id are called.
    pub fn counting_from(mut self, first_ordinal: u64) -> Parser {
        self.first_ordinal = first_ordinal;
        self
    }

    /// The document of a record, or why there is none. Costs time and memory in proportion to the record.
    pub fn parse(&self, record: Record) -> Result<Parsed, Problem> {
        let Record { line, ordinal, bytes, fault } = record;
        let problem = |reason| Problem { file: self.file.clone(), line, reason };
        if let Some(fault) = fault {
            return Err(problem(fault));
        }
        let draft = match &self.shape {
            Shape::Json => json::read_record(&bytes, &self.fields),
            Shape::Table(table) => table.read_record(&bytes, &self.fields),
        };
        let (document, warnings) =
            draft.and_then(|draft| draft.finish(self.first_ordinal + ordinal)).map_err(problem)?;
        Ok(Parsed { line, document, warnings: warnings.into_iter().map(problem).collect() })
    }
}
