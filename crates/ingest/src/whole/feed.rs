//! Atom and RSS: an entry is a record.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::Entry;
use crate::html::read_page;
use crate::problem::Reason;

/// What elements of an entry are called as fields of a document, by their names without prefix.
const FIELDS: [(&str, &str); 15] = [
    ("title", "title"),
    ("description", "summary"),
    ("summary", "summary"),
    ("content", "content"),
    ("encoded", "content"),
    ("link", "url"),
    ("id", "id"),
    ("guid", "id"),
    ("pubDate", "date"),
    ("published", "published"),
    ("updated", "updated"),
    ("date", "date"),
    ("creator", "author"),
    ("name", "author"),
    ("category", "keywords"),
];

/// The entries of a feed, in order.
pub(super) fn entries(bytes: &[u8]) -> Result<Vec<Entry>, Reason> {
    let fault = |message: String| Reason::FeedSyntax { message };
    let text = decoded(bytes);
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let (mut feed, mut entries) = (false, Vec::new());
    // The entry at hand; and the field of it that is being read, with its depth below the entry.
    let mut entry: Option<Vec<(&'static str, String)>> = None;
    let mut field: Option<(&'static str, usize, String)> = None;
    let mut depth = 0;
    loop {
        let event =
            reader.read_event().map_err(|error| fault(format!("{error} (at byte {})", reader.error_position())))?;
        match event {
            Event::Eof => break,
            Event::Start(start) => {
                let name = local(&start);
                feed |= matches!(name.as_str(), "rss" | "feed" | "RDF");
                if matches!(name.as_str(), "item" | "entry") && entry.is_none() {
                    (entry, depth) = (Some(Vec::new()), 0);
                    continue;
                }
                depth += 1;
                if let Some(fields) = &mut entry {
                    open(&start, &name, depth, fields, &mut field);
                }
            }
            Event::Empty(start) => {
                if let Some(fields) = &mut entry {
                    open(&start, &local(&start), depth + 1, fields, &mut None);
                }
            }
            Event::End(end) => {
                let name = end.local_name();
                if depth == 0 && matches!(name.as_ref(), "item" | "entry") {
                    if let Some(fields) = entry.take() {
                        let line = 1 + memchr::memchr_iter(
                            b'\n',
                            text.as_bytes().get(..reader.buffer_position() as usize).unwrap_or(&[]),
                        )
                        .count();
                        entries.push(Entry { line: line as u64, fields: Ok(fields) });
                    }
                    continue;
                }
                if field.as_ref().is_some_and(|field| field.1 == depth)
                    && let (Some((name, _, text)), Some(fields)) = (field.take(), &mut entry)
                {
                    fields.push((name, plain(name, &text)));
                }
                depth = depth.saturating_sub(1);
                if let Some((_, _, text)) = &mut field {
                    text.push(' ');
                }
            }
            Event::Text(text) => push(&mut field, &text),
            Event::CData(text) => push(&mut field, &text),
            Event::GeneralRef(reference) => push(&mut field, &resolved(&reference)),
            _ => {}
        }
    }
    if feed { Ok(entries) } else { Err(fault("it is neither Atom nor RSS".to_owned())) }
}

/// The text of a feed; an encoding that it declares counts where the bytes are no UTF-8.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let head = String::from_utf8_lossy(bytes.get(..200).unwrap_or(bytes)).into_owned();
    let declared = head.split_once("encoding=").and_then(|(_, rest)| rest.get(1..)?.split(['"', '\'']).next());
    let encoding = declared.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    encoding.unwrap_or(encoding_rs::WINDOWS_1252).decode(bytes).0
}

fn local(start: &BytesStart<'_>) -> String {
    start.local_name().as_ref().to_owned()
}

/// Takes in the start of an element of an entry: its attributes, and that its text follows.
fn open(
    start: &BytesStart<'_>,
    name: &str,
    depth: usize,
    fields: &mut Vec<(&'static str, String)>,
    field: &mut Option<(&'static str, usize, String)>,
) {
    let Some(&(_, ours)) = FIELDS.iter().find(|(theirs, _)| *theirs == name) else { return };
    let attribute = |wanted: &str| {
        let found = start.try_get_attribute(wanted).ok().flatten()?;
        Some(found.value.replace("&amp;", "&"))
    };
    match name {
        // Addresses of other kinds lead to comments, or to the feed itself.
        "link" if attribute("rel").is_some_and(|rel| rel != "alternate") => {}
        "link" if attribute("href").is_some() => fields.extend(attribute("href").map(|href| ("url", href))),
        "category" if attribute("term").is_some() => fields.extend(attribute("term").map(|term| ("keywords", term))),
        _ if field.is_none() => *field = Some((ours, depth, String::new())),
        _ => {}
    }
}

fn push(field: &mut Option<(&'static str, usize, String)>, text: &str) {
    if let Some((_, _, known)) = field {
        known.push_str(text);
    }
}

fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    match reference.as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => " ",
    }
    .to_owned()
}

/// The text of a field; summaries and contents may be HTML.
fn plain(name: &str, text: &str) -> String {
    if !matches!(name, "summary" | "content") || !text.contains('<') {
        return text.trim().to_owned();
    }
    let page = read_page("", text.as_bytes(), false);
    page.blocks.into_iter().map(|block| block.text).collect::<Vec<_>>().join(" ")
}
