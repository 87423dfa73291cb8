//! The tree of a page: html5ever's parser builds it, an array holds it.
//!
//! Nodes are numbered in the order in which they were made. Nothing here is recursive, and nothing is freed before the whole is.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::{Attribute, ExpandedName, LocalName, QualName, parse_document};

/// The number of a node; 0 is the document.
pub(super) type Id = usize;
/// How the names of attributes begin that are meant for a search.
pub(super) const MARKS: [&str; 2] = ["data-thumb-", "data-pagefind-"];
/// No node.
const NONE: usize = usize::MAX;

#[derive(Debug, Default)]
pub(super) enum Kind {
    #[default]
    Other,
    Text(StrTendril),
    Element {
        name: LocalName,
        attributes: Vec<(LocalName, StrTendril)>,
    },
}

#[derive(Debug)]
struct Node {
    kind: Kind,
    parent: usize,
    first: usize,
    last: usize,
    before: usize,
    next: usize,
}

/// A parsed page.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    marked: bool,
}

/// A step of a walk through a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Enter(Id),
    Leave(Id),
}

impl Tree {
    /// Parses a page; whatever it holds gives a tree.
    pub(super) fn parse(html: &str) -> Tree {
        let sink = Sink { tree: RefCell::new(Tree { nodes: Vec::new(), marked: false }) };
        sink.make(Kind::Other);
        let mut tree = parse_document(sink, Default::default()).one(html);
        tree.marked = (0..tree.nodes.len())
            .any(|id| tree.attributes(id).any(|(name, _)| MARKS.iter().any(|mark| name.starts_with(mark))));
        tree
    }

    /// Whether any element has an attribute of [`MARKS`]; few pages have.
    pub(super) fn marked(&self) -> bool {
        self.marked
    }

    pub(super) fn kind(&self, id: Id) -> &Kind {
        self.nodes.get(id).map_or(&Kind::Other, |node| &node.kind)
    }

    /// The name of an element; empty for other nodes.
    pub(super) fn name(&self, id: Id) -> &str {
        match self.kind(id) {
            Kind::Element { name, .. } => name,
            _ => "",
        }
    }

    pub(super) fn attribute(&self, id: Id, wanted: &str) -> Option<&str> {
        match self.kind(id) {
            Kind::Element { attributes, .. } => {
                attributes.iter().find(|(name, _)| &**name == wanted).map(|(_, value)| &**value)
            }
            _ => None,
        }
    }

    pub(super) fn attributes(&self, id: Id) -> impl Iterator<Item = (&str, &str)> {
        let all = match self.kind(id) {
            Kind::Element { attributes, .. } => attributes.as_slice(),
            _ => &[],
        };
        all.iter().map(|(name, value)| (&**name, &**value))
    }

    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes.get(id).map(|node| node.parent).filter(|&parent| parent != NONE)
    }

    /// The step after a step, inside `root`; None at its end.
    pub(super) fn after(&self, step: Step, root: Id) -> Option<Step> {
        let up = |id: Id| {
            if id == root {
                return None;
            }
            let node = self.nodes.get(id)?;
            Some(if node.next == NONE { Step::Leave(node.parent) } else { Step::Enter(node.next) })
        };
        match step {
            Step::Enter(id) => {
                let first = self.nodes.get(id)?.first;
                Some(if first == NONE { Step::Leave(id) } else { Step::Enter(first) })
            }
            Step::Leave(id) => up(id),
        }
    }

    /// All elements below a node, in order.
    pub(super) fn elements(&self, root: Id) -> impl Iterator<Item = Id> {
        let mut step = Some(Step::Enter(root));
        std::iter::from_fn(move || {
            loop {
                let now = step?;
                step = self.after(now, root);
                if let Step::Enter(id) = now
                    && matches!(self.kind(id), Kind::Element { .. })
                {
                    return Some(id);
                }
            }
        })
    }

    /// All text below a node.
    pub(super) fn text(&self, root: Id) -> String {
        let mut out = String::new();
        let mut step = Some(Step::Enter(root));
        while let Some(now) = step {
            if let Step::Enter(id) = now
                && let Kind::Text(text) = self.kind(id)
            {
                out.push_str(text);
            }
            step = self.after(now, root);
        }
        out
    }

    fn detach(&mut self, id: Id) {
        let Some(node) = self.nodes.get_mut(id) else { return };
        let (parent, before, next) = (node.parent, node.before, node.next);
        (node.parent, node.before, node.next) = (NONE, NONE, NONE);
        if let Some(node) = self.nodes.get_mut(before) {
            node.next = next;
        } else if let Some(parent) = self.nodes.get_mut(parent) {
            parent.first = next;
        }
        if let Some(node) = self.nodes.get_mut(next) {
            node.before = before;
        } else if let Some(parent) = self.nodes.get_mut(parent) {
            parent.last = before;
        }
    }

    /// Puts a node before another one, or behind all others of `parent` where `next` is none.
    fn insert(&mut self, id: Id, parent: Id, next: usize) {
        self.detach(id);
        let before = match self.nodes.get(next) {
            Some(next) => next.before,
            None => self.nodes.get(parent).map_or(NONE, |parent| parent.last),
        };
        if let Some(node) = self.nodes.get_mut(id) {
            (node.parent, node.before, node.next) = (parent, before, next);
        }
        match self.nodes.get_mut(before) {
            Some(node) => node.next = id,
            None => {
                if let Some(parent) = self.nodes.get_mut(parent) {
                    parent.first = id;
                }
            }
        }
        match self.nodes.get_mut(next) {
            Some(node) => node.before = id,
            None => {
                if let Some(parent) = self.nodes.get_mut(parent) {
                    parent.last = id;
                }
            }
        }
    }
}

/// What the parser knows a node by: its number, and the name of an element.
#[derive(Clone, Debug)]
struct Handle {
    id: Id,
    name: Rc<QualName>,
}

struct Sink {
    tree: RefCell<Tree>,
}

impl Sink {
    fn make(&self, kind: Kind) -> Id {
        let nodes = &mut self.tree.borrow_mut().nodes;
        nodes.push(Node { kind, parent: NONE, first: NONE, last: NONE, before: NONE, next: NONE });
        nodes.len() - 1
    }

    fn nameless(&self, id: Id) -> Handle {
        thread_local! {
            static NAME: Rc<QualName> = Rc::new(QualName::new(None, html5ever::ns!(), html5ever::local_name!("")));
        }
        Handle { id, name: NAME.with(Rc::clone) }
    }

    fn put(&self, parent: Id, next: usize, child: NodeOrText<Handle>) {
        let text = match child {
            NodeOrText::AppendNode(node) => return self.tree.borrow_mut().insert(node.id, parent, next),
            NodeOrText::AppendText(text) => text,
        };
        let neighbour = {
            let tree = self.tree.borrow();
            match tree.nodes.get(next) {
                Some(next) => next.before,
                None => tree.nodes.get(parent).map_or(NONE, |parent| parent.last),
            }
        };
        if let Some(Node { kind: Kind::Text(known), .. }) = self.tree.borrow_mut().nodes.get_mut(neighbour) {
            known.push_tendril(&text);
            return;
        }
        let id = self.make(Kind::Text(text));
        self.tree.borrow_mut().insert(id, parent, next);
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.nameless(0)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        let attributes = attributes.into_iter().map(|attribute| (attribute.name.local, attribute.value)).collect();
        let id = self.make(Kind::Element { name: name.local.clone(), attributes });
        Handle { id, name: Rc::new(name) }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.nameless(self.make(Kind::Other))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.nameless(self.make(Kind::Other))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(parent.id, NONE, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, before: &Handle, child: NodeOrText<Handle>) {
        if self.tree.borrow().parent(element.id).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        // Templates are not read, so what is in them may stand anywhere below them.
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let parent = self.tree.borrow().parent(sibling.id);
        if let Some(parent) = parent {
            self.put(parent, sibling.id, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        let mut tree = self.tree.borrow_mut();
        let Some(Node { kind: Kind::Element { attributes: known, .. }, .. }) = tree.nodes.get_mut(target.id) else {
            return;
        };
        for attribute in attributes {
            if !known.iter().any(|(name, _)| *name == attribute.name.local) {
                known.push((attribute.name.local, attribute.value));
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.tree.borrow_mut().detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        loop {
            let first = self.tree.borrow().nodes.get(node.id).map_or(NONE, |node| node.first);
            if first == NONE {
                break;
            }
            self.tree.borrow_mut().insert(first, parent.id, NONE);
        }
    }
}
