// Puts a box into the state that the address names, before the script of the box runs.

const real = globalThis.fetch;
/** What happens to the requests of the box. @param {(url: string) => Promise<Response> | undefined} change */
const requests = (change) => {
  globalThis.fetch = (url, options) => change(String(url)) ?? real(url, options);
};
/** The first half of a file, and then nothing. @param {string} url */
const half = async (url) => {
  const bytes = new Uint8Array(await (await real(url)).arrayBuffer());
  return new Response(new ReadableStream({ start: (stream) => stream.enqueue(bytes.subarray(0, bytes.length / 2)) }));
};
const cut = () => Promise.reject(new TypeError("the network was cut off"));
/** Answers differ in these parts from what the index says. */
const answers = (parts) => (box) =>
  box.addEventListener("thumb-index-ready", () => {
    const { client } = box;
    const search = client.search.bind(client);
    client.search = async (query, options) => ({ ...(await search(query, options)), ...(options.typos === false ? {} : parts) });
  });

/** @type {Record<string, {about: string, query?: string, keys?: string, attributes?: Record<string, string>, before?: () => void, box?: (box: any) => void}>} */
export const STATES = {
  rest: { about: "Nothing but the loader is there." },
  help: { about: "What can be typed.", keys: "help" },
  recent: { about: "Searches that led somewhere, in this browser alone.", keys: "recent", before: () => (localStorage[`thumbindex:${new URL("search/", location.href).pathname}`] = JSON.stringify(["neural tangent kernel", "sparse training"])) },
  loading: { about: "After three tenths of a second without an answer, with how much of the index is there.", query: "kernel", before: () => requests((url) => (/\.tix$/.test(url) ? half(url) : undefined)) },
  filters: { about: "Filters with their counts, where the page asks for them; one is chosen.", query: "learning", keys: "filter", attributes: { facets: "keyword" } },
  results: { about: "Hits, marks, completions and the count.", query: "neural net", keys: "down" },
  correction: { about: "A query that answers clearly better is answered, and says so.", query: "nueral tangant" },
  unmatched: { about: "A word that is nowhere is named.", query: "kernel xqzwvjk" },
  partial: { about: "An answer that was cut says so.", query: "kernel", box: answers({ partial: true }) },
  nothing: { about: "Nothing means nothing.", query: "xqzwvjk" },
  cut: { about: "An answer that was cut never says that there is nothing.", query: "kernel", box: answers({ hits: [], total: 0, partial: true }) },
  document: { about: "A document in place, with what is like it.", query: "neural tangent", keys: "details" },
  error: { about: "A file that the server lacks.", query: "kernel", before: () => requests((url) => (/\.tix$/.test(url) ? Promise.resolve(new Response("", { status: 404 })) : undefined)) },
  offline: { about: "No network. The box tries again by itself when it is back.", query: "kernel", before: () => (requests((url) => (/\.tix$/.test(url) ? cut() : undefined)), Object.defineProperty(navigator, "onLine", { value: false })) },
  refused: { about: "No WebAssembly: what stands between the tags is there again.", query: "kernel", before: () => delete globalThis.WebAssembly },
};
const LAYOUTS = ["menu", "inline", "modal"];
const LANGUAGES = ["en", "de", "fr", "es", "pt", "zh", "ja", "ko", "ar", "he", "ru"];
const LOOKS = ["system", "light", "dark", "themed"];
const RIGHT_TO_LEFT = ["ar", "he"];

const chosen = Object.fromEntries(new URLSearchParams(location.search));
const { state = "rest", layout = "inline", lang = "en", look = "system" } = chosen;
const { about, query, keys, attributes, before, box: prepare } = STATES[state] ?? STATES.rest;

/** Links that change one thing of the address. @param {string} id @param {string} name @param {string[]} values @param {string} current */
function links(id, name, values, current) {
  for (const value of values) {
    const link = document.createElement("a");
    link.href = `?${new URLSearchParams({ state, layout, lang, look, [name]: value })}`;
    link.textContent = value;
    if (value === current) link.setAttribute("aria-current", "page");
    document.getElementById(id)?.append(link);
  }
}
links("states", "state", Object.keys(STATES), state);
links("layouts", "layout", LAYOUTS, layout);
links("languages", "lang", LANGUAGES, lang);
links("looks", "look", LOOKS, look);
document.documentElement.dataset.look = look;
document.getElementById("about").textContent = about;

before?.();
const box = document.createElement("thumb-index");
for (const [name, value] of Object.entries({ src: "search/", layout, lang, dir: RIGHT_TO_LEFT.includes(lang) ? "rtl" : "ltr", ...attributes })) box.setAttribute(name, value);
const fallback = document.createElement("a");
fallback.href = "?";
fallback.textContent = "A list of all pages stands here.";
box.append(fallback);
document.getElementById("stage")?.append(box);
await customElements.whenDefined("thumb-index");
prepare?.(box);
/** @param {string} key */
const press = (key) => box.shadowRoot.querySelector("input").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true }));
const answered = async () => {
  await new Promise((resolve) => box.addEventListener("thumb-index-results", resolve, { once: true }));
  // What follows the news is drawn by the next task.
  await new Promise((resolve) => setTimeout(resolve));
};
if (layout === "modal" && state !== "rest") box.show();
if (query) box.value = query;
if (keys) {
  box.focus();
  await box.load();
  if (query) await answered();
  if (keys === "help") box.shadowRoot.querySelector("[part=help]").click();
  if (keys === "recent" || keys === "down" || keys === "details") press("ArrowDown");
  if (keys === "filter") {
    box.shadowRoot.querySelector("[part=facets] button").click();
    await answered();
  }
  if (keys === "details") press(box.matches(":dir(rtl)") ? "ArrowLeft" : "ArrowRight");
}
document.documentElement.dataset.ready = state;
