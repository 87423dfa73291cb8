// What a page in TypeScript does with the element. Compiled and never run: `cargo xtask test --only types`.

import type { ThumbIndexElement, ThumbIndexSelect } from "../../www/types/thumb-index.d.ts";
import { ThumbIndexElement as Real } from "../../www/element.js";

// The element that is shipped is what the types say.
export const shipped: ThumbIndexElement = new Real();

const box = document.querySelector("thumb-index");
if (box) {
  box.value = "neural tangent";
  box.strings = { hint: "Ask the librarian.", count: (shown, total) => `${shown}/${total}`, facets: { more: "others", fields: { author: "By" } } };
  box.addEventListener("thumb-index-ready", ({ detail: { documents, build } }) => console.log(documents.toFixed(), build.length));
  box.addEventListener("thumb-index-results", ({ detail: { query, answer } }) => console.log(query.length, answer.hits[0]?.title.text, answer.partial));
  box.addEventListener("thumb-index-select", (event) => {
    const { hit, newTab, url }: ThumbIndexSelect = event.detail;
    if (!newTab && url.startsWith("/")) event.preventDefault();
    console.log(hit.title.marks, hit.id);
  });
  box.addEventListener("thumb-index-error", ({ detail: { code, message } }) => console.log(code.length, message.length));
  box.show();
  void box.load().then(() => box.client?.search("kernel").then(({ total }) => total.toFixed()));
}

const made = document.createElement("thumb-index");
made.close();
// @ts-expect-error a query is text
made.value = 7;
// @ts-expect-error there is no such text
made.strings = { nonsense: "" };
