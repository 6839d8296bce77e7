import assert from "node:assert/strict";
import { test } from "node:test";

import { serving, visit } from "./world.js";

const long = "超长".repeat(120);
serving({
  "long/long-2025-01-01.md": `---
title: "${long} ${"Supercalifragilistic".repeat(12)}"
date: 2025-01-01
location: ${"遥远".repeat(30)}
label: ${"形式".repeat(40)}
tags: [${Array.from({ length: 30 }, (_, at) => `标签${at}`).join(", ")}]
---

### ${long}

某某${"集团".repeat(60)}总经理王小明带来《${long}》的分享，讲了${"数据库".repeat(40)}。
`,
});

const kinds = {
  home: "",
  search: "?q=数据库",
  filtered: "?city=北京&city=成都&since=2021",
  grouped: "?q=高可用&group=event",
  nothing: "?q=qqqzzz",
  long: `?q=${"超长".repeat(3)}`,
  talk: "?talk=2021%2Fchangsha-2021-07-20%236",
  "long talk": "?talk=long%2Flong-2025-01-01%231",
  recap: "?recap=2021%2Fchangsha-2021-07-20",
  person: "?person=胡正策",
  organisation: "?organisation=华为",
};

for (const width of [320, 390, 768, 1440]) {
  test(`nothing scrolls sideways at ${width} pixels`, async () => {
    for (const [kind, path] of Object.entries(kinds)) {
      await visit(path, { width }, async (page) => {
        const fold = page.getByRole("button", { name: /筛选/ });
        if (await fold.isVisible()) await fold.click();
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${kind} is ${over} pixels too wide`);
      });
    }
  });
}

test("on a phone filters unfold on demand", () =>
  visit("?q=数据库", { width: 390 }, async (page) => {
    const filters = page.locator("#filters");
    assert.equal(await filters.isVisible(), false);
    const fold = page.getByRole("button", { name: "筛选" });
    assert.equal(await fold.getAttribute("aria-expanded"), "false");
    await fold.click();
    await filters.getByRole("link", { name: /北京/ }).click();
    await page.locator(".chip").waitFor();
    assert.equal(await filters.isVisible(), true);
    assert.equal(await page.getByRole("button", { name: "筛选（已选 1）" }).isVisible(), true);
  }));

const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test("dark follows the system until it is switched, which is remembered", () =>
  visit("", { colorScheme: "dark" }, async (page) => {
    const dark = await ground(page);
    await page.getByRole("button", { name: "切换到浅色" }).click();
    const light = await ground(page);
    assert.notEqual(light, dark);
    await page.reload();
    await page.locator(".hero").waitFor();
    assert.equal(await ground(page), light);
    await page.getByRole("button", { name: "切换到深色" }).click();
    assert.equal(await ground(page), dark);
    // Back at the system's choice, the system is followed again.
    await page.emulateMedia({ colorScheme: "light" });
    assert.equal(await ground(page), light);
  }));

test("the language is switched and remembered, and recaps stay Chinese", () =>
  visit("?q=高可用", {}, async (page) => {
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-Hans");
    await page.getByRole("button", { name: "English" }).click();
    await page.locator("h1", { hasText: "results for" }).waitFor();
    await page.reload();
    await page.locator("h1", { hasText: "4 results for “高可用”" }).waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    assert.equal(await page.locator(".excerpt").first().getAttribute("lang"), "zh");
    assert.equal(await page.locator(".hit time").first().innerText(), "20 Jul 2021");
    await page.getByRole("button", { name: "中文" }).click();
    await page.locator("h1", { hasText: "条结果" }).waitFor();
  }));

test("who wants less motion gets none", () =>
  visit("?q=高可用", { reducedMotion: "reduce" }, async (page) => {
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")].filter((node) => {
        const style = getComputedStyle(node);
        return style.transitionDuration !== "0s" || style.animationName !== "none";
      }).length);
    assert.equal(moving, 0);
  }));

test("both languages hold the same words", () =>
  visit("", {}, async (page) => {
    const shapes = await page.evaluate(async () => {
      const { t, switchLanguage } = await import("/assets/i18n.js");
      const shape = (of) => Object.fromEntries(Object.entries(of).sort().map(([name, value]) =>
        [name, value && typeof value === "object" ? shape(value) : typeof value]));
      const zh = shape(t());
      switchLanguage();
      return [zh, shape(t())];
    });
    assert.deepEqual(shapes[0], shapes[1]);
  }));
