//! From a page's tree to its blocks of text.

use super::decode::decode;
use super::guard::{LONGEST, parseable};
use super::landmarks::{content, furniture, heading, is_block, thumb};
use super::tree::{Id, Kind, Step, Tree};
use super::{Block, BlockKind, Page};
use crate::clean::clean_plain;
use crate::problem::Reason;

/// How much words count as usual.
const USUAL: u8 = 4;
/// How much words of preformatted text count.
const CODE: u8 = 2;
/// Names that pages give to what they are of, among many that say nothing.
const META_NAMES: [&str; 4] = ["author", "date", "keywords", "section"];
/// Signs that stand behind a heading for its own address.
const PERMALINKS: [&str; 9] = ["¶", "#", "§", "\u{1f517}", "⚓", "\u{200b}", "link", "permalink", "\u{f0c1}"];

/// Reads a page, whatever its bytes are. With `tell` the page says what was left out of it, and why.
///
/// ```
/// use thumbindex_ingest::{BlockKind, read_page};
/// let page = read_page("a.html", b"<title>A</title><nav>Menu</nav><main><h1 id=a>Ants <a href=#a>&para;</a></h1><p>They walk.</main>", false);
/// let texts: Vec<&str> = page.blocks.iter().map(|block| block.text.as_str()).collect();
/// assert_eq!(texts, ["Ants", "They walk."]);
/// assert_eq!((page.blocks[0].kind, page.blocks[0].anchor.as_deref()), (BlockKind::Heading(1), Some("a")));
/// ```
pub fn read_page(path: &str, bytes: &[u8], tell: bool) -> Page {
    let mut page = Page { path: path.to_owned(), ..Page::default() };
    let (text, damaged) = decode(bytes);
    if let Some(encoding) = damaged {
        page.faults.push(Reason::PageEncoding { encoding });
    }
    let length = parseable(&text);
    if length < text.len() {
        page.faults.push(if length >= LONGEST - 4 {
            Reason::PageTooLong { limit: LONGEST }
        } else {
            Reason::PageTooDeep
        });
    }
    let tree = Tree::parse(text.get(..length).unwrap_or(""));
    head(&tree, &mut page);
    let (roots, told_by) = content(&tree);
    page.content = told_by;
    for &root in &roots {
        Reader::new(&tree, &mut page, tell, root).read(root);
    }
    // A landmark that is there for its form alone: the body then.
    if page.blocks.is_empty()
        && page.content != "data-thumb-body"
        && let Some(body) = tree.elements(0).find(|&id| tree.name(id) == "body")
    {
        page.content = "<body>".to_owned();
        page.left_out.clear();
        Reader::new(&tree, &mut page, tell, body).read(body);
    }
    page
}

/// What a page says of itself, wherever it says it.
fn head(tree: &Tree, page: &mut Page) {
    let mut inside: Option<String> = None;
    for id in tree.elements(0) {
        match tree.name(id) {
            "html" | "body" => {
                if let Some(language) = tree.attribute(id, "lang").or_else(|| tree.attribute(id, "xml:lang"))
                    && page.language.is_empty()
                {
                    page.language = clean_plain(language).to_ascii_lowercase();
                }
                if thumb(tree, id, "ignore").is_some() {
                    page.unwanted = Some("data-thumb-ignore");
                }
            }
            "title" if page.head_title.is_empty() => page.head_title = clean_plain(&tree.text(id)),
            "h1" if page.first_headings.len() < 4 => {
                let text = without_sign(&clean_plain(&tree.text(id))).to_owned();
                page.first_headings.push(text);
            }
            "link" => {
                let rel = tree.attribute(id, "rel").unwrap_or("");
                if rel.split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case("canonical"))
                    && let Some(href) = tree.attribute(id, "href")
                {
                    page.canonical = href.to_owned();
                }
            }
            "meta" => meta(tree, id, page),
            "div" | "main" | "article" | "section" => {
                // Where the page says no language, that of its parts if all have the same.
                if let Some(language) = tree.attribute(id, "lang").or_else(|| tree.attribute(id, "xml:lang")) {
                    let language = clean_plain(language).to_ascii_lowercase();
                    inside = Some(match inside.take() {
                        Some(other) if other != language => String::new(),
                        _ => language,
                    });
                }
            }
            "a" => {
                let href = tree.attribute(id, "href").unwrap_or("");
                if !href.contains(':') {
                    let href = href.split(['#', '?']).next().unwrap_or("");
                    page.index_links.0 += u32::from(href.ends_with("index.html"));
                    page.index_links.1 += u32::from(href.ends_with('/'));
                }
            }
            _ => {}
        }
        if let Some(version) = thumb(tree, id, "version")
            && page.version.is_empty()
        {
            page.version =
                clean_plain(if version.trim().is_empty() { tree.text(id) } else { version.to_owned() }.as_str());
        }
        given(tree, id, "meta", &mut page.meta);
        given(tree, id, "filter", &mut page.filters);
        given(tree, id, "sort", &mut page.filters);
    }
    if page.language.is_empty() {
        page.language = inside.unwrap_or_default();
    }
}

fn meta(tree: &Tree, id: Id, page: &mut Page) {
    let content = tree.attribute(id, "content").unwrap_or("");
    let name = tree.attribute(id, "name").unwrap_or("").to_ascii_lowercase();
    if matches!(name.as_str(), "robots" | "thumbindex") && content.to_ascii_lowercase().contains("noindex") {
        page.unwanted = Some("noindex");
    }
    if tree.attribute(id, "http-equiv").is_some_and(|value| value.eq_ignore_ascii_case("refresh"))
        && content.to_ascii_lowercase().contains("url=")
    {
        page.unwanted = Some("redirection");
    }
    if matches!(name.as_str(), "thumb-version" | "docsearch:version") && page.version.is_empty() {
        page.version = clean_plain(content);
    }
    if META_NAMES.contains(&name.as_str()) && !content.trim().is_empty() {
        page.meta.push((name, clean_plain(content)));
    }
}

/// Values that an element gives: `name:value`, `name[attribute]`, or `name` for its text; several between commas.
fn given(tree: &Tree, id: Id, what: &str, into: &mut Vec<(String, String)>) {
    let Some(all) = thumb(tree, id, what) else { return };
    for one in all.split(',') {
        let (name, value) = if let Some((name, value)) = one.split_once(':') {
            (name, value.to_owned())
        } else if let Some((name, attribute)) = one.trim().strip_suffix(']').and_then(|one| one.split_once('[')) {
            (name, tree.attribute(id, attribute.trim()).unwrap_or("").to_owned())
        } else {
            (one, tree.text(id))
        };
        let (name, value) = (clean_plain(name), clean_plain(&value));
        if !name.is_empty() && !value.is_empty() {
            into.push((name, value));
        }
    }
}

/// A heading's text without the sign for its own address.
fn without_sign(text: &str) -> &str {
    let trimmed = text.trim_end_matches(['¶', '#', '§', '\u{1f517}', '⚓', '\u{f0c1}']).trim_end();
    if trimmed.is_empty() { text } else { trimmed }
}

/// An open element that matters to what is in it.
struct Open {
    id: Id,
    /// Its anchor, until something took it.
    anchor: Option<String>,
    weight: Option<u8>,
    link: bool,
}

struct Reader<'t, 'p> {
    tree: &'t Tree,
    page: &'p mut Page,
    tell: bool,
    open: Vec<Open>,
    text: String,
    linked: usize,
    links: u32,
    kind: BlockKind,
    /// The heading or term that is being read, and its anchor.
    heading: Option<(Id, Option<String>)>,
    pre: u32,
    /// The last anchor that no text follows yet.
    pending: Option<String>,
    inside_content: bool,
}

impl<'t, 'p> Reader<'t, 'p> {
    fn new(tree: &'t Tree, page: &'p mut Page, tell: bool, root: Id) -> Self {
        let inside_content = !matches!(tree.name(root), "body" | "");
        Reader {
            tree,
            page,
            tell,
            open: Vec::new(),
            text: String::new(),
            linked: 0,
            links: 0,
            kind: BlockKind::Text,
            heading: None,
            pre: 0,
            pending: None,
            inside_content,
        }
    }

    fn read(&mut self, root: Id) {
        let mut step = Some(Step::Enter(root));
        while let Some(now) = step {
            step = match now {
                Step::Enter(id) => {
                    let why = if id == root { None } else { self.left_out(id) };
                    match why {
                        Some(why) => {
                            if self.tell {
                                let text = clean_plain(&self.tree.text(id));
                                if !text.is_empty() && !why.starts_with("<script") && !why.starts_with("<style") {
                                    self.page.left_out.push((text, why));
                                }
                            }
                            self.tree.after(Step::Leave(id), root)
                        }
                        None => {
                            self.enter(id);
                            self.tree.after(now, root)
                        }
                    }
                }
                Step::Leave(id) => {
                    self.leave(id);
                    self.tree.after(now, root)
                }
            };
        }
        self.flush();
    }

    fn left_out(&self, id: Id) -> Option<String> {
        if !matches!(self.tree.kind(id), Kind::Element { .. }) {
            return None;
        }
        if self.is_permalink(id) {
            return Some("permalink".to_owned());
        }
        let content =
            self.inside_content || self.open.iter().any(|open| matches!(self.tree.name(open.id), "main" | "article"));
        furniture(self.tree, id, content)
    }

    /// A link to the place where it stands that says nothing.
    fn is_permalink(&self, id: Id) -> bool {
        if self.tree.name(id) != "a" || !self.tree.attribute(id, "href").is_some_and(|href| href.starts_with('#')) {
            return false;
        }
        let text = self.tree.text(id);
        let text = text.trim();
        (self.heading.is_some() && PERMALINKS.iter().any(|sign| text.eq_ignore_ascii_case(sign)))
            || !text.is_empty() && text.chars().count() <= 2 && !text.chars().any(char::is_alphanumeric)
    }

    fn enter(&mut self, id: Id) {
        if let Kind::Text(text) = self.tree.kind(id) {
            return self.take(text);
        }
        let name = self.tree.name(id);
        if name.is_empty() {
            return;
        }
        if matches!(name, "br" | "td" | "th" | "wbr" | "img") && name != "wbr" {
            self.text.push(' ');
        }
        if is_block(name) {
            self.flush();
        }
        let named =
            self.tree.attribute(id, "id").or_else(|| if name == "a" { self.tree.attribute(id, "name") } else { None });
        let anchor = thumb(self.tree, id, "anchor").filter(|value| !value.is_empty()).or(named).map(str::trim);
        let anchor = anchor.filter(|anchor| !anchor.is_empty()).map(str::to_owned);
        if let Some((_, known @ None)) = &mut self.heading {
            *known = anchor.clone();
        }
        if let Some(level) = heading(name) {
            self.begin_heading(id, BlockKind::Heading(level), anchor.clone());
        } else if name == "dt" && anchor.is_some() && self.heading.is_none() {
            self.begin_heading(id, BlockKind::Term, anchor.clone());
        } else if name == "pre" {
            self.pre += 1;
            if self.heading.is_none() {
                self.kind = BlockKind::Code;
            }
        }
        let weight = thumb(self.tree, id, "weight").and_then(weight);
        if self.heading.is_none() {
            self.pending = anchor.clone().or(self.pending.take());
        }
        self.open.push(Open { id, anchor, weight, link: name == "a" });
        self.links += u32::from(name == "a");
    }

    fn begin_heading(&mut self, id: Id, kind: BlockKind, own: Option<String>) {
        self.kind = kind;
        // The next place around it that has an anchor and no heading yet.
        let mut around = None;
        for open in self.open.iter_mut().rev() {
            if let Some(anchor) = open.anchor.take() {
                around.get_or_insert(anchor);
            }
        }
        let signed = self.tree.elements(id).find_map(|inner| {
            let href = self.tree.attribute(inner, "href")?.strip_prefix('#')?;
            (self.tree.name(inner) == "a" && !href.is_empty()).then(|| href.to_owned())
        });
        let anchor = own.or(signed).or(self.pending.take()).or(around);
        self.heading = Some((id, anchor));
    }

    fn leave(&mut self, id: Id) {
        let name = self.tree.name(id);
        if self.heading.as_ref().is_some_and(|heading| heading.0 == id) || is_block(name) {
            self.flush();
        }
        if self.heading.as_ref().is_some_and(|heading| heading.0 == id) {
            self.heading = None;
            self.kind = BlockKind::Text;
        }
        if matches!(name, "td" | "th") {
            self.text.push(' ');
        }
        if name == "pre" {
            self.pre = self.pre.saturating_sub(1);
            if self.pre == 0 && self.heading.is_none() {
                self.kind = BlockKind::Text;
            }
        }
        if self.open.last().is_some_and(|open| open.id == id)
            && let Some(open) = self.open.pop()
        {
            self.links -= u32::from(open.link);
            // What holds a form or a picture is no place that a heading behind it could mean.
            let holds = self.tree.elements(id).nth(1).is_some();
            if holds && is_block(name) && self.pending == self.tree.attribute(id, "id").map(str::to_owned) {
                self.pending = None;
            }
        }
    }

    fn take(&mut self, text: &str) {
        self.text.push_str(text);
        if self.links > 0 {
            self.linked += text.trim().len();
        }
    }

    /// Ends the block at hand.
    fn flush(&mut self) {
        let text = clean_plain(&self.text);
        self.text.clear();
        let linked = std::mem::take(&mut self.linked);
        let text = if matches!(self.kind, BlockKind::Text | BlockKind::Code) { &text } else { without_sign(&text) };
        if text.is_empty() {
            return;
        }
        self.pending = None;
        let given = self.open.iter().rev().find_map(|open| open.weight);
        let weight = given.unwrap_or(if self.kind == BlockKind::Code { CODE } else { USUAL });
        let (mut kind, mut anchor) = (self.kind, None);
        if let Some((_, place)) = &mut self.heading {
            // A heading in several blocks is a heading with text in it.
            anchor = place.take();
            if anchor.is_none() && kind == BlockKind::Term {
                kind = BlockKind::Text;
            }
        }
        self.page.blocks.push(Block { kind, text: text.to_owned(), anchor, weight, linked });
    }
}

/// A weight as it is written, in quarters: from 0 to 10.
fn weight(text: &str) -> Option<u8> {
    let weight: f32 = text.trim().parse().ok()?;
    (0.0..=10.0).contains(&weight).then(|| (weight * 4.0).round() as u8)
}
