//! The envelope of everything that is fetched: magic, version, build id, block table with a hash for each block.
//!
//! A [`Container`] exists only for bytes whose every bit was verified, so parsers never see damage.
//! The hash of a block is seeded with its part and ordinal, and the header hash covers the table: a block in
//! the wrong place or of another build does not verify. A block may be detached: the table has its length and hash, the bytes are
//! handed in later and verified then. Hash: XXH64 (Collet's specification). It guards against
//! accident, not malice; parsers stay safe on any bytes.

use super::bytes::{Bytes, Reader, malformed};
use super::hash::xxh64;
use crate::error::{Error, ErrorKind};

/// First bytes of every file. The non-ASCII byte and both line ends reveal text-mode damage, as in PNG.
pub(crate) const MAGIC: [u8; 8] = *b"\x89TIX\r\n\x1a\n";
/// The format version that this code writes and reads.
pub(crate) const VERSION: u32 = 1;
/// The same, as errors name it.
pub(crate) const VERSION_NAME: &str = "1";

/// Fixed header: magic, version, block count, total length, build id.
const HEADER: usize = 8 + 4 + 4 + 8 + 8;
/// One table entry: part, ordinal, length, hash.
const ENTRY: usize = 4 + 4 + 4 + 8;
/// The header hash behind the table.
const SEAL: usize = 8;

/// The parts of an index. The numbers are the format's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PartId {
    Manifest = 0,
    Lexicon = 1,
    Terms = 2,
    Lengths = 3,
    Postings = 4,
    Neighbours = 5,
    Prefixes = 6,
    Folding = 7,
    Relations = 8,
    TextModel = 9,
    Cards = 10,
    Texts = 11,
    Years = 12,
    // Modules that know no sections open no index that has them.
    #[cfg(any(feature = "sections", feature = "build"))]
    Pages = 13,
    // Only in files of its own.
    #[cfg(any(feature = "facets", feature = "build"))]
    Facet = 14,
    // Modules that know no editions open no index that has them.
    #[cfg(any(feature = "facets", feature = "build"))]
    Editions = 15,
}

impl PartId {
    pub(crate) const ALL: &[PartId] = &[
        PartId::Manifest,
        PartId::Lexicon,
        PartId::Terms,
        PartId::Lengths,
        PartId::Postings,
        PartId::Neighbours,
        PartId::Prefixes,
        PartId::Folding,
        PartId::Relations,
        PartId::TextModel,
        PartId::Cards,
        PartId::Texts,
        PartId::Years,
        #[cfg(any(feature = "sections", feature = "build"))]
        PartId::Pages,
        #[cfg(any(feature = "facets", feature = "build"))]
        PartId::Facet,
        #[cfg(any(feature = "facets", feature = "build"))]
        PartId::Editions,
    ];

    /// The name that `inspect` shows.
    pub(crate) fn name(self) -> &'static str {
        match self {
            PartId::Manifest => "manifest",
            PartId::Lexicon => "lexicon",
            PartId::Terms => "terms",
            PartId::Lengths => "lengths",
            PartId::Postings => "postings",
            PartId::Neighbours => "neighbours",
            PartId::Prefixes => "prefixes",
            PartId::Folding => "folding",
            PartId::Relations => "relations",
            PartId::TextModel => "text model",
            PartId::Cards => "cards",
            PartId::Texts => "texts",
            PartId::Years => "years",
            #[cfg(any(feature = "sections", feature = "build"))]
            PartId::Pages => "pages",
            #[cfg(any(feature = "facets", feature = "build"))]
            PartId::Facet => "facet",
            #[cfg(any(feature = "facets", feature = "build"))]
            PartId::Editions => "editions",
        }
    }

    /// Whether the part is stored text rather than what searching needs.
    pub(crate) fn is_stored_text(self) -> bool {
        matches!(self, PartId::TextModel | PartId::Cards | PartId::Texts)
    }
}

/// Whether blocks can be in files of their own and be handed in later.
pub(crate) const LARGE: bool = cfg!(feature = "large");

/// The bit of a table entry's part that says the block's bytes are not in this file.
const DETACHED: u32 = 1 << 31;

/// One block of the table.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) part: u32,
    pub(crate) ordinal: u32,
    pub(crate) length: u32,
    hash: u64,
    /// The verified bytes; None until they are handed in.
    pub(crate) bytes: Option<Bytes>,
}

/// The bytes of blocks; None for those that are detached.
pub(crate) fn present(blocks: &[Block]) -> Vec<Option<Bytes>> {
    let mut present = Vec::with_capacity(blocks.len());
    for block in blocks {
        present.push(block.bytes.clone());
    }
    present
}

/// A verified file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Container {
    pub(crate) build: u64,
    /// Sorted by part, then ordinal; ordinals of a part count from 0 without gaps.
    blocks: Vec<Block>,
}

impl Container {
    /// Nothing yet.
    pub(crate) const EMPTY: Container = Container { build: 0, blocks: Vec::new() };
}

impl Container {
    /// Verifies every byte and takes them.
    ///
    /// # Errors
    /// One kind for each way to be wrong: foreign, other version, cut or too long, damaged.
    pub(crate) fn fill(&mut self, bytes: Vec<u8>) -> Result<(), Error> {
        let bytes = Bytes::new(bytes);
        let all = bytes.as_slice();
        let cut = || Error::numbered(ErrorKind::Truncated, "", all.len() as u64);
        let corrupt = |what| Error::about(ErrorKind::Corrupt, what);
        if !all.starts_with(&MAGIC) {
            return Err(if !all.is_empty() && MAGIC.starts_with(all) {
                cut()
            } else {
                Error::about(ErrorKind::NotAnIndex, "")
            });
        }
        let mut reader = Reader::new(all.get(MAGIC.len()..).unwrap_or(&[]));
        let version = reader.u32().ok_or_else(cut)?;
        if version != VERSION {
            return Err(Error::numbered(ErrorKind::Version, "", u64::from(version)));
        }
        let count = reader.u32().ok_or_else(cut)? as usize;
        let length = reader.u64().ok_or_else(cut)?;
        self.build = reader.u64().ok_or_else(cut)?;
        if length != all.len() as u64 {
            return Err(cut());
        }
        let table_end = count
            .checked_mul(ENTRY)
            .and_then(|table| table.checked_add(HEADER))
            .filter(|end| end.checked_add(SEAL).is_some_and(|sealed| sealed <= all.len()))
            .ok_or_else(|| corrupt("the header"))?;
        let mut entries = Reader::new(all.get(HEADER..table_end).unwrap_or(&[]));
        let mut seal = Reader::new(all.get(table_end..).unwrap_or(&[]));
        if seal.u64() != Some(xxh64(all.get(..table_end).unwrap_or(&[]), 0)) {
            return Err(corrupt("the header"));
        }
        let blocks = &mut self.blocks;
        blocks.reserve(count);
        let mut at = table_end + SEAL;
        for _ in 0..count {
            let numbers = (entries.u32(), entries.u32(), entries.u32(), entries.u64());
            let (Some(marked), Some(ordinal), Some(length), Some(hash)) = numbers else {
                return Err(corrupt("the header"));
            };
            let part = if LARGE { marked & !DETACHED } else { marked };
            let mut body = None;
            if !LARGE || marked & DETACHED == 0 {
                let end = at.checked_add(length as usize).ok_or_else(|| corrupt("the block table"))?;
                let bytes = bytes.slice(at..end).ok_or_else(|| corrupt("the block table"))?;
                if xxh64(bytes.as_slice(), seed(part, ordinal)) != hash {
                    return Err(corrupt(PartId::ALL.get(part as usize).map_or("a block", |part| part.name())));
                }
                body = Some(bytes);
                at = end;
            }
            let follows = match blocks.last() {
                Some(last) => {
                    (part == last.part && Some(ordinal) == last.ordinal.checked_add(1))
                        || (part > last.part && ordinal == 0)
                }
                None => ordinal == 0,
            };
            if !follows {
                return Err(corrupt("the order of blocks"));
            }
            let (several, may_detach) = match PartId::ALL.get(part as usize) {
                Some(PartId::Postings | PartId::Cards | PartId::Texts) => (true, true),
                Some(&part) => (false, part == PartId::Years),
                None => return Err(malformed("a block of an unknown part")),
            };
            if (ordinal > 0 && !several) || (LARGE && marked & DETACHED != 0 && !may_detach) {
                return Err(malformed("a part that has one block"));
            }
            blocks.push(Block { part, ordinal, length, hash, bytes: body });
        }
        if at != all.len() {
            return Err(corrupt("the end of the file"));
        }
        Ok(())
    }

    /// The blocks of a part, in order.
    pub(crate) fn part(&self, part: PartId) -> &[Block] {
        let start = self.blocks.partition_point(|block| block.part < part as u32);
        let end = self.blocks.partition_point(|block| block.part <= part as u32);
        self.blocks.get(start..end).unwrap_or(&[])
    }

    /// The only block of a part; empty bytes where the part is absent.
    pub(crate) fn single(&self, part: PartId) -> Bytes {
        self.part(part).first().and_then(|block| block.bytes.clone()).unwrap_or_default()
    }

    /// The number by which a block is asked for: its place in the table.
    #[cfg(feature = "large")]
    pub(crate) fn number(&self, part: PartId, ordinal: u32) -> Option<u32> {
        let first = self.blocks.partition_point(|block| block.part < part as u32);
        let number = first.checked_add(ordinal as usize)?;
        self.blocks.get(number).filter(|block| block.part == part as u32).map(|_| number as u32)
    }

    /// The blocks whose bytes are in files of their own: number, length and hash.
    #[cfg(feature = "large")]
    pub(crate) fn detached(&self) -> impl Iterator<Item = (u32, u32, u64)> + '_ {
        let away = (0u32..).zip(&self.blocks).filter(|(_, block)| block.bytes.is_none());
        away.map(|(number, block)| (number, block.length, block.hash))
    }

    /// Verifies the bytes of a detached block; gives its part and ordinal with them.
    ///
    /// # Errors
    /// When there is no such block, or the bytes are not those that the table names.
    pub(crate) fn verify(&self, number: u32, bytes: Vec<u8>) -> Result<(u32, u32, Bytes), Error> {
        let wrong = |what| Error::numbered(ErrorKind::WrongBlock, what, u64::from(number));
        let block = self.blocks.get(number as usize).ok_or_else(|| wrong("is not in this index"))?;
        if bytes.len() != block.length as usize {
            return Err(wrong("has another length than this index says"));
        }
        if xxh64(&bytes, seed(block.part, block.ordinal)) != block.hash {
            return Err(wrong("is damaged or of another build"));
        }
        Ok((block.part, block.ordinal, Bytes::new(bytes)))
    }
}

/// Binds a hash to the place of its block.
fn seed(part: u32, ordinal: u32) -> u64 {
    (u64::from(part) << 32) | u64::from(ordinal)
}

/// Writes a container. Blocks must be sorted by part, each part's in order.
#[cfg(feature = "build")]
pub(crate) fn write(blocks: &[(PartId, Vec<u8>)]) -> Result<Vec<u8>, Error> {
    let too_large = || Error::new(ErrorKind::Corpus, "a block of the index exceeds 4 GiB");
    let mut table = Vec::new();
    let mut ordinal = 0u32;
    let mut last = None;
    for (part, bytes) in blocks {
        ordinal = if last == Some(*part) { ordinal + 1 } else { 0 };
        last = Some(*part);
        let length = u32::try_from(bytes.len()).map_err(|_| too_large())?;
        table.extend_from_slice(&(*part as u32).to_le_bytes());
        table.extend_from_slice(&ordinal.to_le_bytes());
        table.extend_from_slice(&length.to_le_bytes());
        table.extend_from_slice(&xxh64(bytes, seed(*part as u32, ordinal)).to_le_bytes());
    }
    let count = u32::try_from(blocks.len()).map_err(|_| too_large())?;
    // The build id is a function of the content alone.
    let build = xxh64(&table, u64::from(VERSION));
    let body: Vec<u8> = blocks.iter().flat_map(|block| block.1.iter().copied()).collect();
    Ok(seal(build, count, &table, &body))
}

/// The build id of a container that [`write`] wrote.
#[cfg(feature = "build")]
pub(crate) fn build_id(bytes: &[u8]) -> u64 {
    Reader::new(bytes.get(HEADER - 8..).unwrap_or(&[])).u64().unwrap_or(0)
}

/// Splits a container into one whose blocks of the given parts are detached, and those blocks by number.
#[cfg(feature = "build")]
pub(crate) fn detach(bytes: Vec<u8>, parts: &[PartId]) -> Result<crate::build::DetachedIndex, Error> {
    let mut container = Container::default();
    container.fill(bytes)?;
    let mut table = Vec::new();
    let mut body = Vec::new();
    let mut detached = Vec::new();
    for (number, block) in (0u32..).zip(&container.blocks) {
        let bytes = block.bytes.as_ref().map_or(&[][..], Bytes::as_slice);
        let away = parts.iter().any(|&part| part as u32 == block.part);
        table.extend_from_slice(&(block.part | if away { DETACHED } else { 0 }).to_le_bytes());
        table.extend_from_slice(&block.ordinal.to_le_bytes());
        table.extend_from_slice(&block.length.to_le_bytes());
        table.extend_from_slice(&block.hash.to_le_bytes());
        if away { detached.push((number, bytes.to_vec())) } else { body.extend_from_slice(bytes) }
    }
    Ok((seal(container.build, container.blocks.len() as u32, &table, &body), detached))
}

/// Header, table, seal and blocks as one file.
#[cfg(feature = "build")]
fn seal(build: u64, count: u32, table: &[u8], body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEADER + table.len() + SEAL + body.len());
    out.extend_from_slice(&MAGIC);
    out.extend_from_slice(&VERSION.to_le_bytes());
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&((HEADER + table.len() + SEAL + body.len()) as u64).to_le_bytes());
    out.extend_from_slice(&build.to_le_bytes());
    out.extend_from_slice(table);
    let hash = xxh64(&out, 0);
    out.extend_from_slice(&hash.to_le_bytes());
    out.extend_from_slice(body);
    out
}
