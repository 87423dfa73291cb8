// xxh64 with seed 0, the hash that manifests carry: what a page is about to keep is compared with it.

const [P1, P2, P3, P4, P5] = [0x9e3779b185ebca87n, 0xc2b2ae3d27d4eb4fn, 0x165667b19e3779f9n, 0x85ebca77c2b2ae63n, 0x27d4eb2f165667c5n];

/** @param {bigint} value */
const wrap = (value) => BigInt.asUintN(64, value);
/** @param {bigint} value @param {bigint} by */
const turn = (value, by) => wrap((value << by) | (value >> (64n - by)));
/** @param {bigint} state @param {bigint} lane */
const round = (state, lane) => wrap(turn(wrap(state + wrap(lane * P2)), 31n) * P1);
/** @param {bigint} hash @param {bigint} state */
const merge = (hash, state) => wrap(wrap(hash ^ round(0n, state)) * P1 + P4);

/**
 * Sixteen hexadecimal digits.
 *
 * @param {Uint8Array} bytes
 */
export function xxh64(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const lane = (/** @type {number} */ at) => view.getBigUint64(at, true);
  let at = 0;
  let hash = P5;
  if (bytes.length >= 32) {
    let [a, b, c, d] = [wrap(P1 + P2), P2, 0n, wrap(-P1)];
    for (; at + 32 <= bytes.length; at += 32) {
      a = round(a, lane(at));
      b = round(b, lane(at + 8));
      c = round(c, lane(at + 16));
      d = round(d, lane(at + 24));
    }
    hash = wrap(turn(a, 1n) + turn(b, 7n) + turn(c, 12n) + turn(d, 18n));
    for (const state of [a, b, c, d]) hash = merge(hash, state);
  }
  hash = wrap(hash + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8) hash = wrap(turn(hash ^ round(0n, lane(at)), 27n) * P1 + P4);
  if (at + 4 <= bytes.length) {
    hash = wrap(turn(hash ^ wrap(BigInt(view.getUint32(at, true)) * P1), 23n) * P2 + P3);
    at += 4;
  }
  for (; at < bytes.length; at++) hash = wrap(turn(hash ^ wrap(BigInt(view.getUint8(at)) * P5), 11n) * P1);
  hash = wrap((hash ^ (hash >> 33n)) * P2);
  hash = wrap((hash ^ (hash >> 29n)) * P3);
  return (hash ^ (hash >> 32n)).toString(16).padStart(16, "0");
}
