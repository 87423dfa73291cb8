// A module whose memory cannot grow past a limit: what a device without memory left does to it.

/** Number of the section of a module that says how large its memory is. */
const MEMORY = 5;

/**
 * The module with a ceiling over its memory.
 *
 * @param {Uint8Array} module
 * @param {number} pages of 64 KiB, beyond those that it begins with
 */
export function withMostMemory(module, pages) {
  for (let at = 8; at < module.length; ) {
    const [length, content] = read(module, at + 1);
    if (module[at] === MEMORY) {
      const [least] = read(module, content + 2);
      const limits = [1, 1, ...written(least), ...written(least + pages)];
      return Buffer.concat([module.subarray(0, at), Buffer.from([MEMORY, ...written(limits.length), ...limits]), module.subarray(content + length)]);
    }
    at = content + length;
  }
  throw new Error("the module has no memory of its own");
}

/** A number as modules write them (LEB128), and where the next thing is. @param {Uint8Array} bytes @param {number} at */
function read(bytes, at) {
  let [value, shift] = [0, 0];
  for (;;) {
    const byte = bytes[at++];
    value |= (byte & 0x7f) << shift;
    shift += 7;
    if (byte < 0x80) return [value, at];
  }
}

/** @param {number} value @returns {number[]} */
const written = (value) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...written(value >> 7)]);
