// The one script of a page: `<script type="module" src="thumbindex.js"></script>`.
// It registers <thumb-index> and names the files; everything else comes when somebody wants to search.

import { ThumbIndexElement, register } from "./element.js";

/** The files beside this one. `thumbindex build` puts their names here. @type {any} */
export const files = "__THUMBINDEX_FILES__";

const panel = "./panel.js";

// Servers that render components register nothing.
if (globalThis.customElements) {
  register({
    files,
    base: import.meta.url,
    // An import that failed once fails forever under the same name in some browsers.
    panel: (tries) => import(`${panel}?${tries}`),
  });
}

export { ThumbIndexElement };
