//! Blocks of records, each found by the lengths of those before it.

use crate::format::bits::BitReader;
#[cfg(feature = "build")]
use crate::format::bits::BitWriter;
use crate::format::bytes::Reader;
#[cfg(feature = "build")]
use crate::format::bytes::put_varint;
use crate::format::text::step;
#[cfg(feature = "build")]
use crate::format::text::{best_low, put_step};

/// The record at `index` of a block.
pub(super) fn record(block: &[u8], index: u32) -> Option<&[u8]> {
    let mut reader = Reader::new(block);
    let count = reader.varint()?;
    let table_bytes = reader.varint()?;
    let mut table = BitReader::new(reader.take(table_bytes as usize)?, 0);
    if index >= count {
        return None;
    }
    let low = table.bits(5);
    for _ in 0..index {
        reader.take(step(&mut table, low) as usize)?;
        if table.overran() {
            return None;
        }
    }
    let length = step(&mut table, low) as usize;
    if table.overran() { None } else { reader.take(length) }
}

/// One block of these records.
#[cfg(feature = "build")]
pub(super) fn assemble(records: &[Vec<u8>]) -> Vec<u8> {
    let lengths: Vec<u32> = records.iter().map(|record| record.len() as u32).collect();
    let low = best_low(&lengths);
    let mut table = BitWriter::default();
    table.bits(low, 5);
    lengths.iter().for_each(|&length| put_step(&mut table, length, low));
    let table = table.into_bytes();
    let mut out = Vec::new();
    put_varint(&mut out, records.len() as u32);
    put_varint(&mut out, table.len() as u32);
    out.extend(table);
    out.extend(records.iter().flatten());
    out
}
