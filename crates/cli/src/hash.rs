//! The 64-bit hash that file names and the manifest carry. It guards against accidents, not malice.

/// Sixteen hexadecimal digits of xxh64 with seed 0.
pub(crate) fn hash16(bytes: &[u8]) -> String {
    hash16_seeded(bytes, 0)
}

/// Sixteen hexadecimal digits of xxh64 with a seed: another seed, another hash.
pub(crate) fn hash16_seeded(bytes: &[u8], seed: u64) -> String {
    format!("{:016x}", xxhash_rust::xxh64::xxh64(bytes, seed))
}

#[cfg(test)]
mod tests {
    #[test]
    fn is_plain_xxh64() {
        // The published value for the empty input.
        assert_eq!(super::hash16(b""), "ef46db3751d8e999");
    }
}
