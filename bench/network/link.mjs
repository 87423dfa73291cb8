// A line to the internet in user space: one shared bottleneck in each direction, a fixed round trip, a handshake of one trip,
// and slow start from ten segments a connection. No loss. Browsers' own throttling does not reach workers and knows no TCP.

import net from "node:net";

/** The figures of the profiles: round trip in milliseconds, bits a second down and up, and how much slower the page's processor is. */
export const PROFILES = {
  "slow 4G": { trip: 150, down: 1.6e6, up: 0.75e6, slower: 4 },
  "fast 4G": { trip: 60, down: 9e6, up: 1.5e6, slower: 4 },
  cable: { trip: 20, down: 10e6, up: 5e6, slower: 1 },
};

const SEGMENT = 1_460;
const FIRST_WINDOW = 10 * SEGMENT;
const LARGEST_WINDOW = 1 << 20;

/** One direction: what passes it waits for what came before. */
class Line {
  #rate;
  #free = 0;

  /** @param {number} bits a second */
  constructor(bits) {
    this.#rate = bits / 8_000;
  }

  /** When these bytes have left, in milliseconds. @param {number} bytes */
  pass(bytes) {
    this.#free = Math.max(this.#free, performance.now()) + bytes / this.#rate;
    return this.#free;
  }
}

/** What is to happen at a time, in order: timers of different lengths overtake each other. */
class Schedule {
  /** @type {[number, () => void][]} */ #due = [];
  #waiting = false;

  /** @param {number} time never before that of what is due already @param {() => void} then */
  at(time, then) {
    this.#due.push([time, then]);
    this.#wait();
  }

  #wait() {
    if (this.#waiting || this.#due.length === 0) return;
    this.#waiting = true;
    setTimeout(() => {
      this.#waiting = false;
      while (this.#due[0] && this.#due[0][0] <= performance.now()) this.#due.shift()?.[1]();
      this.#wait();
    }, Math.max(0, this.#due[0][0] - performance.now()));
  }
}

/**
 * Puts a line before a port.
 *
 * @param {number} port
 * @param {{trip: number, down: number, up: number}} profile
 */
export async function line(port, { trip, down, up }) {
  const [downward, upward] = [new Line(down), new Line(up)];
  const state = {
    /** When how many bytes had come down, by the clock of the system. @type {[number, number][]} */
    log: [],
    bytes: 0,
  };
  const server = net.createServer((client) => {
    const host = net.connect(port, "127.0.0.1");
    const opened = performance.now() + trip;
    const [arriving, acknowledged, leaving] = [new Schedule(), new Schedule(), new Schedule()];
    /** @type {Buffer[]} */ const waiting = [];
    let [window, flying, last] = [FIRST_WINDOW, 0, opened];
    const push = () => {
      while (waiting.length > 0 && flying < window) {
        const whole = /** @type {Buffer} */ (waiting.shift());
        const part = whole.subarray(0, 2 * SEGMENT);
        if (part.length < whole.length) waiting.unshift(whole.subarray(part.length));
        flying += part.length;
        const there = downward.pass(part.length) + trip / 2;
        arriving.at(there, () => {
          state.bytes += part.length;
          state.log.push([performance.timeOrigin + performance.now(), state.bytes]);
          if (!client.destroyed) client.write(part);
        });
        acknowledged.at(there + trip / 2, () => {
          flying -= part.length;
          window = Math.min(LARGEST_WINDOW, window + part.length);
          push();
        });
        last = there;
      }
    };
    host.on("data", (bytes) => (waiting.push(bytes), push()));
    // What is said before the handshake is over waits for it.
    client.on("data", (bytes) => {
      const there = Math.max(upward.pass(bytes.length) + trip / 2, opened);
      leaving.at(there, () => host.destroyed || host.write(bytes));
    });
    const end = () => setTimeout(() => (client.destroy(), host.destroy()), Math.max(0, last + trip - performance.now()));
    for (const socket of [client, host]) socket.on("close", end).on("error", () => socket.destroy());
    client.setNoDelay(true);
    host.setNoDelay(true);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  return Object.assign(state, {
    port: /** @type {net.AddressInfo} */ (server.address()).port,
    /** How many bytes had come down by then. @param {number} time */
    until(time) {
      return state.log.findLast(([when]) => when <= time)?.[1] ?? 0;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  });
}
