//! Which elements of a page hold its content, and which are furniture.
//!
//! Landmarks and `data-thumb-*` attributes say it; where a page has neither, the names that generators of documentation use do. What these
//! leave in is compared over the pages of the site (`site/repeats.rs`).

use super::tree::{Id, MARKS, Tree};

/// Whether an element is never text.
fn is_silent(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "noscript"
            | "svg"
            | "iframe"
            | "object"
            | "canvas"
            | "audio"
            | "video"
            | "select"
            | "option"
            | "button"
            | "textarea"
            | "input"
            | "datalist"
            | "nav"
            | "dialog"
            | "head"
            | "menu"
            | "search"
            | "progress"
            | "meter"
            | "map"
            | "picture"
            | "annotation"
    )
}

/// Landmark roles that are not content.
const FURNITURE_ROLES: [&str; 8] =
    ["navigation", "search", "banner", "contentinfo", "complementary", "dialog", "menu", "toolbar"];
/// Class names and ids that generators give to what is not content.
const FURNITURE: [&str; 62] = [
    "headerlink",
    "header-anchor",
    "hash-link",
    "anchorjs-link",
    "anchor-link",
    "permalink",
    "sphinxsidebar",
    "related",
    "sphinxfooter",
    "navheader",
    "navfooter",
    "breadcrumb",
    "breadcrumbs",
    "wy-breadcrumbs",
    "wy-nav-side",
    "wy-side-scroll",
    "navbar",
    "nav-wrapper",
    "nav-chapters",
    "mobile-nav-chapters",
    "sidebar",
    "sidebar-toggle",
    "sidetoc",
    "pagination",
    "pagination-nav",
    "edit-this-page",
    "theme-edit-this-page",
    "theme-doc-footer",
    "theme-doc-breadcrumbs",
    "theme-doc-toc-mobile",
    "skip-link",
    "skip-to-content",
    "table-of-contents",
    "toc-container",
    "bd-sidebar",
    "bd-toc",
    "bd-header",
    "bd-footer",
    "md-sidebar",
    "md-header",
    "md-footer",
    "md-tabs",
    "md-source-file",
    "md-content__button",
    "vpnav",
    "vpsidebar",
    "vpdocaside",
    "vpdocfooter",
    "vpfooter",
    "vplocalnav",
    "menu-bar",
    "mdbook-menu-bar",
    "toc",
    "toctree-wrapper",
    "doc-footer",
    "srclink",
    "copyright-notice",
    "quickview",
    "langs",
    "toplang",
    "bottomlang",
    "doctools-language-switcher",
];
/// Class names and ids of the element that holds the content, better ones first.
const CONTENT: [&str; 17] = [
    "theme-doc-markdown",
    "md-content__inner",
    "sl-markdown-content",
    "vp-doc",
    "markdown-body",
    "bodywrapper",
    "mw-content-text",
    "main-content",
    "page-content",
    "bodycolumn",
    "content-body",
    "post-content",
    "entry-content",
    "contents",
    "content",
    "main",
    "preamble",
];

/// Values of a class attribute, and the id.
fn names(tree: &Tree, id: Id) -> impl Iterator<Item = &str> {
    let class = tree.attribute(id, "class").unwrap_or("");
    class.split_ascii_whitespace().chain(tree.attribute(id, "id"))
}

fn is_named(tree: &Tree, id: Id, known: &[&str]) -> Option<String> {
    names(tree, id).find(|name| known.iter().any(|known| name.eq_ignore_ascii_case(known))).map(str::to_owned)
}

/// The value of a `data-thumb-` attribute, or of the one by which Pagefind calls the same.
pub(super) fn thumb<'t>(tree: &'t Tree, id: Id, name: &str) -> Option<&'t str> {
    if !tree.marked() {
        return None;
    }
    tree.attributes(id).find_map(|(attribute, value)| {
        let known = MARKS.iter().find_map(|mark| attribute.strip_prefix(mark));
        (known == Some(name)).then_some(value)
    })
}

/// Why an element and all in it is left out; `inside_content` tells whether a landmark of the content is around it.
pub(super) fn furniture(tree: &Tree, id: Id, inside_content: bool) -> Option<String> {
    let name = tree.name(id);
    if is_silent(name) {
        return Some(format!("<{name}>"));
    }
    if thumb(tree, id, "ignore").is_some() {
        return Some("data-thumb-ignore".to_owned());
    }
    if tree.attribute(id, "hidden").is_some_and(|value| !value.eq_ignore_ascii_case("until-found")) {
        return Some("hidden".to_owned());
    }
    if tree.attribute(id, "aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        return Some("aria-hidden".to_owned());
    }
    if let Some(role) = tree.attribute(id, "role")
        && FURNITURE_ROLES.iter().any(|known| role.eq_ignore_ascii_case(known))
    {
        return Some(format!("role={}", role.to_ascii_lowercase()));
    }
    if !inside_content && matches!(name, "header" | "footer" | "aside") {
        return Some(format!("<{name}>"));
    }
    // The body's own class names say what kind of page it is.
    if matches!(name, "html" | "body" | "main" | "article") {
        return None;
    }
    // In books a sidebar is a box with a story of its own; where it is the site's, the other pages have it too.
    is_named(tree, id, &FURNITURE)
        .filter(|name| !name.eq_ignore_ascii_case("sidebar") || !tells(tree, id))
        .map(|name| format!(".{name}"))
}

/// Whether most of the text in an element is no link.
fn tells(tree: &Tree, id: Id) -> bool {
    let linked = tree.elements(id).filter(|&inner| tree.name(inner) == "a").map(|link| tree.text(link).trim().len());
    linked.sum::<usize>() * 2 < tree.text(id).trim().len()
}

/// The elements whose text is the page's, and what told so.
pub(super) fn content(tree: &Tree) -> (Vec<Id>, String) {
    let mut body = 0;
    let (mut marked, mut mains, mut articles) = (Vec::new(), Vec::new(), Vec::new());
    let mut named: Option<(usize, Id)> = None;
    for id in tree.elements(0) {
        let name = tree.name(id);
        if name == "body" && body == 0 {
            body = id;
        }
        if thumb(tree, id, "body").is_some() {
            marked.push(id);
        }
        if name == "main" || tree.attribute(id, "role").is_some_and(|role| role.eq_ignore_ascii_case("main")) {
            mains.push(id);
        }
        if name == "article" {
            articles.push(id);
        }
        if let Some(found) = is_named(tree, id, &CONTENT) {
            let rank = CONTENT.iter().position(|known| found.eq_ignore_ascii_case(known)).unwrap_or(CONTENT.len());
            if named.is_none_or(|(known, _)| rank < known) {
                named = Some((rank, id));
            }
        }
    }
    let outermost = |mut ids: Vec<Id>| {
        let all = ids.clone();
        ids.retain(|&id| !std::iter::successors(tree.parent(id), |&up| tree.parent(up)).any(|up| all.contains(&up)));
        ids
    };
    if !marked.is_empty() {
        return (outermost(marked), "data-thumb-body".to_owned());
    }
    if let [article] = articles.as_slice() {
        return (vec![*article], "<article>".to_owned());
    }
    let mains = outermost(mains);
    if let Some(&main) = mains.first() {
        return (vec![main], "<main>".to_owned());
    }
    if let Some((rank, id)) = named {
        return (vec![id], format!(".{}", CONTENT.get(rank).unwrap_or(&"")));
    }
    if body == 0 {
        return (vec![0], "the page".to_owned());
    }
    (vec![body], "<body>".to_owned())
}

/// Whether text in it stands apart from the text around it.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "legend"
            | "li"
            | "main"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "thead"
            | "tfoot"
            | "tr"
            | "ul"
    )
}

/// The level of a heading.
pub(super) fn heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}
