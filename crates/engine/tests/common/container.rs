//! Index files taken apart, changed, and put together with hashes that fit: FORMAT.md, "Container".

use xxhash_rust::xxh64::xxh64;

pub(crate) const MAGIC: [u8; 8] = *b"\x89TIX\r\n\x1a\n";
pub(crate) const VERSION: u32 = 1;
pub(crate) const HEADER: usize = 32;
pub(crate) const ENTRY: usize = 20;
pub(crate) const SEAL: usize = 8;
pub(crate) const DETACHED: u32 = 1 << 31;

// Numbers of parts.
pub(crate) const MANIFEST: u32 = 0;
pub(crate) const LEXICON: u32 = 1;
pub(crate) const TERMS: u32 = 2;
pub(crate) const LENGTHS: u32 = 3;
pub(crate) const POSTINGS: u32 = 4;
pub(crate) const NEIGHBOURS: u32 = 5;
pub(crate) const PREFIXES: u32 = 6;
pub(crate) const FOLDING: u32 = 7;
pub(crate) const TEXT_MODEL: u32 = 9;
pub(crate) const CARDS: u32 = 10;
pub(crate) const TEXTS: u32 = 11;
pub(crate) const YEARS: u32 = 12;

/// A block: part and bytes. Its ordinal follows from its place.
pub(crate) type Block = (u32, Vec<u8>);

/// What a block's hash is seeded with.
pub(crate) fn seed(part: u32, ordinal: u32) -> u64 {
    u64::from(part) << 32 | u64::from(ordinal)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap())
}

/// The blocks of a sound file in which none is detached.
pub(crate) fn blocks(file: &[u8]) -> Vec<Block> {
    let count = u32_at(file, 12) as usize;
    let mut at = HEADER + count * ENTRY + SEAL;
    let block = |number: usize| {
        let entry = HEADER + number * ENTRY;
        let length = u32_at(file, entry + 8) as usize;
        at += length;
        (u32_at(file, entry), file[at - length..at].to_vec())
    };
    (0..count).map(block).collect()
}

/// A file of these blocks, with hashes that fit.
pub(crate) fn file(blocks: &[Block]) -> Vec<u8> {
    let body: usize = blocks.iter().map(|block| block.1.len()).sum();
    let length = HEADER + blocks.len() * ENTRY + SEAL + body;
    let mut out = Vec::with_capacity(length);
    out.extend(MAGIC);
    out.extend(VERSION.to_le_bytes());
    out.extend((blocks.len() as u32).to_le_bytes());
    out.extend((length as u64).to_le_bytes());
    out.extend([0; 8]);
    let mut last = None;
    let mut ordinal = 0;
    for (part, bytes) in blocks {
        ordinal = if last == Some(*part) { ordinal + 1 } else { 0 };
        last = Some(*part);
        out.extend(part.to_le_bytes());
        out.extend(u32::to_le_bytes(ordinal));
        out.extend((bytes.len() as u32).to_le_bytes());
        out.extend(xxh64(bytes, seed(*part, ordinal)).to_le_bytes());
    }
    out.extend(xxh64(&out, 0).to_le_bytes());
    blocks.iter().for_each(|block| out.extend(&block.1));
    out
}

/// The bytes of the first block of a part.
pub(crate) fn part(blocks: &mut [Block], part: u32) -> &mut Vec<u8> {
    &mut blocks.iter_mut().find(|block| block.0 == part).unwrap().1
}

/// Makes the seal fit the header and table as they stand.
pub(crate) fn seal(file: &mut [u8]) {
    let end = HEADER + u32_at(file, 12) as usize * ENTRY;
    let hash = xxh64(&file[..end], 0);
    file[end..end + SEAL].copy_from_slice(&hash.to_le_bytes());
}

/// Makes as much of damaged bytes fit again as can be: magic, version, length, hashes, seal.
pub(crate) fn repair(file: &mut [u8]) {
    if file.len() < HEADER + SEAL {
        return;
    }
    let most = (file.len() - HEADER - SEAL) / ENTRY;
    let count = (u32_at(file, 12) as usize).min(most);
    let length = file.len() as u64;
    file[..8].copy_from_slice(&MAGIC);
    file[8..12].copy_from_slice(&VERSION.to_le_bytes());
    file[12..16].copy_from_slice(&(count as u32).to_le_bytes());
    file[16..24].copy_from_slice(&length.to_le_bytes());
    let mut at = HEADER + count * ENTRY + SEAL;
    for number in 0..count {
        let entry = HEADER + number * ENTRY;
        let marked = u32_at(file, entry);
        if marked & DETACHED != 0 {
            continue;
        }
        let Some(bytes) = file.get(at..at + u32_at(file, entry + 8) as usize) else { break };
        at += bytes.len();
        let hash = xxh64(bytes, seed(marked, u32_at(file, entry + 4)));
        file[entry + 12..entry + 20].copy_from_slice(&hash.to_le_bytes());
    }
    seal(file);
}

/// A LEB128 number.
pub(crate) fn varint(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Bits, most significant first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bits {
    pub(crate) bytes: Vec<u8>,
    used: usize,
}

impl Bits {
    pub(crate) fn put(&mut self, value: u64, count: u32) -> &mut Bits {
        for bit in (0..count).rev() {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            *self.bytes.last_mut().unwrap() |= ((value >> bit & 1) as u8) << (7 - self.used % 8);
            self.used += 1;
        }
        self
    }

    /// Elias gamma of a number from 1 on.
    pub(crate) fn gamma(&mut self, value: u32) -> &mut Bits {
        let width = 32 - value.leading_zeros();
        self.put(0, width - 1).put(u64::from(value), width)
    }
}
