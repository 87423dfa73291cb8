// The script of a page that is one file: `thumbindex build --single` puts it into the page, with the full module and the
// index beside it as base64. A classic script, for pages from a disk may not load modules, and nothing is fetched.

import { openBytes } from "./client-core.js";
import { register } from "./element.js";
import { decode } from "./loader.js";
import * as panel from "./panel.js";

/** @import { Client } from "./client-core.js" */

/** @param {string} id */
const data = (id) => decode(document.getElementById(id)?.textContent ?? "");

/** @type {Promise<Client> | undefined} */
let opened;

async function open() {
  const [module, index, filters] = await Promise.all([data("thumbindex-module"), data("thumbindex-index"), data("thumbindex-filters")]);
  const fields = [...document.querySelectorAll("script[data-field]")].map(async (field) => [/** @type {HTMLElement} */ (field).dataset["field"] ?? "", await decode(field.textContent ?? "")]);
  return openBytes(module, index, module, { filters: JSON.parse(new TextDecoder().decode(filters)), fields: Object.fromEntries(await Promise.all(fields)) });
}

register({
  files: { index: "", wasm: "" },
  // A page in an address of its own kind (data:) has none that others could be relative to.
  base: URL.canParse(".", document.baseURI) ? document.baseURI : "https://page.invalid/",
  panel: async () => panel,
  open: () => (opened ??= open()),
});
