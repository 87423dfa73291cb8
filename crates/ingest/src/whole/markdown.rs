//! Markdown and plain text as pages.

use pulldown_cmark::{CowStr, Event, MetadataBlockKind, Options, Parser, Tag, TagEnd, html};

use crate::clean::clean_plain;
use crate::html::{Block, BlockKind, Page, read_page};

/// Reads Markdown by way of the page that it makes. Headings get the anchors that they get on code hosts; a title in the front matter is
/// the page's.
pub(crate) fn page(path: &str, bytes: &[u8], tell: bool) -> Page {
    let text = String::from_utf8_lossy(bytes);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut events: Vec<Event<'_>> = Vec::new();
    // Where the heading at hand began, and what it says.
    let mut heading: Option<(usize, String)> = None;
    let (mut front, mut title) = (false, String::new());
    for event in Parser::new_ext(&text, options) {
        match &event {
            Event::Start(Tag::MetadataBlock(MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle)) => {
                front = true
            }
            Event::End(TagEnd::MetadataBlock(_)) => front = false,
            Event::Text(text) if front => title = front_title(text).unwrap_or(title),
            Event::Start(Tag::Heading { .. }) => heading = Some((events.len(), String::new())),
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, said)) = &mut heading {
                    said.push_str(text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((at, said)) = heading.take()
                    && let Some(Event::Start(Tag::Heading { id: id @ None, .. })) = events.get_mut(at)
                {
                    *id = Some(CowStr::from(slug(&said)));
                }
            }
            _ => {}
        }
        events.push(event);
    }
    let mut page = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut page, events.into_iter());
    let mut page = read_page(path, format!("<meta charset=utf-8><body>{page}").as_bytes(), tell);
    page.head_title = clean_plain(&title);
    page
}

/// The value of `title:` or `title =`.
fn front_title(text: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.strip_prefix("title")?.trim_start().strip_prefix([':', '=']))?;
    Some(line.trim().trim_matches(['"', '\'']).to_owned())
}

/// A heading as an anchor: letters and digits in lower case, hyphens for blanks, nothing for the rest.
fn slug(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).flat_map(char::to_lowercase).collect()
}

/// Reads plain text: a paragraph is a block, and the first line the title where it is short and stands alone.
pub(super) fn plain(path: &str, bytes: &[u8]) -> Page {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\r', "\n");
    let mut page = Page { path: path.to_owned(), content: "the file".to_owned(), ..Page::default() };
    for paragraph in text.split("\n\n") {
        let line = paragraph.trim();
        let text = clean_plain(line);
        if text.is_empty() {
            continue;
        }
        let first = page.blocks.is_empty() && !line.contains('\n') && text.len() <= 120;
        let kind = if first { BlockKind::Heading(1) } else { BlockKind::Text };
        page.blocks.push(Block { kind, text, anchor: None, weight: 4, linked: 0 });
    }
    page
}
