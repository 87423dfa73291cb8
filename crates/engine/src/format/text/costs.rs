//! What symbols cost, in whole numbers, so that it is the same on every machine.

/// Costs are counted in sixteenths of a bit.
pub(super) const BIT: u32 = 16;
/// The cost of a symbol that its context has not.
pub(super) const NEVER: u32 = 1 << 20;

/// The binary logarithm in 256ths, the same on every machine; 0 for 0.
pub(super) fn log2(number: u64) -> u64 {
    if number == 0 {
        return 0;
    }
    let whole = number.ilog2();
    // The mantissa from 1 to 2, as 31 bits behind the point; squaring it yields one binary digit a round.
    let mut mantissa = if whole >= 31 { number >> (whole - 31) } else { number << (31 - whole) };
    let mut result = u64::from(whole);
    for _ in 0..8 {
        mantissa = (mantissa * mantissa) >> 31;
        let digit = mantissa >> 32;
        mantissa >>= digit;
        result = result << 1 | digit;
    }
    result
}
