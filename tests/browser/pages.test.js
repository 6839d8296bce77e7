import assert from "node:assert/strict";
import { test } from "node:test";

import { asked, drawn, search, serving, visit, world } from "./world.js";

serving();

const talk = "?talk=2021%2Fchangsha-2021-07-20%236";

test("an address opened anew shows the same", () =>
  visit("", {}, async (page, context) => {
    await search(page, "数据库");
    await page.getByRole("region", { name: "城市" }).getByRole("link", { name: /北京/ }).click();
    await page.locator(".chip").waitFor();
    const read = async (at) => [await at.locator("h1").innerText(), await at.locator(".hit").allInnerTexts(), await at.inputValue("#q")];
    const other = await context.newPage();
    await other.goto(page.url());
    await drawn(other);
    assert.deepEqual(await read(other), await read(page));
  }));

test("back goes step by step, and typing is one step", () =>
  visit("", {}, async (page) => {
    await page.locator("#q").pressSequentially("高可用", { delay: 200 });
    await page.locator("h1.count", { hasText: "高可用" }).waitFor();
    await page.getByRole("region", { name: "城市" }).getByRole("link", { name: /北京/ }).click();
    await page.locator(".chip").waitFor();
    await page.goBack();
    await page.locator(".chip").waitFor({ state: "detached" });
    assert.deepEqual(asked(page), { q: "高可用" });
    await page.goBack();
    await page.locator(".hero").waitFor();
    assert.equal(await page.inputValue("#q"), "");
    await page.goForward();
    await page.locator("h1.count", { hasText: "高可用" }).waitFor();
    assert.equal(await page.inputValue("#q"), "高可用");
  }));

test("a talk stands in its place in the recap, with its like", () =>
  visit("?q=高可用", {}, async (page) => {
    await page.locator(".hit .open", { hasText: "Vastbase 高可用方案" }).click();
    await page.locator("article.talk").waitFor();
    assert.equal(await page.locator("h1").innerText(), "openGauss 商业版 Vastbase 高可用方案实践");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
    assert.match(await page.title(), /Vastbase/);
    assert.match(await page.locator(".around.before").innerText(), /旷俊/);
    assert.match(await page.locator(".around.after").innerText(), /普元/);
    assert.equal(await page.locator(".contents [aria-current]").innerText(), "openGauss 商业版 Vastbase 高可用方案实践");
    assert.ok((await page.locator(".similar .hit").count()) > 0);
    // Originals are links to open, never loaded here.
    const picture = page.getByRole("link", { name: /图片/ }).first();
    assert.equal(await picture.getAttribute("href"), "https://recaps.example/zh/events/hxt.jpg");
    assert.equal(await page.locator("main img, main video, iframe").count(), 0);
    await page.getByRole("link", { name: "返回" }).click();
    await page.locator("h1.count", { hasText: "高可用" }).waitFor();
    assert.deepEqual(asked(page), { q: "高可用" });
  }));

test("a recap shows its talks in order, at the one that was asked for", () =>
  visit(talk, {}, async (page) => {
    await page.getByRole("link", { name: "阅读全文" }).click();
    await page.locator("article.recap").waitFor();
    const names = await page.locator("article.recap .speaker").allInnerTexts();
    assert.deepEqual(names, ["胡正策", "奎晓燕", "朱金伟", "旷俊", "黄晓涛", "姚斌", "蔡亚杰"]);
    const at = page.locator("article.recap section[aria-current]");
    assert.match(await at.innerText(), /黄晓涛/);
    const top = await at.evaluate((section) => section.getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 300, `${top}`);
  }));

test("a person's page holds their talks over the years, and so does an organisation's", () =>
  visit(talk, {}, async (page) => {
    await page.locator("article.talk > .speakers a").click();
    await page.locator("article.name").waitFor();
    assert.equal(await page.locator("h1").innerText(), "黄晓涛");
    assert.deepEqual(await page.locator(".year h3").allInnerTexts(), ["2021年", "2020年"]);
    assert.match(await page.locator(".roles").innerText(), /海量数据研究院副院长\s*2021/);
    await page.locator(".names a").first().click();
    await page.waitForFunction(() => location.search.startsWith("?organisation="));
    await page.locator("h1", { hasText: "海量" }).waitFor();
    assert.match(await page.locator(".names").innerText(), /黄晓涛/);
  }));

test("what is no longer there is told", () =>
  visit("?talk=nothing%231", { failures: true }, async (page) => {
    assert.match(await page.getByRole("alert").innerText(), /找不到/);
  }));

test("home shows what there is", () =>
  visit("", {}, async (page) => {
    assert.match(await page.locator(".hero").innerText(), /18 场活动/);
    const days = await page.locator(".recent time").evaluateAll((all) => all.map((time) => time.dateTime));
    assert.deepEqual(days, [...days].sort().reverse());
    assert.ok(days.length > 3);
    await page.getByRole("region", { name: "城市" }).getByRole("link", { name: /北京/ }).click();
    await page.locator(".chip").waitFor();
    assert.deepEqual(asked(page), { city: "北京" });
    assert.ok(page.url().startsWith(world.address));
  }));

test("announcement and report of one event stand as one, each a link away from the other", () =>
  visit("?q=重庆&group=event", {}, async (page) => {
    const hit = page.locator(".hit", { hasText: "openGauss Meetup 重庆站" }).first();
    assert.deepEqual(await hit.locator(".pages .kind").allInnerTexts(), ["预告"]);
    await hit.locator(".pages a").click();
    await page.locator("article.recap").waitFor();
    assert.match(page.url(), /preview$/);
    assert.deepEqual(await page.locator(".pages .kind").allInnerTexts(), ["回顾"]);
    await page.locator(".pages a").click();
    await page.waitForFunction(() => location.search.endsWith(".txt"));
    await page.locator(".pages", { hasText: "预告" }).waitFor();
    await page.locator("article.recap .open", { hasText: "鲲鹏展翅" }).click();
    await page.locator("article.talk").waitFor();
    assert.match(await page.locator(".pages").innerText(), /^预告/);
  }));

test("a talk that was announced and then reported stands once on a person's page", () =>
  visit("?speaker=游欣易&sort=oldest", {}, async (page) => {
    assert.equal(await page.locator(".hit").count(), 2);
    assert.match(await page.locator(".hit .meta").first().innerText(), /^预告/);
    await page.locator(".hit .speaker").first().click();
    await page.locator("article.name").waitFor();
    assert.equal(await page.locator(".dated li").count(), 1);
    assert.doesNotMatch(await page.locator(".dated").innerText(), /预告/);
  }));
