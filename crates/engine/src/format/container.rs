//! The envelope of everything that is fetched: magic, version, build id, block table with a hash for each block.
//!
//! A [`Container`] exists only for bytes whose every bit was verified, so parsers never see damage.
//! The hash of a block is seeded with its part and ordinal, and the header hash covers the table: a block in
//! the wrong place or of another build does not verify. Hash: XXH64 (Collet's specification). It guards against
//! accident, not malice; parsers stay safe on any bytes.

use xxhash_rust::xxh64::xxh64;

use super::bytes::{Bytes, Reader};
use crate::error::{Error, ErrorKind};

/// First bytes of every file. The non-ASCII byte and both line ends reveal text-mode damage, as in PNG.
pub(crate) const MAGIC: [u8; 8] = *b"\x89TIX\r\n\x1a\n";
/// The format version that this code writes and reads.
pub(crate) const VERSION: u32 = 1;

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
}

impl PartId {
    pub(crate) const ALL: [PartId; 12] = [
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
        }
    }

    /// Whether the part is stored text rather than what searching needs.
    pub(crate) fn is_stored_text(self) -> bool {
        matches!(self, PartId::TextModel | PartId::Cards | PartId::Texts)
    }
}

/// One verified block.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) part: u32,
    pub(crate) ordinal: u32,
    pub(crate) bytes: Bytes,
}

/// A verified file.
#[derive(Clone, Debug)]
pub(crate) struct Container {
    pub(crate) build: u64,
    /// Sorted by part, then ordinal; ordinals of a part count from 0 without gaps.
    blocks: Vec<Block>,
}

impl Container {
    /// Verifies every byte.
    ///
    /// # Errors
    /// One kind for each way to be wrong: foreign, other version, cut or too long, damaged.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Container, Error> {
        let bytes = Bytes::new(bytes);
        let all = bytes.as_slice();
        let foreign = || {
            Error::new(ErrorKind::NotAnIndex, "this is not a thumbindex index (perhaps an error page in its place); check the address")
        };
        let cut = |found: usize| {
            Error::new(
                ErrorKind::Truncated,
                format!("the index file has {found} bytes, not as many as it says; load it again or build it again"),
            )
        };
        if all.len() < MAGIC.len() || !all.starts_with(&MAGIC) {
            return Err(if !all.is_empty() && MAGIC.starts_with(all) { cut(all.len()) } else { foreign() });
        }
        let mut reader = Reader::new(all);
        let cut_here = |_| cut(all.len());
        reader.take(MAGIC.len(), "magic").map_err(cut_here)?;
        let version = reader.u32("version").map_err(cut_here)?;
        if version != VERSION {
            return Err(Error::new(
                ErrorKind::Version,
                format!("the index has format version {version}, this module reads version {VERSION}; build the index and the page code with the same thumbindex"),
            ));
        }
        let count = reader.u32("block count").map_err(cut_here)? as usize;
        let length = reader.u64("length").map_err(cut_here)?;
        let build = reader.u64("build id").map_err(cut_here)?;
        if length != all.len() as u64 {
            return Err(cut(all.len()));
        }
        let corrupt = |what: &str| {
            Error::new(ErrorKind::Corrupt, format!("the index is damaged: {what} does not match its hash; load it again or build it again"))
        };
        let table_end = count
            .checked_mul(ENTRY)
            .and_then(|table| table.checked_add(HEADER))
            .filter(|end| end.checked_add(SEAL).is_some_and(|sealed| sealed <= all.len()))
            .ok_or_else(|| corrupt("the header"))?;
        let mut entries = Reader::new(all.get(HEADER..table_end).unwrap_or(&[]));
        let mut seal = Reader::new(all.get(table_end..).unwrap_or(&[]));
        if seal.u64("seal")? != xxh64(all.get(..table_end).unwrap_or(&[]), 0) {
            return Err(corrupt("the header"));
        }
        let mut blocks: Vec<Block> = Vec::with_capacity(count);
        let mut at = table_end + SEAL;
        for _ in 0..count {
            let part = entries.u32("part")?;
            let ordinal = entries.u32("ordinal")?;
            let len = entries.u32("length")? as usize;
            let hash = entries.u64("hash")?;
            let end = at.checked_add(len).ok_or_else(|| corrupt("the block table"))?;
            let body = bytes.slice(at..end).ok_or_else(|| corrupt("the block table"))?;
            if xxh64(body.as_slice(), seed(part, ordinal)) != hash {
                return Err(corrupt(PartId::ALL.get(part as usize).map_or("a block", |part| part.name())));
            }
            let follows = match blocks.last() {
                Some(last) => (part == last.part && ordinal == last.ordinal + 1) || (part > last.part && ordinal == 0),
                None => ordinal == 0,
            };
            if !follows {
                return Err(corrupt("the order of blocks"));
            }
            blocks.push(Block { part, ordinal, bytes: body });
            at = end;
        }
        if at != all.len() {
            return Err(corrupt("the end of the file"));
        }
        Ok(Container { build, blocks })
    }

    /// The blocks of a part, in order.
    pub(crate) fn part(&self, part: PartId) -> &[Block] {
        let start = self.blocks.partition_point(|block| block.part < part as u32);
        let end = self.blocks.partition_point(|block| block.part <= part as u32);
        self.blocks.get(start..end).unwrap_or(&[])
    }

    /// The only block of a part; empty bytes where the part is absent.
    pub(crate) fn single(&self, part: PartId) -> Bytes {
        self.part(part).first().map_or_else(|| Bytes::new(Vec::new()), |block| block.bytes.clone())
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
    let mut length = (HEADER + SEAL) as u64;
    for (part, bytes) in blocks {
        ordinal = if last == Some(*part) { ordinal + 1 } else { 0 };
        last = Some(*part);
        let len = u32::try_from(bytes.len()).map_err(|_| too_large())?;
        table.extend_from_slice(&(*part as u32).to_le_bytes());
        table.extend_from_slice(&ordinal.to_le_bytes());
        table.extend_from_slice(&len.to_le_bytes());
        table.extend_from_slice(&xxh64(bytes, seed(*part as u32, ordinal)).to_le_bytes());
        length += bytes.len() as u64 + ENTRY as u64;
    }
    let mut out = Vec::with_capacity(length as usize);
    out.extend_from_slice(&MAGIC);
    out.extend_from_slice(&VERSION.to_le_bytes());
    out.extend_from_slice(&u32::try_from(blocks.len()).map_err(|_| too_large())?.to_le_bytes());
    out.extend_from_slice(&length.to_le_bytes());
    // The build id is a function of the content alone.
    out.extend_from_slice(&xxh64(&table, u64::from(VERSION)).to_le_bytes());
    out.extend_from_slice(&table);
    let seal = xxh64(&out, 0);
    out.extend_from_slice(&seal.to_le_bytes());
    for (_, bytes) in blocks {
        out.extend_from_slice(bytes);
    }
    Ok(out)
}
