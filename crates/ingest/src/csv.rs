//! CSV and TSV: rows, and one row to its fields.
//!
//! CSV follows RFC 4180: fields may be quoted, quoted fields may contain separators and line breaks, a quotation mark
//! inside one is written twice; a quotation mark inside an unquoted field is an ordinary character. In TSV a line is a
//! row, whatever stands in it: a field that begins *and* ends with a quotation mark is unquoted.

use std::borrow::Cow;
use std::io;
use std::sync::Arc;

use csv_core::ReadRecordResult;

use crate::fields::{Draft, FieldMap, Value};
use crate::lines::{Cut, Input};
use crate::problem::Reason;

/// How the fields of a row are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Separated by this byte, with quoting.
    Quoted(u8),
    /// Separated by tabs, one line a row.
    Tabs,
}

/// The columns' names and how to read a row.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) dialect: Dialect,
    pub(crate) columns: Arc<[String]>,
}

#[derive(Clone, Copy, PartialEq)]
enum At {
    FieldStart,
    Unquoted,
    Quoted,
    /// Behind a quotation mark that closes the field or is the first of two.
    Quote,
}

impl Dialect {
    /// The separator of a CSV file, from its header: the one that occurs most outside quotation marks.
    pub(crate) fn of_csv(head: &[u8]) -> Dialect {
        let mut counts = [(b',', 0usize), (b';', 0), (b'\t', 0)];
        let mut quoted = false;
        for &byte in head {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' | b'\r' if !quoted => break,
                _ if quoted => {}
                _ => {
                    if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| *separator == byte) {
                        *count += 1;
                    }
                }
            }
        }
        // max_by_key takes the last of equals: the comma must come last.
        Dialect::Quoted(counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| *separator))
    }

    /// The next row that is not blank.
    pub(crate) fn next_row(self, input: &mut Input<'_>) -> io::Result<Option<Cut>> {
        let Dialect::Quoted(separator) = self else { return input.next_line() };
        loop {
            let mut cut = input.start();
            let limit = input.limit();
            let mut at = At::FieldStart;
            let ended = input.scan(|buffer| {
                let mut i = 0;
                while let Some(&byte) = buffer.get(i) {
                    at = match (at, byte) {
                        (At::Quoted, b'"') => At::Quote,
                        (At::Quoted, _) => match memchr::memchr(b'"', &buffer[i..]) {
                            Some(skip) => {
                                i += skip;
                                continue;
                            }
                            None => break,
                        },
                        (At::Quote, b'"') | (At::FieldStart, b'"') => At::Quoted,
                        (_, b'\n' | b'\r') => {
                            Input::keep(limit, &mut cut, &buffer[..i]);
                            return (i + 1, true);
                        }
                        (_, byte) if byte == separator => At::FieldStart,
                        _ => At::Unquoted,
                    };
                    i += 1;
                }
                Input::keep(limit, &mut cut, buffer);
                (buffer.len(), false)
            })?;
            if !ended && at == At::Quoted && cut.fault.is_none() {
                cut.fault = Some(Reason::OpenQuote);
            }
            if cut.fault.is_some() || !cut.bytes.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(cut));
            }
            if !ended {
                return Ok(None);
            }
        }
    }

    /// The fields of a row.
    pub(crate) fn fields(self, row: &[u8]) -> Result<Vec<Cow<'_, str>>, Reason> {
        let text = std::str::from_utf8(row).map_err(|error| Reason::NotUtf8 { at: error.valid_up_to() })?;
        match self {
            Dialect::Tabs => Ok(text.split('\t').map(unquoted).collect()),
            Dialect::Quoted(separator) => {
                let mut reader = csv_core::ReaderBuilder::new().delimiter(separator).build();
                let mut output = vec![0; row.len() + 1];
                let mut ends = vec![0; memchr::memchr_iter(separator, row).count() + 2];
                let (mut read, mut written, mut count) = (0, 0, 0);
                loop {
                    let (result, r, w, e) =
                        reader.read_record(&row[read..], &mut output[written..], &mut ends[count..]);
                    read += r;
                    written += w;
                    count += e;
                    match result {
                        // An empty input afterwards says that the row is complete.
                        ReadRecordResult::InputEmpty => {}
                        ReadRecordResult::OutputFull => output.resize(output.len() * 2, 0),
                        ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
                        ReadRecordResult::Record | ReadRecordResult::End => break,
                    }
                }
                let mut start = 0;
                let mut fields = Vec::with_capacity(count);
                for &end in &ends[..count] {
                    let field = output.get(start..end).unwrap_or_default();
                    fields.push(Cow::Owned(String::from_utf8_lossy(field).into_owned()));
                    start = end;
                }
                Ok(fields)
            }
        }
    }
}

/// A TSV field without the quotation marks around it.
fn unquoted(field: &str) -> Cow<'_, str> {
    match field.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => Cow::Owned(inner.replace("\"\"", "\"")),
        None => Cow::Borrowed(field),
    }
}

impl Table {
    /// Reads one row into the fields of a draft.
    pub(crate) fn read_record<'a, 'm>(&'a self, row: &'a [u8], map: &'m FieldMap) -> Result<Draft<'a, 'm>, Reason> {
        let fields = self.dialect.fields(row)?;
        if fields.len() != self.columns.len() {
            return Err(Reason::FieldCount { expected: self.columns.len(), found: fields.len() });
        }
        let mut draft = Draft::new(map);
        for (name, value) in self.columns.iter().zip(fields) {
            draft.add(Cow::Borrowed(name), Value::Text(value));
        }
        Ok(draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(dialect: Dialect, text: &str) -> Vec<(u64, Vec<String>)> {
        let mut all: Vec<Vec<(u64, Vec<String>)>> = Vec::new();
        for buffer in [1, 2, 5, 4096] {
            let reader = io::BufReader::with_capacity(buffer, io::Cursor::new(text.as_bytes().to_vec()));
            let mut input = Input::new(Box::new(reader), 1000);
            let mut rows = Vec::new();
            while let Some(cut) = dialect.next_row(&mut input).unwrap() {
                let fields = match cut.fault {
                    Some(reason) => vec![reason.code().to_owned()],
                    None => dialect.fields(&cut.bytes).unwrap().into_iter().map(Cow::into_owned).collect(),
                };
                rows.push((cut.line, fields));
            }
            all.push(rows);
        }
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "the buffer's size matters: {all:?}");
        all.pop().unwrap()
    }

    #[track_caller]
    fn check(dialect: Dialect, text: &str, expected: &[(u64, &[&str])]) {
        let expected: Vec<(u64, Vec<String>)> =
            expected.iter().map(|(line, fields)| (*line, fields.iter().map(|f| f.to_string()).collect())).collect();
        assert_eq!(rows(dialect, text), expected, "{text:?}");
    }

    const COMMA: Dialect = Dialect::Quoted(b',');

    #[test]
    fn rows_of_csv() {
        check(COMMA, "a,b\n1,2\n", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check(COMMA, "a,b\r\n\r\n1,\r\n", &[(1, &["a", "b"]), (3, &["1", ""])]);
        check(COMMA, "a,b\r1,2\r", &[(1, &["a", "b"]), (2, &["1", "2"])]);
        check(COMMA, "\"a,\n\"\"b\",c\nd,e", &[(1, &["a,\n\"b", "c"]), (3, &["d", "e"])]);
        check(COMMA, "a \"b\" c,d\n", &[(1, &["a \"b\" c", "d"])]);
        check(COMMA, "\"\",\n", &[(1, &["", ""])]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_named() {
        check(COMMA, "a,b\nc,\"d\ne,f\n", &[(1, &["a", "b"]), (2, &["open-quote"])]);
    }

    #[test]
    fn rows_of_tsv_are_lines() {
        check(Dialect::Tabs, "a\tb\n\"c\td\n", &[(1, &["a", "b"]), (2, &["\"c", "d"])]);
        check(Dialect::Tabs, "\"a \"\"b\"\"\"\t\"c\"", &[(1, &["a \"b\"", "c"])]);
    }

    #[test]
    fn the_separator_is_found_in_the_header() {
        assert_eq!(Dialect::of_csv(b"id,title;x\n;;;;"), COMMA);
        assert_eq!(Dialect::of_csv(b"id;title;\"a,b,c,d\"\n"), Dialect::Quoted(b';'));
        assert_eq!(Dialect::of_csv(b"id\ttitle"), Dialect::Quoted(b'\t'));
        assert_eq!(Dialect::of_csv(b"title"), COMMA);
    }
}
