// A static server that can misbehave.

import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** The strictest policies that pages with a search box are promised to work under. */
export const POLICIES = [
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'",
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; require-trusted-types-for 'script'",
];

/**
 * Serves folders; the first that has a file wins.
 *
 * @param {string[]} folders
 * @param {object} [options]
 * @param {string} [options.policy] sent with every file
 * @param {Record<string, string>} [options.pages] pages that are in no folder, by path
 * @param {Record<string, string>} [options.below] folders that are served below a path
 */
export async function serve(folders, { policy, pages = {}, below = {} } = {}) {
  const state = {
    /** Paths asked for, in order. @type {string[]} */
    requests: [],
    /**
     * Answers in place of the server when it returns true.
     * @type {((name: string, response: http.ServerResponse, request: http.IncomingMessage) => boolean | Promise<boolean>) | null}
     */
    fault: null,
  };
  const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const name = (pathname.endsWith("/") ? `${pathname}index.html` : pathname).slice(1);
    state.requests.push(name);
    if (await state.fault?.(name, response, request)) return;
    const headers = policy ? { "content-security-policy": policy } : {};
    let body = pages[pathname];
    for (const folder of folders) {
      if (body === undefined && !name.includes("..")) body = await readFile(path.join(folder, name)).catch(() => undefined);
    }
    for (const [place, folder] of Object.entries(below)) {
      if (body === undefined && name.startsWith(place) && !name.includes("..")) body = await readFile(path.join(folder, name.slice(place.length))).catch(() => undefined);
    }
    if (body === undefined) {
      response.writeHead(404, headers).end("not here");
      return;
    }
    const type = TYPES[path.extname(name)] ?? "application/octet-stream";
    response.writeHead(200, { ...headers, "content-type": type, "cache-control": "no-store" }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  server.unref(); // A test that fails before it closes the server must not keep the process.
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}/`,
    /** Waits until nothing more is asked for. */
    async quiet() {
      for (let seen = -1; seen !== state.requests.length; await new Promise((resolve) => setTimeout(resolve, 500))) seen = state.requests.length;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  });
}
