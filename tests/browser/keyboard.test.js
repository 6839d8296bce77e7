import assert from "node:assert/strict";
import { test } from "node:test";

import { asked, serving, visit } from "./world.js";

serving();

const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.tagName);

test("from question to talk and back without a mouse", () =>
  visit("?q=openGauss", {}, async (page) => {
    await page.keyboard.press("/");
    assert.equal(await focused(page), "q");
    await page.keyboard.type("高可用");
    await page.locator("h1.count", { hasText: "高可用" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), "open");
    const first = await page.evaluate(() => document.activeElement.textContent);
    await page.keyboard.press("ArrowDown");
    assert.notEqual(await page.evaluate(() => document.activeElement.textContent), first);
    await page.keyboard.press("ArrowUp");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), first);
    await page.keyboard.press("Enter");
    await page.locator("article.talk").waitFor();
    assert.equal(await page.locator("h1").innerText(), first);
    await page.keyboard.press("Escape");
    await page.locator("h1.count", { hasText: "高可用" }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), first);
    await page.keyboard.press("ArrowUp");
    assert.equal(await focused(page), "q");
  }));

test("Escape in the search box leaves the query as it is", () =>
  visit("?q=高可用", {}, async (page) => {
    await page.locator("#q").focus();
    for (const _ of ["closes completions", "has nothing to close"]) await page.keyboard.press("Escape");
    await page.waitForTimeout(400);
    assert.equal(await page.inputValue("#q"), "高可用");
    assert.deepEqual(asked(page), { q: "高可用" });
  }));

test("a completion is chosen by arrows and taken by Enter", () =>
  visit("", {}, async (page) => {
    await page.locator("#q").focus();
    await page.keyboard.type("zjw");
    const option = page.locator("[role=option]", { hasText: "朱金伟" });
    await option.waitFor();
    const box = page.locator("#q");
    assert.equal(await box.getAttribute("aria-expanded"), "true");
    await page.keyboard.press("ArrowDown");
    assert.equal(await box.getAttribute("aria-activedescendant"), await option.getAttribute("id"));
    assert.equal(await option.getAttribute("aria-selected"), "true");
    await page.keyboard.press("Enter");
    await page.locator(".chip", { hasText: "朱金伟" }).waitFor();
    assert.deepEqual(asked(page), { speaker: "朱金伟" });
    assert.equal(await focused(page), "q");
  }));

test("Escape closes completions and leaves the query", () =>
  visit("", {}, async (page) => {
    await page.locator("#q").focus();
    await page.keyboard.type("bei");
    await page.locator("[role=option]").first().waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("[role=option]").count(), 0);
    assert.equal(await page.inputValue("#q"), "bei");
  }));

test("what an input method composes is no query until it is done", () =>
  visit("", {}, async (page) => {
    const queries = [];
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.pathname === "/api/search") queries.push(url.searchParams.get("q"));
    });
    await page.locator("#q").focus();
    const session = await page.context().newCDPSession(page);
    await session.send("Input.imeSetComposition", { text: "mi'tai", selectionStart: 6, selectionEnd: 6 });
    await page.waitForTimeout(400);
    await session.send("Input.insertText", { text: "密态" });
    await page.locator("h1", { hasText: "密态" }).waitFor();
    assert.deepEqual([...new Set(queries)], ["密态"]);
  }));

test("the ends of the timeline move by arrow keys", () =>
  visit("?q=openGauss", {}, async (page) => {
    const since = page.getByRole("slider", { name: "起始月份" });
    await since.focus();
    assert.equal(await since.getAttribute("aria-valuetext"), "2020年8月");
    await page.keyboard.press("PageUp");
    await page.keyboard.press("ArrowRight");
    await page.locator(".chip").waitFor();
    assert.equal(asked(page).since, "2021-09");
    const again = page.getByRole("slider", { name: "起始月份" });
    assert.equal(await again.getAttribute("aria-valuetext"), "2021年9月");
    assert.equal(await again.evaluate((slider) => slider === document.activeElement), true);
    await page.keyboard.press("Home");
    await page.locator(".chip").waitFor({ state: "detached" });
    assert.equal(asked(page).since, undefined);
  }));

test("a facet keeps the focus when it narrows", () =>
  visit("?q=数据库", {}, async (page) => {
    const link = page.getByRole("region", { name: "城市" }).getByRole("link", { name: /北京/ });
    await link.focus();
    await page.keyboard.press("Enter");
    await page.locator(".chip").waitFor();
    assert.match(await page.evaluate(() => document.activeElement.textContent), /北京/);
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-current")), "true");
  }));

test("the single key can be switched off", () =>
  visit("?q=高可用", {}, async (page) => {
    await page.getByText("键盘操作").click();
    await page.getByLabel("启用单键 /").uncheck();
    await page.reload();
    await page.locator(".hit").first().waitFor();
    await page.keyboard.press("/");
    assert.notEqual(await focused(page), "q");
  }));

test("the first stop of Tab leads past the head", () =>
  visit("?q=高可用", {}, async (page) => {
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "skip");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => Boolean(document.activeElement.closest(".answer"))), true);
    assert.deepEqual(asked(page), { q: "高可用" });
  }));
