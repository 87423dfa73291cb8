//! Splits a file into lines, and counts them.
//!
//! LF, CRLF and a lone CR end a line. `Input` is the counted view of a file that the splitters of all formats share;
//! `Cut` is what they cut off it: the bytes of one record, never more than the limit.

use std::io::{self, BufRead};

use crate::problem::Reason;

/// The bytes of one record as they stand in the file.
#[derive(Debug, Default)]
pub(crate) struct Cut {
    /// The line on which the record begins, counted from 1.
    pub(crate) line: u64,
    pub(crate) bytes: Vec<u8>,
    /// Set when the bytes are not a whole record.
    pub(crate) fault: Option<Reason>,
}

/// A file on its way through a splitter.
pub(crate) struct Input<'r> {
    reader: Box<dyn BufRead + Send + 'r>,
    /// The line of the next byte.
    line: u64,
    /// The byte before was a CR: a LF now belongs to the same line end.
    after_cr: bool,
    limit: usize,
}

impl<'r> Input<'r> {
    pub(crate) fn new(reader: Box<dyn BufRead + Send + 'r>, limit: usize) -> Self {
        Input { reader, line: 1, after_cr: false, limit }
    }

    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    pub(crate) fn start(&self) -> Cut {
        Cut { line: self.line, ..Cut::default() }
    }

    /// Hands the next bytes to `scan`, which says how many of them it takes and whether it is done. Returns whether it
    /// was done before the file ended.
    pub(crate) fn scan(&mut self, mut scan: impl FnMut(&[u8]) -> (usize, bool)) -> io::Result<bool> {
        loop {
            let buffer = match self.reader.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                return Ok(false);
            }
            let (taken, done) = scan(buffer);
            let taken = taken.min(buffer.len());
            for at in memchr::memchr2_iter(b'\n', b'\r', &buffer[..taken]) {
                let after_cr = if at == 0 { self.after_cr } else { buffer[at - 1] == b'\r' };
                if buffer[at] == b'\r' || !after_cr {
                    self.line += 1;
                }
            }
            if let Some(&last) = buffer[..taken].last() {
                self.after_cr = last == b'\r';
            }
            self.reader.consume(taken);
            if done {
                return Ok(true);
            }
        }
    }

    /// Appends bytes to a record unless it would become longer than the limit; then it drops what there is.
    pub(crate) fn keep(limit: usize, cut: &mut Cut, bytes: &[u8]) {
        if cut.fault.is_some() {
            return;
        }
        if cut.bytes.len() + bytes.len() > limit {
            cut.bytes = Vec::new();
            cut.fault = Some(Reason::RecordTooLong { limit });
        } else {
            cut.bytes.extend_from_slice(bytes);
        }
    }

    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// The next line that is not blank, without its end.
    pub(crate) fn next_line(&mut self) -> io::Result<Option<Cut>> {
        loop {
            let mut cut = self.start();
            let limit = self.limit;
            let ended = self.scan(|buffer| match memchr::memchr2(b'\n', b'\r', buffer) {
                Some(end) => {
                    Self::keep(limit, &mut cut, &buffer[..end]);
                    (end + 1, true)
                }
                None => {
                    Self::keep(limit, &mut cut, buffer);
                    (buffer.len(), false)
                }
            })?;
            // The empty line between a CR and its LF is blank too.
            if cut.fault.is_some() || !cut.bytes.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(cut));
            }
            if !ended {
                return Ok(None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8], limit: usize, buffer: usize) -> Vec<(u64, String)> {
        let reader = io::BufReader::with_capacity(buffer, io::Cursor::new(bytes.to_vec()));
        let mut input = Input::new(Box::new(reader), limit);
        let mut lines = Vec::new();
        while let Some(cut) = input.next_line().unwrap() {
            let text = match cut.fault {
                Some(reason) => reason.code().to_owned(),
                None => String::from_utf8(cut.bytes).unwrap(),
            };
            lines.push((cut.line, text));
        }
        lines
    }

    #[test]
    fn every_kind_of_line_end_gives_the_same_lines_and_numbers() {
        let expected = vec![(1, "a".to_owned()), (3, "b".to_owned()), (4, "c".to_owned())];
        for text in ["a\n\nb\nc", "a\r\n\r\nb\r\nc\r\n", "a\r\rb\rc\r", "a\r\n\nb\rc\n\n"] {
            for buffer in [1, 2, 3, 64] {
                assert_eq!(lines(text.as_bytes(), 100, buffer), expected, "{text:?}, {buffer}");
            }
        }
    }

    #[test]
    fn a_line_longer_than_the_limit_is_named_and_the_next_one_read() {
        let expected = vec![(1, "abcd".to_owned()), (2, "record-too-long".to_owned()), (3, "e".to_owned())];
        for buffer in [1, 3, 64] {
            assert_eq!(lines(b"abcd\nabcde\ne", 4, buffer), expected);
        }
    }
}
