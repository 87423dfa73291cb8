//! Bytes of a page to text: which encoding they are in.
//!
//! A byte order mark decides. Otherwise bytes that are UTF-8 are read as UTF-8, whatever the page says of itself: text in another
//! encoding is UTF-8 by accident only where it is ASCII. Otherwise the page's own word counts (`<meta charset>`), then Windows-1252,
//! which is what browsers fall back to.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How far into a page its encoding may be declared.
const DECLARED_WITHIN: usize = 4096;

/// The text of a page, and the encoding that was named wrongly or not at all where bytes had to be replaced.
pub(super) fn decode(bytes: &[u8]) -> (Cow<'_, str>, Option<&'static str>) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, damaged) = encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or(&[]));
        return (text, damaged.then(|| encoding.name()));
    }
    let declared = declared(bytes.get(..DECLARED_WITHIN).unwrap_or(bytes));
    // Seven-bit encodings with escapes (ISO-2022-JP) look like ASCII and are not.
    let escapes = declared.is_some_and(|encoding| !encoding.is_ascii_compatible());
    if !escapes && let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), None);
    }
    let encoding = declared.unwrap_or(WINDOWS_1252);
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    (text, damaged.then(|| encoding.name()))
}

/// The encoding that the head of a page names.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    let at = memchr::memmem::find(&lower, b"charset")?;
    let mut rest = lower.get(at + b"charset".len()..)?;
    while let [b' ' | b'=' | b'"' | b'\'', after @ ..] = rest {
        rest = after;
    }
    let end =
        rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_' | b'.' | b':'))?;
    let encoding = Encoding::for_label(rest.get(..end)?)?;
    // A page whose head can be read byte by byte is not in UTF-16, whatever it says.
    Some(if encoding.output_encoding() == UTF_8 && encoding != UTF_8 { UTF_8 } else { encoding })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_in_the_encoding_that_it_is_in() {
        let latin1 = b"<meta charset=iso-8859-1><p>caf\xe9".as_slice();
        let japanese = b"<meta charset=\"EUC-JP\"><p>\xa4\xa2".as_slice();
        for (bytes, text) in [
            ("\u{feff}<p>café".as_bytes(), "<p>café"),
            ("<meta charset=iso-8859-1><p>café".as_bytes(), "<meta charset=iso-8859-1><p>café"),
            (latin1, "<meta charset=iso-8859-1><p>café"),
            (b"<p>caf\xe9 \x93so\x94", "<p>café “so”"),
            (japanese, "<meta charset=\"EUC-JP\"><p>あ"),
            (b"\xff\xfe<\0p\0>\0a\0", "<p>a"),
            (b"<meta charset=iso-2022-jp>\x1b$B$\"\x1b(B", "<meta charset=iso-2022-jp>あ"),
            (b"<meta charset=utf-16><p>plain", "<meta charset=utf-16><p>plain"),
            (b"<meta charset=nonsense><p>\xe9", "<meta charset=nonsense><p>é"),
        ] {
            assert_eq!(decode(bytes), (Cow::Borrowed(text), None), "{text}");
        }
    }

    #[test]
    fn bytes_that_had_to_be_replaced_are_told() {
        assert_eq!(
            decode(b"<meta charset=utf-8><p>a\xffb"),
            ("<meta charset=utf-8><p>a\u{fffd}b".into(), Some("UTF-8"))
        );
    }
}
