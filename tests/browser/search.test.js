import assert from "node:assert/strict";
import { test } from "node:test";

import { asked, search, serving, visit, world } from "./world.js";

serving();

test("two characters show who said it, where and when", () =>
  visit("", {}, async (page) => {
    await search(page, "密态");
    const hit = page.locator(".hit", { hasText: "数据库加密技术演进思路" });
    await hit.waitFor();
    assert.equal(await hit.locator(".speaker").innerText(), "朱金伟");
    assert.match(await hit.locator(".role").innerText(), /内核技术研发团队经理/);
    assert.equal(await hit.locator("time").getAttribute("datetime"), "2021-07-20");
    assert.equal(await hit.locator(".city").innerText(), "长沙");
    assert.ok((await hit.locator("mark").allInnerTexts()).some((marked) => marked.includes("密态")));
  }));

test("marks are right behind characters beyond the basic plane", () =>
  visit("?q=密态", {}, async (page) => {
    const cut = await page.evaluate(async () => {
      const { marked } = await import("/assets/dom.js");
      return marked("𠮷𠮷全密态。", [[2, 5]]).map((node) => node.textContent ?? node);
    });
    assert.deepEqual(cut, ["𠮷𠮷", "全密态", "。"]);
  }));

test("an answer that comes late for an earlier query is dropped", () =>
  visit("", {}, async (page) => {
    await page.route(/api\/search\?.*q=%E5%AF%86&/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue().catch(() => {});
    });
    await page.fill("#q", "密");
    await page.waitForRequest(/q=%E5%AF%86&/);
    await search(page, "高可用");
    await page.waitForTimeout(1000);
    assert.match(await page.locator("h1").innerText(), /高可用/);
  }));

test("completions by Han, by pinyin and by initials", () =>
  visit("", {}, async (page) => {
    for (const typed of ["朱金", "zhujin", "zjw"]) {
      await page.fill("#q", typed);
      await page.locator("[role=option]", { hasText: "朱金伟" }).waitFor();
    }
    await page.locator("[role=option]", { hasText: "朱金伟" }).click();
    await page.locator(".chip", { hasText: "朱金伟" }).waitFor();
    assert.deepEqual(asked(page), { speaker: "朱金伟" });
    assert.equal(await page.inputValue("#q"), "");
  }));

test("a completion of the last word keeps the words before it", () =>
  visit("", {}, async (page) => {
    await page.fill("#q", "高可用 长");
    await page.locator("[role=option]", { hasText: "长沙" }).click();
    await page.locator(".chip", { hasText: "长沙" }).waitFor();
    assert.deepEqual(asked(page), { q: "高可用", city: "长沙" });
  }));

test("a facet narrows, and its chip takes it back", () =>
  visit("?q=数据库", {}, async (page) => {
    const before = await page.locator("h1").innerText();
    const city = page.getByRole("region", { name: "城市" });
    const link = city.getByRole("link", { name: /北京/ });
    const count = await link.locator(".number").innerText();
    await link.click();
    await page.locator(".chip", { hasText: "北京" }).waitFor();
    assert.deepEqual(asked(page), { q: "数据库", city: "北京" });
    assert.ok((await page.locator("h1").innerText()).includes(`有 ${count} 条结果`));
    assert.deepEqual([...new Set(await page.locator(".city").allInnerTexts())], ["北京"]);
    // The others may still be added.
    assert.ok((await city.getByRole("link").count()) > 1);
    await page.locator(".chip").click();
    await page.locator("h1", { hasText: before }).waitFor();
    assert.deepEqual(asked(page), { q: "数据库" });
  }));

test("a facet with many values is found by typing", () =>
  visit("?q=openGauss", {}, async (page) => {
    const speakers = page.getByRole("region", { name: "讲者" });
    assert.equal(await speakers.getByRole("link").count(), 6);
    await speakers.getByRole("button", { name: /全部/ }).click();
    await speakers.getByRole("searchbox").fill("黄晓");
    assert.deepEqual(await speakers.locator(".value").allInnerTexts(), ["黄晓涛"]);
  }));

test("dragging over the timeline chooses a period", () =>
  visit("?q=openGauss", {}, async (page) => {
    const area = page.locator(".area");
    const box = await area.boundingBox();
    const y = box.y + box.height / 3;
    await page.mouse.move(box.x + box.width * 0.1, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.2, y);
    await page.mouse.move(box.x + box.width * 0.3, y);
    await page.mouse.up();
    await page.locator(".chip").waitFor();
    const { since, until } = asked(page);
    assert.match(since, /^20\d\d-\d\d$/);
    assert.ok(since < until, `${since} ${until}`);
    const days = await page.locator(".answer time").evaluateAll((all) => all.map((time) => time.dateTime.slice(0, 7)));
    assert.ok(days.length && days.every((day) => since <= day && day <= until), days.join());
  }));

test("all matches come on demand, and coming back finds them", () =>
  visit("?q=openGauss", {}, async (page) => {
    assert.equal(await page.locator(".hit").count(), 20);
    await page.getByRole("button", { name: /再看/ }).click();
    await page.waitForFunction(() => document.querySelectorAll(".hit").length === 40);
    const ids = await page.locator(".hit .open").evaluateAll((all) => all.map((link) => link.href));
    assert.equal(new Set(ids).size, 40);
    await page.locator(".hit .open").nth(30).click();
    await page.locator("article.talk").waitFor();
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll(".hit").length === 40);
    assert.equal(await page.evaluate(() => document.activeElement.href), ids[30]);
  }));

test("weaker matches are told as such", () =>
  visit("?q=高可用 长颈鹿 天文台", {}, async (page) => {
    assert.match(await page.locator(".note").innerText(), /没有一处包含全部词语/);
    assert.ok((await page.locator(".hit").count()) > 0);
  }));

test("nothing found says how to go on", () =>
  visit("?q=qqqzzz&city=长沙", {}, async (page) => {
    assert.match(await page.locator("h1").innerText(), /没有找到/);
    await page.getByRole("link", { name: "去掉筛选再搜" }).click();
    await page.waitForFunction(() => !location.search.includes("city"));
  }));

test("order, grouping and literal matching stand in the address", () =>
  visit("?q=高可用", {}, async (page) => {
    await page.getByLabel("排序").selectOption("oldest");
    await page.waitForFunction(() => location.search.includes("sort=oldest"));
    await page.getByLabel("显示").selectOption("event");
    await page.locator(".hit .inside").first().waitFor();
    await page.getByLabel("原样匹配").check();
    await page.waitForFunction(() => location.search.includes("literal=true"));
    assert.deepEqual(asked(page), { q: "高可用", sort: "oldest", group: "event", literal: "true" });
  }));

test("a wrong parameter is told with the parameter", () =>
  visit("?q=高可用&since=gestern", { failures: true }, async (page) => {
    assert.match(await page.getByRole("alert").innerText(), /since/);
  }));

test("a server that is gone is told, and found again", () =>
  visit("?q=高可用", { failures: true }, async (page) => {
    await world.stop();
    await page.fill("#q", "密态");
    await page.getByRole("alert").waitFor();
    assert.match(await page.getByRole("alert").innerText(), /连不上服务器/);
    await world.start();
    await page.getByRole("button", { name: "重试" }).click();
    await page.locator(".hit").first().waitFor();
  }));

test("a busy server is told as busy", () =>
  visit("", { failures: true }, async (page) => {
    const body = JSON.stringify({ type: "about:blank", title: "Service Unavailable", status: 503, detail: "busy" });
    await page.route(/api\/search/, (route) =>
      route.fulfill({ status: 503, contentType: "application/problem+json", body }));
    await page.fill("#q", "密态");
    await page.getByRole("alert").waitFor();
    assert.match(await page.getByRole("alert").innerText(), /正忙/);
  }));
