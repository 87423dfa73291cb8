// A static host as most are: HTTP/2 over TLS, text, JSON, scripts and wasm compressed as they go, what it does not know as it lies.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import http2 from "node:http2";
import os from "node:os";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = { ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** A certificate of this run alone. */
function certificate() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "thumbindex-host-"));
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => path.join(folder, name));
  try {
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"];
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-keyout", key, "-out", cert, ...subject], { stdio: "ignore" });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Serves a folder under `/`, and a page.
 *
 * @param {string} folder
 * @param {string} page
 */
export async function host(folder, page) {
  const state = {
    /** When what was asked for, by the clock of the system. @type {[number, string][]} */
    log: [],
  };
  /** @type {Map<string, Buffer>} */
  const packed = new Map();
  const server = http2.createSecureServer({ ...certificate(), allowHTTP1: true }, async (request, response) => {
    const name = new URL(request.url, "https://localhost").pathname.slice(1);
    const type = TYPES[path.extname(name || ".html")] ?? "application/octet-stream";
    if (name) state.log.push([performance.timeOrigin + performance.now(), name]);
    try {
      let bytes = name ? await readFile(path.join(folder, path.normalize(`/${name}`))) : Buffer.from(page);
      /** @type {Record<string, string | number>} */
      const headers = { "content-type": name ? type : "text/html; charset=utf-8", "cache-control": "max-age=600" };
      if (type !== "application/octet-stream") {
        if (!packed.has(name)) packed.set(name, brotliCompressSync(bytes, QUALITY));
        bytes = /** @type {Buffer} */ (packed.get(name));
        headers["content-encoding"] = "br";
      }
      response.writeHead(200, { ...headers, "content-length": bytes.length }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  return Object.assign(state, {
    port: /** @type {import("node:net").AddressInfo} */ (server.address()).port,
    /** How many files had been asked for by then. @param {number} time */
    until: (time) => state.log.filter(([when]) => when <= time).length,
    close: () => new Promise((resolve) => server.close(resolve)),
  });
}
