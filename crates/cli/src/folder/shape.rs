//! The two shapes of an index: one file, or a root and blocks that a page fetches when a query asks for them.

use std::collections::BTreeMap;

use thumbindex_engine::Session;
use thumbindex_engine::build::BuiltIndex;

use crate::failure::Failure;

/// From this size of the index on, in bytes, it comes in blocks unless the command says otherwise: what is smaller is fetched whole
/// while a reader types.
const LARGE_FROM: usize = 6_000_000;

/// How an index lies in its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One file.
    Small,
    /// A root and blocks.
    Large,
}

impl Shape {
    /// What `--shape` takes.
    pub(crate) fn parse(name: &str) -> Result<Shape, String> {
        match name {
            "small" => Ok(Shape::Small),
            "large" => Ok(Shape::Large),
            _ => Err("small or large".to_owned()),
        }
    }

    /// The shape for an index of this size where none was asked for.
    pub(crate) fn of(bytes: usize) -> Shape {
        if bytes >= LARGE_FROM { Shape::Large } else { Shape::Small }
    }
}

/// The files of an index.
#[derive(Debug)]
pub(crate) struct Shaped {
    /// The index file, or the root.
    pub(crate) index: Vec<u8>,
    /// Blocks by the name of their file; none in the small shape.
    pub(crate) blocks: BTreeMap<String, Vec<u8>>,
    /// Whether pages are in several versions or languages.
    pub(crate) editions: bool,
}

impl Shaped {
    /// Gives an index its shape.
    pub(crate) fn new(built: BuiltIndex, shape: Shape) -> Result<Shaped, Failure> {
        let failed = |error: thumbindex_engine::Error| Failure::new(error.kind().code(), error.to_string(), "");
        let editions = has_editions(&built);
        if shape == Shape::Small {
            return Ok(Shaped { index: built.bytes, blocks: BTreeMap::new(), editions });
        }
        let (index, blocks) = built.detached().map_err(failed)?;
        let names = Session::open(index.clone()).map_err(failed)?.detached();
        let names: BTreeMap<u32, String> = names.into_iter().map(|block| (block.number, block.name)).collect();
        let named = blocks.into_iter().filter_map(|(number, bytes)| Some((names.get(&number)?.clone(), bytes)));
        Ok(Shaped { index, blocks: named.collect(), editions })
    }
}

/// Whether pages of an index are in several versions or languages.
pub(crate) fn has_editions(built: &BuiltIndex) -> bool {
    built.inspection.parts.iter().any(|part| part.name == "editions")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn size_chooses() {
        assert_eq!(Shape::of(LARGE_FROM - 1), Shape::Small);
        assert_eq!(Shape::of(LARGE_FROM), Shape::Large);
        assert!(Shape::parse("medium").is_err());
    }
}
