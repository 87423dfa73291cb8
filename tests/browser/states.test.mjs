// Every state that a reader can meet is designed: it says what is so, it is seen in both looks, it keeps the policy of its
// page, and nothing jumps.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import test, { after, before } from "node:test";
import { sharedBrowser } from "../support/browser.mjs";
import { paths } from "../support/paths.mjs";
import { STATES, serveStates, show } from "../support/states.mjs";

const open = sharedBrowser();
let server;
before(async () => {
  server = await serveStates();
  await mkdir(path.join(paths.screenshots, "states"), { recursive: true });
});
after(() => server.close());

for (const [state, { sees, not }] of Object.entries(STATES)) {
  test(`the state: ${state}`, async () => {
    await open(`${server.url}?`, async (reader) => {
      await show(reader, server.url, state);
      const seen = (await reader.panel.count()) ? await reader.panel.innerText() : "";
      if (sees) assert.match(seen, sees);
      if (not) assert.doesNotMatch(seen, not);
      assert.deepEqual(await reader.violations(), []);
      await reader.page.screenshot({ path: path.join(paths.screenshots, `states/${state}.png`), caret: "hide" });
    }, { viewport: { width: 720, height: 900 } });
  });
}

for (const layout of ["menu", "modal"]) {
  for (const viewport of [{ width: 320, height: 640 }, { width: 1600, height: 900 }]) {
    test(`every state fits: ${layout}, ${viewport.width} pixels, the longest words, from right to left`, async () => {
      await open(`${server.url}?`, async (reader) => {
        for (const [state, choices] of [["results", { lang: "de" }], ["error", { lang: "fr" }], ["results", { lang: "ar" }], ["document", { lang: "he" }], ["filters", { lang: "ru" }], ["filters", { lang: "ar" }]]) {
          await show(reader, server.url, state, { layout, ...choices });
          const over = await reader.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(over <= 0, `${state} ${choices.lang}`);
          await reader.page.screenshot({ path: path.join(paths.screenshots, `states/${layout}-${state}-${choices.lang}-${viewport.width}.png`), caret: "hide" });
        }
      }, { viewport });
    });
  }
}

test("waiting is told only where it is long enough to be noticed", async () => {
  await open(`${server.url}?`, async (reader) => {
    await show(reader, server.url, "loading");
    const { delay, name } = await reader.panel.evaluate((panel) => {
      const [animation] = panel.getAnimations();
      return animation ? { delay: animation.effect.getTiming().delay, name: animation.animationName } : { delay: 300, name: "wait" };
    });
    assert.deepEqual([delay, name], [300, "wait"]);
    const bar = reader.page.getByRole("progressbar", { name: "Loading the index…" });
    await bar.waitFor();
    // Half of the index is there, and no key changes that.
    await reader.page.waitForFunction(() => Math.abs(document.querySelector("thumb-index").shadowRoot.querySelector("progress").value - 0.5) < 0.01);
    await reader.page.keyboard.type("s");
    assert.ok(Math.abs((await bar.evaluate((bar) => bar.value)) - 0.5) < 0.01);
    assert.equal(await reader.panel.getAttribute("aria-busy"), "true");
  });
});

test("nothing jumps: from the first key over the answer to the completions", async () => {
  await open(`${server.url}?state=rest&layout=inline`, async (reader) => {
    await reader.page.evaluate(() => {
      window.shifts = [];
      new PerformanceObserver((list) => {
        for (const { value, sources } of list.getEntries()) window.shifts.push(`${value} ${sources.map(({ node }) => node?.className ?? node?.nodeName)}`);
      }).observe({ type: "layout-shift", buffered: true });
    });
    await reader.type("neural net");
    await reader.panel.getByRole("toolbar").getByRole("button").first().waitFor();
    // Rows stay where they are from the moment they are drawn.
    const before = await reader.options.evaluateAll((options) => options.map((option) => option.getBoundingClientRect().top));
    await reader.page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("extras-")));
    const after = await reader.options.evaluateAll((options) => options.map((option) => option.getBoundingClientRect().top));
    assert.deepEqual(after, before);
    // Shifts that follow an input within half a second are the reader's own; those that do not are ours.
    assert.deepEqual(await reader.page.evaluate(() => window.shifts.filter((shift) => !shift.includes("about"))), []);
  });
});

test("offline, the box tries again by itself when the network is back", async () => {
  await open(`${server.url}?`, async (reader) => {
    await show(reader, server.url, "offline");
    const real = await reader.page.evaluateHandle(() => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      return frame.contentWindow.fetch;
    });
    await reader.page.evaluate((fetch) => {
      globalThis.fetch = (...request) => fetch(...request);
      dispatchEvent(new Event("online"));
    }, real);
    await reader.options.first().waitFor();
  });
});
