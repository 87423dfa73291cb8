// One visit: a page that is open and has loaded nothing, a query pasted into it, a further one, a mistyped one; and on the slow
// line a second visit in which somebody types.

/** How long a query may take, in milliseconds. */
const PATIENCE = 60_000;
/** Between two keys. */
const KEY = 150;

/**
 * @typedef {{bytes: number, requests: number, time: number}} Point
 * @param {import("playwright-core").Browser} browser
 * @param {{server: any, link: any, ours: boolean, slower: number, queries: string[]}} setting
 * @returns {Promise<{titles: Point, snippets: Point, further: Point, typo?: Point, lag?: number}>}
 */
export async function visit(browser, { server, link, ours, slower, queries }) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  try {
    const page = await opened(context, link, slower);
    const ask = ours ? askOurs : askTheirs;
    const before = { bytes: link.bytes, requests: server.log.length };
    const seen = async (/** @type {string} */ query, /** @type {{bytes: number, requests: number}} */ from) => {
      const { start, titles, snippets } = await page.evaluate(ask, { query, patience: PATIENCE });
      const point = (/** @type {number} */ at) => ({ bytes: link.until(at) - from.bytes, requests: server.until(at) - from.requests, time: at - start });
      return { titles: point(titles), snippets: point(snippets) };
    };
    const first = await seen(queries[0], before);
    await quiet(link);
    const then = () => ({ bytes: link.bytes, requests: server.log.length });
    const further = (await seen(queries[1], then())).titles;
    await quiet(link);
    /** @type {{typo?: Point}} */
    const more = {};
    if (ours) more.typo = (await seen(mistyped(queries[0]), then())).titles;
    await context.close();
    return { ...first, further, ...more, ...(slower > 1 ? { lag: await typed(browser, { link, ours, slower, query: queries[1] }) } : {}) };
  } finally {
    await context.close();
  }
}

/** Two letters of the longest word are swapped. @param {string} query */
function mistyped(query) {
  const word = query.split(" ").reduce((long, word) => (word.length > long.length ? word : long));
  const at = word.length >> 1;
  return query.replace(word, word.slice(0, at - 1) + word[at] + word[at - 1] + word.slice(at + 1));
}

/** A page whose connection is warm, on a processor that is slower. */
async function opened(context, link, slower) {
  const page = await context.newPage();
  await page.goto(`https://127.0.0.1:${link.port}/`);
  if (slower > 1) await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: slower });
  await quiet(link);
  return page;
}

/** Waits until nothing comes any more. */
async function quiet(link) {
  for (let seen = -1; seen !== link.bytes; await new Promise((resolve) => setTimeout(resolve, 700))) seen = link.bytes;
}

/** The lag of the last key of a query that is typed. */
async function typed(browser, { link, ours, slower, query }) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  try {
    const page = await opened(context, link, slower);
    return await page.evaluate(ours ? typeOurs : typeTheirs, { query, key: KEY, patience: PATIENCE });
  } finally {
    await context.close();
  }
}

// What follows runs in the page.

async function askOurs({ query, patience }) {
  const clock = () => performance.timeOrigin + performance.now();
  const box = document.querySelector("thumb-index");
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const start = clock();
  let done = 0;
  let failed;
  box.addEventListener("thumb-index-results", ({ detail }) => detail.query === query && (done = 1));
  box.addEventListener("thumb-index-error", ({ detail }) => (failed = detail.message));
  const old = box.shadowRoot?.querySelector(".option");
  if (!customElements.get("thumb-index")) {
    // The one script of the page comes first: its bytes and its time count.
    await new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { type: "module", src: "/thumbindex.js" });
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => reject(new Error("the script did not come")));
      document.head.append(script);
    });
  }
  const pasted = clock();
  box.value = query;
  let titles = 0;
  for (;;) {
    await frame();
    const rows = [...(box.shadowRoot?.querySelectorAll(".option") ?? [])];
    if (failed) throw new Error(failed);
    if (!titles && rows.length >= 10 && rows[0] !== old) titles = clock();
    if (titles && done) return { start: pasted, titles, snippets: clock() };
    if (done && rows.length < 10) return { start: pasted, titles: clock(), snippets: clock() };
    if (clock() - start > patience) throw new Error(`no ten rows for ${query}: ${rows.length}`);
  }
}

async function askTheirs({ query }) {
  const clock = () => performance.timeOrigin + performance.now();
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const start = clock();
  window.pagefind ??= await import("/pagefind.js");
  const { results } = await window.pagefind.search(query);
  const ten = await Promise.all(results.slice(0, 10).map((result) => result.data()));
  document.querySelector("#list").replaceChildren(...ten.map(({ meta, excerpt }) => Object.assign(document.createElement("li"), { innerHTML: `<b>${meta.title}</b> ${excerpt}` })));
  await frame();
  const there = clock();
  return { start, titles: there, snippets: there };
}

async function typeOurs({ query, key, patience }) {
  const box = document.querySelector("thumb-index");
  const script = Object.assign(document.createElement("script"), { type: "module", src: "/thumbindex.js" });
  await new Promise((resolve) => (script.addEventListener("load", resolve), document.head.append(script)));
  const answered = new Promise((resolve, reject) => {
    box.addEventListener("thumb-index-results", ({ detail }) => detail.query === query && requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
    setTimeout(() => reject(new Error(`no answer to ${query}`)), patience);
  });
  let last = 0;
  for (let at = 1; at <= query.length; at++) {
    last = performance.now();
    box.value = query.slice(0, at);
    if (at < query.length) await new Promise((resolve) => setTimeout(resolve, key));
  }
  return (await answered) - last;
}

async function typeTheirs({ query, key }) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const loaded = import("/pagefind.js");
  let newest = 0;
  let last = 0;
  const search = async (number, text) => {
    const { search } = await loaded;
    const { results } = await search(text);
    const ten = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    if (number === newest) document.querySelector("#list").replaceChildren(...ten.map(({ meta }) => Object.assign(document.createElement("li"), { textContent: meta.title })));
    await frame();
  };
  for (let at = 1; at < query.length; at++) {
    search(++newest, query.slice(0, at));
    await new Promise((resolve) => setTimeout(resolve, key));
  }
  last = performance.now();
  await search(++newest, query);
  return performance.now() - last;
}
