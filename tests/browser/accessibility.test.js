import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";

import { search, serving, visit } from "./world.js";

serving();

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong: WCAG 2.2 A and AA, and its best practices. */
async function violations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`));
}

const kinds = {
  home: { path: "" },
  results: { path: "?q=数据库&city=北京&city=成都&since=2021" },
  "completions and all values": {
    path: "?q=openGauss",
    act: async (page) => {
      await search(page, "数据库");
      await page.locator("[role=option]").first().waitFor();
      await page.keyboard.press("ArrowDown");
      const folded = page.getByRole("button", { name: /全部|All/ }).first();
      while (await folded.isVisible()) await folded.click();
      await page.locator(".numbers summary").click();
    },
  },
  grouped: { path: "?q=高可用&group=event" },
  relaxed: { path: "?q=高可用 长颈鹿 天文台" },
  nothing: { path: "?q=qqqzzz" },
  talk: { path: "?talk=2021%2Fchangsha-2021-07-20%236" },
  "talk with video": { path: "?talk=2020%2Fbeijing-2020-08-06.txt%237" },
  recap: { path: "?recap=2021%2Fchangsha-2021-07-20&at=2021%2Fchangsha-2021-07-20%236" },
  person: { path: "?person=胡正策" },
  organisation: { path: "?organisation=华为" },
  failure: { path: "?q=a&since=gestern", failures: true },
  keys: { path: "?q=高可用", act: (page) => page.locator("footer summary").click() },
};

for (const colorScheme of ["light", "dark"]) {
  for (const width of [390, 1280]) {
    test(`axe finds nothing on any kind of page, ${colorScheme}, ${width} pixels`, async () => {
      for (const [kind, { path, act, failures }] of Object.entries(kinds)) {
        await visit(path, { colorScheme, width, failures }, async (page) => {
          const fold = page.getByRole("button", { name: /筛选/ });
          if (await fold.isVisible()) await fold.click();
          await act?.(page);
          assert.deepEqual(await violations(page), [], kind);
        });
      }
    });
  }
}

test("the English page has no fault either", () =>
  visit("?q=高可用", {}, async (page) => {
    await page.getByRole("button", { name: "English" }).click();
    await page.locator("h1", { hasText: "results" }).waitFor();
    assert.deepEqual(await violations(page), []);
  }));

test("how many were found is announced", () =>
  visit("", {}, async (page) => {
    await page.fill("#q", "高可用");
    await page.locator("#status", { hasText: "“高可用”有 4 条结果" }).waitFor({ state: "attached" });
    assert.equal(await page.locator("#status").getAttribute("role"), "status");
  }));

test("the page has its landmarks and one first heading", () =>
  visit("?q=高可用", {}, async (page) => {
    for (const role of ["banner", "search", "main", "contentinfo", "complementary"]) {
      assert.equal(await page.getByRole(role).count(), 1, role);
    }
    assert.equal(await page.locator("h1").count(), 1);
  }));
