//! What a file is: packed or not, and in which format.

use std::io::{self, BufRead, BufReader, Read};

use crate::csv::Dialect;
use crate::error::{Error, Kind};

/// The form of the records in a file, unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// One JSON object a line.
    JsonLines,
    /// One JSON array of objects.
    JsonArray,
    /// JSON objects one after the other, each over several lines: what a .json file with a single record is, too.
    JsonSequence,
    /// Comma-separated (or semicolons, or tabs) with a header.
    Csv,
    /// Tab-separated with a header.
    Tsv,
}

impl Format {
    /// The format of a file with this name (`.gz` and `.xz` at its end left aside) that begins with these bytes.
    ///
    /// Of names in `.json` and of unknown names the content decides. `None` when it cannot.
    ///
    /// ```
    /// use thumbindex_ingest::Format;
    /// assert_eq!(Format::detect("papers.csv.gz", b""), Some(Format::Csv));
    /// assert_eq!(Format::detect("papers.json", b"[{"), Some(Format::JsonArray));
    /// assert_eq!(Format::detect("papers.json", b"{\"id\": 1}\n{"), Some(Format::JsonLines));
    /// assert_eq!(Format::detect("papers", b"id\ttitle\n"), Some(Format::Tsv));
    /// assert_eq!(Format::detect("README", b"Hello\n"), None);
    /// ```
    pub fn detect(name: &str, head: &[u8]) -> Option<Format> {
        let name = name.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".xz")).unwrap_or(&name);
        let extension = name.rsplit(['/', '\\']).next().and_then(|file| file.rsplit_once('.')).map(|(_, e)| e);
        match extension {
            Some("jsonl" | "ndjson") => return Some(Format::JsonLines),
            Some("csv") => return Some(Format::Csv),
            Some("tsv" | "tab") => return Some(Format::Tsv),
            _ => {}
        }
        let json = extension == Some("json");
        match head.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'[') => Some(Format::JsonArray),
            Some(b'{') if first_line_is_whole(head) => Some(Format::JsonLines),
            Some(b'{') => Some(Format::JsonSequence),
            Some(_) if json => Some(Format::JsonLines),
            None => Some(Format::JsonLines),
            Some(_) => {
                let header = head.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.is_empty())?;
                match Dialect::of_csv(header) {
                    _ if header.contains(&b'\t') => Some(Format::Tsv),
                    _ if header.contains(&b',') || header.contains(&b';') => Some(Format::Csv),
                    _ => None,
                }
            }
        }
    }
}

/// Whether all brackets opened on the first line are closed on it, as far as `head` reaches.
fn first_line_is_whole(head: &[u8]) -> bool {
    let (mut depth, mut quoted, mut escaped) = (0i64, false, false);
    for &byte in head.iter().skip_while(|byte| byte.is_ascii_whitespace()) {
        match byte {
            b'\n' | b'\r' => return depth == 0,
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
    }
    true
}

/// The unpacked bytes of a file, its first ones at hand.
pub(crate) struct Unpacked<'r> {
    head: Vec<u8>,
    at: usize,
    /// What stopped the reading of the head; comes up behind it.
    error: Option<io::Error>,
    rest: Box<dyn BufRead + Send + 'r>,
    /// "gzip" or "xz" when the file is packed.
    pub(crate) packing: Option<&'static str>,
}

/// As many bytes as decide on the format; enough for the first line of most files.
const HEAD_BYTES: usize = 64 * 1024;

/// An .xz file may ask for this much memory: four times what `xz -9` makes.
const XZ_MEMORY_KIB: u32 = 256 * 1024;

impl<'r> Unpacked<'r> {
    /// Unpacks by the magic bytes, which no text begins with; the name is only asked when they are missing.
    pub(crate) fn open<R: Read + Send + 'r>(name: &str, reader: R) -> Result<Self, Error> {
        let mut raw = BufReader::with_capacity(HEAD_BYTES, reader);
        let (magic, magic_error) = read_head(&mut raw, 6);
        let gzip = magic.starts_with(&[0x1f, 0x8b]);
        let xz = magic.starts_with(b"\xfd7zXZ\0");
        let lower = name.to_ascii_lowercase();
        if !magic.is_empty() && magic_error.is_none() {
            for (extension, packing, is) in [(".gz", "gzip", gzip), (".xz", "xz", xz)] {
                if lower.ends_with(extension) && !is {
                    let kind = if b"\x1f\x8b".starts_with(&magic) || b"\xfd7zXZ\0".starts_with(&magic) {
                        Kind::Truncated { file: name.to_owned(), packing }
                    } else {
                        Kind::NotPacked { file: name.to_owned(), packing }
                    };
                    return Err(Error::from(kind));
                }
            }
        }
        let raw = Unpacked { head: magic, at: 0, error: magic_error, rest: Box::new(raw), packing: None };
        let (packing, mut rest): (_, Box<dyn BufRead + Send + 'r>) = if gzip {
            let plain = flate2::bufread::MultiGzDecoder::new(raw);
            (Some("gzip"), Box::new(BufReader::with_capacity(HEAD_BYTES, plain)))
        } else if xz {
            let plain = lzma_rust2::XzReader::new_mem_limit(raw, true, XZ_MEMORY_KIB);
            (Some("xz"), Box::new(BufReader::with_capacity(HEAD_BYTES, plain)))
        } else {
            (None, Box::new(raw))
        };
        let (head, error) = read_head(&mut rest, HEAD_BYTES);
        let mut unpacked = Unpacked { head, at: 0, error, rest, packing };
        if unpacked.head.starts_with(b"\xef\xbb\xbf") {
            unpacked.at = 3;
        } else if is_utf16(&unpacked.head) {
            return Err(Error::from(Kind::Utf16 { file: name.to_owned() }));
        }
        Ok(unpacked)
    }

    /// The first bytes, without a byte order mark.
    pub(crate) fn head(&self) -> &[u8] {
        &self.head[self.at..]
    }

    /// Names an error that came up while reading.
    pub(crate) fn error(packing: Option<&'static str>, name: &str, source: io::Error) -> Error {
        let file = name.to_owned();
        Error::from(match (packing, source.kind()) {
            (Some("xz"), io::ErrorKind::OutOfMemory) => Kind::Memory { file },
            (Some(packing), io::ErrorKind::UnexpectedEof) => Kind::Truncated { file, packing },
            (Some(packing), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other) => {
                Kind::Corrupt { file, packing, source }
            }
            _ => Kind::Io { file, source },
        })
    }
}

/// Reads until there are `wanted` bytes, the reader ends or fails.
fn read_head(reader: &mut dyn BufRead, wanted: usize) -> (Vec<u8>, Option<io::Error>) {
    let mut head = Vec::new();
    let error = reader.take(wanted as u64).read_to_end(&mut head).err();
    (head, error)
}

/// A byte order mark of UTF-16 or UTF-32, or a zero in one of the first two bytes: text in UTF-8 has neither.
fn is_utf16(head: &[u8]) -> bool {
    match head {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [0, second, ..] => *second != 0,
        [first, 0, ..] => first.is_ascii_graphic(),
        _ => false,
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let count = {
            let mut available = self.fill_buf()?;
            available.read(target)?
        };
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Unpacked<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.head.len() {
            return Ok(&self.head[self.at..]);
        }
        match self.error.take() {
            Some(error) => Err(error),
            None => self.rest.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        if self.at < self.head.len() {
            self.at += count;
        } else {
            self.rest.consume(count);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_names_decide_without_looking() {
        for (name, format) in [
            ("a.jsonl", Format::JsonLines),
            ("A.JSONL", Format::JsonLines),
            ("a.ndjson.gz", Format::JsonLines),
            ("dir.csv/a.tsv.xz", Format::Tsv),
            ("a.csv", Format::Csv),
        ] {
            assert_eq!(Format::detect(name, b"[{"), Some(format), "{name}");
        }
    }

    #[test]
    fn json_and_unknown_names_are_told_by_content() {
        for (head, format) in [
            (&b" \n[ "[..], Some(Format::JsonArray)),
            (b"{\"a\":\"}\"}\n", Some(Format::JsonLines)),
            (b"{\"a\": {\"b\": 1", Some(Format::JsonLines)),
            (b"{\n \"a\": 1\n}", Some(Format::JsonSequence)),
            (b"", Some(Format::JsonLines)),
        ] {
            assert_eq!(Format::detect("a.json", head), format, "{head:?}");
            assert_eq!(Format::detect("-", head), format, "{head:?}");
        }
        assert_eq!(Format::detect("-", b"\nid,title\n"), Some(Format::Csv));
        assert_eq!(Format::detect("-", b"id;title\n"), Some(Format::Csv));
        assert_eq!(Format::detect("-", b"id\ttitle, or so\n"), Some(Format::Tsv));
        assert_eq!(Format::detect("-", b"<html>"), None);
    }
}
